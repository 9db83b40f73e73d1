//! What a browser gets: pages, redirects, and why something was not done.

use super::form::{FORM, Form};
use super::frame::Frame;
use crate::http::body;
use crate::http::refusal::Refusal;
use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use hrc_domain::{Error, ErrorCode};
use tracing::error;
use url::form_urlencoded;

/// For files whose name says what is in them.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What every answer of the console carries. Nothing is loaded from anywhere else, nothing runs that
/// is written into a page, and nobody shows a page inside their own. `same-origin`, as with
/// `no-referrer` browsers would not say where a form comes from.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), display-capture=()",
    ),
];

/// What a page's handler answers.
pub type Answer = Result<Response, Faulty>;

/// Why a page could not be made. The gate makes a page of it, in the reader's language.
#[derive(Debug)]
pub enum Faulty {
    /// What was asked for could not be done.
    Error(Error),
    /// What was sent could not be read.
    Refused(Refusal),
}

impl From<Error> for Faulty {
    fn from(cause: Error) -> Self {
        Self::Error(cause)
    }
}

/// The fault on its way to the gate.
#[derive(Debug, Clone)]
struct Told(Error, Option<StatusCode>);

impl IntoResponse for Faulty {
    fn into_response(self) -> Response {
        let told = match self {
            Self::Error(cause) => Told(cause, None),
            Self::Refused(refusal) => {
                let (cause, status) = refusal.parts();
                Told(cause, Some(status))
            }
        };
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(told);
        response
    }
}

/// A page.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A page with another status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let page = template
        .render()
        .map_err(|cause| Error::new(ErrorCode::Internal, format!("making a page: {cause}")))?;
    Ok((status, Html(page)).into_response())
}

/// Goes on to a page, by asking for it: what was sent is not sent again when it is reloaded.
pub fn go_to(path: &str) -> Response {
    let to = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/console"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// The same; the page says this sentence of the catalogue at its top: its key begins with `said.`.
pub fn go_and_say(path: &str, key: &str) -> Response {
    let sign = if path.contains('?') { '&' } else { '?' };
    go_to(&format!("{path}{sign}said={key}"))
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    frame: &'a Frame,
    title: &'static str,
    what: &'static str,
}

/// The page of something refused: the key of what is said.
pub fn refused(frame: &Frame, status: StatusCode, key: &str) -> Response {
    let title = frame.say("fault.title");
    let page = FaultPage { frame, title, what: frame.say(key) };
    page_with(status, &page).unwrap_or_else(|_| status.into_response())
}

/// The page of a fault.
pub fn fault(frame: &Frame, cause: Error) -> Response {
    let status = Refusal::from(cause.clone()).parts().1;
    told(frame, &cause, status)
}

fn told(frame: &Frame, cause: &Error, status: StatusCode) -> Response {
    // Why it is, is in the log; what is said tells what to do.
    let key = match (status, cause.code) {
        (StatusCode::PAYLOAD_TOO_LARGE, _) => "fault.too_large",
        (StatusCode::REQUEST_TIMEOUT, _) => "fault.slow",
        (_, ErrorCode::NotFound | ErrorCode::InvitationUnknown) => "fault.not_found",
        (_, ErrorCode::Conflict | ErrorCode::InvitationUsed) => "fault.conflict",
        (_, ErrorCode::Busy) => "fault.busy",
        (_, ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::Io) => "fault.disk",
        (_, ErrorCode::AccountRevoked) => "fault.removed",
        (_, ErrorCode::InvalidInput) => "fault.input",
        _ => "fault.internal",
    };
    if status.is_server_error() {
        error!(code = %cause.code, cause = %cause.message, "a page of the console failed");
    }
    refused(frame, status, key)
}

/// The answer of a page, or the page of its fault.
pub fn with_faults_told(frame: &Frame, response: Response) -> Response {
    let Some(Told(cause, status)) = response.extensions().get::<Told>().cloned() else {
        return response;
    };
    match status {
        None => fault(frame, cause),
        Some(status) => {
            let mut response = told(frame, &cause, status);
            // It was not read to the end.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    }
}

/// The answer as it goes out, with the cookie of a session that was renewed.
pub fn finished(mut response: Response, renewed: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Who signs out, or in anew, has said which cookie is to be.
    if let Some(cookie) = renewed
        && !headers.contains_key(header::SET_COOKIE)
    {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

#[derive(Template)]
#[template(path = "once-more.html")]
struct OnceMore<'a> {
    frame: &'a Frame,
    path: &'a str,
}

/// Who follows a link on another site, or in a mail, is asked to come once more, from here: then the
/// browser brings the cookie along.
pub fn once_more(frame: &Frame, path: &str) -> Response {
    let mut response = page(&OnceMore { frame, path }).unwrap_or_else(|_| go_to("/console"));
    if let Ok(again) = HeaderValue::from_str(&format!("0; url={path}")) {
        response.headers_mut().insert(header::REFRESH, again);
    }
    response
}

/// How much is kept of what somebody sent who was signed out meanwhile, in bytes: a long answer, and
/// no more than anybody may make the server read.
pub const KEPT: usize = 160 << 10;

/// What somebody sent who was signed out meanwhile: it is kept in the page until they are signed in.
#[derive(Debug, Clone)]
pub struct Kept(pub Form);

impl Kept {
    /// What a request holds; none where it is no form, or too large.
    pub async fn of(request: Request, most: usize) -> Option<Self> {
        let bytes = body::bytes_of(request, FORM, most.min(KEPT)).await.ok()?;
        Some(Self(Form::parse(&bytes))).filter(|kept| !kept.0.fields().is_empty())
    }

    /// As it stands in one hidden field.
    pub fn packed(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.0.fields()).finish()
    }

    /// What such a field holds.
    pub fn unpacked(packed: &str) -> Option<Self> {
        Some(Self(Form::parse(packed.as_bytes()))).filter(|kept| !kept.0.fields().is_empty())
    }
}
