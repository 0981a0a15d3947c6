//! Lines before those that are kept, and the way back from them.

use super::{AROUND, Log, OLDER, Older, Standing};
use crate::{
    api::logs::read_logs,
    pages::logs::{events::Said, ring::Ring},
    session, text,
    types::{ApiError, LogLine, LogQuery},
};
use leptos::prelude::*;

/// How often older lines are read in a row where few are of a level that is wanted, and how many of
/// them are enough.
const ROUNDS: usize = 20;
const ENOUGH: usize = 100;

impl Log {
    /// Reads lines before those that are kept, where there are any.
    pub(in crate::pages::logs) fn read_older(self) {
        if matches!(self.older.get_untracked(), Older::None | Older::Reading) {
            return;
        }
        self.older.set(Older::Reading);
        let turn = self.turn.get_value();
        leptos::task::spawn_local(async move {
            let read = self.older_lines(turn).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match read {
                Ok((lines, older)) => {
                    self.older.set(older);
                    let lost = self.ring.try_update_value(|ring| ring.put_before(lines));
                    if lost == Some(true) {
                        self.start(self.resume());
                    }
                    self.draw_soon();
                }
                Err(error) => {
                    if !session::ended(&error) {
                        self.older.set(Older::Failed);
                    }
                }
            }
        });
    }

    async fn older_lines(self, turn: u32) -> Result<(Ring, Older), ApiError> {
        let mut found = Ring::default();
        // where to look back from, where the lines there are known all
        let mut back = None;
        for _ in 0..ROUNDS {
            let edge = self.edge.get_value();
            let Some(until) = back.take().or_else(|| self.oldest(&edge)) else {
                return Ok((found, Older::None));
            };
            let query =
                LogQuery { tail: Some(OLDER), until: Some(text::moment(until)), ..self.query() };
            let page = read_logs(self.cuid(), query).await?;
            if self.turn.try_get_value() != Some(turn) {
                break;
            }
            let first = page.lines.iter().filter_map(|sent| text::nanoseconds(&sent.at)).min();
            let lines = self.ring.with_value(|ring| ring.only_older(page.lines, &edge));
            if lines.is_empty() && page.has_older {
                // few lines are in a page where they are long
                back = Some(first.map_or(until, |first| first.min(until - 1)));
                continue;
            }
            if lines.is_empty() {
                return Ok((found, Older::None));
            }
            self.remember_edge(&lines);
            let mut part = Ring::default();
            self.wanted.with_untracked(|wanted| {
                for sent in lines {
                    part.push(sent, |line| wanted.lets_through(line.gravity));
                }
            });
            found.put_before(part);
            if !page.has_older {
                return Ok((found, Older::None));
            }
            if found.count() >= ENOUGH
                || self.wanted.with_untracked(|wanted| wanted.levels.is_empty())
            {
                return Ok((found, Older::There));
            }
        }
        let older = if found.is_empty() { Older::Far } else { Older::There };
        Ok((found, older))
    }

    /// The moment of the oldest lines that were read. Those of the two outputs may be a little out of
    /// order.
    fn oldest(self, edge: &[LogLine]) -> Option<i64> {
        if edge.is_empty() {
            return self.ring.with_value(|ring| ring.oldest().take(20).map(|line| line.at).max());
        }
        edge.iter().take(20).filter_map(|sent| text::nanoseconds(&sent.at)).max()
    }

    /// Goes on after the last line that is kept, once that is wanted: newer ones made room for older.
    async fn resume(self) {
        self.wants_more().await;
        let last = self.ring.with_value(|ring| ring.last().map(|line| line.at));
        let until = last.map(text::moment);
        let query = LogQuery { tail: Some(AROUND), until, ..self.query() };
        match read_logs(self.cuid(), query).await {
            Ok(page) => {
                let newer = self.ring.with_value(|ring| ring.only_newer(page.lines));
                self.take(newer.into_iter().map(Said::Line).collect());
                self.follow(page.last_event_id).await;
            }
            Err(error) if session::ended(&error) => {}
            Err(error) => self.standing.set(Standing::Failed(error)),
        }
    }
}
