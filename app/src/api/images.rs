use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
use crate::types::{
    ApiError, ImageDetails, ImageList, ImagesRemoved, PruneRequest, Pruned, Pull, PullList,
};
#[cfg(feature = "ssr")]
use crate::types::{Failure, PullRequest};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use std::sync::Arc;

/// The engine's images. The engine is asked: it alone knows them.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Images: Send + Sync {
    /// Every image.
    async fn list(&self) -> Result<ImageList, Failure>;

    /// One image, by a name or its id.
    async fn get(&self, reference: &str) -> Result<ImageDetails, Failure>;

    /// Removes a name of an image, and the image with its last one. Those that containers were made
    /// from only with `force`, and never where one runs.
    async fn remove(&self, reference: &str, force: bool) -> Result<ImagesRemoved, Failure>;

    /// Removes images that no container was made from, or says which these are.
    async fn prune(&self, request: PruneRequest) -> Result<Pruned, Failure>;

    /// Begins to pull an image, or joins who pulls it already; it goes on by itself.
    fn pull(&self, request: PullRequest) -> Result<Arc<Pull>, Failure>;

    /// Pulls under way and those that ended lately, newest first.
    fn pulls(&self) -> PullList;

    /// Cancels a pull; one that has ended stays as it is.
    async fn cancel_pull(&self, id: &str) -> Result<Arc<Pull>, Failure>;
}

/// Every image that the engine has. An event `images` says when that changes.
#[server(prefix = "/ui/fn", endpoint = "images/list", protocol = Json)]
pub async fn list_images() -> Result<ImageList, ApiError> {
    let services = Services::get();
    services.images.list().await.map_err(|failure| services.refuse(failure))
}

/// One image in all detail.
#[server(prefix = "/ui/fn", endpoint = "images/get", protocol = Json)]
pub async fn get_image(reference: String) -> Result<ImageDetails, ApiError> {
    let services = Services::get();
    services.images.get(&reference).await.map_err(|failure| services.refuse(failure))
}

/// Removes a name of an image, and the image with its last one.
#[server(prefix = "/ui/fn", endpoint = "images/remove", protocol = Json)]
pub async fn remove_image(reference: String, force: bool) -> Result<ImagesRemoved, ApiError> {
    let services = Services::get();
    services.images.remove(&reference, force).await.map_err(|failure| services.refuse(failure))
}

/// Removes images that no container was made from, or says which these are.
#[server(prefix = "/ui/fn", endpoint = "images/prune", protocol = Json)]
pub async fn prune_images(request: PruneRequest) -> Result<Pruned, ApiError> {
    let services = Services::get();
    services.images.prune(request).await.map_err(|failure| services.refuse(failure))
}

/// Begins to pull an image. How far it is comes by events `pull`.
#[server(prefix = "/ui/fn", endpoint = "images/pull", protocol = Json)]
pub async fn pull_image(image: String) -> Result<Pull, ApiError> {
    let services = Services::get();
    let request = PullRequest { image: Some(image), detach: true };
    services
        .images
        .pull(request)
        .map(|pull| (*pull).clone())
        .map_err(|failure| services.refuse(failure))
}

/// Pulls under way and those that ended lately.
#[server(prefix = "/ui/fn", endpoint = "images/pulls", protocol = Json)]
pub async fn list_pulls() -> Result<PullList, ApiError> {
    Ok(Services::get().images.pulls())
}

/// Cancels a pull.
#[server(prefix = "/ui/fn", endpoint = "images/cancel_pull", protocol = Json)]
pub async fn cancel_pull(id: String) -> Result<Pull, ApiError> {
    let services = Services::get();
    services
        .images
        .cancel_pull(&id)
        .await
        .map(|pull| (*pull).clone())
        .map_err(|failure| services.refuse(failure))
}
