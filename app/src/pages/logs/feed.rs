use super::events::{Events, Said};
use crate::{
    rest,
    types::{ApiError, LogFormat, LogQuery},
};
use futures_util::StreamExt as _;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast as _;
use wasm_streams::{ReadableStream, readable::IntoStream};

/// A log as the server sends it, piece by piece: what is not taken is not sent, so a page that is
/// slow, or does not want more for now, holds the server back. Ends where it is dropped.
pub(super) struct Feed {
    pieces: IntoStream<'static>,
    events: Events,
}

/// Why there is no next piece.
pub(super) enum Stop {
    /// All there is has been read; there may be more when the container runs again.
    Ended,
    /// The connection was lost, or the log broke off.
    Lost,
}

impl Feed {
    /// Begins to follow.
    pub(super) async fn open(cuid: &str, query: LogQuery) -> Result<Self, ApiError> {
        let query = LogQuery { follow: true, format: Some(LogFormat::Sse), ..query };
        let answer = rest::get(&address(cuid, &query)).await?;
        let body = answer.body().ok_or_else(|| rest::refusal(answer.status(), ""))?;
        let pieces = ReadableStream::from_raw(body.unchecked_into()).into_stream();
        Ok(Self { pieces, events: Events::default() })
    }

    /// The next lines, as many as came together.
    pub(super) async fn next(&mut self) -> Result<Vec<Said>, Stop> {
        match self.pieces.next().await {
            Some(Ok(piece)) => {
                let piece = Uint8Array::from(piece).to_vec();
                Ok(self.events.read(&piece))
            }
            Some(Err(_)) | None => Err(Stop::Lost),
        }
    }

    /// What names the place behind everything that was given.
    pub(super) fn last_id(&self) -> Option<&str> {
        self.events.last_id()
    }
}

/// The address of a log, or of a part of it.
pub(super) fn address(cuid: &str, query: &LogQuery) -> String {
    let number = query.tail.map(|tail| tail.to_string());
    let format = query.format.map(|format| match format {
        LogFormat::Text => "text",
        LogFormat::Ndjson => "ndjson",
        LogFormat::Sse => "sse",
    });
    let flag = |is: bool| is.then_some("true");
    let all = [
        ("tail", number.as_deref()),
        ("since", query.since.as_deref()),
        ("until", query.until.as_deref()),
        ("timestamps", flag(query.timestamps)),
        ("stream", query.stream.map(crate::types::LogStream::as_str)),
        ("grep", query.grep.as_deref()),
        ("regex", flag(query.regex)),
        ("ignore_case", flag(query.ignore_case)),
        ("follow", flag(query.follow)),
        ("format", format),
        ("download", flag(query.download)),
        ("last_event_id", query.last_event_id.as_deref()),
    ];
    let given: Vec<_> = all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    rest::address(cuid, "logs", &given)
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::types::{LogQuery, LogStream};

    #[test]
    fn the_address_asks_for_what_is_wanted() {
        assert_eq!(address("c1", &LogQuery::default()), "/containers/c1/logs");
        let query = LogQuery {
            tail: Some(5),
            stream: Some(LogStream::Stderr),
            grep: Some("a b&c".to_owned()),
            ignore_case: true,
            download: true,
            ..LogQuery::default()
        };
        assert_eq!(
            address("c1", &query),
            "/containers/c1/logs?tail=5&stream=stderr&grep=a%20b%26c&ignore%5Fcase=true&download=true"
        );
    }
}
