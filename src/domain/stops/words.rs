use app::types::{Asked, ContainerState, StopCause};

/// What signals are called, and what they mean where that is known: signal(7).
const SIGNALS: [(i64, &str, &str); 17] = [
    (1, "SIGHUP", "hung up"),
    (2, "SIGINT", "interrupted"),
    (3, "SIGQUIT", "told to quit"),
    (4, "SIGILL", "crashed by an instruction that the processor does not know"),
    (5, "SIGTRAP", "stopped at a breakpoint"),
    (6, "SIGABRT", "aborted itself"),
    (7, "SIGBUS", "crashed by a bad memory access"),
    (8, "SIGFPE", "crashed by impossible arithmetic"),
    (9, "SIGKILL", "killed"),
    (10, "SIGUSR1", "ended by SIGUSR1"),
    (11, "SIGSEGV", "crashed by an invalid memory access"),
    (12, "SIGUSR2", "ended by SIGUSR2"),
    (13, "SIGPIPE", "wrote where nobody reads"),
    (14, "SIGALRM", "ended by its own timer"),
    (15, "SIGTERM", "told to end"),
    (24, "SIGXCPU", "used more time than it may"),
    (31, "SIGSYS", "made a system call that it may not"),
];

/// The name of the signal that an exit code stands for: 128+n, as shells and the engine have it.
pub(super) fn signal(exit_code: i64) -> Option<&'static str> {
    found(exit_code).map(|(name, _)| name)
}

fn found(exit_code: i64) -> Option<(&'static str, &'static str)> {
    SIGNALS
        .iter()
        .find(|(number, ..)| exit_code == 128 + number)
        .map(|(_, name, means)| (*name, *means))
}

/// Whether programs end by a signal unless they see to it: all but those that only tell them
/// something, or stop them.
pub(super) fn ends(signal: i32) -> bool {
    // HUP, USR1 and USR2 mostly mean "read your settings again"; CHLD, CONT, STOP to TTOU, URG, WINCH
    !matches!(signal, 0 | 1 | 10 | 12 | 17..=23 | 28)
}

/// Why a container ended, in a sentence.
pub(super) fn sentence(state: &ContainerState, cause: StopCause, asked: Option<&Asked>) -> String {
    let how = match state.exit_code {
        None => "It ended".to_owned(),
        Some(0) => "It ended without an error (exit code 0)".to_owned(),
        Some(126) => "Its program can't be run (exit code 126)".to_owned(),
        Some(127) => "Its program was not found (exit code 127)".to_owned(),
        Some(code) => match found(code) {
            Some((name, means)) => format!("It was ended by {name} ({means}, exit code {code})"),
            None if (129..=192).contains(&code) => {
                format!("It was ended by signal {} (exit code {code})", code - 128)
            }
            None => format!("It ended with an error (exit code {code})"),
        },
    };
    let why = match (cause, asked) {
        (StopCause::OutOfMemory, _) => ", because it used more memory than it may".to_owned(),
        (StopCause::Asked, Some(Asked { user: Some(user), action, .. })) => {
            format!(", because {user} asked for it ({action})")
        }
        (StopCause::Asked, _) => ", because it was asked for by this server".to_owned(),
        (StopCause::Outside, _) => {
            ", because somebody told the engine to, past this server".to_owned()
        }
        (StopCause::ByItself, _) => ", by itself".to_owned(),
        (StopCause::Unknown, _) => String::new(),
    };
    let memory = match cause {
        StopCause::OutOfMemory => "",
        _ if state.oom_killed => " A process in it was killed for want of memory.",
        _ => "",
    };
    let restarts = match state.restart_count {
        0 => String::new(),
        1 => " The engine has restarted it once.".to_owned(),
        count => format!(" The engine has restarted it {count} times."),
    };
    format!("{how}{why}.{memory}{restarts}")
}

#[cfg(test)]
mod tests {
    use super::{ends, sentence, signal};
    use app::types::{Asked, ContainerState, StopCause};

    #[test]
    fn ends_are_told_in_words() {
        let state = |exit_code, oom_killed, restart_count| ContainerState {
            exit_code: Some(exit_code),
            oom_killed,
            restart_count,
            ..ContainerState::default()
        };
        let asked = Asked {
            user: Some("admin".to_owned()),
            action: "container.stop".to_owned(),
            at: String::new(),
            request_id: None,
        };
        for (state, cause, asked, words) in [
            (
                state(0, false, 0),
                StopCause::ByItself,
                None,
                "It ended without an error (exit code 0), by itself.",
            ),
            (
                state(137, true, 0),
                StopCause::OutOfMemory,
                None,
                "It was ended by SIGKILL (killed, exit code 137), because it used more memory than it may.",
            ),
            (
                state(143, false, 0),
                StopCause::Asked,
                Some(&asked),
                "It was ended by SIGTERM (told to end, exit code 143), because admin asked for it (container.stop).",
            ),
            (
                state(3, true, 2),
                StopCause::Unknown,
                None,
                "It ended with an error (exit code 3). A process in it was killed for want of memory. The engine has restarted it 2 times.",
            ),
            (
                state(162, false, 1),
                StopCause::Outside,
                None,
                "It was ended by signal 34 (exit code 162), because somebody told the engine to, past this server. The engine has restarted it once.",
            ),
        ] {
            assert_eq!(sentence(&state, cause, asked), words);
        }
        assert_eq!((signal(139), signal(1), signal(128)), (Some("SIGSEGV"), None, None));
    }

    #[test]
    fn a_signal_that_only_tells_something_ends_nothing() {
        assert!([2, 3, 9, 15, 34].into_iter().all(ends));
        assert!(![1, 10, 12, 19, 28].into_iter().any(ends));
    }
}
