use crate::shell;
use anyhow::{Context, Result, bail};
use std::{fmt::Write as _, fs, process::Command};

const PAGE: &str = "docs/PERFORMANCE.md";
const BEGIN: &str = "<!-- bench: begin -->";
const END: &str = "<!-- bench: end -->";

/// One line of the table.
pub(super) struct Row {
    what: &'static str,
    measured: String,
    target: String,
    met: Option<bool>,
}

impl Row {
    /// A figure that nothing is asked of; others are read beside it.
    pub(super) fn fact(what: &'static str, measured: String) -> Self {
        Self { what, measured, target: String::new(), met: None }
    }

    /// A figure that is to be at least `least`.
    pub(super) fn at_least(what: &'static str, value: f64, least: f64, unit: &str) -> Self {
        let target = format!("≥ {}{unit}", figure(least));
        Self {
            what,
            measured: format!("{}{unit}", figure(value)),
            target,
            met: Some(value >= least),
        }
    }

    /// A figure that is to be at most `most`.
    pub(super) fn at_most(what: &'static str, value: f64, most: f64, unit: &str) -> Self {
        let target = format!("≤ {}{unit}", figure(most));
        Self {
            what,
            measured: format!("{}{unit}", figure(value)),
            target,
            met: Some(value <= most),
        }
    }
}

/// Three digits say what a measurement knows.
fn figure(value: f64) -> String {
    match value {
        value if value >= 1000.0 => {
            let text = format!("{value:.0}");
            let (thousands, rest) = text.split_at(text.len() - 3);
            format!("{thousands},{rest}")
        }
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

/// Shows the table and fails where a target is missed.
pub(super) fn show(rows: &[Row]) -> Result<()> {
    eprintln!("{}", table(rows, &machine()));
    verdict(rows)
}

/// Puts the table into the page as well.
pub(super) fn write(rows: &[Row]) -> Result<()> {
    let table = table(rows, &machine());
    let page = fs::read_to_string(PAGE).with_context(|| format!("cannot read {PAGE}"))?;
    let (before, rest) = page.split_once(BEGIN).with_context(|| format!("{PAGE} lacks {BEGIN}"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{PAGE} lacks {END}"))?;
    fs::write(PAGE, format!("{before}{BEGIN}\n{table}{END}{after}"))?;
    eprintln!("{table}\nWritten to {PAGE}");
    verdict(rows)
}

fn verdict(rows: &[Row]) -> Result<()> {
    let missed: Vec<_> =
        rows.iter().filter(|row| row.met == Some(false)).map(|row| row.what).collect();
    if !missed.is_empty() {
        bail!("Missed: {}", missed.join("; "));
    }
    Ok(())
}

fn table(rows: &[Row], machine: &str) -> String {
    let mut text =
        format!("Measured on {machine}.\n\n| | measured | target | |\n|---|--:|--:|---|\n");
    for Row { what, measured, target, met } in rows {
        let verdict = match met {
            Some(true) => "met",
            Some(false) => "**missed**",
            None => "",
        };
        // writing to a string cannot fail
        let _ = writeln!(text, "| {what} | {measured} | {target} | {verdict} |");
    }
    text
}

/// What it was measured on, as far as the machine tells.
fn machine() -> String {
    let ask = |program: &str, arguments: &[&str]| {
        shell::output(Command::new(program).args(arguments)).unwrap_or_else(|_| "?".to_owned())
    };
    let cpu = fs::read_to_string("/proc/cpuinfo").ok().and_then(|facts| {
        facts
            .lines()
            .find(|line| line.starts_with("model name"))?
            .split_once(": ")
            .map(|(_, name)| name.to_owned())
    });
    format!(
        "{} cores ({}), Linux {}, Docker Engine {}, Compose {}, {}",
        ask("nproc", &[]),
        cpu.as_deref().unwrap_or("model unknown"),
        // what follows the first dash is the name of a build
        ask("uname", &["-r"]).split('-').next().unwrap_or("?"),
        ask("docker", &["version", "--format", "{{.Server.Version}}"]),
        ask("docker", &["compose", "version", "--short"]),
        ask("date", &["--utc", "+%Y-%m-%d"]),
    )
}
