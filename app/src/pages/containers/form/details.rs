use super::{Draft, Suggested, image::local_name};
use crate::{api::images::get_image, types::ImageDetails};
use leptos::prelude::*;

/// What the engine knows of the image that is filled in, where it has it. Others are not asked for:
/// they would have to be pulled.
pub(in super::super) fn image_details(
    draft: Draft,
    images: &[Suggested],
) -> RwSignal<Option<ImageDetails>> {
    let details = RwSignal::new(None::<ImageDetails>);
    let images = StoredValue::new(images.to_vec());
    let meant = Memo::new(move |_| {
        images.with_value(|images| {
            draft
                .image
                .with(|typed| local_name(images, typed.trim()).map(|image| image.name.clone()))
        })
    });
    Effect::new(move |_| {
        let name = meant.get();
        if details.with_untracked(Option::is_some) {
            details.set(None);
        }
        let Some(name) = name else { return };
        leptos::task::spawn_local(async move {
            let found = get_image(name.clone()).await.ok();
            // unless another one is filled in by now, or the form is gone
            if found.is_some() && meant.try_get_untracked() == Some(Some(name)) {
                details.set(found);
            }
        });
    });
    details
}
