#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use super::incoming::{Binary, incoming, refuse_rest};
use crate::{
    domain::files::Destination,
    http::{
        AppState,
        error::Refusal,
        json::ok,
        query::{Cuid, Query},
    },
};
use app::types::{ErrorKind, Failure, Upload, UploadMode};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use bytes::Bytes;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use multer::Multipart;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The query of `POST /containers/{cuid}/upload-zip`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct UploadQuery {
    /// The folder to unpack into, made where it is not there; the mount itself unless given.
    path: Option<String>,
    /// What happens to files that are there already.
    #[param(value_type = Option<UploadMode>, inline)]
    mode: UploadMode,
    /// Whether to only say what would happen: `true` or `false`.
    #[param(required = false)]
    dry_run: bool,
}

/// Upload a ZIP archive
///
/// Unpacks an archive into the container's files, wholly or not at all, whether the container runs
/// or not. Files belong to `DEFAULT_USER_UID` and keep their executable bit. Links, devices, names that
/// lead out of the folder and archives that contradict themselves are refused, each with a `code` that
/// begins with `ARCHIVE_`.
///
/// With `mode=replace` the folder becomes equal to the archive. With `dry_run=true` nothing is changed
/// and the answer names what would be.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/upload-zip",
    tag = "Files",
    operation_id = "uploadZip",
    params(("cuid" = String, Path, description = "The container's id"), UploadQuery),
    request_body(content(
        (inline(Binary) = "application/zip"),
        (inline(Form) = "multipart/form-data"),
    ), description = "The archive's bytes, or a form whose first file it is"),
    responses((status = 200, description = "What was unpacked", body = Upload)),
)]
pub(in crate::http) async fn upload_zip(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    Query(query): Query<UploadQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let UploadQuery { path, mode, dry_run } = query;
    let to = Destination { path, mode, dry_run };
    let (length, mut bytes) = archive(&headers, body).await?;
    match state.domain.upload_zip(&cuid, to, length, &mut bytes).await {
        Ok(upload) => Ok(ok(&upload)),
        Err(failure) => Err(refuse_rest(failure, &headers, &mut bytes).await),
    }
}

/// The form that a browser sends.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is of use, in the API's description")]
struct Form {
    /// The archive.
    file: Binary,
}

type Pieces = BoxStream<'static, Result<Bytes, Failure>>;

/// The archive in a request, and how many bytes its sender says it has.
async fn archive(headers: &HeaderMap, body: Body) -> Result<(Option<u64>, Pieces), Failure> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let kind = text(header::CONTENT_TYPE).unwrap_or("application/zip");
    match kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "application/zip" | "application/x-zip-compressed" | "application/octet-stream" | "" => {
            Ok((length, incoming(body)))
        }
        "multipart/form-data" => Ok((length, first_file(kind, body).await?)),
        other => Err(Failure::field(
            "Content-Type",
            "UNSUPPORTED_MEDIA_TYPE",
            "Send the archive as application/zip, or as a file in multipart/form-data.",
            other.chars().take(80).collect::<String>(),
        )),
    }
}

/// The bytes of the first file in a form.
async fn first_file(kind: &str, body: Body) -> Result<Pieces, Failure> {
    let boundary = multer::parse_boundary(kind).map_err(|error| bad_form(&error))?;
    let mut form = Multipart::new(incoming(body), boundary);
    while let Some(field) = form.next_field().await.map_err(|error| bad_form(&error))? {
        if field.file_name().is_some() {
            // the form is kept for as long as the field is read
            let pieces = stream::unfold((form, field), async |(form, mut field)| {
                let piece = field.chunk().await.map_err(|error| bad_form(&error)).transpose()?;
                Some((piece, (form, field)))
            });
            return Ok(pieces.fuse().boxed());
        }
    }
    Err(Failure::field(
        "body",
        "MISSING_FILE",
        "The form has no file. Send the archive as a part with a file name.",
        serde_json::Value::Null,
    ))
}

fn bad_form(error: &multer::Error) -> Failure {
    // what the body itself has to say, such as that it broke off
    if let multer::Error::StreamReadFailed(inner) = error
        && let Some(failure) = inner.downcast_ref::<Failure>()
    {
        return failure.clone();
    }
    Failure::new(
        ErrorKind::ValidationError,
        "INVALID_MULTIPART",
        format!("The form can't be read: {error}."),
    )
    .with("field", "body")
}
