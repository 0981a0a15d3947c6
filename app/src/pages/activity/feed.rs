use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{EventSource, MessageEvent};

/// New entries as the server tells them. Ends where it is dropped.
pub(super) struct Feed {
    source: EventSource,
    _receive: Closure<dyn Fn(MessageEvent)>,
    _opened: Closure<dyn Fn()>,
}

impl Feed {
    /// Begins to follow. `opened` is called whenever a connection stands: what came before it has to
    /// be read. The browser opens one that broke again by itself.
    pub(super) fn open(
        address: &str,
        receive: impl Fn(&str) + 'static,
        opened: impl Fn() + Clone + 'static,
    ) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let missed = opened.clone();
        let receive = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            match message.data().as_string() {
                Some(data) if message.type_() == "action" => receive(&data),
                // some were missed
                _ => missed(),
            }
        });
        for name in ["action", "gap"] {
            let _ = source.add_event_listener_with_callback(name, receive.as_ref().unchecked_ref());
        }
        let opened = Closure::<dyn Fn()>::new(opened);
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        Some(Self { source, _receive: receive, _opened: opened })
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.close();
    }
}
