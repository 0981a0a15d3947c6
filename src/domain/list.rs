//! Lists: filters, and pages by a cursor that stays right while containers come and go.

use super::{
    container::Cuid,
    index::{Entry, Index},
};
use app::types::{Container, ContainerPage, Failure, ListQuery, Status};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::sync::Arc;

const DEFAULT_LIMIT: usize = 50;
const MAXIMAL_LIMIT: usize = 500;
/// Bytes of the digests in a cursor: enough to tell an accident or a guess from our own.
const SHORT: usize = 8;

/// One page of the containers that match. `secret` makes cursors that only this data folder's
/// server understands.
pub(super) fn page(
    index: &Index,
    query: &ListQuery,
    secret: &[u8],
) -> Result<ContainerPage<Arc<Container>>, Failure> {
    let limit = limit(query.limit.as_deref())?;
    let filter = Filter::read(query)?;
    let after =
        query.cursor.as_deref().map(|cursor| read_cursor(cursor, &filter, secret)).transpose()?;

    let mut containers = Vec::with_capacity(limit.min(MAXIMAL_LIMIT));
    let mut total = 0;
    let mut last = None;
    let mut more = false;
    index.newest_first(|cuid, entry| {
        if filter.matches(entry) {
            total += 1;
            if after.is_none_or(|after| cuid < after) {
                if containers.len() < limit {
                    containers.push(entry.view());
                    last = Some(cuid);
                } else {
                    more = true;
                }
            }
        }
        true
    });
    let next_cursor = last.filter(|_| more).map(|last| write_cursor(last, &filter, secret));
    Ok(ContainerPage { containers, next_cursor, total })
}

fn limit(text: Option<&str>) -> Result<usize, Failure> {
    let Some(text) = text else { return Ok(DEFAULT_LIMIT) };
    text.parse().ok().filter(|limit| (1..=MAXIMAL_LIMIT).contains(limit)).ok_or_else(|| {
        Failure::field(
            "limit",
            "INVALID_LIMIT",
            format!("A page has 1 to {MAXIMAL_LIMIT} containers."),
            text,
        )
    })
}

#[derive(Default)]
struct Filter {
    statuses: Vec<Status>,
    tags: Vec<String>,
    image: Option<String>,
    text: Option<String>,
}

impl Filter {
    fn read(query: &ListQuery) -> Result<Self, Failure> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let mut statuses = Vec::new();
        for word in words(query.status.as_deref()) {
            statuses.push(word.parse().map_err(|()| {
                let known: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
                Failure::field(
                    "status",
                    "INVALID_STATUS",
                    format!("A status is one of {}.", known.join(", ")),
                    word,
                )
            })?);
        }
        statuses.sort_unstable();
        Ok(Self {
            statuses,
            tags: words(query.tag.as_deref()).map(str::to_owned).collect(),
            image: given(&query.image),
            text: given(&query.q).map(|text| text.to_lowercase()),
        })
    }

    fn matches(&self, entry: &Entry) -> bool {
        let spec = &entry.definition.spec;
        (self.statuses.is_empty() || self.statuses.contains(&entry.status()))
            && self.tags.iter().all(|tag| spec.tags.contains(tag))
            && self.image.as_ref().is_none_or(|part| spec.image.contains(part.as_str()))
            && self.text.as_ref().is_none_or(|text| {
                let has = |field: &str| field.to_lowercase().contains(text);
                has(&spec.name)
                    || has(&spec.image)
                    || spec.tags.iter().any(|tag| has(tag))
                    || has(&entry.definition.cuid.to_string())
            })
    }

    fn digest(&self) -> [u8; SHORT] {
        let said = (&self.statuses, &self.tags, &self.image, &self.text);
        shortened(&Sha256::digest(format!("{said:?}")))
    }
}

fn words(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// The last container of a page, the filters, and a seal on both.
fn write_cursor(last: Cuid, filter: &Filter, secret: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(16 + 2 * SHORT);
    bytes.extend(last.as_bytes());
    bytes.extend(filter.digest());
    bytes.extend(seal(&bytes, secret));
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read_cursor(text: &str, filter: &Filter, secret: &[u8]) -> Result<Cuid, Failure> {
    let refuse = |message: &str| {
        let provided: String = text.chars().take(80).collect();
        Err(Failure::field("cursor", "INVALID_CURSOR", message, provided))
    };
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let (Some((said, sealed)), Some(last)) =
        (bytes.split_at_checked(16 + SHORT), bytes.first_chunk::<16>())
    else {
        return refuse("This is no cursor of this server. Pass on `next_cursor` as it came.");
    };
    if sealed != seal(said, secret) {
        return refuse("This is no cursor of this server. Pass on `next_cursor` as it came.");
    }
    if said[16..] != filter.digest() {
        return refuse(
            "This cursor belongs to a list with other filters. Begin that list anew, without a cursor.",
        );
    }
    Ok(Cuid::from_bytes(*last))
}

fn seal(bytes: &[u8], secret: &[u8]) -> [u8; SHORT] {
    // a key of any length is accepted
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return [0; SHORT] };
    mac.update(bytes);
    shortened(&mac.finalize().into_bytes())
}

fn shortened(digest: &[u8]) -> [u8; SHORT] {
    let mut short = [0; SHORT];
    for (to, from) in short.iter_mut().zip(digest) {
        *to = *from;
    }
    short
}
