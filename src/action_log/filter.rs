use app::types::{ActionEntry, ActivityQuery, Failure};
use jiff::{SignedDuration, Timestamp};

/// The last words of actions that only read, where their method does not say it: server functions
/// are all posted.
const READS: [&str; 18] = [
    "activity",
    "current",
    "details",
    "engine",
    "facts",
    "get",
    "history",
    "list",
    "logs",
    "names",
    "operations",
    "pulls",
    "read",
    "recent",
    "report",
    "stat",
    "stopped",
    "view",
];

/// Which entries somebody wants.
#[derive(Debug, Default)]
pub struct Filter {
    user: Option<String>,
    actions: Vec<String>,
    cuid: Option<String>,
    statuses: Vec<String>,
    changes: bool,
    text: Option<String>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Filter {
    /// Reads a query.
    pub fn read(query: &ActivityQuery) -> Result<Self, Failure> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        Ok(Self {
            user: given(&query.user),
            actions: words(query.action.as_deref()).map(str::to_owned).collect(),
            cuid: given(&query.cuid),
            statuses: statuses(query.status.as_deref())?,
            changes: query.changes.unwrap_or_default(),
            text: given(&query.q).map(|text| text.to_lowercase()),
            since: moment("since", query.since.as_deref())?,
            until: moment("until", query.until.as_deref())?,
        })
    }

    /// Whether somebody wants this one.
    pub fn matches(&self, entry: &ActionEntry) -> bool {
        let status = entry.status.to_string();
        self.user.as_ref().is_none_or(|user| entry.user.as_ref() == Some(user))
            && self.cuid.as_ref().is_none_or(|cuid| entry.cuid.as_ref() == Some(cuid))
            && any(&self.actions, |action| is_action(&entry.action, action))
            && any(&self.statuses, |wanted| status.starts_with(wanted))
            && !(self.changes && only_reads(entry))
            && self.text.as_ref().is_none_or(|text| says(entry, text))
            && (self.since.is_none() && self.until.is_none()
                || began(entry).is_some_and(|began| {
                    self.since.is_none_or(|since| began >= since)
                        && self.until.is_none_or(|until| began <= until)
                }))
    }

    /// Whether nothing that is wanted stands before this entry. They stand in the order in which
    /// they ended.
    pub(super) fn is_before_all(&self, entry: &ActionEntry) -> bool {
        let (Some(since), Some(began)) = (self.since, began(entry)) else { return false };
        SignedDuration::try_from_secs_f64(entry.duration_ms / 1000.0)
            .is_ok_and(|took| began.checked_add(took).is_ok_and(|ended| ended < since))
    }
}

fn any(wanted: &[String], is: impl Fn(&str) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| is(wanted))
}

/// `container.` stands for all actions that begin with it.
fn is_action(action: &str, wanted: &str) -> bool {
    action == wanted || (wanted.ends_with('.') && action.starts_with(wanted))
}

fn only_reads(entry: &ActionEntry) -> bool {
    let last = entry.action.rsplit('.').next().unwrap_or_default();
    match entry.method.as_str() {
        "GET" | "HEAD" => entry.action != "terminal.session",
        _ => {
            let called = entry.path.strip_prefix("/ui/fn/");
            called.is_some_and(|name| name.starts_with("plans/") || READS.contains(&last))
        }
    }
}

fn says(entry: &ActionEntry, text: &str) -> bool {
    let has = |field: &str| field.to_lowercase().contains(text);
    let may = |field: &Option<String>| field.as_deref().is_some_and(has);
    has(&entry.action)
        || has(&entry.path)
        || has(&entry.request_id)
        || may(&entry.user)
        || may(&entry.remote)
        || may(&entry.cuid)
        || may(&entry.image)
        || entry.error.as_ref().is_some_and(|error| has(&error.code) || has(&error.message))
}

fn began(entry: &ActionEntry) -> Option<Timestamp> {
    entry.timestamp.parse().ok()
}

/// Beginnings of statuses: `4` of `4xx`.
fn statuses(text: Option<&str>) -> Result<Vec<String>, Failure> {
    let mut beginnings = Vec::new();
    for word in words(text) {
        let digits = word.trim_end_matches('x');
        let known = word.len() == 3
            && (1..=3).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits.starts_with(['1', '2', '3', '4', '5']);
        match word {
            "error" => beginnings.extend(["4", "5"].map(str::to_owned)),
            _ if known => beginnings.push(digits.to_owned()),
            _ => {
                let words = "A status is a number such as 404, a class such as 4xx, or `error`.";
                return Err(Failure::field("status", "INVALID_STATUS", words, word));
            }
        }
    }
    Ok(beginnings)
}

fn moment(field: &'static str, text: Option<&str>) -> Result<Option<Timestamp>, Failure> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        let words = format!("`{field}` is a moment such as 2026-01-20T15:30:00Z.");
        Failure::field(field, "INVALID_VALUE", words, text)
    })
}

fn words(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use app::types::{ActionEntry, ActivityQuery};

    fn entry(method: &str, path: &str, action: &str, status: u16) -> ActionEntry {
        ActionEntry {
            timestamp: "2026-01-20T15:30:00.000+01:00".to_owned(),
            request_id: "r-1".to_owned(),
            user: Some("admin".to_owned()),
            remote: Some("10.1.2.3".to_owned()),
            method: method.to_owned(),
            path: path.to_owned(),
            action: action.to_owned(),
            cuid: Some("c1".to_owned()),
            image: None,
            status,
            duration_ms: 1500.0,
            error: None,
            dropped: None,
        }
    }

    #[track_caller]
    fn matches(set: impl FnOnce(&mut ActivityQuery), entry: &ActionEntry) -> bool {
        let mut query = ActivityQuery::default();
        set(&mut query);
        Filter::read(&query).unwrap().matches(entry)
    }

    #[test]
    fn every_filter_has_to_match() {
        let entry = &entry("POST", "/containers/c1/start", "container.start", 422);
        let some = |text: &str| Some(text.to_owned());
        assert!(matches(|_| {}, entry));
        for (text, hit) in [
            ("container.start", true),
            ("container.", true),
            ("container", false),
            ("files.,container.start", true),
        ] {
            assert_eq!(matches(|query| query.action = some(text), entry), hit, "{text}");
        }
        for (text, hit) in
            [("422", true), ("4xx", true), ("42x", true), ("error", true), ("2xx,5xx", false)]
        {
            assert_eq!(matches(|query| query.status = some(text), entry), hit, "{text}");
        }
        for (text, hit) in [("START", true), ("10.1.", true), ("r-1", true), ("stop", false)] {
            assert_eq!(matches(|query| query.q = some(text), entry), hit, "{text}");
        }
        assert!(!matches(|query| query.user = some("root"), entry));
        assert!(!matches(|query| query.cuid = some("c2"), entry));
        for (since, until, hit) in [
            ("2026-01-20T14:30:00Z", "", true),
            ("2026-01-20T14:30:00.001Z", "", false),
            ("", "2026-01-20T14:29:59Z", false),
            ("2026-01-20T00:00:00Z", "2026-01-21T00:00:00Z", true),
        ] {
            let set =
                |query: &mut ActivityQuery| (query.since, query.until) = (some(since), some(until));
            assert_eq!(matches(set, entry), hit, "{since} {until}");
        }
        for bad in ["4", "xxx", "4444", "fine", "600"] {
            let query = ActivityQuery { status: some(bad), ..ActivityQuery::default() };
            assert_eq!(Filter::read(&query).unwrap_err().code, "INVALID_STATUS", "{bad}");
        }
    }

    #[test]
    fn what_only_reads_can_be_left_out() {
        for (method, path, action, changes) in [
            ("POST", "/containers", "container.create", true),
            ("GET", "/containers", "container.list", false),
            ("GET", "/ws/c1", "terminal.session", true),
            ("GET", "/nowhere", "unknown", false),
            ("POST", "/ui/fn/containers/list", "containers.list", false),
            ("POST", "/ui/fn/containers/operations", "containers.operations", false),
            ("POST", "/ui/fn/activity/names", "activity.names", false),
            ("POST", "/ui/fn/plans/create", "plans.create", false),
            ("POST", "/ui/fn/containers/control", "container.start", true),
            ("POST", "/ui/fn/files/delete", "files.delete", true),
            ("POST", "/login", "auth.login", true),
        ] {
            let entry = entry(method, path, action, 200);
            assert_eq!(matches(|query| query.changes = Some(true), &entry), changes, "{path}");
        }
    }

    #[test]
    fn the_search_ends_where_all_has_ended_before() {
        let before = |since: &str| {
            let since = Some(since.to_owned());
            let query = ActivityQuery { since, ..ActivityQuery::default() };
            Filter::read(&query).unwrap().is_before_all(&entry("GET", "/", "x", 200))
        };
        // it ended at 14:30:01.5
        assert!(!before("2026-01-20T14:30:01Z"));
        assert!(before("2026-01-20T14:30:02Z"));
    }
}
