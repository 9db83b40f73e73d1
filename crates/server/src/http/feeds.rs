//! A feed's files, from wherever they are stored: whole, from the middle, or not at all where the
//! client has them.

use super::Shared;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use object_store::path::Path as Place;
use object_store::{Attributes, GetOptions, GetRange, ObjectMeta, ObjectStoreExt};
use std::sync::atomic::Ordering;
use tracing::error;

/// The folders of a feed.
const FOLDERS: [&str; 4] = ["metadata", "targets", "seg", "snap"];

/// One file.
pub async fn file(
    State(shared): State<Shared>,
    Path((folder, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if !FOLDERS.contains(&folder.as_str()) || !is_flat(&name) {
        return missing();
    }
    let place = Place::from(format!("{folder}/{name}"));
    match answer(&shared, &place, &headers).await {
        Ok(response) => response,
        Err(object_store::Error::NotFound { .. }) => missing(),
        Err(cause) => {
            error!(%place, %cause, "a feed's file could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Whether a name is one: letters, digits and dots, and nothing that leads elsewhere.
fn is_flat(name: &str) -> bool {
    name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.') && !name.starts_with('.')
}

/// There may be one later (the next root, say): nobody on the way may remember that there is none.
fn missing() -> Response {
    (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response()
}

async fn answer(
    shared: &Shared,
    place: &Place,
    headers: &HeaderMap,
) -> object_store::Result<Response> {
    let meta = shared.public.head(place).await?;
    let tag = tag(&meta);
    let mut own = HeaderMap::new();
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(place)));
    own.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    own.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(place)));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        own.insert(header::ETAG, tag);
    }
    if asks_for_other_than(headers, &tag) {
        shared.vital.unchanged.fetch_add(1, Ordering::Relaxed);
        return Ok((StatusCode::NOT_MODIFIED, own).into_response());
    }
    let wanted = match range(headers, meta.size) {
        Wanted::All => None,
        Wanted::From(first, last) => Some((first, last)),
        Wanted::Outside => {
            let size = format!("bytes */{}", meta.size);
            own.extend(HeaderValue::from_str(&size).map(|size| (header::CONTENT_RANGE, size)));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, own).into_response());
        }
    };
    let options = GetOptions {
        range: wanted.map(|(first, last)| GetRange::Bounded(first..last + 1)),
        ..GetOptions::default()
    };
    let found = shared.public.get_opts(place, options).await?;
    debug_assert_eq!(
        found.attributes,
        Attributes::new(),
        "what is stored has no headers of its own"
    );
    let (first, length) = (found.range.start, found.range.end - found.range.start);
    own.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let status = if wanted.is_some() {
        let said = format!("bytes {first}-{}/{}", first + length.max(1) - 1, meta.size);
        own.extend(HeaderValue::from_str(&said).map(|said| (header::CONTENT_RANGE, said)));
        StatusCode::PARTIAL_CONTENT
    } else {
        StatusCode::OK
    };
    shared.vital.sent.fetch_add(1, Ordering::Relaxed);
    Ok((status, own, Body::from_stream(found.into_stream())).into_response())
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
/// not without asking.
fn caching(place: &Place) -> &'static str {
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
        for name in ["..", ".lock", "a/b", "a\\b", "a%2fb", "a b", "ä"] {
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
