use crate::support::{Answer, TestApp, answer};
use app::types::{LogLine, Status};
use reqwest::Method;
use serde_json::json;

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
