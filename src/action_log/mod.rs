//! The action log, `actions.jsonl`: a line for every request and every longer-lived connection.
//!
//! A request only puts an entry into a bounded queue; one thread words and writes them. Where the
//! disk is slower than the requests, entries are dropped and counted, never waited for.

mod activity;
mod filter;

pub use activity::Activity;
pub use filter::Filter;

use crate::{
    config::StartError,
    domain::time,
    store::{LogFile, LogReader},
};
use app::types::{ActionEntry, ApiError};
use jiff::Timestamp;
use parking_lot::Mutex;
use serde::Serialize;
use std::{
    net::IpAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// The file's name.
const FILE: &str = "actions.jsonl";
/// How many entries can wait for the disk.
const QUEUE: usize = 16 * 1024;
/// How many bytes are written at once at most.
const BATCH: usize = 64 * 1024;
/// How many older files stay.
const KEPT: u32 = 5;

/// What somebody did, and how it ended.
#[derive(Debug)]
pub struct Entry {
    /// When it began.
    pub at: Timestamp,
    /// The request, as in the answer's `x-request-id`.
    pub request_id: Arc<str>,
    /// Who it was; none where nobody was logged in.
    pub user: Option<Arc<str>>,
    /// The client's address, as far as it is known.
    pub remote: Option<IpAddr>,
    /// The HTTP method.
    pub method: axum::http::Method,
    /// The path without the query.
    pub path: String,
    /// What was asked for: `container.start`.
    pub action: String,
    /// The container it was about.
    pub cuid: Option<String>,
    /// The image it was about.
    pub image: Option<String>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// How long it took.
    pub duration: Duration,
    /// The error that was answered.
    pub error: Option<Box<ApiError>>,
}

/// A line of the log.
#[derive(Serialize)]
struct Line<'a> {
    timestamp: String,
    request_id: &'a str,
    user: Option<&'a str>,
    remote: Option<IpAddr>,
    method: &'a str,
    path: &'a str,
    action: &'a str,
    cuid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    status: u16,
    duration_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a ApiError>,
}

/// The line that stands for entries the disk was too slow for.
#[derive(Serialize)]
struct DroppedLine {
    timestamp: String,
    action: &'static str,
    dropped: u64,
}

enum Message {
    Entry(Box<Entry>),
    Close,
}

/// The log.
#[derive(Debug)]
pub struct ActionLog {
    queue: SyncSender<Message>,
    dropped: Arc<AtomicU64>,
    writer: Mutex<Option<JoinHandle<()>>>,
    activity: Activity,
}

/// Reads the log in a folder.
pub fn reader(folder: &Path) -> LogReader {
    LogReader::new(folder.join(FILE), KEPT)
}

impl ActionLog {
    /// Opens the log in a folder, which is made where there is none.
    pub fn open(folder: &Path, most_bytes: u64) -> Result<Self, StartError> {
        let refused = |error| {
            StartError(format!(
                "cannot write the action log in {} (LOG_DIR): {error}",
                folder.display()
            ))
        };
        let file = LogFile::open(folder.join(FILE), most_bytes, KEPT).map_err(refused)?;
        let dropped = Arc::new(AtomicU64::new(0));
        let (queue, entries) = sync_channel(QUEUE);
        let activity = Activity::new(reader(folder));
        let writer = Writer {
            file,
            buffer: Vec::new(),
            dropped: Arc::clone(&dropped),
            failing: false,
            activity: activity.clone(),
            told: Vec::new(),
        };
        let thread = thread::Builder::new()
            .name("action-log".to_owned())
            .spawn(move || writer.run(&entries))
            .map_err(refused)?;
        Ok(Self { queue, dropped, writer: Mutex::new(Some(thread)), activity })
    }

    /// The log as it is read.
    pub fn activity(&self) -> &Activity {
        &self.activity
    }

    /// Writes an entry down, soon; never waits.
    pub fn record(&self, entry: Entry) {
        if self.queue.try_send(Message::Entry(Box::new(entry))).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Writes down everything that was recorded, and ends. Blocks.
    pub fn close(&self) {
        let Some(writer) = self.writer.lock().take() else { return };
        if self.queue.send(Message::Close).is_ok() && writer.join().is_err() {
            tracing::error!("the writer of the action log has failed");
        }
    }
}

struct Writer {
    file: LogFile,
    buffer: Vec<u8>,
    dropped: Arc<AtomicU64>,
    failing: bool,
    activity: Activity,
    /// What those who follow are told when it is written.
    told: Vec<ActionEntry>,
}

impl Writer {
    fn run(mut self, entries: &Receiver<Message>) {
        let mut open = true;
        while open {
            // waits for the first entry, then takes what else is there
            let Ok(first) = entries.recv() else { break };
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Entry(entry) => self.word(&entry),
                    Message::Close => {
                        open = false;
                        break;
                    }
                }
                if self.buffer.len() >= BATCH {
                    break;
                }
                next = entries.try_recv().ok();
            }
            self.write();
        }
        if let Err(error) = self.file.sync() {
            tracing::error!(%error, "can't flush the action log");
        }
    }

    fn word(&mut self, entry: &Entry) {
        let line = Line {
            timestamp: time::format(entry.at),
            request_id: &entry.request_id,
            user: entry.user.as_deref(),
            remote: entry.remote,
            method: entry.method.as_str(),
            path: &entry.path,
            action: &entry.action,
            cuid: entry.cuid.as_deref(),
            image: entry.image.as_deref(),
            status: entry.status,
            duration_ms: (entry.duration.as_secs_f64() * 1e6).round() / 1e3,
            error: entry.error.as_deref(),
        };
        self.push(&line);
    }

    fn push(&mut self, line: &impl Serialize) {
        let start = self.buffer.len();
        match serde_json::to_writer(&mut self.buffer, line) {
            Ok(()) => {
                if self.activity.is_followed() {
                    let line = self.buffer.get(start..).unwrap_or_default();
                    self.told.extend(serde_json::from_slice::<ActionEntry>(line));
                }
                self.buffer.push(b'\n');
            }
            Err(_) => self.buffer.truncate(start),
        }
    }

    fn write(&mut self) {
        let dropped = self.dropped.swap(0, Ordering::Relaxed);
        if dropped > 0 {
            self.push(&DroppedLine { timestamp: time::now(), action: "log.dropped", dropped });
        }
        match self.file.append(&self.buffer) {
            Ok(()) => self.failing = false,
            Err(error) if !self.failing => {
                self.failing = true;
                tracing::error!(%error, "can't write the action log; entries are lost until it works again");
            }
            Err(_) => {}
        }
        self.buffer.clear();
        self.told.drain(..).for_each(|entry| self.activity.tell(entry));
    }
}
