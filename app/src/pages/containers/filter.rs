use crate::types::{Container, ListQuery, Status};
use leptos_router::params::ParamsMap;

/// How many containers the list shows at once: a phone has to lay them out.
const LIMIT: usize = 200;

/// Which containers the list shows, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Text in name, image, id or a tag.
    pub(super) text: String,
    /// Statuses, separated by commas; empty for all.
    pub(super) status: String,
    /// The cursor of the page it begins with; empty for the first.
    cursor: String,
}

impl Filter {
    /// The one that the address asks for.
    pub(super) fn of_address(query: &ParamsMap) -> Self {
        let get = |key| query.get(key).unwrap_or_default().trim().to_owned();
        Self { text: get("q"), status: get("status"), cursor: get("cursor") }
    }

    /// The address that asks for this one.
    pub(super) fn address(&self) -> String {
        let mut query = ParamsMap::new();
        for (key, value) in [("q", &self.text), ("status", &self.status), ("cursor", &self.cursor)]
        {
            if !value.is_empty() {
                query.insert(key, value.clone());
            }
        }
        format!("/ui/containers{}", query.to_query_string())
    }

    /// Another text with the same status.
    pub(super) fn with_text(&self, text: &str) -> Self {
        Self { text: text.trim().to_owned(), cursor: String::new(), ..self.clone() }
    }

    /// The same text with another status.
    pub(super) fn with_status(&self, status: Option<Status>) -> Self {
        let status = status.map(Status::as_str).unwrap_or_default().to_owned();
        Self { status, cursor: String::new(), ..self.clone() }
    }

    /// The same from that page on.
    pub(super) fn from(&self, cursor: Option<String>) -> Self {
        Self { cursor: cursor.unwrap_or_default(), ..self.clone() }
    }

    /// Whether it begins with the newest there are.
    pub(super) const fn is_from_start(&self) -> bool {
        self.cursor.is_empty()
    }

    /// Whether it leaves any container out.
    pub(super) fn is_on(&self) -> bool {
        *self != Self::default()
    }

    /// What to ask the server for.
    pub(super) fn query(&self) -> ListQuery {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        ListQuery {
            q: given(&self.text),
            status: given(&self.status),
            cursor: given(&self.cursor),
            limit: Some(LIMIT.to_string()),
            ..ListQuery::default()
        }
    }

    /// Whether a container that an event brings belongs into the list.
    pub(super) fn lets_through(&self, container: &Container) -> bool {
        let status = container.status.as_str();
        if !self.status.is_empty() && !self.status.split(',').any(|word| word.trim() == status) {
            return false;
        }
        let text = self.text.to_lowercase();
        [&container.name, &container.image, &container.cuid]
            .into_iter()
            .chain(&container.tags)
            .any(|field| field.to_lowercase().contains(&text))
    }
}
