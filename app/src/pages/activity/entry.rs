use super::{log::Log, shown::Item, words};
use crate::{
    components::{CopyButton, Icon, Moment},
    pages::images,
    text,
    types::{ActionEntry, ApiError},
};
use leptos::prelude::*;

/// An entry: what was done in a line, and everything about it on demand.
#[component]
pub(super) fn EntryView(
    /// What is shown.
    log: Log,
    /// The entry.
    item: Item,
) -> impl IntoView {
    let Item { entry, .. } = item;
    let (icon, tone, word) = match (entry.dropped, entry.status) {
        (Some(_), _) => ("alert", "warn", "lost"),
        // a connection that changes its protocol goes on well
        (None, status) => words::outcome(status),
    };
    let what = match entry.dropped {
        Some(count) => format!("{count} entries are missing here: the disk was too slow"),
        None => words::action(&entry.action),
    };
    let status = (entry.status > 0).then(|| format!("HTTP status {}", entry.status));
    let why = entry.error.as_ref().map(|error| error.message.clone());
    let who = entry.user.clone();
    let nobody = who.is_none();
    let at = entry.timestamp.clone();
    let took = (entry.dropped.is_none()).then(|| words::took(entry.duration_ms));
    let about = match (&entry.cuid, &entry.image) {
        (Some(cuid), _) => Some(view! { <About log cuid=cuid.clone() /> }.into_any()),
        (None, Some(image)) => {
            Some(view! { <a class="name" href=images::page(image)>{image.clone()}</a> }.into_any())
        }
        (None, None) => None,
    };
    view! {
        <li>
            // beside the line that unfolds, not in it: one is a button, the other leads away
            {about.map(|about| view! { <span class="about">{about}</span> })}
            <details>
                <summary>
                    <span class="when"><Moment at=Signal::stored(at) ago=true /></span>
                    <span class="outcome" data-tone=tone title=status>
                        <Icon name=icon />
                        <span>{word}</span>
                    </span>
                    <span class="what">
                        <strong>{what}</strong>
                        {why.map(|why| view! { <span class="why">{why}</span> })}
                    </span>
                    <span class="who" class:hint=nobody>{who.unwrap_or_else(|| "nobody".to_owned())}</span>
                    <span class="took">{took}</span>
                </summary>
                <Details log entry=(*entry).clone() />
            </details>
        </li>
    }
    .into_any()
}

/// The container that an entry is about: a link to it as long as it is there.
#[component]
fn About(log: Log, cuid: String) -> impl IntoView {
    let cuid = StoredValue::new(cuid);
    let name = Memo::new(move |_| {
        cuid.with_value(|cuid| log.names.with(|names| names.get(cuid).cloned()))
    });
    let there = Memo::new(move |_| {
        name.with(Option::is_some)
            && !cuid.with_value(|cuid| log.gone.with(|gone| gone.contains(cuid)))
    });
    move || {
        let id = cuid.get_value();
        let name = name.get().unwrap_or_else(|| shortened(&id));
        if there.get() {
            view! { <a class="name" href=format!("/ui/containers/{id}")>{name}</a> }.into_any()
        } else {
            view! { <span class="name hint" title=format!("{id}: there is no such container now")>{name}</span> }
                .into_any()
        }
    }
}

/// The end of an id, since ids begin with the time.
fn shortened(cuid: &str) -> String {
    cuid.char_indices().rev().nth(7).map_or(cuid, |(at, _)| &cuid[at..]).to_owned()
}

#[component]
fn Details(log: Log, entry: ActionEntry) -> impl IntoView {
    let ActionEntry {
        timestamp,
        request_id,
        user,
        remote,
        method,
        path,
        action,
        cuid,
        image,
        status,
        error,
        ..
    } = entry;
    let wanted = log.wanted;
    let only_action = {
        let action = action.clone();
        move || wanted.with(|wanted| wanted.with_action(&action).address())
    };
    let user = user.map(|user| {
        let href = {
            let user = user.clone();
            move || wanted.with(|wanted| wanted.with_user(&user).address())
        };
        view! { <dt>"User"</dt><dd>{user}" "<a class="only" href=href>"Only this user"</a></dd> }
    });
    let container = cuid.map(|cuid| {
        let href = {
            let cuid = cuid.clone();
            move || wanted.with(|wanted| wanted.with_cuid(&cuid).address())
        };
        view! {
            <dt>"Container"</dt>
            <dd><code>{cuid}</code>" "<a class="only" href=href>"Only this container"</a></dd>
        }
    });
    let has_request = !request_id.is_empty();
    view! {
        <dl class="facts">
            <dt>"When"</dt>
            <dd>{text::exact(&timestamp)}</dd>
            <dt>"Action"</dt>
            <dd><code>{action}</code>" "<a class="only" href=only_action>"Only this action"</a></dd>
            {user}
            {container}
            {image.map(|image| view! { <dt>"Image"</dt><dd><code>{image}</code></dd> })}
            {has_request.then(|| view! {
                <dt>"Asked for"</dt>
                <dd><code>{method}" "{path}</code></dd>
                <dt>"Answered"</dt>
                <dd>{status}</dd>
                <dt>"From"</dt>
                <dd>{remote.unwrap_or_else(|| "an address that is not known".to_owned())}</dd>
                <dt>"Request"</dt>
                <dd><code>{request_id.clone()}</code><CopyButton text=Signal::stored(request_id) what="request id" /></dd>
            })}
            {error.map(|error| view! { <Failure error /> })}
        </dl>
    }
    .into_any()
}

/// The error that was answered.
#[component]
fn Failure(error: ApiError) -> impl IntoView {
    let facts = (!error.details.is_empty())
        .then(|| serde_json::to_string_pretty(&error.details).ok())
        .flatten();
    view! {
        <dt>"Error"</dt>
        <dd>
            <p>{error.message}</p>
            <p class="hint"><code>{error.code}</code>" ("{error.error.as_str()}")"</p>
            {facts.map(|facts| view! { <pre class="code" tabindex="0" aria-label="Details of the error">{facts}</pre> })}
        </dd>
    }
    .into_any()
}
