use super::paint::{Paint, Rgb};
use crate::text::{Color, Style, Styled};
use leptos::prelude::*;
use std::ops::Range;

/// What was written for a terminal, in its colours, with what was found in it marked.
#[component]
pub(crate) fn StyledText(
    /// The text.
    styled: Styled,
    /// What is marked: places in the text that don't overlap, in their order.
    #[prop(optional)]
    found: Vec<Range<usize>>,
) -> impl IntoView {
    let Styled { text, pieces } = styled;
    if found.is_empty() && pieces.iter().all(|(_, style)| *style == Style::default()) {
        return text.into_any();
    }
    divide(&pieces, found)
        .into_iter()
        .map(|(at, style, is_found)| piece(&text[at], style, is_found))
        .collect_view()
        .into_any()
}

fn piece(text: &str, style: Style, is_found: bool) -> AnyView {
    let text = text.to_owned();
    let class = classes(style);
    let inner = match (Paint::of(style).filter(|_| !is_found), class.is_empty()) {
        (Some(paint), _) => view! { <span class=class use:coat=paint>{text}</span> }.into_any(),
        (None, false) => view! { <span class=class>{text}</span> }.into_any(),
        (None, true) => text.into_any(),
    };
    if is_found { view! { <mark>{inner}</mark> }.into_any() } else { inner }
}

/// Cuts pieces where something is found.
fn divide(
    pieces: &[(Range<usize>, Style)],
    found: Vec<Range<usize>>,
) -> Vec<(Range<usize>, Style, bool)> {
    let mut divided = Vec::with_capacity(pieces.len() + 2 * found.len());
    let mut found = found.into_iter().peekable();
    for (piece, style) in pieces {
        let mut at = piece.start;
        while at < piece.end {
            while found.next_if(|found| found.end <= at).is_some() {}
            let (end, is_found) = match found.peek() {
                Some(found) if found.start <= at => (found.end, true),
                Some(found) => (found.start, false),
                None => (piece.end, false),
            };
            let end = end.min(piece.end);
            divided.push((at..end, *style, is_found));
            at = end;
        }
    }
    divided
}

/// The classes of a style, as `style/terminal.css` has them.
fn classes(style: Style) -> String {
    let mut classes = Vec::new();
    let mut add = |is: bool, class: &'static str| {
        if is {
            classes.push(class);
        }
    };
    add(style.bold, "t-bold");
    add(style.dim && style.text.is_none(), "t-dim");
    add(style.italic, "t-italic");
    add(style.underline, "t-underline");
    add(style.strike, "t-strike");
    add(style.inverse && style.text.is_none() && style.ground.is_none(), "t-inverse");
    let named = match style.text {
        Some(Color::Named(number)) if style.ground.is_none() && !style.inverse => {
            format!("t-{number}")
        }
        _ => return classes.join(" "),
    };
    classes.push(&named);
    classes.join(" ")
}

/// Paints an element in the browser: the page's policy allows no styles in what the server renders.
#[expect(clippy::needless_pass_by_value, reason = "as directives are called")]
fn coat(element: web_sys::Element, paint: Paint) {
    use wasm_bindgen::JsCast as _;
    let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() else { return };
    let style = element.style();
    let color = |[red, green, blue]: Rgb| format!("rgb({red} {green} {blue})");
    let [light, dark] = paint.text.map(color);
    // both only fail on names that don't exist
    let _ = style.set_property("color", &format!("light-dark({light}, {dark})"));
    if let Some(ground) = paint.ground {
        let _ = style.set_property("background-color", &color(ground));
    }
}

#[cfg(test)]
mod tests {
    use super::{classes, divide};
    use crate::text::{Color, Style};

    #[test]
    fn pieces_are_cut_where_something_is_found() {
        let plain = Style::default();
        let bold = Style { bold: true, ..plain };
        let pieces = [(0..4, plain), (4..8, bold)];
        assert_eq!(divide(&pieces, vec![]), [(0..4, plain, false), (4..8, bold, false)]);
        assert_eq!(
            divide(&pieces, vec![1..2, 3..5]),
            [
                (0..1, plain, false),
                (1..2, plain, true),
                (2..3, plain, false),
                (3..4, plain, true),
                (4..5, bold, true),
                (5..8, bold, false),
            ]
        );
        assert_eq!(divide(&pieces, vec![0..8; 1]).len(), 2);
    }

    #[test]
    fn styles_have_classes() {
        let red = Style { text: Some(Color::Named(1)), bold: true, ..Style::default() };
        assert_eq!(classes(red), "t-bold t-1");
        assert_eq!(classes(Style { ground: Some(Color::Named(2)), ..red }), "t-bold");
        assert_eq!(
            classes(Style { inverse: true, dim: true, ..Style::default() }),
            "t-dim t-inverse"
        );
        assert_eq!(classes(Style::default()), "");
    }
}
