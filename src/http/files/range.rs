use std::ops::Range;

/// More ranges than that, nobody needs at once: the whole is sent instead.
const MOST: usize = 32;

/// What a `Range` header asks for (RFC 9110, section 14.2).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it: there is no such header, or it makes no sense and is to be ignored.
    Whole,
    /// Parts of it, in the order asked for.
    Parts(Vec<Range<u64>>),
    /// Only parts that it does not have.
    Nothing,
}

impl Wanted {
    /// Reads the header for a content of so many bytes.
    pub(super) fn read(header: &str, size: u64) -> Self {
        let Some((unit, list)) = header.split_once('=') else { return Self::Whole };
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return Self::Whole;
        }
        let mut parts = Vec::new();
        let (mut count, mut sum) = (0, 0_u64);
        for spec in list.split(',').map(str::trim).filter(|spec| !spec.is_empty()) {
            let Some(part) = part(spec, size) else { return Self::Whole };
            count += 1;
            if !part.is_empty() {
                sum = sum.saturating_add(part.end - part.start);
                parts.push(part);
            }
        }
        match parts.len() {
            0 if count > 0 => Self::Nothing,
            0 => Self::Whole,
            1 => Self::Parts(parts),
            // overlapping parts would make a small request a large answer (CVE-2011-3192)
            _ if count > MOST || sum > size => Self::Whole,
            _ => Self::Parts(parts),
        }
    }
}

/// One range, cut off at the content's end, and so possibly empty; `None` where it makes no sense.
fn part(spec: &str, size: u64) -> Option<Range<u64>> {
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // a number too large for 64 bits is behind every end
        is_number.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let (first, last) = spec.split_once('-')?;
    if first.is_empty() {
        return Some(size.saturating_sub(number(last)?)..size);
    }
    let first = number(first)?;
    let end = if last.is_empty() { u64::MAX } else { number(last)?.saturating_add(1) };
    (first < end).then(|| first.min(size)..end.min(size))
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    fn parts(parts: &[(u64, u64)]) -> Wanted {
        Wanted::Parts(parts.iter().map(|(start, end)| *start..*end).collect())
    }

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (header, wanted) in [
            ("bytes=0-0", parts(&[(0, 1)])),
            ("bytes=2-", parts(&[(2, 10)])),
            ("bytes=-3", parts(&[(7, 10)])),
            ("bytes=-99", parts(&[(0, 10)])),
            ("bytes=5-99999999999999999999", parts(&[(5, 10)])),
            ("Bytes= 0-1 , 4-5,", parts(&[(0, 2), (4, 6)])),
            ("bytes=8-9,0-1", parts(&[(8, 10), (0, 2)])),
            ("bytes=0-1,20-30", parts(&[(0, 2)])),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=10-20,30-40", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=3-2", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=", Wanted::Whole),
            ("bytes=0-9,0-9", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("0-1", Wanted::Whole),
        ] {
            assert_eq!(Wanted::read(header, 10), wanted, "{header}");
        }
        assert_eq!(Wanted::read("bytes=0-", 0), Wanted::Nothing);
        let many = format!("bytes={}", "0-0,".repeat(33));
        assert_eq!(Wanted::read(&many, 1000), Wanted::Whole);
    }
}
