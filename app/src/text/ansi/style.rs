/// How a piece of a terminal's text is to look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "as ECMA-48 has them, each on its own")]
pub(crate) struct Style {
    pub(crate) text: Option<Color>,
    pub(crate) ground: Option<Color>,
    pub(crate) bold: bool,
    pub(crate) dim: bool,
    pub(crate) italic: bool,
    pub(crate) underline: bool,
    pub(crate) strike: bool,
    pub(crate) inverse: bool,
}

/// A colour of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Color {
    /// One of the sixteen that have names, which the theme chooses.
    Named(u8),
    Rgb([u8; 3]),
}

impl Style {
    pub(super) fn apply(&mut self, parameters: &str) {
        let mut parameters = parameters.split(';');
        while let Some(parameter) = parameters.next() {
            let mut parts = parameter.split(':');
            let code = parts.next().unwrap_or_default();
            match code.parse().unwrap_or(if code.is_empty() { 0 } else { u16::MAX }) {
                0 => *self = Self::default(),
                1 => self.bold = true,
                2 => self.dim = true,
                3 => self.italic = true,
                // 4:0 is no line
                4 => self.underline = parts.next() != Some("0"),
                7 => self.inverse = true,
                9 => self.strike = true,
                21 => self.underline = true,
                22 => (self.bold, self.dim) = (false, false),
                23 => self.italic = false,
                24 => self.underline = false,
                27 => self.inverse = false,
                29 => self.strike = false,
                code @ (38 | 48 | 58) => {
                    let color = if parameter.contains(':') {
                        let parts: Vec<_> = parts.collect();
                        // 38:2:red:green:blue, or with a colour space before them
                        match parts.as_slice() {
                            ["2", _, red, green, blue, ..] | ["2", red, green, blue] => {
                                direct([Some(red), Some(green), Some(blue)])
                            }
                            ["5", number, ..] => indexed(Some(number)),
                            _ => None,
                        }
                    } else {
                        match parameters.next() {
                            Some("2") => {
                                direct([parameters.next(), parameters.next(), parameters.next()])
                            }
                            Some("5") => indexed(parameters.next()),
                            _ => None,
                        }
                    };
                    match code {
                        38 => self.text = color.or(self.text),
                        48 => self.ground = color.or(self.ground),
                        // of the line under it
                        _ => {}
                    }
                }
                code @ 30..=37 => self.text = named(code - 30),
                code @ 90..=97 => self.text = named(code - 90 + 8),
                39 => self.text = None,
                code @ 40..=47 => self.ground = named(code - 40),
                code @ 100..=107 => self.ground = named(code - 100 + 8),
                49 => self.ground = None,
                _ => {}
            }
        }
    }
}

fn named(number: u16) -> Option<Color> {
    u8::try_from(number).ok().map(Color::Named)
}

fn direct(parts: [Option<&str>; 3]) -> Option<Color> {
    let [red, green, blue] = parts.map(|part| part?.parse::<u8>().ok());
    Some(Color::Rgb([red?, green?, blue?]))
}

/// xterm's 256 colours: sixteen with names, a cube of six levels each, and greys.
fn indexed(number: Option<&str>) -> Option<Color> {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    Some(match number?.parse::<u8>().ok()? {
        number @ 0..=15 => Color::Named(number),
        number @ 16..=231 => {
            let number = usize::from(number - 16);
            Color::Rgb([LEVELS[number / 36], LEVELS[number / 6 % 6], LEVELS[number % 6]])
        }
        number => Color::Rgb([8 + 10 * (number - 232); 3]),
    })
}
