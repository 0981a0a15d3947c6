use crate::{
    components::{Icon, Notice, Tone},
    surroundings::Surroundings,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use std::time::Duration;
use wasm_bindgen::JsCast as _;

/// What the code in the address says, in words.
fn explain(code: &str) -> &'static str {
    match code {
        "wrong_credentials" => {
            "Username or password is wrong. Type both again: capital and small letters differ."
        }
        "too_many" => {
            "Too many failed logins from this address. Wait a few seconds, then try again."
        }
        "session_expired" => "You were logged out. Log in again to go on where you were.",
        "foreign_origin" => {
            "The request came from another address than this server's. Open this page at the address you log in at, or name that address in TRUSTED_ORIGINS."
        }
        _ => "The login did not work. Try again; if it goes on so, look into the server's log.",
    }
}

/// How long the server lets nobody try again after too many failures, at most.
const THROTTLED: Duration = Duration::from_secs(5);

/// The login page: a plain form, so that it works whatever the browser does.
#[component]
pub(crate) fn Login() -> impl IntoView {
    let query = use_query_map();
    let error = query.with_untracked(|query| query.get("error"));
    let next = query.with_untracked(|query| query.get("next")).unwrap_or_default();
    let wrong = error.as_deref() == Some("wrong_credentials");
    let expired = error.as_deref() == Some("session_expired");
    let throttled = error.as_deref() == Some("too_many");
    let describes = error.is_some().then_some("login-error");
    view! {
        <Title text="Log in" />
        <main class="login" id="main">
            <div class="login-card">
                <img class="login-mark" src="/assets/mark.svg" alt="" width="48" height="48" />
                <h1>"Log in to Wharfinger"</h1>
                {error.map(|code| {
                    view! {
                        <div id="login-error">
                            <Notice tone=if expired { Tone::Info } else { Tone::Error }>
                                <p>{explain(&code)}</p>
                            </Notice>
                        </div>
                    }
                })}
                <form method="post" action="/login">
                    <input type="hidden" name="next" value=next />
                    <div class="field">
                        <label for="username">"Username"</label>
                        <input
                            id="username"
                            name="username"
                            type="text"
                            autocomplete="username"
                            autocapitalize="off"
                            spellcheck="false"
                            required
                            autofocus
                            aria-invalid=wrong.then_some("true")
                            aria-describedby=describes
                        />
                    </div>
                    <Password wrong describes />
                    <Submit throttled />
                </form>
            </div>
            <p class="hint">
                "Username and password are " <code>"APP_USER"</code> " and " <code>"APP_PASS"</code>
                " in the server's " <code>".env"</code> " file."
            </p>
        </main>
    }
    .into_any()
}

/// Can't be pressed as long as the server would refuse.
#[component]
fn Submit(throttled: bool) -> impl IntoView {
    let waits = RwSignal::new(false);
    Effect::new(move |_| {
        if throttled {
            waits.set(true);
            let over = move || {
                waits.try_set(false);
            };
            set_timeout(over, THROTTLED);
        }
    });
    view! {
        <button type="submit" class="button primary wide" disabled=move || waits.get()>
            {move || if waits.get() { "Wait a moment…" } else { "Log in" }}
        </button>
    }
    .into_any()
}

#[component]
fn Password(wrong: bool, describes: Option<&'static str>) -> impl IntoView {
    let alive = Surroundings::get().alive;
    let shown = RwSignal::new(false);
    let capital = RwSignal::new(false);
    let look = move |event: web_sys::KeyboardEvent| {
        // browsers fill passwords in by events that are none of a key
        if event.is_instance_of::<web_sys::KeyboardEvent>() {
            capital.set(event.get_modifier_state("CapsLock"));
        }
    };
    view! {
        <div class="field">
            <label for="password">"Password"</label>
            <div class="with-button">
                <input
                    id="password"
                    name="password"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete="current-password"
                    autocapitalize="off"
                    spellcheck="false"
                    required
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=describes
                    on:keydown=look
                    on:keyup=look
                    on:blur=move |_| capital.set(false)
                />
                <button
                    type="button"
                    class="button icon-button quiet"
                    hidden=move || !alive.get()
                    aria-pressed=move || shown.get().to_string()
                    aria-label="Show password"
                    title="Show password"
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <Icon name=Signal::derive(move || if shown.get() { "eye-off" } else { "eye" }) />
                </button>
            </div>
            <p class="caps-lock" role="status">
                {move || capital.get().then(|| view! { <Icon name="alert" /><span>"Caps Lock is on."</span> })}
            </p>
        </div>
    }
    .into_any()
}
