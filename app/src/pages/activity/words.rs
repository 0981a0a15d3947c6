use crate::text::decimals;

/// What was asked for, in words.
const WORDS: [(&str, &str); 66] = [
    ("activity.follow", "Follow the activity"),
    ("activity.list", "Read the activity"),
    ("activity.names", "Read the names of containers"),
    ("auth.login", "Log in"),
    ("auth.logout", "Log out"),
    ("container.compose", "Read its Compose file"),
    ("container.create", "Create"),
    ("container.delete", "Delete"),
    ("container.download", "Download files"),
    ("container.exec", "Run a command"),
    ("container.get", "Read a container"),
    ("container.list", "List containers"),
    ("container.logs", "Read its log"),
    ("container.pause", "Pause"),
    ("container.plan", "Look at what would change"),
    ("container.ports", "Change its ports"),
    ("container.restart", "Restart"),
    ("container.start", "Start"),
    ("container.stats", "Read its stats"),
    ("container.stats_history", "Read its stats"),
    ("container.status", "Read its status"),
    ("container.stop", "Stop"),
    ("container.unpause", "Unpause"),
    ("container.update", "Change its settings"),
    ("container.upload", "Upload an archive"),
    ("containers.get", "Read a container"),
    ("containers.list", "List containers"),
    ("containers.names", "List containers"),
    ("containers.operations", "Read what is under way"),
    ("containers.stopped", "Read why it stopped"),
    ("docs.read", "Read the API docs"),
    ("events.follow", "Follow events"),
    ("files.chmod", "Change permissions"),
    ("files.copy", "Copy files"),
    ("files.delete", "Delete files"),
    ("files.list", "List files"),
    ("files.mkdir", "Make a folder"),
    ("files.move", "Move or rename files"),
    ("files.restore", "Bring back deleted files"),
    ("files.stat", "Look at a file"),
    ("files.unpack", "Unpack an archive"),
    ("files.upload", "Upload files"),
    ("files.write", "Write a file"),
    ("health.read", "Check the health"),
    ("host.engine", "Read about the host"),
    ("host.facts", "Read about the host"),
    ("host.read", "Read about the host"),
    ("host.report", "Read about the host"),
    ("image.delete", "Remove an image"),
    ("image.get", "Look at an image"),
    ("image.list", "List images"),
    ("image.prune", "Clean up images"),
    ("image.pull", "Pull an image"),
    ("image.report", "See what a clean-up would remove"),
    ("log.dropped", "Entries are missing here"),
    ("page.view", "Open a page"),
    ("pull.cancel", "Cancel a pull"),
    ("pull.list", "List pulls"),
    ("session.end", "End a terminal"),
    ("session.list", "List terminals"),
    ("stats.current", "Read stats"),
    ("stats.follow", "Follow stats"),
    ("stats.history", "Read stats"),
    ("stats.recent", "Read stats"),
    ("terminal.session", "Use a terminal"),
    ("unknown", "Ask for what there is not"),
];

/// An action in words; of one that has none here, its name: `files: zip`.
pub(super) fn action(name: &str) -> String {
    match WORDS.binary_search_by_key(&name, |(known, _)| known) {
        Ok(at) => WORDS[at].1.to_owned(),
        Err(_) => name.replace('.', ": ").replace('_', " "),
    }
}

/// How it ended: shape, colour and word.
pub(super) const fn outcome(status: u16) -> (&'static str, &'static str, &'static str) {
    match status {
        0 => ("info", "warn", "unknown"),
        1..400 => ("check", "good", "done"),
        401 | 403 | 429 => ("lock", "warn", "refused"),
        404 => ("missing", "warn", "not found"),
        400..500 => ("alert", "warn", "refused"),
        _ => ("failed", "bad", "failed"),
    }
}

/// How long it took: `12 ms`, `3.4 s`, `5 min`.
pub(super) fn took(milliseconds: f64) -> String {
    match milliseconds {
        ..1.0 => "< 1 ms".to_owned(),
        ..1000.0 => format!("{} ms", decimals(milliseconds, 0)),
        ..60_000.0 => format!("{} s", decimals(milliseconds / 1000.0, 1)),
        ..3_600_000.0 => format!("{} min", decimals(milliseconds / 60_000.0, 0)),
        _ => format!("{} h", decimals(milliseconds / 3_600_000.0, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::{WORDS, action, took};

    #[test]
    fn actions_are_told_in_words() {
        assert!(WORDS.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(action("container.start"), "Start");
        assert_eq!(action("unknown"), "Ask for what there is not");
        assert_eq!(action("files.zip_all"), "files: zip all");
    }

    #[test]
    fn times_in_the_unit_that_fits() {
        for (milliseconds, words) in [
            (0.3, "< 1 ms"),
            (12.4, "12 ms"),
            (3_400.0, "3.4 s"),
            (300_000.0, "5 min"),
            (5_400_000.0, "1.5 h"),
        ] {
            assert_eq!(took(milliseconds), words);
        }
    }
}
