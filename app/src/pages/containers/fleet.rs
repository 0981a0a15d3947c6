use super::filter::Filter;
use crate::{
    api::containers::list_containers,
    one_at_a_time::OneAtATime,
    session,
    types::{ApiError, Container, ContainerOverview, EventKind, ListQuery, Status},
};
use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A container in the list. Each has a signal of its own, so that a change touches its row alone.
#[derive(Clone)]
pub(super) struct Row {
    /// Another for each row, also where a container left the list and came back: what the page
    /// shows would go on to follow the old row's signal.
    pub(super) id: usize,
    pub(super) cuid: String,
    pub(super) container: ArcRwSignal<Container>,
}

impl Row {
    fn new(container: Container) -> Self {
        static IDS: AtomicUsize = AtomicUsize::new(0);
        Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            cuid: container.cuid.clone(),
            container: ArcRwSignal::new(container),
        }
    }

    /// Newest first; ids break ties.
    fn key(&self) -> (String, String) {
        self.container.with_untracked(|container| (container.created_at.clone(), self.cuid.clone()))
    }
}

/// The containers that the list shows, kept as they are by events.
#[derive(Clone, Copy)]
pub(super) struct Fleet {
    pub(super) rows: RwSignal<Vec<Row>>,
    /// How many there are in each status.
    pub(super) counts: RwSignal<Vec<(Status, usize)>>,
    /// How many match on all pages.
    pub(super) total: RwSignal<usize>,
    /// Where the next page begins.
    pub(super) next: RwSignal<Option<String>>,
    /// Why the list could not be read last time.
    pub(super) failure: RwSignal<Option<ApiError>>,
    filter: Memo<Filter>,
    /// What happened while the list was being read: it may be newer than the answer.
    meanwhile: StoredValue<Vec<EventKind>>,
    reading: OneAtATime,
    counting: OneAtATime,
}

impl Fleet {
    pub(super) fn new(overview: ContainerOverview, filter: Memo<Filter>) -> Self {
        Self {
            rows: RwSignal::new(overview.page.containers.into_iter().map(Row::new).collect()),
            counts: RwSignal::new(overview.counts),
            total: RwSignal::new(overview.page.total),
            next: RwSignal::new(overview.page.next_cursor),
            failure: RwSignal::new(None),
            filter,
            meanwhile: StoredValue::default(),
            reading: OneAtATime::new(),
            counting: OneAtATime::new(),
        }
    }

    /// Follows one event.
    pub(super) fn follow(self, event: &EventKind) {
        if *event == EventKind::Gap {
            return self.read_again();
        }
        if self.reading.is_busy() {
            self.meanwhile.update_value(|events| events.push(event.clone()));
        }
        self.apply(event);
    }

    fn apply(self, event: &EventKind) {
        match event {
            EventKind::Container { container } => {
                let before = self.find(&container.cuid).map(|row| row.container);
                let status = before.as_ref().map(|row| row.with_untracked(|known| known.status));
                if status != Some(container.status) {
                    self.count_again();
                }
                let belongs = self.filter.with_untracked(|filter| filter.lets_through(container));
                match before {
                    Some(row) if belongs => row.set((**container).clone()),
                    Some(_) => self.remove(&container.cuid),
                    None if belongs => self.insert((**container).clone()),
                    None => {}
                }
            }
            EventKind::Progress { cuid, operation } => {
                if let Some(row) = self.find(cuid) {
                    row.container.update(|container| container.operation = Some(operation.clone()));
                }
            }
            EventKind::Removed { cuid } => {
                self.remove(cuid);
                self.count_again();
            }
            _ => {}
        }
    }

    fn find(self, cuid: &str) -> Option<Row> {
        self.rows.with_untracked(|rows| rows.iter().find(|row| row.cuid == cuid).cloned())
    }

    fn remove(self, cuid: &str) {
        self.rows.update(|rows| rows.retain(|row| row.cuid != cuid));
    }

    fn insert(self, container: Container) {
        let row = Row::new(container);
        let key = row.key();
        let more = self.next.with_untracked(Option::is_some);
        let before = !self.filter.with_untracked(Filter::is_from_start);
        self.rows.update(|rows| {
            let at = rows.iter().position(|other| other.key() < key).unwrap_or(rows.len());
            // one that is older or newer than all shown belongs to another page
            if (at < rows.len() || !more) && (at > 0 || !before) {
                rows.insert(at, row);
            }
        });
    }

    /// Reads anew what is shown, as many pages as there are.
    pub(super) fn read_again(self) {
        self.reading.run(move || async move {
            self.meanwhile.set_value(Vec::new());
            let filter = self.filter.get_untracked();
            let shown = self.rows.with_untracked(Vec::len);
            let mut overview = match list_containers(filter.query()).await {
                Ok(overview) => overview,
                Err(error) => return self.fail(error),
            };
            while overview.page.containers.len() < shown && overview.page.next_cursor.is_some() {
                match list_containers(filter.from(overview.page.next_cursor.take()).query()).await {
                    Ok(more) => {
                        overview.page.containers.extend(more.page.containers);
                        overview.page.next_cursor = more.page.next_cursor;
                    }
                    Err(error) => return self.fail(error),
                }
            }
            self.replace(overview);
            for event in self.meanwhile.get_value() {
                self.apply(&event);
            }
        });
    }

    fn fail(self, error: ApiError) {
        if !session::ended(&error) {
            self.failure.set(Some(error));
        }
    }

    /// Shows what was read. Rows that stay keep their place in the document, and the focus in them.
    fn replace(self, overview: ContainerOverview) {
        let row = |container: Container| match self.find(&container.cuid) {
            Some(row) => {
                if row.container.with_untracked(|known| *known != container) {
                    row.container.set(container);
                }
                row
            }
            None => Row::new(container),
        };
        self.rows.set(overview.page.containers.into_iter().map(row).collect());
        self.next.set(overview.page.next_cursor);
        self.total.set(overview.page.total);
        self.counts.set(overview.counts);
        self.failure.set(None);
    }

    /// Reads the next page.
    pub(super) fn read_more(self) {
        self.reading.run(move || async move {
            let Some(cursor) = self.next.get_untracked() else { return };
            let query = self.filter.with_untracked(|filter| filter.from(Some(cursor)).query());
            match list_containers(query).await {
                Ok(ContainerOverview { page, .. }) => {
                    self.rows.update(|rows| {
                        for row in page.containers.into_iter().map(Row::new) {
                            if rows.iter().all(|known| known.cuid != row.cuid) {
                                rows.push(row);
                            }
                        }
                    });
                    self.next.set(page.next_cursor);
                }
                Err(error) => self.fail(error),
            }
        });
    }

    fn count_again(self) {
        self.counting.run(move || async move {
            let query = self.filter.with_untracked(Filter::query);
            let query = ListQuery { limit: Some("1".to_owned()), ..query };
            // a count that could not be read is put right by the next
            if let Ok(overview) = list_containers(query).await {
                self.total.set(overview.page.total);
                self.counts.set(overview.counts);
            }
        });
    }
}
