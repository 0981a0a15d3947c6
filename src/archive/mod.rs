//! ZIP archives: what comes in is believed in nothing, what goes out is streamed.
//!
//! Knows the format only. It reads from a handle it is given and writes to where it is told; where
//! things lie on disk is `store`'s business.
//!
//! The format: APPNOTE.TXT 6.3.10, <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>;
//! extra fields: <https://libzip.org/specifications/extrafld.txt>.

mod compress;
mod end;
mod error;
mod name;
mod read;
mod records;
mod windows;
mod write;

pub use compress::Deflater;
pub use error::{ArchiveError, Problem};
pub use read::{Archive, Contents, Entry, Kind, Limits, Totals};
pub use records::Meta;
pub use write::Writer;

#[cfg(test)]
mod tests;
