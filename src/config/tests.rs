use super::{Config, StartError};
use crate::domain::PullPolicy;
use std::{net::IpAddr, path::Path};

fn read(values: &[(&str, &str)]) -> Result<Config, StartError> {
    Config::from_lookup(&|name| {
        values
            .iter()
            .chain(&[("APP_PASS", "long enough")])
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

fn refusal(values: &[(&str, &str)]) -> String {
    read(values).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn defaults_hold_where_nothing_is_set() -> Result<(), StartError> {
    let config = read(&[("SESSION_HOURS", ""), ("TRUSTED_ORIGINS", " ")])?;
    assert_eq!(config.user, "admin");
    assert_eq!(config.bind.to_string(), "0.0.0.0:8080");
    assert_eq!(config.domain.default_user, (1000, 1000));
    assert_eq!(config.domain.data, Path::new("data"));
    assert_eq!(config.domain.pull_policy, PullPolicy::Missing);
    assert_eq!(config.session_length.as_secs(), 168 * 3600);
    assert!(config.trusted_origins.is_empty() && !config.development);
    Ok(())
}

#[test]
fn values_are_read() -> Result<(), StartError> {
    let config = read(&[
        ("TRUSTED_ORIGINS", "https://a.example, http://b.example:81"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,::1"),
        ("APP_ENV", "development"),
        ("DOCKER_HOST", "unix:///run/docker.sock"),
        ("DEFAULT_USER_UID", "0:5"),
    ])?;
    assert_eq!(config.trusted_origins.len(), 2);
    let inside: IpAddr = IpAddr::from([10, 1, 2, 3]);
    assert!(config.trusted_proxies.iter().any(|network| network.contains(&inside)));
    assert!(config.development);
    assert_eq!(config.domain.docker_host.as_deref(), Some("unix:///run/docker.sock"));
    assert_eq!(config.domain.default_user, (0, 5));
    Ok(())
}

#[test]
fn a_wrong_value_is_named_with_what_is_accepted() {
    for (name, value) in [
        ("APP_USER", "a:b"),
        ("BIND", "8080"),
        ("BIND", "localhost"),
        ("DEFAULT_USER_UID", "1000"),
        ("DEFAULT_USER_UID", "root:root"),
        ("LOG_MAX_BYTES", "32MiB"),
        ("LOG_MAX_BYTES", "1"),
        ("TRUSTED_ORIGINS", "wharf.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("PULL_POLICY", "Always"),
        ("COMPOSE_CONCURRENCY", "0"),
        ("MAX_UPLOAD_BYTES", "10G"),
        ("MAX_UNPACKED_BYTES", "0"),
        ("MAX_ARCHIVE_ENTRIES", "-1"),
        ("MAX_ARCHIVE_DEPTH", "4096"),
        ("MAX_ARCHIVE_RATIO", "0"),
        ("DOCKER_HOST", "ssh://host"),
        ("DOCKER_HOST", "unix://relative"),
        ("APP_ENV", "prod"),
        ("SESSION_HOURS", "0"),
    ] {
        let error = refusal(&[(name, value)]);
        let start = format!("{name} is \"{value}\", but must be ");
        assert!(error.starts_with(&start) && error.len() > start.len(), "{name}={value}: {error}");
    }
}

#[test]
fn a_weak_password_is_refused_and_not_repeated() {
    assert_eq!(
        refusal(&[("APP_PASS", "")]),
        "APP_PASS is empty, but must be at least 8 characters"
    );
    let error = refusal(&[("APP_PASS", "hunter2")]);
    assert!(error.starts_with("APP_PASS is too short") && !error.contains("hunter2"), "{error}");
}

#[test]
fn help_names_every_setting() {
    let help = super::help();
    for setting in super::SETTINGS {
        assert!(help.contains(setting.name) && help.contains(setting.about), "{}", setting.name);
    }
}
