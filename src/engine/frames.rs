use bytes::{Buf as _, Bytes, BytesMut};
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// How much is read at once, in bytes: four of the largest frames that the engine makes of what a program
/// writes, so that hardly one is cut.
const CHUNK: usize = 4 * (32 * 1024 + HEADER);
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

impl OutputStream {
    /// Its place in a table of both.
    pub const fn index(self) -> usize {
        match self {
            Self::Stdout => 0,
            Self::Stderr => 1,
        }
    }
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

    /// The next piece; `None` at the end. Not whole lines, nor whole characters. What was not waited
    /// for to the end is not lost.
    pub async fn next(&mut self) -> io::Result<Option<(OutputStream, Bytes)>> {
        // a frame is written at once, so its rest is about to come
        self.take(CHUNK, usize::MAX).await?;
        let bytes = self.buffer.split_to(std::mem::take(&mut self.given)).freeze();
        Ok(Some((self.stream, bytes)).filter(|(_, bytes)| !bytes.is_empty()))
    }

    /// The next frame, or so many bytes of it where it is longer; and whether that is its end.
    pub(super) async fn next_frame(
        &mut self,
        most: usize,
    ) -> io::Result<Option<(OutputStream, &[u8], bool)>> {
        self.take(most, most).await?;
        let bytes = self.buffer.get(..self.given).filter(|bytes| !bytes.is_empty());
        Ok(bytes.map(|bytes| (self.stream, bytes, self.left == 0)))
    }

    /// Takes from the beginning of the buffer, once it has so much of the frame or all of it;
    /// nothing at the end.
    async fn take(&mut self, least: usize, most: usize) -> io::Result<()> {
        self.buffer.advance(self.given);
        self.given = 0;
        let mut over = false;
        loop {
            if !self.framed {
                self.left = self.buffer.len();
            } else if self.left == 0 && self.buffer.len() >= HEADER {
                self.stream = if self.buffer.get_u8() == 2 {
                    OutputStream::Stderr
                } else {
                    OutputStream::Stdout
                };
                self.buffer.advance(3);
                self.left = usize::try_from(self.buffer.get_u32()).unwrap_or(usize::MAX);
                continue;
            }
            let there = self.left.min(self.buffer.len());
            if over || (there > 0 && there >= least.min(self.left)) {
                self.given = there.min(most);
                self.left -= self.given;
                return Ok(());
            }
            self.buffer.reserve(CHUNK);
            over = self.from.read_buf(&mut self.buffer).await? == 0;
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
                OutputStream::Stdout => out.extend_from_slice(&bytes),
                OutputStream::Stderr => err.extend_from_slice(&bytes),
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
    async fn frames_are_given_whole_up_to_a_size() {
        let (mut to, from) = tokio::io::duplex(3);
        to.write_all(&[1, 0]).await.unwrap();
        let writing = tokio::spawn(async move {
            to.write_all(b"\0\0\0\0\0\x05hello\x02\0\0\0\0\0\0\x02no\x01\0\0\0\0\0\0\x09cut").await
        });
        let mut reading = Frames::new(from, true);
        let mut given = Vec::new();
        while let Some((stream, bytes, ends)) = reading.next_frame(4).await.unwrap() {
            given.push((stream, String::from_utf8(bytes.to_vec()).unwrap(), ends));
        }
        let expected = [
            (OutputStream::Stdout, "hell", false),
            (OutputStream::Stdout, "o", true),
            (OutputStream::Stderr, "no", true),
            (OutputStream::Stdout, "cut", false),
        ];
        assert_eq!(given, expected.map(|(stream, text, ends)| (stream, text.to_owned(), ends)));
        writing.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_terminals_bytes_are_no_headers() {
        let bytes: &[u8] = &[1, 0, 0, 0, 0, 0, 0, 2, b'a', 0, 2];
        assert_eq!(read(false, &[bytes]).await, (bytes.to_vec(), Vec::new()));
    }
}
