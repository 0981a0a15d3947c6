use super::backlog::Backlog;
use crate::engine::{OutputStream, Size};
use app::types::Failure;
use bytes::Bytes;
use parking_lot::Mutex;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{sync::Notify, time::timeout};

/// The most output that is held for readers, in bytes.
pub(super) const HELD: u64 = 256 * 1024;
/// About how much a reader is given at once, in bytes.
const CHUNK: usize = 64 * 1024;
/// How long a reader may take for nothing while another has read all there is: it may be a client
/// that is gone without a word, and the other the same one who has come back.
const DAWDLING: Duration = Duration::from_secs(2);

/// How a session has ended.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// Its program has ended with this exit code, 128+n for signal n.
    Exit(i64),
    /// It was lost.
    Failed(Failure),
}

/// What a reader is given.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Output.
    Chunk {
        /// Whose.
        stream: OutputStream,
        /// The bytes; whole characters, where the output is text.
        bytes: Bytes,
        /// The place behind it, in bytes of all output since the session began.
        offset: u64,
    },
    /// So many bytes are gone that this reader has not seen.
    Gap(u64),
    /// Somebody else has given the terminal another size.
    Resized(Size),
    /// There is no more.
    End(End),
}

/// Output on its way from a program to those who read it: one writer, any number of readers. Holds
/// no more than [`HELD`]; readers that are slower than the program make the writer wait, unless it is
/// only one of them that reads nothing at all.
#[derive(Debug)]
pub(super) struct Output {
    state: Mutex<State>,
    news: Notify,
    room: Notify,
    /// Whether what everybody has read stays, for those who come back.
    replays: bool,
}

#[derive(Debug, Default)]
struct State {
    backlog: Backlog,
    readers: HashMap<u64, Place>,
    next_reader: u64,
    end: Option<End>,
    /// Nobody makes the writer wait any more.
    hurried: bool,
}

/// Where a reader is.
#[derive(Debug)]
struct Place {
    offset: u64,
    /// Whether the writer waits for it.
    waited_for: bool,
    /// Whether it has taken nothing for so long that the writer does not wait for now.
    dawdles: bool,
}

impl State {
    fn slowest(&self) -> Option<u64> {
        let waited_for = |place: &&Place| place.waited_for && !place.dawdles;
        self.readers.values().filter(waited_for).map(|place| place.offset).min()
    }

    /// Whether so many bytes more can be added without a loss to who has read up to a place.
    fn fits(&self, bytes: usize, read: u64) -> bool {
        self.backlog.end() + bytes as u64 - read <= HELD && self.backlog.has_room(read)
    }

    /// No longer waits for those that so many bytes more do not fit, where they fit somebody else.
    fn pass_over(&mut self, bytes: usize) {
        let waited_for = |place: &Place| place.waited_for && !place.dawdles;
        let fits: Vec<_> = self
            .readers
            .iter()
            .filter(|(_, place)| waited_for(place))
            .map(|(id, place)| (*id, self.fits(bytes, place.offset)))
            .collect();
        if fits.iter().any(|(_, fits)| *fits) {
            for (id, _) in fits.iter().filter(|(_, fits)| !fits) {
                if let Some(place) = self.readers.get_mut(id) {
                    place.dawdles = true;
                }
            }
        }
    }
}

impl Output {
    pub(super) fn new(replays: bool) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
            news: Notify::new(),
            room: Notify::new(),
            replays,
        })
    }

    /// Adds a piece; waits until there is room for it.
    pub(super) async fn write(&self, stream: OutputStream, bytes: Bytes) {
        loop {
            let room = self.room.notified();
            {
                let mut state = self.state.lock();
                let fits = state.slowest().is_none_or(|slowest| state.fits(bytes.len(), slowest));
                if fits || state.hurried {
                    state.backlog.push(stream, bytes);
                    let oldest = state.backlog.end().saturating_sub(HELD);
                    state.backlog.trim(oldest);
                    break;
                }
            }
            if timeout(DAWDLING, room).await.is_err() {
                self.state.lock().pass_over(bytes.len());
            }
        }
        self.news.notify_waiters();
    }

    /// Says that there is no more, and why; the first reason holds.
    pub(super) fn close(&self, end: End) {
        self.state.lock().end.get_or_insert(end);
        self.news.notify_waiters();
    }

    /// From now on the writer waits for nobody: what is read too slowly is lost.
    pub(super) fn hurry(&self) {
        self.state.lock().hurried = true;
        self.room.notify_waiters();
    }

    /// How it has ended, once it has.
    pub(super) fn end(&self) -> Option<End> {
        self.state.lock().end.clone()
    }

    /// How much was written so far, in bytes.
    pub(super) fn written(&self) -> u64 {
        self.state.lock().backlog.end()
    }

    /// Reads from a place on; from the oldest that there is where none is given.
    pub(super) fn reader(self: &Arc<Self>, from: Option<u64>, waited_for: bool) -> Reader {
        let mut state = self.state.lock();
        let backlog = &state.backlog;
        let offset = from.map_or(backlog.start(), |from| from.min(backlog.end()));
        let id = state.next_reader;
        state.next_reader += 1;
        state.readers.insert(id, Place { offset, waited_for, dawdles: false });
        drop(state);
        Reader { output: Arc::clone(self), id }
    }
}

/// One who reads.
#[derive(Debug)]
pub(super) struct Reader {
    output: Arc<Output>,
    id: u64,
}

impl Reader {
    /// The place that it reads next.
    pub(super) fn place(&self) -> u64 {
        self.output.state.lock().readers.get(&self.id).map_or(0, |place| place.offset)
    }

    /// The next item. What was not waited for to the end is not lost.
    pub(super) async fn next(&mut self) -> Item {
        loop {
            let news = self.output.news.notified();
            if let Some(item) = self.take() {
                return item;
            }
            news.await;
        }
    }

    /// What is there already.
    fn take(&self) -> Option<Item> {
        let mut state = self.output.state.lock();
        let State { backlog, readers, end, .. } = &mut *state;
        let place = readers.get_mut(&self.id)?;
        place.dawdles = false;
        if place.offset < backlog.start() {
            let lost = backlog.start() - place.offset;
            place.offset = backlog.start();
            return Some(Item::Gap(lost));
        }
        let Some((stream, bytes)) = backlog.read(place.offset, CHUNK) else {
            return end.clone().map(Item::End);
        };
        place.offset += bytes.len() as u64;
        let offset = place.offset;
        if !self.output.replays
            && let Some(slowest) = state.slowest()
        {
            state.backlog.trim(slowest);
        }
        drop(state);
        self.output.room.notify_waiters();
        Some(Item::Chunk { stream, bytes, offset })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.output.state.lock().readers.remove(&self.id);
        self.output.room.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::{End, HELD, Item, Output};
    use crate::engine::OutputStream::Stdout;
    use std::sync::Arc;

    #[tokio::test]
    async fn a_slow_reader_stops_the_writer_and_loses_nothing() {
        let output = Output::new(false);
        let mut reader = output.reader(None, true);
        let writer = {
            let output = Arc::clone(&output);
            tokio::spawn(async move {
                for number in 0..1000_u32 {
                    output.write(Stdout, [number.to_le_bytes(); 1000].concat().into()).await;
                }
                output.close(End::Exit(0));
            })
        };
        let mut read = 0_u64;
        loop {
            tokio::task::yield_now().await;
            assert!(output.written() - read <= HELD, "too much is held");
            match reader.next().await {
                Item::Chunk { bytes, offset, .. } => {
                    read += bytes.len() as u64;
                    assert_eq!(read, offset);
                }
                Item::End(end) => break assert_eq!(end, End::Exit(0)),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(read, 4_000_000);
        writer.await.unwrap();
    }

    #[tokio::test]
    async fn who_comes_back_gets_what_is_kept_and_is_told_of_the_rest() {
        let output = Output::new(true);
        output.write(Stdout, vec![b'a'; 1000].into()).await;
        let mut reader = output.reader(Some(900), true);
        let Item::Chunk { bytes, offset, .. } = reader.next().await else { panic!("no chunk") };
        assert_eq!((bytes.len(), offset), (100, 1000));
        drop(reader);
        for _ in 0..40 {
            output.write(Stdout, vec![b'b'; 10_000].into()).await;
        }
        let mut reader = output.reader(Some(1000), true);
        let Item::Gap(lost) = reader.next().await else { panic!("no gap") };
        // whole pieces go, so a little more than that is kept
        let gone = 400_000 - HELD;
        assert!((gone - 10_000..gone).contains(&lost), "{lost}");
        let Item::Chunk { offset, bytes, .. } = reader.next().await else { panic!("no chunk") };
        assert_eq!(offset, 1000 + lost + bytes.len() as u64);
    }

    #[tokio::test]
    async fn who_reads_nothing_stops_nobody_but_himself() {
        let output = Output::new(true);
        let mut gone = output.reader(None, true);
        let mut there = output.reader(None, true);
        let mut watching = output.reader(None, false);
        let writer = {
            let output = Arc::clone(&output);
            tokio::spawn(async move {
                for _ in 0..100 {
                    output.write(Stdout, vec![b'x'; 10_000].into()).await;
                }
                output.close(End::Exit(0));
            })
        };
        let mut read = 0;
        while let Item::Chunk { bytes, .. } = there.next().await {
            read += bytes.len();
        }
        assert_eq!(read, 1_000_000);
        writer.await.unwrap();
        for reader in [&mut gone, &mut watching] {
            let Item::Gap(mut read) = reader.next().await else { panic!("no gap") };
            while let Item::Chunk { bytes, .. } = reader.next().await {
                read += bytes.len() as u64;
            }
            assert_eq!(read, 1_000_000);
        }
    }
}
