//! The body of a request: JSON, of a bounded size, within a bounded time.

use super::refusal::Refusal;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use hrc_domain::ErrorCode;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads the body as JSON of at most so many bytes.
pub async fn json<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, Refusal> {
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
    let bytes = read.map_err(late)?.map_err(|_| too_large())?;
    // The parser bounds the depth itself.
    serde_json::from_slice(&bytes)
        .map_err(|cause| refused(StatusCode::BAD_REQUEST, &format!("the body: {cause}")))
}
