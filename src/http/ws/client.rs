use super::{
    connection::{Connection, Farewell},
    messages::{self, ServerMessage, Wish},
    query::{Encoding, Mode},
    sender::Order,
};
use crate::domain::sessions::{Controls, Input, PIECE};
use app::types::{ErrorKind, Failure};
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream::SplitStream};
use std::{collections::VecDeque, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};

/// How much input waits for the program before the client has to, in bytes.
const WAITING: usize = 256 * 1024;
/// The largest message that is obeyed, in bytes: room for a megabyte of input however it is written.
const MOST: usize = 6 * 1024 * 1024 + 1024;
/// Longer than any connection lasts.
const AGES: Duration = Duration::from_hours(24 * 365);

/// The half of a connection that reads what the client sends.
pub(super) struct Client<'a> {
    stream: &'a mut SplitStream<WebSocket>,
    orders: mpsc::Sender<Order>,
    connection: &'a Connection,
    session: Option<Controls>,
    waiting: VecDeque<Input>,
    waiting_bytes: usize,
    heard: &'a watch::Sender<Instant>,
    read: &'a watch::Sender<u64>,
}

impl<'a> Client<'a> {
    pub(super) fn new(
        stream: &'a mut SplitStream<WebSocket>,
        orders: mpsc::Sender<Order>,
        connection: &'a Connection,
        session: Option<Controls>,
        heard: &'a watch::Sender<Instant>,
        read: &'a watch::Sender<u64>,
    ) -> Self {
        let waiting = VecDeque::new();
        Self { stream, orders, connection, session, waiting, waiting_bytes: 0, heard, read }
    }

    /// Reads until the client leaves, or must.
    pub(super) async fn run(mut self) -> Farewell {
        loop {
            let listens = self.waiting_bytes < WAITING;
            // a client that has to wait can't be heard; its connection tells whether it is there
            let heard = Instant::now() + if listens { Duration::ZERO } else { AGES };
            self.heard.send_replace(heard);
            let input = self.input().cloned();
            let message = tokio::select! {
                Some(place) = reserve(input), if !self.waiting.is_empty() => {
                    if let (Ok(place), Some(input)) = (place, self.waiting.pop_front()) {
                        self.waiting_bytes -= length(&input);
                        place.send(input);
                    } else {
                        // the program has ended and reads no more
                        self.waiting.clear();
                        self.waiting_bytes = 0;
                    }
                    continue;
                }
                message = self.stream.next(), if listens => message,
            };
            let done = match message {
                Some(Ok(Message::Text(text))) if text.len() > MOST => Err(too_long()),
                Some(Ok(Message::Binary(bytes))) if bytes.len() > MOST => Err(too_long()),
                Some(Ok(Message::Text(text))) => self.obey(&text).await,
                Some(Ok(Message::Binary(bytes))) => match self.connection.query.encoding {
                    Encoding::Binary => self.fulfil(Wish::Input(bytes)).await,
                    Encoding::Json => Err(no_binary()),
                },
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
                Some(Ok(Message::Close(_))) | None => return Farewell::Left,
                Some(Err(error)) => return broken(error),
            };
            match done {
                Ok(None) => {}
                Ok(Some(farewell)) => return farewell,
                Err(failure) => self.say(self.connection.error(failure)).await,
            }
        }
    }

    /// Where input goes; `None` where there is nothing to write to.
    fn input(&self) -> Option<&mpsc::Sender<Input>> {
        self.session.as_ref()?.input().ok()
    }

    async fn say(&self, message: ServerMessage<'static>) {
        // the other half has ended, and so will this one
        let _ = self.orders.send(Order::Say(message)).await;
    }

    async fn obey(&mut self, text: &str) -> Result<Option<Farewell>, Failure> {
        self.fulfil(messages::read(text)?).await
    }

    /// Does what the client wants; gives why the connection ends, where it does.
    async fn fulfil(&mut self, wish: Wish) -> Result<Option<Farewell>, Failure> {
        match wish {
            Wish::Pong => self.say(ServerMessage::Pong).await,
            Wish::More(place) => {
                self.read.send_replace(place);
            }
            Wish::Close => {
                if let Some(session) = &self.session {
                    // who only watches has nothing to end, and just leaves
                    let _ = session.end();
                }
                return Ok(Some(Farewell::Closed));
            }
            Wish::Input(mut bytes) => {
                if let Some(farewell) = self.ensure_session().await? {
                    return Ok(Some(farewell));
                }
                self.session.iter().for_each(Controls::typed);
                while !bytes.is_empty() {
                    let piece = bytes.split_to(PIECE.min(bytes.len()));
                    self.give(Input::Bytes(piece));
                }
            }
            Wish::Answer(bytes) => match &self.session {
                Some(session) if session.answers() => self.give(Input::Bytes(bytes)),
                // somebody else's terminal does
                Some(_) => {}
                None => return Err(no_session("answered")),
            },
            Wish::EndOfInput => {
                if let Some(farewell) = self.ensure_session().await? {
                    return Ok(Some(farewell));
                }
                self.give(Input::End);
            }
            Wish::Resize(size) => match &self.session {
                Some(session) => session.resize(size).await?,
                None => return Err(no_session("resized")),
            },
            Wish::Signal(signal) => match &self.session {
                Some(session) => session.signal(signal).await?,
                None => return Err(no_session("signalled")),
            },
        }
        Ok(None)
    }

    fn give(&mut self, input: Input) {
        self.waiting_bytes += length(&input);
        self.waiting.push_back(input);
    }

    /// Makes a shell of a connection that only listened so far.
    async fn ensure_session(&mut self) -> Result<Option<Farewell>, Failure> {
        if let Some(session) = &self.session {
            return session.input().map(|_| None);
        }
        if self.connection.query.mode == Mode::Logs {
            return Err(no_session("written to"));
        }
        // from now on the client sees nothing but the shell
        let _ = self.orders.send(Order::Await).await;
        match self.connection.open().await {
            Ok(attachment) => {
                self.session = Some(attachment.controls().clone());
                let _ = self.orders.send(Order::Switch(attachment)).await;
                Ok(None)
            }
            Err(failure) => Ok(Some(Farewell::Failed(failure))),
        }
    }
}

impl Drop for Client<'_> {
    /// What a client has sent before it left reaches a session that goes on, as far as that has room.
    fn drop(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if let Some(to) = self.input() {
            let _ = waiting.into_iter().try_for_each(|input| to.try_send(input));
        }
    }
}

/// A place for a piece of input; `None` where there is nothing to write to.
async fn reserve(
    input: Option<mpsc::Sender<Input>>,
) -> Option<Result<mpsc::OwnedPermit<Input>, mpsc::error::SendError<()>>> {
    Some(input?.reserve_owned().await)
}

fn length(input: &Input) -> usize {
    match input {
        Input::Bytes(bytes) => Bytes::len(bytes),
        Input::End => 0,
    }
}

fn broken(error: axum::Error) -> Farewell {
    let error = error.into_inner();
    let words = error.to_string();
    tracing::debug!(words, "a WebSocket broke");
    // what tungstenite says of a message beyond its limits; the rest is a connection that is gone
    if words.contains("too long") || words.contains("limit exceeded") {
        return Farewell::Failed(too_long());
    }
    if words.contains("without closing handshake") {
        return Farewell::Left;
    }
    if words.contains("UTF-8") || words.contains("protocol") {
        let words = "The connection does not speak the WebSocket protocol (RFC 6455).";
        return Farewell::Failed(Failure::new(ErrorKind::ValidationError, "INVALID_FRAME", words));
    }
    Farewell::Left
}

fn too_long() -> Failure {
    let words = "This message is too large: send input in pieces of at most a megabyte.";
    Failure::new(ErrorKind::ValidationError, "MESSAGE_TOO_LARGE", words)
}

fn no_binary() -> Failure {
    let words =
        "Binary frames are input only where the connection was opened with encoding=binary.";
    Failure::new(ErrorKind::ValidationError, "UNEXPECTED_BINARY", words)
}

fn no_session(what: &str) -> Failure {
    let words = format!(
        "This connection follows what the container writes, which can't be {what}. Open another with mode=shell."
    );
    Failure::new(ErrorKind::StateError, "NO_SESSION", words)
}
