use rustix::process::Signal as Raw;
use std::str::FromStr;

/// A signal that can be sent to a session's processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Its name without `SIG`, which every `kill` knows.
    pub(super) name: &'static str,
    pub(super) raw: Raw,
}

impl Signal {
    /// The terminal is gone.
    pub(super) const HUP: Self = Self { name: "HUP", raw: Raw::HUP };
    /// The end, without a chance to object.
    pub(super) const KILL: Self = Self { name: "KILL", raw: Raw::KILL };
    /// Go on after a stop.
    pub(super) const CONT: Self = Self { name: "CONT", raw: Raw::CONT };

    /// Every signal there is.
    pub const ALL: [Self; 11] = [
        Self::HUP,
        Self { name: "INT", raw: Raw::INT },
        Self { name: "QUIT", raw: Raw::QUIT },
        Self::KILL,
        Self { name: "USR1", raw: Raw::USR1 },
        Self { name: "USR2", raw: Raw::USR2 },
        Self { name: "TERM", raw: Raw::TERM },
        Self::CONT,
        Self { name: "STOP", raw: Raw::STOP },
        Self { name: "TSTP", raw: Raw::TSTP },
        Self { name: "WINCH", raw: Raw::WINCH },
    ];

    /// Its name without `SIG`.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl FromStr for Signal {
    type Err = ();

    /// Reads `INT`, `SIGINT` or `sigint`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let upper = text.to_ascii_uppercase();
        let name = upper.strip_prefix("SIG").unwrap_or(&upper);
        Self::ALL.into_iter().find(|signal| signal.name == name).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::Signal;

    #[test]
    fn names_are_read_with_and_without_their_prefix() {
        for text in ["INT", "SIGINT", "sigint", "int"] {
            assert_eq!(text.parse::<Signal>().map(Signal::name), Ok("INT"));
        }
        for text in ["", "SIG", "9", "SIGSIGINT", "SEGV"] {
            assert_eq!(text.parse::<Signal>(), Err(()), "{text}");
        }
    }
}
