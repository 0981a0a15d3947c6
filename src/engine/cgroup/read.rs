#![expect(
    clippy::disallowed_methods,
    reason = "reads the kernel's counters, which are this room's"
)]

use std::{fs::File, os::unix::fs::FileExt as _, path::PathBuf};

/// Room for the longest of the files.
const LONGEST: usize = 16 * 1024;

/// Scratch space to read files into.
#[derive(Debug)]
pub struct Bytes(Box<[u8]>);

impl Default for Bytes {
    fn default() -> Self {
        Self(vec![0; LONGEST].into())
    }
}

/// A small text file of the kernel's.
#[derive(Debug)]
pub(super) enum Text {
    Kept(File),
    Named(PathBuf),
}

impl Text {
    /// `None` where the file is not there.
    pub(super) fn open(path: PathBuf, keep: bool) -> Option<Self> {
        let file = File::open(&path).ok()?;
        Some(if keep { Self::Kept(file) } else { Self::Named(path) })
    }

    /// What it says now; `None` where it is gone.
    pub(super) fn read<'a>(&self, buffer: &'a mut Bytes) -> Option<&'a str> {
        // the kernel makes the text anew for each read from the start
        let length = match self {
            Self::Kept(file) => file.read_at(&mut buffer.0, 0),
            Self::Named(path) => File::open(path).and_then(|file| file.read_at(&mut buffer.0, 0)),
        };
        str::from_utf8(buffer.0.get(..length.ok()?)?).ok()
    }
}

/// A number by itself; `None` for `max` and `-1`.
pub(super) fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

/// The number in the line that begins with a name.
pub(super) fn field(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

/// Cores, from microseconds in each period of so many.
pub(super) fn quota(quota: &str, period: &str) -> Option<f64> {
    let small = |text: &str| number(text).and_then(|number| u32::try_from(number).ok());
    let (quota, period) = (small(quota)?, small(period)?);
    (quota > 0 && period > 0).then(|| f64::from(quota) / f64::from(period))
}

/// Bytes read and written, from lines such as `8:0 Read 4096`.
pub(super) fn block_v1(text: &str) -> (u64, u64) {
    let mut sum = (0_u64, 0_u64);
    for line in text.lines() {
        let mut words = line.split_whitespace().skip(1);
        let (Some(what), Some(bytes)) = (words.next(), words.next().and_then(number)) else {
            continue;
        };
        match what {
            "Read" => sum.0 = sum.0.saturating_add(bytes),
            "Write" => sum.1 = sum.1.saturating_add(bytes),
            _ => {}
        }
    }
    sum
}

/// Bytes read and written, from lines such as `8:0 rbytes=4096 wbytes=0 rios=1 …`.
pub(super) fn block_v2(text: &str) -> (u64, u64) {
    let sum = |name: &str| {
        let values = text.split_whitespace().filter_map(|word| number(word.strip_prefix(name)?));
        values.fold(0, u64::saturating_add)
    };
    (sum("rbytes="), sum("wbytes="))
}

/// Bytes received and sent by all interfaces but the loopback, from `/proc/<pid>/net/dev`.
pub(super) fn network(text: &str) -> (u64, u64) {
    let mut sum = (0_u64, 0_u64);
    for line in text.lines().skip(2) {
        let Some((name, counters)) = line.split_once(':') else { continue };
        if name.trim() == "lo" {
            continue;
        }
        let mut counters = counters.split_whitespace();
        let received = counters.next().and_then(number).unwrap_or_default();
        // seven more are of what was received
        let sent = counters.nth(7).and_then(number).unwrap_or_default();
        sum = (sum.0.saturating_add(received), sum.1.saturating_add(sent));
    }
    sum
}
