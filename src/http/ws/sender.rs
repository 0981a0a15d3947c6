use super::{
    connection::Farewell,
    messages::{self, ServerMessage},
    query::Encoding,
    window::Window,
};
use crate::domain::{
    Domain,
    sessions::{Attachment, End, Follower, Item, Size},
};
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use futures_util::{SinkExt as _, stream::SplitSink};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};

/// Where output comes from.
pub(super) enum Source {
    /// The container, unless the client sends input before this moment.
    Undecided(Instant),
    /// A session that is being opened.
    Awaited,
    /// The container.
    Container(Follower),
    /// A session.
    Session(Attachment),
}

/// What the reading half asks of the sending half.
pub(super) enum Order {
    /// To send a message.
    Say(ServerMessage<'static>),
    /// To send no more from the source it has.
    Await,
    /// To send from this session.
    Switch(Attachment),
}

/// What a source has next.
enum Next {
    Item(Item),
    Due,
}

impl Source {
    async fn next(&mut self) -> Next {
        match self {
            Self::Undecided(until) => {
                sleep_until(*until).await;
                Next::Due
            }
            Self::Awaited => std::future::pending().await,
            Self::Container(follower) => Next::Item(follower.next().await),
            Self::Session(attachment) => Next::Item(attachment.next().await),
        }
    }
}

/// What the source has next, once the client has room for it.
async fn next(source: &mut Source, window: &mut Option<Window>) -> Next {
    if let Some(window) = window {
        window.opens().await;
    }
    source.next().await
}

/// The half of a connection that sends.
pub(super) struct Sender<'a> {
    pub(super) sink: &'a mut SplitSink<WebSocket, Message>,
    pub(super) orders: mpsc::Receiver<Order>,
    pub(super) source: Source,
    /// What is said before anything else.
    pub(super) greeting: Option<Message>,
    pub(super) domain: Arc<Domain>,
    pub(super) cuid: String,
    pub(super) encoding: Encoding,
    pub(super) ping: Duration,
    /// How far ahead of the client to send; as far as the connection lets where there is none.
    pub(super) window: Option<Window>,
}

impl Sender<'_> {
    /// Sends until there is nothing more to say. A client that reads slowly is waited for, and what
    /// it is sent with it.
    pub(super) async fn run(mut self) -> Farewell {
        let mut ping = interval(self.ping);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ping.reset();
        if let Some(greeting) = self.greeting.take()
            && self.sink.send(greeting).await.is_err()
        {
            return Farewell::Left;
        }
        loop {
            let message = tokio::select! {
                Some(order) = self.orders.recv() => match order {
                    Order::Say(message) => messages::write(&message),
                    Order::Await => {
                        self.source = Source::Awaited;
                        continue;
                    }
                    Order::Switch(attachment) => {
                        self.source = Source::Session(attachment);
                        continue;
                    }
                },
                next = next(&mut self.source, &mut self.window) => match next {
                    Next::Item(Item::Chunk { stream, bytes, offset }) => {
                        if let Some(window) = &mut self.window {
                            window.sent(offset, bytes.len());
                        }
                        messages::output(stream, bytes, self.encoding)
                    }
                    Next::Item(Item::Gap(bytes)) => messages::write(&ServerMessage::Gap { bytes }),
                    Next::Item(Item::Resized(Size { cols, rows })) => {
                        messages::write(&ServerMessage::Resize { cols, rows })
                    }
                    Next::Item(Item::End(End::Exit(code))) => return Farewell::Exit(code),
                    Next::Item(Item::End(End::Failed(failure))) => return Farewell::Failed(failure),
                    Next::Due => match self.domain.follow_output(&self.cuid).await {
                        Ok(follower) => {
                            self.source = Source::Container(follower);
                            continue;
                        }
                        Err(failure) => return Farewell::Failed(failure),
                    },
                },
                _ = ping.tick() => Message::Ping(Bytes::new()),
            };
            if self.sink.send(message).await.is_err() {
                return Farewell::Left;
            }
        }
    }
}
