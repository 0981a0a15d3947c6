use crate::{
    domain::Watched,
    http::{
        AppState,
        auth::Session,
        body::JsonBody,
        error::Refusal,
        json::{json, ok},
        request_info::RequestInfo,
        sse,
    },
};
use app::types::{Pull, PullRequest, PullState};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response, sse::Event},
};
use futures_util::{Stream, StreamExt as _, stream};
use std::{convert::Infallible, sync::Arc};

/// Pull an image
///
/// As whom `docker login` logged in at its registry, for the user that runs this server. The answer
/// tells how far it is: a line of JSON for every step, or server-sent events `pull` for those who
/// accept them; the last one says `done`, `failed` or `cancelled`. Who accepts only
/// `application/json` is answered when it has ended. Whoever hangs up cancels the pull, unless others
/// wait for it too. With `detach` the answer comes at once, and the steps come as events `pull` on
/// `/events`.
#[utoipa::path(
    post,
    path = "/images/pull",
    tag = "Images",
    operation_id = "pullImage",
    request_body = PullRequest,
    responses(
        (status = 200, description = "The steps of the pull", content((Pull = "application/x-ndjson"), (Pull = "text/event-stream"), (Pull = "application/json"))),
        (status = 202, description = "With `detach`: the pull as it begins", body = Pull),
    ),
)]
pub(in crate::http) async fn pull(
    State(state): State<AppState>,
    Extension(session): Extension<Arc<Session>>,
    Extension(info): Extension<Arc<RequestInfo>>,
    headers: HeaderMap,
    JsonBody(request): JsonBody<PullRequest>,
) -> Result<Response, Refusal> {
    if let Some(image) = &request.image {
        info.set_image(image);
    }
    let detach = request.detach;
    let mut watched = state.domain.watch_pull(request)?;
    if detach {
        let pull = Arc::clone(&watched.changes.borrow().0);
        return Ok(json(StatusCode::ACCEPTED, &*pull));
    }
    let accepted = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok());
    match accepted.unwrap_or_default() {
        kinds if kinds.contains("text/event-stream") => {
            let events = steps(watched).filter_map(|pull| {
                std::future::ready(Event::default().event("pull").json_data(&*pull).ok())
            });
            Ok(sse::respond(&state, session, events))
        }
        "application/json" => {
            let ended = watched.changes.wait_for(|(pull, _)| has_ended(pull)).await;
            let (pull, failure) = ended.map_err(|_| Refusal::internal())?.clone();
            failure.map_or_else(|| Ok(ok(&*pull)), |failure| Err(failure.into()))
        }
        _ => Ok(lines(watched)),
    }
}

fn lines(watched: Watched) -> Response {
    let lines = steps(watched).map(|pull| {
        let mut line = serde_json::to_vec(&*pull).unwrap_or_default();
        line.push(b'\n');
        Ok::<_, Infallible>(line)
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson")),
        // nginx and the compression here would hold lines back otherwise
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Body::from_stream(lines)).into_response()
}

/// How it stands now, and whenever that changes, to its end.
fn steps(mut watched: Watched) -> impl Stream<Item = Arc<Pull>> {
    watched.changes.mark_changed();
    stream::unfold(Some(watched), async |watched| {
        let mut watched = watched?;
        watched.changes.changed().await.ok()?;
        let pull = Arc::clone(&watched.changes.borrow_and_update().0);
        let next = (!has_ended(&pull)).then_some(watched);
        Some((pull, next))
    })
}

fn has_ended(pull: &Pull) -> bool {
    pull.state != PullState::Pulling
}
