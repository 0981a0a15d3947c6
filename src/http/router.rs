use super::{
    AppState, activity, assets, auth, containers, edge, error::Refusal, events, files, health,
    host, images, logs, openapi, pages, session, sessions, stats, ws,
};
use axum::{
    Router,
    http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header},
    middleware::from_fn_with_state,
    routing::get,
};
use bytes::Bytes;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate as _,
        predicate::{DefaultPredicate, NotForContentType, SizeAbove},
    },
};
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Answers smaller than this, in bytes, are not worth compressing.
const COMPRESSED_FROM: u16 = 1024;

/// Every route of the API, each with its documentation: there is no other list.
fn api() -> (Router<AppState>, OpenApi) {
    let (router, mut api) = OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(containers::create::create, containers::list::list))
        .routes(routes!(
            containers::get::get,
            containers::update::update,
            containers::delete::delete
        ))
        .routes(routes!(containers::status::status))
        .routes(routes!(containers::compose::compose))
        .routes(routes!(containers::ports::ports))
        .routes(routes!(containers::control::start))
        .routes(routes!(containers::control::stop))
        .routes(routes!(containers::control::restart))
        .routes(routes!(containers::control::pause))
        .routes(routes!(containers::control::unpause))
        .routes(routes!(files::list::list, files::write::write, files::delete::delete))
        .routes(routes!(files::relocate::relocate))
        .routes(routes!(files::copy::copy))
        .routes(routes!(files::chmod::chmod))
        .routes(routes!(files::restore::restore))
        .routes(routes!(files::download::download))
        .routes(routes!(files::mkdir::mkdir))
        .routes(routes!(files::unpack::unpack))
        .routes(routes!(files::upload_zip::upload_zip))
        .routes(routes!(files::download_zip::download_zip))
        .routes(routes!(containers::exec::exec))
        .routes(routes!(logs::logs))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::end))
        .routes(routes!(stats::latest::latest))
        .routes(routes!(stats::history::history))
        .routes(routes!(stats::follow::follow))
        .routes(routes!(images::list::list))
        .routes(routes!(images::pull::pull))
        .routes(routes!(images::prune::prune))
        .routes(routes!(images::get::get, images::delete::delete))
        .routes(routes!(images::pulls::pulls))
        .routes(routes!(images::pulls::cancel))
        .routes(routes!(activity::list::list))
        .routes(routes!(activity::follow::follow))
        .routes(routes!(events::events))
        .routes(routes!(ws::open))
        .routes(routes!(host::host))
        .routes(routes!(health::healthz))
        .routes(routes!(health::livez))
        .routes(routes!(session::log_in))
        .routes(routes!(session::log_out))
        .split_for_parts();
    openapi::complete(&mut api);
    (router, api)
}

/// The API's description, as `/openapi.json` gives it.
pub fn document() -> OpenApi {
    api().1
}

/// The whole server: API, documentation, dashboard and static files, behind the layers that every
/// request passes.
pub fn router(state: AppState) -> Router {
    let (router, api) = api();
    let document = Bytes::from(serde_json::to_vec(&api).unwrap_or_default());
    let router = router.route(
        "/openapi.json",
        get(async move || {
            (
                [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
                document.clone(),
            )
        }),
    );
    let router = router.merge(SwaggerUi::new("/docs").config(Config::from("/openapi.json")));
    let router = assets::mount(router, &state.site_root);
    pages::mount(router, &state)
        .method_not_allowed_fallback(async || Refusal::wrong_method())
        // from the innermost to the outermost
        .layer(from_fn_with_state(state.clone(), auth::guard))
        .layer(CatchPanicLayer::custom(Refusal::panicked))
        .layer(
            CompressionLayer::new().compress_when(
                DefaultPredicate::new()
                    .and(SizeAbove::new(COMPRESSED_FROM))
                    // files are sent as they are: ranges and entity tags are of their own bytes
                    .and(NotForContentType::const_new("application/octet-stream"))
                    .and(NotForContentType::const_new("application/zip"))
                    .and(NotForContentType::const_new("multipart/byteranges"))
                    // what is to arrive at once is held back by nobody
                    .and(|_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| {
                        !headers.contains_key("x-accel-buffering")
                    }),
            ),
        )
        .layer(from_fn_with_state(state.clone(), edge::edge))
        .with_state(state)
}
