//! What pages are put together from. Nothing here knows what a page is about.

mod button;
mod dialog;
mod field;
mod icon;
mod load;
mod load_error;
mod menu;
mod moment;
mod notice;
mod paint;
mod search_box;
mod status;
mod styled_text;
mod table_head;
mod theme_switch;
mod toast;
mod when;

pub(crate) use button::{BusyButton, CopyButton, copy_to_clipboard};
pub(crate) use dialog::Dialog;
pub(crate) use field::{Field, FieldError, Select, at, hint_and_error};
pub(crate) use icon::Icon;
#[cfg(feature = "ssr")]
pub(crate) use icon::IconSprite;
pub(crate) use load::Load;
pub(crate) use load_error::LoadError;
pub(crate) use menu::Menu;
pub(crate) use moment::Moment;
pub(crate) use notice::{Notice, Tone};
pub(crate) use search_box::SearchBox;
pub(crate) use status::{OperationProgress, StatusBadge, StatusIcon};
pub(crate) use styled_text::StyledText;
pub(crate) use table_head::{SelectAllHead, SortHead};
pub(crate) use theme_switch::ThemeSwitch;
pub(crate) use toast::{ToastRegion, Toasts};
pub(crate) use when::When;
