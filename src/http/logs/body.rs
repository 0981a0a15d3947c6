use super::format::Formatter;
use crate::{
    domain::logs::{LogItem, LogReader},
    http::{error::describe, request_info::RequestInfo},
};
use app::types::Failure;
use bytes::Bytes;
use futures_util::{FutureExt as _, Stream, StreamExt as _, stream};
use std::{io, pin::Pin, sync::Arc, time::Duration};
use tokio::time::timeout;
use tokio_util::sync::DropGuard;

/// How often a comment keeps a quiet stream alive through proxies.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// About how much is sent at once, in bytes, of what is there.
const CHUNK: usize = 32 * 1024;

/// The body of an answer: lines as they come, together as far as they are there already. Nothing is
/// read before it is asked for, so a client that does not read stops the reading.
pub(super) fn body(
    log: LogReader,
    formatter: Formatter,
    info: Arc<RequestInfo>,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let items = Box::pin(log.items().fuse());
    let body = Body { items, formatter, _lasting: info.lasts(), info, broken: None };
    // what compresses it asks once more after its end
    stream::unfold(body, |mut body| async { Some((body.chunk().await?, body)) }).fuse()
}

struct Body<S> {
    items: Pin<Box<S>>,
    formatter: Formatter,
    info: Arc<RequestInfo>,
    /// The request goes on until the body is sent.
    _lasting: DropGuard,
    /// What is still to be told: the log broke off.
    broken: Option<io::Error>,
}

impl<S: Stream<Item = Result<LogItem, Failure>>> Body<S> {
    /// The next piece of the body, which is never empty.
    async fn chunk(&mut self) -> Option<io::Result<Bytes>> {
        if let Some(error) = self.broken.take() {
            return Some(Err(error));
        }
        let mut chunk = Vec::new();
        while chunk.is_empty() {
            let Ok(item) = timeout(KEEP_ALIVE, self.items.next()).await else {
                self.formatter.sign_of_life(&mut chunk);
                continue;
            };
            self.write(item?, &mut chunk);
            while chunk.len() < CHUNK
                && let Some(Some(item)) = self.items.next().now_or_never()
            {
                self.write(item, &mut chunk);
            }
            if let Some(error) = self.broken.take_if(|_| chunk.is_empty()) {
                return Some(Err(error));
            }
        }
        Some(Ok(chunk.into()))
    }

    fn write(&mut self, item: Result<LogItem, Failure>, to: &mut Vec<u8>) {
        match item {
            Ok(LogItem::Line(entry, id)) => self.formatter.line(entry, &id, to),
            Ok(LogItem::Here(id)) => self.formatter.here(&id, to),
            Ok(LogItem::Gap) => self.formatter.gap(to),
            Ok(LogItem::End(exit_code)) => self.formatter.end(exit_code, to),
            Err(failure) => {
                self.info.set_failure(failure.clone());
                let error = describe(failure, self.info.id());
                if !self.formatter.error(&error, to) {
                    // the client is to know that what it has is not all
                    self.broken = Some(io::Error::other(error));
                }
            }
        }
    }
}
