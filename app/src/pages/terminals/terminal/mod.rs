//! One terminal: a session of the server's and the screen that it is seen on.

mod input;
mod link;

use super::{
    connection::Connection,
    ended::Ended,
    launch::Launch,
    memory::{self, Left, Screen},
    settings::Settings,
    xterm::{self, Size, Told, Xterm},
};
use crate::{api::sessions::end_session, types::ApiError};
use leptos::prelude::*;
use std::rc::Rc;

/// How a terminal is doing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Standing {
    /// xterm is being fetched.
    Loading,
    /// xterm could not be fetched.
    Unavailable,
    Connecting,
    Open,
    /// The connection was lost, and is tried again.
    Lost,
    Ended(Ended),
}

/// Where in the session's output a terminal is, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// So far it was received.
    received: u64,
    /// So far it is on the screen.
    shown: u64,
    /// So far it had been answered to before: what a program asks a terminal is not answered twice.
    answered: u64,
    /// So much is gone since the connection was lost.
    missed: u64,
}

/// A terminal: one session, on a screen of its own.
#[derive(Clone, Copy)]
pub(super) struct Terminal {
    pub(super) key: usize,
    /// What tells it from others that run the same.
    pub(super) number: usize,
    cuid: StoredValue<String>,
    launch: StoredValue<Launch>,
    /// Whether it only watches a session of somebody else.
    pub(super) watch: bool,
    title: RwSignal<Option<String>>,
    pub(super) standing: RwSignal<Standing>,
    /// What has just happened to the connection.
    pub(super) news: RwSignal<Option<String>>,
    /// Whether the next key is meant with Ctrl.
    pub(super) control: RwSignal<bool>,
    /// Which of how many places were found.
    pub(super) found: RwSignal<Option<(i32, u32)>>,
    /// The kept session, while there is one to come back to.
    pub(super) session: RwSignal<Option<String>>,
    screen: StoredValue<Option<Screen>>,
    place: StoredValue<Place>,
    attempts: StoredValue<usize>,
    closed: StoredValue<bool>,
    retry: StoredValue<Option<TimeoutHandle>>,
    /// Whether it has been here before, and says so once it is back.
    returns: StoredValue<bool>,
    /// Whether this connection came about.
    agreed: StoredValue<bool>,
    /// Whether nothing was heard since the last question.
    silent: StoredValue<bool>,
    /// What the server said last that was wrong.
    error: StoredValue<Option<ApiError>>,
    xterm: StoredValue<Option<Rc<Xterm>>, LocalStorage>,
    connection: StoredValue<Option<Rc<Connection>>, LocalStorage>,
}

/// What a terminal is made of.
pub(super) enum Origin {
    /// A new session of this.
    Launch(Launch),
    /// One that was left here.
    Left(Left),
    /// One that somebody else has; with what it has written so far, in bytes.
    Elsewhere { session: String, launch: Launch, watch: bool, written: u64 },
}

impl Terminal {
    /// One that is still without a screen; belongs to the owner that it is made in.
    /// `others` are there already.
    pub(super) fn new(key: usize, cuid: String, from: Origin, others: &[Self]) -> Self {
        let mut place = Place::default();
        let (mut title, mut screen) = (None, None);
        let (session, launch, watch, returns) = match from {
            Origin::Launch(launch) => (None, launch, false, false),
            Origin::Left(left) => {
                title = left.title;
                if let Some(screen) = &left.screen {
                    place.received = screen.offset;
                    place.shown = screen.offset;
                }
                screen = left.screen;
                (Some(left.session), left.launch, left.watch, true)
            }
            Origin::Elsewhere { session, launch, watch, written } => {
                place.answered = written;
                (Some(session), launch, watch, false)
            }
        };
        let name = launch.name();
        let same = |one: &&Self| one.launch.with_value(Launch::name) == name;
        let taken: Vec<_> = others.iter().filter(same).map(|one| one.number).collect();
        Self {
            key,
            number: (0..=taken.len()).find(|number| !taken.contains(number)).unwrap_or_default(),
            cuid: StoredValue::new(cuid),
            launch: StoredValue::new(launch),
            watch,
            title: RwSignal::new(title),
            standing: RwSignal::new(Standing::Loading),
            news: RwSignal::new(None),
            control: RwSignal::new(false),
            found: RwSignal::new(None),
            session: RwSignal::new(session),
            screen: StoredValue::new(screen),
            place: StoredValue::new(place),
            attempts: StoredValue::new(0),
            closed: StoredValue::new(false),
            retry: StoredValue::new(None),
            returns: StoredValue::new(returns),
            agreed: StoredValue::new(false),
            silent: StoredValue::new(false),
            error: StoredValue::new(None),
            xterm: StoredValue::new_local(None),
            connection: StoredValue::new_local(None),
        }
    }

    /// What it is called: by its program, or else by what it runs.
    pub(super) fn name(self) -> String {
        self.title.get().unwrap_or_else(|| {
            let name = self.launch.with_value(Launch::name);
            if self.number == 0 { name } else { format!("{name} {}", self.number + 1) }
        })
    }

    /// Its screen, once it has one.
    pub(super) fn xterm(self) -> Option<Rc<Xterm>> {
        self.xterm.try_get_value().flatten()
    }

    fn connection(self) -> Option<Rc<Connection>> {
        self.connection.try_get_value().flatten()
    }

    /// Fetches xterm, opens a screen in an element and connects. `key` is asked about each key.
    pub(super) async fn begin(
        self,
        parent: web_sys::HtmlElement,
        settings: Settings,
        key: impl Fn(web_sys::KeyboardEvent) -> bool + 'static,
    ) {
        self.standing.set(Standing::Loading);
        let fetched = xterm::fetch().await;
        if self.closed.try_get_value() != Some(false) {
            return;
        }
        if fetched.is_err() {
            return self.standing.set(Standing::Unavailable);
        }
        let told = Told {
            input: Box::new(move |bytes| self.input(bytes)),
            answer: Box::new(move |answer| self.answer(&answer)),
            title: Box::new(move |title| {
                self.title.try_set((!title.trim().is_empty()).then_some(title));
            }),
            key: Box::new(key),
            found: Box::new(move |index, count| {
                self.found.try_set(Some((index, count)));
            }),
            shown: Box::new(move |bytes| self.shown(bytes)),
        };
        let xterm = Rc::new(Xterm::open(&parent, settings, told));
        xterm.set_read_only(true);
        self.xterm.set_value(Some(Rc::clone(&xterm)));
        if let Some(Some(screen)) = self.screen.try_update_value(Option::take) {
            xterm.resize(screen.size());
            xterm.show(&screen.content).await;
        }
        if self.xterm().is_some() {
            self.standing.set(Standing::Connecting);
            self.fit();
            self.connect();
        }
    }

    /// Lets the screen fill its element, and tells the program.
    pub(super) fn fit(self) {
        let Some(xterm) = self.xterm().filter(|_| !self.watch) else { return };
        if let Some(size) = xterm.fitting().filter(|size| *size != xterm.size()) {
            xterm.resize(size);
            self.tell_size(size);
        }
    }

    fn tell_size(self, size: Size) {
        if self.is_open()
            && let Some(connection) = self.connection()
        {
            connection.resize(size);
        }
    }

    fn is_open(self) -> bool {
        self.standing.try_get_untracked() == Some(Standing::Open)
    }

    /// Ends the session and what runs in it. One that is watched goes on.
    pub(super) fn close(self) {
        self.closed.set_value(true);
        let session = self.session.get_untracked();
        if let Some(session) = session.filter(|_| !self.watch && !self.is_open()) {
            let cuid = self.cuid.get_value();
            leptos::task::spawn_local(async move {
                // who can't be reached ends it by itself, once nobody has come back for long enough
                let _ = end_session(cuid, session).await;
            });
        }
        self.forget();
        self.leave();
    }

    /// Takes the screen and the connection down. A session that nobody can come back to ends.
    pub(super) fn leave(self) {
        self.stop_waiting();
        let unknown = !self.watch && self.session.try_get_untracked() == Some(None);
        if let Some(connection) = self.connection().filter(|_| unknown) {
            connection.end();
        }
        let _ = self.connection.try_set_value(None);
        let _ = self.xterm.try_set_value(None);
    }

    fn forget(self) {
        if let Some(session) = self.session.try_update(Option::take).flatten() {
            memory::forget(&self.cuid.get_value(), &session);
        }
    }

    /// Remembers the session for as long as this tab of the browser is open; with its screen, where it
    /// is about to go. `active` is whether it is the one that is shown, where that is known.
    pub(super) fn remember(self, active: Option<bool>) {
        let Some(session) = self.session.get_untracked() else { return };
        let screen = active.and_then(|_| {
            let xterm = self.xterm()?;
            let Size { cols, rows } = xterm.size();
            let offset = self.place.get_value().shown;
            Some(Screen { content: xterm.snapshot(), cols, rows, offset })
        });
        let left = Left {
            session,
            launch: self.launch.get_value(),
            title: self.title.get_untracked(),
            watch: self.watch,
            active: active.unwrap_or_default(),
            screen,
        };
        memory::keep(&self.cuid.get_value(), left);
    }
}
