use super::auth::Auth;
use crate::{action_log::ActionLog, config::Config, domain::Domain, store};
use axum::extract::FromRef;
use ipnet::IpNet;
use leptos::config::LeptosOptions;
use std::{net::SocketAddr, ops::Deref, path::PathBuf, sync::Arc, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What every handler can reach; made once at the start.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// What is behind [`AppState`].
pub struct Inner {
    /// Containers, host and events.
    pub domain: Arc<Domain>,
    /// Who may do what.
    pub auth: Auth,
    /// Where requests are written down.
    pub log: ActionLog,
    /// Cancelled when the server begins to stop: whatever outlives its request ends then.
    pub shutdown: CancellationToken,
    /// Tells one build of the server from another.
    pub build: String,
    /// Connections that outlive their request's answer.
    pub connections: TaskTracker,
    /// How often a WebSocket is pinged.
    pub(super) ping: Duration,
    pub(super) trusted_proxies: Vec<IpNet>,
    pub(super) site_root: PathBuf,
    leptos: LeptosOptions,
}

impl AppState {
    /// Puts together what handlers need; `address` is where the server listens.
    pub fn new(
        config: &Config,
        address: SocketAddr,
        domain: Arc<Domain>,
        auth: Auth,
        log: ActionLog,
        shutdown: CancellationToken,
    ) -> Self {
        let leptos = LeptosOptions::builder()
            .output_name(env!("CARGO_PKG_NAME"))
            .site_root(config.site_root.to_string_lossy().into_owned())
            .site_pkg_dir(store::site_program(&config.site_root))
            .site_addr(address)
            .build();
        Self(Arc::new(Inner {
            domain,
            auth,
            log,
            shutdown,
            build: store::build_id(),
            connections: TaskTracker::new(),
            ping: config.ping,
            trusted_proxies: config.trusted_proxies.clone(),
            site_root: config.site_root.clone(),
            leptos,
        }))
    }
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
