use super::{
    PATIENCE,
    sse::{Blocks, field},
};
use app::types::{Container, Event, EventKind};
use reqwest::Response;
use std::time::SystemTime;
use tokio::time::timeout;

/// The server's event stream (`GET /events`), from the moment it was opened.
pub(crate) struct EventStream(Blocks);

impl EventStream {
    /// Reads the stream that an answer carries.
    pub(crate) fn new(response: Response) -> Self {
        Self(Blocks::new(response))
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
                let (at, block) = self.0.next().await.expect("the stream goes on");
                let Some(event) = parse(&block) else { continue };
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

/// One block of the stream; `None` for comments, hints to the browser and the greeting. The `id` and `event`
/// fields must say the same as the data.
fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| field(block, name);
    if field("event").as_deref() == Some("hello") {
        return None;
    }
    let event: Event = serde_json::from_str(&field("data")?)
        .unwrap_or_else(|error| panic!("{error} in the event {block:?}"));
    assert_eq!(field("event").as_deref(), Some(event.kind.name()), "{block}");
    assert_eq!(field("id"), Some(event.id.to_string()), "{block}");
    Some(event)
}
