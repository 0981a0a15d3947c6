use std::{
    future::Future as _,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, ReadBuf},
    time::{Sleep, sleep},
};

/// After how many bytes it is waited for more than one piece, and how long.
const ENOUGH: usize = 64 * 1024;
const REST: Duration = Duration::from_millis(1);

/// Reads in large gulps what comes in very many small pieces. The engine sends each line of a log by
/// itself; to be woken for each takes longer than to read it.
pub(super) struct Gulps<R> {
    from: R,
    /// How much was read since the last rest.
    read: usize,
    rest: Option<Pin<Box<Sleep>>>,
    /// What is still to be told: it broke off.
    broken: Option<io::Error>,
}

impl<R> Gulps<R> {
    pub(super) const fn new(from: R) -> Self {
        Self { from, read: 0, rest: None, broken: None }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Gulps<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Err(error));
        }
        if let Some(rest) = &mut self.rest {
            ready!(rest.as_mut().poll(context));
            self.rest = None;
        }
        let before = to.filled().len();
        while to.remaining() > 0 {
            let there = to.filled().len();
            match Pin::new(&mut self.from).poll_read(context, to) {
                Poll::Ready(Ok(())) if to.filled().len() > there => {}
                Poll::Pending if there == before => {
                    if self.read >= ENOUGH {
                        self.read = 0;
                        let mut rest = Box::pin(sleep(REST));
                        // it has only just begun
                        let _ = rest.as_mut().poll(context);
                        self.rest = Some(rest);
                    }
                    return Poll::Pending;
                }
                Poll::Ready(Err(error)) if there == before => return Poll::Ready(Err(error)),
                Poll::Ready(Err(error)) => {
                    self.broken = Some(error);
                    break;
                }
                Poll::Ready(Ok(())) | Poll::Pending => break,
            }
        }
        self.read += to.filled().len() - before;
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::{ENOUGH, Gulps};
    use bytes::Bytes;
    use futures_util::stream;
    use std::{io, time::Duration};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        time::{Instant, sleep},
    };
    use tokio_util::io::StreamReader;

    #[tokio::test]
    async fn pieces_that_are_there_are_read_at_once_and_an_error_comes_behind_them() {
        let pieces =
            [Ok(Bytes::from_static(b"one ")), Ok("two".into()), Err(io::Error::other("x"))];
        let mut gulps = Gulps::new(StreamReader::new(stream::iter(pieces)));
        let mut buffer = [0; 100];
        assert_eq!(gulps.read(&mut buffer).await.unwrap(), 7);
        assert_eq!(&buffer[..7], b"one two");
        assert_eq!(gulps.read(&mut buffer).await.unwrap_err().to_string(), "x");
    }

    // the clock stands still while there is anything to do: how often it is read is the same on every machine
    #[tokio::test(start_paused = true)]
    async fn what_comes_quickly_is_waited_for() {
        let (mut to, from) = tokio::io::duplex(1 << 20);
        let writing = tokio::spawn(async move {
            to.write_all(&vec![b'x'; ENOUGH]).await.unwrap();
            for _ in 0..1000 {
                tokio::task::yield_now().await;
                to.write_all(b"a line\n").await.unwrap();
            }
            sleep(Duration::from_millis(20)).await;
            to.write_all(b"last").await.unwrap();
        });
        let mut gulps = Gulps::new(from);
        let mut buffer = vec![0; ENOUGH];
        let (mut reads, mut bytes) = (0, 0);
        let begun = Instant::now();
        loop {
            let read = gulps.read(&mut buffer).await.unwrap();
            if read == 0 {
                break;
            }
            reads += 1;
            bytes += read;
        }
        assert_eq!(bytes, ENOUGH + 7000 + 4);
        assert!(reads < 10, "{reads} reads");
        assert!(begun.elapsed() < Duration::from_secs(1));
        writing.await.unwrap();
    }
}
