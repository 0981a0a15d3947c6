use crate::bench::server::{AUTHORIZATION, Server};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::{borrow::Cow, net::TcpStream};
use tungstenite::{
    Message, WebSocket,
    client::IntoClientRequest as _,
    http::{HeaderValue, header},
};

/// A client of `/ws/{cuid}`.
pub(super) struct Client {
    socket: WebSocket<TcpStream>,
}

/// What a message says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// So many bytes of output.
    Output(usize),
    /// The program has ended.
    Exit,
}

/// A message in JSON, as far as it is wanted.
#[derive(Deserialize)]
struct Text<'a> {
    r#type: &'a str,
    #[serde(borrow)]
    data: Option<Cow<'a, str>>,
    code: Option<i64>,
}

impl Client {
    /// Connects; `rest` is the container's id with a query.
    pub(super) fn open(server: &Server, rest: &str) -> Result<Self> {
        let address = format!("{}/ws/{rest}", server.base.replacen("http", "ws", 1));
        let mut request = address.into_client_request()?;
        request
            .headers_mut()
            .insert(header::AUTHORIZATION, HeaderValue::from_static(AUTHORIZATION));
        let host = server.base.strip_prefix("http://").context("the server's address")?;
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        let (socket, _) = tungstenite::client(request, stream)?;
        Ok(Self { socket })
    }

    /// Types something.
    pub(super) fn type_in(&mut self, text: &str) -> Result<()> {
        let message = serde_json::json!({ "type": "stdin", "data": text, "encoding": "utf8" });
        Ok(self.socket.send(Message::text(message.to_string()))?)
    }

    /// The next message.
    pub(super) fn next(&mut self) -> Result<Said> {
        loop {
            return Ok(match self.socket.read()? {
                Message::Binary(frame) => Said::Output(frame.len() - 1),
                Message::Text(text) => match serde_json::from_str(&text)? {
                    Text { r#type: "stdout" | "stderr", data: Some(data), .. } => {
                        Said::Output(data.len())
                    }
                    Text { r#type: "exit", code: Some(0), .. } => Said::Exit,
                    _ => bail!("the server says {text}"),
                },
                Message::Close(_) => bail!("the server has closed"),
                _ => continue,
            });
        }
    }

    /// Reads to the program's end; gives the bytes of its output.
    pub(super) fn drain(mut self) -> Result<usize> {
        let mut bytes = 0;
        while let Said::Output(more) = self.next()? {
            bytes += more;
        }
        Ok(bytes)
    }
}
