//! Pages of a folder. A folder may have any number of entries: they are seen one by one, and only
//! those that can still be on the page are kept.

use super::{At, RelPath, look::entry};
use crate::{
    domain::{container::Cuid, core::Core},
    store::{FileError, Folder, Mount},
};
use app::types::{Failure, FileKind, FileList, FileQuery, FileSort, SortOrder};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::{
    cmp::Ordering,
    ffi::{OsStr, OsString},
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
};

const DEFAULT_LIMIT: usize = 50;
const MAXIMAL_LIMIT: usize = 500;
/// Bytes of the query's digest in a cursor.
const DIGEST: usize = 8;

impl Core {
    /// One page of a folder.
    pub(in crate::domain) async fn list_files(
        &self,
        cuid: Cuid,
        query: &FileQuery,
    ) -> Result<FileList, Failure> {
        let path = RelPath::parse(query.path.as_deref().unwrap_or_default(), "path")?;
        let limit = limit(query.limit.as_deref())?;
        let order = Order::of(query);
        let after =
            query.cursor.as_deref().map(|cursor| read_cursor(cursor, &order)).transpose()?;
        self.on_files(cuid, move |mount| page(mount, &path, limit, &order, after.as_ref())).await
    }
}

fn page(
    mount: &Mount,
    path: &RelPath,
    limit: usize,
    order: &Order,
    after: Option<&Key>,
) -> Result<FileList, Failure> {
    let read = || {
        let folder = mount.folder(path.as_ref())?;
        let (mut keys, total) = select(&folder, limit, order, after)?;
        let more = keys.len() > limit;
        keys.truncate(limit);
        let next_cursor = keys.last().filter(|_| more).map(|last| write_cursor(last, order));
        let mut files = Vec::with_capacity(keys.len());
        for key in keys {
            match folder
                .facts(&key.name)
                .and_then(|facts| entry(Some(&folder), &key.name, path, facts))
            {
                // gone since its name was read
                Err(FileError::NotFound) => {}
                other => files.push(other?),
            }
        }
        Ok((files, next_cursor, total))
    };
    let (files, next_cursor, total) = read().at("path", path)?;
    Ok(FileList { path: path.as_str().to_owned(), files, next_cursor, total })
}

/// The first entries behind the cursor, one more than the page has, and how many match in all.
fn select(
    folder: &Folder,
    limit: usize,
    order: &Order,
    after: Option<&Key>,
) -> Result<(Vec<Key>, usize), FileError> {
    let most = limit + 1;
    let mut kept: Vec<Key> = Vec::with_capacity(2 * most);
    let mut total = 0;
    let mut full = false;
    folder.visit(|name, kind| {
        if !order.matches(name) {
            return Ok(());
        }
        let key = match Key::of(folder, name, kind, order.sort) {
            Err(FileError::NotFound) => return Ok(()),
            other => other?,
        };
        total += 1;
        let is_before = |key: &Key, other: &Key| order.compare(key, other) == Ordering::Less;
        let on_earlier_page = after.is_some_and(|after| !is_before(after, &key));
        let on_later_page = full && kept.get(most - 1).is_some_and(|last| !is_before(&key, last));
        if on_earlier_page || on_later_page {
            return Ok(());
        }
        kept.push(key);
        if kept.len() == 2 * most {
            kept.sort_unstable_by(|a, b| order.compare(a, b));
            kept.truncate(most);
            full = true;
        }
        Ok(())
    })?;
    kept.sort_unstable_by(|a, b| order.compare(a, b));
    kept.truncate(most);
    Ok((kept, total))
}

/// Where an entry stands in the order.
struct Key {
    is_folder: bool,
    /// What is ordered by, besides the name: bytes, or nanoseconds.
    value: i64,
    folded: String,
    name: OsString,
}

impl Key {
    fn of(
        folder: &Folder,
        name: &OsStr,
        kind: Option<FileKind>,
        sort: FileSort,
    ) -> Result<Self, FileError> {
        let (kind, value) = match (kind, sort) {
            (Some(kind), FileSort::Name) => (kind, 0),
            (_, sort) => {
                let facts = folder.facts(name)?;
                let value = match sort {
                    FileSort::Name => 0,
                    FileSort::Size => i64::try_from(facts.size).unwrap_or(i64::MAX),
                    FileSort::Modified => facts.modified,
                };
                (facts.kind, value)
            }
        };
        Ok(Self::new(kind == FileKind::Directory, value, name.to_owned()))
    }

    fn new(is_folder: bool, value: i64, name: OsString) -> Self {
        Self { is_folder, value, folded: fold(&name), name }
    }
}

fn fold(name: &OsStr) -> String {
    name.to_string_lossy().to_lowercase()
}

/// What a list is ordered by and confined to.
struct Order {
    sort: FileSort,
    descending: bool,
    text: Option<String>,
    digest: [u8; DIGEST],
}

impl Order {
    fn of(query: &FileQuery) -> Self {
        let FileQuery { path, sort, order, q, limit: _, cursor: _ } = query;
        let mut digest = [0; DIGEST];
        let said = Sha256::digest(format!("{:?}", (path, sort, order, q)));
        digest.iter_mut().zip(said).for_each(|(to, from)| *to = from);
        let text = q.as_deref().filter(|text| !text.is_empty()).map(str::to_lowercase);
        Self { sort: *sort, descending: *order == SortOrder::Desc, text, digest }
    }

    fn matches(&self, name: &OsStr) -> bool {
        self.text.as_ref().is_none_or(|text| fold(name).contains(text))
    }

    /// Folders first, whichever end of the order comes first.
    fn compare(&self, a: &Key, b: &Key) -> Ordering {
        let by_value = a.value.cmp(&b.value).then_with(|| a.folded.cmp(&b.folded));
        let by_value = by_value.then_with(|| a.name.cmp(&b.name));
        let by_value = if self.descending { by_value.reverse() } else { by_value };
        b.is_folder.cmp(&a.is_folder).then(by_value)
    }
}

fn limit(text: Option<&str>) -> Result<usize, Failure> {
    let Some(text) = text else { return Ok(DEFAULT_LIMIT) };
    text.parse().ok().filter(|limit| (1..=MAXIMAL_LIMIT).contains(limit)).ok_or_else(|| {
        let words = format!("A page has 1 to {MAXIMAL_LIMIT} entries.");
        Failure::field("limit", "INVALID_LIMIT", words, text)
    })
}

/// The query, and where the last entry of a page stands. An order, unlike a place, stays right while
/// entries come and go.
fn write_cursor(last: &Key, order: &Order) -> String {
    let mut bytes = order.digest.to_vec();
    bytes.push(u8::from(last.is_folder));
    bytes.extend(last.value.to_be_bytes());
    bytes.extend(last.name.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read_cursor(text: &str, order: &Order) -> Result<Key, Failure> {
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let read = || {
        let (digest, rest) = bytes.split_first_chunk::<DIGEST>()?;
        let (is_folder, rest) = rest.split_first()?;
        let (value, name) = rest.split_first_chunk()?;
        let name = OsString::from_vec(name.to_vec());
        (*digest == order.digest)
            .then(|| Key::new(*is_folder == 1, i64::from_be_bytes(*value), name))
    };
    read().ok_or_else(|| {
        let provided: String = text.chars().take(80).collect();
        let words = "This is no cursor of this list. Pass on `next_cursor` as it came, with the same query, or begin anew without a cursor.";
        Failure::field("cursor", "INVALID_CURSOR", words, provided)
    })
}
