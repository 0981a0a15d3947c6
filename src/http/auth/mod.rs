//! Who may do what. One layer decides for REST, WebSocket and server functions alike; what it does
//! not know to be public needs a login, so a new route is closed until somebody opens it here.

mod basic;
mod cookie;
mod guard;
mod next_path;
mod origin;
mod session;
mod throttle;

pub(super) use guard::{guard, is_form, is_navigation, login_page};
pub(super) use next_path::local;
pub use session::Session;

use super::error::Refusal;
use crate::config::{Config, StartError};
use app::types::{ErrorKind, Failure};
use axum::http::{HeaderMap, HeaderValue, header};
use basic::Credentials;
use origin::OriginPolicy;
use session::Sessions;
use std::{net::IpAddr, sync::Arc, time::Instant};
use throttle::Throttle;

/// The login, the sessions that are open, and the sites that may use them.
pub struct Auth {
    credentials: Credentials,
    sessions: Sessions,
    throttle: Throttle,
    origins: OriginPolicy,
    /// What requests with Basic credentials get: it ends with the request.
    basic: Arc<Session>,
}

impl Auth {
    /// Reads what the data folder remembers of earlier sessions. The folder must be there.
    pub fn open(config: &Config) -> Result<Self, StartError> {
        let folder = config.domain.data.join("sessions");
        let sessions = Sessions::open(&folder, config).map_err(|error| {
            StartError(format!("cannot use {} (WHARFINGER_DATA): {error}", folder.display()))
        })?;
        Ok(Self {
            credentials: Credentials::new(&config.user, &config.password),
            sessions,
            throttle: Throttle::default(),
            origins: OriginPolicy::new(config.trusted_origins.clone()),
            basic: Arc::new(Session::of_request(&config.user)),
        })
    }

    /// Begins a session and gives the cookie that carries it.
    pub(super) fn log_in(
        &self,
        remote: Option<IpAddr>,
        user: &str,
        password: &str,
        secure: bool,
    ) -> Result<HeaderValue, Refusal> {
        self.check(remote, user, password)?;
        let value = self.sessions.begin(user).map_err(|error| {
            tracing::error!(%error, "can't make a session");
            Refusal::internal()
        })?;
        cookie::set(&value, self.sessions.length(), secure).ok_or_else(Refusal::internal)
    }

    /// Ends a session for good, and what is open on its behalf. Blocks while that is written.
    pub(super) fn log_out(&self, session: &Session) {
        if let Err(error) = self.sessions.end(session) {
            tracing::error!(%error, "can't write down that a session has ended; a restart would revive it");
        }
    }

    /// The session of a request, by its credentials or its cookie.
    fn authenticate(
        &self,
        headers: &HeaderMap,
        remote: Option<IpAddr>,
    ) -> Result<Arc<Session>, Refusal> {
        if let Some(given) = headers.get(header::AUTHORIZATION) {
            let (user, password) = basic::read(given)?;
            self.check(remote, &user, &password)?;
            return Ok(Arc::clone(&self.basic));
        }
        cookie::find(headers).and_then(|value| self.sessions.find(value)).ok_or_else(|| {
            Failure::new(
                ErrorKind::AuthError,
                "AUTH_REQUIRED",
                "Log in first: send Basic credentials, or the cookie that POST /login gives.",
            )
            .into()
        })
    }

    fn check(&self, remote: Option<IpAddr>, user: &str, password: &str) -> Result<(), Refusal> {
        let right = self.credentials.are(user, password);
        match self.throttle.judge(remote, right, Instant::now()) {
            Ok(()) if right => Ok(()),
            Ok(()) => Err(Failure::new(
                ErrorKind::AuthError,
                "WRONG_CREDENTIALS",
                "User or password is wrong. They are APP_USER and APP_PASS in the server's .env.",
            )
            .into()),
            Err(wait) => Err(Refusal::from(
                Failure::new(
                    ErrorKind::RateLimited,
                    "TOO_MANY_FAILED_LOGINS",
                    format!("Too many failed logins from this address. Try again in {wait} s."),
                )
                .with("retry_after_seconds", wait),
            )
            .header(header::RETRY_AFTER, HeaderValue::from(wait))),
        }
    }
}
