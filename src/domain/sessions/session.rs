use super::{
    output::{End, Item, Output, Reader},
    pump::pump,
};
use crate::{
    domain::failures,
    engine::{Engine, EngineError, Exec, ExecInput, Processes, Signal, Size},
};
use app::types::{ErrorKind, Failure};
use bytes::Bytes;
use std::{io, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

/// How long the last output of processes that were ended is waited for.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// How often the exit code of a program that was just ended is asked for, and how long between.
const EXIT_CODE: (usize, Duration) = (50, Duration::from_millis(20));

/// A program that somebody runs in a container, with its input and output.
pub struct Session {
    pub(super) id: String,
    pub(super) tty: bool,
    /// How long it goes on without anybody there.
    pub(super) keep: Duration,
    pub(super) engine: Engine,
    pub(super) exec: String,
    pub(super) processes: Processes,
    pub(super) output: Arc<Output>,
    pub(super) input: mpsc::Sender<Input>,
    pub(super) clients: watch::Sender<usize>,
    pub(super) stop: CancellationToken,
}

/// What a program is given to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Bytes.
    Bytes(Bytes),
    /// That there are no more.
    End,
}

impl Session {
    /// Where its input goes; has room while the program reads.
    pub const fn input(&self) -> &mpsc::Sender<Input> {
        &self.input
    }

    /// Gives its terminal another size.
    pub async fn resize(&self, size: Size) -> Result<(), Failure> {
        if !self.tty {
            let words = "This session has no terminal to resize: open one with `cols` and `rows`.";
            return Err(Failure::new(ErrorKind::StateError, "NO_TERMINAL", words));
        }
        match self.engine.resize_exec(&self.exec, size).await {
            // it has just ended, which its client is told anyway
            Ok(()) | Err(EngineError::Engine(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends a signal to what runs in the foreground.
    pub async fn signal(&self, signal: Signal) -> Result<(), Failure> {
        Ok(self.processes.signal(signal).await?)
    }

    /// Ends it and its processes.
    pub(super) fn stop(&self) {
        self.stop.cancel();
    }

    /// Joins it, from a place of its output on. Whoever only watches is never waited for, and may
    /// not see everything.
    pub(super) fn attach(self: &Arc<Self>, offset: Option<u64>, watch_only: bool) -> Attachment {
        self.clients.send_modify(|clients| *clients += 1);
        let reader = self.output.reader(offset, !watch_only);
        Attachment { reader, session: Arc::clone(self) }
    }

    /// Waits until nobody has been there for as long as it is kept.
    async fn abandoned(&self) {
        let mut clients = self.clients.subscribe();
        loop {
            // the sender is our own
            let _ = clients.wait_for(|clients| *clients == 0).await;
            let back = clients.wait_for(|clients| *clients > 0);
            if timeout(self.keep, back).await.is_err() {
                return;
            }
        }
    }

    /// Sees the program to its end and tidies up behind it; tells whether nothing is left of it.
    pub(super) async fn run(&self, exec: Exec, input: mpsc::Receiver<Input>) -> bool {
        let Exec { input: to, output: mut frames, .. } = exec;
        let _feeding = AbortOnDropHandle::new(tokio::spawn(feed(to, input)));
        let processes = self.processes.clone();
        let locating = tokio::spawn(async move { processes.locate().await });
        let mut pumping = Box::pin(pump(&mut frames, &self.output));
        let read = tokio::select! {
            read = &mut pumping => Some(read),
            () = self.stop.cancelled() => None,
            () = self.abandoned() => None,
        };
        let _ = locating.await;
        let ended = if let Some(read) = read {
            let end = self.end_of(read).await;
            self.output.close(end);
            self.processes.end().await
        } else {
            self.output.hurry();
            let (ended, read) =
                tokio::join!(self.processes.end(), timeout(LAST_WORDS, &mut pumping));
            let end = self.end_of(read.unwrap_or_else(|late| Err(late.into()))).await;
            self.output.close(end);
            ended
        };
        if let Err(error) = &ended {
            tracing::warn!(session = self.id, %error, "processes of a session are left behind for now");
        }
        ended.is_ok()
    }

    /// How the program has ended, after its output has.
    async fn end_of(&self, read: io::Result<()>) -> End {
        if let Err(error) = read {
            return End::Failed(failures::engine_unavailable().with("engine", error.to_string()));
        }
        let (times, pause) = EXIT_CODE;
        for attempt in 0..times {
            match self.engine.exec_exit_code(&self.exec).await {
                Ok(Some(code)) => return End::Exit(code),
                Ok(None) if attempt == 0 => {
                    // it has closed its output and goes on, where nobody can follow it
                    let _ = self.processes.end().await;
                }
                Ok(None) => sleep(pause).await,
                Err(error) => return End::Failed(error.into()),
            }
        }
        End::Failed(failures::internal("The session's program does not end."))
    }
}

/// Hands a program its input, until it has ended.
async fn feed(mut to: ExecInput, mut input: mpsc::Receiver<Input>) {
    while let Some(input) = input.recv().await {
        let outcome = match input {
            Input::Bytes(bytes) => to.write(&bytes).await,
            Input::End => to.finish().await,
        };
        if let Err(error) = outcome {
            tracing::debug!(%error, "a program reads no more");
            return;
        }
    }
}

/// Somebody's part in a session. A session that is not kept ends with it.
pub struct Attachment {
    reader: Reader,
    session: Arc<Session>,
}

impl Attachment {
    /// The session.
    pub const fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// The next item of its output; what was not waited for to the end is not lost.
    pub async fn next(&mut self) -> Item {
        self.reader.next().await
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.session.clients.send_modify(|clients| *clients = clients.saturating_sub(1));
    }
}
