//! What this server answers to, described in OpenAPI 3.1 for whoever writes another client. The
//! description is a file beside; tests hold it against the routes and their answers.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

/// `GET /v1/openapi.json`.
pub async fn describe() -> impl IntoResponse {
    let form = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, form)], include_str!("openapi.json"))
}
