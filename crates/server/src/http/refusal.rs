//! What is answered where something is not done: `{code, message}` as JSON, with a fitting status.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hrc_domain::{Error, ErrorCode};
use std::time::Duration;
use tracing::error;

/// Why something is not done.
#[derive(Debug)]
pub struct Refusal {
    error: Error,
    status: StatusCode,
    wait: Option<Duration>,
}

impl Refusal {
    /// A request that this status says more of than its code.
    pub fn with(status: StatusCode, code: ErrorCode, message: &str) -> Self {
        Self { error: Error::new(code, message), status, wait: None }
    }

    /// Too many tries: of what, and how long to wait.
    pub fn too_many(message: &str, wait: Duration) -> Self {
        let wait = Some(wait);
        Self { wait, ..Self::with(StatusCode::TOO_MANY_REQUESTS, ErrorCode::TooManyTries, message) }
    }
}

impl Refusal {
    /// Why, and with which status.
    pub fn parts(self) -> (Error, StatusCode) {
        (self.error, self.status)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let status = match error.code {
            ErrorCode::InvalidInput => StatusCode::BAD_REQUEST,
            ErrorCode::NotFound | ErrorCode::InvitationUnknown => StatusCode::NOT_FOUND,
            ErrorCode::InvitationUsed | ErrorCode::Conflict => StatusCode::CONFLICT,
            ErrorCode::InvitationExpired => StatusCode::GONE,
            ErrorCode::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::NotEnrolled | ErrorCode::AccountRevoked | ErrorCode::AccountExpired => {
                StatusCode::UNAUTHORIZED
            }
            // Somebody must look after the server; the client tries again later.
            ErrorCode::Busy | ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::Io => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { error, status, wait: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { mut error, status, wait } = self;
        if status.is_server_error() {
            error!(code = %error.code, cause = %error.message, "a request failed");
            // Where files lie on this server is nobody's business.
            error.message = "the server could not do it".to_owned();
        }
        let mut response = json(status, &error);
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if is_unread(status) {
            // Said, so that nobody sends the next request into a connection that is being closed.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(wait) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
    }
}

/// Whether a request is refused before its body was read to the end.
fn is_unread(status: StatusCode) -> bool {
    [StatusCode::REQUEST_TIMEOUT, StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNSUPPORTED_MEDIA_TYPE]
        .contains(&status)
}

/// An answer in JSON, which nobody on the way may keep.
pub fn json(status: StatusCode, value: &impl serde::Serialize) -> Response {
    let Ok(bytes) = serde_json::to_vec(value) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Body::from(bytes)).into_response()
}
