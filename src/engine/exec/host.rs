//! A session's processes as this machine shows them, where it is the engine's own and this server may
//! signal them. proc(5) and `pid_namespaces(7)` say what the files hold.

#![expect(clippy::disallowed_methods, reason = "finds processes, which are this room's")]

use super::{Reach, Signal};
use rustix::{
    io::Errno,
    process::{Pid, PidfdFlags, kill_process, kill_process_group, pidfd_open, test_kill_process},
};
use std::fs;
use tokio::io::{Interest, unix::AsyncFd};

/// One line of `/proc/<pid>/stat`, as far as it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stat {
    pid: i32,
    state: char,
    group: i32,
    session: i32,
    /// The terminal's foreground group; negative without a terminal.
    foreground: i32,
}

/// Whether the process is of the container and can be signalled from here.
pub(super) fn can_reach(container: &str, pid: i32) -> bool {
    is_of(container, pid) && Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid).is_ok())
}

/// The process's id inside its container, if this machine shows it.
pub(super) fn inner_pid(container: &str, pid: i32) -> Option<i32> {
    if !is_of(container, pid) {
        return None;
    }
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let ids = status.lines().find_map(|line| line.strip_prefix("NSpid:"))?;
    ids.split_whitespace().next_back()?.parse().ok()
}

/// Waits until a process of the container has ended; for ever where the kernel has no such means
/// (`pidfd_open(2)`: Linux 5.3).
pub(super) async fn ended(container: &str, pid: i32) {
    let Some(number) = Pid::from_raw(pid) else { return };
    let handle = match pidfd_open(number, PidfdFlags::NONBLOCK) {
        Ok(handle) => handle,
        Err(Errno::SRCH) => return,
        Err(error) => {
            tracing::debug!(%error, "the end of a program may be told late");
            return std::future::pending().await;
        }
    };
    if !is_of(container, pid) {
        // its number is another's by now
        return;
    }
    #[expect(deprecated, reason = "unsound only for what does not own its handle, as this does")]
    let watched = AsyncFd::with_interest(handle, Interest::READABLE);
    match watched {
        Ok(watched) if watched.readable().await.is_ok() => {}
        _ => std::future::pending().await,
    }
}

/// Sends a signal; tells whether there was anybody to get it.
pub(super) fn send(container: &str, leader: i32, reach: Reach, signal: Signal) -> bool {
    let group = |group: i32| {
        Pid::from_raw(group).is_some_and(|group| kill_process_group(group, signal.raw).is_ok())
    };
    match reach {
        Reach::Foreground => read(leader)
            .filter(|stat| stat.foreground > 0 && is_of(container, leader))
            .is_some_and(|stat| group(stat.foreground)),
        Reach::Group => is_of(container, leader) && group(leader),
        Reach::Children => {
            let members = members(container, leader);
            let below: Vec<i32> = members.iter().copied().filter(|pid| *pid != leader).collect();
            signal_each(if below.is_empty() { &members } else { &below }, signal)
        }
        Reach::Everyone => signal_each(&members(container, leader), signal),
    }
}

fn signal_each(pids: &[i32], signal: Signal) -> bool {
    for pid in pids.iter().filter_map(|pid| Pid::from_raw(*pid)) {
        // it may just have ended
        let _ = kill_process(pid, signal.raw);
    }
    !pids.is_empty()
}

/// The living processes of a session. Its id is the leader's, also after that has ended.
fn members(container: &str, leader: i32) -> Vec<i32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(read)
        .filter(|stat| stat.session == leader && !matches!(stat.state, 'Z' | 'X'))
        .map(|stat| stat.pid)
        .filter(|pid| is_of(container, *pid))
        .collect()
}

fn read(pid: i32) -> Option<Stat> {
    parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// The name in the second field may hold anything, parentheses too.
fn parse(line: &str) -> Option<Stat> {
    let (head, tail) = line.rsplit_once(')')?;
    let mut fields = tail.split_whitespace();
    let state = fields.next()?.chars().next()?;
    let mut number = |skipped: usize| fields.nth(skipped)?.parse::<i32>().ok();
    Some(Stat {
        pid: head.split_once(' ')?.0.parse().ok()?,
        state,
        group: number(1)?,
        session: number(0)?,
        foreground: number(1)?,
    })
}

/// Whether the process is one of the container's: the engine names its control groups by its id.
fn is_of(container: &str, pid: i32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/cgroup")).is_ok_and(|groups| groups.contains(container))
}

#[cfg(test)]
mod tests {
    use super::{Stat, parse};

    #[test]
    fn names_with_parentheses_do_not_confuse() {
        let line = "12 (a) b (c) S 7 12 11 34816 15 4194304 1 2 3";
        let stat = Stat { pid: 12, state: 'S', group: 12, session: 11, foreground: 15 };
        assert_eq!(parse(line), Some(stat));
        assert_eq!(parse("12 (a"), None);
    }
}
