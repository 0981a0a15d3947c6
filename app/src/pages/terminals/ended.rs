use crate::{text, types::ApiError};

/// Why a terminal has ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ended {
    /// Its program has, with this exit code.
    Exit(i64),
    /// The server can't run it, for a reason in words.
    Refused(String),
    /// The server does not know the session any more.
    Gone,
    /// The login has.
    LoggedOut,
}

impl Ended {
    /// By what the server said last.
    pub(super) fn of(error: ApiError) -> Self {
        match error.code.as_str() {
            "SESSION_NOT_FOUND" => Self::Gone,
            "LOGIN_ENDED" => Self::LoggedOut,
            _ => Self::Refused(error.message),
        }
    }

    /// The same for people. What runs in a container that stops is killed.
    pub(super) fn words(&self, container_runs: bool) -> String {
        match self {
            Self::Exit(code) if *code > 128 && !container_runs => {
                "The container has stopped, and this with it.".to_owned()
            }
            Self::Exit(code) => {
                let outcome = text::exited(*code);
                format!("Ended: it {outcome}.")
            }
            Self::Refused(words) => words.clone(),
            Self::Gone => {
                "This session is no longer there: the server was restarted, or nobody came back to it in time.".to_owned()
            }
            Self::LoggedOut => "The login has ended, and this session with it. Log in again.".to_owned(),
        }
    }
}
