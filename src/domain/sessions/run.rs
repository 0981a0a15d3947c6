use super::{Attachment, End, Input, Item, Launch, OutputStream, PIECE};
use crate::domain::{container::Cuid, core::Core};
use app::types::{Failure, RunOutput, RunRequest, RunResult};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use std::{future::pending, sync::Arc};
use tokio_util::task::AbortOnDropHandle;

/// How long a program may take unless the request says it, and at most, in seconds.
const SECONDS: (u64, u64) = (60, 3600);
/// How much of each output is given back, in bytes.
const MOST: usize = 1024 * 1024;

/// One output of a program, as far as it is kept.
#[derive(Default)]
struct Kept {
    data: Vec<u8>,
    bytes: u64,
}

impl Kept {
    fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let room = MOST - self.data.len();
        self.data.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
    }

    fn into_output(mut self) -> RunOutput {
        let truncated = self.bytes > self.data.len() as u64;
        if truncated && let Err(error) = std::str::from_utf8(&self.data) {
            // a character that the cut went through makes no bytes of a text
            if error.error_len().is_none() {
                self.data.truncate(error.valid_up_to());
            }
        }
        let (data, encoding) = match String::from_utf8(self.data) {
            Ok(text) => (text, "utf8"),
            Err(error) => (BASE64_STANDARD.encode(error.as_bytes()), "base64"),
        };
        RunOutput { data, encoding: encoding.to_owned(), bytes: self.bytes, truncated }
    }
}

/// A program that is run to its end, or to that of its time. It ends with this value.
pub struct Program {
    attachment: Attachment,
    _feeding: AbortOnDropHandle<()>,
}

impl Program {
    /// What it writes next; what was not waited for to the end is not lost. A failed end is
    /// `timeout` where its time is up, and comes once nothing of it is left.
    pub async fn next(&mut self) -> Item {
        self.attachment.next().await
    }
}

impl Core {
    /// Runs a program, with what it is to read.
    pub(super) async fn start_program(
        self: &Arc<Self>,
        cuid: Cuid,
        request: RunRequest,
    ) -> Result<Program, Failure> {
        let seconds = check(&request)?;
        let launch = Launch {
            command: request.argv,
            env: request.env.iter().map(|(name, value)| format!("{name}={value}")).collect(),
            user: request.user,
            folder: request.cwd,
            limit: Some(seconds),
            ..Launch::default()
        };
        let attachment = self.open_session(cuid, launch, pending()).await?;
        let input = attachment.controls().input()?.clone();
        let mut stdin = Bytes::from(request.stdin.unwrap_or_default());
        let feed = async move {
            while !stdin.is_empty() {
                let piece = stdin.split_to(PIECE.min(stdin.len()));
                if input.send(Input::Bytes(piece)).await.is_err() {
                    return;
                }
            }
            // a program that has ended reads no more
            let _ = input.send(Input::End).await;
        };
        Ok(Program { attachment, _feeding: AbortOnDropHandle::new(tokio::spawn(feed)) })
    }

    /// Runs a program to its end, or to that of its time. It ends with the caller.
    pub(super) async fn run_program(
        self: &Arc<Self>,
        cuid: Cuid,
        request: RunRequest,
    ) -> Result<RunResult, Failure> {
        let mut program = self.start_program(cuid, request).await?;
        let (mut stdout, mut stderr) = (Kept::default(), Kept::default());
        loop {
            match program.next().await {
                Item::Chunk { stream: OutputStream::Stdout, bytes, .. } => stdout.add(&bytes),
                Item::Chunk { stream: OutputStream::Stderr, bytes, .. } => stderr.add(&bytes),
                Item::Gap(_) | Item::Resized(_) => {}
                Item::End(End::Failed(failure)) => return Err(failure),
                Item::End(End::Exit(exit_code)) => {
                    let [stdout, stderr] = [stdout, stderr].map(Kept::into_output);
                    return Ok(RunResult { exit_code, stdout, stderr });
                }
            }
        }
    }
}

/// Gives the seconds that the program may take.
fn check(request: &RunRequest) -> Result<u64, Failure> {
    let refused = |field: &str, words: &str, provided: &str| {
        Err(Failure::field(field, "INVALID_VALUE", words, provided))
    };
    let nul = |text: &&String| text.contains('\0');
    match request.argv.first() {
        Some(program) if !program.is_empty() => {}
        _ => return refused("argv", "`argv` begins with the program to run: a name or a path", ""),
    }
    if let Some(word) = request.argv.iter().find(nul) {
        return refused("argv", "no argument can hold a NUL character", word);
    }
    for (name, value) in &request.env {
        if name.is_empty() || name.contains(['=', '\0']) || value.contains('\0') {
            let words = "a variable has a name without `=`, and neither has a NUL character";
            return refused(&format!("env.{name}"), words, value);
        }
    }
    if let Some(cwd) = request.cwd.as_ref().filter(|cwd| !cwd.starts_with('/')) {
        return refused("cwd", "`cwd` is an absolute path in the container, such as /app", cwd);
    }
    let (usual, most) = SECONDS;
    let seconds = request.timeout.unwrap_or(usual);
    if !(1..=most).contains(&seconds) {
        let words = format!("`timeout` is a number of seconds from 1 to {most}");
        return Err(Failure::field("timeout", "INVALID_VALUE", words, seconds));
    }
    Ok(seconds)
}

#[cfg(test)]
mod tests {
    use super::{Kept, MOST};

    #[test]
    fn a_cut_through_a_character_leaves_text() {
        let mut kept = Kept::default();
        kept.add(&b"x".repeat(MOST - 1));
        kept.add("é and more".as_bytes());
        let output = kept.into_output();
        assert_eq!((output.encoding.as_str(), output.data.len()), ("utf8", MOST - 1));
        assert!(output.truncated);
        assert_eq!(output.bytes, MOST as u64 + 10);
    }
}
