use serde::{Deserialize, Serialize};

/// An image that the engine has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Image {
    /// The engine's id, `sha256:…`.
    pub id: String,
    /// Its names, such as `python:3.12-slim`, sorted; none where a newer image has taken them.
    pub tags: Vec<String>,
    /// Its names in registries by content, such as `python@sha256:…`.
    pub digests: Vec<String>,
    /// Its size in bytes, layers that it shares with others counted too.
    pub size_bytes: u64,
    /// When it was built, RFC 3339; null where it does not say.
    pub created_at: Option<String>,
    /// What processors it is for, such as `amd64`.
    pub architecture: String,
    /// What system it is for, such as `linux`.
    pub os: String,
    /// The containers that were made from it.
    pub used_by: Vec<ImageUser>,
}

/// A container that was made from an image.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImageUser {
    /// The container's id; null where it is none of this server's.
    pub cuid: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether it runs or is paused.
    pub running: bool,
}

/// `GET /images`: every image that the engine has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImageList {
    /// The images, by name; those without a name last, newest first.
    pub images: Vec<Image>,
}

/// `GET /images/{reference}`: an image in all detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImageDetails {
    /// As in the list.
    #[serde(flatten)]
    pub image: Image,
    /// Its entry point.
    pub entrypoint: Vec<String>,
    /// The entry point's arguments; the command where there is no entry point.
    pub command: Vec<String>,
    /// The folder that it runs in.
    pub working_dir: Option<String>,
    /// Whom it runs as; null for root.
    pub user: Option<String>,
    /// The ports that it says it listens on, such as `80/tcp`, sorted by number.
    pub exposed_ports: Vec<String>,
    /// Its environment, `NAME=value`.
    pub env: Vec<String>,
    /// Folders that it wants kept apart from the container.
    pub volumes: Vec<String>,
    /// Its labels, sorted by name.
    pub labels: std::collections::BTreeMap<String, String>,
    /// The layers that it is made of, from the bottom up, as the checksums of their content.
    pub layers: Vec<String>,
}

/// The body of `POST /images/pull`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PullRequest {
    /// The image, such as `python:3.12-slim`; its tag is `latest` where none is given.
    #[cfg_attr(feature = "ssr", schema(required, value_type = String))]
    pub image: Option<String>,
    /// Whether the answer comes at once and the pull goes on by itself.
    #[serde(default)]
    pub detach: bool,
}

/// A pull of an image, under way or just ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Pull {
    /// Its id.
    pub id: String,
    /// The image.
    pub image: String,
    /// How it stands.
    pub state: PullState,
    /// What is being done right now, for people.
    pub message: String,
    /// How much is done, 0 to 100, where that can be known.
    pub percent: Option<u8>,
    /// Bytes that are there, of the layers whose size is known.
    pub current_bytes: u64,
    /// Bytes of all layers whose size is known so far.
    pub total_bytes: u64,
    /// Each layer, in the order in which the registry names them.
    pub layers: Vec<PullLayer>,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// When it ended, RFC 3339.
    pub ended_at: Option<String>,
    /// Why it failed.
    pub error: Option<PullFailure>,
}

/// How far a layer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PullLayer {
    /// The first digits of its checksum.
    pub id: String,
    /// What is being done to it, in the engine's words: `Downloading`, `Extracting`, `Pull complete`.
    pub status: String,
    /// Bytes of this step that are done, where the engine says so.
    pub current_bytes: Option<u64>,
    /// Bytes of this step in all.
    pub total_bytes: Option<u64>,
}

/// Why a pull failed: as in an error's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PullFailure {
    /// A stable word for what went wrong.
    pub code: String,
    /// What went wrong and what to do about it.
    pub message: String,
}

/// How a pull stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum PullState {
    /// Under way.
    Pulling,
    /// The engine has the image.
    Done,
    /// It could not be had.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
}

/// Pulls under way, and those that ended within the last ten minutes, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PullList {
    /// The pulls.
    pub pulls: Vec<Pull>,
}

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImagesRemoved {
    /// Names that are gone.
    pub untagged: Vec<String>,
    /// Ids of images and layers that are gone.
    pub deleted: Vec<String>,
}

/// The body of `POST /images/prune`; all of it may be left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PruneRequest {
    /// Whether images with a name go too, where no container is made from them; otherwise only
    /// those that have lost their names.
    pub all: bool,
    /// Whether only to say what would go.
    pub dry_run: bool,
}

/// What a prune removed, or would remove.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Pruned {
    /// Whether nothing was removed.
    pub dry_run: bool,
    /// The images.
    pub images: Vec<PrunedImage>,
    /// Bytes that were freed. With `all` and in a dry run at most so many: layers that images share
    /// are counted with each of them.
    pub freed_bytes: u64,
}

/// An image that a prune removed, or would remove.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PrunedImage {
    /// The engine's id.
    pub id: String,
    /// Its names.
    pub tags: Vec<String>,
    /// Its size in bytes.
    pub size_bytes: u64,
}
