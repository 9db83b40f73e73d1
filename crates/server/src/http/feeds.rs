//! A feed's files, from wherever they are stored: whole, from the middle, or not at all where the
//! client has them.

use super::accounts::member;
use super::{Served, Shared};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use object_store::path::Path as Place;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStoreExt};
use std::sync::atomic::Ordering;
use tracing::error;

/// The folders of a feed.
const FOLDERS: [&str; 4] = ["metadata", "targets", "seg", "snap"];

/// What a name may have at most, in bytes.
const MAX_NAME: usize = 128;

/// A file of the general layer's feed, for everybody.
pub async fn public(
    State(shared): State<Shared>,
    method: Method,
    Path(name): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    file(&shared.public, &method, &name, &headers).await
}

/// A file of the practitioners' feed, for members. Who is none is told so whatever was asked for.
pub async fn practitioner(
    State(shared): State<Shared>,
    method: Method,
    Path(name): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Err(refusal) = member(&shared, &headers).await {
        return refusal.into_response();
    }
    match &shared.practitioner {
        Some(served) => file(served, &method, &name, &headers).await,
        None => missing(),
    }
}

async fn file(
    served: &Served,
    method: &Method,
    (folder, name): &(String, String),
    headers: &HeaderMap,
) -> Response {
    if !FOLDERS.contains(&folder.as_str()) || !is_flat(name) {
        return missing();
    }
    let place = Place::from(format!("{folder}/{name}"));
    match answer(served, &place, method, headers).await {
        Ok(response) => response,
        Err(object_store::Error::NotFound { .. }) => missing(),
        Err(cause) => {
            error!(%place, %cause, "a feed's file could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Whether a name is one: letters, digits and dots, and nothing that leads elsewhere. None is longer
/// than a hash and what follows it.
fn is_flat(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.')
        && !name.starts_with('.')
}

/// There may be one later (the next root, say): nobody on the way may remember that there is none.
pub fn missing() -> Response {
    (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response()
}

async fn answer(
    served: &Served,
    place: &Place,
    method: &Method,
    headers: &HeaderMap,
) -> object_store::Result<Response> {
    let meta = served.store.head(place).await?;
    if asks_for_other_than(headers, &tag(&meta)) {
        served.vital.unchanged.fetch_add(1, Ordering::Relaxed);
        return Ok((StatusCode::NOT_MODIFIED, own_headers(served, place, &meta)).into_response());
    }
    if method == Method::HEAD {
        let length = [(header::CONTENT_LENGTH, HeaderValue::from(meta.size))];
        return Ok((own_headers(served, place, &meta), length).into_response());
    }
    let wanted = match range(headers, meta.size) {
        Wanted::From(..) if is_of_another(headers, &tag(&meta)) => None,
        Wanted::From(first, last) => Some(first..last + 1),
        Wanted::All => None,
        Wanted::Outside => {
            let size = format!("bytes */{}", meta.size);
            let own = [(header::CONTENT_RANGE, size), (header::CACHE_CONTROL, "no-store".into())];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, own).into_response());
        }
    };
    let status = if wanted.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let options = GetOptions { range: wanted.map(GetRange::Bounded), ..GetOptions::default() };
    // The timestamp may be another by now: what is told is what is sent.
    let found = served.store.get_opts(place, options).await?;
    let mut own = own_headers(served, place, &found.meta);
    own.insert(header::CONTENT_LENGTH, HeaderValue::from(found.range.end - found.range.start));
    if status == StatusCode::PARTIAL_CONTENT {
        let (first, last) = (found.range.start, found.range.end.saturating_sub(1));
        let said = format!("bytes {first}-{last}/{}", found.meta.size);
        own.extend(HeaderValue::from_str(&said).map(|said| (header::CONTENT_RANGE, said)));
    }
    served.vital.sent.fetch_add(1, Ordering::Relaxed);
    Ok((status, own, Body::from_stream(found.into_stream())).into_response())
}

/// What is said of a file however much of it is sent.
fn own_headers(served: &Served, place: &Place, meta: &ObjectMeta) -> HeaderMap {
    let mut own = HeaderMap::new();
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(served, place)));
    own.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    own.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(place)));
    if place.extension() == Some("json") {
        own.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    own.extend(HeaderValue::from_str(&tag(meta)).map(|tag| (header::ETAG, tag)));
    own
}

/// The tag of a file, quoted as HTTP wants it.
fn tag(meta: &ObjectMeta) -> String {
    match &meta.e_tag {
        Some(tag) if tag.ends_with('"') => tag.clone(),
        Some(tag) => format!("\"{tag}\""),
        None => format!("\"{}-{}\"", meta.last_modified.timestamp_millis(), meta.size),
    }
}

/// Whether the client has what has this tag and wants something else only.
fn asks_for_other_than(headers: &HeaderMap, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|held| held.trim() == "*" || bare(held) == bare(tag))
}

/// Whether the client wants to go on with another file than the one with this tag (RFC 9110, 13.1.5:
/// a date or a weak tag never fits).
fn is_of_another(headers: &HeaderMap, tag: &str) -> bool {
    headers.get(header::IF_RANGE).is_some_and(|held| held.as_bytes() != tag.as_bytes())
}

/// What a client wants of a file.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    /// From the first to the last of these bytes.
    From(u64, u64),
    Outside,
}

/// Reads a range; one that is none, or of several parts, asks for everything (RFC 9110, 14.2).
fn range(headers: &HeaderMap, size: u64) -> Wanted {
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let Some((first, last)) = asked
        .and_then(|asked| asked.strip_prefix("bytes="))
        .and_then(|asked| asked.split_once('-'))
    else {
        return Wanted::All;
    };
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), _) if first >= size => Wanted::Outside,
        (Ok(first), Ok(last)) if last >= first => Wanted::From(first, last.min(size - 1)),
        (Ok(first), Err(_)) if last.is_empty() => Wanted::From(first, size - 1),
        (Err(_), Ok(0)) if first.is_empty() => Wanted::Outside,
        (Err(_), Ok(n)) if first.is_empty() && size > 0 => {
            Wanted::From(size.saturating_sub(n), size - 1)
        }
        _ => Wanted::All,
    }
}

/// How long anybody may keep it: what has a hash or a version in its name for ever, the timestamp
/// not without asking. What is for members alone nobody keeps, neither a proxy nor a cache on a
/// computer whose membership ends; what a library took over it has in a place of its own.
fn caching(served: &Served, place: &Place) -> &'static str {
    if served.vital.feed != crate::PUBLIC {
        return "private, no-store";
    }
    match place.filename() {
        Some("timestamp.json") | None => "no-cache",
        Some(_) => "public, max-age=31536000, immutable",
    }
}

fn content_type(place: &Place) -> &'static str {
    if place.extension() == Some("json") { "application/json" } else { "application/zstd" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(range_header: &str) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range_header.parse().unwrap());
        range(&headers, 100)
    }

    #[test]
    fn ranges_are_read_as_rfc_9110_says() {
        assert_eq!(wanted("bytes=0-"), Wanted::From(0, 99), "from the beginning");
        assert_eq!(wanted("bytes=40-49"), Wanted::From(40, 49), "both ends are meant");
        assert_eq!(wanted("bytes=90-500"), Wanted::From(90, 99), "cut at the end");
        assert_eq!(wanted("bytes=-10"), Wanted::From(90, 99), "the last ten");
        assert_eq!(wanted("bytes=-500"), Wanted::From(0, 99), "more than there is: all of it");
        assert_eq!(wanted("bytes=100-"), Wanted::Outside, "behind the end");
        for none in ["lines=1-2", "bytes=9-3", "bytes=1-2,5-6", "bytes=a-b", "bytes=-"] {
            assert_eq!(wanted(none), Wanted::All, "{none} asks for everything");
        }
    }

    #[test]
    fn a_name_never_leads_elsewhere() {
        let long = "a".repeat(MAX_NAME + 1);
        for name in ["..", ".lock", "a/b", "a\\b", "a%2fb", "a b", "ä", &long] {
            assert!(!is_flat(name), "{name}");
        }
        assert!(is_flat("12.targets.json"), "a file's own name");
    }

    #[test]
    fn a_tag_counts_weak_or_strong_and_among_others() {
        let asks = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, value.parse().unwrap());
            asks_for_other_than(&headers, "\"a\"")
        };
        assert!(asks("\"a\"") && asks("W/\"a\"") && asks("\"b\", \"a\"") && asks("*"), "it has it");
        assert!(!asks("\"b\""), "it has another one");
    }
}
