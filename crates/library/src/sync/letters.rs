//! Letters in a sync: what waits goes to the server, what became of questions comes back.
//!
//! Independent of the layers: neither waits for the other nor fails with it. Every owner has a turn:
//! the account of this computer, and each receipt a visitor has for this server. What is sent next and
//! what each outcome leaves behind, `personal/` knows; what an answer means, `verdict`. The requests
//! themselves are in `http/mailbox`.

mod verdict;

use super::http::{Counts, Mailbox, Proof, REFUSED_TOKEN, Reply};
use super::session::unless_stopped;
use super::{Occasion, Server, Watch};
use crate::account::Kept;
use crate::lock::LettersTurn;
use crate::personal::{Outgoing, Owner, Personal, Posted};
use hrc_domain::enrolment::AccountEnd;
use hrc_domain::error::Result;
use hrc_domain::personal::Arrivals;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp as Instant;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use verdict::{Verdict, page_of};

/// After how many tries in a row that nobody knows the end of an owner's turn is over: one thing that
/// never gets through must not keep back the next, and a dead line is not to be tried for each.
const LOST_AT_MOST: u32 = 3;

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
    /// With another owner: this one has to wait.
    OtherOwner,
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
                return Ok(Next::OtherOwner);
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
                    return Ok(Next::OtherOwner);
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
        Ok(Next::OtherOwner)
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
