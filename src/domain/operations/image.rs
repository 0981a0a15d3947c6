use crate::{
    domain::{
        PullPolicy,
        core::{Announcement, Core},
        failures,
    },
    engine::Engine,
};
use app::types::Failure;

impl Core {
    /// Has the engine have an image, by the pull policy, and tells how far a pull is.
    pub(super) async fn ensure_image(
        &self,
        engine: &Engine,
        image: &str,
        announcement: &Announcement,
    ) -> Result<(), Failure> {
        let policy = self.settings.pull_policy;
        if policy != PullPolicy::Always && engine.image_command(image).await?.is_some() {
            return Ok(());
        }
        if policy == PullPolicy::Never {
            return Err(failures::image_not_found(image, "PULL_POLICY is never"));
        }
        // those who want the same image wait for one pull
        let _pulling = self.pulls.lock(image).await;
        if policy == PullPolicy::Missing && engine.image_command(image).await?.is_some() {
            return Ok(());
        }
        let message = format!("pulling {image}");
        announcement.progress(message.clone(), None);
        let mut told = None;
        engine
            .pull(image, |progress| {
                let percent = progress.percent();
                if percent != told {
                    told = percent;
                    announcement.progress(message.clone(), percent);
                }
            })
            .await?;
        Ok(())
    }
}
