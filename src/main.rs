//! The server's binary.

use std::{
    env,
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
};
use tracing_subscriber::{EnvFilter, fmt};
use wharfinger::{
    config::{Config, StartError, help},
    serve::{announce, serve},
};

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        None => {}
        Some("--help" | "-h") => {
            announce(help().trim_end());
            return ExitCode::SUCCESS;
        }
        Some("--version" | "-V") => {
            announce(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")));
            return ExitCode::SUCCESS;
        }
        Some(other) => return fail(&StartError(format!("unknown argument {other}: try --help"))),
    }
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn run() -> Result<(), StartError> {
    let config = Config::load()?;
    if config.first_start {
        announce(&format!(
            "first start: the login is {} with the password {} (kept in .env, shown only now)",
            config.user, config.password
        ));
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| StartError(format!("cannot start threads: {error}")))?
        .block_on(serve(config))
}

fn fail(error: &StartError) -> ExitCode {
    let _ = writeln!(io::stderr(), "wharfinger: {error}");
    ExitCode::FAILURE
}
