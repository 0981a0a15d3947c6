use super::PATIENCE;
use rustix::process::{Pid, Signal, kill_process};
use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
};

/// A program that runs until it is told to end. It never outlives this value.
pub(crate) struct Process {
    pid: Pid,
    ended: Receiver<()>,
    over: bool,
}

impl Process {
    /// Runs the command and waits until one of its lines, on stdout or stderr, contains `ready`;
    /// gives that line. Everything it writes is kept in the file `log`.
    pub(crate) fn start(
        mut command: Command,
        ready: &'static str,
        log: &std::path::Path,
    ) -> (Self, String) {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut child: Child = command
            .stdin(Stdio::null())
            .stdout(writer.try_clone().unwrap())
            .stderr(writer)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not run: {error}"));
        // the command holds the pipe's other end, which must close when the program ends
        drop(command);
        let pid = Pid::from_child(&child);
        let (told, ready_line) = channel();
        let mut kept = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        thread::spawn(move || {
            copy_lines(reader, &mut kept, |line| {
                if line.contains(ready) {
                    let _ = told.send(line.to_owned());
                }
            });
        });
        let (at_end, ended) = channel();
        thread::spawn(move || {
            let _ = child.wait();
            let _ = at_end.send(());
        });
        let process = Self { pid, ended, over: false };
        let line = ready_line.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            panic!("never said {ready:?}:\n{}", std::fs::read_to_string(log).unwrap_or_default())
        });
        (process, line)
    }

    /// The process id.
    pub(crate) const fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Ends it at once, without a chance to tidy up.
    pub(crate) fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.over = self.over || self.ended.recv_timeout(PATIENCE).is_ok();
    }

    /// Asks it to end and waits; tells whether it did.
    pub(crate) fn terminate(&mut self) -> bool {
        self.signal(Signal::TERM);
        if !self.over {
            self.over = self.ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout);
        }
        self.over
    }

    fn signal(&self, signal: Signal) {
        if !self.over {
            let _ = kill_process(self.pid, signal);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn copy_lines(from: impl Read, to: &mut impl std::io::Write, mut seen: impl FnMut(&str)) {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        let _ = to.write_all(&line);
        seen(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
}
