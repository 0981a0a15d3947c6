use crate::support::{Answer, PATIENCE, TestApp, answer};
use app::types::{LogLine, Status};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::{fs, time::Duration};
use tokio::time::timeout;

/// Runs what it is told, line by line.
const OBEY: &str = "mkfifo /app/orders && exec 3<>/app/orders && echo ready && while read -r order <&3; do eval \"$order\"; done";

/// A server with a container that runs a script.
pub(super) struct Fixture {
    pub(super) app: TestApp,
    pub(super) cuid: String,
}

impl Fixture {
    /// The container is running.
    pub(super) async fn running(script: &str) -> Self {
        let app = TestApp::start();
        let cuid = start(&app, script).await;
        Self { app, cuid }
    }

    /// The container has run to its end.
    pub(super) async fn ended(script: &str) -> Self {
        let on = Self::running(script).await;
        on.app.wait_for(&on.cuid, Status::Exited).await;
        on
    }

    /// The container has written `ready` and waits for orders.
    pub(super) async fn obeying() -> Self {
        let on = Self::running(OBEY).await;
        on.follow(&[]).await.line("ready").await;
        on
    }

    /// Has the container do something.
    pub(super) fn order(&self, words: &str) {
        let orders = self.app.container_folder(&self.cuid).join("app/orders");
        fs::write(orders, format!("{words}\n")).unwrap();
    }

    /// The engine's id of the container.
    pub(super) async fn id(&self) -> String {
        self.app.engine_ids(&self.cuid).await.remove(0)
    }

    /// The log's path with a query of these values, encoded once.
    pub(super) fn path(&self, query: &[(&str, &str)]) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        format!("/containers/{}/logs?{query}", self.cuid)
    }

    pub(super) async fn get(&self, query: &[(&str, &str)]) -> Answer {
        self.app.get(&self.path(query)).await
    }

    /// The log as text.
    pub(super) async fn text(&self, query: &[(&str, &str)]) -> String {
        let answer = self.get(query).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        answer.text
    }

    /// The log as NDJSON.
    pub(super) async fn lines(&self, query: &[(&str, &str)]) -> Vec<LogLine> {
        let request = self.app.request(Method::GET, &self.path(query));
        let answer = answer(request.header("accept", "application/x-ndjson")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("content-type"), "application/x-ndjson");
        parse(&answer.text)
    }

    /// Follows the log by server-sent events.
    pub(super) async fn follow(&self, query: &[(&str, &str)]) -> Follower {
        Follower::open(self.following(query)).await
    }

    /// Follows the log from behind a line.
    pub(super) async fn follow_from(&self, id: &str, query: &[(&str, &str)]) -> Follower {
        Follower::open(self.following(query).header("last-event-id", id)).await
    }

    fn following(&self, query: &[(&str, &str)]) -> RequestBuilder {
        let query = [query, &[("follow", "true")]].concat();
        self.app.request(Method::GET, &self.path(&query))
    }
}

/// A container that runs a script, running.
pub(super) async fn start(app: &TestApp, script: &str) -> String {
    let body = json!({ "image": "busybox:latest", "command": ["sh", "-c", script] });
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    cuid
}

/// Lines of JSON.
pub(super) fn parse(text: &str) -> Vec<LogLine> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// The texts alone.
pub(super) fn data(lines: &[LogLine]) -> Vec<&str> {
    lines.iter().map(|line| line.data.as_str()).collect()
}

/// One server-sent event.
#[derive(Debug, Default)]
pub(super) struct Event {
    pub(super) id: Option<String>,
    /// Empty for lines.
    pub(super) name: String,
    pub(super) data: Value,
}

impl Event {
    /// The line that it tells.
    pub(super) fn into_line(self) -> LogLine {
        assert_eq!(self.name, "", "{self:?}");
        serde_json::from_value(self.data).unwrap()
    }
}

/// Somebody who follows a log by server-sent events.
pub(super) struct Follower {
    response: Response,
    text: Vec<u8>,
}

impl Follower {
    pub(super) async fn open(request: RequestBuilder) -> Self {
        let request = request.header("accept", "text/event-stream").timeout(Duration::from_mins(5));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: Vec::new() }
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The next block of the stream; `None` at its end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.text.windows(2).position(|pair| pair == b"\n\n") {
                let block = self.text.drain(..end + 2).collect();
                return Some(String::from_utf8(block).expect("UTF-8"));
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await.expect("something comes");
            let Some(chunk) = chunk.unwrap() else {
                assert!(self.text.is_empty(), "cut off: {:?}", String::from_utf8_lossy(&self.text));
                return None;
            };
            self.text.extend_from_slice(&chunk);
        }
    }

    /// The next event, or place that is told without one; `None` at the end.
    pub(super) async fn event(&mut self) -> Option<Event> {
        loop {
            let block = self.block().await?;
            let mut event = Event::default();
            for line in block.lines().filter(|line| !line.is_empty() && !line.starts_with(':')) {
                match line.split_once(": ").expect("a field") {
                    ("id", id) => event.id = Some(id.to_owned()),
                    ("event", name) => name.clone_into(&mut event.name),
                    ("data", data) => event.data = serde_json::from_str(data).expect("JSON"),
                    _ => panic!("{block:?}"),
                }
            }
            if event.id.is_some() || !event.name.is_empty() {
                return Some(event);
            }
        }
    }

    /// The next event, whatever places are told before it; `None` at the end.
    pub(super) async fn told(&mut self) -> Option<Event> {
        loop {
            let event = self.event().await?;
            if !event.data.is_null() {
                return Some(event);
            }
        }
    }

    /// The next line.
    pub(super) async fn next_line(&mut self) -> LogLine {
        self.told().await.expect("it goes on").into_line()
    }

    /// Waits for a line with this text; gives its id.
    pub(super) async fn line(&mut self, text: &str) -> String {
        loop {
            let event = self.event().await.unwrap_or_else(|| panic!("{text:?} never came"));
            if event.data["data"] == text {
                return event.id.expect("lines have ids");
            }
        }
    }

    /// Every line up to the event `end`, and that event's data; the stream ends there.
    pub(super) async fn read_to_end(&mut self) -> (Vec<LogLine>, Value) {
        let mut lines = Vec::new();
        while let Some(event) = self.event().await {
            match event.name.as_str() {
                "" if event.data.is_null() => {}
                "" => lines.push(event.into_line()),
                "end" => {
                    assert!(self.event().await.is_none(), "it goes on behind its end");
                    return (lines, event.data);
                }
                _ => panic!("{event:?}"),
            }
        }
        panic!("it ended without saying so, after {} lines", lines.len());
    }
}
