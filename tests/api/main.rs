//! Tests of the whole server from outside: the real binary, a real engine, real Compose.
//!
//! One folder a noun. Every [`support::TestApp`] is a server of its own with a data folder and a
//! Compose project of its own, so tests run side by side and leave nothing behind.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test says what it does, and what is wrong by panicking"
)]

mod activity;
mod containers;
mod crash;
mod engine;
mod files;
#[path = "../guide/mod.rs"]
mod guide;
mod host;
mod http;
mod images;
mod logs;
mod startup;
mod stats;
mod support;
mod terminal;
