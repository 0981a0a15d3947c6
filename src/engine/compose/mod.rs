//! Docker Compose v2, by its command: one call for one container, or one for many at once.

mod batch;
mod command;
mod locate;

pub use batch::{Compose, Mergeable, Target};

/// What Compose is asked to do with containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Makes the container from its definition, or makes it anew where that has changed; does not
    /// start it, and stops a running one that has changed.
    Create,
    /// Makes it as `Create` does, and starts it.
    Up,
    /// Starts a container that is there.
    Start,
    /// Stops it.
    Stop,
    /// Stops and starts it.
    Restart,
    /// Freezes it.
    Pause,
    /// Lets it go on.
    Unpause,
    /// Stops and removes it with its anonymous volumes.
    Remove,
}

impl Verb {
    /// The arguments before the services' names. Images are pulled beforehand, by the engine's
    /// API, so that progress can be shown.
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Create => &["up", "--no-start", "--no-deps", "--pull", "never", "--no-build"],
            Self::Up => &["up", "--detach", "--no-deps", "--pull", "never", "--no-build"],
            Self::Start => &["start"],
            Self::Stop => &["stop"],
            Self::Restart => &["restart", "--no-deps"],
            Self::Pause => &["pause"],
            Self::Unpause => &["unpause"],
            Self::Remove => &["rm", "--force", "--stop", "--volumes"],
        }
    }
}
