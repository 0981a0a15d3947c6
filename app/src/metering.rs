use crate::{live::Live, text, types::StatsTick};
use leptos::{ev, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, prelude::Closure};

/// Follows what containers use: all of them, or the one that is named. One connection, held only as
/// long as the component is there and somebody sees the page.
///
/// `opened` is called with each connection, whose first message may come much later than the last one
/// of the connection before; `told` with every message.
pub(crate) fn follow(
    cuid: Option<&str>,
    opened: impl Fn() + Send + Sync + 'static,
    told: impl Fn(StatsTick) + Send + Sync + 'static,
) {
    let address = cuid.map_or_else(|| "/stats".to_owned(), |cuid| format!("/stats?cuid={cuid}"));
    let (opened, told) = (StoredValue::new(opened), StoredValue::new(told));
    let connection = StoredValue::new(None::<SendWrapper<Connection>>);
    let connect = move || {
        let is_open = connection.with_value(Option::is_some);
        if !is_open && !document().hidden() {
            let made = open(&address, connection, opened, told);
            connection.set_value(made.map(SendWrapper::new));
        }
    };
    let connect = StoredValue::new(connect);
    Effect::new(move |_| {
        connect.with_value(|connect| connect());
        let listening = window_event_listener(ev::visibilitychange, move |_| {
            if document().hidden() {
                connection.set_value(None);
            } else {
                connect.with_value(|connect| connect());
            }
        });
        on_cleanup(move || listening.remove());
    });
    // a connection that was refused is not opened again by the browser
    Live::get().listen(move |event| {
        if *event == crate::types::EventKind::Gap {
            connect.with_value(|connect| connect());
        }
    });
}

/// When a message was sent, in seconds since 1970.
pub(crate) fn moment(rfc3339: &str) -> Option<f64> {
    let milliseconds = text::nanoseconds(rfc3339)?.checked_div(1_000_000)?;
    let milliseconds = u64::try_from(milliseconds).ok()?;
    Some(crate::chart::float(milliseconds) / 1000.0)
}

/// An event source that is closed when it is dropped, with what it calls.
struct Connection {
    source: web_sys::EventSource,
    _receive: Closure<dyn Fn(web_sys::MessageEvent)>,
    _open: Closure<dyn Fn()>,
    _fail: Closure<dyn Fn()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.close();
    }
}

fn open(
    address: &str,
    connection: StoredValue<Option<SendWrapper<Connection>>>,
    opened: StoredValue<impl Fn() + Send + Sync + 'static>,
    told: StoredValue<impl Fn(StatsTick) + Send + Sync + 'static>,
) -> Option<Connection> {
    let source = web_sys::EventSource::new(address).ok()?;
    let receive =
        Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |message: web_sys::MessageEvent| {
            let Some(data) = message.data().as_string() else { return };
            match serde_json::from_str(&data) {
                Ok(tick) => {
                    told.try_with_value(|told| told(tick));
                }
                Err(error) => leptos::logging::warn!("stats that are not understood: {error}"),
            }
        });
    let begin = Closure::<dyn Fn()>::new(move || {
        opened.try_with_value(|opened| opened());
    });
    let failing = source.clone();
    let fail = Closure::<dyn Fn()>::new(move || {
        if failing.ready_state() == web_sys::EventSource::CLOSED {
            // not from within what would be dropped
            set_timeout(
                move || {
                    connection.try_set_value(None);
                },
                std::time::Duration::ZERO,
            );
        }
    });
    let _ = source.add_event_listener_with_callback("stats", receive.as_ref().unchecked_ref());
    source.set_onopen(Some(begin.as_ref().unchecked_ref()));
    source.set_onerror(Some(fail.as_ref().unchecked_ref()));
    Some(Connection { source, _receive: receive, _open: begin, _fail: fail })
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_seconds_with_their_parts() {
        assert_eq!(moment("1970-01-01T01:00:01.250+01:00"), Some(1.25));
        assert_eq!(moment("soon"), None);
    }
}
