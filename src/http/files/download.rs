#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use super::{
    attachment::attachment,
    incoming::Binary,
    preconditions::{Validators, Verdict},
    range::Wanted,
};
use crate::{
    domain::files::Download,
    http::{
        AppState,
        error::Refusal,
        query::{Cuid, Query},
    },
};
use app::types::{ErrorKind, Failure};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use serde::Deserialize;
use std::{
    ops::Range,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use utoipa::IntoParams;
use uuid::Uuid;

/// Files are whatever a container made them; a browser is to keep them, not to show them.
const KIND: HeaderValue = HeaderValue::from_static("application/octet-stream");
/// Where a browser shows them all the same, they do nothing.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");
/// May be kept, but has to be asked about.
const CACHING: HeaderValue = HeaderValue::from_static("private, no-cache");

/// The query of `GET /containers/{cuid}/download`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct DownloadQuery {
    /// The file.
    #[param(required = true)]
    path: String,
}

/// Download a file
///
/// Also by `HEAD`. Takes ranges, one or several, and all conditional headers; the entity tag is a
/// strong one. Always an attachment.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/download",
    tag = "Files",
    operation_id = "downloadFile",
    params(
        ("cuid" = String, Path, description = "The container's id"),
        DownloadQuery,
        ("Range" = Option<String>, Header, description = "Parts of the file, such as `bytes=0-1023,-512`"),
        ("If-None-Match" = Option<String>, Header, description = "An entity tag: 304 where the file still has it"),
        ("If-Range" = Option<String>, Header, description = "An entity tag or time: the range counts only where the file still has it"),
    ),
    responses(
        (status = 200, description = "The file", body = inline(Binary), content_type = "application/octet-stream", headers(
            ("etag" = String, description = "The strong entity tag"),
            ("content-disposition" = String, description = "`attachment`, with the file's name"),
        )),
        (status = 206, description = "Parts of the file; several as `multipart/byteranges`"),
        (status = 304, description = "The file has not changed"),
        (status = 412, description = "`PRECONDITION_FAILED`: the file has changed"),
        (status = 416, description = "`RANGE_NOT_SATISFIABLE`: the file has no such part"),
    ),
)]
pub(in crate::http) async fn download(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    Query(query): Query<DownloadQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let file = state.domain.open_download(&cuid, &query.path).await?;
    let modified = to_the_second(file.modified);
    let validators = Validators { etag: &file.etag, modified };
    let mut response = match validators.judge(&headers) {
        Verdict::Failed => return Err(precondition_failed()),
        Verdict::NotModified => StatusCode::NOT_MODIFIED.into_response(),
        Verdict::Send => {
            let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
            match range.filter(|_| validators.allows_parts(&headers)) {
                Some(range) => parts(&file, range)?,
                None => whole(&file),
            }
        }
    };
    let also = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(&file.etag) {
        also.insert(header::ETAG, etag);
    }
    if let Ok(modified) = HeaderValue::from_str(&httpdate::fmt_http_date(modified)) {
        also.insert(header::LAST_MODIFIED, modified);
    }
    also.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    also.insert(header::CACHE_CONTROL, CACHING);
    also.insert(header::CONTENT_DISPOSITION, attachment(&file.name));
    also.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}

fn whole(file: &Download) -> Response {
    let body = Body::from_stream(file.bytes(0..file.size));
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, KIND);
    response.headers_mut().insert(header::CONTENT_LENGTH, file.size.into());
    response
}

fn parts(file: &Download, range: &str) -> Result<Response, Refusal> {
    match Wanted::read(range, file.size) {
        Wanted::Whole => Ok(whole(file)),
        Wanted::Nothing => Err(not_satisfiable(range, file.size)),
        Wanted::Parts(parts) => Ok(match parts.as_slice() {
            [part] => one(file, part),
            _ => several(file, parts),
        }),
    }
}

fn one(file: &Download, part: &Range<u64>) -> Response {
    let mut response = Response::new(Body::from_stream(file.bytes(part.clone())));
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, KIND);
    headers.insert(header::CONTENT_LENGTH, (part.end - part.start).into());
    if let Ok(range) = HeaderValue::from_str(&content_range(part, file.size)) {
        headers.insert(header::CONTENT_RANGE, range);
    }
    response
}

/// Several parts as `multipart/byteranges` (RFC 9110, section 14.6).
fn several(file: &Download, parts: Vec<Range<u64>>) -> Response {
    let boundary = Uuid::new_v4().simple().to_string();
    let head = |part: &Range<u64>| {
        let range = content_range(part, file.size);
        Bytes::from(format!(
            "\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: {range}\r\n\r\n"
        ))
    };
    let tail = Bytes::from(format!("\r\n--{boundary}--\r\n"));
    let mut length = u64::try_from(tail.len()).unwrap_or(0);
    let mut pieces = Vec::with_capacity(parts.len());
    for part in parts {
        let head = head(&part);
        length += u64::try_from(head.len()).unwrap_or(0) + (part.end - part.start);
        pieces.push(stream::iter([Ok(head)]).chain(file.bytes(part)));
    }
    let body = stream::iter(pieces).flatten().chain(stream::iter([Ok(tail)]));
    let mut response = Response::new(Body::from_stream(body));
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&format!("multipart/byteranges; boundary={boundary}")) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CONTENT_LENGTH, length.into());
    response
}

fn content_range(part: &Range<u64>, size: u64) -> String {
    format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1))
}

/// Headers tell times to the second, and none before 1970.
fn to_the_second(nanoseconds: i64) -> SystemTime {
    let seconds = u64::try_from(nanoseconds.div_euclid(1_000_000_000)).unwrap_or(0);
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn precondition_failed() -> Refusal {
    let words =
        "The file is not the one that the condition asks for: it has changed. Read it again.";
    Refusal::from(Failure::new(ErrorKind::Conflict, "PRECONDITION_FAILED", words))
        .status(StatusCode::PRECONDITION_FAILED)
}

fn not_satisfiable(range: &str, size: u64) -> Refusal {
    let words = format!("The file has {size} bytes and no such part.");
    let provided: String = range.chars().take(80).collect();
    let failure = Failure::field("Range", "RANGE_NOT_SATISFIABLE", words, provided);
    let refusal = Refusal::from(failure).status(StatusCode::RANGE_NOT_SATISFIABLE);
    match HeaderValue::from_str(&format!("bytes */{size}")) {
        Ok(whole) => refusal.header(header::CONTENT_RANGE, whole),
        Err(_) => refusal,
    }
}
