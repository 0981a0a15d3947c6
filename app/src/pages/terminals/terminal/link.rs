use super::{Place, Standing, Terminal};
use crate::{
    api::sessions::list_sessions,
    pages::terminals::{
        connection::{Connection, Heard, Said, To},
        ended::Ended,
        xterm::{Size, Xterm},
    },
    session, text,
};
use js_sys::Uint8Array;
use leptos::prelude::*;
use std::{rc::Rc, time::Duration};

/// How long to wait before a lost connection is tried again, in milliseconds, by how often it was.
const RETRY: [u64; 5] = [300, 1_000, 2_000, 4_000, 5_000];
/// How long after its return a session may be silent before it is said that nothing was missed.
const NOTHING_MISSED: Duration = Duration::from_millis(300);
/// How long news stay.
const NEWS: Duration = Duration::from_secs(8);
/// What a program may have left behind is undone: its own screen, reports of the mouse, the way it
/// wants pastes, colours, a cursor that is not shown.
const TIDY: &str = "\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?2004l\x1b[!p\x1b[?25h\r\n";

/// The way to the server, and back to it.
impl Terminal {
    /// Connects to the session it has, or to a new one.
    pub(super) fn connect(self) {
        let Some(xterm) = self.xterm() else { return };
        self.error.set_value(None);
        self.agreed.set_value(false);
        self.silent.set_value(false);
        let cuid = self.cuid.get_value();
        let (session, launch) = (self.session.get_untracked(), self.launch.get_value());
        let to = match &session {
            None => To::New(&launch, xterm.size()),
            Some(id) => To::Known {
                id,
                offset: self.place.get_value().received,
                size: (!self.watch).then(|| xterm.size()),
            },
        };
        match Connection::open(&cuid, &to, move |heard| self.hear(heard)) {
            Some(connection) => self.connection.set_value(Some(Rc::new(connection))),
            None => self.lose(),
        }
    }

    fn hear(self, heard: Heard) {
        if self.standing.is_disposed() {
            return;
        }
        self.silent.set_value(false);
        match heard {
            Heard::Output(bytes) => self.output(&bytes),
            Heard::Said(said) => self.hear_said(said),
            Heard::Closed => self.closed(),
        }
    }

    fn output(self, bytes: &Uint8Array) {
        self.place.update_value(|place| place.received += u64::from(bytes.length()));
        if let Some(xterm) = self.xterm() {
            xterm.write(bytes);
        }
        self.say_that_it_is_back();
    }

    fn hear_said(self, said: Said) {
        let Some(xterm) = self.xterm() else { return };
        match said {
            Said::Session { id, offset, cols, rows } => {
                let gone = offset.saturating_sub(self.place.get_value().received);
                self.skip(&xterm, gone);
                self.session.set(Some(id));
                self.agreed.set_value(true);
                self.attempts.set_value(0);
                xterm.set_read_only(self.watch);
                self.standing.set(Standing::Open);
                self.remember(None);
                if let (true, Some(cols), Some(rows)) = (self.watch, cols, rows) {
                    xterm.resize(Size { cols, rows });
                } else {
                    // its place may have changed while it was connecting
                    self.fit();
                }
                if self.returns.get_value() {
                    set_timeout(move || self.say_that_it_is_back(), NOTHING_MISSED);
                }
            }
            Said::Gap { bytes } => {
                self.skip(&xterm, bytes);
                self.say_that_it_is_back();
            }
            Said::Resize { cols, rows } => xterm.resize(Size { cols, rows }),
            Said::Exit { code } => self.end(Ended::Exit(code)),
            Said::Error { error } => self.error.set_value(Some(*error)),
            Said::Other => {}
        }
    }

    fn skip(self, xterm: &Xterm, bytes: u64) {
        if bytes > 0 {
            self.place.update_value(|place| {
                place.received += bytes;
                place.missed += bytes;
            });
            xterm.skip(bytes);
        }
    }

    /// Says what was missed, where this is a return.
    fn say_that_it_is_back(self) {
        if self.returns.try_get_value() != Some(true) || !self.is_open() {
            return;
        }
        self.returns.set_value(false);
        let mut missed = 0;
        self.place.update_value(|place| missed = std::mem::take(&mut place.missed));
        let news = if missed == 0 {
            "Reconnected; nothing was missed.".to_owned()
        } else {
            format!("Reconnected; {} of output are gone.", text::bytes(missed))
        };
        self.news.set(Some(news));
        let later = move || {
            self.news.try_set(None);
        };
        set_timeout(later, NEWS);
    }

    fn closed(self) {
        self.connection.set_value(None);
        if matches!(self.standing.get_untracked(), Standing::Ended(_)) {
            return;
        }
        match self.error.get_value() {
            Some(error) => self.end(Ended::of(error)),
            None if self.agreed.get_value() => self.lose(),
            None => leptos::task::spawn_local(async move { self.ask_why().await }),
        }
    }

    /// Finds out why the server does not connect, which a browser does not tell.
    async fn ask_why(self) {
        let answer = list_sessions(self.cuid.get_value()).await;
        if self.standing.is_disposed() {
            return;
        }
        match answer {
            Err(error) if session::ended(&error) => self.end(Ended::LoggedOut),
            Err(error) if error.status == 404 => self.end(Ended::of(error)),
            _ => self.lose(),
        }
    }

    /// The connection is gone; the session, with some luck, is not.
    fn lose(self) {
        self.connection.set_value(None);
        self.standing.set(Standing::Lost);
        self.news.set(None);
        self.returns.set_value(true);
        if let Some(xterm) = self.xterm() {
            xterm.set_read_only(true);
        }
        let attempts = self.attempts.get_value();
        self.attempts.set_value(attempts + 1);
        let wait = Duration::from_millis(RETRY[attempts.min(RETRY.len() - 1)]);
        self.retry.set_value(set_timeout_with_handle(move || self.try_again(), wait).ok());
    }

    /// Connects again at once, where the connection was lost.
    pub(in crate::pages::terminals) fn try_again(self) {
        if self.standing.try_get_untracked() != Some(Standing::Lost) {
            return;
        }
        self.stop_waiting();
        self.connect();
    }

    pub(super) fn stop_waiting(self) {
        if let Some(Some(retry)) = self.retry.try_update_value(Option::take) {
            retry.clear();
        }
    }

    /// Asks the server whether it is there; one that has not answered the last time is not.
    pub(in crate::pages::terminals) fn check(self) {
        let Some(connection) = self.connection() else { return };
        if self.silent.get_value() {
            return self.lose();
        }
        self.silent.set_value(true);
        connection.ping();
    }

    fn end(self, ended: Ended) {
        self.forget();
        self.connection.set_value(None);
        self.news.set(None);
        self.standing.set(Standing::Ended(ended));
        if let Some(xterm) = self.xterm() {
            xterm.set_read_only(true);
        }
    }

    /// Runs the same again, beneath what is on the screen.
    pub(in crate::pages::terminals) async fn run_again(self) {
        let Some(xterm) = self.xterm() else { return };
        xterm.show(TIDY).await;
        self.title.set(None);
        self.place.set_value(Place::default());
        self.returns.set_value(false);
        self.standing.set(Standing::Connecting);
        self.fit();
        self.connect();
        xterm.focus();
    }
}
