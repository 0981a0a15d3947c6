//! What a container uses, from its control groups' files and its network namespace's counters.
//!
//! Reading them costs some ten microseconds, a hundredth of what the engine takes to tell the same.
//! `cgroups(7)`, and the kernel's Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst say what the
//! files hold.

#![expect(
    clippy::disallowed_methods,
    reason = "reads the kernel's counters, which are this room's"
)]

mod place;
mod read;

use place::{Mounts, Version};
use read::{Bytes, Text};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What a container has used up to a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Time of cores, in nanoseconds, since its start.
    pub cpu_nanoseconds: u64,
    /// Memory in bytes, without the page cache that the kernel would give up first; the same figure
    /// as `docker stats` shows.
    pub memory: u64,
    /// Processes and threads.
    pub pids: u32,
    /// Bytes read from block devices since its start.
    pub block_read: u64,
    /// Bytes written to block devices since its start.
    pub block_written: u64,
    /// Bytes received over all networks since its start.
    pub received: u64,
    /// Bytes sent over all networks since its start.
    pub sent: u64,
}

/// What a container may use; `None` where it is not limited.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Limits {
    /// Cores.
    pub cpus: Option<f64>,
    /// Memory in bytes.
    pub memory: Option<u64>,
    /// Processes and threads.
    pub pids: Option<u32>,
}

/// Where the files of containers are found on this machine.
#[derive(Debug)]
pub struct Cgroups {
    proc: PathBuf,
    mounts: Mounts,
}

/// The open files of one container.
#[derive(Debug)]
pub struct Meter {
    cpu: (Version, Text),
    memory: (Version, Text),
    memory_stat: Text,
    pids: Option<Text>,
    block: Option<(Version, Text)>,
    network: Text,
    limits: LimitFiles,
}

#[derive(Debug)]
struct LimitFiles {
    cpu: Option<(Version, PathBuf)>,
    memory: PathBuf,
    pids: Option<PathBuf>,
}

/// How many files a [`Meter`] holds open, where it does.
pub const FILES: usize = 6;

impl Cgroups {
    /// Looks for this machine's control groups; `None` where there are none to be seen.
    pub fn find() -> Option<Self> {
        Self::at(Path::new("/proc"))
    }

    fn at(proc: &Path) -> Option<Self> {
        let mounts = Mounts::read(&fs::read_to_string(proc.join("self/mountinfo")).ok()?);
        Some(Self { proc: proc.to_owned(), mounts })
    }

    /// The files of a container, by the engine's id and the host's id of its first process. `None`
    /// where that process is not to be seen or is another's, as on another machine's engine. The
    /// files stay open where `keep` says so: that reads three times as fast.
    pub fn meter(&self, container: &str, pid: i32, keep: bool) -> Option<Meter> {
        let process = self.proc.join(pid.to_string());
        let groups = fs::read_to_string(process.join("cgroup")).ok()?;
        if !groups.contains(container) {
            return None;
        }
        let find = |controller| self.mounts.find(&groups, controller);
        let (cpu, memory) = (find("cpuacct")?, find("memory")?);
        let (quota, pids, block) = (find("cpu"), find("pids"), find("blkio"));
        let open = |path: PathBuf| Text::open(path, keep);
        let file = |(version, folder): &(Version, PathBuf), v1, v2| {
            (*version, folder.join(if *version == Version::One { v1 } else { v2 }))
        };
        let cpu = file(&cpu, "cpuacct.usage", "cpu.stat");
        let usage = file(&memory, "memory.usage_in_bytes", "memory.current");
        let block = block
            .as_ref()
            .map(|block| file(block, "blkio.throttle.io_service_bytes_recursive", "io.stat"));
        Some(Meter {
            cpu: (cpu.0, open(cpu.1)?),
            memory: (usage.0, open(usage.1)?),
            memory_stat: open(memory.1.join("memory.stat"))?,
            pids: pids.as_ref().and_then(|(_, folder)| open(folder.join("pids.current"))),
            // not every kernel counts these
            block: block.and_then(|(version, path)| Some((version, open(path)?))),
            network: open(process.join("net/dev"))?,
            limits: LimitFiles {
                cpu: quota.map(|quota| file(&quota, "", "cpu.max")),
                memory: file(&memory, "memory.limit_in_bytes", "memory.max").1,
                pids: pids.map(|(_, folder)| folder.join("pids.max")),
            },
        })
    }
}

impl Meter {
    /// What the container has used up to now; `None` where it has ended. `buffer` is scratch space.
    pub fn usage(&self, buffer: &mut Bytes) -> Option<Usage> {
        let cpu_nanoseconds = match self.cpu.0 {
            Version::One => read::number(self.cpu.1.read(buffer)?)?,
            Version::Two => {
                read::field(self.cpu.1.read(buffer)?, "usage_usec")?.checked_mul(1000)?
            }
        };
        let memory = read::number(self.memory.1.read(buffer)?)?;
        let cache = match self.memory.0 {
            Version::One => "total_inactive_file",
            Version::Two => "inactive_file",
        };
        let cache = read::field(self.memory_stat.read(buffer)?, cache).unwrap_or_default();
        let pids = self.pids.as_ref().and_then(|pids| read::number(pids.read(buffer)?));
        let block = self.block.as_ref().and_then(|(version, block)| {
            let text = block.read(buffer)?;
            Some(match version {
                Version::One => read::block_v1(text),
                Version::Two => read::block_v2(text),
            })
        });
        let (block_read, block_written) = block.unwrap_or_default();
        let (received, sent) = read::network(self.network.read(buffer)?);
        Some(Usage {
            cpu_nanoseconds,
            memory: memory.saturating_sub(cache),
            pids: pids.and_then(|pids| u32::try_from(pids).ok()).unwrap_or_default(),
            block_read,
            block_written,
            received,
            sent,
        })
    }

    /// What the container may use now.
    pub fn limits(&self) -> Limits {
        let read = |path: &Path| fs::read_to_string(path).ok();
        let cpus = self.limits.cpu.as_ref().and_then(|(version, path)| match version {
            Version::One => read::quota(
                &read(&path.join("cpu.cfs_quota_us"))?,
                &read(&path.join("cpu.cfs_period_us"))?,
            ),
            Version::Two => {
                let text = read(path)?;
                let (quota, period) = text.trim().split_once(' ')?;
                read::quota(quota, period)
            }
        });
        // version 1 says "no limit" by the largest number of whole pages
        let memory = read(&self.limits.memory)
            .and_then(|text| read::number(&text))
            .filter(|limit| *limit < 1 << 62);
        let pids = self.limits.pids.as_ref().and_then(|path| read::number(&read(path)?));
        Limits { cpus, memory, pids: pids.and_then(|pids| u32::try_from(pids).ok()) }
    }
}

pub use read::Bytes as Buffer;

#[cfg(test)]
mod tests;
