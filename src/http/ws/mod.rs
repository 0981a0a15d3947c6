//! `GET /ws/{cuid}`: a terminal, a command, or what a container writes.

mod client;
mod connection;
pub(super) mod messages;
mod query;
mod sender;
mod window;

use super::{AppState, auth::Session, error::Refusal, query::Cuid, request_info::RequestInfo};
use app::{
    api::Containers as _,
    types::{ErrorKind, Failure},
};
use axum::{
    Extension,
    extract::{
        RawQuery, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::StatusCode,
    response::Response,
};
use connection::Connection;
use messages::ServerMessage;
use query::WsQuery;
use std::sync::Arc;

/// The largest message that is read at all, in bytes; a larger one ends the connection.
const MOST_READ: usize = 16 * 1024 * 1024;
/// What is read from and written to the network at once, in bytes.
const BUFFER: usize = 16 * 1024;

/// Run a program, or follow the output
///
/// A WebSocket. Messages are JSON objects with a `type`: from the client those of the schema
/// `ClientMessage`, from the server those of `ServerMessage`. A container that does not run is told
/// by an `error` message (`state_error`), then the connection closes; but `mode=logs` still sends what
/// one has written that has ended. When the connection ends, whatever way, what it has started in the
/// container ends as well, unless the session is kept by `session=new`; such a one ends by `close`, by
/// `DELETE`, with the login that opened it, and when nobody has been there for a while.
#[utoipa::path(
    get,
    path = "/ws/{cuid}",
    tag = "Terminal",
    operation_id = "openTerminal",
    params(
        ("cuid" = String, Path, description = "The container's id"),
        ("cmd" = Option<Vec<String>>, Query, description = "The program and its arguments, one `cmd` each; otherwise the first of bash and sh that the container has"),
        WsQuery,
    ),
    responses(
        (status = 101, description = "The connection; the server's messages", body = ServerMessage<'static>),
        (status = 426, description = "The request does not ask for a WebSocket", body = app::types::ApiError),
    ),
)]
pub(super) async fn open(
    State(state): State<AppState>,
    Extension(login): Extension<Arc<Session>>,
    Extension(info): Extension<Arc<RequestInfo>>,
    Cuid(cuid): Cuid,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let query = WsQuery::read(query.as_deref().unwrap_or_default())?;
    state.domain.get(&cuid)?;
    let upgrade = upgrade.map_err(|_| no_websocket())?;
    let lasting = info.lasts();
    let connections = state.connections.clone();
    let connection = Connection { state, login, info, cuid, query };
    let response = upgrade
        .max_message_size(MOST_READ)
        .max_frame_size(MOST_READ)
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .on_upgrade(move |socket| {
            connections.track_future(async move {
                let _lasting = lasting;
                connection.serve(socket).await;
            })
        });
    Ok(response)
}

fn no_websocket() -> Refusal {
    let words = "This is a WebSocket: connect to it with the ws scheme, or the Upgrade headers.";
    Refusal::from(Failure::new(ErrorKind::ValidationError, "WEBSOCKET_REQUIRED", words))
        .status(StatusCode::UPGRADE_REQUIRED)
}
