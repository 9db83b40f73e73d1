//! Everything personal from one file, merged with what is here: whole or not at all, and twice is the
//! same as once.
//!
//! A question that is here too stands where it came furthest. What only waited to be sent is a draft
//! again: whoever imports it decides whether it is sent from here. What may have left keeps its bytes
//! and its owner, so that the server knows a second try as the same. Where a draft or a note of the file is
//! later than the one here, the one here is kept beside it under a new id. So it is with workshops.

use super::fault::fault;
use super::file::{self, Content, KeptPost, KeptQuestion, MAX_FILE};
use super::owner::Receipt;
use super::{Personal, acts, bookmarks, drafts, export, images, new_id, notes, workshops};
use hrc_domain::error::Result;
use hrc_domain::personal::{Imported, Note};
use hrc_domain::question::{LetterId, QuestionState, body_digest};
use hrc_domain::{Error, ErrorCode};
use rusqlite::Transaction;
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

impl Personal {
    /// Takes an exported file in. Errs with `personal_damaged` when it is none or not whole, and
    /// with `personal_newer`; nothing is changed then.
    pub fn import(&self, bytes: &[u8], now: jiff::Timestamp) -> Result<Imported> {
        let content = file::read(bytes)?;
        self.write(|transaction| merge(transaction, content, now))
    }

    /// The same from a file on the disk.
    pub fn import_from(&self, place: &Path, now: jiff::Timestamp) -> Result<Imported> {
        let failed = |e: std::io::Error| Error::io("reading the exported file", &e);
        let mut bytes = Vec::new();
        // One byte more than may be: then it is refused as too large and not as cut off.
        std::fs::File::open(place)
            .and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes))
            .map_err(failed)?;
        self.import(&bytes, now)
    }
}

/// Merges everything of a file into what is here.
pub(super) fn merge(
    transaction: &Transaction<'_>,
    theirs: Content,
    now: jiff::Timestamp,
) -> Result<Imported> {
    let ours = export::content(transaction, export::Secrets::LeftOut)?;
    let mut imported = Imported::default();
    receipts(transaction, &theirs)?;
    let here: HashMap<_, _> = ours.questions.into_iter().map(|q| (q.id.clone(), q)).collect();
    for question in theirs.questions {
        let question = settled(question);
        let new = match here.get(&question.id) {
            None => insert(transaction, &question).map(|()| true)?,
            Some(mine) => follow(transaction, mine, &question, now)?,
        };
        keep_letters(transaction, &question, new)?;
        *if new { &mut imported.questions } else { &mut imported.known } += 1;
    }
    for note in theirs.notes {
        let new = take_note(transaction, note, now)?;
        *if new { &mut imported.notes } else { &mut imported.known } += 1;
    }
    for bookmark in &theirs.bookmarks {
        let new = bookmarks::put(transaction, bookmark)?;
        *if new { &mut imported.bookmarks } else { &mut imported.known } += 1;
    }
    for image in &theirs.images {
        images::put(transaction, &image.0, now)?;
    }
    for kept in theirs.workshops {
        let new = workshops::take(transaction, kept, now)?;
        *if new { &mut imported.workshops } else { &mut imported.known } += 1;
    }
    Ok(imported)
}

/// The same as it stands on another computer: what only waited, or was refused, is a draft; what may have
/// left is not confirmed.
fn settled(mut question: KeptQuestion) -> KeptQuestion {
    let id = question.id.clone();
    question.outbox.retain(|post| post.id != id || may_have_left(post));
    for post in &mut question.outbox {
        if may_have_left(post) {
            post.state = QuestionState::Unconfirmed;
            post.uncertain = true;
            post.error = None;
        }
    }
    if rank(&question) == 0 {
        question.owner = None;
    }
    question
}

fn may_have_left(post: &KeptPost) -> bool {
    post.uncertain || matches!(post.state, QuestionState::Sending | QuestionState::Unconfirmed)
}

/// How far a question has come: here alone, perhaps there, there.
fn rank(question: &KeptQuestion) -> u8 {
    if question.state.is_the_servers() && (question.received_at.is_some() || question.seq > 0) {
        return 2;
    }
    u8::from(question.outbox.iter().any(|post| post.id == question.id && may_have_left(post)))
}

/// Brings a question that is here to where the file has it, if it came further there.
fn follow(
    transaction: &Transaction<'_>,
    ours: &KeptQuestion,
    theirs: &KeptQuestion,
    now: jiff::Timestamp,
) -> Result<bool> {
    let standing = |q: &KeptQuestion| (rank(q), q.seq, q.changed_at.clone());
    if standing(theirs) <= standing(ours) {
        return Ok(false);
    }
    if rank(ours) == 0 {
        // Its words here may be found nowhere else.
        if ours.draft != theirs.draft {
            let copy = KeptQuestion {
                id: new_id(now)?,
                owner: None,
                letters: Vec::new(),
                outbox: Vec::new(),
                reply: String::new(),
                ..ours.clone()
            };
            insert(transaction, &copy)?;
        }
        transaction
            .execute("DELETE FROM outbox WHERE id = ?", [ours.id.as_str()])
            .map_err(fault("importing a question"))?;
    }
    let reply = if ours.reply.is_empty() { &theirs.reply } else { &ours.reply };
    let theirs = KeptQuestion { reply: reply.clone(), ..theirs.clone() };
    insert(transaction, &theirs)?;
    if rank(&theirs) == 2 {
        // The server has what was not confirmed here.
        transaction
            .execute("DELETE FROM outbox WHERE id = ?", [ours.id.as_str()])
            .map_err(fault("importing a question"))?;
    }
    Ok(true)
}

/// Puts a question's row, new or in the place of the one that is there.
fn insert(transaction: &Transaction<'_>, question: &KeptQuestion) -> Result<()> {
    let publication = serde_json::to_string(&question.publication)
        .map_err(|e| Error::new(ErrorCode::Internal, format!("writing a publication: {e}")))?;
    let q = question;
    let put =
        || -> rusqlite::Result<()> {
            transaction.execute(
            "INSERT INTO question (id, owner, state, draft, reply, made_at, changed_at, asked_at,
               received_at, deleted_at, reason, publication, unread, seq)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, state = excluded.state,
               draft = excluded.draft, reply = excluded.reply, changed_at = excluded.changed_at,
               asked_at = excluded.asked_at, received_at = excluded.received_at,
               deleted_at = excluded.deleted_at, reason = excluded.reason,
               publication = excluded.publication, unread = excluded.unread, seq = excluded.seq",
            rusqlite::params![
                q.id.as_str(), q.owner, q.state.as_str(), drafts_json(q), q.reply, q.made_at,
                q.changed_at, q.asked_at, q.received_at, q.deleted_at, q.reason, publication,
                q.unread, q.seq
            ],
        )?;
            // What became of it since may have been passed over while it was not here.
            transaction.execute("DELETE FROM cursor WHERE owner = ?", [&q.owner])?;
            Ok(())
        };
    put().map_err(fault("importing a question"))
}

fn drafts_json(question: &KeptQuestion) -> String {
    // Its form was measured when the file was read.
    drafts::bounded_json(&question.draft).unwrap_or_default()
}

/// Keeps what was said after a question, and what of it is still to be sent.
///
/// Where the question here had come further, what only waited in the file stays out: it may have been
/// taken back here since.
fn keep_letters(transaction: &Transaction<'_>, question: &KeptQuestion, new: bool) -> Result<()> {
    let waited =
        |id: &LetterId| question.outbox.iter().any(|post| post.id == *id && !may_have_left(post));
    let keep = || -> rusqlite::Result<()> {
        let id = question.id.as_str();
        for letter in question.letters.iter().filter(|letter| new || !waited(&letter.id)) {
            let what = acts::json(&letter.what);
            transaction.execute(
                "INSERT INTO letter (id, question, at, what, received_at) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (id) DO UPDATE
                 SET received_at = coalesce(received_at, excluded.received_at) WHERE question = ?2",
                (letter.id.as_str(), id, &letter.at, what, &letter.received_at),
            )?;
        }
        for post in &question.outbox {
            let error = post.error.as_ref().and_then(|error| serde_json::to_string(error).ok());
            // What the server has according to this computer is not sent again; nor what was taken back.
            transaction.execute(
                "INSERT INTO outbox (id, question, body, digest, state, uncertain, error)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
                 WHERE CASE WHEN ?1 = ?2
                   THEN (SELECT state FROM question WHERE id = ?2) = 'draft'
                   ELSE EXISTS (SELECT 1 FROM letter WHERE id = ?1 AND received_at IS NULL) END
                 ON CONFLICT (id) DO NOTHING",
                (
                    post.id.as_str(),
                    id,
                    post.body.as_bytes(),
                    body_digest(post.body.as_bytes()),
                    post.state.as_str(),
                    post.uncertain,
                    error,
                ),
            )?;
        }
        // What the file knows to have arrived is not sent again.
        transaction.execute(
            "DELETE FROM outbox WHERE question = ?1 AND id IN
             (SELECT id FROM letter WHERE question = ?1 AND received_at IS NOT NULL)",
            [id],
        )?;
        Ok(())
    };
    keep().map_err(fault("importing a thread"))
}

fn take_note(transaction: &Transaction<'_>, theirs: Note, now: jiff::Timestamp) -> Result<bool> {
    if let Some(ours) = notes::find(transaction, &theirs.id)? {
        if ours.changed_at >= theirs.changed_at {
            return Ok(false);
        }
        if ours.text != theirs.text {
            notes::put(transaction, &Note { id: new_id(now)?, ..ours })?;
        }
    }
    notes::put(transaction, &theirs)?;
    Ok(true)
}

fn receipts(transaction: &Transaction<'_>, theirs: &Content) -> Result<()> {
    for kept in &theirs.receipts {
        let Some(receipt) = Receipt::of(kept.secret.clone()) else { continue };
        transaction
            .execute(
                "INSERT OR IGNORE INTO receipt (id, server, secret, made_at) VALUES (?, ?, ?, ?)",
                [&receipt.id, &kept.server, &receipt.secret, &kept.made_at],
            )
            .map_err(fault("importing a receipt"))?;
    }
    Ok(())
}
