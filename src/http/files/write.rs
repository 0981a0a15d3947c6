#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use super::{
    incoming::{Binary, incoming, refuse_rest},
    preconditions::tags,
};
use crate::{
    domain::files::Precondition,
    http::{
        AppState,
        error::Refusal,
        json::json,
        query::{Cuid, Query},
    },
};
use app::types::FileEntry;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// The query of `PUT /containers/{cuid}/files`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct WriteQuery {
    /// The file.
    #[param(required = true)]
    path: String,
}

/// Write a file
///
/// The body is the file. It appears as a whole or not at all; folders above it are made. One that is
/// replaced keeps its mode and owner. Where `If-Match` names another entity tag than the file has,
/// 409 `FILE_CHANGED`; where `If-None-Match: *` is given and something is there, 409 `FILE_EXISTS`.
#[utoipa::path(
    put,
    path = "/containers/{cuid}/files",
    tag = "Files",
    operation_id = "writeFile",
    params(
        ("cuid" = String, Path, description = "The container's id"),
        WriteQuery,
        ("If-Match" = Option<String>, Header, description = "The entity tag that the file must still have"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: nothing may be there"),
    ),
    request_body(content = inline(Binary), content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "The file, replaced", body = FileEntry, headers(("etag" = String, description = "The new entity tag"))),
        (status = 201, description = "The file, made", body = FileEntry, headers(("etag" = String, description = "The new entity tag"))),
    ),
)]
pub(in crate::http) async fn write(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    Query(query): Query<WriteQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let precondition = Precondition {
        matches: tags(&headers, &header::IF_MATCH),
        none: tags(&headers, &header::IF_NONE_MATCH).is_some_and(|tags| tags == ["*"]),
    };
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let mut bytes = incoming(body);
    let saved = state.domain.write_file(&cuid, &query.path, precondition, length, &mut bytes).await;
    let saved = match saved {
        Ok(saved) => saved,
        Err(failure) => return Err(refuse_rest(failure, &headers, &mut bytes).await),
    };
    let status = if saved.created { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = json(status, &saved.entry);
    if let Some(etag) = saved.entry.etag.and_then(|etag| HeaderValue::from_str(&etag).ok()) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}
