//! The engine's images: who uses them, getting them and getting rid of them.

mod pulls;

pub(super) use pulls::Pulls;
pub use pulls::Watched;

use super::{container::Cuid, core::Core, failures};
use crate::engine::{Engine, EngineError, ImageUse};
use app::types::{
    EventKind, Failure, Image, ImageDetails, ImageList, ImageUser, ImagesRemoved, PruneRequest,
    Pruned, PrunedImage,
};
use futures_util::{FutureExt as _, StreamExt as _, future::try_join, stream};
use std::{collections::HashMap, pin::pin, time::Duration};

/// How many images are looked at side by side.
const LOOKS: usize = 4;
/// How long to wait for more changes before all are told as one.
const SETTLE: Duration = Duration::from_millis(200);

impl Core {
    /// Every image that the engine has.
    pub(super) async fn images(&self) -> Result<ImageList, Failure> {
        let engine = self.engine()?;
        let (images, uses) = try_join(engine.images(), engine.image_uses()).await?;
        let mut by_image = self.users(uses);
        let machines = self.machines(&engine, &images).await;
        let mut images: Vec<Image> = images
            .into_iter()
            .map(|mut image| {
                image.used_by = by_image.remove(&image.id).unwrap_or_default();
                if let Some((architecture, os)) = machines.get(&image.id).cloned() {
                    (image.architecture, image.os) = (architecture, os);
                }
                image
            })
            .collect();
        // the list is newest first, which is how those without a name stay
        images.sort_by(|a, b| {
            (a.tags.is_empty(), a.tags.first()).cmp(&(b.tags.is_empty(), b.tags.first()))
        });
        Ok(ImageList { images })
    }

    /// What machines images are for, which never changes and so is asked once.
    async fn machines(
        &self,
        engine: &Engine,
        images: &[Image],
    ) -> HashMap<String, (String, String)> {
        let mut known = self.machines.lock().clone();
        known.retain(|id, _| images.iter().any(|image| image.id == *id));
        let unknown: Vec<String> = images
            .iter()
            .filter(|image| !known.contains_key(&image.id))
            .map(|image| image.id.clone())
            .collect();
        let found: Vec<_> = stream::iter(unknown)
            .map(async |id| engine.image(&id).await)
            .buffer_unordered(LOOKS)
            // one that goes meanwhile is no error
            .filter_map(|found| std::future::ready(found.ok().flatten()))
            .collect()
            .await;
        known.extend(
            found
                .into_iter()
                .map(|ImageDetails { image, .. }| (image.id, (image.architecture, image.os))),
        );
        self.machines.lock().clone_from(&known);
        known
    }

    /// Who uses images, by the images' ids.
    fn users(&self, uses: Vec<ImageUse>) -> HashMap<String, Vec<ImageUser>> {
        let mut by_image: HashMap<String, Vec<ImageUser>> = HashMap::new();
        for one in uses {
            let cuid: Option<Cuid> = one
                .service
                .filter(|(project, _)| *project == self.project)
                .and_then(|(_, service)| service.parse().ok());
            let known = cuid.and_then(|cuid| self.index.view(cuid));
            let name = known.as_ref().map_or(one.name, |known| known.name.clone());
            let cuid = known.map(|known| known.cuid.clone());
            by_image.entry(one.image).or_default().push(ImageUser {
                cuid,
                name,
                running: one.running,
            });
        }
        for some in by_image.values_mut() {
            some.sort_by(|a, b| a.name.cmp(&b.name));
        }
        by_image
    }

    /// One image in all detail.
    pub(super) async fn image(&self, reference: &str) -> Result<ImageDetails, Failure> {
        let engine = self.engine()?;
        let (found, uses) = try_join(engine.image(reference), engine.image_uses()).await?;
        let mut found = found.ok_or_else(|| failures::no_such_image(reference))?;
        found.image.used_by = self.users(uses).remove(&found.image.id).unwrap_or_default();
        Ok(found)
    }

    /// Removes a name of an image, and the image with its last one.
    pub(super) async fn remove_image(
        &self,
        reference: &str,
        force: bool,
    ) -> Result<ImagesRemoved, Failure> {
        let engine = self.engine()?;
        let found = self.image(reference).await?.image;
        // the engine itself lets go of a name while there is another
        let is_last = found.tags.len() < 2 || !found.tags.contains(&tagged(reference));
        let stands_in_the_way = |user: &&ImageUser| !force || user.running;
        let users: Vec<_> = found.used_by.iter().filter(stands_in_the_way).cloned().collect();
        if is_last && !users.is_empty() {
            return Err(failures::image_in_use(reference, &users));
        }
        match engine.remove_image(reference, force).await {
            Ok(removed) => removed.ok_or_else(|| failures::no_such_image(reference)),
            Err(EngineError::Conflict(words)) => Err(failures::image_conflict(reference, &words)),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes images that no container was made from, or says which these are.
    pub(super) async fn prune_images(&self, request: PruneRequest) -> Result<Pruned, Failure> {
        let engine = self.engine()?;
        let PruneRequest { all, dry_run } = request;
        let mut images: Vec<PrunedImage> = self
            .images()
            .await?
            .images
            .into_iter()
            .filter(|image| image.used_by.is_empty() && (all || image.tags.is_empty()))
            .map(|Image { id, tags, size_bytes, .. }| PrunedImage { id, tags, size_bytes })
            .collect();
        if dry_run {
            let freed_bytes = images.iter().map(|image| image.size_bytes).sum();
            return Ok(Pruned { dry_run, images, freed_bytes });
        }
        if !all {
            // the engine knows best what is in use by now
            let (removed, freed_bytes) = engine.prune_images().await?;
            images.retain(|image| removed.deleted.contains(&image.id));
            return Ok(Pruned { dry_run, images, freed_bytes });
        }
        // the engine would take names from images in use, as long as one is left
        let mut pruned = Pruned::default();
        for image in images {
            let names =
                if image.tags.is_empty() { std::slice::from_ref(&image.id) } else { &image.tags };
            let mut gone = false;
            for name in names {
                match engine.remove_image(name, false).await {
                    Ok(removed) => gone |= removed.is_some_and(|r| r.deleted.contains(&image.id)),
                    // made use of meanwhile
                    Err(EngineError::Conflict(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            if gone {
                pruned.freed_bytes += image.size_bytes;
                pruned.images.push(image);
            }
        }
        Ok(pruned)
    }
}

/// A name with the tag that the engine reads into it.
fn tagged(reference: &str) -> String {
    let last = reference.rsplit('/').next().unwrap_or(reference);
    if last.contains([':', '@']) { reference.to_owned() } else { format!("{reference}:latest") }
}

/// Tells everybody whenever the engine's images have changed, until the engine goes away.
pub(super) async fn follow(core: &Core, engine: &Engine) -> EngineError {
    let mut changes = pin!(engine.image_changes());
    loop {
        match changes.next().await {
            Some(Ok(())) => {}
            Some(Err(error)) => return error,
            None => return EngineError::Unavailable("the event stream has ended".to_owned()),
        }
        // one command makes several: those that are there already are told with it
        tokio::time::sleep(SETTLE).await;
        while let Some(Some(Ok(()))) = changes.next().now_or_never() {}
        core.events.publish(EventKind::Images);
    }
}
