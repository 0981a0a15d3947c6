use super::{launch::Launch, xterm::Size};
use crate::types::ApiError;
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;
use std::cell::Cell;
use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// How far the server may be ahead of what is shown, in bytes: a browser takes in whatever comes.
const WINDOW: u64 = 128 * 1024;
/// How much is shown before the server is told, in bytes.
const ACKNOWLEDGED: u64 = WINDOW / 4;
/// The most input that is sent at once, in bytes.
const PIECE: usize = 64 * 1024;

/// What to connect to.
pub(super) enum To<'a> {
    /// A new session.
    New(&'a Launch, Size),
    /// One that there is, from a place of its output on; with a size unless it is only watched.
    Known { id: &'a str, offset: u64, size: Option<Size> },
}

/// What comes from the server.
pub(super) enum Heard {
    Output(Uint8Array),
    Said(Said),
    /// The connection has ended.
    Closed,
}

/// What the server says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Said {
    /// This is the session, and its output goes on at that place.
    Session {
        id: String,
        offset: u64,
        cols: Option<u32>,
        rows: Option<u32>,
    },
    /// So many bytes of output are gone.
    Gap {
        bytes: u64,
    },
    /// Somebody else gave the terminal another size.
    Resize {
        cols: u32,
        rows: u32,
    },
    Exit {
        code: i64,
    },
    Error {
        error: Box<ApiError>,
    },
    #[serde(other)]
    Other,
}

/// A WebSocket of the server. Closed when it is dropped, which leaves the session running.
pub(super) struct Connection {
    socket: WebSocket,
    acknowledged: Cell<u64>,
    /// Whether it is to close by itself, once it has come about.
    passing: Cell<bool>,
    _called: Called,
}

/// What the browser calls when something has come, and when it is over.
type Called = (Closure<dyn Fn(MessageEvent)>, Closure<dyn Fn(CloseEvent)>);

impl Connection {
    /// Connects. `None` where the browser refuses to.
    pub(super) fn open(
        cuid: &str,
        to: &To,
        hear: impl Fn(Heard) + Clone + 'static,
    ) -> Option<Self> {
        let socket = WebSocket::new(&address(cuid, to)).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let received = {
            let hear = hear.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
                let data = message.data();
                if let Some(text) = data.as_string() {
                    hear(Heard::Said(serde_json::from_str(&text).unwrap_or(Said::Other)));
                } else if let Ok(frame) = data.dyn_into::<ArrayBuffer>() {
                    // the first byte tells stdout from stderr, which a terminal does not
                    let frame = Uint8Array::new(&frame);
                    hear(Heard::Output(frame.subarray(1, frame.length())));
                }
            })
        };
        let closed = Closure::<dyn Fn(CloseEvent)>::new(move |_| hear(Heard::Closed));
        socket.set_onmessage(Some(received.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        let acknowledged = match to {
            To::New(..) => 0,
            To::Known { offset, .. } => *offset,
        };
        let (acknowledged, passing) = (Cell::new(acknowledged), Cell::new(false));
        Some(Self { socket, acknowledged, passing, _called: (received, closed) })
    }

    /// Sends input.
    pub(super) fn input(&self, bytes: &[u8]) {
        for piece in bytes.chunks(PIECE) {
            // fails only before it is open, when there is nobody to type to
            let _ = self.socket.send_with_u8_array(piece);
        }
    }

    /// Sends what the terminal itself answers to the program.
    pub(super) fn answer(&self, data: &str) {
        self.say(&json!({ "type": "answer", "data": data }));
    }

    pub(super) fn resize(&self, Size { cols, rows }: Size) {
        self.say(&json!({ "type": "resize", "cols": cols, "rows": rows }));
    }

    /// Asks for an answer, to know whether anybody is there.
    pub(super) fn ping(&self) {
        self.say(&json!({ "type": "ping" }));
    }

    /// Ends the session, as soon as it can be told to.
    pub(super) fn end(&self) {
        let close = json!({ "type": "close" });
        if self.socket.ready_state() != WebSocket::CONNECTING {
            return self.say(&close);
        }
        let socket = self.socket.clone();
        let opened = Closure::once_into_js(move || {
            let _ = socket.send_with_str(&close.to_string());
            let _ = socket.close();
        });
        self.socket.set_onopen(Some(opened.unchecked_ref()));
        self.passing.set(true);
    }

    /// Makes room for more output, once enough of it was shown.
    pub(super) fn shown(&self, offset: u64) {
        if offset.saturating_sub(self.acknowledged.get()) >= ACKNOWLEDGED {
            self.acknowledged.set(offset);
            self.say(&json!({ "type": "ack", "offset": offset }));
        }
    }

    fn say(&self, message: &serde_json::Value) {
        let _ = self.socket.send_with_str(&message.to_string());
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        if !self.passing.get() {
            let _ = self.socket.close();
        }
    }
}

fn address(cuid: &str, to: &To) -> String {
    let mut query = format!("mode=shell&encoding=binary&window={WINDOW}");
    let mut add = |name: &str, value: &str| {
        let value = String::from(js_sys::encode_uri_component(value));
        query.extend(["&", name, "=", &value]);
    };
    match to {
        To::New(launch, _) => {
            add("session", "new");
            launch.command.iter().for_each(|word| add("cmd", word));
            launch.user.iter().for_each(|user| add("user", user));
        }
        To::Known { id, offset, size } => {
            add("session", id);
            add("offset", &offset.to_string());
            if size.is_none() {
                add("watch", "true");
            }
        }
    }
    if let To::New(_, size) | To::Known { size: Some(size), .. } = to {
        add("cols", &size.cols.to_string());
        add("rows", &size.rows.to_string());
    }
    let location = location();
    let secure = location.protocol().is_ok_and(|scheme| scheme == "https:");
    let scheme = if secure { "wss" } else { "ws" };
    format!("{scheme}://{}/ws/{cuid}?{query}", location.host().unwrap_or_default())
}
