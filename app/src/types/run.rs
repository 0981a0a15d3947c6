use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The body of `POST /containers/{cuid}/exec`: a program to run to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RunRequest {
    /// The program and its arguments; no shell takes them apart.
    pub argv: Vec<String>,
    /// Further environment variables.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// The folder it runs in, an absolute path in the container; the mount, `/app`, unless given.
    #[serde(default)]
    pub cwd: Option<String>,
    /// As whom it runs: `uid`, `uid:gid` or a name; the container's own user unless given.
    #[serde(default)]
    pub user: Option<String>,
    /// What it reads; nothing unless given.
    #[serde(default)]
    pub stdin: Option<String>,
    /// After how many seconds it is ended, 1 to 3600; 60 unless given.
    #[serde(default)]
    pub timeout: Option<u64>,
}

/// How a program has ended, and what it wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunResult {
    /// 0 to 255, where 128+n stands for signal n.
    pub exit_code: i64,
    /// What it wrote to standard output.
    pub stdout: RunOutput,
    /// What it wrote to standard error.
    pub stderr: RunOutput,
}

/// What a program wrote to one of its outputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunOutput {
    /// Its first mebibyte: text, or bytes in base64.
    pub data: String,
    /// `utf8` for text, `base64` for everything else.
    pub encoding: String,
    /// How many bytes it wrote in all.
    pub bytes: u64,
    /// Whether `data` is less than all of it.
    pub truncated: bool,
}
