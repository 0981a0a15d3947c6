use super::query::{Encoding, check_side};
use crate::{
    domain::sessions::{OutputStream, Signal, Size},
    http::strict_json::StrictJson,
};
use app::types::{ApiError, ErrorKind, Failure};
use axum::extract::ws::Message;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::ToSchema;

/// What a client sends over `/ws/{cuid}`, as text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub(in crate::http) enum ClientMessage {
    /// Input for the program.
    Stdin {
        /// The input.
        data: String,
        /// What `data` is written in.
        #[serde(default)]
        encoding: TextEncoding,
    },
    /// What a terminal itself answers to a program that asks it something, such as where its cursor is.
    /// Where several share a session, the program is answered by one: who came or typed last.
    Answer {
        /// The answer.
        data: String,
    },
    /// No more input: a half-close without a terminal, Ctrl-D on one.
    Eof,
    /// The terminal has another size, each side 1 to 1000 characters.
    Resize {
        /// How wide.
        cols: u64,
        /// How high.
        rows: u64,
    },
    /// A signal for what runs in the foreground.
    Signal {
        /// Such as `INT` or `SIGINT`.
        name: String,
    },
    /// The client is done with the output up to a place; only where it asked for a `window`.
    Ack {
        /// The place, in bytes of output since the session began, both streams and gaps together.
        offset: u64,
    },
    /// Answered by `pong`.
    Ping,
    /// Ends the session, also a kept one that others share. Who only watches just leaves.
    Close,
}

/// What text in a message is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::http) enum TextEncoding {
    /// As it is.
    #[default]
    Utf8,
    /// Bytes that are no text, in base64 with padding.
    Base64,
}

/// What the server sends over `/ws/{cuid}`, as text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(in crate::http) enum ServerMessage<'a> {
    /// Output; everything on a terminal.
    Stdout(Output<'a>),
    /// Output to standard error, without a terminal.
    Stderr(Output<'a>),
    /// The first message of a connection to a kept session.
    Session {
        /// What to come back with, as `session=<id>`.
        id: &'a str,
        /// The place in the session's output at which this connection goes on, in bytes.
        offset: u64,
        /// How wide its terminal is; null without one.
        cols: Option<u16>,
        /// How high its terminal is; null without one.
        rows: Option<u16>,
    },
    /// Somebody else who shares the session has given its terminal another size.
    Resize {
        /// How wide, in characters.
        cols: u16,
        /// How high, in characters.
        rows: u16,
    },
    /// The program has ended, or in `mode=logs` the container; the connection closes.
    Exit {
        /// 0 to 255, where 128+n stands for signal n.
        code: i64,
    },
    /// Something went wrong. The connection goes on unless the session can't.
    Error {
        /// What, with the schema of every error.
        error: Box<ApiError>,
    },
    /// So many bytes of output are gone that this client has not been sent; they count for `offset`.
    Gap {
        /// How many.
        bytes: u64,
    },
    /// The answer to `ping`.
    Pong,
}

/// A piece of output.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Output<'a> {
    /// Text, or bytes in base64.
    data: Cow<'a, str>,
    /// `utf8` for text, `base64` for everything else.
    encoding: TextEncoding,
}

/// What a client wants, once its message is understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Input(Bytes),
    Answer(Bytes),
    EndOfInput,
    Resize(Size),
    Signal(Signal),
    More(u64),
    Pong,
    Close,
}

/// Reads a text message.
pub(super) fn read(text: &str) -> Result<Wish, Failure> {
    let refused = |error: serde_json::Error| {
        let words = format!(
            "This message can't be read: {error}. A message is a JSON object with a `type`: stdin, \
             answer, eof, resize, signal, ack, ping or close."
        );
        Failure::new(ErrorKind::ValidationError, "INVALID_MESSAGE", words)
    };
    let StrictJson(value) = serde_json::from_str(text).map_err(refused)?;
    Ok(match serde_json::from_value(value).map_err(refused)? {
        ClientMessage::Stdin { data, encoding: TextEncoding::Utf8 } => Wish::Input(data.into()),
        ClientMessage::Stdin { data, encoding: TextEncoding::Base64 } => {
            Wish::Input(BASE64_STANDARD.decode(&data).map(Bytes::from).map_err(|error| {
                let words = format!("`data` is no base64: {error}");
                Failure::field(
                    "data",
                    "INVALID_VALUE",
                    words,
                    data.chars().take(80).collect::<String>(),
                )
            })?)
        }
        ClientMessage::Answer { data } => Wish::Answer(data.into()),
        ClientMessage::Eof => Wish::EndOfInput,
        ClientMessage::Resize { cols, rows } => {
            Wish::Resize(Size { cols: check_side("cols", cols)?, rows: check_side("rows", rows)? })
        }
        ClientMessage::Signal { name } => Wish::Signal(name.parse().map_err(|()| {
            let known = Signal::ALL.map(Signal::name).join(", ");
            let words = format!("`name` is no signal that can be sent; there are {known}");
            Failure::field(
                "name",
                "INVALID_VALUE",
                words,
                name.chars().take(80).collect::<String>(),
            )
        })?),
        ClientMessage::Ack { offset } => Wish::More(offset),
        ClientMessage::Ping => Wish::Pong,
        ClientMessage::Close => Wish::Close,
    })
}

/// Words a message.
pub(super) fn write(message: &ServerMessage<'_>) -> Message {
    // only maps with keys that are no text can't be written
    Message::Text(serde_json::to_string(message).unwrap_or_default().into())
}

/// Words a piece of output.
pub(super) fn output(stream: OutputStream, bytes: Bytes, encoding: Encoding) -> Message {
    if encoding == Encoding::Binary {
        let mut frame = Vec::with_capacity(bytes.len() + 1);
        frame.push(match stream {
            OutputStream::Stdout => 1,
            OutputStream::Stderr => 2,
        });
        frame.extend_from_slice(&bytes);
        return Message::Binary(frame.into());
    }
    text(stream, &bytes).unwrap_or_else(|| write(&said(stream, bytes)))
}

/// A piece of output that is text. `serde_json` would say the same more slowly.
fn text(stream: OutputStream, bytes: &[u8]) -> Option<Message> {
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    let begin = match stream {
        OutputStream::Stdout => r#"{"type":"stdout","data":"#,
        OutputStream::Stderr => r#"{"type":"stderr","data":"#,
    };
    // it has room for what stands around it, and is known to be text
    let mut message = json_escape_simd::escape(text);
    message.insert_str(0, begin);
    message.push_str(r#","encoding":"utf8"}"#);
    Some(Message::text(message))
}

/// A piece of output as a message in JSON.
pub(in crate::http) fn said(stream: OutputStream, bytes: Bytes) -> ServerMessage<'static> {
    let output = match String::from_utf8(bytes.into()) {
        Ok(text) => Output { data: text.into(), encoding: TextEncoding::Utf8 },
        Err(error) => Output {
            data: BASE64_STANDARD.encode(error.as_bytes()).into(),
            encoding: TextEncoding::Base64,
        },
    };
    match stream {
        OutputStream::Stdout => ServerMessage::Stdout(output),
        OutputStream::Stderr => ServerMessage::Stderr(output),
    }
}

#[cfg(test)]
mod tests {
    use super::{Wish, output, read};
    use crate::{
        domain::sessions::{OutputStream, Size},
        http::ws::query::Encoding,
    };
    use axum::extract::ws::Message;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn the_guides_messages_are_understood() {
        for (text, wish) in [
            (r#"{"type":"stdin","data":"lé\n","encoding":"utf8"}"#, Wish::Input("lé\n".into())),
            (
                r#"{"type":"stdin","data":"AAEC","encoding":"base64"}"#,
                Wish::Input(vec![0, 1, 2].into()),
            ),
            (r#"{"data":"x","type":"stdin"}"#, Wish::Input("x".into())),
            (
                r#"{"type":"resize","cols":120,"rows":40}"#,
                Wish::Resize(Size { cols: 120, rows: 40 }),
            ),
            (r#"{"type":"signal","name":"INT"}"#, Wish::Signal("INT".parse().unwrap())),
            (r#"{"type":"answer","data":"\u001b[?1;2c"}"#, Wish::Answer("\u{1b}[?1;2c".into())),
            (r#"{"type":"close"}"#, Wish::Close),
            (r#"{"type":"eof"}"#, Wish::EndOfInput),
            (r#"{"type":"ack","offset":4096}"#, Wish::More(4096)),
            (r#"{"type":"ping"}"#, Wish::Pong),
        ] {
            assert_eq!(read(text), Ok(wish), "{text}");
        }
    }

    #[test]
    fn garbage_is_refused_with_words() {
        for (text, code) in [
            ("", "INVALID_MESSAGE"),
            ("ls", "INVALID_MESSAGE"),
            ("[]", "INVALID_MESSAGE"),
            (r#"{"type":"fly"}"#, "INVALID_MESSAGE"),
            (r#"{"type":"stdin"}"#, "INVALID_MESSAGE"),
            (r#"{"type":"stdin","data":"x","data":"y"}"#, "INVALID_MESSAGE"),
            (r#"{"type":"stdin","data":"a","encoding":"latin1"}"#, "INVALID_MESSAGE"),
            (r#"{"type":"stdin","data":"a!","encoding":"base64"}"#, "INVALID_VALUE"),
            (r#"{"type":"resize","cols":0,"rows":40}"#, "INVALID_VALUE"),
            (r#"{"type":"resize","cols":-1,"rows":40}"#, "INVALID_MESSAGE"),
            (r#"{"type":"signal","name":"BOO"}"#, "INVALID_VALUE"),
        ] {
            assert_eq!(read(text).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn text_is_sent_as_text_and_bytes_as_base64() {
        let said =
            |bytes: &[u8]| output(OutputStream::Stdout, bytes.to_vec().into(), Encoding::Json);
        assert_eq!(
            said("é\u{1}".as_bytes()),
            Message::text(r#"{"type":"stdout","data":"é\u0001","encoding":"utf8"}"#)
        );
        assert_eq!(
            said(b"\xff\x00"),
            Message::text(r#"{"type":"stdout","data":"/wA=","encoding":"base64"}"#)
        );
        let binary = output(OutputStream::Stderr, "\0".into(), Encoding::Binary);
        assert_eq!(binary, Message::binary(vec![2, 0]));
    }
    proptest! {
        #[test]
        fn any_text_is_read_as_it_was_said(text in "\\PC{0,40}|[\u{0}-\u{ff}\u{2028}\u{ffff}]{0,40}") {
            let Message::Text(said) = output(OutputStream::Stderr, text.clone().into(), Encoding::Json)
            else { panic!("text is sent as text") };
            let wanted = json!({ "type": "stderr", "data": text, "encoding": "utf8" });
            prop_assert_eq!(serde_json::from_str::<Value>(&said).unwrap(), wanted);
        }
    }
}
