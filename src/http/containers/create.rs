use crate::http::{
    AppState, body::JsonBody, error::Refusal, json::json, request_info::RequestInfo,
};
use app::{
    api::Containers as _,
    types::{Container, CreateRequest, Failure},
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use std::sync::Arc;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Create a container
///
/// Pulls the image where the engine does not have it (progress is on `/events`), writes the
/// definition and makes the container, ready to be started. An image that cannot be pulled is 404
/// `IMAGE_NOT_FOUND` and leaves nothing behind.
#[utoipa::path(
    post,
    path = "/containers",
    tag = "Containers",
    operation_id = "createContainer",
    params(("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, at most 255 characters. A request that repeats one gets the container that the first one made.")),
    request_body(content = CreateRequest, example = json!({
        "image": "python:3.12-slim",
        "env": {"APP_ENV": "production", "DEBUG": "false"},
        "tags": ["web", "production"],
        "resources": {"cpus": 1.0, "memory": "4096m", "pids": 2048},
        "ports": [{"host": 8080, "container": 80, "protocol": "tcp"}]
    })),
    responses((status = 201, description = "The container, made and ready to be started", body = Container, headers(
        ("location" = String, description = "The container's own path"),
        ("idempotent-replayed" = Option<String>, description = "`true` where an earlier request with the same key made it"),
    ))),
)]
pub(in crate::http) async fn create(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    headers: HeaderMap,
    JsonBody(request): JsonBody<CreateRequest>,
) -> Result<Response, Refusal> {
    let created = state.domain.create(request, idempotency_key(&headers)?).await?;
    info.set_cuid(&created.container.cuid);
    let mut response = json(StatusCode::CREATED, &*created.container);
    if let Ok(place) = HeaderValue::from_str(&format!("/containers/{}", created.container.cuid)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    if created.replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=255).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Failure::field(
            "Idempotency-Key",
            "INVALID_IDEMPOTENCY_KEY",
            "the key must have 1 to 255 visible ASCII characters",
            String::from_utf8_lossy(value.as_bytes()).chars().take(64).collect::<String>(),
        )),
    }
}
