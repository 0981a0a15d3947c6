//! Which containers are looked for and in which order: the same on the server, which renders the
//! first rows, and in the browser, which has them all.

mod filter;
mod order;
mod parse;
mod suggest;

pub(crate) use filter::{Field, Filter};
pub(crate) use order::{Usage, sort_key, sorted};
pub(crate) use suggest::{Suggestion, suggest};
