//! Wharfinger: a container management server over Docker Compose v2.
//!
//! The way of a request: route (`http`) → thin handler → `domain` → `engine` and `store`. Nothing
//! in `domain`, `engine` or `store` knows HTTP; nothing outside `engine` knows the engine's or
//! Compose's types; files are touched in `store`, programs are run in `engine`.

// The dashboard's views are nested types, which the compiler follows to the ground.
#![recursion_limit = "256"]

pub mod action_log;
pub mod archive;
pub mod config;
mod connections;
pub mod domain;
pub mod engine;
pub mod http;
pub mod serve;
pub mod store;
mod yaml;
