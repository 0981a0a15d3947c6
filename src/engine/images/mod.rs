//! Images: what the engine has, and getting and removing them.

mod credentials;
mod pull;

pub use pull::PullProgress;

use super::{Engine, EngineError, containers};
use app::types::{Image, ImageDetails, ImagesRemoved};
use bollard::{
    errors::Error,
    models::{ImageDeleteResponseItem, ImageInspect},
    query_parameters::{
        EventsOptionsBuilder, ListContainersOptionsBuilder, ListImagesOptionsBuilder,
        PruneImagesOptionsBuilder, RemoveImageOptionsBuilder,
    },
};
use futures_util::{Stream, StreamExt as _};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// What an image runs by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageCommand {
    /// The entry point.
    pub entrypoint: Vec<String>,
    /// Its arguments, or the command where there is no entry point.
    pub command: Vec<String>,
}

/// A container, as far as images are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageUse {
    /// The image's id.
    pub image: String,
    /// Compose's project and service, where it has any.
    pub service: Option<(String, String)>,
    /// The container's name.
    pub name: String,
    /// Whether it runs or is paused.
    pub running: bool,
}

impl Engine {
    /// What an image runs by itself; `None` where the engine does not have the image.
    pub async fn image_command(&self, image: &str) -> Result<Option<ImageCommand>, EngineError> {
        let details = self.image(image).await?;
        Ok(details
            .map(|image| ImageCommand { entrypoint: image.entrypoint, command: image.command }))
    }

    /// Names of all images that the engine has, sorted.
    pub async fn image_tags(&self) -> Result<Vec<String>, EngineError> {
        let images = self.images().await?;
        let mut tags: Vec<String> = images.into_iter().flat_map(|image| image.tags).collect();
        tags.sort_unstable();
        tags.dedup();
        Ok(tags)
    }

    /// Every image that the engine has. A list does not tell what machines they are for, nor who
    /// uses them.
    pub async fn images(&self) -> Result<Vec<Image>, EngineError> {
        let options = ListImagesOptionsBuilder::new().build();
        let listed = self.docker.list_images(Some(options)).await?;
        let images = listed.into_iter().map(|image| Image {
            id: image.id,
            tags: named(image.repo_tags),
            digests: named(image.repo_digests),
            size_bytes: image.size.unsigned_abs(),
            created_at: Timestamp::from_second(image.created)
                .ok()
                .filter(|moment| moment.as_second() > 0)
                .map(crate::domain::time::format),
            architecture: String::new(),
            os: String::new(),
            used_by: Vec::new(),
        });
        Ok(images.collect())
    }

    /// An image by a name or its id; `None` where the engine does not have it. Who uses it is left
    /// out.
    pub async fn image(&self, reference: &str) -> Result<Option<ImageDetails>, EngineError> {
        match self.docker.inspect_image(&escaped(reference)).await {
            Ok(found) => Ok(Some(inspected(found))),
            Err(Error::DockerResponseServerError { status_code: 400 | 404, .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Every container that the engine has, whosever it is, with its image.
    pub async fn image_uses(&self) -> Result<Vec<ImageUse>, EngineError> {
        let options = ListContainersOptionsBuilder::new().all(true).build();
        let listed = self.docker.list_containers(Some(options)).await?;
        let uses = listed.into_iter().filter_map(|container| {
            let name = container.names.unwrap_or_default().into_iter().next();
            let state = container.state.map(|state| state.as_ref().to_owned());
            Some(ImageUse {
                image: container.image_id?,
                service: container.labels.as_ref().and_then(containers::service_of),
                name: name.unwrap_or_default().trim_start_matches('/').to_owned(),
                running: matches!(state.as_deref(), Some("running" | "paused" | "restarting")),
            })
        });
        Ok(uses.collect())
    }

    /// Removes a name of an image, and the image with its last one. `None` where there is none.
    /// Those that containers were made from only with `force`, and never where one runs.
    pub async fn remove_image(
        &self,
        reference: &str,
        force: bool,
    ) -> Result<Option<ImagesRemoved>, EngineError> {
        let options = RemoveImageOptionsBuilder::new().force(force).build();
        match self.docker.remove_image(&escaped(reference), Some(options), None).await {
            Ok(removed) => Ok(Some(gone(removed))),
            Err(Error::DockerResponseServerError { status_code: 404, .. }) => Ok(None),
            Err(Error::DockerResponseServerError { status_code: 409, message }) => {
                Err(EngineError::Conflict(message))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Removes images that have no name and that no container was made from. Gives what is gone and
    /// how many bytes that freed.
    pub async fn prune_images(&self) -> Result<(ImagesRemoved, u64), EngineError> {
        let filters = HashMap::from([("dangling", vec!["true"])]);
        let options = PruneImagesOptionsBuilder::new().filters(&filters).build();
        let pruned = self.docker.prune_images(Some(options)).await?;
        let freed = pruned.space_reclaimed.unwrap_or_default().unsigned_abs();
        Ok((gone(pruned.images_deleted.unwrap_or_default()), freed))
    }

    /// Says so whenever an image comes, goes or is named, from now on.
    pub fn image_changes(&self) -> impl Stream<Item = Result<(), EngineError>> + use<> {
        let filters = HashMap::from([("type", vec!["image"])]);
        let options = EventsOptionsBuilder::new().filters(&filters).build();
        self.docker.events(Some(options)).map(|event| event.map(drop).map_err(Into::into))
    }
}

/// A name as it stands in a path: a query or fragment must not begin in it.
fn escaped(reference: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"/:@.-_~".contains(&byte);
    reference
        .bytes()
        .map(|byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The engine writes `<none>` where there is no name.
fn named(names: Vec<String>) -> Vec<String> {
    let mut names: Vec<_> = names.into_iter().filter(|name| !name.contains("<none>")).collect();
    names.sort_unstable();
    names
}

fn gone(items: Vec<ImageDeleteResponseItem>) -> ImagesRemoved {
    let mut removed = ImagesRemoved::default();
    for item in items {
        removed.untagged.extend(item.untagged);
        removed.deleted.extend(item.deleted);
    }
    removed
}

fn inspected(found: ImageInspect) -> ImageDetails {
    let config = found.config.unwrap_or_default();
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let mut exposed_ports = config.exposed_ports.unwrap_or_default();
    exposed_ports.sort_by_key(|port| {
        let number = port.split('/').next().and_then(|number| number.parse::<u16>().ok());
        (number, String::clone(port))
    });
    let created = found.created.and_then(|moment| moment.parse::<Timestamp>().ok());
    ImageDetails {
        image: Image {
            id: found.id.unwrap_or_default(),
            tags: named(found.repo_tags.unwrap_or_default()),
            digests: named(found.repo_digests.unwrap_or_default()),
            size_bytes: found.size.unwrap_or_default().unsigned_abs(),
            created_at: created
                .filter(|moment| moment.as_second() > 0)
                .map(crate::domain::time::format),
            architecture: found.architecture.unwrap_or_default(),
            os: found.os.unwrap_or_default(),
            used_by: Vec::new(),
        },
        entrypoint: config.entrypoint.unwrap_or_default(),
        command: config.cmd.unwrap_or_default(),
        working_dir: given(config.working_dir),
        user: given(config.user),
        exposed_ports,
        env: config.env.unwrap_or_default(),
        volumes: config.volumes.unwrap_or_default(),
        labels: config.labels.unwrap_or_default().into_iter().collect::<BTreeMap<_, _>>(),
        layers: found.root_fs.and_then(|root| root.layers).unwrap_or_default(),
    }
}
