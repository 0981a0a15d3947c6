use std::fmt::Write as _;

/// One setting, as the environment or `.env` can give it.
#[derive(Debug)]
pub struct Setting {
    /// The variable's name.
    pub name: &'static str,
    /// What holds where it is not given; empty for none.
    pub default: &'static str,
    /// The values that are accepted, worded to follow "must be".
    pub accepts: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
}

macro_rules! settings {
    ($($name:ident = $default:literal, $accepts:literal, $about:literal;)*) => {
        $(pub(super) static $name: Setting = Setting {
            name: stringify!($name),
            default: $default,
            accepts: $accepts,
            about: $about,
        };)*

        /// Every setting, in the order of the documentation.
        pub static SETTINGS: &[&Setting] = &[$(&$name),*];
    };
}

settings! {
    APP_USER = "admin", "a name without a colon", "The login's user name";
    APP_PASS = "", "at least 8 characters", "The login's password; the first start makes one where none is given";
    DEFAULT_USER_UID = "1000:1000", "uid:gid, such as 1000:1000", "Who boot files run as, and whom files in the containers' mounts belong to";
    BIND = "0.0.0.0:8080", "address:port, such as 127.0.0.1:8080", "Where the server listens; port 0 takes a free one";
    WHARFINGER_DATA = "data", "a folder", "Definitions and files of the containers; one server owns it";
    LOG_DIR = "logs", "a folder", "Where actions.jsonl is written";
    LOG_MAX_BYTES = "33554432", "a number of bytes from 4096", "How large actions.jsonl grows before it is set aside; five older ones are kept";
    TRUSTED_ORIGINS = "", "origins separated by commas, such as https://wharf.example.com", "Other addresses that browsers reach this server by, behind a reverse proxy for example";
    TRUSTED_PROXIES = "", "addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8", "Reverse proxies whose X-Forwarded-For, -Host and -Proto are believed";
    PULL_POLICY = "missing", "missing, always or never", "When images are pulled";
    COMPOSE_CONCURRENCY = "4", "a number from 1 to 64", "How many Compose commands run side by side";
    MAX_UPLOAD_BYTES = "10737418240", "a number of bytes from 1", "The largest file or archive that is taken in, as it is sent";
    MAX_UNPACKED_BYTES = "21474836480", "a number of bytes from 1", "The most that an archive may unpack to";
    MAX_ARCHIVE_ENTRIES = "100000", "a number from 1", "The most files and folders that an archive may have";
    MAX_ARCHIVE_DEPTH = "64", "a number from 1 to 2048", "The most folders that may lie in each other in an archive";
    MAX_ARCHIVE_RATIO = "200", "a number from 1", "How many times its own size a file of an archive, and all of it, may unpack to; counted from 1 MiB";
    DOCKER_HOST = "", "unix:///path/of/a/socket or tcp://address:port", "The engine's address; the engine's own default where none is given";
    APP_ENV = "production", "production or development", "development adds stack traces to errors";
    SITE_ROOT = "", "a folder", "The built dashboard; otherwise `site` beside the program, or target/site";
    PING_SECONDS = "20", "a number from 1 to 3600", "How often WebSockets are pinged, so that proxies keep them open; a client that misses three is taken for gone";
    SESSION_KEEP_SECONDS = "600", "a number from 1 to 604800", "How long a kept terminal session goes on without anybody there, and how long it is told how it ended";
    SESSION_HOURS = "168", "a number from 1 to 8760", "How long a browser stays logged in";
}

/// The text of `wharfinger --help`.
pub fn help() -> String {
    let mut text = format!(
        "{} {}: {}\n\nUsage: wharfinger [--help | --version]\n\n\
         Settings come from the environment and from `.env` in the working directory; the environment wins.\n\n",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_DESCRIPTION"),
    );
    for setting in SETTINGS {
        let default = match setting.default {
            "" => String::new(),
            default => format!(" [{default}]"),
        };
        // writing to a string cannot fail
        let _ = writeln!(
            text,
            "  {}{default}\n      {}: {}",
            setting.name, setting.about, setting.accepts
        );
    }
    text
}
