use crate::domain::{
    logs::{Entry, LogId},
    sessions::OutputStream,
};
use app::types::{ApiError, LogFormat};
use serde::Serialize;
use serde_json::json;
use std::io::Write as _;

/// Writes what is read of a log in one of its formats.
#[derive(Debug)]
pub(super) struct Formatter {
    format: LogFormat,
    timestamps: bool,
    /// Whose line of text is open, since its end has not been read.
    open: Option<OutputStream>,
}

impl Formatter {
    pub(super) const fn new(format: LogFormat, timestamps: bool) -> Self {
        Self { format, timestamps, open: None }
    }

    /// A line, and the place behind it.
    pub(super) fn line(&mut self, entry: Entry, id: &LogId, to: &mut Vec<u8>) {
        match self.format {
            LogFormat::Text => self.text(&entry, to),
            LogFormat::Ndjson => json_line(&entry.into_line(), to),
            LogFormat::Sse => {
                write(to, format_args!("id: {id}\ndata: "));
                json_line(&entry.into_line(), to);
                to.push(b'\n');
            }
        }
    }

    fn text(&mut self, entry: &Entry, to: &mut Vec<u8>) {
        if self.open.is_some_and(|open| open != entry.stream || entry.begins) {
            to.push(b'\n');
        }
        if self.timestamps && (entry.begins || self.open != Some(entry.stream)) {
            write(to, format_args!("{:.9} ", entry.at));
        }
        to.extend_from_slice(&entry.bytes);
        self.open = entry.more.then_some(entry.stream);
        if !entry.more {
            to.push(b'\n');
        }
    }

    /// The place that was reached, for those who come back to it.
    pub(super) fn here(&self, id: &LogId, to: &mut Vec<u8>) {
        if self.format == LogFormat::Sse {
            // without data it is no event, and yet the browser remembers it: HTML, section 9.2.6
            write(to, format_args!("id: {id}\n\n"));
        }
    }

    /// Lines are missing.
    pub(super) fn gap(&self, to: &mut Vec<u8>) {
        self.event("gap", &json!({}), to);
    }

    /// The end.
    pub(super) fn end(&mut self, exit_code: Option<i64>, to: &mut Vec<u8>) {
        if self.open.take().is_some() && self.format == LogFormat::Text {
            to.push(b'\n');
        }
        self.event("end", &json!({ "exit_code": exit_code }), to);
    }

    /// The log broke off; tells whether the format has a way to say so.
    pub(super) fn error(&self, error: &ApiError, to: &mut Vec<u8>) -> bool {
        self.event("error", error, to);
        self.format == LogFormat::Sse
    }

    /// Something that keeps the connection open and means nothing.
    pub(super) fn sign_of_life(&self, to: &mut Vec<u8>) {
        if self.format == LogFormat::Sse {
            to.extend_from_slice(b":\n\n");
        }
    }

    fn event(&self, name: &str, data: &impl Serialize, to: &mut Vec<u8>) {
        if self.format == LogFormat::Sse {
            write(to, format_args!("event: {name}\ndata: "));
            json_line(data, to);
            to.push(b'\n');
        }
    }
}

/// A value in JSON, which has no newline in it, and a newline.
fn json_line(value: &impl Serialize, to: &mut Vec<u8>) {
    if let Err(error) = serde_json::to_writer(&mut *to, value) {
        tracing::error!(%error, "can't write a line of a log as JSON");
    }
    to.push(b'\n');
}

fn write(to: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    // writing to memory cannot fail
    let _ = to.write_fmt(words);
}
