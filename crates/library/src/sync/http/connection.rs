//! A connection to a server: how it is set up, what may go wrong with it, and what an answer says for
//! itself. What is asked for, and what the answer means for the library, is with those who ask.

use hrc_domain::settings::Proxy;
use hrc_domain::{Error, ErrorCode, error};
use jiff::Timestamp as Instant;
use reqwest::header::{self, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use std::error::Error as _;
use std::time::Duration;

const CONNECTING: Duration = Duration::from_secs(15);

/// How long a server may say nothing in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// What a short answer may be at most, in bytes.
pub(super) const MAX_ANSWER: usize = 16 << 10;

/// A client that reaches servers through this proxy.
pub(super) fn client(proxy: &Proxy, redirects: Policy) -> error::Result<Client> {
    let refused = |cause: reqwest::Error| {
        // Where it is TLS that complains, this computer trusts no authority at all.
        let code = if tls_fault(&cause).is_some() {
            ErrorCode::CertificateRefused
        } else {
            ErrorCode::InvalidInput
        };
        Error::new(code, format!("setting up the connection: {}", whole(&cause)))
    };
    let builder = Client::builder()
        .user_agent(concat!("knowledge-centre/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECTING)
        .read_timeout(SILENCE)
        .redirect(redirects)
        .tcp_nodelay(true);
    let builder = match proxy {
        Proxy::System => builder,
        Proxy::None => builder.no_proxy(),
        Proxy::Manual { address } => {
            builder.no_proxy().proxy(reqwest::Proxy::all(address).map_err(refused)?)
        }
    };
    builder.build().map_err(refused)
}

/// Why the server refuses, where it says so in its own words and means one of these; whatever stands
/// between may refuse too, and means nothing by it.
pub(super) async fn refusal(response: Response, what: &str, known: &[ErrorCode]) -> Error {
    let status = response.status();
    let is_typed = is_json(response.headers());
    let told = match beginning(response).await {
        Ok(bytes) if is_typed => serde_json::from_slice::<Error>(&bytes).ok(),
        _ => None,
    };
    told.filter(|cause| known.contains(&cause.code)).unwrap_or_else(|| refused(status, what))
}

pub(super) fn refused(status: StatusCode, what: &str) -> Error {
    Error::new(code_of(status), format!("the server answers {status} for {what}"))
}

/// As much of an answer as a short one has.
pub(super) async fn beginning(mut response: Response) -> error::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|cause| unreached(&cause))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_ANSWER {
            break;
        }
    }
    Ok(bytes)
}

pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let form = headers.get(header::CONTENT_TYPE).and_then(|form| form.to_str().ok());
    form.is_some_and(|form| form.starts_with("application/json"))
}

pub(super) fn is_page(headers: &HeaderMap) -> bool {
    let form = headers.get(header::CONTENT_TYPE).and_then(|form| form.to_str().ok());
    form.is_some_and(|form| form.trim_start().to_ascii_lowercase().starts_with("text/html"))
}

pub(super) fn time_in(headers: &HeaderMap) -> Option<Instant> {
    let said = headers.get(header::DATE).and_then(|date| date.to_str().ok())?;
    jiff::fmt::rfc2822::parse(said).ok().map(|time| time.timestamp())
}

pub(super) fn code_of(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => ErrorCode::ProxyRefused,
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => ErrorCode::CaptivePortal,
        _ => ErrorCode::ServerRefused,
    }
}

/// What the HTTP client says when a proxy wants a name and password before it makes a tunnel; the
/// error's type is the client's own.
pub(super) const PROXY_WANTS_LOGIN: &str = "proxy authorization required";

pub(super) fn unreached(cause: &reqwest::Error) -> Error {
    let sentence = whole(cause);
    let is_certificate = matches!(tls_fault(cause), Some(rustls::Error::InvalidCertificate(_)));
    let code = if is_certificate {
        ErrorCode::CertificateRefused
    } else if sentence.contains(PROXY_WANTS_LOGIN) {
        ErrorCode::ProxyRefused
    } else if cause.is_timeout() {
        ErrorCode::TimedOut
    } else {
        ErrorCode::Offline
    };
    Error::new(code, sentence)
}

/// What TLS complained of, somewhere below. An error of input and output hands out what is in it by
/// a way of its own.
pub(super) fn tls_fault<'a>(
    cause: &'a (dyn std::error::Error + 'static),
) -> Option<&'a rustls::Error> {
    if let Some(fault) = cause.downcast_ref() {
        return Some(fault);
    }
    match cause.downcast_ref::<std::io::Error>() {
        Some(io) => tls_fault(io.get_ref()?),
        None => tls_fault(cause.source()?),
    }
}

/// An error with all its causes: the outermost alone says little more than that there was one.
pub(super) fn whole(cause: &reqwest::Error) -> String {
    let mut sentence = cause.to_string();
    let mut next = cause.source();
    while let Some(inner) = next {
        sentence.push_str(": ");
        sentence.push_str(&inner.to_string());
        next = inner.source();
    }
    sentence
}
