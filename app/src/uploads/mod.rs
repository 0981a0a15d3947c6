//! Files on their way to containers: one queue for the whole dashboard, which goes on while somebody
//! looks around.

mod archive;
mod changes;
mod drop_zone;
mod existing;
mod panel;
mod pick_button;
mod picked;
mod queue;
mod send;
mod transfer;

pub(crate) use archive::{Archive, Preview};
pub(crate) use changes::{Changes, Question, counts};
pub(crate) use drop_zone::DropZone;
pub(crate) use panel::UploadPanel;
pub(crate) use pick_button::{PickButton, Picking};
pub(crate) use picked::{Picked, dropped};
pub(crate) use queue::Uploads;
pub(crate) use send::{Outcome, Sending};
pub(crate) use transfer::pace;
