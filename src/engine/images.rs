use super::{Engine, EngineError, ImageProblem};
use bollard::{
    errors::Error,
    models::CreateImageInfo,
    query_parameters::{CreateImageOptionsBuilder, ListImagesOptionsBuilder},
};
use futures_util::StreamExt;
use std::collections::HashMap;

/// How far a pull is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PullProgress {
    /// Bytes that are there.
    pub current: u64,
    /// Bytes of all layers that are known so far.
    pub total: u64,
}

impl PullProgress {
    /// 0 to 100, where the layers' sizes are known.
    pub fn percent(&self) -> Option<u8> {
        let percent = self.current.saturating_mul(100).checked_div(self.total)?;
        u8::try_from(percent.min(100)).ok()
    }
}

/// What an image runs by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageCommand {
    /// The entry point.
    pub entrypoint: Vec<String>,
    /// Its arguments, or the command where there is no entry point.
    pub command: Vec<String>,
}

impl Engine {
    /// What an image runs by itself; `None` where the engine does not have the image.
    pub async fn image_command(&self, image: &str) -> Result<Option<ImageCommand>, EngineError> {
        match self.docker.inspect_image(image).await {
            Ok(found) => {
                let config = found.config.unwrap_or_default();
                Ok(Some(ImageCommand {
                    entrypoint: config.entrypoint.unwrap_or_default(),
                    command: config.cmd.unwrap_or_default(),
                }))
            }
            Err(Error::DockerResponseServerError { status_code: 404, .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Names of all images that the engine has, sorted.
    pub async fn image_tags(&self) -> Result<Vec<String>, EngineError> {
        let options = ListImagesOptionsBuilder::new().build();
        let images = self.docker.list_images(Some(options)).await?;
        let mut tags: Vec<String> = images
            .into_iter()
            .flat_map(|image| image.repo_tags)
            .filter(|tag| tag != "<none>:<none>")
            .collect();
        tags.sort_unstable();
        tags.dedup();
        Ok(tags)
    }

    /// Pulls an image and tells how far it is.
    pub async fn pull(
        &self,
        image: &str,
        mut tell: impl FnMut(&PullProgress) + Send,
    ) -> Result<(), EngineError> {
        let refused = |reason| EngineError::Image(ImageProblem { image: image.to_owned(), reason });
        // without a tag or digest the engine would pull every tag there is
        let last = image.rsplit('/').next().unwrap_or(image);
        let tagged = last.contains(':') || image.contains('@');
        let from = if tagged { image.to_owned() } else { format!("{image}:latest") };
        let options = CreateImageOptionsBuilder::new().from_image(&from).build();
        let mut steps = self.docker.create_image(Some(options), None, None);
        let mut layers = HashMap::new();
        while let Some(step) = steps.next().await {
            match step {
                Ok(CreateImageInfo { error_detail: Some(detail), .. }) => {
                    return Err(refused(detail.message.unwrap_or_default()));
                }
                Ok(step) => {
                    if note(&mut layers, step) {
                        tell(&sum(&layers));
                    }
                }
                Err(Error::DockerResponseServerError { message, .. }) => {
                    return Err(refused(message));
                }
                Err(Error::DockerStreamError { error }) => return Err(refused(error)),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Downloaded and all bytes, by layer.
type Layers = HashMap<String, (u64, u64)>;

/// Notes a step's numbers; whether it had any.
fn note(layers: &mut Layers, step: CreateImageInfo) -> bool {
    let Some(id) = step.id else { return false };
    let number = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
    let progress = step.progress_detail.unwrap_or_default();
    match (step.status.as_deref(), number(progress.current), number(progress.total)) {
        (Some("Downloading"), Some(current), Some(total)) => {
            layers.insert(id, (current, total));
            true
        }
        (Some("Download complete" | "Pull complete"), ..) => {
            layers.get_mut(&id).map(|(current, total)| *current = *total).is_some()
        }
        _ => false,
    }
}

fn sum(layers: &Layers) -> PullProgress {
    layers.values().fold(PullProgress::default(), |sum, (current, total)| PullProgress {
        current: sum.current.saturating_add(*current),
        total: sum.total.saturating_add(*total),
    })
}
