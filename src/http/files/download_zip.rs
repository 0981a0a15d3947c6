use super::{attachment::attachment, incoming::Binary};
use crate::http::{AppState, error::Refusal, query::Cuid};
use app::types::Failure;
use axum::{
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderValue, Method, header},
    response::{IntoResponse as _, Response},
};

/// Download files and folders as a ZIP archive
///
/// Packed while it is read. A folder gives what is in it; several paths keep their names. Links that
/// stay inside are kept as links; others, sockets, pipes and devices are left out and counted in the
/// archive's comment. An archive that is cut off, because a file could not be read, ends without its
/// directory, and the connection without the end of the body.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/download-zip",
    tag = "Files",
    operation_id = "downloadZip",
    params(
        ("cuid" = String, Path, description = "The container's id"),
        ("path" = Option<Vec<String>>, Query, description = "A file or folder; may be given several times. All files unless given."),
    ),
    responses((status = 200, description = "The archive", content_type = "application/zip", body = inline(Binary))),
)]
pub(in crate::http) async fn download_zip(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    method: Method,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let paths = paths(query.as_deref().unwrap_or_default())?;
    let zip = state.domain.zip(&cuid, &paths).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, attachment(&zip.name)),
        // nobody else's business, and old at once
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    // a question for the headers alone packs nothing
    let body = if method == Method::HEAD { Body::empty() } else { Body::from_stream(zip.stream()) };
    Ok((headers, body).into_response())
}

/// Every `path` of the query; it knows nothing else.
fn paths(query: &str) -> Result<Vec<String>, Failure> {
    form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| match &*name {
            "path" => Ok(value.into_owned()),
            _ => Err(Failure::field(
                &name,
                "UNKNOWN_PARAMETER",
                "This parameter is not known here; there is `path`, any number of times.",
                &*value,
            )
            .with("nearest", "path")),
        })
        .collect()
}
