use super::level::Level;
use crate::{
    text,
    types::{LogQuery, LogStream},
};
use leptos_router::params::ParamsMap;

/// What the Logs tab shows, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The container's id.
    pub(super) cuid: String,
    /// What lines have to contain; empty for all.
    pub(super) text: String,
    /// Whether that is a regular expression.
    pub(super) is_regex: bool,
    /// Whether capital and small letters are the same in it.
    pub(super) ignores_case: bool,
    /// Only one of the outputs.
    pub(super) stream: Option<LogStream>,
    /// Only these levels; empty for all lines.
    pub(super) levels: Vec<Level>,
    /// Nothing older: a span such as `15m`, `run` for the present run, or a moment.
    pub(super) since: String,
    /// Nothing newer: a moment.
    pub(super) until: String,
    /// The line that is pointed at.
    pub(super) line: Option<Pointed>,
}

/// A line, by the moment it was written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pointed {
    /// Nanoseconds since 1970.
    pub(super) at: i64,
    /// How many lines before it were written at the same moment.
    pub(super) n: usize,
}

/// Since the container was last started.
pub(super) const PRESENT_RUN: &str = "run";

impl Wanted {
    /// The one that the address asks for.
    pub(super) fn of_address(cuid: &str, query: &ParamsMap) -> Self {
        let get = |key| query.get(key).unwrap_or_default();
        let levels = query.get_all("level").unwrap_or_default();
        let has_level = |level: &Level| levels.iter().any(|word| word == level.as_str());
        let at = text::nanoseconds(&get("line"));
        Self {
            cuid: cuid.to_owned(),
            text: get("q"),
            is_regex: get("regex") == "1",
            ignores_case: get("case") == "any",
            stream: [LogStream::Stdout, LogStream::Stderr]
                .into_iter()
                .find(|stream| stream.as_str() == get("stream")),
            levels: Level::ALL.into_iter().filter(has_level).collect(),
            since: get("since"),
            until: get("until"),
            line: at.map(|at| Pointed { at, n: get("n").parse().unwrap_or_default() }),
        }
    }

    /// The address that asks for this one.
    pub(super) fn address(&self) -> String {
        format!("{}{}", self.tab(), self.parameters().to_query_string())
    }

    /// What stands in the address, by key.
    pub(super) fn parameters(&self) -> ParamsMap {
        let mut given = ParamsMap::new();
        let mut add = |key: &'static str, value: &str| {
            if !value.is_empty() {
                given.insert(key, value.to_owned());
            }
        };
        add("q", &self.text);
        add("regex", if self.is_regex { "1" } else { "" });
        add("case", if self.ignores_case { "any" } else { "" });
        add("stream", self.stream.map(LogStream::as_str).unwrap_or_default());
        for level in &self.levels {
            add("level", level.as_str());
        }
        add("since", &self.since);
        add("until", &self.until);
        if let Some(line) = self.line {
            add("line", &text::moment(line.at));
            add("n", &if line.n == 0 { String::new() } else { line.n.to_string() });
        }
        given
    }

    /// The address of the whole log.
    pub(super) fn tab(&self) -> String {
        format!("/ui/containers/{}/logs", self.cuid)
    }

    /// The same, whatever line is pointed at.
    pub(super) fn anywhere(&self) -> Self {
        Self { line: None, ..self.clone() }
    }

    /// Whether it leaves anything out.
    pub(super) fn is_narrowed(&self) -> bool {
        let Self { cuid, line, .. } = self;
        *self != Self { cuid: cuid.clone(), line: *line, ..Self::default() }
    }

    /// Whether lines of that level are shown.
    pub(super) fn lets_through(&self, level: Option<Level>) -> bool {
        self.levels.is_empty() || level.is_some_and(|level| self.levels.contains(&level))
    }

    /// What to ask the server for; `begin` is where the present run begins, in nanoseconds since 1970.
    pub(super) fn query(&self, begin: Option<i64>) -> LogQuery {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        LogQuery {
            since: match &*self.since {
                PRESENT_RUN => begin.map(text::moment),
                since => given(since),
            },
            until: given(&self.until),
            stream: self.stream,
            grep: given(&self.text),
            regex: self.is_regex,
            ignore_case: self.ignores_case,
            ..LogQuery::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, LogStream, PRESENT_RUN, Pointed, Wanted, text};
    use leptos_router::params::ParamsMap;

    fn wanted(query: &[(&'static str, &str)]) -> Wanted {
        let query: ParamsMap = query.iter().map(|(key, value)| (*key, *value)).collect();
        Wanted::of_address("c1", &query)
    }

    #[test]
    fn the_address_and_what_is_wanted_say_the_same() {
        for query in [
            vec![],
            vec![("q", "a&b c"), ("regex", "1"), ("case", "any")],
            vec![("stream", "stderr"), ("level", "error"), ("level", "warn"), ("since", "15m")],
            vec![("line", "2026-11-26T13:09:03.413749387Z"), ("n", "2")],
            vec![("since", "run"), ("until", "2026-11-26T13:09:03.000000000Z")],
        ] {
            let wanted = wanted(&query);
            let given = wanted.parameters();
            for (key, value) in &query {
                let all = given.get_all(key).unwrap_or_default();
                assert!(all.iter().any(|other| other == value), "{key}={value}: {given:?}");
            }
            assert_eq!(given.into_iter().count(), query.len());
            assert_eq!(wanted.address().contains('?'), !query.is_empty());
        }
    }

    #[test]
    fn what_is_not_understood_is_not_wanted() {
        let odd = [("stream", "both"), ("level", "loud"), ("line", "soon"), ("regex", "yes")];
        assert_eq!(wanted(&odd), wanted(&[]));
        assert!(!wanted(&odd).is_narrowed());
    }

    #[test]
    fn a_line_is_pointed_at_without_narrowing() {
        let wanted = wanted(&[("line", "1970-01-01T00:00:00.000000007Z")]);
        assert_eq!(wanted.line, Some(Pointed { at: 7, n: 0 }));
        assert!(!wanted.is_narrowed() && wanted.anywhere().line.is_none());
    }

    #[test]
    fn the_server_is_asked_for_the_same() {
        let some = wanted(&[("q", "x"), ("case", "any"), ("stream", "stdout"), ("since", "1h")]);
        let query = some.query(None);
        assert_eq!(query.grep.as_deref(), Some("x"));
        assert!(query.ignore_case && !query.regex && query.until.is_none());
        assert_eq!((query.stream, query.since.as_deref()), (Some(LogStream::Stdout), Some("1h")));
        let run = wanted(&[("since", PRESENT_RUN)]);
        let since = "2026-01-20T15:29:59.000000000Z";
        assert_eq!(run.query(text::nanoseconds(since)).since.as_deref(), Some(since));
        assert_eq!(run.query(None).since, None);
    }

    #[test]
    fn levels_let_lines_through() {
        assert!(wanted(&[]).lets_through(None));
        let errors = wanted(&[("level", "error")]);
        assert!(errors.lets_through(Some(Level::Error)) && !errors.lets_through(Some(Level::Info)));
        assert!(!errors.lets_through(None));
    }
}
