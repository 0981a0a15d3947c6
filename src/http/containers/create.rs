#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use crate::http::{
    AppState,
    body::JsonBody,
    error::Refusal,
    json::{json, ok},
    query::Query,
    request_info::RequestInfo,
};
use app::{
    api::{Containers as _, Plans as _},
    types::{Container, CreateRequest, Failure, Plan},
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The query of `POST /containers` and `PATCH /containers/{cuid}`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct DryRunQuery {
    /// Whether to only say what would be done: `true` or `false`.
    #[param(required = false)]
    pub(super) dry_run: bool,
}

/// Create a container
///
/// Pulls the image where the engine does not have it (progress is on `/events`), writes the
/// definition and makes the container, ready to be started. An image that cannot be pulled is 404
/// `IMAGE_NOT_FOUND` and leaves nothing behind.
///
/// With `dry_run=true` nothing is made: the answer is 200 with the Compose file that would be written,
/// or the error that a create would get, as far as that can be told without the engine.
#[utoipa::path(
    post,
    path = "/containers",
    tag = "Containers",
    operation_id = "createContainer",
    params(DryRunQuery, ("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, at most 255 characters. A request that repeats one gets the container that the first one made.")),
    request_body(content = CreateRequest, example = json!({
        "image": "python:3.12-slim",
        "env": {"APP_ENV": "production", "DEBUG": "false"},
        "tags": ["web", "production"],
        "resources": {"cpus": 1.0, "memory": "4096m", "pids": 2048},
        "ports": [{"host": 8080, "container": 80, "protocol": "tcp"}]
    })),
    responses((status = 200, description = "With `dry_run=true`: what would be done", body = Plan), (status = 201, description = "The container, made and ready to be started", body = Container, headers(
        ("location" = String, description = "The container's own path"),
        ("idempotent-replayed" = Option<String>, description = "`true` where an earlier request with the same key made it"),
    ))),
)]
pub(in crate::http) async fn create(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    headers: HeaderMap,
    Query(query): Query<DryRunQuery>,
    JsonBody(request): JsonBody<CreateRequest>,
) -> Result<Response, Refusal> {
    if query.dry_run {
        info.set_action("container.plan");
        return Ok(ok(&state.domain.plan_create(request, idempotency_key(&headers)?)?));
    }
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
