use super::{LogId, filter::Filter, moment};
use crate::engine::OutputStream;
use app::types::{Failure, LogQuery, LogStream};
use jiff::Timestamp;

/// The most lines that `tail` can ask for.
pub(super) const MOST: u64 = 100_000;

/// Which lines of a log are wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    pub(super) only: Option<OutputStream>,
    pub(super) since: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    /// Only the last so many of those that match.
    pub(super) tail: Option<usize>,
    pub(super) filter: Option<Filter>,
    pub(super) follow: bool,
    /// Only those behind this place.
    pub(super) after: Option<LogId>,
}

impl Selection {
    /// Reads what was asked for.
    pub(super) fn parse(query: &LogQuery) -> Result<Self, Failure> {
        let now = Timestamp::now();
        let moment = |field: &str, text: &Option<String>| {
            let text = text.as_deref().filter(|text| !text.is_empty());
            text.map(|text| moment::parse(field, text, now)).transpose()
        };
        let tail = query.tail.map(|tail| {
            usize::try_from(tail).ok().filter(|_| tail <= MOST).ok_or_else(|| {
                let words =
                    format!("`tail` is a number of lines from 0 to {MOST}; leave it out for all");
                Failure::field("tail", "INVALID_VALUE", words, tail)
            })
        });
        let grep = query.grep.as_deref().filter(|pattern| !pattern.is_empty());
        let after = query.last_event_id.as_deref().filter(|id| !id.is_empty());
        let until = moment("until", &query.until)?;
        Ok(Self {
            only: query.stream.map(|stream| match stream {
                LogStream::Stdout => OutputStream::Stdout,
                LogStream::Stderr => OutputStream::Stderr,
            }),
            since: moment("since", &query.since)?,
            until,
            tail: tail.transpose()?,
            filter: grep
                .map(|pattern| Filter::parse(pattern, query.regex, query.ignore_case))
                .transpose()?,
            // nothing that is written from now on is older than this moment
            follow: query.follow && until.is_none_or(|until| until > now),
            after: after
                .map(|id| {
                    id.parse().map_err(|()| {
                        let words = "`last_event_id` is the id of an event of this log";
                        Failure::field("last_event_id", "INVALID_VALUE", words, id)
                    })
                })
                .transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;
    use app::types::LogQuery;

    #[test]
    fn what_is_empty_is_not_asked_for() {
        let empty = || Some(String::new());
        let query = LogQuery {
            since: empty(),
            until: empty(),
            grep: empty(),
            last_event_id: empty(),
            regex: true,
            ..LogQuery::default()
        };
        let selection = Selection::parse(&query).unwrap();
        assert!(selection.since.is_none() && selection.until.is_none());
        assert!(selection.filter.is_none() && selection.after.is_none());
    }

    #[test]
    fn nothing_is_followed_into_the_past() {
        let follow = |until: &str| {
            let until = Some(until.to_owned());
            let query = LogQuery { follow: true, until, ..LogQuery::default() };
            Selection::parse(&query).unwrap().follow
        };
        assert!(!follow("1s") && !follow("1700000000") && follow("2200-01-01T00:00:00Z"));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let text = |text: &str| Some(text.to_owned());
        for (query, field) in [
            (LogQuery { tail: Some(100_001), ..LogQuery::default() }, "tail"),
            (LogQuery { since: text("soon"), ..LogQuery::default() }, "since"),
            (LogQuery { until: text("soon"), ..LogQuery::default() }, "until"),
            (LogQuery { grep: text("("), regex: true, ..LogQuery::default() }, "grep"),
            (LogQuery { last_event_id: text("7"), ..LogQuery::default() }, "last_event_id"),
        ] {
            assert_eq!(Selection::parse(&query).unwrap_err().details["field"], field);
        }
    }
}
