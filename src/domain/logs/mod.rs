//! What containers have written, line by line, whether they run or not.
//!
//! The engine gives messages, each with the moment of its line: a line, or a part of a long one.
//! [`Lines`](lines::Lines) puts them together, a [`Source`](source::Source) reads them from a place
//! on, [`scan`](scan::scan) finds the last ones, and a [`LogReader`] joins these to what was asked
//! for. Nothing is read ahead: a reader that is slow makes the engine wait.

mod entry;
mod filter;
mod lines;
mod moment;
mod position;
mod reader;
mod scan;
mod selection;
mod source;

pub use entry::Entry;
pub use position::LogId;
use reader::Log;
pub use reader::{LogItem, LogReader};

use super::{Domain, container::Cuid, core::Core};
use app::{
    api::Logs,
    types::{Failure, LogLine, LogPage, LogQuery},
};
use jiff::Timestamp;
use scan::Measure;
use selection::Selection;
use std::sync::Arc;

/// How many lines a page has unless it is said, and at most; and at most of how many bytes, a small
/// part of which a single line may have.
const PAGE: usize = 500;
const LONGEST_PAGE: usize = 1000;
const PAGE_BYTES: usize = 1 << 20;

impl Domain {
    /// Opens a container's log, whether it runs or not; one that was never started has an empty one.
    pub async fn open_log(&self, cuid: &str, query: &LogQuery) -> Result<LogReader, Failure> {
        let log = Log::of(&self.core, cuid.parse()?)?;
        LogReader::open(log, Selection::parse(query)?).await
    }
}

impl Core {
    /// The last lines that a container has written since a moment, at most so many bytes of them.
    pub(super) async fn last_lines(
        self: &Arc<Self>,
        cuid: Cuid,
        since: Option<Timestamp>,
        lines: usize,
        bytes: usize,
    ) -> Result<Vec<LogLine>, Failure> {
        let selection = Selection { since, ..Selection::default() };
        let measure = Measure { lines, bytes, line: Some(LogPage::LINE.min(bytes)) };
        Ok(Log::of(self, cuid)?.page(&selection, measure).await?.lines)
    }
}

#[async_trait::async_trait]
impl Logs for Domain {
    async fn read(&self, cuid: &str, query: &LogQuery) -> Result<LogPage, Failure> {
        let log = Log::of(&self.core, cuid.parse()?)?;
        // what is open at the end is for those who go on from there
        let selection = Selection { follow: true, ..Selection::parse(query)? };
        let lines = selection.tail.unwrap_or(PAGE).min(LONGEST_PAGE);
        let measure = Measure { lines, bytes: PAGE_BYTES, line: Some(LogPage::LINE) };
        log.page(&selection, measure).await
    }
}
