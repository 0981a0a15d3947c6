use super::{
    output::{Item, Reader},
    session::Session,
};
use crate::{
    domain::failures,
    engine::{Signal, Size},
};
use app::types::{ErrorKind, Failure};
use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};

/// What a program is given to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Bytes.
    Bytes(Bytes),
    /// That there are no more.
    End,
}

/// The size of a session's terminal, and who gave it that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resized {
    pub(super) size: Size,
    pub(super) by: u64,
}

/// Somebody's part in a session. A session that is not kept ends with it.
pub struct Attachment {
    reader: Reader,
    size: watch::Receiver<Option<Resized>>,
    controls: Controls,
}

impl Attachment {
    pub(super) fn new(session: &Arc<Session>, from: Option<u64>, watches: bool) -> Self {
        let client = session.join(!watches);
        Self {
            reader: session.output.reader(from, !watches),
            size: session.size.subscribe(),
            controls: Controls { session: Arc::clone(session), client, watches },
        }
    }

    /// What can be done with the session, but reading.
    pub const fn controls(&self) -> &Controls {
        &self.controls
    }

    /// The place of what it reads next, in bytes of all output since the session began.
    pub fn place(&self) -> u64 {
        self.reader.place()
    }

    /// The next item; what was not waited for to the end is not lost.
    pub async fn next(&mut self) -> Item {
        loop {
            tokio::select! {
                item = self.reader.next() => return item,
                Ok(()) = self.size.changed() => {
                    let resized = *self.size.borrow_and_update();
                    if let Some(Resized { size, by }) = resized && by != self.controls.client {
                        return Item::Resized(size);
                    }
                }
            }
        }
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.controls.session.leave(self.controls.client);
    }
}

/// What somebody can do with a session, except for reading; those who only watch can't.
#[derive(Clone)]
pub struct Controls {
    session: Arc<Session>,
    client: u64,
    watches: bool,
}

impl Controls {
    /// The session's id.
    pub fn id(&self) -> &str {
        &self.session.id
    }

    /// The size of its terminal; `None` without one.
    pub fn size(&self) -> Option<Size> {
        self.session.size.borrow().map(|resized| resized.size)
    }

    /// Where its input goes; has room while the program reads.
    pub fn input(&self) -> Result<&mpsc::Sender<Input>, Failure> {
        self.require_part()?;
        Ok(&self.session.input)
    }

    /// Notes that somebody has typed something: from now on his terminal answers the program.
    pub fn typed(&self) {
        self.session.typed(self.client);
    }

    /// Whether it is this terminal that answers what the program asks: several would each.
    pub fn answers(&self) -> bool {
        self.session.is_answered_by(self.client)
    }

    /// Gives its terminal another size.
    pub async fn resize(&self, size: Size) -> Result<(), Failure> {
        self.require_part()?;
        self.session.resize(size, self.client).await
    }

    /// Sends a signal to what runs in the foreground.
    pub async fn signal(&self, signal: Signal) -> Result<(), Failure> {
        self.require_part()?;
        Ok(self.session.processes.signal(signal).await?)
    }

    /// Ends the session, whoever else is there.
    pub fn end(&self) -> Result<(), Failure> {
        self.require_part()?;
        self.session.stop();
        Ok(())
    }

    fn require_part(&self) -> Result<(), Failure> {
        if self.watches {
            let words = "This connection only watches the session. Come back without watch=true to take part in it.";
            return Err(Failure::new(ErrorKind::StateError, "ONLY_WATCHING", words));
        }
        Ok(())
    }
}

impl Session {
    /// Gives its terminal another size, and tells all clients but the one that did.
    async fn resize(&self, size: Size, by: u64) -> Result<(), Failure> {
        if self.size.borrow().is_none() {
            return Err(failures::no_terminal());
        }
        match self.engine.resize_exec(&self.exec, size).await {
            // it has just ended, which its clients are told anyway
            Ok(()) | Err(crate::engine::EngineError::Engine(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let changed = self.size.send_if_modified(|known| {
            let before = known.replace(Resized { size, by });
            before.is_none_or(|before| before.size != size)
        });
        if changed && self.is_kept() {
            self.tell();
        }
        Ok(())
    }
}
