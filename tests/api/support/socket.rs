use super::{PASSWORD, PATIENCE, TestApp, USER};
use app::types::ApiError;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest,
        http::{HeaderName, HeaderValue},
    },
};

/// A WebSocket of the server, as a client has it.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What came on stdout so far.
    pub(crate) stdout: Vec<u8>,
    /// What came on stderr so far.
    pub(crate) stderr: Vec<u8>,
    /// The place behind it in the output of a kept session, gaps included.
    pub(crate) place: u64,
}

impl TestApp {
    /// Connects with credentials; `rest` begins with the container's id.
    pub(crate) async fn socket(&self, rest: &str) -> Socket {
        self.socket_at(self.base(), rest).await
    }

    /// Connects with credentials at another address, such as a proxy's.
    pub(crate) async fn socket_at(&self, base: &str, rest: &str) -> Socket {
        let credentials = BASE64_STANDARD.encode(format!("{USER}:{PASSWORD}"));
        connect(base, rest, &[("authorization", &format!("Basic {credentials}"))])
            .await
            .expect("the server agrees")
    }

    /// Connects with the headers given.
    pub(crate) async fn try_socket(
        &self,
        rest: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Socket, Box<Error>> {
        connect(self.base(), rest, headers).await
    }
}

async fn connect(
    base: &str,
    rest: &str,
    headers: &[(&'static str, &str)],
) -> Result<Socket, Box<Error>> {
    let address = format!("{}/ws/{rest}", base.replacen("http", "ws", 1));
    let mut request = address.into_client_request()?;
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).unwrap();
        request.headers_mut().insert(HeaderName::from_static(name), value);
    }
    let (stream, _) = connect_async(request).await?;
    Ok(Socket { stream, stdout: Vec::new(), stderr: Vec::new(), place: 0 })
}

impl Socket {
    /// Sends a message in JSON.
    pub(crate) async fn send(&mut self, message: Value) {
        self.send_raw(Message::text(message.to_string())).await;
    }

    /// Sends any message.
    pub(crate) async fn send_raw(&mut self, message: Message) {
        timeout(PATIENCE, self.stream.send(message))
            .await
            .expect("it is read")
            .expect("it is open");
    }

    /// Sends input.
    pub(crate) async fn input(&mut self, text: &str) {
        self.send(json!({ "type": "stdin", "data": text, "encoding": "utf8" })).await;
    }

    /// The next message that is not the protocol's own; `None` once the server has closed.
    pub(crate) async fn message(&mut self) -> Option<Value> {
        // pings come all the time
        let until = Instant::now() + PATIENCE;
        loop {
            let next = timeout_at(until, self.stream.next()).await;
            match next.unwrap_or_else(|_| panic!("nothing comes; so far {}", self.text())) {
                Some(Ok(Message::Text(text))) => {
                    return Some(serde_json::from_str(&text).expect("a message is JSON"));
                }
                Some(Ok(Message::Binary(bytes))) => {
                    let (stream, data) = bytes.split_first().expect("a first byte");
                    let kind = if *stream == 1 { "stdout" } else { "stderr" };
                    let data = BASE64_STANDARD.encode(data);
                    return Some(
                        json!({ "type": kind, "data": data, "encoding": "base64", "binary": true }),
                    );
                }
                Some(Ok(Message::Close(_))) | None => return None,
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("{error}; so far {}", self.text()),
            }
        }
    }

    /// The first message of a connection to a kept session, which tells its id.
    pub(crate) async fn session(&mut self) -> String {
        let message = self.message().await.expect("a first message");
        assert_eq!(message["type"], "session", "{message}");
        self.place = message["offset"].as_u64().expect("a place");
        message["id"].as_str().expect("an id").to_owned()
    }

    /// The gap that comes next, in bytes.
    pub(crate) async fn gap(&mut self) -> u64 {
        let message = self.message().await.expect("a message");
        assert_eq!(message["type"], "gap", "{message}");
        let bytes = message["bytes"].as_u64().expect("a number");
        self.place += bytes;
        bytes
    }

    /// The next message that is not output, which is gathered.
    pub(crate) async fn event(&mut self) -> Option<Value> {
        loop {
            let message = self.message().await?;
            if !self.gather(&message) {
                return Some(message);
            }
        }
    }

    /// Gathers output until stdout contains the text.
    pub(crate) async fn until(&mut self, text: &str) {
        while !contains(&self.stdout, text.as_bytes()) {
            let message = self.message().await;
            let message =
                message.unwrap_or_else(|| panic!("closed before {text:?}: {}", self.text()));
            assert!(self.gather(&message), "{message} before {text:?}: {}", self.text());
        }
    }

    /// Gathers output to the end; gives the exit code.
    pub(crate) async fn exit(&mut self) -> i64 {
        let event = self.event().await.expect("a message before the end");
        assert_eq!(event["type"], "exit", "{event}; {}", self.text());
        assert_eq!(self.message().await, None, "nothing comes after the exit");
        event["code"].as_i64().expect("a number")
    }

    /// The error that comes next, which must be this one.
    pub(crate) async fn error(&mut self, kind: &str, code: &str) -> ApiError {
        let event = self.event().await.expect("a message before the end");
        assert_eq!(event["type"], "error", "{event}");
        let error: ApiError = serde_json::from_value(event["error"].clone()).expect("the schema");
        assert_eq!((error.error.as_str(), error.code.as_str()), (kind, code), "{event}");
        error
    }

    /// Waits until the connection is gone, in whatever way.
    pub(crate) async fn gone(&mut self) {
        while let Some(Ok(_)) = self.stream.next().await {}
    }

    /// Sends a message that the server need not read.
    pub(crate) async fn throw(&mut self, message: Message) {
        let _ = timeout(PATIENCE, self.stream.send(message)).await.expect("it is read, or refused");
    }

    /// Leaves without a word.
    pub(crate) fn vanish(self) {
        drop(self);
    }

    /// What came so far, for people.
    pub(crate) fn text(&self) -> String {
        let text = |bytes: &[u8]| {
            let end = bytes.len().min(4000);
            String::from_utf8_lossy(&bytes[..end]).into_owned()
        };
        format!("stdout {:?}, stderr {:?}", text(&self.stdout), text(&self.stderr))
    }

    fn gather(&mut self, message: &Value) -> bool {
        let to = match message["type"].as_str() {
            Some("stdout") => &mut self.stdout,
            Some("stderr") => &mut self.stderr,
            _ => return false,
        };
        let data = message["data"].as_str().expect("text");
        let before = to.len();
        match message["encoding"].as_str() {
            Some("utf8") => to.extend_from_slice(data.as_bytes()),
            Some("base64") => to.extend(BASE64_STANDARD.decode(data).expect("base64")),
            _ => panic!("an unknown encoding: {message}"),
        }
        self.place += (to.len() - before) as u64;
        true
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}
