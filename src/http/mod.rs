//! The server's edge: routes, authentication, and the way from failures to answers. Handlers are
//! thin: they take a request apart, call the domain and wrap what it gives.

mod action;
mod activity;
mod assets;
mod audit;
mod auth;
mod body;
mod client;
mod containers;
mod edge;
mod error;
mod events;
mod explain;
mod files;
mod headers;
mod health;
mod host;
mod images;
mod json;
mod logs;
mod openapi;
mod pages;
mod query;
mod request_info;
mod router;
mod session;
mod sessions;
mod sse;
mod state;
mod stats;
mod strict_json;
mod ws;

pub use assets::is_static;
pub use auth::{Auth, Session};
pub use error::{Refusal, describe, set_development};
pub use request_info::RequestInfo;
pub use router::{document, router};
pub use state::AppState;

#[cfg(test)]
mod tests;
