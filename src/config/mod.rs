//! What the operator can set, by environment or `.env`; a wrong value stops the start.

mod env_file;
mod origin;
mod table;

pub use origin::Authority;
pub use table::{SETTINGS, Setting, help};

use crate::{
    action_log,
    domain::{PullPolicy, Settings, files::FileLimits},
    store::{self, secrets},
};
use ipnet::IpNet;
use std::{
    env, fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

/// Why the server cannot start: one sentence for the operator.
#[derive(Debug, PartialEq, Eq)]
pub struct StartError(pub String);

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

/// The settings of this run.
#[derive(Debug, Clone)]
pub struct Config {
    /// The login's user name.
    pub user: String,
    /// The login's password.
    pub password: String,
    /// Where the server listens.
    pub bind: SocketAddr,
    /// Where the action log is written.
    pub log_dir: PathBuf,
    /// How large the action log grows before it is set aside.
    pub log_max_bytes: u64,
    /// Other addresses that browsers reach this server by.
    pub trusted_origins: Vec<Authority>,
    /// Reverse proxies whose `X-Forwarded-*` are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether errors carry stack traces.
    pub development: bool,
    /// The folder of the built dashboard.
    pub site_root: PathBuf,
    /// How long a browser stays logged in.
    pub session_length: Duration,
    /// How often a WebSocket is pinged.
    pub ping: Duration,
    /// What the domain has to know.
    pub domain: Settings,
    /// Whether this start made the password, which is then shown once.
    pub first_start: bool,
}

impl Config {
    /// Reads the environment and the `.env` file of the working directory. The first start, without
    /// that file and without a password in the environment, writes the file.
    pub fn load() -> Result<Self, StartError> {
        let path = Path::new(".env");
        let file = match secrets::read(path).map_err(|error| unreadable(path, &error))? {
            Some(text) => Some(env_file::parse(&text)?),
            None => None,
        };
        let has_file = file.is_some();
        let file = file.unwrap_or_default();
        let lookup = |name: &str| match env::var_os(name) {
            Some(value) => Some(value.to_string_lossy().into_owned()),
            None => file.get(name).cloned(),
        };
        if has_file || env::var_os(table::APP_PASS.name).is_some() {
            return Self::from_lookup(&lookup);
        }
        let password = secrets::random_password().map_err(|error| unreadable(path, &error))?;
        let config = Self::from_lookup(&|name: &str| match name {
            "APP_PASS" => Some(password.clone()),
            other => lookup(other),
        })?;
        let text = format!("APP_USER={}\nAPP_PASS={password}\n", quoted(&config.user));
        secrets::create(path, text.as_bytes()).map_err(|error| {
            StartError(format!(
                "cannot write the first .env: {error}; set APP_PASS in the environment instead"
            ))
        })?;
        Ok(Self { first_start: true, ..config })
    }

    fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, StartError> {
        let values = Values(lookup);
        Ok(Self {
            user: values.get(&table::APP_USER, |text| {
                (!text.is_empty() && !text.contains([':', '\n'])).then(|| text.to_owned())
            })?,
            password: values.password()?,
            bind: values.parse(&table::BIND)?,
            log_dir: values.parse(&table::LOG_DIR)?,
            log_max_bytes: values.number(&table::LOG_MAX_BYTES, 4096, u64::MAX)?,
            trusted_origins: values.list(&table::TRUSTED_ORIGINS, Authority::from_origin)?,
            trusted_proxies: values.list(&table::TRUSTED_PROXIES, |text| {
                text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).ok()
            })?,
            development: values.get(&table::APP_ENV, |text| match text {
                "production" => Some(false),
                "development" => Some(true),
                _ => None,
            })?,
            site_root: values
                .optional(&table::SITE_ROOT, |text| Some(PathBuf::from(text)))?
                .unwrap_or_else(default_site_root),
            session_length: Duration::from_secs(
                3600 * values.number(&table::SESSION_HOURS, 1, 8760)?,
            ),
            ping: Duration::from_secs(values.number(&table::PING_SECONDS, 1, 3600)?),
            domain: Settings {
                action_log: action_log::reader(&values.parse::<PathBuf>(&table::LOG_DIR)?),
                data: values.parse(&table::WHARFINGER_DATA)?,
                default_user: values.get(&table::DEFAULT_USER_UID, |text| {
                    let (uid, gid) = text.split_once(':')?;
                    Some((uid.parse().ok()?, gid.parse().ok()?))
                })?,
                pull_policy: values.get(&table::PULL_POLICY, |text| match text {
                    "missing" => Some(PullPolicy::Missing),
                    "always" => Some(PullPolicy::Always),
                    "never" => Some(PullPolicy::Never),
                    _ => None,
                })?,
                docker_host: values.optional(&table::DOCKER_HOST, |text| {
                    let known = text.starts_with("unix:///") || text.starts_with("tcp://");
                    known.then(|| text.to_owned())
                })?,
                files: FileLimits {
                    upload_bytes: values.number(&table::MAX_UPLOAD_BYTES, 1, u64::MAX)?,
                    unpacked_bytes: values.number(&table::MAX_UNPACKED_BYTES, 1, u64::MAX)?,
                    archive_entries: values.number(&table::MAX_ARCHIVE_ENTRIES, 1, u64::MAX)?,
                    archive_depth: values.number(&table::MAX_ARCHIVE_DEPTH, 1, 2048)?,
                    archive_ratio: values.number(&table::MAX_ARCHIVE_RATIO, 1, u64::MAX)?,
                },
                session_keep: Duration::from_secs(values.number(
                    &table::SESSION_KEEP_SECONDS,
                    1,
                    604_800,
                )?),
                compose_concurrency: usize::try_from(values.number(
                    &table::COMPOSE_CONCURRENCY,
                    1,
                    64,
                )?)
                .unwrap_or(usize::MAX),
            },
            first_start: false,
        })
    }
}

/// Reads settings and words what is wrong with one.
struct Values<'a>(&'a dyn Fn(&str) -> Option<String>);

impl Values<'_> {
    /// An empty value is none: that is what `NAME=` means in a `.env` file.
    fn optional<T>(
        &self,
        setting: &Setting,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StartError> {
        let Some(text) = (self.0)(setting.name)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
        else {
            return Ok(None);
        };
        match read(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(StartError(format!(
                "{} is \"{text}\", but must be {}",
                setting.name, setting.accepts
            ))),
        }
    }

    fn get<T>(&self, setting: &Setting, read: impl Fn(&str) -> Option<T>) -> Result<T, StartError> {
        match self.optional(setting, &read)?.or_else(|| read(setting.default)) {
            Some(value) => Ok(value),
            None => Err(StartError(format!(
                "{} is not set; it must be {}",
                setting.name, setting.accepts
            ))),
        }
    }

    fn parse<T: FromStr>(&self, setting: &Setting) -> Result<T, StartError> {
        self.get(setting, |text| text.parse().ok())
    }

    fn number(&self, setting: &Setting, least: u64, most: u64) -> Result<u64, StartError> {
        self.get(setting, |text| text.parse().ok().filter(|number| (least..=most).contains(number)))
    }

    fn list<T>(
        &self,
        setting: &Setting,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, StartError> {
        let items = self.optional(setting, |text| {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(&read).collect()
        })?;
        Ok(items.unwrap_or_default())
    }

    /// The password is read as it is, and never repeated in an error.
    fn password(&self) -> Result<String, StartError> {
        let setting = &table::APP_PASS;
        match (self.0)(setting.name) {
            Some(text) if text.chars().count() >= 8 => Ok(text),
            Some(text) if text.is_empty() => Err(StartError(format!(
                "{} is empty, but must be {}",
                setting.name, setting.accepts
            ))),
            Some(_) => Err(StartError(format!(
                "{} is too short: it must be {}",
                setting.name, setting.accepts
            ))),
            None => Err(StartError(format!(
                "{} is not set: add {}=… ({}) to .env or to the environment",
                setting.name, setting.name, setting.accepts
            ))),
        }
    }
}

fn default_site_root() -> PathBuf {
    store::folder_beside_program("site").unwrap_or_else(|| PathBuf::from("target/site"))
}

fn unreadable(path: &Path, error: &std::io::Error) -> StartError {
    StartError(format!("cannot read {}: {error}", path.display()))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests;
