use crate::{
    api::host::is_engine_available,
    session,
    types::{Container, EventKind, Operation, Pull, SessionInfo},
};
use leptos::prelude::*;
use serde::Deserialize;
use std::sync::Arc;
use wasm_bindgen::{JsCast as _, prelude::Closure};

/// How long to wait before a connection that the server refused is tried again.
const RETRY: std::time::Duration = std::time::Duration::from_secs(3);

type Listener = Arc<dyn Fn(&EventKind) + Send + Sync>;

/// The server's event stream, as pages see it. One connection serves the whole dashboard.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    /// Whether events arrive; true until a connection was lost.
    pub(crate) connected: RwSignal<bool>,
    /// Whether the engine answers the server.
    pub(crate) engine: RwSignal<bool>,
    listeners: StoredValue<Vec<(usize, Listener)>>,
    /// The build that this page came from.
    build: StoredValue<Option<String>>,
}

/// What the server says first on every connection.
#[derive(Deserialize)]
struct Hello {
    build: String,
}

impl Live {
    /// Makes the stream known to all pages. The browser connects when the page is alive.
    pub(crate) fn provide() -> Self {
        let live = Self {
            connected: RwSignal::new(true),
            engine: RwSignal::new(engine_answered()),
            listeners: StoredValue::default(),
            build: StoredValue::default(),
        };
        provide_context(live);
        live
    }

    /// That of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }

    /// Calls `listener` with everything that happens until the component is left. `Gap` also
    /// stands for a new connection: what is shown may be out of date and is to be read again.
    pub(crate) fn listen(self, listener: impl Fn(&EventKind) + Send + Sync + 'static) {
        let id = self.listeners.with_value(|all| all.last().map_or(0, |(id, _)| id + 1));
        self.listeners.update_value(|all| all.push((id, Arc::new(listener))));
        on_cleanup(move || {
            let _ = self.listeners.try_update_value(|all| all.retain(|(other, _)| *other != id));
        });
    }

    /// Shows what an action answered where no event will: events are newer than answers.
    pub(crate) fn settle(self, shown: RwSignal<Container>, answer: Container) {
        if !self.connected.get_untracked() {
            shown.try_set(answer);
        }
    }

    /// Opens the connection, and again whenever it is lost for good.
    pub(crate) fn connect(self) {
        let Ok(source) = web_sys::EventSource::new("/events") else { return };
        let receive =
            Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |message: web_sys::MessageEvent| {
                self.receive(&message);
            })
            .into_js_value();
        for name in [
            "hello",
            "container",
            "removed",
            "progress",
            "session",
            "stopped",
            "files",
            "pull",
            "images",
            "engine",
            "gap",
        ] {
            let _ = source.add_event_listener_with_callback(name, receive.unchecked_ref());
        }
        let failing = source.clone();
        let fail = Closure::<dyn Fn()>::new(move || {
            self.connected.set(false);
            // a connection that broke is opened again by the browser; one that was refused is not
            if failing.ready_state() == web_sys::EventSource::CLOSED {
                self.reconnect();
            }
        });
        source.set_onerror(Some(fail.into_js_value().unchecked_ref()));
    }

    /// Connects anew in a while, unless it is the session that has ended.
    fn reconnect(self) {
        leptos::task::spawn_local(async move {
            match is_engine_available().await {
                Err(error) if session::ended(&error) => {}
                _ => set_timeout(move || self.connect(), RETRY),
            }
        });
    }

    fn receive(self, message: &web_sys::MessageEvent) {
        let Some(data) = message.data().as_string() else { return };
        if message.type_() == "hello" {
            let Ok(hello) = serde_json::from_str::<Hello>(&data) else { return };
            return self.greet(hello.build);
        }
        match read(&message.type_(), &data) {
            Ok(event) => self.tell(&event),
            Err(error) => leptos::logging::warn!("an event that is not understood: {error}"),
        }
    }

    fn greet(self, build: String) {
        if self.build.with_value(|known| known.as_ref().is_some_and(|known| *known != build)) {
            // the server is another one now; all state that matters is in the address
            let _ = location().reload();
            return;
        }
        self.build.set_value(Some(build));
        self.connected.set(true);
        self.tell(&EventKind::Gap);
        leptos::task::spawn_local(async move {
            if let Ok(available) = is_engine_available().await {
                self.engine.set(available);
            }
        });
    }

    fn tell(self, event: &EventKind) {
        if let EventKind::Engine { available } = event {
            self.engine.set(*available);
        }
        // a copy, since a listener may add or remove listeners
        for (_, listener) in self.listeners.get_value() {
            listener(event);
        }
    }
}

/// Whether the engine answers; in the browser, as the page says that the server made. The event stream
/// tells from then on.
#[cfg(feature = "ssr")]
fn engine_answered() -> bool {
    crate::api::host::is_engine_there()
}

#[cfg(not(feature = "ssr"))]
fn engine_answered() -> bool {
    document().query_selector("[data-engine=gone]").is_ok_and(|gone| gone.is_none())
}

/// Reads an event. Its name says what it is, so each kind is read directly: to find the kind in the
/// data, as [`crate::types::Event`] does, takes much more code that the browser has to load.
fn read(name: &str, data: &str) -> Result<EventKind, serde_json::Error> {
    #[derive(Deserialize)]
    struct Changed {
        container: Arc<Container>,
    }
    #[derive(Deserialize)]
    struct Removed {
        cuid: String,
    }
    #[derive(Deserialize)]
    struct Progress {
        cuid: String,
        operation: Operation,
    }
    #[derive(Deserialize)]
    struct Told {
        cuid: String,
        session: Box<SessionInfo>,
        ended: bool,
    }
    #[derive(Deserialize)]
    struct Files {
        cuid: String,
        path: String,
    }
    #[derive(Deserialize)]
    struct Pulled {
        pull: Arc<Pull>,
    }
    #[derive(Deserialize)]
    struct Engine {
        available: bool,
    }
    Ok(match name {
        "container" => {
            let Changed { container } = serde_json::from_str(data)?;
            EventKind::Container { container }
        }
        "removed" => {
            let Removed { cuid } = serde_json::from_str(data)?;
            EventKind::Removed { cuid }
        }
        "progress" => {
            let Progress { cuid, operation } = serde_json::from_str(data)?;
            EventKind::Progress { cuid, operation }
        }
        "session" => {
            let Told { cuid, session, ended } = serde_json::from_str(data)?;
            EventKind::Session { cuid, session, ended }
        }
        "stopped" => {
            let Removed { cuid } = serde_json::from_str(data)?;
            EventKind::Stopped { cuid }
        }
        "files" => {
            let Files { cuid, path } = serde_json::from_str(data)?;
            EventKind::Files { cuid, path }
        }
        "pull" => {
            let Pulled { pull } = serde_json::from_str(data)?;
            EventKind::Pull { pull }
        }
        "images" => EventKind::Images,
        "engine" => {
            let Engine { available } = serde_json::from_str(data)?;
            EventKind::Engine { available }
        }
        _ => EventKind::Gap,
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::types::{Event, EventKind, Operation, OperationKind, Pull, PullState, SessionInfo};
    use std::sync::Arc;

    #[test]
    fn events_are_read_as_they_were_written() {
        let operation = Operation {
            kind: OperationKind::Create,
            message: "pulling busybox".to_owned(),
            percent: Some(40),
        };
        let cuid = "c1".to_owned();
        let session = Box::new(SessionInfo {
            id: "s1".to_owned(),
            command: vec!["top".to_owned()],
            user: None,
            tty: true,
            cols: Some(80),
            rows: Some(24),
            started_at: "2026-01-20T15:30:00Z".to_owned(),
            ended_at: None,
            clients: 1,
            offset: 7,
            kept: true,
            exit_code: None,
        });
        let pull = Arc::new(Pull {
            id: "p1".to_owned(),
            image: "busybox:latest".to_owned(),
            state: PullState::Pulling,
            message: String::new(),
            percent: Some(1),
            current_bytes: 1,
            total_bytes: 100,
            layers: Vec::new(),
            started_at: String::new(),
            ended_at: None,
            error: None,
        });
        for kind in [
            EventKind::Removed { cuid: cuid.clone() },
            EventKind::Stopped { cuid: cuid.clone() },
            EventKind::Files { cuid: cuid.clone(), path: "a/b".to_owned() },
            EventKind::Pull { pull },
            EventKind::Images,
            EventKind::Session { cuid: cuid.clone(), session, ended: false },
            EventKind::Progress { cuid, operation },
            EventKind::Engine { available: false },
            EventKind::Gap,
        ] {
            let event = Event { id: 7, at: "2026-01-20T15:30:00Z".to_owned(), kind };
            let data = serde_json::to_string(&event).unwrap_or_default();
            assert_eq!(read(event.kind.name(), &data).ok(), Some(event.kind));
        }
    }
}
