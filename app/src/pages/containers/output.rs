use crate::types::ApiError;
use futures_util::{
    StreamExt as _,
    future::{AbortHandle, abortable},
};
use gloo_net::websocket::{Message, futures::WebSocket};
use leptos::prelude::*;
use serde::Deserialize;

/// The most that is shown, in bytes: the last of it.
const SHOWN: usize = 64 * 1024;

/// What the server says on a WebSocket.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Said {
    Stdout(Piece),
    Stderr(Piece),
    Exit {},
    Error {
        error: ApiError,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Piece {
    data: String,
    encoding: String,
}

/// What a container writes, from its start on and as it writes it.
#[component]
pub(super) fn Output(
    /// The container's id.
    cuid: String,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let ended = RwSignal::new(false);
    let following = StoredValue::new(None::<AbortHandle>);
    Effect::new(move |_| {
        let Ok(socket) = WebSocket::open(&address(&cuid)) else { return };
        // dropping the socket closes it
        let (follow, abort) = abortable(follow(socket, text, ended));
        following.set_value(Some(abort));
        leptos::task::spawn_local(async move {
            let _ = follow.await;
        });
    });
    on_cleanup(move || {
        if let Some(Some(abort)) = following.try_get_value() {
            abort.abort();
        }
    });
    let nothing = move || if ended.get() { "It wrote nothing." } else { "Nothing written yet." };
    view! {
        <div class="output" role="log" aria-label="Output" tabindex="0">
            <pre>{move || text.get()}</pre>
            {move || text.with(String::is_empty).then(|| view! { <p class="hint">{nothing}</p> })}
        </div>
    }
    .into_any()
}

async fn follow(mut socket: WebSocket, text: RwSignal<String>, ended: RwSignal<bool>) {
    while let Some(Ok(Message::Text(message))) = socket.next().await {
        match serde_json::from_str(&message) {
            Ok(Said::Stdout(piece) | Said::Stderr(piece)) => {
                // bytes that are no text can't be shown as such
                let data = if piece.encoding == "utf8" { &*piece.data } else { "\u{fffd}" };
                text.update(|text| add(text, data));
            }
            Ok(Said::Error { error }) => text.update(|text| add(text, &error.message)),
            Ok(Said::Exit {}) => break,
            Ok(Said::Other) | Err(_) => {}
        }
    }
    ended.set(true);
}

/// Adds to the end; what is too much goes from the front, by lines where it has them.
fn add(text: &mut String, more: &str) {
    text.push_str(more);
    if text.len() > SHOWN {
        let from = text.ceil_char_boundary(text.len() - SHOWN);
        let line = text[from..].find('\n').map_or(from, |end| from + end + 1);
        text.drain(..line);
    }
}

fn address(cuid: &str) -> String {
    let scheme =
        if location().protocol().is_ok_and(|scheme| scheme == "https:") { "wss" } else { "ws" };
    format!("{scheme}://{}/ws/{cuid}?mode=logs", location().host().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, add};

    #[test]
    fn the_last_lines_are_kept() {
        let mut text = String::new();
        for number in 0..20_000 {
            add(&mut text, &format!("line {number} é\n"));
            assert!(text.len() <= SHOWN);
        }
        assert!(text.starts_with("line ") && text.ends_with("line 19999 é\n"));
        add(&mut text, &"é".repeat(SHOWN));
        assert!(text.len() <= SHOWN && !text.is_empty());
    }
}
