use crate::types::ActivityQuery;
use leptos_router::params::ParamsMap;

/// Which entries are shown, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// What occurs in them.
    pub(super) text: String,
    /// Who it was.
    pub(super) user: String,
    /// Which actions, as the API's own query has it.
    pub(super) action: String,
    /// What it was about.
    pub(super) cuid: String,
    /// Only what was refused or failed.
    pub(super) failures: bool,
    /// Also what only reads.
    pub(super) reads: bool,
    /// Behind which entry they begin; empty for the newest.
    cursor: String,
}

impl Wanted {
    pub(super) fn of_address(query: &ParamsMap) -> Self {
        let get = |key| query.get(key).unwrap_or_default().trim().to_owned();
        Self {
            text: get("q"),
            user: get("user"),
            action: get("action"),
            cuid: get("cuid"),
            failures: !get("failures").is_empty(),
            reads: !get("reads").is_empty(),
            cursor: get("cursor"),
        }
    }

    pub(super) fn address(&self) -> String {
        let flag = |is: bool| if is { "1" } else { "" };
        let all = [
            ("q", &*self.text),
            ("user", &self.user),
            ("action", &self.action),
            ("cuid", &self.cuid),
            ("failures", flag(self.failures)),
            ("reads", flag(self.reads)),
            ("cursor", &self.cursor),
        ];
        let given: ParamsMap = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/ui/activity{}", given.to_query_string())
    }

    /// What to ask the server for.
    pub(super) fn query(&self) -> ActivityQuery {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        ActivityQuery {
            user: given(&self.user),
            action: given(&self.action),
            cuid: given(&self.cuid),
            status: self.failures.then(|| "error".to_owned()),
            // whoever has a request's id looks for that one, whatever it did
            changes: (!self.reads && !is_id(&self.text)).then_some(true),
            q: given(&self.text),
            cursor: given(&self.cursor),
            ..ActivityQuery::default()
        }
    }

    /// The address at which new ones are told.
    pub(super) fn follow_address(&self) -> String {
        let query = self.query();
        let all = [
            ("user", query.user),
            ("action", query.action),
            ("cuid", query.cuid),
            ("status", query.status),
            ("changes", query.changes.map(|changes| changes.to_string())),
            ("q", query.q),
        ];
        let given: ParamsMap =
            all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        format!("/activity/follow{}", given.to_query_string())
    }

    pub(super) fn is_narrowed(&self) -> bool {
        *self != Self::default()
    }

    /// Whether they begin further down than with the newest.
    pub(super) const fn is_further(&self) -> bool {
        !self.cursor.is_empty()
    }

    /// The same from the newest on.
    pub(super) fn newest(&self) -> Self {
        Self { cursor: String::new(), ..self.clone() }
    }

    /// The same from a place on.
    pub(super) fn from(&self, cursor: String) -> Self {
        Self { cursor, ..self.clone() }
    }

    /// All there are, what only reads left out.
    pub(super) fn all(&self) -> Self {
        Self { reads: self.reads, ..Self::default() }
    }

    pub(super) fn with_text(&self, text: &str) -> Self {
        Self { text: text.trim().to_owned(), ..self.newest() }
    }

    pub(super) fn with_user(&self, user: &str) -> Self {
        Self { user: user.to_owned(), ..self.newest() }
    }

    pub(super) fn with_action(&self, action: &str) -> Self {
        Self { action: action.to_owned(), ..self.newest() }
    }

    pub(super) fn with_cuid(&self, cuid: &str) -> Self {
        Self { cuid: cuid.to_owned(), ..self.newest() }
    }

    pub(super) fn with_failures(&self, failures: bool) -> Self {
        Self { failures, ..self.newest() }
    }

    pub(super) fn with_reads(&self, reads: bool) -> Self {
        Self { reads, ..self.newest() }
    }
}

/// Whether a text is the id of a request as this server makes them.
fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use leptos_router::params::ParamsMap;

    #[test]
    fn the_address_and_the_query_say_the_same() {
        let wanted = Wanted {
            text: "a&b".to_owned(),
            cuid: "c1".to_owned(),
            failures: true,
            ..Wanted::default()
        };
        assert_eq!(wanted.address(), "/ui/activity?q=a%26b&cuid=c1&failures=1");
        let query = wanted.query();
        assert_eq!((query.status.as_deref(), query.changes), (Some("error"), Some(true)));
        assert_eq!(
            wanted.follow_address(),
            "/activity/follow?cuid=c1&status=error&changes=true&q=a%26b"
        );
        let map: ParamsMap =
            [("q", "a&b"), ("cuid", "c1"), ("failures", "1")].into_iter().collect();
        assert_eq!(Wanted::of_address(&map), wanted);
        assert_eq!(Wanted::default().address(), "/ui/activity");
    }

    #[test]
    fn a_request_is_found_by_its_id_whatever_it_did() {
        let wanted = Wanted::default().with_text("0b1c4f2e-3f6a-4a3e-9d2b-0123456789ab");
        assert_eq!(wanted.query().changes, None);
        assert_eq!(Wanted::default().with_text("shop").query().changes, Some(true));
        assert_eq!(Wanted::default().with_reads(true).query().changes, None);
    }
}
