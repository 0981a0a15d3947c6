use app::types::Failure;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::{Error, ParserBuilder};

/// The longest pattern, in characters.
const LONGEST: usize = 1000;
/// The most memory that a compiled pattern may take, in bytes: `\w{100}{100}` is short and huge.
const COMPILED: usize = 1 << 20;
/// How deep groups may lie in each other.
const NESTED: u32 = 50;

/// What a line has to contain. The time that a search takes grows with the line alone, whatever the
/// pattern.
#[derive(Debug, Clone)]
pub(super) struct Filter(Regex);

impl Filter {
    /// Reads a pattern, or text to be found as it is.
    pub(super) fn parse(pattern: &str, is_regex: bool, ignore_case: bool) -> Result<Self, Failure> {
        if pattern.chars().count() > LONGEST {
            let words = format!("`grep` is longer than {LONGEST} characters; look for less");
            let beginning: String = pattern.chars().take(100).collect();
            return Err(Failure::field("grep", "INVALID_VALUE", words, format!("{beginning}…")));
        }
        let text = if is_regex { pattern.to_owned() } else { regex::escape(pattern) };
        RegexBuilder::new(&text)
            .case_insensitive(ignore_case)
            .size_limit(COMPILED)
            .dfa_size_limit(COMPILED)
            .nest_limit(NESTED)
            .build()
            .map(Self)
            .map_err(|_| explain(pattern))
    }

    /// Whether a line, or a piece of one, has it. `before` is what stands right before the piece.
    pub(super) fn finds(&self, before: &[u8], piece: &[u8]) -> bool {
        if before.is_empty() {
            return self.0.is_match(piece);
        }
        // one byte more than is searched, so that this is no line's beginning
        self.0.is_match_at(&[before, piece].concat(), 1)
    }
}

/// Says what is wrong with a pattern, and where.
fn explain(pattern: &str) -> Failure {
    let parsed = ParserBuilder::new().utf8(false).nest_limit(NESTED).build().parse(pattern);
    let (what, place) = match &parsed {
        Err(Error::Parse(error)) => (error.kind().to_string(), error.span().start.offset),
        Err(Error::Translate(error)) => (error.kind().to_string(), error.span().start.offset),
        _ => {
            let words = "`grep` is a pattern that takes too much memory; repeat less in it";
            return Failure::field("grep", "PATTERN_TOO_LARGE", words, pattern);
        }
    };
    let place = pattern.get(..place).map_or(0, |before| before.chars().count()) + 1;
    let words = format!("`grep` is no regular expression; at character {place}: {what}");
    Failure::field("grep", "INVALID_PATTERN", words, pattern).with("position", place)
}

#[cfg(test)]
mod tests {
    use super::Filter;

    fn finds(pattern: &str, is_regex: bool, ignore_case: bool, line: &[u8]) -> bool {
        Filter::parse(pattern, is_regex, ignore_case).unwrap().finds(b"", line)
    }

    #[test]
    fn text_is_found_as_it_is() {
        assert!(finds("a.b", false, false, b"xa.bx"));
        assert!(!finds("a.b", false, false, b"xaxbx"));
        assert!(!finds("A.B", false, false, b"xa.bx"));
        assert!(finds("Ä.B", false, true, "xä.bx".as_bytes()));
        assert!(finds("[(\\", false, false, b"\xff[(\\\0"));
    }

    #[test]
    fn patterns_match_lines_also_such_that_are_no_text() {
        assert!(finds("^GET .* 5\\d\\d$", true, false, b"GET /x 503"));
        assert!(!finds("^GET .* 5\\d\\d$", true, false, b"GET /x 5033"));
        assert!(finds("error", true, true, b"\xff\xfeERROR\0"));
    }

    #[test]
    fn a_piece_is_not_a_lines_beginning() {
        let filter = Filter::parse("^b", true, false).unwrap();
        assert!(filter.finds(b"", b"b") && !filter.finds(b"ab", b"b") && !filter.finds(b"b", b"b"));
        let filter = Filter::parse("needle", false, false).unwrap();
        assert!(filter.finds(b" nee", b"dle "));
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_its_place() {
        for (pattern, place) in [("ä(b", 2), ("a{2,1}", 2), ("\\p{Nothing}", 1), ("a**)", 4)] {
            let failure = Filter::parse(pattern, true, false).unwrap_err();
            assert_eq!(failure.code, "INVALID_PATTERN", "{pattern}");
            assert_eq!(failure.details["position"], place, "{pattern}: {failure}");
        }
        let failure = Filter::parse("\\w{100}{100}", true, false).unwrap_err();
        assert_eq!(failure.code, "PATTERN_TOO_LARGE");
        let deep = "(".repeat(200) + &")".repeat(200);
        assert_eq!(Filter::parse(&deep, true, false).unwrap_err().code, "INVALID_PATTERN");
        assert_eq!(
            Filter::parse(&"x".repeat(1001), false, false).unwrap_err().code,
            "INVALID_VALUE"
        );
    }
}
