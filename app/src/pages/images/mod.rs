//! The engine's images: which there are, who uses them, getting more and getting rid of them.

mod details;
mod empty;
mod filter_bar;
mod list;
mod prune;
mod pull;
mod remove;
mod shelf;
mod table;
mod view;

pub(crate) use details::Details;
pub(crate) use list::List;

use crate::{
    components::Icon,
    types::{Image, ImageUser},
};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// The digits by which an id is told from others.
fn short(id: &str) -> &str {
    let digits = id.strip_prefix("sha256:").unwrap_or(id);
    digits.get(..12).unwrap_or(digits)
}

/// What an image is called: its first name, or its id where it has none.
fn called(image: &Image) -> String {
    image.tags.first().cloned().unwrap_or_else(|| short(&image.id).to_owned())
}

/// By what the API finds it.
fn reference(image: &Image) -> &str {
    image.tags.first().unwrap_or(&image.id)
}

/// The address of its own page.
fn address(image: &Image) -> String {
    page(reference(image))
}

/// The address of the page of what is called that.
pub(super) fn page(reference: &str) -> String {
    format!("/ui/images/{reference}")
}

/// The address of a form for a container of it.
fn create_address(image: &Image) -> String {
    let query: ParamsMap = [("image", reference(image))].into_iter().collect();
    format!("/ui/containers/new{}", query.to_query_string())
}

/// What processors and system an image is for.
fn platform(image: &Image) -> String {
    format!("{}/{}", image.os, image.architecture)
}

/// A container that was made from an image; one of this server's leads to its page.
fn user(user: ImageUser) -> impl IntoView {
    let ImageUser { cuid, name, running } = user;
    let state = if running { "running" } else { "not running" };
    let tone = if running { "good" } else { "idle" };
    let link = match cuid {
        Some(cuid) => {
            view! { <a class="name" href=format!("/ui/containers/{cuid}")>{name}</a> }.into_any()
        }
        None => view! {
            <span class="name" title="It was not made by this server.">{name}" (not ours)"</span>
        }
        .into_any(),
    };
    view! {
        <li>
            <span class="status-icon" data-tone=tone title=state>
                <Icon name=if running { "running" } else { "exited" } />
            </span>
            <span class="visually-hidden">{state}</span>
            {link}
        </li>
    }
}
