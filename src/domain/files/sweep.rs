use crate::{
    domain::{container::Cuid, core::Core},
    store::{FileError, Mount, Staging, TRASH_KEPT},
};
use std::{sync::Arc, time::Duration};

/// A little longer than the trash is kept, so that what a sweep is for is over by then.
const LATER: Duration = TRASH_KEPT.saturating_add(Duration::from_secs(1));

impl Core {
    /// Finishes or undoes the uploads that an earlier run was killed in, removes what it has left of
    /// writes to a container's files, and what was deleted long enough ago. What fails is told in the
    /// log and tried again at the next start. To be called before anybody is served.
    pub(in crate::domain) async fn tidy_files(self: &Arc<Self>, cuid: Cuid) {
        self.sweep(cuid, move |mount| {
            for resumed in Staging::resume(mount)? {
                tracing::info!(%cuid, "{resumed} an upload that was cut short");
            }
            mount.clear_scratch()?;
            mount.sweep_trash()
        })
        .await;
    }

    /// Removes what is being deleted right now once it can't be restored any more.
    pub(super) fn sweep_later(self: &Arc<Self>, cuid: Cuid) {
        let core = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(LATER).await;
            if let Some(core) = core.upgrade() {
                core.sweep(cuid, Mount::sweep_trash).await;
            }
        });
    }

    async fn sweep(
        self: &Arc<Self>,
        cuid: Cuid,
        work: impl FnOnce(&Mount) -> Result<bool, FileError> + Send + 'static,
    ) {
        match self.on_files(cuid, move |mount| Ok(work(mount))).await {
            Ok(Ok(true)) => self.sweep_later(cuid),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::warn!(%cuid, %error, "can't tidy up beside the files"),
            // deleted in the meantime
            Err(failure) => tracing::debug!(%cuid, %failure, "nothing to tidy up"),
        }
    }
}
