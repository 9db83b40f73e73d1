//! Everybody's own account: where it is signed in, and its password.

use super::cookies;
use super::form::Form;
use super::frame::Frame;
use super::gate::Signed;
use super::reply::{self, Answer};
use super::routes::{EXPERT, Route};
use super::{Console, Guesser};
use crate::accounts::{self, passwords, sessions};
use crate::store::{Account, Role, Session, Store};
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;

/// One's own account.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("/console/me", EXPERT, show),
        Route::form("/console/me/password", EXPERT, change_password),
        Route::form("/console/me/sessions/end", EXPERT, end_session),
        Route::form("/console/me/sessions/end-all", EXPERT, end_all),
    ]
}

#[derive(Template)]
#[template(path = "me.html")]
struct Me<'a> {
    frame: &'a Frame,
    account: Account,
    here: &'a str,
    sessions: Vec<Session>,
    wrong: Option<String>,
}

async fn shown(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    status: StatusCode,
    wrong: Option<String>,
) -> Answer {
    let (id, now) = (signed.id.clone(), console.now());
    let read = move |store: &dyn Store| Ok((store.account(&id)?, store.sessions(&id)?));
    let (account, mut sessions) = console.store(signed, read).await?;
    // Those that ran out are forgotten when somebody signs in next.
    sessions.retain(|one| {
        now.duration_since(one.made_at) < sessions::LONGEST
            && now.duration_since(one.seen_at) < sessions::IDLE
    });
    reply::page_with(status, &Me { frame, account, here: &signed.session, sessions, wrong })
}

/// `GET /console/me`.
async fn show(State(console): State<Console>, frame: Frame, signed: Signed) -> Answer {
    shown(&console, &frame, &signed, StatusCode::OK, None).await
}

/// `POST /console/me/password`.
async fn change_password(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    form: Form,
) -> Answer {
    let refused = |wrong: String| {
        let (console, frame, signed) = (&console, &frame, &signed);
        async move { shown(console, frame, signed, StatusCode::UNPROCESSABLE_ENTITY, Some(wrong)).await }
    };
    // Whoever sits down at a computer that was left open guesses no faster than at the entrance.
    let guesser = Guesser::Known(signed.login.clone(), signed.session.clone());
    if let Err(wait) = console.tries.count(guesser.clone(), console.now()) {
        return refused(frame.count("signin.wait", wait.as_secs().div_ceil(60).max(1))).await;
    }
    let login = signed.login.clone();
    let found = console.any_store(move |store| store.credentials(&login)).await?;
    let hash = found.as_ref().and_then(|found| found.password.clone());
    let old = form.text("old").to_owned();
    let fits = old.len() <= passwords::MOST && console.turns.fits(old, hash, true).await?;
    let Some(found) = found.filter(|_| fits) else {
        return refused(frame.say("password.old_wrong").to_owned()).await;
    };
    console.tries.forgive(&guesser);
    let password = form.text("password").to_owned();
    if password != form.text("again") {
        return refused(frame.say("password.differ").to_owned()).await;
    }
    if passwords::check(&password, &found.account).is_err() {
        return refused(frame.say("password.weak").to_owned()).await;
    }
    let (store, now) = (console.members.by(&signed.id), console.now());
    let set = move || accounts::set_password(store.as_ref(), &found.account.id, &password, now);
    console.turns.take(true, set).await?;
    Ok(let_go(reply::go_and_say("/console/sign-in", "said.password_set")))
}

/// `POST /console/me/sessions/end`.
async fn end_session(State(console): State<Console>, signed: Signed, form: Form) -> Answer {
    let (account, session) = (signed.id.clone(), form.text("session").to_owned());
    let now = console.now();
    console.store(&signed, move |store| store.end_session(&account, &session, now)).await?;
    Ok(reply::go_and_say("/console/me", "said.session_ended"))
}

/// `POST /console/me/sessions/end-all`.
async fn end_all(State(console): State<Console>, signed: Signed) -> Answer {
    let (account, now) = (signed.id.clone(), console.now());
    let end = move |store: &dyn Store| accounts::sign_out_everywhere(store, &account, now);
    console.store(&signed, end).await?;
    Ok(let_go(reply::go_and_say("/console/sign-in", "said.signed_out_everywhere")))
}

fn let_go(mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookies::no_session());
    response
}
