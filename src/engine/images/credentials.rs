//! As whom images are pulled: what `docker login` has kept, in the file or by a helper.
//! <https://docs.docker.com/reference/cli/docker/login/#credential-stores>

#![expect(clippy::disallowed_methods, reason = "reads docker's own file and runs its helpers")]

use crate::engine::docker_folder;
use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::HashMap, path::Path, process::Stdio, time::Duration};
use tokio::{io::AsyncWriteExt as _, process::Command, time::timeout};

/// How the file and the helpers name the registry of images that name none.
const HUB: &str = "https://index.docker.io/v1/";
/// How long a helper may take: some ask another service.
const HELPER: Duration = Duration::from_secs(20);

/// `config.json`, as far as it is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    auths: HashMap<String, Auth>,
    #[serde(rename = "credsStore")]
    store: Option<String>,
    #[serde(rename = "credHelpers")]
    helpers: HashMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Auth {
    #[serde(rename = "auth")]
    encoded: String,
    username: String,
    password: String,
    identitytoken: String,
}

/// What a helper answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

/// What the engine takes as `X-Registry-Auth` for an image; `None` where nobody has logged in. Read
/// anew for each pull, so that a `docker login` counts at once.
pub(super) async fn find(image: &str) -> Option<String> {
    let path = docker_folder()?.join("config.json");
    let found = find_in(&path, &registry(image)).await?;
    Some(BASE64_URL_SAFE.encode(found.to_string()))
}

async fn find_in(path: &Path, registry: &str) -> Option<Value> {
    let text = tokio::fs::read(path).await.ok()?;
    let file: File = serde_json::from_slice(&text)
        .inspect_err(|error| {
            tracing::warn!(path = %path.display(), %error, "can't read docker's logins");
        })
        .ok()?;
    let helper = file.helpers.get(registry).or(file.store.as_ref());
    if let Some(helper) = helper.filter(|helper| !helper.is_empty()) {
        return ask(helper, registry).await;
    }
    let same = |name: &str| bare(name) == bare(registry);
    let auth = file.auths.iter().find(|(name, _)| same(name))?.1;
    if !auth.identitytoken.is_empty() {
        return Some(token(&auth.identitytoken, registry));
    }
    let decoded = BASE64_STANDARD.decode(auth.encoded.trim()).ok();
    let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((user, password)) => Some(login(user, password.trim_end_matches('\0'), registry)),
        None if !auth.username.is_empty() => Some(login(&auth.username, &auth.password, registry)),
        // a store that is named nowhere has it
        None => None,
    }
}

/// Runs `docker-credential-<name> get`, which reads the registry and writes the login.
async fn ask(helper: &str, registry: &str) -> Option<Value> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !helper.chars().all(plain) {
        tracing::warn!(helper, "this is no name of a credential helper");
        return None;
    }
    let run = async {
        let mut child = Command::new(format!("docker-credential-{helper}"))
            .arg("get")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(registry.as_bytes()).await?;
        }
        child.wait_with_output().await
    };
    let output = match timeout(HELPER, run).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) => {
            tracing::warn!(helper, %error, "can't run a credential helper");
            return None;
        }
        Err(_) => {
            tracing::warn!(helper, "a credential helper does not answer");
            return None;
        }
    };
    // it fails where it knows no login
    let answer: Answer = serde_json::from_slice(&output.stdout).ok()?;
    Some(match answer.username.as_str() {
        "<token>" => token(&answer.secret, registry),
        user => login(user, &answer.secret, registry),
    })
}

fn login(user: &str, password: &str, registry: &str) -> Value {
    json!({ "username": user, "password": password, "serveraddress": registry })
}

fn token(token: &str, registry: &str) -> Value {
    json!({ "identitytoken": token, "serveraddress": registry })
}

/// The registry of an image: what stands before the first slash, if it looks like a host.
fn registry(image: &str) -> String {
    match image.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => match host {
            "docker.io" | "index.docker.io" => HUB.to_owned(),
            host => host.to_owned(),
        },
        _ => HUB.to_owned(),
    }
}

/// A registry's host, however the file spells it.
fn bare(registry: &str) -> &str {
    let rest = registry
        .strip_prefix("https://")
        .or_else(|| registry.strip_prefix("http://"))
        .unwrap_or(registry);
    rest.split('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::{HUB, find_in, registry};
    use serde_json::{Value, json};
    use std::fs;

    #[test]
    fn the_registry_is_what_the_engine_asks() {
        for (image, host) in [
            ("busybox", HUB),
            ("library/busybox:1", HUB),
            ("docker.io/a/b", HUB),
            ("localhost/a", "localhost"),
            ("127.0.0.1:5000/a/b:1", "127.0.0.1:5000"),
            ("ghcr.io/a/b@sha256:1", "ghcr.io"),
        ] {
            assert_eq!(registry(image), host, "{image}");
        }
    }

    #[tokio::test]
    async fn logins_are_found_as_docker_keeps_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        assert_eq!(find_in(&path, HUB).await, None);
        let file = json!({ "auths": {
            HUB: { "auth": "bWU6cGFzczp3w7ZyZD8+" },
            "https://r.example.com/v2/": { "identitytoken": "t" },
            "r2.example.com": { "username": "u", "password": "p" },
            "empty.example.com": {},
        }});
        fs::write(&path, file.to_string()).unwrap();
        let login = |user: &str, password: &str, host: &str| json!({ "username": user, "password": password, "serveraddress": host });
        for (host, found) in [
            (HUB, login("me", "pass:wörd?>", HUB)),
            ("r.example.com", json!({ "identitytoken": "t", "serveraddress": "r.example.com" })),
            ("r2.example.com", login("u", "p", "r2.example.com")),
            ("empty.example.com", Value::Null),
            ("other.example.com", Value::Null),
        ] {
            assert_eq!(find_in(&path, host).await.unwrap_or_default(), found, "{host}");
        }
        // a helper that is not there, and one that would be a path
        for helper in ["none-such", "../../bin/sh"] {
            let file = json!({ "credHelpers": { "r.example.com": helper } });
            fs::write(&path, file.to_string()).unwrap();
            assert_eq!(find_in(&path, "r.example.com").await, None);
        }
        fs::write(&path, "{").unwrap();
        assert_eq!(find_in(&path, HUB).await, None);
    }
}
