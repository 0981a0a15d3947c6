use super::PATIENCE;
use app::types::{Container, Event, EventKind};
use futures_util::StreamExt;
use reqwest::Response;
use std::time::SystemTime;
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinHandle,
    time::timeout,
};

/// The server's event stream (`GET /events`), from the moment it was opened.
pub(crate) struct EventStream {
    events: UnboundedReceiver<(SystemTime, Event)>,
    reading: JoinHandle<()>,
}

impl EventStream {
    /// Reads the stream that an answer carries.
    pub(crate) fn new(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/event-stream"), "{kind}");
        let (sender, events) = unbounded_channel();
        let reading = tokio::spawn(async move {
            let mut chunks = response.bytes_stream();
            let mut text = Vec::new();
            while let Some(Ok(chunk)) = chunks.next().await {
                let at = SystemTime::now();
                text.extend_from_slice(&chunk);
                while let Some(end) = text.windows(2).position(|pair| pair == b"\n\n") {
                    let block: Vec<u8> = text.drain(..end + 2).collect();
                    if let Some(event) = parse(&String::from_utf8(block).expect("UTF-8")) {
                        let _ = sender.send((at, event));
                    }
                }
            }
        });
        Self { events, reading }
    }

    /// Waits for an event of which `pick` makes something; what comes before it is passed over.
    pub(crate) async fn wait<T>(&mut self, mut pick: impl FnMut(&Event) -> Option<T>) -> T {
        self.wait_timed(|_, event| pick(event)).await
    }

    /// As [`Self::wait`], with the moment at which each event arrived here.
    pub(crate) async fn wait_timed<T>(
        &mut self,
        mut pick: impl FnMut(SystemTime, &Event) -> Option<T>,
    ) -> T {
        let mut seen = Vec::new();
        let found = timeout(PATIENCE, async {
            loop {
                let (at, event) = self.events.recv().await.expect("the stream goes on");
                if let Some(found) = pick(at, &event) {
                    return found;
                }
                seen.push(event);
            }
        })
        .await;
        found.unwrap_or_else(|_| panic!("never came; instead: {seen:#?}"))
    }

    /// Waits until the container is as `accept` wants it, and gives it.
    pub(crate) async fn container(
        &mut self,
        cuid: &str,
        mut accept: impl FnMut(&Container) -> bool,
    ) -> Container {
        self.wait(|event| match &event.kind {
            EventKind::Container { container } if container.cuid == cuid && accept(container) => {
                Some((**container).clone())
            }
            _ => None,
        })
        .await
    }

    /// Waits until a container is gone.
    pub(crate) async fn removed(&mut self, cuid: &str) {
        self.wait(|event| match &event.kind {
            EventKind::Removed { cuid: gone } if gone == cuid => Some(()),
            _ => None,
        })
        .await;
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

/// One block of the stream; `None` for comments, hints to the browser and the greeting. The `id` and `event`
/// fields must say the same as the data.
fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
    };
    if field("event") == Some("hello") {
        return None;
    }
    let event: Event = serde_json::from_str(field("data")?)
        .unwrap_or_else(|error| panic!("{error} in the event {block:?}"));
    assert_eq!(field("event"), Some(event.kind.name()), "{block}");
    assert_eq!(field("id"), Some(event.id.to_string().as_str()), "{block}");
    Some(event)
}
