use crate::{
    pages::containers::form::Filled,
    types::{Commitments, Container, TakenPort},
};
use leptos::prelude::*;

/// The longest name that a container can have.
const LONGEST: usize = 64;

/// The form for a container like that one.
pub(super) fn of(container: &Container, promised: &Commitments) -> Filled {
    let mut filled = Filled { name: name(&container.name), ..Filled::of(container) };
    for port in &mut filled.ports {
        let is_taken = |taken: &TakenPort| {
            taken.host.to_string() == port.host && taken.protocol.as_str() == port.protocol
        };
        // the engine chooses another
        if promised.ports.iter().any(is_taken) {
            port.host.clear();
        }
    }
    filled
}

/// `shop copy` of `shop`, `shop copy 2` of that, and so on.
fn name(of: &str) -> String {
    let (stem, number) = match of.rsplit_once(" copy") {
        Some((stem, "")) => (stem, Some(2)),
        Some((stem, number)) => match number.trim_start().parse::<u32>() {
            Ok(number) => (stem, Some(number.saturating_add(1))),
            Err(_) => (of, None),
        },
        None => (of, None),
    };
    let end = number.map_or(" copy".to_owned(), |number| format!(" copy {number}"));
    let room = LONGEST.saturating_sub(end.chars().count());
    stem.chars().take(room).chain(end.chars()).collect()
}

/// Says what the form was filled in from, and what does not come with it.
#[component]
pub(super) fn Origin(
    /// The container.
    of: Container,
) -> impl IntoView {
    let fixed = of.ports.iter().any(|port| !port.automatic);
    view! {
        <p class="origin">
            "Filled in as " <a href=format!("/ui/containers/{}", of.cuid)>{of.name}</a> " is. Its files are not copied."
            {fixed.then_some(" Its ports on the host are taken: the engine chooses others.")}
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn copies_are_counted() {
        for (of, expected) in [
            ("shop", "shop copy"),
            ("shop copy", "shop copy 2"),
            ("shop copy 2", "shop copy 3"),
            ("photocopy", "photocopy copy"),
            ("a copy of b", "a copy of b copy"),
        ] {
            assert_eq!(name(of), expected);
        }
        let long = name(&"ü".repeat(64));
        assert_eq!(long.chars().count(), 64);
        assert!(long.ends_with("ü copy"));
    }
}
