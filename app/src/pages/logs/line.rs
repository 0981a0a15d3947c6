use super::level::{Level, continues};
use crate::{
    text,
    types::{LogLine, LogPage, LogStream},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// How much of a line is kept, in bytes; the rest is in the download.
const LONGEST: usize = LogPage::LINE;

/// A line of a log, as it is kept to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// When it was written, in nanoseconds since 1970.
    pub(super) at: i64,
    /// Whether to standard error.
    pub(super) is_error: bool,
    /// The line, or its beginning.
    pub(super) text: String,
    /// How many bytes of it are not kept.
    pub(super) missing: usize,
    /// How grave it says it is.
    pub(super) level: Option<Level>,
    /// How grave what it belongs to is: the same, or that of the line which it goes on.
    pub(super) gravity: Option<Level>,
    /// Whether its end is yet to come.
    pub(super) is_open: bool,
}

impl Line {
    /// A line that the server sent; `before` is the one before it.
    pub(super) fn new(sent: LogLine, before: Option<&Self>) -> Self {
        let mut line = Self {
            at: text::nanoseconds(&sent.at).unwrap_or_default(),
            is_error: sent.stream == LogStream::Stderr,
            text: String::new(),
            missing: usize::try_from(sent.missing).unwrap_or(usize::MAX),
            level: None,
            gravity: None,
            is_open: sent.more,
        };
        line.text = decode(sent);
        line.cut();
        line.level = Level::of(&line.text);
        line.gravity = line
            .level
            .or_else(|| before.filter(|_| continues(&line.text)).and_then(|before| before.gravity));
        line
    }

    /// Adds the next piece of it.
    pub(super) fn go_on(&mut self, sent: LogLine) {
        self.is_open = sent.more;
        let piece = decode(sent);
        if self.missing == 0 {
            self.text.push_str(&piece);
            self.cut();
        } else {
            self.missing += piece.len();
        }
    }

    fn cut(&mut self) {
        if self.text.len() > LONGEST {
            let kept = self.text.floor_char_boundary(LONGEST);
            self.missing += self.text.len() - kept;
            self.text.truncate(kept);
            self.text.shrink_to_fit();
        }
    }

    /// About how much memory it takes, in bytes.
    pub(super) const fn size(&self) -> usize {
        self.text.capacity() + size_of::<Self>() + 32
    }

    /// Whether it is the same as one that the server sent.
    pub(super) fn is(&self, sent: &LogLine) -> bool {
        text::nanoseconds(&sent.at) == Some(self.at)
            && (sent.stream == LogStream::Stderr) == self.is_error
            && (sent.encoding != "utf8"
                || sent.data.starts_with(&self.text)
                || self.text.starts_with(&sent.data))
    }
}

/// What a line says; bytes that are no text are shown as such.
pub(in crate::pages) fn decode(sent: LogLine) -> String {
    if sent.encoding == "utf8" {
        return sent.data;
    }
    let bytes = BASE64_STANDARD.decode(&sent.data).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::{LONGEST, Level, Line};
    use crate::types::{LogLine, LogStream};

    pub(in super::super) fn sent(at: &str, data: &str) -> LogLine {
        LogLine {
            at: at.to_owned(),
            stream: LogStream::Stdout,
            data: data.to_owned(),
            encoding: "utf8".to_owned(),
            more: false,
            missing: 0,
        }
    }

    const AT: &str = "2026-11-26T13:09:03.413749387Z";

    #[test]
    fn what_goes_on_is_as_grave_as_what_it_belongs_to() {
        let first = Line::new(sent(AT, "ERROR it broke"), None);
        assert_eq!((first.level, first.gravity), (Some(Level::Error), Some(Level::Error)));
        let second = Line::new(sent(AT, "  at main"), Some(&first));
        assert_eq!((second.level, second.gravity), (None, Some(Level::Error)));
        let third = Line::new(sent(AT, "next"), Some(&second));
        assert_eq!((third.level, third.gravity), (None, None));
    }

    #[test]
    fn pieces_become_one_line_that_is_kept_to_a_measure() {
        let mut line =
            Line::new(LogLine { more: true, ..sent(AT, &"é".repeat(LONGEST / 4)) }, None);
        line.go_on(LogLine { more: true, ..sent(AT, &"é".repeat(LONGEST / 2)) });
        line.go_on(sent(AT, "end"));
        assert_eq!(line.text.len(), LONGEST);
        assert_eq!(line.missing, LONGEST / 2 + 3);
        assert!(!line.is_open && line.size() < 2 * LONGEST);
    }

    #[test]
    fn what_the_server_has_cut_is_known_to_be_missing() {
        let cut = LogLine { more: true, missing: 3_000_000, ..sent(AT, "begin") };
        let mut line = Line::new(cut, None);
        line.go_on(sent(AT, "end"));
        assert_eq!((line.text.as_str(), line.missing), ("begin", 3_000_003));
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_such() {
        let bytes = LogLine { encoding: "base64".to_owned(), ..sent(AT, "Zv9v") };
        assert_eq!(Line::new(bytes, None).text, "f\u{fffd}o");
    }

    #[test]
    fn a_line_is_known_again() {
        let line = Line::new(sent(AT, "a"), None);
        assert!(line.is(&sent(AT, "a")) && !line.is(&sent(AT, "b")));
        assert!(!line.is(&sent("2026-11-26T13:09:03.413749388Z", "a")));
        assert!(!line.is(&LogLine { stream: LogStream::Stderr, ..sent(AT, "a") }));
    }
}
