use super::{
    output::{End, Item, Output, Reader},
    pump::pump,
};
use crate::{
    domain::{container::Cuid, core::Core, failures},
    engine::LogsRequest,
};
use app::types::{Failure, Status};
use std::sync::Arc;
use tokio_util::task::AbortOnDropHandle;

/// A container's own output, from its start on.
pub struct Follower {
    reader: Reader,
    _pumping: AbortOnDropHandle<()>,
}

impl Follower {
    /// The next item; what was not waited for to the end is not lost.
    pub async fn next(&mut self) -> Item {
        self.reader.next().await
    }
}

impl Core {
    /// Follows what a running container writes, from its start until it ends. One that has ended is
    /// followed too: who comes a moment late shall still see what a short program had to say.
    pub(super) async fn follow_output(self: &Arc<Self>, cuid: Cuid) -> Result<Follower, Failure> {
        let (engine, container) = match self.entry(cuid)?.observed {
            Some(observed) if observed.state.status == Status::Exited => {
                (self.engine()?, observed.id)
            }
            _ => self.running(cuid)?,
        };
        let request = LogsRequest {
            follow: true,
            since: engine.run_began(&container).await?,
            ..LogsRequest::default()
        };
        let mut frames = engine.logs(&container, &request).await?;
        let output = Output::new(false);
        let reader = output.reader(None, true);
        let core = Arc::clone(self);
        let pumping = tokio::spawn(async move {
            let end = match pump(&mut frames, &output).await {
                Err(error) => {
                    End::Failed(failures::engine_unavailable().with("engine", error.to_string()))
                }
                Ok(()) => match engine.inspect(&container).await {
                    Ok(container) => {
                        let ended =
                            container.and_then(|container| container.state.detail.exit_code);
                        End::Exit(ended.unwrap_or_default())
                    }
                    Err(error) => End::Failed(core.why_refused(&engine, cuid, error).await),
                },
            };
            output.close(end);
        });
        Ok(Follower { reader, _pumping: AbortOnDropHandle::new(pumping) })
    }
}
