use crate::types::ContainerState;

/// How a container's last run ended, in words: `exited with 137: killed (SIGKILL)`. `None` where it
/// has not ended.
pub(crate) fn ended(state: &ContainerState) -> Option<String> {
    match state.exit_code? {
        137 if state.oom_killed => Some("exited with 137: killed for want of memory".to_owned()),
        code => Some(exited(code)),
    }
}

/// What an exit code says, in words. What 125 to 127 and 128+n stand for is the engine's and the
/// shell's convention.
pub(crate) fn exited(code: i64) -> String {
    let why = match code {
        0 => "finished without an error",
        126 => "the command can't be run",
        127 => "the command was not found",
        129 => "hung up (SIGHUP)",
        130 => "interrupted (SIGINT)",
        131 => "quit (SIGQUIT)",
        134 => "aborted (SIGABRT)",
        137 => "killed (SIGKILL)",
        139 => "crashed, invalid memory access (SIGSEGV)",
        143 => "ended on request (SIGTERM)",
        code if (129..=192).contains(&code) => {
            return format!("exited with {code}: ended by signal {}", code - 128);
        }
        _ => "ended with an error",
    };
    format!("exited with {code}: {why}")
}

#[cfg(test)]
mod tests {
    use super::ended;
    use crate::types::ContainerState;

    #[test]
    fn codes_are_told_in_words() {
        let state =
            |exit_code, oom_killed| ContainerState { exit_code, oom_killed, ..Default::default() };
        assert_eq!(ended(&state(None, false)), None);
        for (code, oom_killed, text) in [
            (0, false, "exited with 0: finished without an error"),
            (3, false, "exited with 3: ended with an error"),
            (137, false, "exited with 137: killed (SIGKILL)"),
            (137, true, "exited with 137: killed for want of memory"),
            (0, true, "exited with 0: finished without an error"),
            (138, false, "exited with 138: ended by signal 10"),
        ] {
            assert_eq!(ended(&state(Some(code), oom_killed)).as_deref(), Some(text));
        }
    }
}
