//! Letters in a sync: what waits goes to the server, what became of questions comes back.
//!
//! Independent of the layers: neither waits for the other nor fails with it. Every owner has a turn:
//! the account of this computer, and each receipt a visitor has for this server. What is sent next and
//! what each outcome leaves behind, `personal/` knows; here is decided what an answer means (`Verdict`).
//! The requests themselves are in `http/mailbox`.

use super::http::{Counts, Mailbox, Proof, Reply, Told};
use super::session::unless_stopped;
use super::{Occasion, Server, Watch};
use crate::account::Kept;
use crate::lock::LettersTurn;
use crate::personal::{Outgoing, Owner, Personal, Posted};
use hrc_domain::enrolment::AccountEnd;
use hrc_domain::error::Result;
use hrc_domain::personal::Arrivals;
use hrc_domain::question::{Acknowledgement, Updates};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp as Instant;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// After how many tries in a row that nobody knows the end of an owner's turn is over: one thing that
/// never gets through must not keep back the next, and a dead line is not to be tried for each.
const LOST_AT_MOST: u32 = 3;

/// What the server may say of a token.
const REFUSED_TOKEN: [ErrorCode; 3] =
    [ErrorCode::NotEnrolled, ErrorCode::AccountRevoked, ErrorCode::AccountExpired];

/// What became of letters in one sync.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letters {
    /// Questions the server has acknowledged.
    pub questions_sent: u32,
    /// Updates that came.
    pub updates: u32,
    /// What they brought, to be told to the reader.
    pub arrivals: Arrivals,
    /// Whether any question may stand elsewhere than before.
    pub moved: bool,
    /// Requests sent.
    pub requests: u64,
    /// Bytes of the answers' bodies.
    pub bytes: u64,
    /// That the account has ended by the server's word, and why.
    pub end: Option<AccountEnd>,
    /// What kept the first of those that waited from going, or news from coming; none for what the
    /// server refused as it is, which stands with the question.
    pub failure: Option<Error>,
}

impl Personal {
    /// Sends what waits for this server, and fetches what came back. Blocks; others go on reading and
    /// writing. Sends nothing at all where nobody has asked anything.
    pub fn exchange(
        &self,
        server: &Server,
        occasion: Occasion,
        watch: &dyn Watch,
        now: Instant,
    ) -> Letters {
        let counts = Arc::default();
        let (personal, letters) = (self, Letters::default());
        let mut exchange =
            Exchange { personal, server, watch, now, counts: Arc::clone(&counts), letters };
        let outcome = exchange.run(occasion);
        let mut letters = exchange.letters;
        letters.requests = counts.requests.load(Ordering::Relaxed);
        letters.bytes = counts.bytes.load(Ordering::Relaxed);
        if let Err(cause) = outcome {
            letters.failure.get_or_insert(cause);
        }
        letters
    }
}

struct Exchange<'a> {
    personal: &'a Personal,
    server: &'a Server,
    watch: &'a dyn Watch,
    now: Instant,
    counts: Arc<Counts>,
    letters: Letters,
}

/// Somebody who has letters on this server.
struct Correspondent {
    owner: Owner,
    /// The token or the secret of the receipt.
    secret: String,
}

/// How it goes on after one thing.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// With the next.
    GoOn,
    /// With the next owner: this one has to wait.
    NextOwner,
    /// Not at all: nobody can be reached.
    GoHome,
}

impl Exchange<'_> {
    fn run(&mut self, occasion: Occasion) -> Result<()> {
        let correspondents = self.correspondents()?;
        if correspondents.is_empty() {
            return Ok(());
        }
        let _turn = LettersTurn::take(self.personal.dir())?;
        // Nobody else sends now: what counts as being sent was left so.
        self.personal.settle()?;
        if occasion == Occasion::Asked {
            self.personal.hurry()?;
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|cause| Error::io("starting to send letters", &cause))?;
        runtime.block_on(async {
            for one in correspondents {
                if self.turn_of(&one).await? == Next::GoHome {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Whoever has something to send to this server, or to hear from it.
    fn correspondents(&mut self) -> Result<Vec<Correspondent>> {
        let server = self.server.fingerprint();
        let mut found = Vec::new();
        // Receipts go without an account, whatever is the matter with it.
        match self.account() {
            Ok(account) => found.extend(account),
            Err(cause) => self.note(cause),
        }
        if self.personal.corresponds(&Owner::Visitor)? {
            self.personal.receipt(server, self.now)?;
        }
        for (at, receipt) in self.personal.receipts(server)?.into_iter().enumerate() {
            let owner = receipt.owner();
            // What a visitor wrote goes with the first.
            let is_meant = at == 0 && self.personal.corresponds(&Owner::Visitor)?;
            if is_meant || self.personal.corresponds(&owner)? {
                found.push(Correspondent { owner, secret: receipt.secret });
            }
        }
        Ok(found)
    }

    /// The account of this computer, where it is this server's and its time is not over. Where it is
    /// not, the sync of the layers ends it.
    fn account(&self) -> Result<Option<Correspondent>> {
        let dir = self.personal.dir();
        let Some(kept) = Kept::load(dir)? else { return Ok(None) };
        let owner = Owner::Account(kept.device.clone());
        let is_theirs = kept.fingerprint == self.server.fingerprint();
        if !is_theirs || kept.is_over(self.now) || !self.personal.corresponds(&owner)? {
            return Ok(None);
        }
        let secret = kept.secret(dir)?;
        Ok(Some(Correspondent { owner, secret: secret.token.clone() }))
    }

    async fn turn_of(&mut self, one: &Correspondent) -> Result<Next> {
        let proof = match one.owner {
            Owner::Account(_) => Proof::Token(&one.secret),
            Owner::Visitor | Owner::Receipt(_) => Proof::Receipt(&one.secret),
        };
        let mailbox = Mailbox::new(self.server, &proof, Arc::clone(&self.counts))?;
        match self.send(&one.owner, &mailbox).await? {
            Next::GoOn => self.fetch(&one.owner, &mailbox).await,
            other => Ok(other),
        }
    }

    async fn send(&mut self, owner: &Owner, mailbox: &Mailbox<'_>) -> Result<Next> {
        let mut lost = 0;
        loop {
            if self.watch.cancelled() {
                return Ok(self.stop());
            }
            let Some(sent) = self.personal.next_to_send(owner, self.now)? else {
                return Ok(Next::GoOn);
            };
            self.letters.moved = true;
            let Outgoing { id, posted, body } = sent;
            let asked = async {
                Ok(match &posted {
                    Posted::Question => mailbox.put_question(&id, body).await,
                    Posted::Act { question } => mailbox.put_act(question, &id, body).await,
                })
            };
            let Ok(reply) = unless_stopped(self.watch, asked).await else {
                self.personal.unconfirmed(&id)?;
                return Ok(self.stop());
            };
            let is_question = posted == Posted::Question;
            match Verdict::of(reply, is_question) {
                Verdict::Acknowledged(acknowledgement) => {
                    if self.personal.acknowledged(&id, &acknowledgement, self.now)? {
                        self.letters.questions_sent += u32::from(is_question);
                        lost = 0;
                    } else {
                        let sentence = "the server acknowledges something else than was sent";
                        self.note(Error::new(ErrorCode::ServerRefused, sentence));
                        lost += 1;
                    }
                }
                Verdict::Refused(cause) => {
                    self.personal.refused(&id, &cause, self.now)?;
                    lost = 0;
                }
                Verdict::Later(cause, pause) => {
                    self.personal.postponed(&id)?;
                    return self.put_off(owner, cause, pause);
                }
                Verdict::Unsent(cause) => {
                    self.personal.postponed(&id)?;
                    self.note(cause);
                    return Ok(Next::GoHome);
                }
                Verdict::Doubtful(cause, pause) => {
                    self.personal.unconfirmed(&id)?;
                    lost += 1;
                    if pause.is_some() {
                        return self.put_off(owner, cause, pause);
                    }
                    self.note(cause);
                }
            }
            if lost == LOST_AT_MOST {
                return Ok(Next::NextOwner);
            }
        }
    }

    async fn fetch(&mut self, owner: &Owner, mailbox: &Mailbox<'_>) -> Result<Next> {
        loop {
            let after = self.personal.cursor(owner)?;
            let asked = async { Ok(mailbox.updates(after).await) };
            let Ok(reply) = unless_stopped(self.watch, asked).await else {
                return Ok(self.stop());
            };
            let told = match reply {
                Reply::Told(told) => told,
                Reply::Unsent(cause) => {
                    self.note(cause);
                    return Ok(Next::GoHome);
                }
                Reply::Lost(cause) => {
                    self.note(cause);
                    return Ok(Next::NextOwner);
                }
            };
            let Some(page) = page_of(&told, after) else {
                let cause = told.complaint("updates", &REFUSED_TOKEN);
                let pause = told.pause;
                return self.put_off(owner, cause, pause);
            };
            let arrivals = self.personal.receive(&page, owner, self.now)?;
            let sum = &mut self.letters.arrivals;
            sum.answers += arrivals.answers;
            sum.queries += arrivals.queries;
            sum.others += arrivals.others;
            let many = u32::try_from(page.updates.len()).unwrap_or(u32::MAX);
            self.letters.updates = self.letters.updates.saturating_add(many);
            self.letters.moved |= many > 0;
            if !page.more {
                return Ok(Next::GoOn);
            }
        }
    }

    /// This owner has to wait, as long as the server says where it does. One whose account is over is
    /// no member any more.
    fn put_off(&mut self, owner: &Owner, cause: Error, pause: Option<Duration>) -> Result<Next> {
        if matches!(owner, Owner::Account(_)) {
            self.letters.end = match cause.code {
                ErrorCode::AccountRevoked => Some(AccountEnd::Revoked),
                ErrorCode::AccountExpired => Some(AccountEnd::Expired),
                _ => None,
            };
        }
        if self.letters.end.is_none() {
            self.note(cause);
        }
        if let Some(pause) = pause {
            self.personal.rest(owner, self.now, pause)?;
        }
        Ok(Next::NextOwner)
    }

    fn stop(&mut self) -> Next {
        self.note(Error::new(ErrorCode::Cancelled, "the sync was stopped"));
        Next::GoHome
    }

    /// The first thing that went wrong says more than what followed from it.
    fn note(&mut self, cause: Error) {
        self.letters.failure.get_or_insert(cause);
    }
}

/// What an answer means for what was sent.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
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
    /// Whatever is not clear is doubtful: to send twice costs a request, to believe too early costs
    /// somebody their question.
    fn of(reply: Reply, is_question: bool) -> Self {
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
    fn complaint(&self, what: &str, known: &[ErrorCode]) -> Error {
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
fn page_of(told: &Told, after: u32) -> Option<Updates> {
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
