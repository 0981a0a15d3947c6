use crate::{
    text,
    types::{Container, FleetSort, SortOrder, StatsSample},
};
use std::cmp::Ordering;

/// What a container used last, as far as lists show it and are sorted by it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Usage {
    /// How many cores it kept busy, and in percent of what it may; `None` in the first sample.
    pub(crate) cores: Option<f64>,
    pub(crate) cpu_percent: Option<f64>,
    /// Bytes of memory, and in percent of what it may have.
    pub(crate) bytes: u64,
    pub(crate) memory_percent: Option<f64>,
}

impl Usage {
    /// What a sample says of it.
    pub(crate) const fn of(sample: &StatsSample) -> Self {
        Self {
            cores: sample.cpu_cores,
            cpu_percent: sample.cpu_percent,
            bytes: sample.memory_bytes,
            memory_percent: sample.memory_percent,
        }
    }
}

/// What a column is sorted by.
#[derive(Debug, PartialEq, PartialOrd)]
pub(crate) enum SortKey {
    /// Numbers and words, in this order.
    Number(f64),
    Text(String),
    /// Comes last, whichever way the rest is sorted.
    None,
}

/// What a container is sorted by in that column.
pub(crate) fn sort_key(by: FleetSort, container: &Container, usage: Option<Usage>) -> SortKey {
    let word = |word: &str| SortKey::Text(word.to_lowercase());
    match by {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit for ages to come")]
        FleetSort::Age => {
            SortKey::Number(-(text::seconds(&container.created_at).unwrap_or(0) as f64))
        }
        // in the order of the list of states
        FleetSort::Status => SortKey::Number(f64::from(container.status as u8)),
        FleetSort::Name => word(&container.name),
        FleetSort::Image => word(&container.image),
        FleetSort::Cpu => {
            let cores = usage.and_then(|usage| usage.cores);
            cores.map_or(SortKey::None, SortKey::Number)
        }
        #[expect(clippy::cast_precision_loss, reason = "a byte in petabytes does not matter")]
        FleetSort::Memory => {
            usage.map_or(SortKey::None, |usage| SortKey::Number(usage.bytes as f64))
        }
        FleetSort::Ports => {
            let first = container.ports.iter().map(|port| port.host.unwrap_or(u16::MAX)).min();
            first.map_or(SortKey::None, |port| SortKey::Number(f64::from(port)))
        }
        FleetSort::Tags => container.tags.first().map_or(SortKey::None, |tag| word(tag)),
    }
}

impl SortKey {
    /// Which of two comes first.
    pub(crate) fn compare(&self, other: &Self, order: SortOrder) -> Ordering {
        match (self, other) {
            (Self::None, Self::None) => Ordering::Equal,
            (Self::None, _) => Ordering::Greater,
            (_, Self::None) => Ordering::Less,
            _ => {
                let ascending = self.partial_cmp(other).unwrap_or(Ordering::Equal);
                if order == SortOrder::Desc { ascending.reverse() } else { ascending }
            }
        }
    }
}

/// Puts what comes newest first into an order; equal ones stay newest first.
pub(crate) fn sorted<T>(items: Vec<T>, key: impl Fn(&T) -> SortKey, order: SortOrder) -> Vec<T> {
    let mut keyed: Vec<_> = items.into_iter().map(|item| (key(&item), item)).collect();
    keyed.sort_by(|(a, _), (b, _)| a.compare(b, order));
    keyed.into_iter().map(|(_, item)| item).collect()
}
