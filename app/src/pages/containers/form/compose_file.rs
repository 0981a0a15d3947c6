use crate::{
    components::{CopyButton, Icon},
    text::{YamlLine, yaml_lines},
};
use leptos::prelude::*;

/// A Compose file to be read, copied and downloaded.
#[component]
pub(in super::super) fn ComposeFile(
    /// The file.
    #[prop(into)]
    text: Signal<String>,
    /// Whether the values of variables are covered; what is copied has them.
    #[prop(into)]
    covered: Signal<bool>,
    /// Where it can be downloaded.
    #[prop(optional)]
    download: Option<String>,
) -> impl IntoView {
    let lines = move || text.with(|text| yaml_lines(text, covered.get()));
    view! {
        <div class="code-block">
            <div class="code-head">
                <span class="code-name">"compose.yaml"</span>
                <CopyButton text what="compose.yaml" />
                {download.map(|href| {
                    view! {
                        <a
                            class="button icon-button quiet small"
                            href=href
                            download="compose.yaml"
                            rel="external"
                            aria-label="Download compose.yaml"
                            title="Download"
                        >
                            <Icon name="download" />
                        </a>
                    }
                })}
            </div>
            <pre tabindex="0" role="region" aria-label="compose.yaml">
                <code>{move || lines().into_iter().map(|line| view! { <ComposeLine line />"\n" }).collect_view()}</code>
            </pre>
        </div>
    }
    .into_any()
}

/// A line of it: the key stands out.
#[component]
pub(in super::super) fn ComposeLine(
    /// The line.
    line: YamlLine,
) -> impl IntoView {
    let YamlLine { before, key, value } = line;
    // nothing is sent as a space, which would be one too many here
    let some = |text: String| (!text.is_empty()).then_some(text);
    view! {
        {some(before)}
        {some(key).map(|key| view! { <span class="yaml-key">{key}</span> })}
        {some(value)}
    }
    .into_any()
}
