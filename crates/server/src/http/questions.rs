//! Questions: taken in exactly once, and what became of them, each for its owner alone.

use super::accounts::owner;
use super::body;
use super::connections::Peer;
use super::refusal::{Refusal, json};
use super::tries::network_of;
use super::{Shared, beside};
use crate::store::{Owner, Received};
use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hrc_domain::question::{Act, LetterId, MAX_BODY, Question, body_digest};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use std::net::IpAddr;
use std::time::Duration;

/// How many updates are told at once, if nothing else is said.
const PAGE: u32 = 100;

/// How many can be asked for.
const LARGEST_PAGE: u32 = 500;

/// After how long somebody who asked as much as one asks in a day may try again.
const LATER: Duration = Duration::from_secs(60 * 60);

/// `PUT /v1/questions/{id}`.
pub async fn ask(
    State(shared): State<Shared>,
    Extension(Peer(from)): Extension<Peer>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    answered(take_question(&shared, from, id, request).await)
}

/// `PUT /v1/questions/{id}/acts/{act}`.
pub async fn act(
    State(shared): State<Shared>,
    Path((question, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    answered(take_act(&shared, question, id, request).await)
}

/// `GET /v1/updates?after=N&limit=N`.
pub async fn updates(State(shared): State<Shared>, uri: Uri, headers: HeaderMap) -> Response {
    match tell(&shared, &uri, &headers).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}

fn answered(outcome: Result<Received, Refusal>) -> Response {
    match outcome {
        Ok(Received::New(told)) => json(StatusCode::CREATED, &told),
        Ok(Received::Again(told)) => json(StatusCode::OK, &told),
        Err(refusal) => refusal.into_response(),
    }
}

async fn take_question(
    shared: &Shared,
    from: IpAddr,
    id: String,
    request: Request,
) -> Result<Received, Refusal> {
    let owner = counted(shared, request.headers()).await?;
    let id = LetterId::new(id)?;
    let bytes = body::bytes(request, MAX_BODY).await?;
    let question: Question = body::parsed(&bytes)?;
    is_of_the_address(&question.id, &id, "id")?;
    question.check()?;
    let (digest, now) = (body_digest(&bytes), Timestamp::now());
    if let Owner::Receipt(_) = &owner {
        let visitor = owner.clone();
        let is_known = beside(&shared.members, move |store| store.knows(&visitor)).await?;
        if !is_known {
            let many = "too many visitors from this address";
            let counted = shared.visitors.count(network_of(from), now);
            counted.map_err(|wait| Refusal::too_many(many, wait))?;
        }
    }
    let taken =
        beside(&shared.members, move |store| store.receive(&owner, &question, &digest, now)).await;
    taken.map_err(refused)
}

async fn take_act(
    shared: &Shared,
    question: String,
    id: String,
    request: Request,
) -> Result<Received, Refusal> {
    let owner = counted(shared, request.headers()).await?;
    let (question, id) = (LetterId::new(question)?, LetterId::new(id)?);
    let bytes = body::bytes(request, MAX_BODY).await?;
    let act: Act = body::parsed(&bytes)?;
    is_of_the_address(&act.id, &id, "id")?;
    is_of_the_address(&act.question, &question, "question")?;
    act.check()?;
    let (digest, now) = (body_digest(&bytes), Timestamp::now());
    let taken = beside(&shared.members, move |store| store.act(&owner, &act, &digest, now)).await;
    taken.map_err(refused)
}

fn refused(cause: Error) -> Refusal {
    match cause.code {
        ErrorCode::TooManyTries => Refusal::too_many(&cause.message, LATER),
        _ => cause.into(),
    }
}

async fn tell(shared: &Shared, uri: &Uri, headers: &HeaderMap) -> Result<Response, Refusal> {
    let owner = counted(shared, headers).await?;
    let (mut after, mut most) = (0, PAGE);
    let asked = uri.query().unwrap_or_default();
    for (name, value) in url::form_urlencoded::parse(asked.as_bytes()) {
        let number = || {
            let why = format!("{name}: it is no number, or too large");
            value.parse::<u32>().map_err(|_| Error::new(ErrorCode::InvalidInput, why))
        };
        match name.as_ref() {
            "after" => after = number()?,
            "limit" => most = number()?.clamp(1, LARGEST_PAGE),
            _ => {}
        }
    }
    let told = beside(&shared.members, move |store| store.updates(&owner, after, most)).await?;
    Ok(json(StatusCode::OK, &told))
}

/// Who asks, unless they ask too often.
async fn counted(shared: &Shared, headers: &HeaderMap) -> Result<Owner, Refusal> {
    let owner = owner(shared, headers).await?;
    let counted = shared.requests.count(owner.clone(), Timestamp::now());
    counted.map_err(|wait| Refusal::too_many("too many requests", wait))?;
    Ok(owner)
}

fn is_of_the_address(said: &LetterId, address: &LetterId, field: &str) -> Result<(), Error> {
    if said == address {
        return Ok(());
    }
    let sentence = format!("{field}: it is another than in the address");
    Err(Error::new(ErrorCode::InvalidInput, sentence))
}
