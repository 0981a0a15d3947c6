use super::cookie::{Signer, Ticket};
use crate::{config::Config, store::Revocations};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    io,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio_util::sync::CancellationToken;

/// On whose behalf a request is served. Every request past the guard carries one, as an
/// `Arc<Session>` extension; whatever outlives its request (event streams, terminals) has to end
/// when the session does.
#[derive(Debug)]
pub struct Session {
    /// Who logged in.
    pub user: Arc<str>,
    /// None for requests that bring their credentials along.
    login: Option<Login>,
    over: CancellationToken,
}

#[derive(Debug)]
struct Login {
    id: String,
    expires: u64,
}

impl Session {
    /// The session of requests that bring their credentials along: it never ends.
    pub(super) fn of_request(user: &str) -> Self {
        Self { user: user.into(), login: None, over: CancellationToken::new() }
    }

    /// Waits until the session ends: by a logout, or by its age. Never comes for Basic credentials,
    /// which hold as long as the server runs.
    pub async fn ended(&self) {
        let Some(login) = &self.login else { return self.over.cancelled().await };
        let left = Duration::from_secs(login.expires.saturating_sub(now()));
        let _ = tokio::time::timeout(left, self.over.cancelled()).await;
    }
}

/// The sessions of browsers.
pub(super) struct Sessions {
    signer: Signer,
    length: Duration,
    known: Mutex<Known>,
}

struct Known {
    revoked: Revocations,
    /// Those that were seen in this run, so that a logout reaches what is open on their behalf.
    seen: HashMap<String, Arc<Session>>,
}

impl Sessions {
    pub(super) fn open(folder: &Path, config: &Config) -> io::Result<Self> {
        let (revoked, secret) = Revocations::open(folder, now())?;
        let signer = Signer::new(&secret, &config.user, &config.password)
            .ok_or_else(|| io::Error::other("the key can't be used"))?;
        let known = Mutex::new(Known { revoked, seen: HashMap::new() });
        Ok(Self { signer, length: config.session_length, known })
    }

    pub(super) fn length(&self) -> Duration {
        self.length
    }

    /// Begins a session; gives the cookie's value.
    pub(super) fn begin(&self, user: &str) -> io::Result<String> {
        let mut id = [0; 16];
        getrandom::fill(&mut id)?;
        Ok(self.signer.sign(&Ticket {
            id: uuid::Uuid::from_bytes(id).simple().to_string(),
            user: user.to_owned(),
            expires: now() + self.length.as_secs(),
        }))
    }

    /// The session of a cookie, unless it is forged, expired or ended.
    pub(super) fn find(&self, cookie: &str) -> Option<Arc<Session>> {
        let now = now();
        let ticket = self.signer.verify(cookie, now)?;
        let mut known = self.known.lock();
        if known.revoked.contains(&ticket.id) {
            return None;
        }
        if let Some(session) = known.seen.get(&ticket.id) {
            return Some(Arc::clone(session));
        }
        known
            .seen
            .retain(|_, session| session.login.as_ref().is_some_and(|login| login.expires > now));
        let session = Arc::new(Session {
            user: ticket.user.into(),
            login: Some(Login { id: ticket.id.clone(), expires: ticket.expires }),
            over: CancellationToken::new(),
        });
        known.seen.insert(ticket.id, Arc::clone(&session));
        Some(session)
    }

    /// Ends a session, now and after a restart.
    pub(super) fn end(&self, session: &Session) -> io::Result<()> {
        let Some(login) = &session.login else { return Ok(()) };
        session.over.cancel();
        let mut known = self.known.lock();
        known.seen.remove(&login.id);
        known.revoked.add(&login.id, login.expires, now())
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
