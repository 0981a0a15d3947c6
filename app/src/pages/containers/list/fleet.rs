use super::{row::Row, view::View};
use crate::{
    api::containers::list_containers,
    fleet::{Field, Filter, Usage, sort_key, sorted},
    one_at_a_time::OneAtATime,
    selection::Selection,
    session,
    set::set,
    types::{ApiError, Container, EventKind, FleetPage, FleetQuery, FleetSort, StatsTick, Status},
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How many containers are asked for at once.
const AT_ONCE: usize = 500;

/// How much time lies between two orders by what containers use, in milliseconds: what changes every
/// two seconds would keep the rows moving.
const RANKED_FOR: f64 = 10_000.0;

/// Every container there is, kept as it is by events, and those of them that the list shows. Until
/// all have been read, these are the ones that came with the page.
#[derive(Clone, Copy)]
pub(super) struct Fleet {
    /// The rows that are shown, in their order.
    pub(super) shown: RwSignal<Vec<Row>>,
    /// How many there are in each status.
    pub(super) counts: RwSignal<Vec<(Status, usize)>>,
    /// How many match the filter.
    pub(super) total: RwSignal<usize>,
    /// Whether every container is known.
    pub(super) complete: RwSignal<bool>,
    /// Whether there are more than the rows that came with the page.
    pub(super) more: RwSignal<bool>,
    /// How many rows would come or go, were nobody in the list.
    pub(super) waiting: RwSignal<usize>,
    /// Why the list could not be read last time.
    pub(super) failure: RwSignal<Option<ApiError>>,
    pub(super) selection: Selection,
    pub(super) view: Memo<View>,
    pub(super) filter: Memo<Filter>,
    known: StoredValue<BTreeMap<String, Row>>,
    /// When the rows were last put in the order of what they use.
    ranked_at: StoredValue<f64>,
    /// What happened while the list was being read: it may be newer than the answer.
    meanwhile: StoredValue<Vec<EventKind>>,
    reading: OneAtATime,
    /// Whether the rows are about to be put in order.
    scheduled: StoredValue<bool>,
}

impl Fleet {
    pub(super) fn new(page: FleetPage, view: Memo<View>) -> Self {
        let rows: Vec<Row> = page.containers.into_iter().map(Row::new).collect();
        let mut known = BTreeMap::new();
        known.extend(rows.iter().map(|row| (row.cuid.clone(), row.clone())));
        for sample in page.stats {
            if let Some(row) = known.get(&sample.cuid) {
                row.usage.update_untracked(|lately| {
                    lately.note(Some(Usage::of(&sample)));
                    lately.ranked = lately.now;
                });
            }
        }
        Self {
            shown: RwSignal::new(rows),
            counts: RwSignal::new(page.counts),
            total: RwSignal::new(page.total),
            complete: RwSignal::new(false),
            more: RwSignal::new(page.more),
            waiting: RwSignal::new(0),
            failure: RwSignal::new(None),
            selection: Selection::default(),
            view,
            filter: Memo::new(move |_| view.with(View::filter)),
            known: StoredValue::new(known),
            ranked_at: StoredValue::new(0.0),
            meanwhile: StoredValue::default(),
            reading: OneAtATime::new(),
            scheduled: StoredValue::new(false),
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
            EventKind::Container { container } => self.note((**container).clone()),
            EventKind::Progress { cuid, operation } => {
                if let Some(row) = self.find(cuid) {
                    row.container.update(|container| container.operation = Some(operation.clone()));
                }
                return;
            }
            EventKind::Removed { cuid } => self.drop(cuid),
            _ => return,
        }
        self.schedule();
    }

    /// A container by its id.
    pub(super) fn find(self, cuid: &str) -> Option<Row> {
        self.known.with_value(|known| known.get(cuid).cloned())
    }

    /// The ids of the rows that are shown, in their order.
    pub(super) fn with_ids<T>(self, then: impl FnOnce(&[&str]) -> T) -> T {
        self.shown.with_untracked(|rows| {
            let ids: Vec<&str> = rows.iter().map(|row| &*row.cuid).collect();
            then(&ids)
        })
    }

    /// Those that are chosen.
    pub(super) fn chosen(self) -> Vec<Container> {
        self.shown.with_untracked(|rows| {
            let chosen =
                |row: &&Row| self.selection.has_untracked(&row.cuid) && !row.gone.get_untracked();
            rows.iter().filter(chosen).map(|row| row.container.get_untracked()).collect()
        })
    }

    fn note(self, container: Container) {
        if let Some(row) = self.find(&container.cuid) {
            row.show(container);
        } else {
            let row = Row::new(container);
            self.known.update_value(|known| {
                known.insert(row.cuid.clone(), row);
            });
        }
    }

    fn drop(self, cuid: &str) {
        if let Some(row) = self.known.try_update_value(|known| known.remove(cuid)).flatten() {
            row.gone.set(true);
        }
    }

    /// Takes out at once what was deleted here.
    pub(super) fn forget(self, cuid: &str) {
        self.drop(cuid);
        self.arrange(true);
    }

    /// Puts the rows in order soon, once for all that happens until then.
    pub(super) fn schedule(self) {
        if self.scheduled.try_update_value(|scheduled| std::mem::replace(scheduled, true))
            == Some(false)
        {
            request_animation_frame(move || {
                if self.scheduled.try_set_value(false).is_none() {
                    self.arrange(false);
                }
            });
        }
    }

    /// Shows the rows that match, in their order. While somebody points at the list or is in it, the
    /// rows stay where they are and what would change is counted, unless it is their own doing.
    pub(super) fn arrange(self, at_once: bool) {
        let next = self.arranged();
        let ids = |rows: &[Row]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        let (before, after) = (self.shown.with_untracked(|rows| ids(rows)), ids(&next));
        let mut waiting = 0;
        if before != after {
            if !at_once && self.complete.get_untracked() && is_held() {
                let (before, after) = (set(before), set(after));
                waiting = before.symmetric_difference(&after).count();
            } else {
                self.shown.set(next);
            }
        }
        self.with_ids(|ids| self.selection.keep(ids));
        if self.waiting.get_untracked() != waiting {
            self.waiting.set(waiting);
        }
    }

    /// The rows that match, in their order; counts on the way how many there are in each status.
    fn arranged(self) -> Vec<Row> {
        let mut counts = Status::ALL.map(|status| (status, 0));
        let rows: Vec<Row> = self.filter.with_untracked(|filter| {
            let matches = |row: &&Row| {
                row.container.with_untracked(|container| {
                    if filter.matches_but_status(container) {
                        counts[container.status as usize].1 += 1;
                    }
                    filter.matches(container)
                })
            };
            self.known.with_value(|known| known.values().rev().filter(matches).cloned().collect())
        });
        // until all are here, it is the server that counts
        if self.complete.get_untracked() {
            if self.counts.with_untracked(|known| **known != counts) {
                self.counts.set(counts.to_vec());
            }
            if self.total.get_untracked() != rows.len() {
                self.total.set(rows.len());
            }
        }
        let (sort, order) = self.view.with_untracked(|view| (view.sort, view.order));
        let key = |row: &Row| {
            let usage = row.usage.with_untracked(|lately| lately.ranked);
            row.container.with_untracked(|container| sort_key(sort, container, usage))
        };
        sorted(rows, key, order)
    }

    /// Shows what the containers use now. Only rows that are laid out are drawn again.
    pub(super) fn measure(self, tick: &StatsTick) {
        let told = &tick.containers;
        self.known.with_value(|known| {
            for (cuid, row) in known {
                let found = told.binary_search_by(|sample| sample.cuid.cmp(cuid)).ok();
                let usage = found.and_then(|at| told.get(at)).map(Usage::of);
                if usage.is_some() || row.usage.with_untracked(|lately| lately.now.is_some()) {
                    row.usage.update(|lately| lately.note(usage));
                }
            }
        });
        self.rank(false);
    }

    /// Puts the rows in the order of what they use now, where that is what they are sorted by: at
    /// once, or where they have been in another order for long enough and nobody is among them.
    pub(super) fn rank(self, at_once: bool) {
        let sort = self.view.with_untracked(|view| view.sort);
        if !matches!(sort, FleetSort::Cpu | FleetSort::Memory) {
            return;
        }
        let now = js_sys::Date::now();
        if !at_once && (now - self.ranked_at.get_value() < RANKED_FOR || is_held()) {
            return;
        }
        self.ranked_at.set_value(now);
        self.each(|row| row.usage.update_untracked(|lately| lately.ranked = lately.now));
        self.arrange(at_once);
    }

    /// Every row, to be told apart by whether it is drawn.
    pub(super) fn each(self, mut then: impl FnMut(&Row)) {
        self.known.with_value(|known| known.values().for_each(&mut then));
    }

    /// Reads all of it.
    pub(super) fn read_again(self) {
        self.reading.run(move || async move {
            self.meanwhile.set_value(Vec::new());
            let mut all: Vec<Container> = Vec::new();
            loop {
                let after = all.last().map(|container| container.cuid.clone());
                let query = FleetQuery { after, limit: AT_ONCE, ..FleetQuery::default() };
                match list_containers(query).await {
                    Ok(page) => {
                        all.extend(page.containers);
                        if !page.more {
                            break;
                        }
                    }
                    Err(error) => return self.fail(error),
                }
            }
            self.replace(all);
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

    /// Knows what was read and nothing else. Rows that stay keep their place in the document, and
    /// the focus in them.
    fn replace(self, all: Vec<Container>) {
        let there = set(all.iter().map(|container| &*container.cuid));
        let gone = |known: &BTreeMap<String, Row>| {
            let gone = known.keys().filter(|cuid| !there.contains(&***cuid));
            gone.cloned().collect::<Vec<_>>()
        };
        for cuid in self.known.with_value(gone) {
            self.drop(&cuid);
        }
        for container in all {
            self.note(container);
        }
        let first = !self.complete.get_untracked();
        if first {
            self.complete.set(true);
            self.more.set(false);
        }
        if self.failure.with_untracked(Option::is_some) {
            self.failure.set(None);
        }
        self.arrange(first);
    }

    /// What there is to find in a field, with how many have it, the most frequent first.
    pub(super) fn values(self, field: Field) -> Vec<(String, usize)> {
        let mut found = BTreeMap::<String, usize>::new();
        self.known.with_value(|known| {
            for row in known.values() {
                row.container.with_untracked(|container| {
                    let mut add = |value: String| *found.entry(value).or_default() += 1;
                    match field {
                        Field::Status => add(container.status.to_string()),
                        Field::Tag => container.tags.iter().cloned().for_each(add),
                        Field::Image => add(container.image.clone()),
                        Field::Name => add(container.name.clone()),
                        Field::Port => container
                            .ports
                            .iter()
                            .for_each(|port| add(port.host.unwrap_or(port.container).to_string())),
                        Field::Id | Field::Text => {}
                    }
                });
            }
        });
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        found
    }
}

/// Whether somebody points at the rows or has the focus in one.
fn is_held() -> bool {
    let held = ".fleet tbody:hover, .fleet tbody:focus-within";
    document().query_selector(held).ok().flatten().is_some()
}
