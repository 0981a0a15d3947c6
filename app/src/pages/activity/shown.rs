use crate::types::{ActionEntry, ActivityPage};
use std::sync::Arc;

/// An entry, and what tells it from others that may be equal.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) id: usize,
    pub(super) entry: Arc<ActionEntry>,
}

/// The entries that are shown, newest first: those that came while the page was open, and then page
/// by page what was read. So many and no more: whole pages go at the end where new ones come, and at
/// the beginning where older ones are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    items: Vec<Item>,
    /// How many came while the page was open.
    came: usize,
    /// How many entries each page has, and what leads on from its end.
    pages: Vec<(usize, Option<String>)>,
    /// Whether newer ones had to go.
    pub(super) behind: bool,
    next: usize,
}

impl Shown {
    pub(super) fn new(page: ActivityPage) -> Self {
        let mut shown = Self::default();
        shown.append(page);
        shown
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    /// The newest.
    pub(super) fn newest(&self) -> Option<&ActionEntry> {
        self.items.first().map(|item| &*item.entry)
    }

    /// What leads to older ones.
    pub(super) fn cursor(&self) -> Option<&String> {
        self.pages.last()?.1.as_ref()
    }

    fn items_of(&mut self, entries: Vec<ActionEntry>) -> Vec<Item> {
        let first = self.next;
        self.next += entries.len();
        let item = |(at, entry)| Item { id: first + at, entry: Arc::new(entry) };
        entries.into_iter().enumerate().map(item).collect()
    }

    fn append(&mut self, page: ActivityPage) {
        self.pages.push((page.entries.len(), page.next_cursor));
        let items = self.items_of(page.entries);
        self.items.extend(items);
    }

    /// Adds older ones; the newest go where there are more than `most` then.
    pub(super) fn add_older(&mut self, page: ActivityPage, most: usize) {
        self.append(page);
        while self.items.len() > most && self.pages.len() > 1 {
            let goes = match std::mem::take(&mut self.came) {
                0 => self.pages.remove(0).0,
                came => came,
            };
            self.items.drain(..goes);
            self.behind |= goes > 0;
        }
    }

    /// Adds new ones; the oldest go where there are more than `most` then. False where too many have
    /// come for that: all is to be read anew.
    pub(super) fn add_new(&mut self, entries: Vec<ActionEntry>, most: usize) -> bool {
        self.came += entries.len();
        let mut items = self.items_of(entries);
        items.append(&mut self.items);
        self.items = items;
        while self.items.len() > most && self.pages.len() > 1 {
            let goes = self.pages.pop().map_or(0, |(count, _)| count);
            self.items.truncate(self.items.len() - goes);
        }
        self.items.len() <= most
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::types::{ActionEntry, ActivityPage};

    fn entry(number: usize) -> ActionEntry {
        ActionEntry {
            timestamp: String::new(),
            request_id: number.to_string(),
            user: None,
            remote: None,
            method: String::new(),
            path: String::new(),
            action: String::new(),
            cuid: None,
            image: None,
            status: 200,
            duration_ms: 0.0,
            error: None,
            dropped: None,
        }
    }

    fn page(numbers: &[usize], next: &str) -> ActivityPage {
        ActivityPage {
            entries: numbers.iter().copied().map(entry).collect(),
            next_cursor: Some(next.to_owned()),
        }
    }

    fn ids(shown: &Shown) -> Vec<&str> {
        shown.items().iter().map(|item| &*item.entry.request_id).collect()
    }

    #[test]
    fn older_ones_push_the_newest_out() {
        let mut shown = Shown::new(page(&[9, 8], "a"));
        assert!(shown.add_new(vec![entry(10)], 5));
        shown.add_older(page(&[7, 6], "b"), 5);
        assert_eq!((ids(&shown), shown.behind), (vec!["10", "9", "8", "7", "6"], false));
        shown.add_older(page(&[5, 4], "c"), 5);
        assert_eq!((ids(&shown), shown.behind), (vec!["7", "6", "5", "4"], true));
        assert_eq!(shown.cursor().map(String::as_str), Some("c"));
    }

    #[test]
    fn new_ones_push_the_oldest_out_page_by_page() {
        let mut shown = Shown::new(page(&[9, 8], "a"));
        shown.add_older(page(&[7, 6], "b"), 5);
        assert!(shown.add_new(vec![entry(11), entry(10)], 5));
        assert_eq!(ids(&shown), ["11", "10", "9", "8"]);
        assert_eq!(shown.cursor().map(String::as_str), Some("a"), "what went can be read again");
        let mut ids: Vec<_> = shown.items().iter().map(|item| item.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 4);
        assert!(!shown.add_new(vec![entry(13), entry(12)], 5));
    }
}
