use app::types::Failure;
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A container's id: `c` and a UUID. New ones sort by the time they were made.
///
/// It names the Compose service and the folder of the container, so nothing else may.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cuid(Uuid);

impl Cuid {
    /// A new one, later than all before.
    pub fn generate() -> Self {
        Self(Uuid::now_v7())
    }

    /// The UUID's sixteen bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id of these sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// The last four hexadecimal digits, for names that people can tell apart.
    pub fn tail(&self) -> String {
        let text = self.to_string();
        text[text.len() - 4..].to_owned()
    }
}

impl fmt::Display for Cuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c{}", self.0.hyphenated())
    }
}

impl fmt::Debug for Cuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Cuid {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        // one spelling only, since it becomes a folder's name
        text.strip_prefix('c')
            .and_then(|rest| Uuid::try_parse(rest).ok())
            .map(Self)
            .filter(|cuid| cuid.to_string() == text)
            .ok_or_else(|| {
                let provided: String = text.chars().take(80).collect();
                Failure::field(
                    "cuid",
                    "INVALID_CUID",
                    "A container id is the letter c and a UUID in lower case, as `cuid` in the answer to a create.",
                    provided,
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::Cuid;

    #[test]
    fn accepts_its_own_spelling_only() {
        let cuid = Cuid::generate();
        assert_eq!(cuid.to_string().parse::<Cuid>().expect("its own spelling"), cuid);
        let guide = "c123e4567-e89b-12d3-a456-426614174000";
        assert_eq!(guide.parse::<Cuid>().expect("the guide's").to_string(), guide);
        for bad in [
            "",
            "c",
            "123e4567-e89b-12d3-a456-426614174000",
            "c123E4567-e89b-12d3-a456-426614174000",
            "c123e4567e89b12d3a456426614174000",
            "c{123e4567-e89b-12d3-a456-426614174000}",
            "c../../etc/passwd",
            "c123e4567-e89b-12d3-a456-426614174000/",
        ] {
            bad.parse::<Cuid>().expect_err(bad);
        }
    }

    #[test]
    fn new_ones_sort_by_time() {
        let ids: Vec<Cuid> = (0..1000).map(|_| Cuid::generate()).collect();
        assert!(ids.is_sorted());
    }
}
