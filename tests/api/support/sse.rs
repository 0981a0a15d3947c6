use super::PATIENCE;
use app::types::StatsTick;
use futures_util::StreamExt;
use reqwest::Response;
use std::time::SystemTime;
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinHandle,
    time::timeout,
};

/// The blocks of a stream of server-sent events, each with the moment at which it arrived here.
pub(crate) struct Blocks {
    blocks: UnboundedReceiver<(SystemTime, String)>,
    reading: JoinHandle<()>,
}

impl Blocks {
    /// Reads the stream that an answer carries.
    pub(crate) fn new(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/event-stream"), "{kind}");
        let (sender, blocks) = unbounded_channel();
        let reading = tokio::spawn(async move {
            let mut chunks = response.bytes_stream();
            let mut text = Vec::new();
            while let Some(Ok(chunk)) = chunks.next().await {
                let at = SystemTime::now();
                text.extend_from_slice(&chunk);
                while let Some(end) = text.windows(2).position(|pair| pair == b"\n\n") {
                    let block: Vec<u8> = text.drain(..end + 2).collect();
                    let _ = sender.send((at, String::from_utf8(block).expect("UTF-8")));
                }
            }
        });
        Self { blocks, reading }
    }

    /// The next block; `None` at the stream's end.
    pub(crate) async fn next(&mut self) -> Option<(SystemTime, String)> {
        self.blocks.recv().await
    }

    /// The name and the data of the next event, comments passed over; `None` at the stream's end.
    pub(crate) async fn event(&mut self) -> Option<(String, String)> {
        loop {
            let (_, block) = timeout(PATIENCE, self.next()).await.expect("it goes on")?;
            if let Some(data) = field(&block, "data") {
                return Some((field(&block, "event").unwrap_or_default(), data));
            }
        }
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

/// A field of a block.
pub(crate) fn field(block: &str, name: &str) -> Option<String> {
    let value = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    Some(value.trim().to_owned())
}

/// What all running containers use, as `GET /stats` tells it.
pub(crate) struct Ticks(pub(super) Blocks);

impl Ticks {
    /// The next message.
    pub(crate) async fn next(&mut self) -> StatsTick {
        let (name, data) = self.0.event().await.expect("the stream goes on");
        assert_eq!(name, "stats");
        serde_json::from_str(&data).unwrap_or_else(|error| panic!("{error}: {data}"))
    }
}
