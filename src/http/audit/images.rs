use super::Audited;
use app::{
    api::Images,
    types::{
        Failure, ImageDetails, ImageList, ImagesRemoved, PruneRequest, Pruned, Pull, PullList,
        PullRequest,
    },
};
use std::sync::Arc;

#[async_trait::async_trait]
impl Images for Audited {
    async fn list(&self) -> Result<ImageList, Failure> {
        self.note(Images::list(&*self.domain).await)
    }

    async fn get(&self, reference: &str) -> Result<ImageDetails, Failure> {
        self.note(Images::get(&*self.domain, reference).await)
    }

    async fn remove(&self, reference: &str, force: bool) -> Result<ImagesRemoved, Failure> {
        self.info.set_action("image.delete");
        self.info.set_image(reference);
        self.note(self.domain.remove(reference, force).await)
    }

    async fn prune(&self, request: PruneRequest) -> Result<Pruned, Failure> {
        // a look at what would go changes nothing
        self.info.set_action(if request.dry_run { "image.report" } else { "image.prune" });
        self.note(self.domain.prune(request).await)
    }

    fn pull(&self, request: PullRequest) -> Result<Arc<Pull>, Failure> {
        self.info.set_action("image.pull");
        if let Some(image) = &request.image {
            self.info.set_image(image);
        }
        self.note(self.domain.pull(request))
    }

    fn pulls(&self) -> PullList {
        self.domain.pulls()
    }

    async fn cancel_pull(&self, id: &str) -> Result<Arc<Pull>, Failure> {
        self.info.set_action("pull.cancel");
        let cancelled = self.note(self.domain.cancel_pull(id).await)?;
        self.info.set_image(&cancelled.image);
        Ok(cancelled)
    }
}
