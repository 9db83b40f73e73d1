//! What an answer about letters means: whether it acknowledges, refuses, puts off, or says nothing.
//!
//! Only the server's own words decide. Whatever stands between speaks others, and what is not clear is
//! doubtful: to send twice costs a request, to believe too early costs somebody their question.

use super::super::http::{REFUSED_TOKEN, Reply, Told};
use hrc_domain::question::{Acknowledgement, Updates};
use hrc_domain::{Error, ErrorCode};
use std::time::Duration;

/// What an answer means for what was sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The server says that it has something; what, is still to be compared.
    Acknowledged(Acknowledgement),
    /// It will not take it as it is.
    Refused(Error),
    /// It did not take it this time, and says so, and perhaps until when.
    Later(Error, Option<Duration>),
    /// Nothing has left.
    Unsent(Error),
    /// It may have arrived.
    Doubtful(Error, Option<Duration>),
}

impl Verdict {
    /// What this means for a question, or for an act.
    pub(super) fn of(reply: Reply, is_question: bool) -> Self {
        let told = match reply {
            Reply::Told(told) => told,
            Reply::Unsent(cause) => return Self::Unsent(cause),
            Reply::Lost(cause) => return Self::Doubtful(cause, None),
        };
        if let Some(acknowledgement) = told.acknowledgement() {
            return Self::Acknowledged(acknowledgement);
        }
        let cause = told.complaint("a letter", &[]);
        match (told.status, told.typed()) {
            (400 | 409 | 413, Some(typed))
                if [ErrorCode::InvalidInput, ErrorCode::Conflict].contains(&typed.code) =>
            {
                Self::Refused(typed)
            }
            // A question that the server does not have cannot be spoken about; a server that cannot
            // be asked at all may be able to tomorrow.
            (404, Some(typed)) if typed.code == ErrorCode::NotFound && !is_question => {
                Self::Refused(typed)
            }
            (401, Some(typed)) if REFUSED_TOKEN.contains(&typed.code) => {
                Self::Later(typed, told.pause)
            }
            (429, Some(typed)) => Self::Later(typed, told.pause),
            (407 | 429, _) => Self::Later(cause, told.pause),
            _ => Self::Doubtful(cause, told.pause),
        }
    }
}

impl Told {
    fn acknowledgement(&self) -> Option<Acknowledgement> {
        let is_one = matches!(self.status, 200 | 201) && !self.is_page;
        is_one.then(|| serde_json::from_slice(&self.body).ok()).flatten()
    }

    /// The error the server tells in its own words; what stands between speaks others.
    fn typed(&self) -> Option<Error> {
        let is_one = self.status >= 400 && self.is_json;
        is_one.then(|| serde_json::from_slice(&self.body).ok()).flatten()
    }

    /// What is wrong with an answer that is not what was asked for; in the server's own words where
    /// they are among these.
    pub(super) fn complaint(&self, what: &str, known: &[ErrorCode]) -> Error {
        let typed = self.typed().filter(|typed| {
            known.contains(&typed.code) && self.status == 401
                || typed.code == ErrorCode::TooManyTries && self.status == 429
        });
        let code = match self.status {
            407 => ErrorCode::ProxyRefused,
            511 => ErrorCode::CaptivePortal,
            _ if self.is_page => ErrorCode::CaptivePortal,
            _ => ErrorCode::ServerRefused,
        };
        typed.unwrap_or_else(|| {
            Error::new(code, format!("asked about {what}, somebody answers {}", self.status))
        })
    }
}

/// The page of updates that was asked for; none where it is none, or another.
pub(super) fn page_of(told: &Told, after: u32) -> Option<Updates> {
    if told.status != 200 || told.is_page {
        return None;
    }
    let page: Updates = serde_json::from_slice(&told.body).ok()?;
    let is_after = page.next >= after && !(page.more && page.next == after);
    let is_within = |seq: u32| seq > after && seq <= page.next;
    (is_after && page.updates.iter().all(|update| is_within(update.seq))).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190a1b2-c3d4-7e5f-8a6b-0123456789ab";

    fn told(status: u16, body: serde_json::Value) -> Told {
        let body = body.to_string().into_bytes();
        Told { status, is_page: false, is_json: true, pause: None, body }
    }

    fn error(code: &str) -> serde_json::Value {
        serde_json::json!({"code": code, "message": "why"})
    }

    fn acknowledgement() -> serde_json::Value {
        serde_json::json!({"id": ID, "digest": "d", "received_at": "2026-11-21T10:00:00Z"})
    }

    fn name(verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Acknowledged(_) => "acknowledged",
            Verdict::Refused(_) => "refused",
            Verdict::Later(..) => "later",
            Verdict::Unsent(_) => "unsent",
            Verdict::Doubtful(..) => "doubtful",
        }
    }

    fn verdict(status: u16, body: serde_json::Value, is_question: bool) -> &'static str {
        name(&Verdict::of(Reply::Told(told(status, body)), is_question))
    }

    #[test]
    fn only_the_servers_own_words_decide_about_a_letter() {
        for (status, body, expected, why) in [
            (201, acknowledgement(), "acknowledged", "it is new there"),
            (200, acknowledgement(), "acknowledged", "it was there already"),
            (202, acknowledgement(), "doubtful", "a status nobody promised"),
            (204, serde_json::Value::Null, "doubtful", "nothing is no acknowledgement"),
            (200, error("internal"), "doubtful", "an error is none either"),
            (400, error("invalid_input"), "refused", "it is not as it must be"),
            (413, error("invalid_input"), "refused", "it is too large"),
            (409, error("conflict"), "refused", "the id is another's"),
            (400, error("internal"), "doubtful", "a word that does not belong here"),
            (400, serde_json::Value::Null, "doubtful", "a proxy says so, not the server"),
            (413, serde_json::Value::Null, "doubtful", "a proxy that takes less than the server"),
            (401, error("account_revoked"), "later", "the account is over"),
            (401, error("not_enrolled"), "later", "the token is unknown"),
            (401, serde_json::Value::Null, "doubtful", "somebody else wants a name"),
            (407, serde_json::Value::Null, "later", "the proxy passed nothing on"),
            (429, error("too_many_tries"), "later", "the server wants a pause"),
            (429, serde_json::Value::Null, "later", "so does a balancer"),
            (503, error("busy"), "doubtful", "it may be there all the same"),
            (502, serde_json::Value::Null, "doubtful", "the server broke off, perhaps too late"),
            (301, serde_json::Value::Null, "doubtful", "nobody follows with a question"),
        ] {
            assert_eq!(verdict(status, body.clone(), true), expected, "{status} {body}: {why}");
        }
    }

    #[test]
    fn what_is_said_about_a_question_the_server_does_not_have_is_refused() {
        assert_eq!(verdict(404, error("not_found"), false), "refused", "it will never be taken");
        assert_eq!(
            verdict(404, error("not_found"), true),
            "doubtful",
            "an older server has no place for questions; a newer one will"
        );
    }

    #[test]
    fn a_page_from_a_network_that_wants_a_login_is_no_acknowledgement() {
        let page = Told { is_page: true, ..told(200, acknowledgement()) };
        let Verdict::Doubtful(cause, _) = Verdict::of(Reply::Told(page), true) else {
            panic!("whatever stands in a web page, it is doubtful");
        };
        assert_eq!(cause.code, ErrorCode::CaptivePortal, "and said by its name");
    }

    #[test]
    fn words_of_an_error_count_only_where_they_are_said_to_be_json() {
        let text = Told { is_json: false, ..told(400, error("invalid_input")) };
        assert_eq!(name(&Verdict::of(Reply::Told(text), true)), "doubtful", "the server says JSON");
    }

    #[test]
    fn a_page_of_updates_leads_on_from_where_it_was_asked_for() {
        let page = |updates: &[u32], next: u32, more: bool| {
            let one = |seq: &u32| {
                serde_json::json!({"seq": seq, "question": ID, "at": "2026-11-21T10:00:00Z",
                    "news": {"kind": "deleted"}})
            };
            let updates: Vec<_> = updates.iter().map(one).collect();
            told(200, serde_json::json!({"updates": updates, "next": next, "more": more}))
        };
        assert!(page_of(&page(&[4, 6], 7, true), 3).is_some(), "later, and within what it says");
        assert!(page_of(&page(&[], 3, false), 3).is_some(), "nothing new");
        assert!(page_of(&page(&[], 3, true), 3).is_none(), "more of nothing would never end");
        assert!(page_of(&page(&[], 2, false), 3).is_none(), "it does not go back");
        assert!(page_of(&page(&[3], 4, false), 3).is_none(), "this was told before");
        assert!(page_of(&page(&[9], 4, false), 3).is_none(), "this would be told again");
        let mut elsewhere = page(&[4], 4, false);
        elsewhere.status = 203;
        assert!(page_of(&elsewhere, 3).is_none(), "somebody between changed it");
    }
}
