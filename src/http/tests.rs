//! The whole router, without an engine: what it says of itself, and that nobody gets past its guard.
#![expect(clippy::disallowed_methods, reason = "a test looks at what the server wrote")]

use super::{AppState, Auth, document, router, set_development};
use crate::{
    action_log::{self, ActionLog},
    config::{Authority, Config},
    domain::{Domain, PullPolicy, Settings, files::FileLimits},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use serde_json::Value;
use std::{
    error::Error, fs, net::SocketAddr, os::unix::net::UnixListener, path::Path, time::Duration,
};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

type Outcome = Result<(), Box<dyn Error>>;

/// admin:long enough
const BASIC: &str = "Basic YWRtaW46bG9uZyBlbm91Z2g=";

/// A server whose engine never answers.
struct Server {
    folder: TempDir,
    state: AppState,
    router: Router,
}

impl Server {
    async fn start() -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let config = Config {
            user: "admin".to_owned(),
            password: "long enough".to_owned(),
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            log_dir: path("logs"),
            log_max_bytes: 1 << 20,
            trusted_origins: Authority::from_origin("https://wharf.example.com")
                .into_iter()
                .collect(),
            trusted_proxies: Vec::new(),
            development: false,
            site_root: path("site"),
            ping: Duration::from_secs(20),
            session_length: Duration::from_hours(1),
            domain: Settings {
                action_log: action_log::reader(&path("logs")),
                data: path("data"),
                default_user: (1000, 1000),
                pull_policy: PullPolicy::Never,
                docker_host: Some(format!("unix://{}", path("no-engine.sock").display())),
                files: FileLimits {
                    upload_bytes: 1024,
                    unpacked_bytes: 1024,
                    archive_entries: 16,
                    archive_depth: 4,
                    archive_ratio: 100,
                },
                session_keep: Duration::from_mins(10),
                compose_concurrency: 1,
            },
            first_start: false,
        };
        // a socket that nobody listens at any more
        drop(UnixListener::bind(path("no-engine.sock"))?);
        fs::create_dir_all(path("site/pkg/b1"))?;
        fs::write(path("site/pkg/b1/wharfinger.css"), "body{}")?;
        set_development(false);
        let log = ActionLog::open(&config.log_dir, config.log_max_bytes)?;
        let domain = Domain::open(config.domain.clone()).await?;
        let auth = Auth::open(&config)?;
        let state =
            AppState::new(&config, config.bind, domain, auth, log, CancellationToken::new());
        Ok(Self { folder, router: router(state.clone()), state })
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, Box<dyn Error>> {
        let mut request =
            Request::builder().method(method).uri(path).header("host", "localhost:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response =
            self.router.clone().oneshot(request.body(Body::from(body.to_owned()))?).await?;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 24).await?;
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        })
    }

    /// Stops the server and reads its log.
    async fn log(self) -> Result<Vec<Value>, Box<dyn Error>> {
        self.state.domain.close().await;
        self.state.log.close();
        let text = fs::read_to_string(self.folder.path().join("logs/actions.jsonl"))?;
        Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    json: Value,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[track_caller]
    fn is_error(&self, status: u16, kind: &str, code: &str) {
        assert_eq!(
            (self.status.as_u16(), &self.json["error"], &self.json["code"]),
            (status, &kind.into(), &code.into())
        );
        assert_eq!(self.json["status"], status);
        assert_eq!(self.json["request_id"], self.header("x-request-id"));
        assert!(self.json["message"].is_string() && self.json["timestamp"].is_string());
        assert!(self.json["details"].is_object() && self.json.get("stacktrace").is_none());
    }
}

#[test]
fn the_description_in_the_repository_is_true() -> Outcome {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json");
    let current = serde_json::to_string_pretty(&document())? + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&path, &current)?;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == current,
        "docs/openapi.json is not what the routes say; renew it with: UPDATE_OPENAPI=1 cargo test -p wharfinger --lib description"
    );
    Ok(())
}

#[test]
fn every_operation_says_how_it_fails() {
    let api = serde_json::to_value(document()).unwrap();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let known = &operation["responses"];
            assert!(operation["summary"].is_string(), "{method} {path}");
            assert!(path == "/livez" || known["401"].is_object(), "{method} {path}: {known}");
            assert!(known["500"].is_object(), "{method} {path}: {known}");
            assert!(
                !path.contains("{cuid}") || known["404"].is_object(),
                "{method} {path}: {known}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_answers_without_a_login_but_what_is_public() -> Outcome {
    let server = Server::start().await?;
    let api = serde_json::to_value(document())?;
    let mut walked = 0;
    for (path, item) in api["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let public = operation["security"] == serde_json::json!([{}]);
            assert_eq!(public, matches!(path.as_str(), "/livez" | "/login"), "{method} {path}");
            if public {
                continue;
            }
            let path = path.replace("{cuid}", "c123e4567-e89b-12d3-a456-426614174000");
            let answer = server.ask(&method.to_uppercase(), &path, &[], "{}").await?;
            answer.is_error(401, "auth_error", "AUTH_REQUIRED");
            assert!(
                answer.header("www-authenticate").starts_with("Basic realm="),
                "{method} {path}"
            );
            walked += 1;
        }
    }
    assert!(walked >= 14, "{walked}");
    // what is not in the description, what does not exist, and ways of writing a public path
    for path in [
        "/",
        "/openapi.json",
        "/docs",
        "/docs/",
        "/docs/swagger-ui.css",
        "/ui/containers",
        "/ui/fn/containers/list",
        "/ui/fn/host/facts",
        "/ws/c1",
        "/nowhere",
        "/pkg",
        "/pkg/../containers",
        "/login/",
        "/%6Cogin",
        "//login",
        "/livez/x",
        "/LIVEZ",
    ] {
        for method in [Method::GET, Method::POST, Method::PUT, Method::OPTIONS, Method::TRACE] {
            if (&method, path) == (&Method::GET, "/pkg/../containers") {
                // a public prefix, which the file service itself refuses to leave
                assert_eq!(server.ask("GET", path, &[], "").await?.status, StatusCode::NOT_FOUND);
                continue;
            }
            let answer = server.ask(method.as_str(), path, &[], "").await?;
            answer.is_error(401, "auth_error", "AUTH_REQUIRED");
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_is_public_answers() -> Outcome {
    let server = Server::start().await?;
    assert_eq!(server.ask("GET", "/livez", &[], "").await?.status, StatusCode::OK);
    let page = server.ask("GET", "/login", &[], "").await?;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.header("content-security-policy").contains("script-src 'self' 'nonce-"));
    let style = server.ask("GET", "/pkg/b1/wharfinger.css", &[], "").await?;
    assert_eq!(style.status, StatusCode::OK);
    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    server.ask("GET", "/pkg/b1/nothing.js", &[], "").await?.is_error(
        404,
        "not_found",
        "ROUTE_NOT_FOUND",
    );
    assert_eq!(
        server.ask("POST", "/pkg/b1/wharfinger.css", &[], "").await?.status,
        StatusCode::UNAUTHORIZED
    );
    Ok(())
}

#[tokio::test]
async fn a_browser_is_led_to_the_login_and_back() -> Outcome {
    let server = Server::start().await?;
    let page = server.ask("GET", "/ui/containers?q=a&b", &[("accept", "text/html")], "").await?;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.header("location"), "/login?next=%2Fui%2Fcontainers%3Fq%3Da%26b");
    let fetch =
        [("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors"), ("accept", "text/html")];
    let fetched = server.ask("GET", "/ui/containers", &fetch, "").await?;
    fetched.is_error(401, "auth_error", "AUTH_REQUIRED");
    assert_eq!(fetched.header("www-authenticate"), "", "no dialog for a page's fetch");

    let form = "username=admin&password=wrong+one&next=%2Fui%2Fcontainers%2Fc1";
    let wrong = server.ask("POST", "/login", &[("accept", "text/html")], form).await?;
    assert_eq!(
        wrong.header("location"),
        "/login?error=wrong_credentials&next=%2Fui%2Fcontainers%2Fc1"
    );
    assert!(!wrong.headers.contains_key("set-cookie"));
    server.ask("POST", "/login", &[], form).await?.is_error(401, "auth_error", "WRONG_CREDENTIALS");

    let form = "username=admin&password=long+enough&next=%2F%2Fevil.example";
    let right = server.ask("POST", "/login", &[], form).await?;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, "/ui/containers"));
    let cookie = right.header("set-cookie").to_owned();
    assert!(
        cookie.contains("; HttpOnly; SameSite=Strict") && !cookie.contains("Secure"),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().unwrap_or_default();
    assert_eq!(
        server.ask("GET", "/containers", &[("cookie", cookie)], "").await?.status,
        StatusCode::OK
    );

    let out = server.ask("POST", "/logout", &[("cookie", cookie)], "").await?;
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    server.ask("GET", "/containers", &[("cookie", cookie)], "").await?.is_error(
        401,
        "auth_error",
        "AUTH_REQUIRED",
    );
    let page = server
        .ask("GET", "/ui/containers", &[("cookie", cookie), ("accept", "text/html")], "")
        .await?;
    assert_eq!(page.header("location"), "/login?error=session_expired&next=%2Fui%2Fcontainers");
    Ok(())
}

#[tokio::test]
async fn other_sites_are_refused_before_anything_else() -> Outcome {
    let server = Server::start().await?;
    let evil = [("authorization", BASIC), ("origin", "https://evil.example")];
    let answer = server.ask("POST", "/containers", &evil, "{}").await?;
    answer.is_error(401, "auth_error", "FOREIGN_ORIGIN");
    assert!(
        answer.json["message"].as_str().is_some_and(
            |words| words.contains("localhost:8080") && words.contains("TRUSTED_ORIGINS")
        )
    );
    server.ask("POST", "/login", &[("origin", "https://evil.example")], "").await?.is_error(
        401,
        "auth_error",
        "FOREIGN_ORIGIN",
    );
    let trusted = [("authorization", BASIC), ("origin", "https://wharf.example.com")];
    assert_eq!(server.ask("POST", "/containers", &trusted, "").await?.json["code"], "EMPTY_BODY");
    Ok(())
}

#[tokio::test]
async fn errors_have_one_schema_and_answers_their_headers() -> Outcome {
    let server = Server::start().await?;
    let login = ("authorization", BASIC);
    let known = [login, ("x-request-id", "job-7")];
    let answer = server.ask("GET", "/nowhere", &known, "").await?;
    answer.is_error(404, "not_found", "ROUTE_NOT_FOUND");
    assert_eq!(answer.header("x-request-id"), "job-7");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("content-type", "application/json"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let wrong = server.ask("PUT", "/containers", &[login], "").await?;
    wrong.is_error(405, "validation_error", "METHOD_NOT_ALLOWED");
    assert!(wrong.header("allow").contains("POST"), "{}", wrong.header("allow"));
    server.ask("GET", "/containers/%ff", &[login], "").await?.is_error(
        400,
        "validation_error",
        "INVALID_CUID",
    );
    server.ask("GET", "/containers?statsu=1", &[login], "").await?.is_error(
        400,
        "validation_error",
        "UNKNOWN_PARAMETER",
    );
    // answered by the library behind server functions, before any of ours
    let kind = ("content-type", "application/json");
    for body in ["", "{", r#"{"cuid": 5}"#] {
        let call = server.ask("POST", "/ui/fn/containers/get", &[login, kind], body).await?;
        call.is_error(400, "validation_error", "INVALID_CALL");
    }
    let call =
        server.ask("POST", "/ui/fn/containers/get", &[login, kind], r#"{"cuid": "x"}"#).await?;
    call.is_error(400, "validation_error", "INVALID_CUID");
    let large = "x".repeat(3 * 1024 * 1024);
    server.ask("POST", "/containers", &[login], &large).await?.is_error(
        400,
        "validation_error",
        "BODY_TOO_LARGE",
    );
    let page = server.ask("GET", "/ui/nowhere", &[login, ("accept", "text/html")], "").await?;
    assert_eq!(
        (page.status, page.header("content-type")),
        (StatusCode::NOT_FOUND, "text/html; charset=utf-8")
    );
    Ok(())
}

#[tokio::test]
async fn guessing_is_slowed_down() -> Outcome {
    let server = Server::start().await?;
    let wrong = [("authorization", "Basic YWRtaW46d3Jvbmc=")];
    for _ in 0..10 {
        server.ask("GET", "/containers", &wrong, "").await?.is_error(
            401,
            "auth_error",
            "WRONG_CREDENTIALS",
        );
    }
    let answer = server.ask("GET", "/containers", &wrong, "").await?;
    answer.is_error(429, "rate_limited", "TOO_MANY_FAILED_LOGINS");
    assert!(matches!(answer.header("retry-after").parse(), Ok(1..=6)));
    Ok(())
}

#[tokio::test]
async fn requests_are_written_down() -> Outcome {
    let server = Server::start().await?;
    let login = ("authorization", BASIC);
    server.ask("GET", "/livez", &[], "").await?;
    server.ask("GET", "/pkg/b1/wharfinger.css", &[], "").await?;
    server.ask("GET", "/containers?limit=5", &[login], "").await?;
    server.ask("POST", "/containers/c1/start", &[login, ("x-request-id", "one")], "").await?;
    server.ask("POST", "/login", &[("accept", "text/html")], "username=a&password=b").await?;
    let lines = server.log().await?;
    let of = |line: &Value| (line["action"].clone(), line["path"].clone(), line["user"].clone());
    assert_eq!(
        lines.iter().map(of).collect::<Vec<_>>(),
        [
            ("container.list".into(), "/containers".into(), "admin".into()),
            ("container.start".into(), "/containers/c1/start".into(), "admin".into()),
            ("auth.login".into(), "/login".into(), Value::Null),
        ]
    );
    assert_eq!((&lines[1]["request_id"], &lines[1]["cuid"]), (&"one".into(), &"c1".into()));
    assert!(lines[0].get("error").is_none() && lines[0]["duration_ms"].is_number());
    assert_eq!(lines[1]["error"]["request_id"], "one");
    assert_eq!(lines[2]["error"]["error"], "auth_error");
    Ok(())
}
