use crate::{
    build::{self, Profile},
    images,
    setup::{self, Purpose},
};
use anyhow::{Context, Result};
use std::{os::unix::process::CommandExt, path::Path, process::Command};

/// Makes the machine ready, builds, and becomes the server, which prints its address and login.
pub(crate) fn run() -> Result<()> {
    setup::machine(Purpose::Run)?;
    let built = build::build(Profile::Release)?;
    images::offer_first()?;
    // the first start writes it and shows the password once
    if Path::new(".env").is_file() {
        eprintln!("The login is in .env: APP_USER and APP_PASS.");
    }
    // in its place rather than as a child, so that signals reach the server itself
    let error = Command::new(&built.server).env("SITE_ROOT", &built.site).exec();
    Err(error).with_context(|| format!("cannot run {}", built.server.display()))
}
