use super::{Draft, draft::PortRow};
use crate::{
    components::{BusyButton, FieldError, Icon, at, hint_and_error},
    focus::focus_soon,
    types::{ImageDetails, TakenPort},
};
use leptos::prelude::*;

/// The published ports, a row each.
#[component]
pub(super) fn PortFields(
    /// The form.
    draft: Draft,
    /// The ports of the host that other containers have asked for.
    taken: StoredValue<Vec<TakenPort>>,
    /// The image, which says what it listens on.
    details: RwSignal<Option<ImageDetails>>,
) -> impl IntoView {
    let all = at(draft.errors, || "ports".to_owned());
    let listens = move || {
        details.with(|details| {
            let ports = details.as_ref().map(|details| details.exposed_ports.join(", "))?;
            (!ports.is_empty()).then(|| format!(" The image says that it listens on {ports}."))
        })
    };
    view! {
        <fieldset class="rows">
            <legend>"Ports"</legend>
            <p class="hint" id="ports-hint">"Host port → container port. Without a host port the engine chooses a free one." {listens}</p>
            <FieldError id="ports" error=all />
            <ul>
                <For each=move || draft.ports.get() key=|row| row.id let:row>
                    <PortRowFields draft row taken />
                </For>
            </ul>
            <div class="row-actions">
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| {
                        let id = draft.add_empty_port();
                        focus_soon(format!("#port-container-{id}"));
                    }
                >
                    <Icon name="plus" />
                    <span>"Add port"</span>
                </button>
            </div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn PortRowFields(draft: Draft, row: PortRow, taken: StoredValue<Vec<TakenPort>>) -> impl IntoView {
    let id = row.id;
    // somebody may mean it: of containers with the same port one can run
    let shared = Memo::new({
        let row = row.clone();
        move |_| {
            let wanted = row.filled();
            let host = wanted.host.trim().parse::<u16>().ok()?;
            let same = |port: &&TakenPort| {
                let everywhere = port.host_ip.is_none() || wanted.host_ip.is_none();
                port.host == host
                    && port.protocol.as_str() == wanted.protocol
                    && (everywhere || port.host_ip == wanted.host_ip)
            };
            taken.with_value(|taken| taken.iter().find(same).map(|port| port.name.clone()))
        }
    });
    let host = RwSignal::from(row.host);
    let container = RwSignal::from(row.container);
    let protocol = RwSignal::from(row.protocol);
    // rows that are empty are not sent, so a row's place in the request is not its place here
    let place = Memo::new(move |_| {
        draft.ports.with(|rows| {
            let mut sent = rows.iter().filter(|row| row.filled().is_filled());
            sent.position(|row| row.id == id)
        })
    });
    let path = move |part: &'static str| {
        move || place.get().map_or_else(String::new, |at| format!("ports[{at}]{part}"))
    };
    let error_on_host = at(draft.errors, path(".host"));
    let error_in_container = at(draft.errors, path(".container"));
    let elsewhere = [
        at(draft.errors, path("")),
        at(draft.errors, path(".protocol")),
        at(draft.errors, path(".host_ip")),
    ];
    let error = Signal::derive(move || {
        let all: Vec<_> = [error_on_host, error_in_container]
            .into_iter()
            .chain(elsewhere)
            .filter_map(|error| error.get())
            .collect();
        (!all.is_empty()).then(|| all.join(" "))
    });
    let error_id = format!("port-{id}");
    let described = move |wrong: Signal<Option<String>>| {
        move || hint_and_error(&format!("port-{id}"), false, wrong.with(Option::is_some))
    };
    let number = move |name: &'static str,
                       label: &'static str,
                       placeholder: &'static str,
                       value: RwSignal<String>,
                       wrong: Signal<Option<String>>| {
        view! {
            <input
                id=format!("port-{name}-{id}")
                class="code"
                type="text"
                inputmode="numeric"
                placeholder=placeholder
                aria-label=label
                autocomplete="off"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=described(wrong)
                value=value.get_untracked()
                bind:value=value
            />
        }
    };
    view! {
        <li>
            <div class="row row-port">
                {number("host", "Host port", "auto", host, error_on_host)}
                <span aria-hidden="true">"→"</span>
                {number("container", "Container port", "80", container, error_in_container)}
                <select aria-label="Protocol" on:change=move |event| protocol.set(event_target_value(&event))>
                    <option value="tcp" selected=move || protocol.get() == "tcp">"tcp"</option>
                    <option value="udp" selected=move || protocol.get() == "udp">"udp"</option>
                </select>
                {row.host_ip.map(|ip| view! { <span class="hint">"on "{ip}</span> })}
                <BusyButton
                    busy=false
                    icon="close"
                    label=Signal::stored("Remove".to_owned())
                    name=Signal::derive(move || format!("Remove port {}", container.get()))
                    class="quiet"
                    compact=true
                    on_press=Callback::new(move |()| draft.ports.update(|rows| rows.retain(|row| row.id != id)))
                />
            </div>
            <FieldError id=error_id error />
            {move || {
                shared
                    .get()
                    .map(|name| {
                        view! {
                            <p class="field-warning">
                                <Icon name="alert" />
                                <span>"Also asked for by "{name}": only one of them can run at a time."</span>
                            </p>
                        }
                    })
            }}
        </li>
    }
    .into_any()
}
