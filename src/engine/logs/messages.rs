use crate::engine::{Frames, OutputStream};
use bytes::{Buf as _, BytesMut};
use jiff::Timestamp;
use std::io;

/// From this size on, in bytes, a message that ends without a newline may go on in the next one of its
/// stream; then both carry the same moment. Shorter ones are what a program wrote last of all.
/// <https://github.com/moby/moby/blob/v20.10.24/daemon/logger/copier.go>
pub const PARTIAL: usize = 16 * 1024;
/// The largest message that is given at once, in bytes; the engine's own are hardly ever larger than
/// [`PARTIAL`].
const MOST: usize = 64 * 1024;
/// The longest way to write a moment, in bytes: `2026-11-26T13:09:03.413749387+01:00`.
const MOMENT: usize = 35;

/// What the engine has noted at once: a line, or a part of a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogMessage<'a> {
    /// Which output it was written to.
    pub stream: OutputStream,
    /// When it was written; of a long line, when its beginning was.
    pub at: Timestamp,
    /// The bytes, with the newline where they end in one.
    pub bytes: &'a [u8],
}

/// A container's log, message by message.
pub struct LogMessages {
    frames: Frames,
    /// The moment of a frame that was given in part.
    begun: Option<Timestamp>,
    terminal: Option<Terminal>,
}

impl LogMessages {
    pub(super) fn new(frames: Frames, tty: bool) -> Self {
        Self { frames, begun: None, terminal: tty.then(Terminal::default) }
    }

    /// The next message; `None` at the end. What was not waited for to the end is not lost.
    pub async fn next(&mut self) -> io::Result<Option<LogMessage<'_>>> {
        if let Some(terminal) = &mut self.terminal {
            return terminal.next(&mut self.frames).await;
        }
        let Some((stream, bytes, ends)) = self.frames.next_frame(MOST).await? else {
            return Ok(None);
        };
        let (at, bytes) = match self.begun {
            Some(at) => (at, bytes),
            None => moment(bytes).ok_or_else(no_moment)?,
        };
        self.begun = (!ends).then_some(at);
        Ok(Some(LogMessage { stream, at, bytes }))
    }
}

/// The log of a container with a terminal, where nothing but its moment stands before a message.
#[derive(Default)]
struct Terminal {
    text: BytesMut,
    given: usize,
    ended: bool,
}

impl Terminal {
    async fn next(&mut self, frames: &mut Frames) -> io::Result<Option<LogMessage<'_>>> {
        self.text.advance(self.given);
        self.given = 0;
        let (at, start, end) = loop {
            if let Some(found) = first_message(&self.text, self.ended)? {
                break found;
            }
            if self.ended {
                return Ok(None);
            }
            match frames.next().await? {
                Some((_, bytes)) => self.text.extend_from_slice(&bytes),
                None => self.ended = true,
            }
        };
        self.given = end;
        let bytes = self.text.get(start..end).unwrap_or_default();
        Ok(Some(LogMessage { stream: OutputStream::Stdout, at, bytes }))
    }
}

/// The moment and the place of the first message in a terminal's log, if it is there wholly.
fn first_message(text: &[u8], ended: bool) -> io::Result<Option<(Timestamp, usize, usize)>> {
    let Some((at, content)) = moment(text) else {
        return if text.len() > MOMENT || (ended && !text.is_empty()) {
            Err(no_moment())
        } else {
            Ok(None)
        };
    };
    let start = text.len() - content.len();
    let newline = content.iter().position(|byte| *byte == b'\n').map(|place| place + 1);
    let whole = newline.or_else(|| (ended || content.len() >= MOST).then_some(content.len()));
    let Some(mut end) = whole else { return Ok(None) };
    // the parts of a long line follow each other, each with the same moment before it
    if let (Some(rest), Some(prefix)) = (content.get(PARTIAL..end), text.get(..start)) {
        let again = rest.windows(start).position(|window| window == prefix);
        end = again.map_or(end, |place| PARTIAL + place);
    }
    Ok(Some((at, start, start + end)))
}

/// The moment that a message begins with, and what follows the space behind it.
fn moment(message: &[u8]) -> Option<(Timestamp, &[u8])> {
    let space = message.iter().take(MOMENT + 1).position(|byte| *byte == b' ')?;
    let (moment, rest) = message.split_at_checked(space)?;
    Some((std::str::from_utf8(moment).ok()?.parse().ok()?, rest.get(1..)?))
}

fn no_moment() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a line of the engine's log has no moment")
}

#[cfg(test)]
mod tests {
    use super::{LogMessages, MOST, PARTIAL};
    use crate::engine::{Frames, OutputStream};

    const MOMENT: &str = "2026-11-26T13:09:03.413749387Z";

    fn frame(stream: u8, message: &[u8]) -> Vec<u8> {
        let length = u32::try_from(message.len()).unwrap().to_be_bytes();
        [&[stream, 0, 0, 0], &length[..], message].concat()
    }

    async fn read(bytes: Vec<u8>, tty: bool) -> std::io::Result<Vec<(OutputStream, Vec<u8>)>> {
        let mut messages = LogMessages::new(Frames::new(std::io::Cursor::new(bytes), !tty), tty);
        let mut read = Vec::new();
        while let Some(message) = messages.next().await? {
            assert_eq!(message.at, MOMENT.parse().unwrap());
            read.push((message.stream, message.bytes.to_vec()));
        }
        Ok(read)
    }

    #[tokio::test]
    async fn messages_are_told_apart_by_their_frames() {
        let long = vec![b'x'; MOST];
        let frames = [
            frame(1, format!("{MOMENT} one\n").as_bytes()),
            frame(2, format!("{MOMENT} {MOMENT} two").as_bytes()),
            frame(1, format!("{MOMENT} ").as_bytes()),
            frame(1, &[format!("{MOMENT} ").as_bytes(), &long, b"\n"].concat()),
        ];
        let read = read(frames.concat(), false).await.unwrap();
        assert_eq!(read[0], (OutputStream::Stdout, b"one\n".to_vec()));
        assert_eq!(read[1], (OutputStream::Stderr, format!("{MOMENT} two").into_bytes()));
        assert_eq!(read[2], (OutputStream::Stdout, Vec::new()));
        assert_eq!(read[3].1.len(), MOST - MOMENT.len() - 1);
        let put_together: Vec<u8> = read.into_iter().skip(3).flat_map(|(_, bytes)| bytes).collect();
        assert_eq!(put_together, [long, b"\n".to_vec()].concat());
    }

    #[tokio::test]
    async fn what_is_no_log_is_an_error() {
        for bytes in [&b"no moment here"[..], b"2026-11-26T13:09:03.413749387Z"] {
            assert!(read(frame(1, bytes), false).await.is_err());
            assert!(read(bytes.to_vec(), true).await.is_err());
        }
    }

    #[tokio::test]
    async fn a_terminals_messages_are_told_apart_by_newlines_and_moments() {
        let part = "y".repeat(PARTIAL);
        let text = format!(
            "{MOMENT} one\r\n{MOMENT} {part}{MOMENT} {part}{MOMENT} end\r\n{MOMENT} {part}{MOMENT} left"
        );
        let read: Vec<String> = read(text.into_bytes(), true)
            .await
            .unwrap()
            .into_iter()
            .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
            .collect();
        assert_eq!(read, ["one\r\n", &part, &part, "end\r\n", &part, "left"]);
    }
}
