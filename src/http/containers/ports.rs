use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Containers as _,
    types::{Container, PortsRequest},
};
use axum::{extract::State, response::Response};

/// Replace a container's ports
///
/// The ports given are all there are from now on. A running container is recreated and runs again.
#[utoipa::path(
    patch,
    path = "/containers/{cuid}/ports",
    tag = "Containers",
    operation_id = "updateContainerPorts",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = PortsRequest, example = json!({
        "ports": [
            {"host": 3000, "container": 3000, "protocol": "tcp"},
            {"host": 9000, "container": 9000, "protocol": "udp"}
        ]
    })),
    responses((status = 200, description = "The container as it is now", body = Container)),
)]
pub(in crate::http) async fn ports(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<PortsRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&*state.domain.update_ports(&cuid, request).await?))
}
