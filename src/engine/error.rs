use std::fmt;

/// Why the engine or Compose did not do what was asked.
#[derive(Debug, Clone)]
pub enum EngineError {
    /// The engine does not answer.
    Unavailable(String),
    /// The engine answered with an error of its own.
    Engine(String),
    /// The engine answered that something stands in the way.
    Conflict(String),
    /// An image is not to be had.
    Image(ImageProblem),
    /// Compose ended with an error.
    Compose(ComposeProblem),
}

/// Why an image is not to be had.
#[derive(Debug, Clone)]
pub struct ImageProblem {
    /// The image.
    pub image: String,
    /// The engine's words.
    pub reason: String,
}

/// What Compose complained about, as far as its words tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComposeProblem {
    /// A host port is taken.
    PortInUse {
        /// The port, where the message names it.
        port: Option<u16>,
        /// Compose's words.
        words: String,
    },
    /// The engine has no such image.
    ImageMissing(String),
    /// The definition asks for what the engine can't give: too little memory, too many cores.
    Rejected(String),
    /// The program to be run is not in the image.
    CommandMissing(String),
    /// Another operation on the same container was under way.
    Busy(String),
    /// Anything else.
    Other(String),
}

impl ComposeProblem {
    /// Reads Compose's error output. The phrases are the engine's own, met word for word on
    /// Engine 20.10 and Compose 2.40.
    pub(super) fn read(stderr: &str) -> Self {
        let words = shorten(stderr);
        if stderr.contains("port is already allocated") || stderr.contains("address already in use")
        {
            return Self::PortInUse { port: taken_port(stderr), words };
        }
        let has = |phrases: &[&str]| phrases.iter().any(|phrase| stderr.contains(phrase));
        if has(&["No such image", "pull access denied", "no such host", "manifest unknown"]) {
            Self::ImageMissing(words)
        } else if has(&[
            "Minimum memory limit",
            "Range of CPUs",
            "invalid size",
            "invalid hostPort",
            "invalid reference format",
            "unable to find user",
            "no matching entries in passwd file",
        ]) {
            Self::Rejected(words)
        } else if has(&["executable file not found", "no such file or directory: unknown"]) {
            Self::CommandMissing(words)
        } else if has(&["is already in progress", "is already in use by container"]) {
            Self::Busy(words)
        } else {
            Self::Other(words)
        }
    }

    /// Compose's words.
    pub fn words(&self) -> &str {
        match self {
            Self::PortInUse { words, .. }
            | Self::ImageMissing(words)
            | Self::Rejected(words)
            | Self::CommandMissing(words)
            | Self::Busy(words)
            | Self::Other(words) => words,
        }
    }
}

/// `Bind for 0.0.0.0:21000 failed` or `listen tcp4 0.0.0.0:21000: bind`.
fn taken_port(stderr: &str) -> Option<u16> {
    let at = stderr.find("Bind for ").or_else(|| stderr.find("listen "))?;
    let address = stderr[at..].split(" failed").next()?.split(": bind").next()?;
    address.rsplit(':').next()?.trim().parse().ok()
}

/// The lines that tell something: Compose prints its progress on the same stream.
fn shorten(stderr: &str) -> String {
    const LIMIT: usize = 2000;
    let telling: Vec<&str> = stderr
        .lines()
        .map(str::trim)
        .filter(|line| {
            !line.is_empty() && !line.starts_with("Container ") && !line.contains("level=warning")
        })
        .collect();
    let mut text = telling.join("\n");
    if let Some(rest) = text.strip_prefix("Error response from daemon: ") {
        text = rest.to_owned();
    }
    if let Some((end, _)) = text.char_indices().nth(LIMIT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

impl EngineError {
    /// What went wrong on the way to the engine or back.
    pub(super) fn unavailable(error: impl fmt::Display) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(words) => write!(f, "the engine does not answer: {words}"),
            Self::Engine(words) | Self::Conflict(words) => write!(f, "the engine says: {words}"),
            Self::Image(problem) => write!(f, "{}: {}", problem.image, problem.reason),
            Self::Compose(problem) => write!(f, "Compose says: {}", problem.words()),
        }
    }
}

impl std::error::Error for EngineError {}

impl From<bollard::errors::Error> for EngineError {
    fn from(error: bollard::errors::Error) -> Self {
        use bollard::errors::Error;
        match error {
            Error::DockerResponseServerError { message, .. } => Self::Engine(message),
            // everything else is about getting an answer at all
            other => Self::Unavailable(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ComposeProblem;

    #[test]
    fn reads_the_port_from_both_ways_the_engine_says_it() {
        for words in [
            "Error response from daemon: driver failed programming external connectivity on endpoint x (abc): Bind for 127.0.0.1:21000 failed: port is already allocated",
            "Error response from daemon: driver failed programming external connectivity on endpoint x (abc): Error starting userland proxy: listen tcp4 127.0.0.1:21000: bind: address already in use",
        ] {
            let ComposeProblem::PortInUse { port, .. } = ComposeProblem::read(words) else {
                panic!("not read as a port in use: {words}")
            };
            assert_eq!(port, Some(21000));
        }
    }

    #[test]
    fn progress_lines_are_left_out_of_the_words() {
        let problem = ComposeProblem::read(
            " Container p-c1-1  Creating\n Container p-c1-1  Error\nError response from daemon: Minimum memory limit allowed is 6MB\n",
        );
        assert_eq!(
            problem,
            ComposeProblem::Rejected(
                "Error response from daemon: Minimum memory limit allowed is 6MB"
                    .replace("Error response from daemon: ", "")
            )
        );
    }
}
