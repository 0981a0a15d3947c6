mod gulps;
mod messages;

pub use messages::{LogMessage, LogMessages, PARTIAL};

use super::{Engine, EngineError, Frames, frames::OutputStream};
use bollard::query_parameters::InspectContainerOptions;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use gulps::Gulps;
use http_body_util::BodyExt as _;
use hyper::Request;
use jiff::Timestamp;
use std::io;
use tokio_util::io::StreamReader;

/// Which of a container's output is wanted.
#[derive(Debug, Clone, Default)]
pub struct LogsRequest {
    /// Goes on with what is written from now on, until the container ends.
    pub follow: bool,
    /// Only one of the streams.
    pub only: Option<OutputStream>,
    /// Nothing older than this.
    pub since: Option<Timestamp>,
    /// Nothing newer than this.
    pub until: Option<Timestamp>,
    /// Only so many of the last messages, whichever stream they are of; applied before all else.
    pub tail: Option<u64>,
}

impl LogsRequest {
    fn query(&self, timestamps: bool) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let wants = |stream| self.only.is_none_or(|only| only == stream);
        query
            .append_pair("follow", flag(self.follow))
            .append_pair("stdout", flag(wants(OutputStream::Stdout)))
            .append_pair("stderr", flag(wants(OutputStream::Stderr)))
            .append_pair("timestamps", flag(timestamps));
        for (name, moment) in [("since", self.since), ("until", self.until)] {
            if let Some(moment) = moment {
                query.append_pair(name, &seconds(moment));
            }
        }
        if let Some(tail) = self.tail {
            query.append_pair("tail", &tail.to_string());
        }
        query.finish()
    }
}

impl Engine {
    /// What a container has written, whether it runs or not, oldest first. Rotated files are read
    /// too.
    pub async fn logs(
        &self,
        container: &str,
        request: &LogsRequest,
    ) -> Result<Frames, EngineError> {
        Ok(self.open_logs(container, request, false).await?.0)
    }

    /// As [`Self::logs`], message by message with the moment of each.
    pub async fn log_messages(
        &self,
        container: &str,
        request: &LogsRequest,
    ) -> Result<LogMessages, EngineError> {
        let (frames, tty) = self.open_logs(container, request, true).await?;
        Ok(LogMessages::new(frames, tty))
    }

    /// Opens the log; tells, too, whether the container has a terminal.
    async fn open_logs(
        &self,
        container: &str,
        request: &LogsRequest,
        timestamps: bool,
    ) -> Result<(Frames, bool), EngineError> {
        let found =
            self.docker.inspect_container(container, None::<InspectContainerOptions>).await?;
        let tty = found.config.and_then(|config| config.tty).unwrap_or_default();
        let path = format!("/containers/{container}/logs?{}", request.query(timestamps));
        let answer = self.send(Request::builder(), &path, Bytes::new()).await?;
        let bytes = answer.into_body().into_data_stream().map_err(io::Error::other);
        Ok((Frames::new(Gulps::new(StreamReader::new(bytes)), !tty), tty))
    }

    /// From when on a container's output is that of its present run; `None` where that is all of
    /// it. Half-way between the two runs: the engine notes a start a little after the first output,
    /// and an end a little before the last.
    pub async fn run_began(&self, container: &str) -> Result<Option<Timestamp>, EngineError> {
        let found =
            self.docker.inspect_container(container, None::<InspectContainerOptions>).await?;
        let state = found.state.unwrap_or_default();
        let moment = |text: Option<String>| text?.parse::<Timestamp>().ok();
        let (Some(started), Some(ended)) = (moment(state.started_at), moment(state.finished_at))
        else {
            return Ok(None);
        };
        let between = started.as_nanosecond().midpoint(ended.as_nanosecond());
        let ran_before = ended.as_second() > 0 && ended < started;
        Ok(ran_before.then(|| Timestamp::from_nanosecond(between).ok()).flatten())
    }
}

const fn flag(on: bool) -> &'static str {
    if on { "1" } else { "0" }
}

/// Seconds since 1970 with nine decimals.
fn seconds(moment: Timestamp) -> String {
    let nanoseconds = moment.as_nanosecond().max(0);
    format!("{}.{:09}", nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000)
}
