//! Enrolment, and what a device is told of itself.

use super::body;
use super::connections::Peer;
use super::refusal::{Refusal, json};
use super::tries::network_of;
use super::{Shared, beside};
use crate::members;
use crate::store::{Device, Owner};
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
            match shared.tries.count(network_of(from), now) {
                Ok(()) => Refusal::from(cause).into_response(),
                Err(wait) => Refusal::too_many("too many wrong codes from this address", wait)
                    .into_response(),
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
    match said(headers) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            bearer(shared, token).await
        }
        _ => Err(nothing_said()),
    }
}

/// Whose questions are meant: a member's by the device's token, or a visitor's by a receipt.
pub async fn owner(shared: &Shared, headers: &HeaderMap) -> Result<Owner, Refusal> {
    match said(headers) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            Ok(Owner::Device(bearer(shared, token).await?.id))
        }
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case("receipt") => {
            Ok(members::visitor(secret)?)
        }
        _ => Err(nothing_said()),
    }
}

fn said(headers: &HeaderMap) -> Option<(&str, &str)> {
    let said = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = said.trim().split_once(' ')?;
    Some((scheme, secret.trim()))
}

fn nothing_said() -> Refusal {
    Error::new(ErrorCode::NotEnrolled, "no token was sent").into()
}

async fn bearer(shared: &Shared, token: &str) -> Result<Device, Refusal> {
    let (token, now) = (token.to_owned(), Timestamp::now());
    Ok(beside(&shared.members, move |store| members::member(store, &token, now)).await?)
}
