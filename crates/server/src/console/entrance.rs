//! The entrance: signing in, setting a password by a link, and signing out.
//!
//! Who names an account that is not there gets the same answer as with a wrong password, after as
//! long. Wrong passwords are counted by account and by where they come from: by the computer, where it
//! was signed in to that account before, else by its network. So whoever guesses makes himself wait;
//! neither the account's owner at their own computer, nor anybody else at the same address.

use super::cookies::{self, Cookies};
use super::form::{Asked, Form};
use super::frame::Frame;
use super::gate::Signed;
use super::reply::{self, Answer, Faulty, KEPT, Kept};
use super::routes::{EXPERT, Least, Route};
use super::words::Words;
use super::{Console, Guesser};
use crate::accounts::{self, passwords, sessions};
use crate::http::connections::Peer;
use crate::http::tries::network_of;
use crate::store::Store;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::time::Duration;
use url::form_urlencoded;

/// What a form may have, in bytes, with what somebody sent in it who was signed out meanwhile. It is
/// written three times as long there, sign by sign.
const WITH_KEPT: usize = 4 * KEPT;

/// The way in and out.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("/console", EXPERT, home),
        Route::page("/console/", EXPERT, home),
        Route::page("/console/sign-in", Least::Anyone, show),
        Route::form("/console/sign-in", Least::Anyone, sign_in).of_bytes(WITH_KEPT),
        Route::page("/console/set-password", Least::Anyone, show_link),
        Route::form("/console/set-password", Least::Anyone, use_link),
        Route::form("/console/sign-out", EXPERT, sign_out),
        Route::form("/console/language", Least::Anyone, choose_language),
    ]
}

#[derive(Template)]
#[template(path = "sign-in.html")]
struct SignIn<'a> {
    frame: &'a Frame,
    login: &'a str,
    then: &'a str,
    kept: Option<String>,
    wrong: Option<String>,
}

/// `GET /console`, however it is typed: the first section there is for whoever is signed in.
async fn home(frame: Frame, Asked(asked): Asked) -> Response {
    match asked.get("said") {
        Some(key) => reply::go_and_say(frame.first_section(), key),
        None => reply::go_to(frame.first_section()),
    }
}

/// Whatever is not there.
pub async fn missing() -> Answer {
    Err(Faulty::from(Error::new(ErrorCode::NotFound, "there is no such page")))
}

/// Asks somebody to sign in who wants to see this page.
pub fn ask(path: &str) -> Response {
    let then: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    reply::go_to(&format!("/console/sign-in?then={then}"))
}

/// Asks somebody to sign in who sent a form; what they wrote is kept in the page.
pub fn ask_again(frame: &Frame, path: &str, kept: Option<Kept>) -> Response {
    let key = if kept.is_some() { "signin.over" } else { "signin.over_unkept" };
    let (kept, wrong) = (kept.map(|kept| kept.packed()), Some(frame.say(key).to_owned()));
    let page = SignIn { frame, login: "", then: path, kept, wrong };
    reply::page_with(StatusCode::UNAUTHORIZED, &page).unwrap_or_else(|_| reply::go_to("/console"))
}

/// `GET /console/sign-in`.
async fn show(frame: Frame, Asked(asked): Asked) -> Answer {
    let then = inside(asked.text("then"));
    if frame.signed.is_some() {
        return Ok(reply::go_to(then));
    }
    // Who has just been let in and is nobody all the same has a browser that keeps no cookie.
    let wrong = then.contains("begun=1").then(|| frame.say("signin.no_cookie").to_owned());
    reply::page(&SignIn { frame: &frame, login: "", then, kept: None, wrong })
}

/// `POST /console/sign-in`.
async fn sign_in(
    State(console): State<Console>,
    Extension(Peer(from)): Extension<Peer>,
    frame: Frame,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let (login, password) = (accounts::folded(form.text("login")), form.text("password"));
    let then = inside(form.text("then"));
    let cookies = Cookies::of(&headers);
    let found = {
        let login = login.clone();
        console.any_store(move |store| store.credentials(&login)).await?
    };
    let mark = cookies.computer().unwrap_or_default();
    let is_known = found.as_ref().is_some_and(|of| sessions::is_known_computer(mark, &of.known_by));
    let guesser = if is_known {
        Guesser::Known(login.clone(), mark.to_owned())
    } else {
        Guesser::Stranger(login.clone(), network_of(from))
    };
    let say = |status, wrong: String, wait: Option<Duration>| {
        let kept = form.get("kept").map(str::to_owned);
        let page = SignIn { frame: &frame, login: &login, then, kept, wrong: Some(wrong) };
        let mut response = reply::page_with(status, &page)?;
        if let Some(wait) = wait {
            let wait = HeaderValue::from(wait.as_secs().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        Ok(response)
    };
    // Counted before it is looked at, so that a hundred guesses at once are a hundred; a right one is
    // taken off again.
    if let Err(wait) = console.tries.count(guesser.clone(), console.now()) {
        let minutes = wait.as_secs().div_ceil(60).max(1);
        let wrong = frame.count("signin.wait", minutes);
        return say(StatusCode::TOO_MANY_REQUESTS, wrong, Some(wait));
    }
    let hash = found.as_ref().and_then(|found| found.password.clone());
    let fits = password.len() <= passwords::MOST
        && console.turns.fits(password.to_owned(), hash, is_known).await?;
    let Some(found) = found.filter(|_| fits) else {
        return say(StatusCode::UNAUTHORIZED, frame.say("signin.wrong").to_owned(), None);
    };
    console.tries.forgive(&guesser);
    let mark = sessions::mark_of_computer(&found.known_by)?;
    let former = cookies.session().map(str::to_owned);
    let (account, now) = (found.account.id, console.now());
    let begin = move |store: &dyn Store| {
        // Whoever was signed in here before is no longer.
        if let Some(known) =
            former.map(|token| sessions::known(store, &token, now)).transpose()?.flatten()
        {
            store.end_session(&known.account.id, &known.session.id, now)?;
        }
        sessions::begin(store, &account, now)
    };
    let token = console.any_store(begin).await?;
    let kept = form.get("kept").and_then(Kept::unpacked);
    let mut response = match kept {
        Some(kept) => go_on(&frame, then, &kept)?,
        None => {
            let sign = if then.contains('?') { '&' } else { '?' };
            reply::go_to(&format!("{then}{sign}begun=1"))
        }
    };
    for cookie in [cookies::session(&token), cookies::computer(&mark)] {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "go-on.html")]
struct GoOn<'a> {
    frame: &'a Frame,
    then: &'a str,
    fields: &'a [(String, String)],
}

/// Shows what was kept, to be sent once more.
fn go_on(frame: &Frame, then: &str, kept: &Kept) -> Answer {
    reply::page(&GoOn { frame, then, fields: kept.0.fields() })
}

/// `POST /console/sign-out`.
async fn sign_out(State(console): State<Console>, signed: Signed) -> Answer {
    let (account, session, now) = (signed.id.clone(), signed.session.clone(), console.now());
    console.store(&signed, move |store| store.end_session(&account, &session, now)).await?;
    let mut response = reply::go_and_say("/console/sign-in", "said.signed_out");
    response.headers_mut().append(header::SET_COOKIE, cookies::no_session());
    Ok(response)
}

#[derive(Template)]
#[template(path = "set-password.html")]
struct SetPassword<'a> {
    frame: &'a Frame,
    name: &'a str,
    login: &'a str,
    secret: &'a str,
    wrong: Option<&'static str>,
}

/// `GET /console/set-password?link=…`.
async fn show_link(State(console): State<Console>, frame: Frame, Asked(asked): Asked) -> Answer {
    let (secret, now) = (asked.text("link").to_owned(), console.now());
    let found = console.any_store(move |store| accounts::by_link(store, &secret, now)).await;
    let Some(account) = of_link(found)? else { return Ok(no_link(&frame)) };
    let (name, login) = (&account.name, &account.login);
    reply::page(&SetPassword {
        frame: &frame,
        name,
        login,
        secret: asked.text("link"),
        wrong: None,
    })
}

/// `POST /console/set-password`.
async fn use_link(State(console): State<Console>, frame: Frame, form: Form) -> Answer {
    let (secret, now) = (form.text("link").to_owned(), console.now());
    let found = console.any_store(move |store| accounts::by_link(store, &secret, now)).await;
    let Some(account) = of_link(found)? else { return Ok(no_link(&frame)) };
    let password = form.text("password").to_owned();
    let wrong = if password != form.text("again") {
        Some("password.differ")
    } else {
        passwords::check(&password, &account).err().map(|_| "password.weak")
    };
    if let Some(key) = wrong {
        let (name, login, secret) = (&account.name, &account.login, form.text("link"));
        let wrong = Some(frame.say(key));
        let page = SetPassword { frame: &frame, name, login, secret, wrong };
        return reply::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let store = console.members.by(&account.id);
    let set = move || accounts::set_password(store.as_ref(), &account.id, &password, now);
    // Whoever has a link is no stranger.
    console.turns.take(true, set).await?;
    Ok(reply::go_and_say("/console/sign-in", "said.password_set"))
}

fn of_link(found: Result<crate::store::Account>) -> Result<Option<crate::store::Account>> {
    match found {
        Ok(account) => Ok(Some(account)),
        Err(cause)
            if matches!(
                cause.code,
                ErrorCode::InvitationUnknown | ErrorCode::InvitationExpired
            ) =>
        {
            Ok(None)
        }
        Err(cause) => Err(cause),
    }
}

fn no_link(frame: &Frame) -> Response {
    reply::refused(frame, StatusCode::GONE, "password.no_link")
}

/// `POST /console/language`.
async fn choose_language(State(console): State<Console>, frame: Frame, form: Form) -> Answer {
    let mut response = reply::go_to(inside(form.text("back")));
    let Some(words) = Words::of(form.text("language")) else { return Ok(response) };
    if let Some(signed) = &frame.signed {
        let account = signed.id.clone();
        console.store(signed, move |store| store.set_language(&account, words.code())).await?;
    }
    response.headers_mut().append(header::SET_COOKIE, cookies::language(words.code()));
    Ok(response)
}

/// A page of the console that somebody wants to go on to: a path of its own, never another site.
fn inside(path: &str) -> &str {
    let is_own =
        path == "/console" || path.starts_with("/console/") || path.starts_with("/console?");
    let fits = |c: u8| c.is_ascii_graphic() && !matches!(c, b'\\' | b'"' | b'<' | b'>');
    if is_own && !path.contains("//") && path.len() <= 2000 && path.bytes().all(fits) {
        return path;
    }
    "/console"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_signs_in_stays_in_the_console() {
        for own in ["/console", "/console/trail?before=3", "/console?said=said.signed_out"] {
            assert_eq!(inside(own), own, "a page of its own");
        }
        for foreign in [
            "https://other.example/console",
            "//other.example",
            "/console//other.example",
            "/console/\\other",
            "/consoles",
            "/console/\r\nset-cookie: a=b",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(inside(foreign), "/console", "{foreign:?} leads nowhere else");
        }
    }
}
