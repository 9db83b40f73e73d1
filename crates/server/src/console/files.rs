//! The files of the pages: one style sheet, one script, the type. They are part of the program, and
//! their folder is named by what is in them, so that a browser may keep them for ever.

use super::reply::{self, Faulty};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hrc_domain::{Error, ErrorCode};
use std::sync::LazyLock;

/// A file: its name, its form, and what is in it.
type File = (&'static str, &'static str, &'static [u8]);

macro_rules! font {
    ($name:literal) => {
        (
            concat!($name, ".woff2"),
            "font/woff2",
            include_bytes!(concat!("../../console/fonts/", $name, ".woff2")),
        )
    };
}

const FILES: [File; 11] = [
    ("console.css", "text/css; charset=utf-8", include_bytes!("../../console/console.css")),
    ("console.js", "text/javascript; charset=utf-8", include_bytes!("../../console/console.js")),
    ("desk.css", "text/css; charset=utf-8", include_bytes!("../../console/desk.css")),
    ("desk.js", "text/javascript; charset=utf-8", include_bytes!("../../console/desk.js")),
    font!("atkinson-hyperlegible-next-latin-wght-normal"),
    font!("atkinson-hyperlegible-next-latin-ext-wght-normal"),
    font!("atkinson-hyperlegible-next-latin-wght-italic"),
    font!("atkinson-hyperlegible-next-latin-ext-wght-italic"),
    font!("source-serif-4-latin-wght-normal"),
    font!("source-serif-4-latin-ext-wght-normal"),
    font!("source-serif-4-latin-wght-italic"),
];

static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for (name, _, bytes) in FILES {
        hasher.update(name.as_bytes()).update(bytes);
    }
    format!("/console/files/{:.16}", hasher.finalize().to_hex().as_str())
});

/// Where they lie.
pub fn folder() -> &'static str {
    &FOLDER
}

/// `GET /console/files/{version}/{name}`.
pub async fn file(Path((version, name)): Path<(String, String)>) -> Result<Response, Faulty> {
    let is_newest = folder().ends_with(&format!("/{version}"));
    let found = FILES.iter().find(|(of, ..)| *of == name && is_newest);
    let (_, form, bytes) =
        found.ok_or_else(|| Error::new(ErrorCode::NotFound, "there is no such file"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(form)),
        (header::CACHE_CONTROL, HeaderValue::from_static(reply::FOR_EVER)),
    ];
    Ok((headers, *bytes).into_response())
}
