use super::{
    attachment::{Input, Resized},
    output::{End, Output},
    pump::pump,
};
use crate::{
    domain::{EventBus, container::Cuid, failures, time},
    engine::{Engine, Exec, ExecInput, Processes},
};
use app::types::{EventKind, SessionInfo};
use parking_lot::Mutex;
use std::{
    future::Future,
    io,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

/// How long the last output of processes that were ended is waited for.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// How often the exit code of a program that was just ended is asked for, and how long between.
const EXIT_CODE: (usize, Duration) = (50, Duration::from_millis(20));

/// A program that somebody runs in a container, with its input and output.
pub(super) struct Session {
    pub(super) id: String,
    pub(super) cuid: Cuid,
    /// What runs, as it is shown.
    pub(super) command: Vec<String>,
    pub(super) user: Option<String>,
    pub(super) started_at: String,
    pub(super) ended_at: Mutex<Option<String>>,
    /// How long it goes on without anybody there; no time unless it is kept.
    pub(super) keep: Duration,
    /// How many seconds it may take.
    pub(super) limit: Option<u64>,
    pub(super) engine: Engine,
    pub(super) exec: String,
    pub(super) processes: Processes,
    pub(super) output: Arc<Output>,
    pub(super) input: mpsc::Sender<Input>,
    /// The terminal's size; none without one.
    pub(super) size: watch::Sender<Option<Resized>>,
    pub(super) clients: watch::Sender<usize>,
    pub(super) next_client: AtomicU64,
    /// Those who take part; last the one that came or typed last.
    pub(super) parties: Mutex<Vec<u64>>,
    /// Cancelled when it is to end.
    pub(super) stop: CancellationToken,
    /// Cancelled when it is over and nothing is left of it.
    pub(super) over: CancellationToken,
    pub(super) events: Arc<EventBus>,
}

/// Why a session ends.
enum Reason {
    /// Its program's output has.
    Program(io::Result<()>),
    /// Somebody, or the end of a login, wants it.
    Asked,
    /// Nobody is there any more.
    Abandoned,
    /// Its time is up, which was so many seconds.
    Late(u64),
}

/// How a session has ended.
pub(super) struct Ended {
    /// Whether nothing is left of it.
    pub(super) clean: bool,
    /// Whether somebody may come back to be told how.
    pub(super) by_itself: bool,
}

impl Session {
    /// As everybody is shown it.
    pub(super) fn info(&self) -> SessionInfo {
        let size = self.size.borrow().map(|resized| resized.size);
        SessionInfo {
            id: self.id.clone(),
            command: self.command.clone(),
            user: self.user.clone(),
            tty: size.is_some(),
            cols: size.map(|size| size.cols),
            rows: size.map(|size| size.rows),
            started_at: self.started_at.clone(),
            ended_at: self.ended_at.lock().clone(),
            clients: *self.clients.borrow(),
            offset: self.output.written(),
            kept: self.is_kept(),
            exit_code: match self.output.end() {
                Some(End::Exit(code)) => Some(code),
                _ => None,
            },
        }
    }

    /// Whether it goes on without anybody there.
    pub(super) const fn is_kept(&self) -> bool {
        !self.keep.is_zero()
    }

    /// Tells everybody what it is now.
    pub(super) fn tell(&self) {
        let session = Box::new(self.info());
        let ended = session.ended_at.is_some();
        self.events.publish(EventKind::Session { cuid: self.cuid.to_string(), session, ended });
    }

    /// Ends it and its processes.
    pub(super) fn stop(&self) {
        self.stop.cancel();
    }

    /// Notes another client, and gives it a number.
    pub(super) fn join(&self, takes_part: bool) -> u64 {
        let client = self.next_client.fetch_add(1, Ordering::Relaxed);
        if takes_part {
            self.parties.lock().push(client);
        }
        self.clients.send_modify(|clients| *clients += 1);
        if client > 0 && self.is_kept() {
            self.tell();
        }
        client
    }

    /// Notes that a client has typed something.
    pub(super) fn typed(&self, client: u64) {
        let mut parties = self.parties.lock();
        if parties.last() != Some(&client) && parties.contains(&client) {
            parties.retain(|party| *party != client);
            parties.push(client);
        }
    }

    /// Whether it is this client that answers what the program asks its terminal.
    pub(super) fn is_answered_by(&self, client: u64) -> bool {
        self.parties.lock().last() == Some(&client)
    }

    /// Notes that a client has gone.
    pub(super) fn leave(&self, client: u64) {
        self.parties.lock().retain(|party| *party != client);
        self.clients.send_modify(|clients| *clients = clients.saturating_sub(1));
        if self.is_kept() && !self.over.is_cancelled() {
            self.tell();
        }
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

    /// Waits until its time is up; gives how many seconds it was.
    async fn late(&self) -> u64 {
        let Some(limit) = self.limit else { return std::future::pending().await };
        sleep(Duration::from_secs(limit)).await;
        limit
    }

    /// Sees the program to its end, or to that of `until`, and tidies up behind it.
    pub(super) async fn run(
        &self,
        exec: Exec,
        input: mpsc::Receiver<Input>,
        until: impl Future<Output = ()>,
    ) -> Ended {
        let Exec { input: to, output: mut frames, .. } = exec;
        let _feeding = AbortOnDropHandle::new(tokio::spawn(feed(to, input)));
        let processes = self.processes.clone();
        let locating = tokio::spawn(async move { processes.locate().await });
        let mut pumping = pin!(pump(&mut frames, &self.output));
        let mut tidying: Option<JoinHandle<_>> = None;
        let reason = {
            let mut until = pin!(until);
            let mut abandoned = pin!(self.abandoned());
            let mut late = pin!(self.late());
            // goes with this block: what looks for processes makes others who do wait
            let mut first_ended = pin!(self.processes.first_ended());
            loop {
                tokio::select! {
                    read = &mut pumping => break Reason::Program(read),
                    () = self.stop.cancelled() => break Reason::Asked,
                    () = &mut until => break Reason::Asked,
                    () = &mut abandoned => break Reason::Abandoned,
                    seconds = &mut late => break Reason::Late(seconds),
                    () = &mut first_ended, if tidying.is_none() => {
                        // what it has left behind may hold its output open, for which the engine waits
                        let processes = self.processes.clone();
                        tidying = Some(tokio::spawn(async move { processes.end().await }));
                    }
                }
            }
        };
        let _ = locating.await;
        let by_itself = matches!(reason, Reason::Program(_));
        let ended = match reason {
            Reason::Program(read) => {
                let end = self.end_of(read).await;
                self.close(end);
                if let Some(tidying) = tidying {
                    let _ = tidying.await;
                }
                self.processes.end().await
            }
            Reason::Asked | Reason::Abandoned | Reason::Late(_) => {
                self.output.hurry();
                let (ended, read) =
                    tokio::join!(self.processes.end(), timeout(LAST_WORDS, &mut pumping));
                let end = match reason {
                    Reason::Late(seconds) => End::Failed(failures::program_timed_out(seconds)),
                    _ => self.end_of(read.unwrap_or_else(|late| Err(late.into()))).await,
                };
                self.close(end);
                ended
            }
        };
        if let Err(error) = &ended {
            tracing::warn!(session = self.id, %error, "processes of a session are left behind for now");
        }
        Ended { clean: ended.is_ok(), by_itself }
    }

    /// Notes how it has ended, and tells everybody.
    fn close(&self, end: End) {
        *self.ended_at.lock() = Some(time::now());
        self.output.close(end);
        self.tell();
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
