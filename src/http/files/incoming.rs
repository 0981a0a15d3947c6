use crate::http::{body::drain, error::Refusal};
use app::types::{ErrorKind, Failure};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, header},
};
use bytes::Bytes;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use std::time::Duration;
use utoipa::ToSchema;

/// How long a sender may keep silent before it is given up.
const SILENCE: Duration = Duration::from_mins(1);

/// Bytes, in the API's description.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(super) struct Binary(#[expect(dead_code, reason = "only its shape is of use")] Vec<u8>);

/// A body as it arrives; ends with a failure where it breaks off.
pub(super) fn incoming(body: Body) -> BoxStream<'static, Result<Bytes, Failure>> {
    stream::unfold(Some(body.into_data_stream()), async |chunks| {
        let mut chunks = chunks?;
        match tokio::time::timeout(SILENCE, chunks.next()).await {
            Ok(None) => None,
            Ok(Some(Ok(bytes))) => Some((Ok(bytes), Some(chunks))),
            Ok(Some(Err(error))) => Some((Err(broken(&error)), None)),
            Err(_) => Some((Err(silent()), None)),
        }
    })
    // what is left is thrown away also where nothing is left
    .fuse()
    .boxed()
}

/// A refusal of a body that may not be there wholly: what is still sent of it is thrown away, so that
/// its sender gets to see the answer.
pub(super) async fn refuse_rest(
    failure: Failure,
    headers: &HeaderMap,
    bytes: &mut BoxStream<'_, Result<Bytes, Failure>>,
) -> Refusal {
    // who waits to be asked for the body has not sent any of it
    let waits = headers.contains_key(header::EXPECT);
    let refusal = Refusal::from(failure);
    if waits || drain(bytes).await {
        refusal.header(header::CONNECTION, HeaderValue::from_static("close"))
    } else {
        refusal
    }
}

fn broken(error: &axum::Error) -> Failure {
    let words = format!("The body broke off: {error}. Send it again.");
    Failure::new(ErrorKind::ValidationError, "BODY_INCOMPLETE", words).with("field", "body")
}

fn silent() -> Failure {
    Failure::new(
        ErrorKind::Timeout,
        "BODY_TIMEOUT",
        format!("Nothing of the body came for {} s. Send it again.", SILENCE.as_secs()),
    )
}
