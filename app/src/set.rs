use std::collections::BTreeSet;

/// A set of all that comes. To `collect` one sorts it first, by code that the browser would have to
/// load for each type.
pub(crate) fn set<T: Ord>(all: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(all);
    set
}
