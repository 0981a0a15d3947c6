//! What a `docker run` line asks for, as far as the form can take it over.

mod options;

use crate::{pages::containers::form::Filled, text};
use options::Kind;

/// The longest line that is read.
const LONGEST: usize = 64 << 10;

/// Words that end a command for a shell, which does not read this.
const OPERATORS: [&str; 8] = ["&&", "||", ";", "|", ">", ">>", "<", "&"];

/// What came of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Understood {
    /// The form as the line asks for it.
    pub(super) filled: Filled,
    /// What was not taken over, and what to do about it: a sentence each.
    pub(super) notes: Vec<String>,
}

/// Whether a text is meant to be such a line.
pub(super) fn is_meant(text: &str) -> bool {
    let words: Vec<&str> =
        text.trim_start_matches(['$', '#', ' ', '\n']).split_whitespace().take(4).collect();
    arguments_at(&words).is_some()
}

/// How many words come before the arguments of `docker run`, `docker container run` and their like.
fn arguments_at<T: AsRef<str>>(words: &[T]) -> Option<usize> {
    let mut at = 0;
    let mut next = |accepted: &[&str]| {
        let is = words.get(at).is_some_and(|word| accepted.contains(&word.as_ref()));
        at += usize::from(is);
        is
    };
    next(&["sudo"]);
    let program = next(&["docker", "podman", "nerdctl"]);
    next(&["container"]);
    let verb = next(&["run", "create"]);
    (program && verb).then_some(at)
}

/// Reads a line. Nothing in it is expanded and nothing is run.
///
/// # Errors
/// A sentence for the one who pasted it.
pub(super) fn understand(line: &str) -> Result<Understood, String> {
    if line.len() > LONGEST {
        return Err("This is too long for a docker run line.".to_owned());
    }
    let line = line.trim().trim_start_matches(['$', '#']).trim_start();
    let words = text::split(line).map_err(|_| {
        "A quote is not closed, or the line ends with a backslash. Paste all of it.".to_owned()
    })?;
    let Some(at) = arguments_at(&words) else {
        return Err("This is no docker run line: it begins with “docker run”.".to_owned());
    };
    let mut reader =
        Reader { words: words.into_iter().skip(at), understood: Understood::default() };
    reader.options()?;
    reader.command();
    let Understood { filled, mut notes } = reader.understood;
    if line.contains('$') {
        notes.push("A $ stays as it is: no shell reads this.".to_owned());
    }
    Ok(Understood { filled, notes })
}

struct Reader {
    words: std::iter::Skip<std::vec::IntoIter<String>>,
    understood: Understood,
}

impl Reader {
    fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.understood.notes.contains(&note) {
            self.understood.notes.push(note);
        }
    }

    /// Reads the options, and the image that ends them.
    fn options(&mut self) -> Result<(), String> {
        while let Some(word) = self.words.next() {
            if let Some(long) = word.strip_prefix("--").filter(|long| !long.is_empty()) {
                let (name, value) = match long.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (long, None),
                };
                self.option(&format!("--{name}"), value)?;
            } else if word.len() > 1 && word.starts_with('-') && word != "--" {
                self.short(&word[1..])?;
            } else {
                let image = if word == "--" { self.words.next() } else { Some(word) };
                self.understood.filled.image = image.unwrap_or_default();
                break;
            }
        }
        if self.understood.filled.image.is_empty() {
            return Err("There is no image in this line.".to_owned());
        }
        Ok(())
    }

    /// Short options may share a dash, and the last may have its value behind it: `-itp80:80`.
    fn short(&mut self, cluster: &str) -> Result<(), String> {
        for (at, char) in cluster.char_indices() {
            let name = format!("-{char}");
            let rest = &cluster[at + char.len_utf8()..];
            if options::kind(&name) == Some(Kind::Switch) {
                self.option(&name, None)?;
                continue;
            }
            let rest = rest.strip_prefix('=').unwrap_or(rest);
            let value = (!rest.is_empty()).then(|| rest.to_owned());
            return self.option(&name, value);
        }
        Ok(())
    }

    fn option(&mut self, name: &str, value: Option<String>) -> Result<(), String> {
        match options::kind(name) {
            Some(Kind::Switch) => {
                if value.as_deref() != Some("false") {
                    self.understood.notes.extend(options::about_switch(name));
                }
            }
            Some(Kind::Value) => {
                let Some(value) = value.or_else(|| self.words.next()) else {
                    return Err(format!("{name} has no value."));
                };
                self.take(name, value);
            }
            None => self.note(format!("{name} is not known, and not taken over.")),
        }
        Ok(())
    }

    fn take(&mut self, name: &str, value: String) {
        let filled = &mut self.understood.filled;
        match name {
            "--name" => filled.name = value,
            "-e" | "--env" => self.variable(&value),
            "-p" | "--publish" => self.port(&value),
            "-m" | "--memory" => filled.memory = value,
            "--cpus" => filled.cpus = value,
            "--pids-limit" => filled.pids = if value == "-1" { String::new() } else { value },
            "-u" | "--user" => filled.user = value,
            "--restart" => self.restart(&value),
            _ => {
                if let Some(note) = options::about_value(name, &value) {
                    self.note(note);
                }
            }
        }
    }

    fn variable(&mut self, text: &str) {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        if name.len() == text.len() {
            self.note(format!(
                "{name} had its value from the shell that ran the line: fill it in."
            ));
        }
        let env = &mut self.understood.filled.env;
        env.retain(|(other, _)| other != name);
        env.push((name.to_owned(), value.to_owned()));
    }

    fn port(&mut self, text: &str) {
        match options::ports(text) {
            Some(ports) => self.understood.filled.ports.extend(ports),
            None => self.note(format!("-p {text} is not understood, and not taken over.")),
        }
    }

    fn restart(&mut self, value: &str) {
        let (word, retries) = value.split_once(':').unwrap_or((value, ""));
        if !retries.is_empty() {
            self.note(format!("--restart {value}: it is tried again without a limit."));
        }
        word.clone_into(&mut self.understood.filled.restart);
    }

    /// What follows the image.
    fn command(&mut self) {
        let mut command = Vec::new();
        while let Some(word) = self.words.next() {
            if OPERATORS.contains(&word.as_str()) {
                self.note(format!("What follows “{word}” is not taken over: no shell reads this."));
                break;
            }
            command.push(word);
        }
        self.understood.filled.command = text::join(&command);
    }
}

#[cfg(test)]
mod tests;
