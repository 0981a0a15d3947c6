//! The newest lines: reading them, and following what comes.

use super::{First, Log, Older, Standing, first_query};
use crate::{
    api::logs::read_logs,
    pages::logs::{
        events::Said,
        feed::{Feed, Stop},
        runs::{Mark, Says},
    },
    session,
    types::{Container, LogQuery},
};
use futures_util::future::poll_fn;
use leptos::{ev, prelude::*};
use std::task::Poll;
use wasm_bindgen_futures::JsFuture;

/// How many lines are read beyond those that somebody reads; the server waits with the rest.
const AHEAD: i64 = 8_000;

impl Log {
    /// Goes on from what was read first.
    pub(in crate::pages::logs) fn go_on(self, first: &First) {
        if let Ok(page) = first {
            let id = page.last_event_id.clone();
            self.start(self.follow(id));
        }
    }

    /// Reads what is wanted now.
    pub(in crate::pages::logs) fn load(self) {
        self.start(async move {
            self.standing.set(Standing::Reading);
            let query = self
                .container
                .with_untracked(|container| first_query(&self.wanted.get_untracked(), container));
            let first = read_logs(self.cuid(), query).await;
            if let Err(error) = &first
                && session::ended(error)
            {
                return;
            }
            if first.is_ok() || self.standing.get_untracked() == Standing::Reading {
                self.standing.set(Standing::Following);
            }
            self.replace(&first);
            self.draw_soon();
            if let Ok(page) = first {
                self.follow(page.last_event_id).await;
            }
        });
    }

    /// Shows the end, and what comes from now on.
    pub(in crate::pages::logs) fn to_end(self) {
        self.canvas.update_value(|canvas| {
            canvas.center = None;
            canvas.returns = true;
        });
        self.follows.set(true);
        if self.behind.get_value() {
            // what lies between may be more than can be kept
            let pointed = self.wanted.with_untracked(|wanted| wanted.line.is_some());
            if !pointed {
                return self.load();
            }
        }
        self.wake();
        self.draw_soon();
    }

    /// Takes what is written after that place, until the page is left.
    pub(super) async fn follow(self, mut last_id: Option<String>) {
        if self.wanted.with_untracked(|wanted| !wanted.until.is_empty()) {
            return self.standing.set(Standing::Ended);
        }
        let mut failures = 0_u32;
        loop {
            let query = LogQuery { last_event_id: last_id.clone(), ..self.query() };
            match Feed::open(&self.cuid(), query).await {
                Ok(mut feed) => {
                    self.standing.set(Standing::Following);
                    let stop = loop {
                        self.wants_more().await;
                        let said = match feed.next().await {
                            Ok(said) => said,
                            Err(stop) => break stop,
                        };
                        failures = 0;
                        let stop = self.take(said);
                        if let Some(id) = feed.last_id() {
                            last_id = Some(id.to_owned());
                        }
                        if let Some(stop) = stop {
                            break stop;
                        }
                    };
                    drop(feed);
                    match stop {
                        Stop::Ended => {
                            self.standing.set(Standing::Ended);
                            sleep(500).await;
                            self.wait_until(|log| {
                                log.container
                                    .with_untracked(|container| container.status.is_alive())
                            })
                            .await;
                            continue;
                        }
                        Stop::Lost => self.standing.set(Standing::Lost),
                    }
                }
                Err(error) if session::ended(&error) => return,
                Err(error) if error.status == 404 => return self.standing.set(Standing::Ended),
                Err(error) if error.status < 500 => {
                    return self.standing.set(Standing::Failed(error));
                }
                Err(_) => self.standing.set(Standing::Lost),
            }
            failures += 1;
            sleep(500 * 2_i32.pow(failures.min(5))).await;
        }
    }

    /// Keeps what came; tells where nothing more comes.
    pub(super) fn take(self, said: Vec<Said>) -> Option<Stop> {
        let wanted = self.wanted.get_untracked();
        let mut stop = None;
        let mut more = 0;
        let mut dropped = false;
        self.ring.update_value(|ring| {
            let first = ring.numbers().start;
            for one in said {
                match one {
                    Said::Line(sent) => {
                        more +=
                            usize::from(ring.push(sent, |line| wanted.lets_through(line.gravity)));
                    }
                    Said::Gap => {
                        let at = ring.last().map_or(0, |line| line.at + 1);
                        self.runs
                            .update_value(|runs| runs.add(Mark { at, says: Says::Gap, told: at }));
                    }
                    Said::End => stop = Some(Stop::Ended),
                    Said::Broken(_) => stop = Some(Stop::Lost),
                }
            }
            dropped = ring.numbers().start != first;
        });
        if dropped {
            self.edge.update_value(Vec::clear);
            if self.older.get_untracked() == Older::None {
                self.older.set(Older::There);
            }
        }
        self.unseen.update_value(|unseen| *unseen += more);
        self.draw_soon();
        stop
    }

    /// Waits as long as enough was read for whoever reads further up.
    pub(super) async fn wants_more(self) {
        let wants = |log: Self| {
            let read = log.canvas.with_value(|canvas| canvas.reading);
            let below = log.ring.with_value(|ring| ring.numbers().end - read);
            // a page that is hidden draws nothing, so what it shows grows old
            let sees = log.follows.get_untracked() && !document().hidden();
            let wants = sees || below < AHEAD;
            log.behind.set_value(!wants);
            wants
        };
        self.wait_until(wants).await;
    }

    /// Goes on when the page is looked at again.
    pub(in crate::pages::logs) fn watch_visibility(self) {
        let listening = window_event_listener(ev::visibilitychange, move |_| {
            if document().hidden() {
                return;
            }
            if self.follows.get_untracked() && self.behind.get_value() {
                // what came meanwhile may be more than can be kept
                self.load();
            }
            self.wake();
        });
        on_cleanup(move || listening.remove());
    }

    async fn wait_until(self, is: impl Fn(Self) -> bool) {
        let waker = self.waker.get_value();
        poll_fn(|context| {
            waker.register(context.waker());
            if is(self) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Looks anew at what is waited for.
    pub(in crate::pages::logs) fn wake(self) {
        let _ = self.waker.try_with_value(|waker| waker.wake());
    }

    /// Takes the container as it is now.
    pub(in crate::pages::logs) fn container_changed(self, container: &Container) {
        if self.runs.try_update_value(|runs| runs.take(container)) == Some(true) {
            self.draw_soon();
        }
        self.wake();
    }
}

async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        // fails for no function and time that these are
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}
