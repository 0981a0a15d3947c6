use super::Filter;
use crate::store::{LogPlace, LogReader};
use app::{
    api,
    types::{ActionEntry, ActivityPage, ActivityQuery, ErrorKind, Failure},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{ops::ControlFlow, sync::Arc};
use tokio::sync::{Semaphore, broadcast};

const DEFAULT_LIMIT: usize = 50;
const MAXIMAL_LIMIT: usize = 500;
/// How many bytes of the log one request looks through at most.
const MOST: u64 = 8 << 20;
/// How many requests look through the log side by side.
const AT_ONCE: usize = 2;
/// How many entries a slow listener may be behind before it misses some.
const BEHIND: usize = 256;

/// The log as it is read: from its end, and as it grows.
#[derive(Debug, Clone)]
pub struct Activity {
    reader: LogReader,
    live: broadcast::Sender<Arc<ActionEntry>>,
    turns: Arc<Semaphore>,
}

impl Activity {
    pub(super) fn new(reader: LogReader) -> Self {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Self { reader, live: broadcast::Sender::new(BEHIND), turns }
    }

    /// What is written from now on.
    pub fn follow(&self) -> broadcast::Receiver<Arc<ActionEntry>> {
        self.live.subscribe()
    }

    /// Whether anybody listens.
    pub(super) fn is_followed(&self) -> bool {
        self.live.receiver_count() > 0
    }

    /// Tells those who listen.
    pub(super) fn tell(&self, entry: ActionEntry) {
        // nobody listening any more is no error
        let _ = self.live.send(Arc::new(entry));
    }
}

#[async_trait::async_trait]
impl api::Activity for Activity {
    async fn list(&self, query: &ActivityQuery) -> Result<ActivityPage, Failure> {
        let limit = limit(query.limit.as_deref())?;
        let filter = Filter::read(query)?;
        let from = query.cursor.as_deref().map(read_cursor).transpose()?;
        let reader = self.reader.clone();
        // closed by nobody
        let _turn = self.turns.acquire().await;
        let read = tokio::task::spawn_blocking(move || page(&reader, from, &filter, limit));
        match read.await {
            Ok(Ok(page)) => Ok(page),
            Ok(Err(error)) => Err(unreadable(&error.to_string())),
            Err(error) => Err(unreadable(&error.to_string())),
        }
    }
}

fn page(
    reader: &LogReader,
    from: Option<LogPlace>,
    filter: &Filter,
    limit: usize,
) -> std::io::Result<ActivityPage> {
    let mut entries = Vec::new();
    let mut through = false;
    let next = reader.back(from, MOST, |line| {
        // a line that a crash cut short is none
        let Ok(entry) = serde_json::from_slice::<ActionEntry>(line) else {
            return ControlFlow::Continue(());
        };
        if filter.is_before_all(&entry) {
            through = true;
            return ControlFlow::Break(());
        }
        if filter.matches(&entry) {
            entries.push(entry);
        }
        if entries.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let next_cursor = next.filter(|_| !through).map(write_cursor);
    Ok(ActivityPage { entries, next_cursor })
}

fn limit(text: Option<&str>) -> Result<usize, Failure> {
    let Some(text) = text else { return Ok(DEFAULT_LIMIT) };
    text.parse().ok().filter(|limit| (1..=MAXIMAL_LIMIT).contains(limit)).ok_or_else(|| {
        let words = format!("A page has 1 to {MAXIMAL_LIMIT} entries.");
        Failure::field("limit", "INVALID_LIMIT", words, text)
    })
}

fn write_cursor(place: LogPlace) -> String {
    URL_SAFE_NO_PAD.encode([place.file.to_le_bytes(), place.offset.to_le_bytes()].concat())
}

fn read_cursor(text: &str) -> Result<LogPlace, Failure> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let numbers = bytes.as_deref().and_then(|bytes| {
        let (file, offset) = bytes.split_first_chunk()?;
        Some((u64::from_le_bytes(*file), u64::from_le_bytes(offset.try_into().ok()?)))
    });
    let Some((file, offset)) = numbers else {
        let provided: String = text.chars().take(80).collect();
        let words = "This is no cursor of this server. Pass on `next_cursor` as it came.";
        return Err(Failure::field("cursor", "INVALID_CURSOR", words, provided));
    };
    Ok(LogPlace { file, offset })
}

fn unreadable(error: &str) -> Failure {
    Failure::new(
        ErrorKind::IoError,
        "ACTION_LOG_UNREADABLE",
        format!("The action log can't be read: {error}. Look at LOG_DIR and who may read it."),
    )
}
