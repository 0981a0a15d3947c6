use super::{Container, SortOrder, StatsSample, Status};
use serde::{Deserialize, Serialize};

/// Which rows of the list of containers are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetQuery {
    /// What was typed into the filter box.
    pub filter: String,
    /// By which column the list is sorted.
    pub sort: FleetSort,
    /// Which end of it comes first.
    pub order: SortOrder,
    /// The container after which the page begins; absent for the first page.
    pub after: Option<String>,
    /// The most containers a page has.
    pub limit: usize,
    /// Whether what they use is asked for too.
    pub with_stats: bool,
}

/// The columns that the list of containers can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FleetSort {
    /// When it was created.
    #[default]
    Age,
    /// The state, in the order of [`Status::ALL`].
    Status,
    /// The name, whatever the case.
    Name,
    /// The image, whatever the case.
    Image,
    /// How many cores it keeps busy.
    Cpu,
    /// How much memory it uses.
    Memory,
    /// The lowest port on the host.
    Ports,
    /// The first tag.
    Tags,
}

/// One page of the list of containers, as the dashboard shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FleetPage {
    /// The containers, without their environment and command: a list does not show them, and they
    /// can be large.
    pub containers: Vec<Container>,
    /// Whether there are more after these.
    pub more: bool,
    /// How many match the filter, on all pages.
    pub total: usize,
    /// How many match the filter whatever it says of the state, in the order of [`Status::ALL`].
    pub counts: Vec<(Status, usize)>,
    /// What those on the page that run use, by their ids, where that was asked for.
    pub stats: Vec<StatsSample>,
}

/// What a container is called and what it is doing, to be found by a few letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerName {
    /// The id.
    pub cuid: String,
    /// The name.
    pub name: String,
    /// The image.
    pub image: String,
    /// What it is doing.
    pub status: Status,
}
