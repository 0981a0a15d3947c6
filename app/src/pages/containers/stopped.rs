use crate::{
    api::containers::get_stopped,
    components::{Load, StyledText},
    live::Live,
    text::Styled,
    types::{Asked, EventKind, LogLine, Stopped},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use leptos::prelude::*;

/// How and why a container's last run ended, and what it wrote last.
#[component]
pub(super) fn WhyStopped(
    /// The container's id.
    cuid: String,
) -> impl IntoView {
    let found = Resource::new(|| (), {
        let cuid = cuid.clone();
        move |()| get_stopped(cuid.clone())
    });
    view! {
        <Load from=found let:stopped>
            <Told cuid=cuid.clone() stopped />
        </Load>
    }
    .into_any()
}

#[component]
fn Told(cuid: String, stopped: Option<Stopped>) -> impl IntoView {
    let stopped = RwSignal::new(stopped);
    let logs = format!("/ui/containers/{cuid}/logs");
    // the state changes first; why it did is known a moment later
    Live::get().listen(move |event| {
        if matches!(event, EventKind::Stopped { cuid: of } if *of == cuid)
            || *event == EventKind::Gap
        {
            let cuid = cuid.clone();
            leptos::task::spawn_local(async move {
                if let Ok(now) = get_stopped(cuid).await {
                    stopped.try_set(now);
                }
            });
        }
    });
    move || {
        let logs = logs.clone();
        stopped.get().map(|stopped| {
            view! {
                <section class="card card-wide" aria-labelledby="stopped-heading">
                    <h2 id="stopped-heading">"Why it stopped"</h2>
                    <p class="stopped-message">{stopped.message.clone()}</p>
                    <dl class="facts">{facts(&stopped)}</dl>
                    {last_lines(stopped.log)}
                    <p><a href=logs>"Show its whole log"</a></p>
                </section>
            }
        })
    }
}

/// What the card about its state does not tell.
fn facts(stopped: &Stopped) -> impl IntoView + use<> {
    let code = stopped.exit_code.map(|code| {
        let signal = stopped.signal.clone().map(|signal| format!(", by {signal}"));
        view! { <dt>"Exit code"</dt><dd>{code}{signal}</dd> }
    });
    view! { {code} {stopped.asked.clone().map(asked)} }
}

/// Who asked for it, with the way to what else was done in that request.
fn asked(asked: Asked) -> impl IntoView {
    let Asked { user, action, request_id, .. } = asked;
    let user = user.unwrap_or_else(|| "somebody who is not known".to_owned());
    let words = format!("{user}, by {action}");
    let words = match request_id {
        Some(id) => view! { <a href=format!("/ui/activity?q={id}")>{words}</a> }.into_any(),
        None => words.into_any(),
    };
    view! { <dt>"Asked for by"</dt><dd>{words}</dd> }
}

fn last_lines(log: Vec<LogLine>) -> AnyView {
    if log.is_empty() {
        return view! { <p class="hint">"It wrote nothing."</p> }.into_any();
    }
    let lines = log
        .into_iter()
        .map(|line| view! { <StyledText styled=Styled::parse(&readable(line)) />"\n" })
        .collect_view();
    view! {
        <h3 class="stopped-lines" id="stopped-lines">"Its last lines"</h3>
        <div class="output" role="region" aria-labelledby="stopped-lines" tabindex="0"><pre>{lines}</pre></div>
    }
    .into_any()
}

/// What is no text is shown as well as can be.
fn readable(line: LogLine) -> String {
    if line.encoding != "base64" {
        return line.data;
    }
    BASE64_STANDARD
        .decode(&line.data)
        .map_or(line.data, |bytes| String::from_utf8_lossy(&bytes).into_owned())
}
