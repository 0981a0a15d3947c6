use super::{
    client::Client,
    messages::{self, ServerMessage},
    query::{Mode, Which, WsQuery},
    sender::{Sender, Source},
    window::Window,
};
use crate::{
    domain::sessions::{Attachment, Launch, Size},
    http::{AppState, auth::Session as Login, error::describe, request_info::RequestInfo},
};
use app::types::{ErrorKind, Failure};
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::{
    SinkExt as _, StreamExt as _,
    stream::{SplitSink, SplitStream},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until, timeout},
};

/// How long a client may listen before it is taken for one that only listens.
const LISTENS: Duration = Duration::from_millis(250);
/// How many pings may go unanswered.
const PINGS: u32 = 3;
/// How many messages of the server's own wait for the client.
const ORDERS: usize = 16;
/// How long the client may take to close its end.
const GOODBYE: Duration = Duration::from_secs(2);

/// One WebSocket.
pub(super) struct Connection {
    pub(super) state: AppState,
    pub(super) login: Arc<Login>,
    pub(super) info: Arc<RequestInfo>,
    pub(super) cuid: String,
    pub(super) query: WsQuery,
}

/// Why a connection ends.
#[derive(Debug)]
pub(super) enum Farewell {
    /// The program, or the container, has ended.
    Exit(i64),
    /// Something went wrong.
    Failed(Failure),
    /// The client asked for it.
    Closed,
    /// The client has left.
    Left,
    /// The server stops.
    Stopping,
    /// The login has ended.
    LoggedOut,
}

impl Connection {
    /// Serves the connection until it ends.
    pub(super) async fn serve(self, socket: WebSocket) {
        let (mut sink, mut stream) = socket.split();
        let farewell = self.talk(&mut sink, &mut stream).await;
        tracing::debug!(cuid = self.cuid, ?farewell, "a WebSocket ends");
        let part = async {
            for message in self.last_words(farewell) {
                if sink.send(message).await.is_err() {
                    return;
                }
            }
            // a connection that closes on unread messages would take the last words with it
            while let Some(Ok(_)) = stream.next().await {}
        };
        if timeout(GOODBYE, part).await.is_err() {
            tracing::debug!(cuid = self.cuid, "a client does not close its WebSocket");
        }
    }

    async fn talk(
        &self,
        sink: &mut SplitSink<WebSocket, Message>,
        stream: &mut SplitStream<WebSocket>,
    ) -> Farewell {
        let (mut session, mut greeting) = (None, None);
        let source = match self.query.mode {
            Mode::Shell => match self.open().await {
                Ok(attachment) => {
                    session = Some(attachment.controls().clone());
                    greeting = self.greeting(&attachment);
                    Source::Session(attachment)
                }
                Err(failure) => return Farewell::Failed(failure),
            },
            Mode::Logs => match self.state.domain.follow_output(&self.cuid).await {
                Ok(follower) => Source::Container(follower),
                Err(failure) => return Farewell::Failed(failure),
            },
            Mode::Auto => match self.state.domain.require_running(&self.cuid) {
                Ok(()) => Source::Undecided(Instant::now() + LISTENS),
                Err(failure) => return Farewell::Failed(failure),
            },
        };
        let (orders, received) = mpsc::channel(ORDERS);
        let heard = watch::Sender::new(Instant::now());
        let (read, acknowledged) = watch::channel(0);
        let window = self.query.window.map(|bytes| Window::new(bytes, acknowledged));
        let sender = Sender {
            sink,
            orders: received,
            source,
            greeting,
            domain: Arc::clone(&self.state.domain),
            cuid: self.cuid.clone(),
            encoding: self.query.encoding,
            ping: self.state.ping,
            window,
        };
        let client = Client::new(stream, orders, self, session, &heard, &read);
        tokio::select! {
            farewell = sender.run() => farewell,
            farewell = client.run() => farewell,
            () = silence(&heard, self.state.ping * PINGS) => Farewell::Left,
            () = self.state.shutdown.cancelled() => Farewell::Stopping,
            () = self.login.ended() => Farewell::LoggedOut,
        }
    }

    /// Runs what the client has asked for, or comes back to it.
    pub(super) async fn open(&self) -> Result<Attachment, Failure> {
        if let Which::Known { id, from, watches } = &self.query.which {
            let attachment = self.state.domain.attach(&self.cuid, id, *from, *watches)?;
            let controls = attachment.controls();
            if let Some(size) = self.query.tty.filter(|_| !watches && controls.size().is_some()) {
                controls.resize(size).await?;
            }
            return Ok(attachment);
        }
        let launch = Launch {
            command: self.query.command.clone(),
            user: self.query.user.clone(),
            tty: self.query.tty,
            kept: self.query.which == Which::New,
            ..Launch::default()
        };
        let login = Arc::clone(&self.login);
        // also while nobody is connected to it
        let until = async move { login.ended().await };
        self.state.domain.open_session(&self.cuid, launch, until).await
    }

    /// What tells the client how to come back, where it can.
    fn greeting(&self, attachment: &Attachment) -> Option<Message> {
        if self.query.which == Which::Passing {
            return None;
        }
        let controls = attachment.controls();
        let size = controls.size();
        Some(messages::write(&ServerMessage::Session {
            id: controls.id(),
            offset: attachment.place(),
            cols: size.map(|Size { cols, .. }| cols),
            rows: size.map(|Size { rows, .. }| rows),
        }))
    }

    /// The message of a failure.
    pub(super) fn error(&self, failure: Failure) -> ServerMessage<'static> {
        ServerMessage::Error { error: Box::new(describe(failure, self.info.id())) }
    }

    fn last_words(&self, farewell: Farewell) -> Vec<Message> {
        let failed = |failure: Failure| {
            self.info.set_failure(failure.clone());
            messages::write(&self.error(failure))
        };
        match farewell {
            Farewell::Exit(code) => {
                let exit = messages::write(&ServerMessage::Exit { code });
                vec![exit, close(close_code::NORMAL, "ended")]
            }
            Farewell::Failed(failure) => vec![failed(failure), close(close_code::ERROR, "failed")],
            Farewell::LoggedOut => {
                let words = "The login behind this connection has ended. Log in again.";
                let failure = Failure::new(ErrorKind::AuthError, "LOGIN_ENDED", words);
                vec![failed(failure), close(close_code::POLICY, "the login has ended")]
            }
            Farewell::Stopping => vec![close(close_code::AWAY, "the server stops")],
            Farewell::Closed | Farewell::Left => vec![close(close_code::NORMAL, "")],
        }
    }
}

fn close(code: u16, reason: &'static str) -> Message {
    Message::Close(Some(CloseFrame { code, reason: reason.into() }))
}

/// Waits until nothing was heard for so long.
async fn silence(heard: &watch::Sender<Instant>, longest: Duration) {
    loop {
        let until = *heard.borrow() + longest;
        if until <= Instant::now() {
            return;
        }
        sleep_until(until).await;
    }
}
