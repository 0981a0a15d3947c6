use crate::text::{Color, Style};

/// The colours of a piece of text, where no class has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paint {
    /// Where the page is light, and where it is dark.
    pub(super) text: [Rgb; 2],
    /// The same everywhere; `None` for none.
    pub(super) ground: Option<Rgb>,
}

pub(super) type Rgb = [u8; 3];

/// What WCAG 2.2 asks of text (1.4.3), and a little for rounding.
const CONTRAST: f64 = 4.6;
/// The darkest and the lightest that lies under a line (`style/logs.css`).
const UNDER: [Rgb; 2] = [[0xe6, 0xee, 0xfa], [0x35, 0x24, 0x24]];

/// xterm's colours by name.
const NAMED: [Rgb; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

impl Paint {
    /// What a style needs beyond classes: it has a ground, or a colour without a name. Colours are
    /// moved towards black or white as far as they have to be to be read.
    pub(super) fn of(style: Style) -> Option<Self> {
        let (text, ground) = match (style.inverse, style.text, style.ground) {
            (true, text, ground) => (ground, text),
            (false, text, ground) => (text, ground),
        };
        let Some(ground) = ground.map(rgb) else {
            return match text {
                Some(Color::Rgb(color)) if !style.inverse => {
                    Some(Self { text: UNDER.map(|under| readable(color, under)), ground: None })
                }
                _ => None,
            };
        };
        let text = match text {
            Some(color) => readable(rgb(color), ground),
            None => readable([128; 3], ground),
        };
        Some(Self { text: [text; 2], ground: Some(ground) })
    }
}

fn rgb(color: Color) -> Rgb {
    match color {
        Color::Named(number) => NAMED[usize::from(number) % NAMED.len()],
        Color::Rgb(rgb) => rgb,
    }
}

/// The colour, or one like it that can be read on the other.
fn readable(color: Rgb, ground: Rgb) -> Rgb {
    let end = if contrast([0; 3], ground) > contrast([255; 3], ground) { [0; 3] } else { [255; 3] };
    let mut steps = (0..=20_u32).map(|step| mix(color, end, step));
    steps.find(|mixed| contrast(*mixed, ground) >= CONTRAST).unwrap_or(end)
}

/// So many twentieths of the way to another colour.
fn mix(color: Rgb, other: Rgb, step: u32) -> Rgb {
    let one = |from: u8, to: u8| (u32::from(from) * (20 - step) + u32::from(to) * step) / 20;
    std::array::from_fn(|at| u8::try_from(one(color[at], other[at])).unwrap_or(u8::MAX))
}

/// As WCAG 2.2 defines it.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: Rgb) -> f64 {
    let [red, green, blue] = color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::{CONTRAST, Paint, UNDER, contrast};
    use crate::text::{Color, Style};

    #[test]
    fn everything_can_be_read() {
        let colors = (0..16).map(Color::Named).chain((0..=255).step_by(51).flat_map(|red| {
            (0..=255).step_by(51).flat_map(move |green| {
                (0..=255).step_by(51).map(move |blue| Color::Rgb([red, green, blue]))
            })
        }));
        let colors: Vec<_> = colors.collect();
        for text in &colors {
            let style = Style { text: Some(*text), ..Style::default() };
            if let Some(paint) = Paint::of(style) {
                for (text, under) in paint.text.into_iter().zip(UNDER) {
                    assert!(contrast(text, under) >= CONTRAST, "{style:?} {paint:?}");
                }
            }
            for ground in colors.iter().step_by(7) {
                for inverse in [false, true] {
                    let style = Style { ground: Some(*ground), inverse, ..style };
                    let paint =
                        Paint::of(style).unwrap_or(Paint { text: [[0; 3]; 2], ground: None });
                    let ground = paint.ground.unwrap_or_default();
                    // between black and white there is a grey that neither stands out from by more
                    assert!(contrast(paint.text[0], ground) >= 4.5, "{style:?} {paint:?}");
                }
            }
        }
    }

    #[test]
    fn names_without_a_ground_are_left_to_the_theme() {
        let red = Style { text: Some(Color::Named(1)), ..Style::default() };
        assert_eq!(Paint::of(red), None);
        assert_eq!(Paint::of(Style { inverse: true, ..Style::default() }), None);
        // what is readable stays as it is
        let orange = Style { text: Some(Color::Rgb([255, 135, 0])), ..Style::default() };
        assert_eq!(Paint::of(orange).map(|paint| paint.text[1]), Some([255, 135, 0]));
    }
}
