//! The body of a request: JSON, of a bounded size, within a bounded time.

use super::refusal::Refusal;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use hrc_domain::ErrorCode;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads the body as JSON of at most so many bytes.
pub async fn json<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, Refusal> {
    parsed(&bytes(request, most).await?)
}

/// What the bytes of a body say, as JSON. The parser bounds the depth itself.
pub fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|cause| {
        let why = format!("the body: {cause}");
        Refusal::with(StatusCode::BAD_REQUEST, ErrorCode::InvalidInput, &why)
    })
}

/// Reads the body, which is JSON, byte for byte as it came; at most so many.
pub async fn bytes(request: Request, most: usize) -> Result<Bytes, Refusal> {
    let refused = |status, why: &str| Refusal::with(status, ErrorCode::InvalidInput, why);
    let form = request.headers().get(header::CONTENT_TYPE).and_then(|form| form.to_str().ok());
    let form = form.and_then(|form| form.split(';').next()).unwrap_or_default().trim();
    if !form.eq_ignore_ascii_case("application/json") {
        return Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be JSON"));
    }
    let too_large = || refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|len| len.to_str().ok()).and_then(|len| len.parse().ok());
    if declared.is_some_and(|len: usize| len > most) {
        return Err(too_large());
    }
    let read = tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), most)).await;
    let late = |_| Refusal::with(StatusCode::REQUEST_TIMEOUT, ErrorCode::TimedOut, "too slow");
    // It did not come to its end, or has none: what was declared was within the bound.
    read.map_err(late)?.map_err(|_| too_large())
}
