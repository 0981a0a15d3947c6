use crate::{rest, types::ApiError};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// How often the speed is measured, in milliseconds.
const SAMPLE: f64 = 400.0;

/// How sending a file ended.
pub(crate) enum Outcome {
    /// The server has it; what it answered.
    Done(String),
    /// The server does not take it.
    Refused(Box<ApiError>),
    /// The connection broke.
    Lost,
    /// It was cancelled.
    Cancelled,
}

/// How far a file is. Made by `XMLHttpRequest`, since `fetch` does not tell what was sent.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct Flow {
    /// Bytes that were sent.
    pub(crate) sent: u64,
    /// Bytes a second.
    pub(crate) speed: f64,
}

/// A file that can be sent, and sent again.
#[derive(Clone)]
pub(crate) struct Sending {
    file: SendWrapper<File>,
    pub(crate) flow: ArcRwSignal<Flow>,
    request: ArcStoredValue<Option<SendWrapper<XmlHttpRequest>>>,
    cancelled: ArcStoredValue<bool>,
}

impl Sending {
    pub(crate) fn new(file: SendWrapper<File>) -> Self {
        Self {
            file,
            flow: ArcRwSignal::default(),
            request: ArcStoredValue::new(None),
            cancelled: ArcStoredValue::new(false),
        }
    }

    /// The file's size in bytes.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of bytes, which JavaScript has as a float"
    )]
    pub(crate) fn size(&self) -> u64 {
        self.file.size() as u64
    }

    /// Ends it, also before it begins.
    pub(crate) fn cancel(&self) {
        self.cancelled.set_value(true);
        self.request.with_value(|request| {
            if let Some(request) = request {
                // fails only before it was opened
                let _ = request.abort();
            }
        });
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.get_value()
    }

    /// Lets it be sent again after it was cancelled.
    pub(crate) fn renew(&self) {
        self.cancelled.set_value(false);
        self.flow.set(Flow::default());
    }

    /// Sends it.
    pub(crate) async fn send(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
    ) -> Outcome {
        if self.is_cancelled() {
            return Outcome::Cancelled;
        }
        // what fails here are wrong names and a request that is under way already
        let Ok(request) = XmlHttpRequest::new() else { return Outcome::Lost };
        let _ = request.open(method, address);
        for (name, value) in headers {
            let _ = request.set_request_header(name, value);
        }
        let progress = self.watch();
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        let ended = js_sys::Promise::new(&mut |done, _| request.set_onloadend(Some(&done)));
        if request.send_with_opt_blob(Some(&self.file)).is_err() {
            return Outcome::Lost;
        }
        self.request.set_value(Some(SendWrapper::new(request.clone())));
        let _ = JsFuture::from(ended).await;
        self.request.set_value(None);
        self.flow.update(|flow| flow.speed = 0.0);
        let status = request.status().unwrap_or(0);
        let text = || request.response_text().ok().flatten().unwrap_or_default();
        match status {
            _ if self.is_cancelled() => Outcome::Cancelled,
            0 => Outcome::Lost,
            200..=299 => Outcome::Done(text()),
            // a proxy that waits for the server, as it does while that restarts
            502..=504 if serde_json::from_str::<ApiError>(&text()).is_err() => Outcome::Lost,
            status => Outcome::Refused(Box::new(rest::refusal(status, &text()))),
        }
    }

    /// Notes what was sent, and how fast.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of bytes, which JavaScript has as a float"
    )]
    fn watch(&self) -> Closure<dyn FnMut(ProgressEvent)> {
        let flow = self.flow.clone();
        let (mut at, mut before) = (js_sys::Date::now(), 0.0);
        Closure::new(move |event: ProgressEvent| {
            let (now, sent) = (js_sys::Date::now(), event.loaded());
            let speed = (now - at >= SAMPLE).then(|| (sent - before) / (now - at) * 1000.0);
            if speed.is_some() {
                (at, before) = (now, sent);
            }
            flow.update(|flow| {
                flow.sent = sent as u64;
                if let Some(speed) = speed {
                    // the newest counts most, but a jump is no news
                    flow.speed =
                        if flow.speed > 0.0 { flow.speed.mul_add(0.6, speed * 0.4) } else { speed };
                }
            });
        })
    }
}
