//! The gate: each request is held against its route's terms before any page is asked.
//!
//! A form is taken only from a page of this server: the browser says where it comes from, in `Origin`
//! and `Sec-Fetch-Site`, and its cookies are for requests from this site alone. There is no token in
//! the forms besides: each of the three is enough, and a browser that sends no `Origin` is refused.

use super::cookies::{self, Cookies};
use super::frame::Frame;
use super::reply::{self, Faulty, Kept};
use super::routes::Least;
use super::words::Words;
use super::{Console, entrance};
use crate::accounts::sessions::{self, Known};
use crate::store::Role;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};

/// What a route asks for.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Who may come.
    pub least: Least,
    /// What the body may have at most, in bytes.
    pub most: usize,
}

/// Who is signed in. A page that takes it is only reached by somebody who is.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The account's id.
    pub id: String,
    /// The sign-in name.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The session's id.
    pub session: String,
}

impl Signed {
    /// Whether they may do what this role may.
    pub fn may(&self, role: Role) -> bool {
        self.role >= role
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Faulty;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Faulty> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            Faulty::from(Error::new(ErrorCode::Internal, "a route for everybody asks who it is"))
        })
    }
}

/// Lets a request through, or says why not.
pub async fn pass(
    State((console, terms)): State<(Console, Terms)>,
    mut request: Request,
    next: Next,
) -> Response {
    let cookies = Cookies::of(request.headers());
    let is_form = request.method() == Method::POST;
    let mut words = Words::preferred(cookies.language(), request.headers());
    let path = request.uri().path_and_query().map_or("/console", |at| at.as_str()).to_owned();
    let known = match who(&console, &cookies).await {
        Ok(known) => known,
        Err(cause) => {
            let frame = Frame::of(words, None, &path, console.zone.clone());
            return reply::finished(reply::fault(&frame, cause), None);
        }
    };
    let renewed = known.as_ref().and_then(|known| known.renewed.clone());
    let signed = known.map(|Known { account, session, .. }| {
        // The account's own choice goes before the browser's.
        words = account.language.as_deref().and_then(Words::of).unwrap_or(words);
        let (id, login, name) = (account.id, account.login, account.name);
        Signed { id, login, name, role: account.role, session: session.id }
    });
    let frame = Frame::of(words, signed.clone(), &path, console.zone.clone());
    let response = if is_form && !is_from_here(&console, request.headers()) {
        reply::refused(&frame, StatusCode::FORBIDDEN, "fault.elsewhere")
    } else {
        match (terms.least, signed) {
            (Least::Role(role), Some(signed)) if !signed.may(role) => {
                reply::refused(&frame, StatusCode::FORBIDDEN, "fault.role")
            }
            (Least::Role(_), None) if is_form => {
                let kept = Kept::of(request, terms.most).await;
                entrance::ask_again(&frame, &path, kept)
            }
            (Least::Role(_), None) if comes_from_elsewhere(request.headers()) => {
                reply::once_more(&frame, &path)
            }
            (Least::Role(_), None) => entrance::ask(&path),
            (_, signed) => {
                if let Some(signed) = signed {
                    request.extensions_mut().insert(signed);
                }
                request.extensions_mut().insert(frame.clone());
                request.extensions_mut().insert(terms);
                let response = next.run(request).await;
                reply::with_faults_told(&frame, response)
            }
        }
    };
    reply::finished(response, renewed.map(|token| cookies::session(&token)))
}

async fn who(console: &Console, cookies: &Cookies) -> Result<Option<Known>> {
    let Some(token) = cookies.session() else { return Ok(None) };
    let (token, now) = (token.to_owned(), console.now());
    console.any_store(move |store| sessions::known(store, &token, now)).await
}

/// Whether a form comes from a page of this server, as the browser says.
fn is_from_here(console: &Console, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // Older browsers do not say it; those that do are believed.
    if said("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return false;
    }
    let Some(origin) = said("origin") else { return false };
    if console.origin.as_deref() == Some(origin) {
        return true;
    }
    let host = said(header::HOST.as_str()).unwrap_or_default();
    let from = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    !host.is_empty() && from == Some(host)
}

/// Whether somebody followed a link on another site: then the browser keeps the cookie back.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}
