use super::view::View;
use crate::{
    api::images::list_images,
    one_at_a_time::OneAtATime,
    selection::Selection,
    session,
    types::{ApiError, EventKind, Image},
};
use leptos::prelude::*;

/// The engine's images, kept as they are by events, and those of them that the list shows.
#[derive(Clone, Copy)]
pub(super) struct Shelf {
    pub(super) images: RwSignal<Vec<Image>>,
    pub(super) shown: Memo<Vec<Image>>,
    pub(super) view: Memo<View>,
    pub(super) selection: Selection,
    /// Why they could not be read last time.
    pub(super) failure: RwSignal<Option<ApiError>>,
    reading: OneAtATime,
}

impl Shelf {
    pub(super) fn new(images: Vec<Image>, view: Memo<View>) -> Self {
        let images = RwSignal::new(images);
        let shown =
            Memo::new(move |_| view.with(|view| images.with(|images| view.arranged(images))));
        Self {
            images,
            shown,
            view,
            selection: Selection::default(),
            failure: RwSignal::new(None),
            reading: OneAtATime::new(),
        }
    }

    /// Follows one event.
    pub(super) fn follow(self, event: &EventKind) {
        let uses = |cuid: &str, running: Option<bool>| {
            self.images.with_untracked(|images| {
                images.iter().flat_map(|image| &image.used_by).any(|user| {
                    user.cuid.as_deref() == Some(cuid)
                        && running.is_none_or(|running| running == user.running)
                })
            })
        };
        match event {
            EventKind::Gap | EventKind::Images | EventKind::Engine { available: true } => {
                self.read_again();
            }
            // who uses an image: only what is new is worth reading
            EventKind::Container { container }
                if container.operation.is_none()
                    && !uses(&container.cuid, Some(container.status.is_alive())) =>
            {
                self.read_again();
            }
            EventKind::Removed { cuid } if uses(cuid, None) => self.read_again(),
            _ => {}
        }
    }

    /// Reads all of them.
    pub(super) fn read_again(self) {
        self.reading.run(move || async move {
            match list_images().await {
                Ok(list) => {
                    self.failure.set(None);
                    if self.images.with_untracked(|known| *known != list.images) {
                        self.images.set(list.images);
                    }
                    self.with_ids(|ids| self.selection.keep(ids));
                }
                Err(error) if session::ended(&error) => {}
                // the frame says so
                Err(error) if error.status == 503 => {}
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    /// The ids of those that are shown, in their order.
    pub(super) fn with_ids<T>(self, then: impl FnOnce(&[&str]) -> T) -> T {
        self.shown.with_untracked(|shown| {
            let ids: Vec<&str> = shown.iter().map(|image| &*image.id).collect();
            then(&ids)
        })
    }

    /// Those that are chosen.
    pub(super) fn chosen(self) -> Vec<Image> {
        self.shown.with_untracked(|shown| {
            let chosen = |image: &&Image| self.selection.has_untracked(&image.id);
            shown.iter().filter(chosen).cloned().collect()
        })
    }
}
