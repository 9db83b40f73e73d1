//! Cookies: who is signed in, which computer is known, and a language.
//!
//! All are for this server and its encrypted pages alone (`__Host-`, `Secure`), out of reach of
//! scripts and of requests from other sites. Browsers take `Secure` cookies from this computer's own
//! address without encryption too; elsewhere the console needs https.

use axum::http::{HeaderMap, HeaderValue, header};

const SESSION: &str = "__Host-hrc-session";
const COMPUTER: &str = "__Host-hrc-computer";
const LANGUAGE: &str = "__Host-hrc-language";

/// Half a year: as long as a computer is known, and a language remembered.
const LONG: u32 = 60 * 60 * 24 * 180;

/// What a browser sent.
#[derive(Debug, Default)]
pub struct Cookies {
    session: Option<String>,
    computer: Option<String>,
    language: Option<String>,
}

impl Cookies {
    /// Those of a request. Of two with one name the first counts.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut cookies = Self::default();
        let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        for (name, value) in sent.flat_map(|line| line.split(';')).filter_map(|c| c.split_once('='))
        {
            let place = match name.trim() {
                SESSION => &mut cookies.session,
                COMPUTER => &mut cookies.computer,
                LANGUAGE => &mut cookies.language,
                _ => continue,
            };
            place.get_or_insert_with(|| value.trim().to_owned());
        }
        cookies
    }

    /// The session's token.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The mark of a computer that was signed in before.
    pub fn computer(&self) -> Option<&str> {
        self.computer.as_deref()
    }

    /// The language chosen.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
}

/// The cookie of a session; it is gone when the browser is closed.
pub fn session(token: &str) -> HeaderValue {
    made(SESSION, token, "")
}

/// The cookie of nobody.
pub fn no_session() -> HeaderValue {
    made(SESSION, "", "; Max-Age=0")
}

/// The cookie of a computer that is known from now on.
pub fn computer(mark: &str) -> HeaderValue {
    made(COMPUTER, mark, &format!("; Max-Age={LONG}"))
}

/// The cookie of a language.
pub fn language(code: &str) -> HeaderValue {
    made(LANGUAGE, code, &format!("; Max-Age={LONG}"))
}

/// Values are made here, of letters and digits; a value of anything else is none.
fn made(name: &str, value: &str, lasts: &str) -> HeaderValue {
    let is_plain = value.bytes().all(|c| c.is_ascii_alphanumeric());
    let value = if is_plain { value } else { "" };
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict{lasts}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
