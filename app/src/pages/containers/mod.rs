//! The pages about containers.

mod controls;
mod create;
mod delete;
mod detail;
mod facts;
mod form;
mod from_zip;
mod list;
mod ports;
mod settings;
mod stopped;
mod tabs;
mod tags;
mod using;

pub(crate) use create::Create;
pub(crate) use detail::Detail;
pub(crate) use list::{Beginning, List};
pub(crate) use settings::Settings;

/// How an id is shown where there is little room: its end, since ids begin with the time.
fn short(cuid: &str) -> &str {
    cuid.get(cuid.len().saturating_sub(8)..).unwrap_or(cuid)
}
