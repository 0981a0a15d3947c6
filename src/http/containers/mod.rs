//! `/containers`: thin handlers, one file a verb.

pub(super) mod compose;
pub(super) mod control;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod exec;
pub(super) mod get;
pub(super) mod list;
pub(super) mod ports;
pub(super) mod status;
pub(super) mod update;
