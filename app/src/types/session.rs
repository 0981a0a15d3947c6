use serde::{Deserialize, Serialize};

/// A program that somebody runs in a container, beside what that runs by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SessionInfo {
    /// Its id.
    pub id: String,
    /// The program and its arguments, as far as 4 KiB go; empty for the shell.
    pub command: Vec<String>,
    /// As whom it runs; null for the container's own user.
    pub user: Option<String>,
    /// Whether it has a terminal.
    pub tty: bool,
    /// How wide the terminal is, in characters.
    pub cols: Option<u16>,
    /// How high the terminal is, in characters.
    pub rows: Option<u16>,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// When its program ended, RFC 3339.
    pub ended_at: Option<String>,
    /// How many are connected to it, those who only watch among them.
    pub clients: usize,
    /// How much it has written, in bytes of all output.
    pub offset: u64,
    /// Whether it goes on without anybody there.
    pub kept: bool,
    /// How its program has ended: 0 to 255, where 128+n stands for signal n. Null while it runs, and
    /// where the engine went away with it.
    pub exit_code: Option<i64>,
}

/// The sessions of a container, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// Those that run, and kept ones that have ended and can still be come back to.
    pub sessions: Vec<SessionInfo>,
}
