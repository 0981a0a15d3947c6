use crate::{
    components::{Icon, Moment, StyledText},
    pages::{activity::action_words, logs::decode},
    text::{self, Styled},
    types::{Asked, Container, LogLine, LogStream, StopCause, Stopped},
};
use leptos::prelude::*;

/// How and why a container's last run ended, with its last words.
#[component]
pub(super) fn WhyStopped(
    /// The container.
    container: RwSignal<Container>,
    /// What is known about its end.
    stopped: Stopped,
    /// What it is called.
    heading: &'static str,
) -> impl IntoView {
    let logs =
        container.with_untracked(|container| format!("/ui/containers/{}/logs", container.cuid));
    let (icon, tone) = look(&stopped);
    let Stopped { message, at, exit_code, signal, oom_killed, asked, restart_count, log, .. } =
        stopped;
    let ended = at.map(|at| {
        let exact = text::exact(&at);
        view! { <dt>"Ended"</dt><dd><Moment at ago=true />" "<span class="hint">{exact}</span></dd> }
    });
    let exit = exit_code.map(|code| {
        let words = match code {
            137 if oom_killed => "exited with 137: killed for want of memory".to_owned(),
            code => text::exited(code),
        };
        view! { <dt>"Exit"</dt><dd>{words}</dd> }
    });
    let signal = signal.map(|signal| view! { <dt>"Signal"</dt><dd><code>{signal}</code></dd> });
    let memory = oom_killed.then(|| {
        view! { <dt>"Memory"</dt><dd>"It, or a process in it, was killed for want of memory."</dd> }
    });
    let restarts = (restart_count > 0).then(|| {
        let words = match restart_count {
            1 => "once, by its restart policy".to_owned(),
            count => format!("{count} times, by its restart policy"),
        };
        view! { <dt>"Restarted"</dt><dd>{words}</dd> }
    });
    view! {
        <section class="card card-wide why-stopped" aria-labelledby="why-stopped">
            <h2 id="why-stopped">{heading}</h2>
            <p class="why"><span data-tone=tone><Icon name=icon /></span><strong>{message}</strong></p>
            <dl class="facts">
                {ended}
                {exit}
                {signal}
                {memory}
                {asked.map(|asked| view! { <WhoAsked asked /> })}
                {restarts}
            </dl>
            <LastLines log logs />
        </section>
    }
    .into_any()
}

/// How bad it is, by shape and colour.
const fn look(stopped: &Stopped) -> (&'static str, &'static str) {
    match (stopped.cause, stopped.exit_code) {
        (StopCause::OutOfMemory, _) => ("alert", "bad"),
        // told to end, and it did
        (StopCause::Asked | StopCause::Outside, _) | (_, None | Some(0)) => ("exited", "idle"),
        _ => ("failed", "bad"),
    }
}

/// Who asked for it, and where all of the request is told.
#[component]
fn WhoAsked(asked: Asked) -> impl IntoView {
    let Asked { user, action, at, request_id } = asked;
    let user = user.unwrap_or_else(|| "somebody".to_owned());
    let request = request_id.map(|id| {
        let href = format!("/ui/activity?q={id}");
        view! { " "<a href=href>"Show the request"</a> }
    });
    view! {
        <dt>"Asked for by"</dt>
        <dd>{user}": "{action_words(&action)}", "<Moment at ago=true />{request}</dd>
    }
    .into_any()
}

/// What it wrote last.
#[component]
fn LastLines(log: Vec<LogLine>, logs: String) -> impl IntoView {
    let nothing = log.is_empty();
    let line = |line: LogLine| {
        let is_error = line.stream == LogStream::Stderr;
        let at = line.at.get(11..19).unwrap_or_default().to_owned();
        let exact = text::exact(&line.at);
        let cut = (line.more || line.missing > 0).then_some(" …");
        let styled = Styled::parse(&decode(line));
        view! {
            <li>
                <time title=exact>{at}</time>
                {is_error.then(|| view! { <abbr class="log-err" title="standard error">"err"</abbr> })}
                <span class="last-text"><StyledText styled />{cut}</span>
            </li>
        }
    };
    view! {
        <div class="card-head last-head">
            <h3 id="last-lines">"Its last lines"</h3>
            <a href=logs class="button small quiet"><Icon name="logs" /><span>"Open the log"</span></a>
        </div>
        {if nothing {
            view! { <p class="hint">"It wrote nothing."</p> }.into_any()
        } else {
            view! {
                <ol class="last-lines" aria-labelledby="last-lines" tabindex="0">
                    {log.into_iter().map(line).collect_view()}
                </ol>
            }
            .into_any()
        }}
    }
    .into_any()
}
