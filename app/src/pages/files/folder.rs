use super::place::Place;
use crate::{
    api::files::list_files,
    focus::focus,
    one_at_a_time::OneAtATime,
    selection::Selection,
    session,
    types::{ApiError, FileEntry, FileList},
};
use leptos::prelude::*;

/// The folder that is shown.
#[derive(Clone, Copy)]
pub(super) struct Folder {
    pub(super) place: Memo<Place>,
    pub(super) entries: RwSignal<Vec<FileEntry>>,
    /// How many there are on all pages.
    pub(super) total: RwSignal<usize>,
    /// Where the next page begins.
    pub(super) next: RwSignal<Option<String>>,
    /// Why it could not be read last time.
    pub(super) failure: RwSignal<Option<ApiError>>,
    pub(super) selection: Selection,
    /// What has the focus once it is shown.
    wanted: StoredValue<Option<String>>,
    reading: OneAtATime,
}

impl Folder {
    pub(super) fn new(list: FileList, place: Memo<Place>) -> Self {
        let folder = Self {
            place,
            entries: RwSignal::new(list.files),
            total: RwSignal::new(list.total),
            next: RwSignal::new(list.next_cursor),
            failure: RwSignal::new(None),
            selection: Selection::default(),
            wanted: StoredValue::new(None),
            reading: OneAtATime::new(),
        };
        Effect::new(move |before: Option<Place>| {
            let place = place.get();
            if before.is_some_and(|before| before != place) {
                folder.read_again();
            }
            place
        });
        folder
    }

    /// Gives the focus to that entry as soon as it is shown.
    pub(super) fn focus_on(self, path: String) {
        self.wanted.set_value(Some(path));
    }

    /// Reads anew what is shown, as many pages as there are.
    pub(super) fn read_again(self) {
        self.reading.run(move || async move {
            let Some(place) = self.place.try_get_untracked().filter(|place| place.file.is_empty())
            else {
                return;
            };
            // another folder begins with its first page
            let here = |entry: &FileEntry| crate::text::parent(&entry.path) == place.path;
            let shown = self
                .entries
                .with_untracked(|shown| shown.iter().filter(|entry| here(entry)).count());
            let mut list = match list_files(place.cuid.clone(), place.query()).await {
                Ok(list) => list,
                Err(error) => return self.fail(error),
            };
            while list.files.len() < shown && list.next_cursor.is_some() {
                let query = place.from(list.next_cursor.take()).query();
                match list_files(place.cuid.clone(), query).await {
                    Ok(more) => {
                        list.files.extend(more.files);
                        list.next_cursor = more.next_cursor;
                    }
                    Err(error) => return self.fail(error),
                }
            }
            self.replace(list);
        });
    }

    /// Reads the next page.
    pub(super) fn read_more(self) {
        self.reading.run(move || async move {
            let Some(cursor) = self.next.try_get_untracked().flatten() else { return };
            let place = self.place.get_untracked();
            match list_files(place.cuid.clone(), place.from(Some(cursor)).query()).await {
                Ok(list) => {
                    self.entries.try_update(|entries| entries.extend(list.files));
                    self.next.try_set(list.next_cursor);
                }
                Err(error) => self.fail(error),
            }
        });
    }

    fn replace(self, list: FileList) {
        if self.entries.is_disposed() {
            return;
        }
        if self.failure.with_untracked(Option::is_some) {
            self.failure.set(None);
        }
        self.total.set(list.total);
        self.next.set(list.next_cursor);
        self.selection.keep(&paths(&list.files));
        if self.entries.with_untracked(|shown| *shown != list.files) {
            self.entries.set(list.files);
        }
        let wanted = self.wanted.try_update_value(Option::take).flatten();
        let at = wanted.and_then(|wanted| {
            self.entries.with_untracked(|all| all.iter().position(|entry| entry.path == wanted))
        });
        if let Some(at) = at {
            request_animation_frame(move || {
                focus_row(at);
            });
        }
    }

    fn fail(self, error: ApiError) {
        if !session::ended(&error) {
            self.failure.try_set(Some(error));
        }
    }
}

/// What entries are chosen by.
pub(super) fn paths(entries: &[FileEntry]) -> Vec<&str> {
    entries.iter().map(|entry| &*entry.path).collect()
}

/// Gives the row at that place of the list the focus; tells whether there is one.
pub(super) fn focus_row(at: usize) -> bool {
    focus(&format!(".files tbody tr:nth-child({}) .col-name a", at + 1))
}
