use super::send::Sending;
use crate::{text, types::UploadMode};
use leptos::prelude::*;

/// A file on its way, or an archive that is unpacked on arrival.
#[derive(Clone)]
pub(super) struct Transfer {
    pub(super) id: usize,
    /// The container's id.
    pub(super) cuid: String,
    /// What it is called in the list.
    pub(super) name: String,
    pub(super) what: What,
    pub(super) sending: Sending,
    pub(super) state: ArcRwSignal<State>,
    /// What is done where a name is taken: said once for all that came together.
    pub(super) existing: ArcRwSignal<Option<Existing>>,
}

/// What becomes of it.
#[derive(Clone)]
pub(super) enum What {
    /// A file at this path of the mount.
    File(String),
    /// The content of a folder of the mount.
    Archive(String, UploadMode),
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// Others come first.
    Waiting,
    Sending,
    /// The connection broke; it is tried again in so many seconds.
    Broken(u64),
    /// Its name is taken: somebody has to say what is to be done.
    Asking,
    /// The server has it; with what came of an archive.
    Done(Option<String>),
    /// It was left out, since its name is taken.
    Skipped,
    Failed(String),
    Cancelled,
}

impl State {
    /// Whether nothing more happens by itself.
    pub(super) const fn is_settled(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Skipped | Self::Failed(_) | Self::Cancelled)
    }

    /// Whether it can be tried again.
    pub(super) const fn is_retryable(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Cancelled)
    }

    /// What it is in words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Waiting => "waiting".to_owned(),
            Self::Sending => "uploading".to_owned(),
            Self::Broken(seconds) => format!("connection lost, again in {seconds} s"),
            Self::Asking => "exists already".to_owned(),
            Self::Done(None) => "done".to_owned(),
            Self::Done(Some(came)) => format!("unpacked: {came}"),
            Self::Skipped => "skipped, exists already".to_owned(),
            Self::Failed(why) => why.clone(),
            Self::Cancelled => "cancelled".to_owned(),
        }
    }
}

/// What is done where a name is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Existing {
    Replace,
    KeepBoth,
    Skip,
}

impl Transfer {
    /// How far it is, in words: `1.2 MiB of 3 MiB · 512 KiB/s · 4 s left`.
    pub(super) fn progress(&self) -> String {
        let (flow, size) = (self.sending.flow.get(), self.sending.size());
        if flow.sent >= size && size > 0 {
            return match self.what {
                What::File(_) => "being saved".to_owned(),
                What::Archive(..) => "being unpacked".to_owned(),
            };
        }
        let far = format!("{} of {}", text::bytes(flow.sent), text::bytes(size));
        if flow.speed > 0.0 {
            format!("{far} · {}", pace(size - flow.sent, flow.speed))
        } else {
            far
        }
    }
}

/// How fast it goes, and how long what is left takes.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate, of something positive"
)]
pub(crate) fn pace(left: u64, speed: f64) -> String {
    let seconds = (left as f64 / speed).ceil() as u64;
    let time = match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    };
    format!("{}/s · {time} left", text::bytes(speed as u64))
}
