use super::{log::Log, row::exact, wanted::Wanted};
use crate::components::{CopyButton, Icon, When};
use leptos::prelude::*;

/// The line that is pointed at, and what can be done with it.
#[component]
pub(super) fn PointedBar(log: Log) -> impl IntoView {
    let wanted = log.wanted;
    let is_pointed = Memo::new(move |_| wanted.with(|wanted| wanted.line.is_some()));
    let found = Memo::new(move |_| {
        wanted.track();
        log.count.track();
        log.pointed().and_then(|number| log.plain(number))
    });
    let at = Memo::new(move |_| {
        wanted.with(|wanted| wanted.line.map(|line| line.at)).unwrap_or_default()
    });
    let link = Signal::derive(move || {
        let origin = location().origin().unwrap_or_default();
        wanted.with(|wanted| format!("{origin}{}", wanted.address()))
    });
    let is_found = Memo::new(move |_| found.with(Option::is_some));
    view! {
        <When is=is_pointed>
            <div class="log-pointed" role="group" aria-label="Line that is pointed at">
                <Icon name="link" />
                <span>{move || exact(at.get(), log.alive.get())}</span>
                <When
                    is=is_found
                    otherwise=|| view! { <span class="hint">"This line is no longer there, or left out by what is chosen."</span> }
                >
                    <CopyButton text=Signal::derive(move || found.get().unwrap_or_default()) what="line" />
                </When>
                <CopyButton text=link what="link" />
                <a
                    class="button icon-button quiet small"
                    aria-label="Point at no line"
                    href=move || wanted.with(|wanted| Wanted::address(&wanted.anywhere()))
                >
                    <Icon name="close" />
                </a>
            </div>
        </When>
    }
    .into_any()
}
