//! The body of a request: JSON, or a form of the console, of a bounded size, within a bounded time.

use super::refusal::Refusal;
use axum::body::{BodyDataStream, Bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use bytes::BytesMut;
use futures_util::StreamExt;
use hrc_domain::ErrorCode;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of a body that is too large is let go by before it is refused, in bytes.
const SPILL: usize = 256 << 10;

/// For how long.
const PARTING: Duration = Duration::from_secs(1);

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
    bytes_of(request, "application/json", most).await
}

/// Reads the body, which is of this form, byte for byte as it came; at most so many.
pub async fn bytes_of(request: Request, wanted: &str, most: usize) -> Result<Bytes, Refusal> {
    let refused = |status, why: &str| Refusal::with(status, ErrorCode::InvalidInput, why);
    let form = request.headers().get(header::CONTENT_TYPE).and_then(|form| form.to_str().ok());
    let form = form.and_then(|form| form.split(';').next()).unwrap_or_default().trim();
    if !form.eq_ignore_ascii_case(wanted) {
        let why = format!("the body must be {wanted}");
        return Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, &why));
    }
    let too_large = || refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
    let late = |_| Refusal::with(StatusCode::REQUEST_TIMEOUT, ErrorCode::TimedOut, "too slow");
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|len| len.to_str().ok()).and_then(|len| len.parse().ok());
    let mut body = request.into_body().into_data_stream();
    let read = if declared.is_some_and(|len: usize| len > most) {
        None
    } else {
        tokio::time::timeout(PATIENCE, within(&mut body, most)).await.map_err(late)?
    };
    if let Some(bytes) = read {
        return Ok(bytes);
    }
    // Whoever is still sending would not hear why: a connection that is closed on them is reset. So a
    // little of what is too much is let go by first.
    let _ = tokio::time::timeout(PARTING, within(&mut body, SPILL)).await;
    Err(too_large())
}

/// The body as far as it goes; none where it is larger, or breaks off.
async fn within(body: &mut BodyDataStream, most: usize) -> Option<Bytes> {
    let mut bytes = BytesMut::new();
    while let Some(part) = body.next().await {
        let part = part.ok()?;
        if bytes.len() + part.len() > most {
            return None;
        }
        bytes.extend_from_slice(&part);
    }
    Some(bytes.freeze())
}
