//! Enrolment, and what a device is told of itself.

use super::body;
use super::connections::Peer;
use super::refusal::{Refusal, json};
use super::{Shared, beside};
use crate::members;
use crate::store::Device;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hrc_domain::enrolment::{EnrolmentRequest, MAX_ENROLMENT};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;

/// `POST /v1/enrolments`.
pub async fn enrol(
    State(shared): State<Shared>,
    Extension(Peer(from)): Extension<Peer>,
    request: Request,
) -> Response {
    let request: EnrolmentRequest = match body::json(request, MAX_ENROLMENT).await {
        Ok(request) => request,
        Err(refusal) => return refusal.into_response(),
    };
    let now = Timestamp::now();
    let outcome = beside(&shared.members, move |store| members::enrol(store, &request, now)).await;
    match outcome {
        Ok(grant) => json(StatusCode::CREATED, &grant),
        // Only who has no code at all is slowed down: what was used or came too late was one.
        Err(cause) if cause.code == ErrorCode::InvitationUnknown => {
            match shared.tries.count(from, now) {
                Ok(()) => Refusal::from(cause).into_response(),
                Err(wait) => Refusal::too_many(wait).into_response(),
            }
        }
        Err(cause) => Refusal::from(cause).into_response(),
    }
}

/// `GET /v1/account`.
pub async fn account(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    match member(&shared, &headers).await {
        Ok(device) => json(StatusCode::OK, &members::membership(device)),
        Err(refusal) => refusal.into_response(),
    }
}

/// The member's device that asks. Looked up at every request, so that what is revoked is so at once.
pub async fn member(shared: &Shared, headers: &HeaderMap) -> Result<Device, Refusal> {
    let none = || Error::new(ErrorCode::NotEnrolled, "no token was sent");
    let said = headers.get(header::AUTHORIZATION).and_then(|said| said.to_str().ok());
    let (scheme, token) = said.and_then(|said| said.trim().split_once(' ')).ok_or_else(none)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(none().into());
    }
    let (token, now) = (token.trim().to_owned(), Timestamp::now());
    Ok(beside(&shared.members, move |store| members::member(store, &token, now)).await?)
}
