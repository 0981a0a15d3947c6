use super::{Names, cuids, feed::Feed, read, shown::Shown, wanted::Wanted};
use crate::{
    api::activity::{list_activity, name_containers},
    live::Live,
    one_at_a_time::OneAtATime,
    session,
    types::{ActionEntry, ActivityPage, ActivityQuery, ApiError, EventKind},
};
use leptos::{ev, prelude::*};
use send_wrapper::SendWrapper;
use std::collections::BTreeSet;

/// How many entries are read at once.
pub(super) const AT_ONCE: usize = 50;
/// How many are shown at most, and how many may wait.
pub(super) const MOST: usize = 300;
/// How far down the newest entries are still being looked at.
const TOP: f64 = 160.0;
/// How many parts of the log are looked through for one that matches before somebody has to ask for
/// more.
const PARTS: usize = 8;

/// The part of the action log that the page shows.
#[derive(Clone, Copy)]
pub(super) struct Log {
    pub(super) wanted: Memo<Wanted>,
    pub(super) shown: RwSignal<Shown>,
    /// New ones that wait until somebody looks, newest first.
    pub(super) waiting: RwSignal<Vec<ActionEntry>>,
    pub(super) names: RwSignal<Names>,
    /// Containers that were deleted meanwhile.
    pub(super) gone: RwSignal<BTreeSet<String>>,
    /// Why it could not be read last time.
    pub(super) failure: RwSignal<Option<ApiError>>,
    /// Whether more of it is being read.
    pub(super) busy: RwSignal<bool>,
    loading: OneAtATime,
    catching_up: OneAtATime,
    going_back: OneAtATime,
    naming: OneAtATime,
    /// None on the server, which may drop this on another thread.
    feed: StoredValue<Option<SendWrapper<Feed>>>,
}

impl Log {
    pub(super) fn new(page: ActivityPage, names: Names, wanted: Memo<Wanted>) -> Self {
        let mut gone = cuids(&page.entries);
        gone.retain(|cuid| !names.contains_key(cuid));
        Self {
            wanted,
            shown: RwSignal::new(Shown::new(page)),
            waiting: RwSignal::default(),
            names: RwSignal::new(names),
            gone: RwSignal::new(gone),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            loading: OneAtATime::new(),
            catching_up: OneAtATime::new(),
            going_back: OneAtATime::new(),
            naming: OneAtATime::new(),
            feed: StoredValue::new(None),
        }
    }

    /// Follows what is wanted, what is done from now on, and what containers are called.
    pub(super) fn live(self) {
        Effect::new(move |before: Option<Wanted>| {
            let wanted = self.wanted.get();
            if before.as_ref() != Some(&wanted) {
                if before.is_some() {
                    self.load();
                }
                self.follow();
            }
            wanted
        });
        Effect::new(move |_| {
            let seen = window_event_listener(ev::visibilitychange, move |_| self.follow());
            let scrolled = window_event_listener(ev::scroll, move |_| {
                if self.waiting.with_untracked(|waiting| !waiting.is_empty()) && !is_held() {
                    self.show_waiting();
                }
            });
            on_cleanup(move || {
                seen.remove();
                scrolled.remove();
            });
        });
        Live::get().listen(move |event| match event {
            // a connection that was refused is not opened again by the browser
            EventKind::Gap => self.follow(),
            EventKind::Removed { cuid } => self.gone.update(|gone| {
                gone.insert(cuid.clone());
            }),
            EventKind::Container { container } => {
                let known = self.names.with_untracked(|names| {
                    names.get(&container.cuid).is_some_and(|name| *name != container.name)
                });
                if known {
                    self.names.update(|names| {
                        names.insert(container.cuid.clone(), container.name.clone());
                    });
                }
            }
            _ => {}
        });
    }

    /// Opens the stream of new entries anew; none while nobody looks, or where older ones are shown.
    fn follow(self) {
        let wanted = self.wanted.get_untracked();
        let feed = if document().hidden() || wanted.is_further() {
            None
        } else {
            let receive = move |data: &str| {
                if let Ok(entry) = serde_json::from_str::<ActionEntry>(data) {
                    self.add(vec![entry]);
                }
            };
            Feed::open(&wanted.follow_address(), receive, move || self.catch_up())
        };
        self.feed.set_value(feed.map(SendWrapper::new));
    }

    /// Reads what was missed.
    fn catch_up(self) {
        self.catching_up.run(move || async move {
            let wanted = self.wanted.get_untracked();
            let query = ActivityQuery { limit: Some(AT_ONCE.to_string()), ..wanted.query() };
            let page = match list_activity(query).await {
                Ok(page) => page,
                Err(error) => return self.fail(error),
            };
            if self.wanted.get_untracked() != wanted || wanted.is_further() {
                return;
            }
            let newest = self
                .waiting
                .with_untracked(|waiting| waiting.first().cloned())
                .or_else(|| self.shown.with_untracked(|shown| shown.newest().cloned()));
            let known = page.entries.iter().position(|entry| Some(entry) == newest.as_ref());
            match known {
                Some(count) => self.add(page.entries.into_iter().take(count).collect()),
                None if newest.is_none() && page.entries.is_empty() => {}
                None => self.replace(page),
            }
        });
    }

    /// Shows new ones at once where the newest are looked at; otherwise they wait.
    fn add(self, mut entries: Vec<ActionEntry>) {
        if entries.is_empty() {
            return;
        }
        self.waiting.update(|waiting| {
            entries.append(waiting);
            entries.truncate(MOST);
            *waiting = entries;
        });
        if !is_held() && !self.shown.with_untracked(|shown| shown.behind) {
            self.show_waiting();
        }
    }

    fn show_waiting(self) {
        let waiting = self.waiting.try_update(std::mem::take).unwrap_or_default();
        let all = waiting.len() < MOST && !self.shown.with_untracked(|shown| shown.behind);
        let fits = all && self.shown.try_update(|shown| shown.add_new(waiting, MOST)) == Some(true);
        if fits {
            self.learn_names();
        } else {
            self.load();
        }
    }

    /// Goes to the newest.
    pub(super) fn show_newest(self) {
        self.show_waiting();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Reads what is wanted anew.
    pub(super) fn load(self) {
        self.busy.set(true);
        self.loading.run(move || async move {
            match read(self.wanted.get_untracked()).await {
                Ok((page, names)) => {
                    self.names.update(|known| known.extend(names));
                    self.replace(page);
                }
                Err(error) => self.fail(error),
            }
            self.busy.set(false);
        });
    }

    fn replace(self, page: ActivityPage) {
        self.failure.set(None);
        self.waiting.set(Vec::new());
        self.shown.set(Shown::new(page));
        self.learn_names();
    }

    fn fail(self, error: ApiError) {
        if !session::ended(&error) {
            self.failure.set(Some(error));
        }
    }

    /// Reads older entries than those that are shown.
    pub(super) fn read_older(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.going_back.run(move || async move {
            let wanted = self.wanted.get_untracked();
            for _ in 0..PARTS {
                let Some(cursor) = self.shown.with_untracked(|shown| shown.cursor().cloned())
                else {
                    break;
                };
                let query = ActivityQuery {
                    limit: Some(AT_ONCE.to_string()),
                    cursor: Some(cursor),
                    ..wanted.query()
                };
                match list_activity(query).await {
                    // something else is wanted by now
                    Ok(_) if self.wanted.get_untracked() != wanted => break,
                    Ok(page) => {
                        let found = !page.entries.is_empty();
                        self.shown.update(|shown| shown.add_older(page, MOST));
                        if found {
                            break;
                        }
                    }
                    Err(error) => {
                        self.fail(error);
                        break;
                    }
                }
            }
            self.learn_names();
            self.busy.set(false);
        });
    }

    /// Asks what containers are called that are new here.
    fn learn_names(self) {
        self.naming.run(move || async move {
            let mut unknown = self.shown.with_untracked(|shown| {
                let entries = shown.items().iter().map(|item| (*item.entry).clone());
                cuids(&entries.collect::<Vec<_>>())
            });
            self.names.with_untracked(|names| unknown.retain(|cuid| !names.contains_key(cuid)));
            self.gone.with_untracked(|gone| unknown.retain(|cuid| !gone.contains(cuid)));
            if unknown.is_empty() {
                return;
            }
            // without them the ids are shown
            if let Ok(names) = name_containers(unknown.iter().cloned().collect()).await {
                unknown.retain(|cuid| !names.contains_key(cuid));
                self.names.update(|known| known.extend(names));
                self.gone.update(|gone| gone.append(&mut unknown));
            }
        });
    }
}

/// Whether somebody reads, so that nothing may move: further down, or in an entry's details.
fn is_held() -> bool {
    let read = ".activity details[open], .activity:focus-within";
    let at_top = window().scroll_y().is_ok_and(|y| y < TOP);
    !at_top || document().query_selector(read).ok().flatten().is_some()
}
