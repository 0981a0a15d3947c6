use crate::{
    pages::containers::form::ComposeLine,
    text::{Change, YamlLine, diff, yaml_lines},
};
use leptos::prelude::*;

/// How many lines that stay are shown around those that do not.
const AROUND: usize = 2;

/// A line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Same(YamlLine),
    Removed(YamlLine),
    Added(YamlLine),
    /// So many lines that stay are left out.
    Gap(usize),
}

/// Compares two Compose files. What is covered is compared all the same.
fn compare(before: &str, after: &str, covered: bool) -> Vec<Shown> {
    // when it was changed, and the sum over what is changed, are no news
    let stamp = |line: &str| {
        line.starts_with("  updated_at: ") || line.starts_with("      io.wharfinger.config: ")
    };
    let key = |line: &'_ str| if stamp(line) { String::new() } else { line.to_owned() };
    let changes = diff(
        &before.lines().map(key).collect::<Vec<_>>(),
        &after.lines().map(key).collect::<Vec<_>>(),
    );
    let (before, after) = (yaml_lines(before, covered), yaml_lines(after, covered));
    let is_same = |change: &Change| matches!(change, Change::Same(..));
    let near = |at: usize| {
        let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(changes.len());
        !changes[around].iter().all(is_same)
    };
    let mut shown = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        match *change {
            Change::Removed(line) => shown.push(Shown::Removed(before[line].clone())),
            Change::Added(line) => shown.push(Shown::Added(after[line].clone())),
            Change::Same(_, line) if near(at) => shown.push(Shown::Same(after[line].clone())),
            Change::Same(..) => match shown.last_mut() {
                Some(Shown::Gap(count)) => *count += 1,
                _ => shown.push(Shown::Gap(1)),
            },
        }
    }
    shown
}

/// What changes in a Compose file.
#[component]
pub(super) fn Changes(
    /// The file as it is.
    #[prop(into)]
    before: Signal<String>,
    /// The file as it would be.
    #[prop(into)]
    after: Signal<String>,
    /// Whether the values of variables are covered.
    #[prop(into)]
    covered: Signal<bool>,
) -> impl IntoView {
    let lines = Memo::new(move |_| {
        before.with(|before| after.with(|after| compare(before, after, covered.get())))
    });
    let line = |shown: Shown| {
        match shown {
        Shown::Same(line) => view! { <li class="same"><ComposeLine line /></li> }.into_any(),
        Shown::Removed(line) => {
            view! { <li class="removed"><del><span class="visually-hidden">"Removed: "</span><ComposeLine line /></del></li> }.into_any()
        }
        Shown::Added(line) => {
            view! { <li class="added"><ins><span class="visually-hidden">"Added: "</span><ComposeLine line /></ins></li> }.into_any()
        }
        Shown::Gap(1) => view! { <li class="gap">"1 line as it is"</li> }.into_any(),
        Shown::Gap(count) => view! { <li class="gap">{count}" lines as they are"</li> }.into_any(),
    }
    };
    view! {
        <div class="code-block">
            <div class="code-head"><span class="code-name">"compose.yaml"</span></div>
            <ol class="diff" tabindex="0" aria-label="Changes to compose.yaml">
                {move || lines.get().into_iter().map(line).collect_view()}
            </ol>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Shown, compare};

    const BEFORE: &str = "name: shop\nservices:\n  c1:\n    image: a\n    environment:\n      KEY: one\n    restart: no\nx:\n  updated_at: 1\n";

    fn shown(after: &str, covered: bool) -> Vec<String> {
        let text =
            |line: crate::text::YamlLine| format!("{}{}{}", line.before, line.key, line.value);
        let line = |shown| match shown {
            Shown::Same(line) => format!("  {}", text(line)),
            Shown::Removed(line) => format!("- {}", text(line)),
            Shown::Added(line) => format!("+ {}", text(line)),
            Shown::Gap(count) => format!("… {count}"),
        };
        compare(BEFORE, after, covered).into_iter().map(line).collect()
    }

    #[test]
    fn what_changes_is_shown_with_what_is_around_it() {
        let after =
            BEFORE.replace("image: a", "image: b").replace("updated_at: 1", "updated_at: 2");
        assert_eq!(
            shown(&after, false),
            [
                "… 1",
                "  services:",
                "    c1:",
                "-     image: a",
                "+     image: b",
                "      environment:",
                "        KEY: one",
                "… 3"
            ]
        );
    }

    #[test]
    fn a_value_that_is_covered_is_seen_to_change() {
        let after = BEFORE.replace("KEY: one", "KEY: two");
        let shown = shown(&after, true);
        assert!(shown.contains(&"-       KEY: ••••••••".to_owned()), "{shown:?}");
        assert!(shown.contains(&"+       KEY: ••••••••".to_owned()), "{shown:?}");
    }
}
