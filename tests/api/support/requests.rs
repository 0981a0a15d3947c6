use super::{Answer, Blocks, EventStream, PASSWORD, TestApp, Ticks, USER, answer, sleeper};
use app::types::{Container, Status};
use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::time::Duration;

impl TestApp {
    /// A request without credentials.
    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base()))
    }

    /// A request with credentials.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let credentials = BASE64_STANDARD.encode(format!("{USER}:{PASSWORD}"));
        self.anonymous(method, path).header("authorization", format!("Basic {credentials}"))
    }

    /// Logs in as a browser does; gives the cookie.
    pub(crate) async fn log_in(&self) -> String {
        let form = [("username", USER), ("password", PASSWORD)];
        let request = self
            .anonymous(Method::POST, "/login")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", self.base())
            .body(serde_urlencoded::to_string(form).unwrap());
        let answer = answer(request).await;
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// `GET`.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    /// `POST` without a body.
    pub(crate) async fn post(&self, path: &str) -> Answer {
        answer(self.request(Method::POST, path)).await
    }

    /// `POST /containers`.
    pub(crate) async fn create(&self, body: Value) -> Answer {
        answer(self.request(Method::POST, "/containers").json(&body)).await
    }

    /// `PATCH /containers/{cuid}`.
    pub(crate) async fn update(&self, cuid: &str, body: Value) -> Answer {
        answer(self.request(Method::PATCH, &format!("/containers/{cuid}")).json(&body)).await
    }

    /// `POST /containers/{cuid}/{action}`.
    pub(crate) async fn control(&self, cuid: &str, action: &str) -> Answer {
        self.post(&format!("/containers/{cuid}/{action}")).await
    }

    /// `DELETE /containers/{cuid}`, with the query given.
    pub(crate) async fn delete(&self, cuid: &str, query: &str) -> Answer {
        answer(self.request(Method::DELETE, &format!("/containers/{cuid}{query}"))).await
    }

    /// A container as the server knows it.
    pub(crate) async fn container(&self, cuid: &str) -> Container {
        self.get(&format!("/containers/{cuid}")).await.container(200)
    }

    /// A container that only sleeps, made and not started.
    pub(crate) async fn created(&self) -> Container {
        self.create(sleeper()).await.container(201)
    }

    /// A container that only sleeps, running.
    pub(crate) async fn running(&self) -> Container {
        let container = self.created().await;
        self.control(&container.cuid, "start").await.container(200)
    }

    /// The event stream from now on.
    pub(crate) async fn events(&self) -> EventStream {
        self.events_of("").await
    }

    /// The event stream that a query asks for.
    pub(crate) async fn events_of(&self, query: &str) -> EventStream {
        let request = self.request(Method::GET, &format!("/events{query}"));
        let request = request.timeout(Duration::from_mins(10));
        EventStream::new(request.send().await.expect("the server answers"))
    }

    /// What all running containers use, from now on.
    pub(crate) async fn stats(&self, query: &str) -> Ticks {
        Ticks(self.follow(&format!("/stats{query}")).await)
    }

    /// A stream of server-sent events.
    pub(crate) async fn follow(&self, path: &str) -> Blocks {
        let request = self.request(Method::GET, path).header("accept", "text/event-stream");
        let request = request.timeout(Duration::from_mins(10));
        Blocks::new(request.send().await.expect("the server answers"))
    }

    /// Waits until a container has a status, if it has not yet.
    pub(crate) async fn wait_for(&self, cuid: &str, status: Status) -> Container {
        let mut events = self.events().await;
        let now = self.container(cuid).await;
        if now.status == status {
            return now;
        }
        events.container(cuid, |container| container.status == status).await
    }
}
