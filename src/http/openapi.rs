//! What the API's description says beyond the single routes: how to log in, and how things fail.

use super::ws::messages::{ClientMessage, ServerMessage};
use app::types::{ApiError, ErrorKind, FieldError};
use serde_json::json;
use utoipa::{
    OpenApi,
    openapi::{
        ContentBuilder, Ref, RefOr, Response, ResponseBuilder, Schema,
        path::Operation,
        security::{
            ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
        },
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wharfinger",
        description = "Manages containers over Docker Compose v2. Every request needs Basic credentials, or the cookie \
                       that a browser gets by logging in. Every error has the schema `ApiError`, and every answer an \
                       `x-request-id`, which is also in the action log.",
        license(name = "MIT"),
    ),
    tags(
        (name = "Containers", description = "Containers and their definitions"),
        (name = "Control", description = "What makes containers run and end; repeating a request changes nothing"),
        (name = "Files", description = "The files in a container's mount, which is its `/app`. A path is relative to the mount; nothing a path or a link says leads out of it"),
        (name = "Logs", description = "What containers have written"),
        (name = "Events", description = "What happens, as it happens"),
        (name = "Stats", description = "What containers use: sampled every two seconds, kept for a quarter of an hour"),
        (name = "Terminal", description = "Programs run in containers, and what containers write"),
        (name = "Images", description = "The images that the engine has, and getting more"),
        (name = "Activity", description = "What everybody did, from the action log"),
        (name = "Server", description = "The server itself"),
        (name = "Session", description = "The browser's login"),
    ),
    components(schemas(ApiError, FieldError, ClientMessage, ServerMessage)),
)]
struct Base;

/// The description without any route.
pub(super) fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// One way of failing: the kind, a code as an example, and words for both.
struct Failing {
    kind: ErrorKind,
    name: &'static str,
    code: &'static str,
    about: &'static str,
}

const fn failing(
    kind: ErrorKind,
    name: &'static str,
    code: &'static str,
    about: &'static str,
) -> Failing {
    Failing { kind, name, code, about }
}

static FAILURES: [Failing; 9] = [
    failing(
        ErrorKind::ValidationError,
        "ValidationError",
        "MISSING_IMAGE",
        "The request's data are not valid; `details` names each field at fault.",
    ),
    failing(
        ErrorKind::AuthError,
        "AuthError",
        "AUTH_REQUIRED",
        "The login is missing or wrong, or the request comes from another site's page.",
    ),
    failing(
        ErrorKind::NotFound,
        "NotFound",
        "CONTAINER_NOT_FOUND",
        "There is no such container, or its image can't be had.",
    ),
    failing(ErrorKind::Timeout, "Timeout", "COMPOSE_TIMEOUT", "It took too long and was given up."),
    failing(
        ErrorKind::Conflict,
        "Conflict",
        "CONTAINER_RUNNING",
        "Something that is there stands in the way: a running container, a port in use.",
    ),
    failing(
        ErrorKind::StateError,
        "StateError",
        "INVALID_TRANSITION",
        "This makes no sense in the container's state.",
    ),
    failing(
        ErrorKind::RateLimited,
        "RateLimited",
        "TOO_MANY_FAILED_LOGINS",
        "Too many failed logins from this address; `Retry-After` says how long to wait.",
    ),
    failing(
        ErrorKind::ComposeError,
        "ServerError",
        "COMPOSE_FAILED",
        "Compose (`compose_error`) or the disk (`io_error`) failed; `message` has their words.",
    ),
    failing(
        ErrorKind::EngineUnavailable,
        "EngineUnavailable",
        "ENGINE_UNAVAILABLE",
        "The engine does not answer; try again later.",
    ),
];

/// Adds the ways to log in, and to every operation the ways it can fail.
pub(super) fn complete(api: &mut utoipa::openapi::OpenApi) {
    let components = api.components.get_or_insert_default();
    for failing in &FAILURES {
        components.responses.insert(failing.name.to_owned(), RefOr::T(response(failing)));
    }
    let basic = HttpBuilder::new()
        .scheme(HttpAuthScheme::Basic)
        .description(Some("`APP_USER` and `APP_PASS` of the server's `.env`"))
        .build();
    let cookie =
        ApiKeyValue::with_description("wharfinger_session", "What `POST /login` gives a browser");
    components.add_security_scheme("basic", SecurityScheme::Http(basic));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    api.security = Some(
        ["basic", "cookie"]
            .map(|name| SecurityRequirement::new::<_, [&str; 0], _>(name, []))
            .to_vec(),
    );

    // the router's way to say that a name may have slashes is none of the description's
    let paths = std::mem::take(&mut api.paths.paths);
    api.paths.paths =
        paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), item)).collect();
    for (path, item) in &mut api.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            for failing in &FAILURES {
                if !applies(failing.kind, method, path, operation) {
                    continue;
                }
                let reference = Ref::from_response_name(failing.name);
                operation
                    .responses
                    .responses
                    .insert(failing.kind.status().to_string(), RefOr::Ref(reference));
            }
        }
    }
}

/// Which operations can fail in which way.
fn applies(kind: ErrorKind, method: &str, path: &str, operation: &Operation) -> bool {
    let of_images = path.starts_with("/images") || path.starts_with("/pulls");
    let changes = method != "get" && (path.starts_with("/containers") || of_images);
    let is_sample = path == "/containers/{cuid}/stats";
    // of reads, the one that asks the engine
    let logs = path.ends_with("/logs");
    match kind {
        ErrorKind::AuthError | ErrorKind::RateLimited => path != "/livez",
        ErrorKind::ValidationError => {
            operation.request_body.is_some() || operation.parameters.is_some()
        }
        ErrorKind::NotFound => {
            path.contains('{') || (changes && ["/containers", "/images/pull"].contains(&path))
        }
        ErrorKind::Conflict => changes,
        ErrorKind::StateError => (changes && !of_images) || is_sample || logs,
        ErrorKind::Timeout => changes || operation.request_body.is_some(),
        ErrorKind::EngineUnavailable => {
            changes || of_images || is_sample || logs || path == "/healthz"
        }
        ErrorKind::ComposeError | ErrorKind::IoError => true,
    }
}

fn response(failing: &Failing) -> Response {
    let example = json!({
        "error": failing.kind,
        "code": failing.code,
        "message": failing.about,
        "status": failing.kind.status(),
        "request_id": "123e4567-e89b-12d3-a456-426614174000",
        "timestamp": "2026-01-20T15:30:00.000+01:00",
        "details": {},
    });
    let schema: RefOr<Schema> = RefOr::Ref(Ref::from_schema_name("ApiError"));
    let content = ContentBuilder::new().schema(Some(schema)).example(Some(example)).build();
    ResponseBuilder::new().description(failing.about).content("application/json", content).build()
}
