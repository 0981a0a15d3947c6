use super::{
    launch::Launch,
    memory,
    settings::Settings,
    terminal::{Origin, Terminal},
};
use crate::{
    api::sessions::list_sessions,
    components::copy_to_clipboard,
    focus::focus_soon,
    live::Live,
    one_at_a_time::OneAtATime,
    types::{EventKind, SessionInfo},
};
use leptos::{ev, prelude::*};
use std::time::Duration;

/// How often it is found out whether the server is still there.
const CHECK: Duration = Duration::from_secs(15);

/// The terminals of a container that are open in this tab of the browser.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) cuid: StoredValue<String>,
    /// Whether the container runs.
    pub(super) running: Memo<bool>,
    pub(super) all: RwSignal<Vec<Terminal>>,
    /// The key of the one that is shown.
    pub(super) active: RwSignal<usize>,
    pub(super) settings: Settings,
    pub(super) searching: RwSignal<bool>,
    /// Whether it fills the window.
    pub(super) filling: RwSignal<bool>,
    /// Sessions that run, but not here.
    pub(super) elsewhere: Memo<Vec<SessionInfo>>,
    /// Whether it is known what was left here.
    pub(super) begun: RwSignal<bool>,
    owner: StoredValue<Option<Owner>>,
    next: StoredValue<usize>,
    /// All that can be come to.
    sessions: RwSignal<Vec<SessionInfo>>,
    listing: OneAtATime,
}

impl Desk {
    /// That of a container; opens what was left here, or else a first terminal.
    pub(super) fn new(cuid: String, running: Memo<bool>) -> Self {
        let (all, sessions) = (RwSignal::<Vec<Terminal>>::default(), RwSignal::default());
        let elsewhere = Memo::new(move |_| {
            let own: Vec<_> = all.get().iter().filter_map(|one| one.session.get()).collect();
            let mut elsewhere: Vec<SessionInfo> = sessions.get();
            elsewhere.retain(|one| !own.contains(&one.id));
            elsewhere
        });
        let desk = Self {
            cuid: StoredValue::new(cuid),
            running,
            all,
            active: RwSignal::new(0),
            settings: Settings::remembered(),
            searching: RwSignal::new(false),
            filling: RwSignal::new(false),
            elsewhere,
            begun: RwSignal::new(false),
            owner: StoredValue::new(Owner::current()),
            next: StoredValue::new(0),
            sessions,
            listing: OneAtATime::new(),
        };
        Effect::new(move |ran: Option<bool>| {
            let runs = running.get();
            if ran.is_none() {
                desk.come_back();
            }
            let is_empty = desk.all.with_untracked(Vec::is_empty);
            if runs && ran != Some(true) && is_empty {
                desk.open(Launch::default());
            }
            desk.begun.set(true);
            runs
        });
        Effect::new(move |_| {
            desk.read_sessions();
            desk.listen();
        });
        Live::get().listen(move |event| match event {
            EventKind::Session { cuid, session, ended }
                if desk.cuid.with_value(|own| own == cuid) =>
            {
                sessions.update(|all| {
                    all.retain(|one| one.id != session.id);
                    if !ended && can_be_joined(session) {
                        all.push((**session).clone());
                    }
                });
            }
            EventKind::Gap => desk.read_sessions(),
            _ => {}
        });
        desk
    }

    /// Follows what happens to the window and to time.
    fn listen(self) {
        let leaving = window_event_listener(ev::pagehide, move |_| self.remember());
        let online = window_event_listener(ev::online, move |_| {
            self.all.get_untracked().into_iter().for_each(Terminal::try_again);
        });
        let checking = set_interval_with_handle(
            move || self.all.get_untracked().into_iter().for_each(Terminal::check),
            CHECK,
        );
        on_cleanup(move || {
            leaving.remove();
            online.remove();
            if let Ok(checking) = checking {
                checking.clear();
            }
        });
    }

    fn come_back(self) {
        for left in self.cuid.with_value(|cuid| memory::left(cuid)) {
            let active = left.active;
            let key = self.add(Origin::Left(left));
            if active {
                self.active.set(key);
            }
        }
        if let Some(first) = self.all.with_untracked(|all| all.first().copied())
            && self.shown().is_none()
        {
            self.active.set(first.key);
        }
    }

    /// Remembers all, with their screens.
    fn remember(self) {
        for terminal in self.all.get_untracked() {
            terminal.remember(Some(self.is_active(terminal)));
        }
    }

    fn is_active(self, terminal: Terminal) -> bool {
        self.active.get_untracked() == terminal.key
    }

    /// The one that is shown.
    pub(super) fn shown(self) -> Option<Terminal> {
        let active = self.active.get_untracked();
        self.all.with_untracked(|all| all.iter().find(|one| one.key == active).copied())
    }

    /// The same, for those who follow it.
    pub(super) fn following(self) -> Option<Terminal> {
        let active = self.active.get();
        self.all.with(|all| all.iter().find(|one| one.key == active).copied())
    }

    /// Adds a terminal; gives its key.
    fn add(self, from: Origin) -> usize {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let cuid = self.cuid.get_value();
        let make = || self.all.with_untracked(|all| Terminal::new(key, cuid, from, all));
        // they live as long as the desk, whoever asks for them
        let terminal = match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        };
        self.all.update(|all| all.push(terminal));
        key
    }

    /// Opens a terminal and shows it.
    pub(super) fn open(self, launch: Launch) {
        self.active.set(self.add(Origin::Launch(launch)));
    }

    /// Joins a session that runs elsewhere, or watches it.
    pub(super) fn join(self, session: SessionInfo, watch: bool) {
        let SessionInfo { id, command, user, offset, .. } = session;
        let launch = Launch { command, user };
        self.active.set(self.add(Origin::Elsewhere {
            session: id,
            launch,
            watch,
            written: offset,
        }));
    }

    /// Shows one.
    pub(super) fn show(self, key: usize) {
        self.active.set(key);
    }

    /// Closes one, and ends its session.
    pub(super) fn close(self, key: usize) {
        let mut all = self.all.get_untracked();
        let Some(at) = all.iter().position(|one| one.key == key) else { return };
        let was_active = self.is_active(all[at]);
        all.remove(at).close();
        let next = all.get(at).or(all.last()).map(|one| one.key);
        self.all.set(all);
        if let Some(next) = next.filter(|_| was_active) {
            self.active.set(next);
        }
        if next.is_none() {
            self.filling.set(false);
        }
        focus_soon(
            ".terminal-bar [role=tab][aria-selected=true], .terminal-none button".to_owned(),
        );
    }

    /// Opens the search.
    pub(super) fn search(self) {
        self.searching.set(true);
        focus_soon(".terminal-search input".to_owned());
    }

    /// Ends the search, and gives the terminal the focus.
    pub(super) fn end_search(self) {
        self.searching.set(false);
        if let Some(xterm) = self.shown().and_then(Terminal::xterm) {
            xterm.end_search();
            xterm.focus();
        }
    }

    /// Copies all that a terminal has shown.
    pub(super) fn copy_all(self) {
        if let Some(xterm) = self.shown().and_then(Terminal::xterm) {
            let _ = copy_to_clipboard(&xterm.text());
        }
    }

    /// Reads which sessions there are.
    fn read_sessions(self) {
        self.listing.run(move || async move {
            let cuid = self.cuid.get_value();
            // without an answer, what is known stays
            if let Ok(mut list) = list_sessions(cuid).await {
                list.sessions.retain(can_be_joined);
                self.sessions.try_set(list.sessions);
            }
        });
    }
}

fn can_be_joined(session: &SessionInfo) -> bool {
    session.kept && session.tty && session.ended_at.is_none()
}
