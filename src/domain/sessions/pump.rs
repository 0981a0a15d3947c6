use super::{characters::Characters, output::Output};
use crate::engine::Frames;
use std::io;

/// Moves what a program writes to those who read it, to its end.
pub(super) async fn pump(frames: &mut Frames, output: &Output) -> io::Result<()> {
    let mut characters = Characters::default();
    let outcome = loop {
        match frames.next().await {
            Ok(Some((stream, piece))) => {
                let whole = characters.whole(stream, piece);
                if !whole.is_empty() {
                    output.write(stream, whole).await;
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    for (stream, rest) in characters.rest() {
        if !rest.is_empty() {
            output.write(stream, rest.into()).await;
        }
    }
    outcome
}
