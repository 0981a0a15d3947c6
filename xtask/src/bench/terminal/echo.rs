use super::{
    Container,
    client::{Client, Said},
};
use crate::bench::{ROUNDS, median, report::Row, server::Server};
use anyhow::{Context, Result, ensure};
use std::{
    io::{Read as _, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

/// How many keys are pressed in a row; all of them together are less than the 4,095 that a terminal
/// takes as one line.
const KEYS: usize = 300;
const ECHO_MS: f64 = 0.5;

/// A key and its echo by the terminal that `cat` runs on: over our WebSocket, and by `docker exec -it`
/// under `script`, which gives it a terminal. Both stay open, and take turns.
pub(super) fn measure(server: &Server, container: &Container, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Pressing keys");
    let mut socket = Client::open(server, &format!("{}?cols=80&rows=24&cmd=cat", container.cuid))?;
    let mut docker = Docker::open(&container.engine_id)?;
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    // the first turns find both still starting
    for round in 0..=ROUNDS {
        let mut socket_times = Vec::new();
        for _ in 0..KEYS {
            let started = Instant::now();
            socket.type_in("x")?;
            let said = socket.next()?;
            ensure!(said == Said::Output(1), "a key has one echo over the WebSocket, not {said:?}");
            socket_times.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        let mut docker_times = Vec::new();
        for _ in 0..KEYS {
            let started = Instant::now();
            docker.press()?;
            docker_times.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        if round > 0 {
            ours.append(&mut socket_times);
            by_hand.append(&mut docker_times);
        }
    }
    let (ours, by_hand) = (median(ours), median(by_hand));
    rows.extend([
        Row::at_most("echo of a key through the WebSocket", ours, ECHO_MS, " ms"),
        Row::fact("echo of a key through `docker exec -it`", format!("{by_hand:.2} ms")),
        Row::at_most("the former, times the latter", ours / by_hand, 1.0, ""),
    ]);
    Ok(())
}

/// `docker exec -it … cat` with a terminal around it.
struct Docker {
    child: Child,
    keys: ChildStdin,
    screen: ChildStdout,
}

impl Docker {
    fn open(container: &str) -> Result<Self> {
        let command = format!("docker exec -it {container} sh -c 'echo ready; exec cat'");
        let mut child = Command::new("script")
            .args(["--quiet", "--flush", "--command", &command, "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run script")?;
        let keys = child.stdin.take().context("script has no input")?;
        let screen = child.stdout.take().context("script has no output")?;
        let mut docker = Self { child, keys, screen };
        // the local terminal echoes until the container's has said something
        let mut seen = Vec::new();
        while !seen.ends_with(b"ready\r\n") {
            let mut byte = [0];
            docker.screen.read_exact(&mut byte)?;
            seen.extend(byte);
        }
        Ok(docker)
    }

    fn press(&mut self) -> Result<()> {
        self.keys.write_all(b"x")?;
        let mut echo = [0];
        self.screen.read_exact(&mut echo)?;
        ensure!(echo == *b"x", "a key has one echo by hand, not {echo:?}");
        Ok(())
    }
}

impl Drop for Docker {
    fn drop(&mut self) {
        // the terminal goes with `script`, and what runs on it
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
