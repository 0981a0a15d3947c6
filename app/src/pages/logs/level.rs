use crate::text::Styled;

/// How grave a line is, as it says itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

/// How much of a line is looked at, in bytes: programs say the level at the beginning.
const HEAD: usize = 400;
/// How many words of it.
const WORDS: usize = 12;

impl Level {
    /// Every level, gravest first.
    pub(super) const ALL: [Self; 5] =
        [Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];

    /// Its word in the address and in style sheets.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// What the line says of itself, in one of the usual ways: `level=warn`, `"level":"warn"`,
    /// `[warn]`, `WARN`, `warning:`, a stack trace's first line, or as glog and syslog have it.
    pub(super) fn of(line: &str) -> Option<Self> {
        let head = &line[..line.floor_char_boundary(HEAD)];
        let plain;
        let head = if head.contains('\u{1b}') {
            plain = Styled::parse(head).text;
            plain.as_str()
        } else {
            head
        };
        let head = head.trim_start();
        if head.starts_with('{') {
            return of_json(head);
        }
        of_priority(head)
            .or_else(|| of_glog(head))
            .or_else(|| of_logfmt(head))
            .or_else(|| of_words(head))
            .or_else(|| of_trace(head))
    }

    /// A level's name, whatever the case.
    fn named(word: &str) -> Option<Self> {
        const NAMES: [(Level, &[&str]); 5] = [
            (
                Level::Error,
                &[
                    "error",
                    "err",
                    "fatal",
                    "critical",
                    "crit",
                    "severe",
                    "panic",
                    "emerg",
                    "alert",
                    "eror",
                    "ftl",
                    "emergency",
                ],
            ),
            (Level::Warn, &["warn", "warning", "wrn"]),
            (Level::Info, &["info", "notice", "information", "inf", "log"]),
            (Level::Debug, &["debug", "dbg", "fine", "dbug"]),
            (Level::Trace, &["trace", "trc", "finer", "finest", "verbose"]),
        ];
        NAMES.into_iter().find_map(|(level, names)| {
            names.iter().any(|name| name.eq_ignore_ascii_case(word)).then_some(level)
        })
    }

    /// The numbers of pino and bunyan.
    const fn numbered(number: u32) -> Option<Self> {
        Some(match number {
            10..20 => Self::Trace,
            20..30 => Self::Debug,
            30..40 => Self::Info,
            40..50 => Self::Warn,
            50..=60 => Self::Error,
            _ => return None,
        })
    }
}

/// `"level":"warn"`, `"severity": "WARNING"`, `"level":40`
fn of_json(head: &str) -> Option<Level> {
    [
        "\"level\"",
        "\"severity\"",
        "\"lvl\"",
        "\"log.level\"",
        "\"levelname\"",
        "\"@level\"",
        "\"Level\"",
    ]
    .into_iter()
    .find_map(|key| {
        let (_, rest) = head.split_once(key)?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        if let Some(text) = value.strip_prefix('"') {
            return Level::named(text.split('"').next()?);
        }
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        Level::numbered(value[..end].parse().ok()?)
    })
}

/// `<3>`: a priority of syslog (RFC 5424, 6.2.1).
fn of_priority(head: &str) -> Option<Level> {
    let (number, _) = head.strip_prefix('<')?.split_once('>')?;
    Some(match number.parse::<u8>().ok()? % 8 {
        0..=3 => Level::Error,
        4 => Level::Warn,
        5 | 6 => Level::Info,
        _ => Level::Debug,
    })
}

/// `E0120 15:30:00.000000`: glog and klog.
fn of_glog(head: &str) -> Option<Level> {
    let level = match head.as_bytes().first()? {
        b'E' | b'F' => Level::Error,
        b'W' => Level::Warn,
        b'I' => Level::Info,
        _ => return None,
    };
    let dated = head.get(1..5)?.bytes().all(|byte| byte.is_ascii_digit());
    (dated && head.as_bytes().get(5) == Some(&b' ')).then_some(level)
}

/// `level=warn`
fn of_logfmt(head: &str) -> Option<Level> {
    head.split_ascii_whitespace().find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let is_level = ["level", "lvl", "severity", "log.level", "loglevel"]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(key));
        is_level.then(|| Level::named(value.trim_matches('"'))).flatten()
    })
}

/// `[warn]` in whatever case; `WARN` between other words; `warning:` at the beginning.
fn of_words(head: &str) -> Option<Level> {
    let mut place = 0;
    for (number, word) in
        head.split([' ', '\t', '|', ',']).filter(|word| !word.is_empty()).enumerate()
    {
        if number == WORDS {
            break;
        }
        let at = place + head[place..].find(word)?;
        place = at + word.len();
        let bare = word.trim_matches(['[', ']', '(', ')', '<', '>', '-']);
        let begins = bare.split([':', '/', ']', '[']).next().unwrap_or_default();
        let is_bracketed = word.starts_with(['[', '<']) || head[..at].ends_with("[ ");
        let is_label = bare[begins.len()..].starts_with(':') && number < 3;
        let is_capital = begins.len() > 2 && begins.bytes().all(|byte| byte.is_ascii_uppercase());
        if (is_bracketed || is_label || is_capital)
            && let Some(level) = Level::named(begins)
        {
            return Some(level);
        }
        // `[main/ERROR]`, `[2026-01-20T15:30:00Z]ERROR:`
        let ends = bare.trim_end_matches([':', ']']).rsplit(['/', ']']).next().unwrap_or_default();
        if ends.len() > 2
            && ends.bytes().all(|byte| byte.is_ascii_uppercase())
            && let Some(level) = Level::named(ends)
        {
            return Some(level);
        }
    }
    None
}

/// What a program's end begins with.
fn of_trace(head: &str) -> Option<Level> {
    const BEGINNINGS: [&str; 6] = [
        "Traceback (most recent call last)",
        "panic: ",
        "fatal error: ",
        "Exception in thread ",
        "Unhandled exception",
        "Uncaught ",
    ];
    let panicked = head.starts_with("thread '") && head.contains(" panicked at ");
    (panicked || BEGINNINGS.iter().any(|beginning| head.starts_with(beginning)))
        .then_some(Level::Error)
}

/// Whether a line goes on with what the one before it says, as the lines of a stack trace do.
pub(super) fn continues(line: &str) -> bool {
    line.starts_with([' ', '\t']) || line.starts_with("Caused by: ") || line.starts_with("... ")
}

#[cfg(test)]
mod tests {
    use super::{Level, continues};

    #[test]
    fn levels_are_recognised() {
        use Level::{Debug, Error, Info, Trace, Warn};
        for (line, level) in [
            ("time=2026-01-20T15:30:00Z level=warn msg=\"slow\"", Warn),
            ("ts=1 lvl=\"eror\" msg=x", Error),
            (r#"{"time":"x","level":"error","msg":"x"}"#, Error),
            (r#"{"severity": "WARNING", "message":"x"}"#, Warn),
            (r#"{"level":30,"time":1700000000000,"msg":"x"}"#, Info),
            (r#"{"level":50,"msg":"x"}"#, Error),
            ("2026/01/20 15:30:00 [error] 7#7: *1 open() failed", Error),
            ("2026/01/20 15:30:00 [warn] 7#7: x", Warn),
            ("[INFO] started", Info),
            ("[ WARN ] low", Warn),
            ("[WARNING ] low", Warn),
            ("2026-01-20 15:30:00,123 ERROR [main] c.example.Shop - x", Error),
            ("15:30:00.123 [http-nio-8080-exec-1] DEBUG o.s.web - x", Debug),
            ("[15:30:00] [Server thread/WARN]: can't keep up", Warn),
            ("2026-01-20 15:30:00 - shop - CRITICAL - x", Error),
            ("ERROR:root:it broke", Error),
            ("WARNING: this is a development server", Warn),
            ("INFO:     Application startup complete.", Info),
            ("warning: unused variable", Warn),
            ("Error: Cannot find module", Error),
            ("2026-01-20T15:30:00.123Z  INFO shop::http: listening", Info),
            ("[2026-01-20T15:30:00Z TRACE shop] x", Trace),
            ("2026-01-20T15:30:00.000Z\tDEBUG\tshop/main.go:12\tx", Debug),
            ("2026-01-20 15:30:00.000 UTC [1] LOG:  database system is ready", Info),
            ("2026-01-20 15:30:00.000 UTC [27] FATAL:  role does not exist", Error),
            ("E0120 15:30:00.123456       1 reflector.go:12] x", Error),
            ("I0120 15:30:00.123456       1 main.go:12] x", Info),
            ("<4>disk is nearly full", Warn),
            ("<31>x", Debug),
            ("\u{1b}[32mINFO\u{1b}[0m  ready", Info),
            ("\u{1b}[90m15:30:00\u{1b}[0m \u{1b}[31mERR\u{1b}[0m x", Error),
            ("Traceback (most recent call last):", Error),
            ("panic: runtime error: index out of range", Error),
            ("thread 'main' panicked at src/main.rs:2:5:", Error),
            ("Exception in thread \"main\" java.lang.NullPointerException", Error),
            ("VERBOSE polling", Trace),
        ] {
            assert_eq!(Level::of(line), Some(level), "{line}");
        }
    }

    #[test]
    fn what_only_mentions_a_level_has_none() {
        for line in [
            "",
            "GET /error HTTP/1.1 200",
            "an error occurred in the warning light",
            "no debug symbols here",
            "172.17.0.1 - - [20/Jan/2026:15:30:00 +0000] \"GET / HTTP/1.1\" 200 615",
            r#"{"msg":"the level is fine"}"#,
            "Information about errors",
            "E0120",
            "log in to continue",
            "<div>",
            "level=11",
        ] {
            assert_eq!(Level::of(line), None, "{line}");
        }
    }

    #[test]
    fn stack_traces_go_on() {
        for line in
            ["  File \"x.py\", line 3", "\tat c.example.Shop.run(Shop.java:7)", "Caused by: x"]
        {
            assert!(continues(line), "{line}");
        }
        assert!(!continues("next"));
    }

    #[test]
    fn long_lines_are_cut_at_a_character() {
        assert_eq!(Level::of(&"é".repeat(1000)), None);
        assert_eq!(Level::of(&format!("ERROR {}", "é".repeat(1000))), Some(Level::Error));
    }
}
