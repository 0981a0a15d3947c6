use crate::{
    surroundings::Surroundings,
    types::{Container, PortBinding, Protocol},
};
use leptos::prelude::*;

/// The published ports; those that a browser can open are links while the container runs.
#[component]
pub(super) fn Ports(
    /// Of this container.
    container: RwSignal<Container>,
) -> impl IntoView {
    let host = Surroundings::get().host;
    let ports = Memo::new(move |_| {
        container.with(|container| (container.ports.clone(), container.status.is_alive()))
    });
    move || {
        let (ports, alive) = ports.get();
        let port = |port: PortBinding| {
            let from = match port.host {
                Some(number) => number.to_string(),
                None => "auto".to_owned(),
            };
            let to = match port.protocol {
                Protocol::Tcp => port.container.to_string(),
                Protocol::Udp => format!("{}/udp", port.container),
            };
            let words = format!("{from} → {to}");
            match port.host {
                Some(number) if alive && port.protocol == Protocol::Tcp => {
                    let address = match port.host_ip.as_deref() {
                        None | Some("0.0.0.0" | "::") => host.get_value(),
                        Some(ip) if ip.contains(':') => format!("[{ip}]"),
                        Some(ip) => ip.to_owned(),
                    };
                    view! {
                        <a class="port" href=format!("http://{address}:{number}") target="_blank" rel="noreferrer external">
                            {words}
                        </a>
                    }
                    .into_any()
                }
                _ => view! { <span class="port">{words}</span> }.into_any(),
            }
        };
        view! { <span class="ports">{ports.into_iter().map(port).collect_view()}</span> }
    }
}
