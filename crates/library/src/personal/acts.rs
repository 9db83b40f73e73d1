//! What an asker says and does after the question: messages, withdrawal, consent.

use super::drafts::{self, Place};
use super::fault::{fault, too_late, unreadable};
use super::outbox::{self, Way};
use super::{Personal, instant, new_id};
use hrc_domain::error::Result;
use hrc_domain::personal::LetterText;
use hrc_domain::question::{Act, Deed, LetterId, Publication, QuestionState};
use hrc_domain::{Error, ErrorCode};
use rusqlite::{Connection, OptionalExtension, Transaction};

impl Personal {
    /// Keeps what is being written as the next message.
    pub fn save_reply(&self, question: &LetterId, text: &str) -> Result<()> {
        if text.len() > drafts::MAX_DRAFT {
            return Err(Error::new(ErrorCode::InvalidInput, "text: it is beyond all measure"));
        }
        self.write(|transaction| {
            Place::of(transaction, question)?;
            transaction
                .execute("UPDATE question SET reply = ? WHERE id = ?", [text, question.as_str()])
                .map(drop)
                .map_err(fault("keeping a reply"))
        })
    }

    /// Says something more about a question that left: a reply, an addition, a follow-up, which reopens
    /// what was closed. Queued; what was being written as the next message is empty then.
    pub fn say(&self, question: &LetterId, text: &str, now: jiff::Timestamp) -> Result<LetterId> {
        self.write(|transaction| {
            open_to_acts(transaction, question)?;
            let deed = Deed::Message { text: text.trim().to_owned() };
            let id = queue(transaction, question, deed, now)?;
            transaction
                .execute("UPDATE question SET reply = '' WHERE id = ?", [question.as_str()])
                .map_err(fault("sending a reply"))?;
            Ok(id)
        })
    }

    /// Takes a question back: at once while it is here alone, else with the next sync; none is its act
    /// then. Doing so twice is the same as once.
    pub fn withdraw(&self, question: &LetterId, now: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| {
            let place = Place::of(transaction, question)?;
            if is_withdrawing(transaction, question)? {
                return Ok(());
            }
            if place.is_here_alone() {
                transaction
                    .execute("DELETE FROM outbox WHERE question = ?", [question.as_str()])
                    .map_err(fault("withdrawing a question"))?;
                return drafts::set_state(transaction, question, QuestionState::Withdrawn, now);
            }
            if place.state == QuestionState::Withdrawn {
                return Ok(());
            }
            open_to_acts(transaction, question)?;
            queue(transaction, question, Deed::Withdraw, now).map(drop)
        })
    }

    /// Agrees to the publication of this very text, known by its digest, or objects. Errs with
    /// `conflict` where another text is proposed by now, or none.
    pub fn consent(
        &self,
        question: &LetterId,
        publication: &str,
        granted: bool,
        now: jiff::Timestamp,
    ) -> Result<LetterId> {
        self.write(|transaction| {
            open_to_acts(transaction, question)?;
            let text = match publication_of(transaction, question)? {
                Publication::Proposed { text } | Publication::Scheduled { text, .. } => text,
                Publication::Private | Publication::Published { .. } => {
                    return Err(too_late("there is nothing to agree to"));
                }
            };
            if text.digest != publication || !text.is_whole() {
                return Err(too_late("the text is another one by now"));
            }
            let deed = Deed::Consent { publication: publication.to_owned(), granted };
            queue(transaction, question, deed, now)
        })
    }

    /// Takes back what was said after a question, as long as it has not left or was refused. The text of
    /// a message goes before what is being written as the next one.
    pub fn unsay(&self, id: &LetterId, now: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| {
            let found = transaction
                .query_row(
                    "SELECT l.question, l.what, o.state FROM letter l JOIN outbox o ON o.id = l.id
                     WHERE l.id = ?",
                    [id.as_str()],
                    |row| {
                        Ok((
                            row.get::<_, String>(0)?,
                            row.get::<_, String>(1)?,
                            row.get::<_, String>(2)?,
                        ))
                    },
                )
                .optional()
                .map_err(fault("reading a letter"))?;
            let Some((question, what, way)) = found else {
                return Err(too_late("it has left, or never was"));
            };
            if !matches!(Way::read(&way)?, Way::Queued | Way::Failed) {
                return Err(too_late("it has left"));
            }
            let forget = || -> rusqlite::Result<()> {
                if let Ok(LetterText::Message { text }) = serde_json::from_str(&what) {
                    transaction.execute(
                        "UPDATE question SET reply = CASE reply WHEN '' THEN ?
                         ELSE ?1 || char(10, 10) || reply END WHERE id = ?",
                        [&text, &question],
                    )?;
                }
                transaction.execute("DELETE FROM outbox WHERE id = ?", [id.as_str()])?;
                transaction.execute("DELETE FROM letter WHERE id = ?", [id.as_str()])?;
                let row = [&instant(now), &question];
                transaction.execute("UPDATE question SET changed_at = ? WHERE id = ?", row)?;
                Ok(())
            };
            forget().map_err(fault("taking a letter back"))
        })
    }
}

/// Errs where nothing more can be said.
fn open_to_acts(transaction: &Transaction<'_>, question: &LetterId) -> Result<()> {
    let place = Place::of(transaction, question)?;
    if place.is_here_alone() && place.state != QuestionState::Withdrawn {
        return Err(too_late("the question has not left yet: write it there"));
    }
    let over = place.state == QuestionState::Withdrawn || place.deleted;
    if over || is_withdrawing(transaction, question)? {
        return Err(too_late("the question was withdrawn or deleted"));
    }
    Ok(())
}

/// Whether a withdrawal is on its way, or has arrived.
pub fn is_withdrawing(connection: &Connection, question: &LetterId) -> Result<bool> {
    connection
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM letter l LEFT JOIN outbox o ON o.id = l.id
             WHERE l.question = ? AND coalesce(o.state, 'received') <> 'failed'
               AND json_extract(l.what, '$.kind') = 'withdrawal')",
            [question.as_str()],
            |row| row.get(0),
        )
        .map_err(fault("looking for a withdrawal"))
}

fn queue(
    transaction: &Transaction<'_>,
    question: &LetterId,
    deed: Deed,
    now: jiff::Timestamp,
) -> Result<LetterId> {
    let (id, at) = (new_id(now)?, instant(now));
    let what = match &deed {
        Deed::Message { text } => LetterText::Message { text: text.clone() },
        Deed::Withdraw => LetterText::Withdrawal,
        Deed::Consent { publication, granted } => {
            LetterText::Consent { publication: publication.clone(), granted: *granted }
        }
    };
    let act = Act { id: id.clone(), question: question.clone(), deed, written_at: at.clone() };
    act.check()?;
    outbox::put(transaction, &id, question, &act)?;
    let note = || -> rusqlite::Result<()> {
        transaction.execute(
            "INSERT INTO letter (id, question, at, what) VALUES (?, ?, ?, ?)",
            (id.as_str(), question.as_str(), &at, json(&what)),
        )?;
        let row = [at.as_str(), question.as_str()];
        transaction.execute("UPDATE question SET changed_at = ? WHERE id = ?", row)?;
        Ok(())
    };
    note().map_err(fault("keeping a letter"))?;
    Ok(id)
}

/// Gives what waits for a question the question's new id, in its bytes too: none of it has left, for
/// the question never arrived.
pub fn readdress(transaction: &Transaction<'_>, question: &LetterId) -> Result<()> {
    let bodies = {
        let mut statement = transaction
            .prepare("SELECT body FROM outbox WHERE question = ?1 AND id <> ?1 ORDER BY ordinal")
            .map_err(fault("reading the outbox"))?;
        let rows = statement
            .query_map([question.as_str()], |row| row.get::<_, Vec<u8>>(0))
            .map_err(fault("reading the outbox"))?;
        rows.collect::<rusqlite::Result<Vec<_>>>().map_err(fault("reading the outbox"))?
    };
    for body in bodies {
        let act: Act = serde_json::from_slice(&body).map_err(|e| unreadable("an act", e))?;
        let act = Act { question: question.clone(), ..act };
        outbox::put(transaction, &act.id, question, &act)?;
    }
    Ok(())
}

/// Where the publication of a question's answer stands.
fn publication_of(connection: &Connection, question: &LetterId) -> Result<Publication> {
    let text: String = connection
        .query_row("SELECT publication FROM question WHERE id = ?", [question.as_str()], |row| {
            row.get(0)
        })
        .map_err(fault("reading a publication"))?;
    serde_json::from_str(&text).map_err(|e| unreadable("a publication", e))
}

/// A letter's text as it is stored.
pub fn json(what: &LetterText) -> String {
    // A tree of strings always has a JSON form.
    serde_json::to_string(what).unwrap_or_default()
}
