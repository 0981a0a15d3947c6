use crate::{
    build::{self, Profile},
    images,
    setup::{self, Purpose},
};
use anyhow::{Context, Result};
use std::{os::unix::process::CommandExt, process::Command};

/// Makes the machine ready, builds, and becomes the server, which prints its address and login.
pub(crate) fn run() -> Result<()> {
    setup::machine(Purpose::Run)?;
    let built = build::build(Profile::Release)?;
    images::offer_first()?;
    // in its place rather than as a child, so that signals reach the server itself
    let error = Command::new(&built.server).env("SITE_ROOT", &built.site).exec();
    Err(error).with_context(|| format!("cannot run {}", built.server.display()))
}
