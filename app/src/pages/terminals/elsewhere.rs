use super::{desk::Desk, launch::Launch};
use crate::{
    components::{Dialog, Icon, Moment, When},
    types::SessionInfo,
};
use leptos::prelude::*;

/// Says that there are sessions elsewhere, and lets somebody join them.
#[component]
pub(super) fn Elsewhere(
    /// Who joins.
    desk: Desk,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| open.set(false));
    let count = Memo::new(move |_| desk.elsewhere.with(Vec::len));
    let words = move || match count.get() {
        1 => "1 elsewhere".to_owned(),
        many => format!("{many} elsewhere"),
    };
    let rows = move || {
        let row = |session| view! { <Row desk session close /> };
        desk.elsewhere.get().into_iter().map(row).collect_view()
    };
    view! {
        <When is=Signal::derive(move || count.get() > 0)>
            <button type="button" class="button quiet small" on:click=move |_| open.set(true)>
                <Icon name="link" />
                <span>{words}</span>
            </button>
        </When>
        <Dialog open labelled_by="elsewhere-heading" on_close=close>
            <h2 id="elsewhere-heading">"Sessions that run elsewhere"</h2>
            <p class="hint">"In other tabs, in other browsers, or left without anybody. Who joins types too; who watches only sees."</p>
            <ul class="terminal-sessions">{rows}</ul>
            <When is=Signal::derive(move || count.get() == 0)><p>"There are none any more."</p></When>
            <div class="dialog-actions">
                <button type="button" class="button" autofocus on:click=move |_| close.run(())>"Close"</button>
            </div>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Row(desk: Desk, session: SessionInfo, close: Callback<()>) -> impl IntoView {
    let name = Launch { command: session.command.clone(), user: session.user.clone() }.name();
    let clients = match session.clients {
        0 => "nobody there".to_owned(),
        1 => "1 client".to_owned(),
        many => format!("{many} clients"),
    };
    let started = Signal::stored(session.started_at.clone());
    let label = name.clone();
    let choose = move |word: &'static str, watch: bool| {
        let session = session.clone();
        view! {
            <button
                type="button"
                class="button small"
                aria-label=format!("{word} {label}")
                on:click=move |_| {
                    close.run(());
                    desk.join(session.clone(), watch);
                }
            >
                {word}
            </button>
        }
    };
    view! {
        <li>
            <span>
                <code>{name}</code>
                <span class="hint">" begun " <Moment at=started ago=true /> " · " {clients}</span>
            </span>
            {choose("Join", false)}
            {choose("Watch", true)}
        </li>
    }
    .into_any()
}
