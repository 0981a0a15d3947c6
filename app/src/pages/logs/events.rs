use crate::types::{ApiError, LogLine};

/// What the server says while a log is followed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Line(LogLine),
    /// Lines are missing here: the engine has dropped its oldest.
    Gap,
    /// Nothing comes any more: the container has ended, or the server stops.
    End,
    /// The log broke off.
    Broken(ApiError),
}

/// Reads server-sent events (HTML, section 9.2.6, as this server writes them) from the pieces in which
/// they arrive.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// What has come of a line that is not whole yet.
    rest: Vec<u8>,
    kind: Vec<u8>,
    data: Vec<u8>,
    id: Option<String>,
    /// What names the place behind everything that was read.
    last_id: Option<String>,
}

impl Events {
    /// Takes the next piece; gives what is whole now.
    pub(super) fn read(&mut self, piece: &[u8]) -> Vec<Said> {
        let mut said = Vec::new();
        let mut from = 0;
        while let Some(length) = piece[from..].iter().position(|byte| *byte == b'\n') {
            let line = &piece[from..from + length];
            if self.rest.is_empty() {
                self.line(line, &mut said);
            } else {
                let mut whole = std::mem::take(&mut self.rest);
                whole.extend_from_slice(line);
                self.line(&whole, &mut said);
            }
            from += length + 1;
        }
        self.rest.extend_from_slice(&piece[from..]);
        said
    }

    /// What names the place behind everything that was read, to come back to it.
    pub(super) fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    fn line(&mut self, line: &[u8], said: &mut Vec<Said>) {
        if line.is_empty() {
            said.extend(self.event());
            self.kind.clear();
            self.data.clear();
            return;
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let value = line.get(colon + 1..).unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match &line[..colon] {
            b"data" => self.data.extend_from_slice(value),
            b"event" => self.kind = value.to_vec(),
            b"id" => self.id = String::from_utf8(value.to_vec()).ok(),
            // comments, which keep the connection open
            _ => {}
        }
    }

    fn event(&mut self) -> Option<Said> {
        if let Some(id) = self.id.take() {
            self.last_id = Some(id);
        }
        match self.kind.as_slice() {
            b"" if self.data.is_empty() => None,
            b"" => serde_json::from_slice(&self.data).ok().map(Said::Line),
            b"gap" => Some(Said::Gap),
            b"end" => Some(Said::End),
            b"error" => serde_json::from_slice(&self.data).ok().map(Said::Broken),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::line::tests::sent, Events, Said};

    const AT: &str = "2026-11-26T13:09:03.413749387Z";

    fn stream() -> String {
        let line = |text| serde_json::to_string(&sent(AT, text)).unwrap_or_default();
        format!(
            ":\n\nid: a-1\ndata: {}\n\nid: a-2\ndata: {}\n\nevent: gap\ndata: {{}}\n\nid: a-3\n\nevent: later\ndata: 1\n\nevent: end\ndata: {{\"exit_code\":3}}\n\n",
            line("one é"),
            line("two\nlines: \"x\"")
        )
    }

    fn expected() -> Vec<Said> {
        vec![
            Said::Line(sent(AT, "one é")),
            Said::Line(sent(AT, "two\nlines: \"x\"")),
            Said::Gap,
            Said::End,
        ]
    }

    #[test]
    fn events_are_read_however_they_are_cut() {
        let stream = stream();
        for size in [1, 2, 3, 7, 50, 10_000] {
            let mut events = Events::default();
            let said: Vec<_> =
                stream.as_bytes().chunks(size).flat_map(|piece| events.read(piece)).collect();
            assert_eq!(said, expected(), "in pieces of {size}");
            assert_eq!(events.last_id(), Some("a-3"));
        }
    }

    #[test]
    fn the_place_is_that_behind_what_was_read() {
        let mut events = Events::default();
        let stream = stream();
        let second = stream.find("id: a-2").unwrap_or_default();
        assert_eq!(events.read(&stream.as_bytes()[..second + 20]).len(), 1);
        assert_eq!(events.last_id(), Some("a-1"));
    }
}
