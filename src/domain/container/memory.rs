use std::str::FromStr;

/// An amount of memory, as it was asked for and in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    text: String,
    bytes: u64,
}

impl Memory {
    /// The least that the engine accepts: 6 MiB.
    pub const MINIMUM: u64 = 6 << 20;

    /// That many bytes.
    pub fn from_bytes(bytes: u64) -> Self {
        Self { text: bytes.to_string(), bytes }
    }

    /// As it was asked for, such as `512m`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// In bytes.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl FromStr for Memory {
    type Err = ();

    /// Reads what Compose reads: a number, perhaps with a fraction, perhaps a space, and a unit
    /// of `k`, `m`, `g`, `t`, each perhaps followed by `i` and `b`, in either case; all of them
    /// powers of 1024. <https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values>
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let unit = unit.strip_prefix(' ').unwrap_or(unit).to_ascii_lowercase();
        let unit = unit.strip_suffix('b').unwrap_or(&unit);
        let prefix = unit.strip_suffix('i').filter(|prefix| !prefix.is_empty()).unwrap_or(unit);
        let shift = match prefix {
            "" => 0,
            "k" => 10,
            "m" => 20,
            "g" => 30,
            "t" => 40,
            "p" => 50,
            _ => return Err(()),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        // the standard parser would take `1.` and `.5`, which Compose does not
        if whole.is_empty() || fraction.is_empty() || fraction.len() > 9 || fraction.contains('.') {
            return Err(());
        }
        let whole: u64 = whole.parse().map_err(drop)?;
        let digits: u64 = fraction.parse().map_err(drop)?;
        let scale = 10_u128.pow(u32::try_from(fraction.len()).map_err(drop)?);
        let thousandths = (u128::from(whole) * scale + u128::from(digits)) << shift;
        let bytes = u64::try_from(thousandths / scale).map_err(drop)?;
        Ok(Self { text: text.to_owned(), bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn reads_what_compose_reads() {
        for (text, bytes) in [
            ("4096m", 4 << 30),
            ("1g", 1 << 30),
            ("1.5GiB", 3 << 29),
            ("1.5 gb", 3 << 29),
            ("6291456", 6 << 20),
            ("6291456b", 6 << 20),
            ("512MB", 512 << 20),
            ("2KiB", 2 << 10),
        ] {
            let memory: Memory = text.parse().expect(text);
            assert_eq!((memory.bytes(), memory.as_str()), (bytes, text));
        }
        for bad in [
            "",
            "m",
            "-1m",
            "1e9",
            "abc",
            "1.m",
            ".5g",
            "1.2.3g",
            "1 2m",
            "1x",
            "1mm",
            "99999999999999p",
            "1i",
        ] {
            assert_eq!(bad.parse::<Memory>(), Err(()), "{bad}");
        }
    }
}
