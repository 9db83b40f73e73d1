//! The outbox: what has to be sent, as the very bytes, and how far each of them has come.
//!
//! The bytes are fixed when something is queued and never change once they may have left, so that the
//! server knows a second try as the same. Nothing counts as received before an acknowledgement has
//! echoed its id and the digest of its bytes. Whoever sends asks for one thing after the other with
//! [`Personal::next_to_send`] and says of each what became of it.

use super::fault::{fault, too_late, unreadable};
use super::owner::Owner;
use super::{Personal, drafts, instant};
use hrc_domain::error::Result;
use hrc_domain::question::{Acknowledgement, LetterId, MAX_BODY, QuestionState, body_digest};
use hrc_domain::{Error, ErrorCode};
use rusqlite::{OptionalExtension, Transaction};
use serde::Serialize;

/// The pause after the first try that failed, in seconds; it doubles with each.
const FIRST_PAUSE: i64 = 30;
/// The longest pause, in seconds.
const LONGEST_PAUSE: i64 = 3600;

/// How far something is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Nothing of it has left.
    Queued,
    /// It is leaving.
    Sending,
    /// It may have arrived.
    Unconfirmed,
    /// The server will not take it.
    Failed,
}

impl Way {
    /// Reads back what was stored.
    pub fn read(name: &str) -> Result<Self> {
        match name {
            "queued" => Ok(Self::Queued),
            "sending" => Ok(Self::Sending),
            "unconfirmed" => Ok(Self::Unconfirmed),
            "failed" => Ok(Self::Failed),
            other => Err(unreadable("a way", other)),
        }
    }
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// A question: `PUT /v1/questions/{id}`.
    Question,
    /// An act: `PUT /v1/questions/{question}/acts/{id}`.
    Act {
        /// The question it is about.
        question: LetterId,
    },
}

/// One thing to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id.
    pub id: LetterId,
    /// What it is.
    pub posted: Posted,
    /// The very bytes of the body.
    pub body: Vec<u8>,
}

impl Personal {
    /// The next thing to send for this owner, which counts as being sent from now on; none when there
    /// is nothing, or nothing yet: what failed a moment ago waits ([`Self::hurry`]). `now` is the time
    /// the turn began, so that a turn tries nothing twice. After it, one of [`Self::acknowledged`], [`Self::unconfirmed`], [`Self::postponed`] and [`Self::refused`] is to be
    /// called.
    ///
    /// Choosing and marking are one step, so that nobody edits what is leaving. What a visitor wrote
    /// goes with the first receipt that asks, and belongs to it from then on. What is said after a question
    /// waits until the server has the question, and for what was said before it.
    pub fn next_to_send(&self, owner: &Owner, now: jiff::Timestamp) -> Result<Option<Outgoing>> {
        if *owner == Owner::Visitor {
            let sentence = "a visitor's questions are sent with a receipt";
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
        let also = also_sent_by(owner);
        let present = now.as_millisecond();
        // A pause longer than any was noted by a clock that was wrong.
        let absurd = present.saturating_add(LONGEST_PAUSE * 1000);
        self.write(|transaction| {
            let found = transaction
                .query_row(
                    "SELECT o.id, o.question, o.body FROM outbox o JOIN question q ON q.id = o.question
                     WHERE q.owner IN (?, ?) AND o.state IN ('queued', 'unconfirmed')
                       AND (o.next_try <= ? OR o.next_try > ?)
                       AND (o.id = o.question OR (
                         q.state NOT IN ('draft')
                         AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.question = o.question
                           AND p.state <> 'failed' AND (p.id = p.question OR p.ordinal < o.ordinal))))
                     ORDER BY o.tries, o.ordinal LIMIT 1",
                    (owner, also, present, absurd),
                    |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?)),
                )
                .optional()
                .map_err(fault("reading the outbox"))?;
            let Some((id, question, body)) = found else { return Ok(None) };
            let (id, question) = (LetterId::new(id)?, LetterId::new(question)?);
            // A try counts when it begins, so that the pauses grow even when every try ends in a crash.
            let pause = transaction
                .query_row("SELECT tries FROM outbox WHERE id = ?", [id.as_str()], |row| row.get(0))
                .map_err(fault("reading the outbox"))
                .map(pause_after)?;
            transaction
                .execute(
                    "UPDATE outbox SET state = 'sending', tries = tries + 1, next_try = ? WHERE id = ?",
                    (present.saturating_add(pause), id.as_str()),
                )
                .and_then(|_| {
                    transaction.execute(
                        "UPDATE question SET owner = ? WHERE id = ?",
                        (owner, question.as_str()),
                    )
                })
                .map_err(fault("marking what is sent"))?;
            let posted =
                if id == question { Posted::Question } else { Posted::Act { question } };
            Ok(Some(Outgoing { id, posted, body }))
        })
    }

    /// Lets nothing wait for the end of its pause: somebody asked for a sync.
    pub fn hurry(&self) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute("UPDATE outbox SET next_try = 0 WHERE state <> 'sending'", [])
                .map(drop)
                .map_err(fault("ending the pauses"))
        })
    }

    /// Lets everything this owner would send wait at least so long, and no longer than the longest
    /// pause: the server asked for it.
    pub fn rest(
        &self,
        owner: &Owner,
        now: jiff::Timestamp,
        pause: std::time::Duration,
    ) -> Result<()> {
        let pause = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX).min(LONGEST_PAUSE * 1000);
        self.write(|transaction| {
            transaction
                .execute(
                    "UPDATE outbox SET next_try = max(next_try, ?) WHERE question IN
                     (SELECT id FROM question WHERE owner IN (?, ?))",
                    (now.as_millisecond().saturating_add(pause), owner, also_sent_by(owner)),
                )
                .map(drop)
                .map_err(fault("noting a pause"))
        })
    }

    /// Whether this owner has anything to send, or to hear of.
    pub fn corresponds(&self, owner: &Owner) -> Result<bool> {
        self.read(|connection| {
            connection
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM question q WHERE q.owner = ? AND q.deleted_at IS NULL
                     AND (q.received_at IS NOT NULL OR q.seq > 0 OR EXISTS
                       (SELECT 1 FROM outbox o WHERE o.question = q.id AND o.state <> 'failed')))",
                    [owner],
                    |row| row.get(0),
                )
                .map_err(fault("looking for letters"))
        })
    }

    /// The server has it, it says. True when it echoed the id and the digest of what was sent: only
    /// then it counts as received. Otherwise it is not confirmed, and sent again.
    pub fn acknowledged(
        &self,
        id: &LetterId,
        acknowledgement: &Acknowledgement,
        now: jiff::Timestamp,
    ) -> Result<bool> {
        self.write(|transaction| {
            let Some((question, digest)) = posted(transaction, id)? else {
                return Ok(false);
            };
            if acknowledgement.id != *id || acknowledgement.digest != digest {
                doubt(transaction, id)?;
                return Ok(false);
            }
            let at = [acknowledgement.received_at.as_str(), id.as_str()];
            remove(transaction, id)?;
            let noted = if *id == question {
                // Its first news may have come before the acknowledgement.
                transaction.execute(
                    "UPDATE question SET received_at = ?,
                     state = CASE state WHEN 'draft' THEN 'received' ELSE state END WHERE id = ?",
                    at,
                )
            } else {
                transaction.execute("UPDATE letter SET received_at = ? WHERE id = ?", at)
            };
            noted.map_err(fault("noting an acknowledgement"))?;
            touch(transaction, &question, now)?;
            Ok(true)
        })
    }

    /// It left, and nobody knows whether it arrived: the connection broke, or the answer was none. It
    /// is sent again.
    pub fn unconfirmed(&self, id: &LetterId) -> Result<()> {
        self.write(|transaction| doubt(transaction, id))
    }

    /// It did not leave this time: no connection could be made, or the server wants to see a membership
    /// or a pause first. It waits as before, and can still be edited if it never left.
    pub fn postponed(&self, id: &LetterId) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute(
                    "UPDATE outbox SET state = CASE uncertain WHEN 1 THEN 'unconfirmed' ELSE 'queued' END
                     WHERE id = ? AND state = 'sending'",
                    [id.as_str()],
                )
                .map(drop)
                .map_err(fault("putting something off"))
        })
    }

    /// The server will not take it as it is, and said so in its own words: an error of the product
    /// (`invalid_input`, `conflict`, …), never what a proxy says. It can be edited and queued again.
    ///
    /// A question that was to be withdrawn meanwhile is withdrawn: it never got there.
    pub fn refused(&self, id: &LetterId, error: &Error, now: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| {
            let Some((question, _)) = posted(transaction, id)? else { return Ok(()) };
            let json = serde_json::to_string(error)
                .map_err(|e| Error::new(ErrorCode::Internal, format!("writing an error: {e}")))?;
            let changed = transaction
                .execute(
                    "UPDATE outbox SET state = 'failed', error = ?, uncertain = 0
                     WHERE id = ? AND state IN ('sending', 'unconfirmed')",
                    (json, id.as_str()),
                )
                .map_err(fault("noting a refusal"))?;
            if changed == 0 {
                return Ok(());
            }
            if *id == question && super::acts::is_withdrawing(transaction, &question)? {
                transaction
                    .execute("DELETE FROM outbox WHERE question = ?", [question.as_str()])
                    .map_err(fault("withdrawing a question"))?;
                drafts::set_state(transaction, &question, QuestionState::Withdrawn, now)?;
            }
            touch(transaction, &question, now)
        })
    }

    /// What still counts as being sent was left so by a sending that ended: it may have arrived. Done
    /// at every opening; also to be done by whoever begins to send, once nobody else does.
    pub fn settle(&self) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute(
                    "UPDATE outbox SET state = 'unconfirmed', uncertain = 1 WHERE state = 'sending'",
                    [],
                )
                .map(drop)
                .map_err(fault("settling what was on its way"))
        })
    }
}

/// Whose letters an owner sends beside its own.
fn also_sent_by(owner: &Owner) -> &Owner {
    match owner {
        Owner::Receipt(_) => &Owner::Visitor,
        Owner::Account(_) | Owner::Visitor => owner,
    }
}

/// Puts something into the outbox, or new bytes in the place of what nothing has left of.
pub fn put(
    transaction: &Transaction<'_>,
    id: &LetterId,
    question: &LetterId,
    contents: &impl Serialize,
) -> Result<()> {
    let body = serde_json::to_vec(contents)
        .map_err(|e| Error::new(ErrorCode::Internal, format!("writing what is sent: {e}")))?;
    if body.len() > MAX_BODY {
        return Err(Error::new(ErrorCode::InvalidInput, "text: it is too long to be sent"));
    }
    let digest = body_digest(&body);
    let changed = transaction
        .execute(
            "INSERT INTO outbox (id, question, body, digest, state) VALUES (?, ?, ?, ?, 'queued')
             ON CONFLICT (id) DO UPDATE SET body = excluded.body, digest = excluded.digest,
               state = 'queued', uncertain = 0, error = NULL, tries = 0, next_try = 0
             WHERE state IN ('queued', 'failed')",
            (id.as_str(), question.as_str(), body, digest),
        )
        .map_err(fault("queueing"))?;
    if changed == 0 { Err(too_late("it has left already")) } else { Ok(()) }
}

/// Takes something out of the outbox.
pub fn remove(transaction: &Transaction<'_>, id: &LetterId) -> Result<()> {
    transaction
        .execute("DELETE FROM outbox WHERE id = ?", [id.as_str()])
        .map(drop)
        .map_err(fault("taking something out of the outbox"))
}

/// How long to wait after so many tries, in milliseconds.
fn pause_after(tries: u32) -> i64 {
    let seconds = FIRST_PAUSE.saturating_mul(1 << tries.min(16));
    seconds.min(LONGEST_PAUSE).saturating_mul(1000)
}

fn doubt(transaction: &Transaction<'_>, id: &LetterId) -> Result<()> {
    transaction
        .execute(
            "UPDATE outbox SET state = 'unconfirmed', uncertain = 1
             WHERE id = ? AND state IN ('sending', 'unconfirmed')",
            [id.as_str()],
        )
        .map(drop)
        .map_err(fault("noting that something is not confirmed"))
}

/// The question of what is in the outbox, and the digest of its bytes.
fn posted(transaction: &Transaction<'_>, id: &LetterId) -> Result<Option<(LetterId, String)>> {
    let found = transaction
        .query_row("SELECT question, digest FROM outbox WHERE id = ?", [id.as_str()], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        })
        .optional()
        .map_err(fault("reading the outbox"))?;
    found.map(|(question, digest)| Ok((LetterId::new(question)?, digest))).transpose()
}

fn touch(transaction: &Transaction<'_>, question: &LetterId, now: jiff::Timestamp) -> Result<()> {
    transaction
        .execute(
            "UPDATE question SET changed_at = ? WHERE id = ?",
            [&instant(now), question.as_str()],
        )
        .map(drop)
        .map_err(fault("noting a change"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_never_end() {
        assert_eq!(pause_after(0), 30_000, "soon again at first");
        assert_eq!(pause_after(3), 240_000, "doubled each time");
        assert_eq!(pause_after(u32::MAX), 3_600_000, "every hour, for ever");
    }
}
