//! What tests stand on: servers, their answers and events, and the engine seen past the server.

pub(crate) mod answer;
mod app;
pub(crate) mod docker;
pub(crate) mod engine;
mod events;
mod process;
mod requests;
mod second_engine;
mod snapshot;
mod socket;
mod sse;

pub(crate) use answer::{Answer, answer, assert_rfc3339};
pub(crate) use app::{Options, PASSWORD, TestApp, USER, server_program, sleeper};
pub(crate) use events::EventStream;
pub(crate) use process::Process;
pub(crate) use second_engine::SecondEngine;
pub(crate) use socket::Socket;
pub(crate) use sse::{Blocks, Ticks};

use std::{
    io::Read,
    net::TcpStream,
    time::{Duration, Instant},
};

/// Longer than anything that works takes, even on a busy machine: what has not happened by then
/// never will.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// What is said to whoever connects there. The engine publishes a port before the program behind
/// it listens, so a connection may end without a word at first.
pub(crate) async fn hear(address: &str, port: u16) -> String {
    let address = address.to_owned();
    let listen = move || {
        let until = Instant::now() + PATIENCE;
        let mut text = String::new();
        while text.is_empty() {
            assert!(Instant::now() < until, "nobody answers at {address}:{port}");
            if let Ok(mut stream) = TcpStream::connect((address.as_str(), port)) {
                let _ = stream.read_to_string(&mut text);
            }
        }
        text
    };
    tokio::task::spawn_blocking(listen).await.expect("it listens")
}
