use bytes::{Buf as _, BytesMut};
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// How much is read at once, in bytes.
const CHUNK: usize = 32 * 1024;
/// What stands before each frame: the stream, three zeros and the length in big endian.
/// <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach>
const HEADER: usize = 8;

/// Which of a program's two outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputStream {
    /// Standard output, and everything on a terminal.
    Stdout,
    /// Standard error.
    Stderr,
}

/// What a program writes, piece by piece as the engine sends it.
pub struct Frames {
    from: Box<dyn AsyncRead + Send + Unpin>,
    /// Whether the engine marks which stream a piece is of; on a terminal it sends bytes as they are.
    framed: bool,
    buffer: BytesMut,
    /// How much of the buffer was handed out, and how much of the frame is still to come.
    given: usize,
    left: usize,
    stream: OutputStream,
}

impl Frames {
    pub(super) fn new(from: impl AsyncRead + Send + Unpin + 'static, framed: bool) -> Self {
        Self {
            from: Box::new(from),
            framed,
            buffer: BytesMut::new(),
            given: 0,
            left: 0,
            stream: OutputStream::Stdout,
        }
    }

    /// The next piece; `None` at the end. Not whole lines, nor whole characters.
    pub async fn next(&mut self) -> io::Result<Option<(OutputStream, &[u8])>> {
        self.buffer.advance(self.given);
        self.given = 0;
        loop {
            if !self.framed {
                self.left = self.buffer.len();
            } else if self.left == 0 && self.buffer.len() >= HEADER {
                let stream = if self.buffer.get_u8() == 2 {
                    OutputStream::Stderr
                } else {
                    OutputStream::Stdout
                };
                self.buffer.advance(3);
                self.left = usize::try_from(self.buffer.get_u32()).unwrap_or(usize::MAX);
                self.stream = stream;
                continue;
            }
            let there = self.left.min(self.buffer.len());
            if there > 0 {
                self.given = there;
                self.left -= there;
                return Ok(Some((self.stream, self.buffer.get(..there).unwrap_or_default())));
            }
            self.buffer.reserve(CHUNK);
            if self.from.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Frames, OutputStream};
    use tokio::io::AsyncWriteExt as _;

    async fn read(framed: bool, pieces: &[&[u8]]) -> (Vec<u8>, Vec<u8>) {
        let (mut to, from) = tokio::io::duplex(3);
        let bytes = pieces.concat();
        let writing = tokio::spawn(async move { to.write_all(&bytes).await });
        let mut reading = Frames::new(from, framed);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        while let Some((stream, bytes)) = reading.next().await.unwrap() {
            match stream {
                OutputStream::Stdout => out.extend_from_slice(bytes),
                OutputStream::Stderr => err.extend_from_slice(bytes),
            }
        }
        writing.await.unwrap().unwrap();
        (out, err)
    }

    #[tokio::test]
    async fn streams_are_told_apart_wherever_the_pieces_are_cut() {
        let pieces: [&[u8]; 6] = [
            &[1, 0, 0, 0, 0, 0, 0, 5],
            b"hello",
            &[2, 0, 0, 0, 0, 0, 0, 3],
            b"\x01no",
            &[1, 0, 0, 0, 0, 0, 0, 0],
            &[1, 0, 0, 0, 0, 0, 0, 1, b'!'],
        ];
        assert_eq!(read(true, &pieces).await, (b"hello!".to_vec(), b"\x01no".to_vec()));
    }

    #[tokio::test]
    async fn a_terminals_bytes_are_no_headers() {
        let bytes: &[u8] = &[1, 0, 0, 0, 0, 0, 0, 2, b'a', 0, 2];
        assert_eq!(read(false, &[bytes]).await, (bytes.to_vec(), Vec::new()));
    }
}
