use app::types::LogLine;

/// How many lines are kept.
pub(super) const LINES: usize = 20;
/// How many bytes of the log are looked at for them.
pub(super) const LOOKED_AT: usize = 1 << 20;
/// How many bytes all of them may have.
const BYTES: usize = 8 * 1024;
/// How many bytes of one line are kept.
const LINE: usize = 1024;

/// The last lines, cut to what is worth keeping of each container.
pub(super) fn cut(mut lines: Vec<LogLine>) -> Vec<LogLine> {
    let mut room = BYTES;
    let mut first = lines.len();
    for line in lines.iter_mut().rev() {
        if line.data.len() > LINE {
            // a whole number of characters, and of groups of base64
            let end = line.data.floor_char_boundary(LINE);
            line.missing += (line.data.len() - end) as u64;
            line.data.truncate(end);
            line.more = true;
        }
        let Some(left) = room.checked_sub(line.data.len()) else { break };
        room = left;
        first -= 1;
    }
    lines.drain(..first);
    lines
}

#[cfg(test)]
mod tests {
    use super::{BYTES, LINE, cut};
    use app::types::{LogLine, LogStream};

    fn line(data: String) -> LogLine {
        LogLine {
            at: String::new(),
            stream: LogStream::Stdout,
            data,
            encoding: "utf8".to_owned(),
            more: false,
            missing: 0,
        }
    }

    #[test]
    fn long_lines_are_cut_and_older_ones_left_out() {
        let short = cut(vec![line("a".to_owned()), line("b".to_owned())]);
        assert_eq!(short.iter().map(|line| line.data.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert!(short.iter().all(|line| !line.more));

        let long =
            cut((0..20).map(|number| line(format!("{number:02}{}", "é".repeat(900)))).collect());
        assert_eq!(long.len(), BYTES / LINE);
        assert!(long.iter().all(|line| line.more && line.data.len() <= LINE));
        assert!(long[0].data.starts_with("12") && long[7].data.starts_with("19"));
    }
}
