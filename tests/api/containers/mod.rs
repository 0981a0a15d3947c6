//! `/containers`: what can be asked of them, and what must be refused.

mod accepted;
mod bad_create;
mod bad_id;
mod bad_list;
mod bad_update;
mod boot;
mod create;
mod delete;
mod idempotency;
mod lifecycle;
mod list;
mod plan;
mod ports;
mod race;
mod requirements;
mod rollback;
mod stopped;
mod update;
