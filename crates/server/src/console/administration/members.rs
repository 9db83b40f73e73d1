//! Invitations, and the computers that were enrolled by them.

use crate::console::Console;
use crate::console::form::Form;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::console::routes::{ADMINISTRATOR, Route};
use crate::members::{self, MOST_DAYS};
use crate::store::{Device, Invitation};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Invitations and devices.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("/console/members", ADMINISTRATOR, show),
        Route::form("/console/members/invite", ADMINISTRATOR, invite),
        Route::form("/console/members/invitations/revoke", ADMINISTRATOR, revoke_invitation),
        Route::form("/console/members/devices/revoke", ADMINISTRATOR, revoke_device),
    ]
}

#[derive(Template)]
#[template(path = "members.html")]
struct Members<'a> {
    frame: &'a Frame,
    now: Timestamp,
    invitations: Vec<Invitation>,
    devices: Vec<Device>,
    typed: &'a Form,
    most_days: u16,
    wrong: Option<&'static str>,
}

async fn shown(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    typed: &Form,
    wrong: Option<&'static str>,
) -> Answer {
    let read = |store: &dyn crate::store::Store| Ok((store.invitations()?, store.devices()?));
    let (mut invitations, mut devices) = console.store(signed, read).await?;
    invitations.reverse();
    devices.reverse();
    let (now, most_days) = (console.now(), MOST_DAYS);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Members { frame, now, invitations, devices, typed, most_days, wrong };
    reply::page_with(status, &page)
}

/// `GET /console/members`.
async fn show(State(console): State<Console>, frame: Frame, signed: Signed) -> Answer {
    shown(&console, &frame, &signed, &Form::default(), None).await
}

#[derive(Template)]
#[template(path = "invited.html")]
struct Invited<'a> {
    frame: &'a Frame,
    invitation: Invitation,
    code: String,
}

/// `POST /console/members/invite`. The code is in the answer, and shown nowhere again.
async fn invite(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    form: Form,
) -> Answer {
    let days: u16 = form.text("days").trim().parse().unwrap_or(0);
    let until = match form.text("until").trim() {
        "" => Ok(None),
        day => end_of(day, frame.zone()).map(Some),
    };
    let Ok(until) = until else {
        return shown(&console, &frame, &signed, &form, Some(frame.say("members.wrong_day"))).await;
    };
    let (name, now) = (form.text("name").to_owned(), console.now());
    let invite =
        move |store: &dyn crate::store::Store| members::invite(store, &name, days, until, now);
    match console.store(&signed, invite).await {
        Ok(members::Invited { invitation, code }) => {
            reply::page(&Invited { frame: &frame, invitation, code: code.to_string() })
        }
        Err(cause) if cause.code == ErrorCode::InvalidInput => {
            shown(&console, &frame, &signed, &form, Some(frame.say("members.wrong"))).await
        }
        Err(cause) => Err(cause.into()),
    }
}

/// The end of a day: the membership holds until then.
fn end_of(day: &str, zone: TimeZone) -> Result<Timestamp, Error> {
    let refused = |cause: jiff::Error| Error::new(ErrorCode::InvalidInput, cause.to_string());
    let midnight = day.parse::<Date>().and_then(Date::tomorrow);
    let midnight = midnight.and_then(|next| next.to_zoned(zone));
    Ok(midnight.map_err(refused)?.timestamp())
}

/// `POST /console/members/invitations/revoke`.
async fn revoke_invitation(State(console): State<Console>, signed: Signed, form: Form) -> Answer {
    let (id, now) = (form.text("id").to_owned(), console.now());
    console.store(&signed, move |store| store.revoke_invitation(&id, now)).await?;
    Ok(reply::go_and_say("/console/members", "said.invitation_revoked"))
}

/// `POST /console/members/devices/revoke`.
async fn revoke_device(State(console): State<Console>, signed: Signed, form: Form) -> Answer {
    let (id, now) = (form.text("id").to_owned(), console.now());
    console.store(&signed, move |store| store.revoke_device(&id, now)).await?;
    Ok(reply::go_and_say("/console/members", "said.device_revoked"))
}
