//! A question until it leaves: written, kept at every pause, queued, edited, taken back.

use super::fault::{fault, too_late, unreadable};
use super::outbox::{self, Way};
use super::owner::Owner;
use super::{Personal, acts, instant, new_id};
use hrc_domain::error::Result;
use hrc_domain::personal::Draft;
use hrc_domain::question::{LetterId, QuestionState};
use hrc_domain::{Error, ErrorCode};
use rusqlite::{Connection, OptionalExtension, Transaction};

/// What a draft may take in all, in bytes of JSON: far above what can be sent, so that a pasted book
/// is kept until somebody has shortened it, and no file grows without end.
pub const MAX_DRAFT: usize = 1 << 20;

/// Where a question stands, from both sides.
pub struct Place {
    /// Where it stands apart from its own way to the server.
    pub state: QuestionState,
    /// Its own way to the server, while it is on it.
    pub way: Option<Way>,
    /// Whether it failed because the server has another of that id.
    pub id_taken: bool,
    /// Whether the server deleted it.
    pub deleted: bool,
    /// Its words.
    pub draft: Draft,
}

impl Place {
    /// Reads it; errs with `not_found`.
    pub fn of(connection: &Connection, id: &LetterId) -> Result<Self> {
        let row = connection
            .query_row(
                "SELECT q.state, q.draft, q.deleted_at IS NOT NULL, o.state, o.error
                 FROM question q LEFT JOIN outbox o ON o.id = q.id WHERE q.id = ?",
                [id.as_str()],
                |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        row.get(2)?,
                        row.get::<_, Option<String>>(3)?,
                        row.get::<_, Option<String>>(4)?,
                    ))
                },
            )
            .optional()
            .map_err(fault("reading a question"))?;
        let Some((state, draft, deleted, way, error)) = row else {
            return Err(Error::new(ErrorCode::NotFound, format!("there is no question {id}")));
        };
        let error: Option<Error> = error
            .map(|json| serde_json::from_str(&json).map_err(|e| unreadable("an error", e)))
            .transpose()?;
        Ok(Self {
            state: read_state(&state)?,
            way: way.as_deref().map(Way::read).transpose()?,
            id_taken: error.is_some_and(|error| error.code == ErrorCode::Conflict),
            deleted,
            draft: serde_json::from_str(&draft).map_err(|e| unreadable("a draft", e))?,
        })
    }

    /// Whether it is still in the asker's hands alone: nothing of it is, or may be, on the server.
    pub fn is_here_alone(&self) -> bool {
        !self.state.is_the_servers() && matches!(self.way, None | Some(Way::Queued | Way::Failed))
    }
}

/// The state of this name, as it was stored.
pub fn read_state(name: &str) -> Result<QuestionState> {
    QuestionState::from_name(name).ok_or_else(|| unreadable("a state", name))
}

impl Personal {
    /// Keeps a draft: a new one without an id, else the one that is there. A question that waits to be
    /// sent goes with its new words, and errs with `invalid_input`, staying as it was, where they could
    /// not be sent: [`Self::take_back`] it first. `conflict` once it has left.
    pub fn save_draft(
        &self,
        id: Option<&LetterId>,
        draft: &Draft,
        now: jiff::Timestamp,
    ) -> Result<LetterId> {
        self.write(|transaction| save(transaction, id, draft, now))
    }

    /// Puts a question among what goes with the next sync. Errs with `invalid_input` and the field's
    /// name where something is missing.
    ///
    /// It gets another id, which is returned, where the server said that this one is another
    /// question's. After any other refusal it keeps its id: what was refused was never there.
    pub fn queue(&self, id: &LetterId, owner: &Owner, now: jiff::Timestamp) -> Result<LetterId> {
        self.write(|transaction| queue(transaction, id, owner, now))
    }

    /// Keeps a question and queues it, both or neither.
    pub fn ask(&self, draft: &Draft, owner: &Owner, now: jiff::Timestamp) -> Result<LetterId> {
        self.write(|transaction| {
            let id = save(transaction, None, draft, now)?;
            queue(transaction, &id, owner, now)
        })
    }

    /// Makes a draft again of a question that waits to be sent, that was refused, or that was withdrawn
    /// before it left. It gets another id, which is returned, in the same case as with [`Self::queue`].
    pub fn take_back(&self, id: &LetterId, now: jiff::Timestamp) -> Result<LetterId> {
        self.write(|transaction| {
            let place = Place::of(transaction, id)?;
            if !(place.is_here_alone() || never_left(transaction, &place, id)?) {
                return Err(too_late("the question has left"));
            }
            // The outbox remembers that an id is taken; a draft would forget it.
            let id = if place.id_taken { renamed(transaction, id, now)? } else { id.clone() };
            outbox::remove(transaction, &id)?;
            set_state(transaction, &id, QuestionState::Draft, now)?;
            transaction
                .execute("UPDATE question SET owner = NULL WHERE id = ?", [id.as_str()])
                .map_err(fault("taking a question back"))?;
            Ok(id)
        })
    }

    /// Copies the words of a question into a new draft: to ask again under another account, or after
    /// it was declined.
    pub fn copy(&self, id: &LetterId, now: jiff::Timestamp) -> Result<LetterId> {
        self.write(|transaction| {
            let draft = Place::of(transaction, id)?.draft;
            save(transaction, None, &draft, now)
        })
    }

    /// Removes a question and all that was said from this computer, by its author's wish. `conflict`
    /// while anything of it is on its way; what the server has stays there: withdraw it first.
    pub fn delete(&self, id: &LetterId) -> Result<()> {
        self.write(|transaction| {
            let place = Place::of(transaction, id)?;
            let leaving: bool = transaction
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM outbox WHERE question = ?
                     AND (state IN ('sending', 'unconfirmed') OR (?2 AND state = 'queued')))",
                    (id.as_str(), place.state.is_the_servers()),
                    |row| row.get(0),
                )
                .map_err(fault("reading the outbox"))?;
            if leaving {
                return Err(too_late("something of the question is on its way"));
            }
            transaction
                .execute("DELETE FROM question WHERE id = ?", [id.as_str()])
                .map(drop)
                .map_err(fault("removing a question"))
        })
    }
}

/// Whether a withdrawn question was withdrawn before it left.
fn never_left(connection: &Connection, place: &Place, id: &LetterId) -> Result<bool> {
    if place.state != QuestionState::Withdrawn || place.way.is_some() {
        return Ok(false);
    }
    connection
        .query_row(
            "SELECT received_at IS NULL AND seq = 0 FROM question WHERE id = ?",
            [id.as_str()],
            |row| row.get(0),
        )
        .map_err(fault("reading a question"))
}

fn save(
    transaction: &Transaction<'_>,
    id: Option<&LetterId>,
    draft: &Draft,
    now: jiff::Timestamp,
) -> Result<LetterId> {
    let json = bounded_json(draft)?;
    let Some(id) = id else {
        let id = new_id(now)?;
        let at = instant(now);
        transaction
            .execute(
                "INSERT INTO question (id, state, draft, made_at, changed_at)
                 VALUES (?, 'draft', ?, ?3, ?3)",
                (id.as_str(), json, at),
            )
            .map_err(fault("keeping a draft"))?;
        return Ok(id);
    };
    let place = Place::of(transaction, id)?;
    if !place.is_here_alone() || place.state != QuestionState::Draft {
        return Err(too_late("the question has left: add a message to it"));
    }
    transaction
        .execute(
            "UPDATE question SET draft = ?, changed_at = ? WHERE id = ?",
            (json, instant(now), id.as_str()),
        )
        .map_err(fault("keeping a draft"))?;
    if place.way == Some(Way::Queued) {
        post(transaction, id, draft, now)?;
    }
    Ok(id.clone())
}

fn queue(
    transaction: &Transaction<'_>,
    id: &LetterId,
    owner: &Owner,
    now: jiff::Timestamp,
) -> Result<LetterId> {
    let place = Place::of(transaction, id)?;
    if !place.is_here_alone() || place.state != QuestionState::Draft {
        return Err(too_late("the question has left already"));
    }
    let id = if place.id_taken { renamed(transaction, id, now)? } else { id.clone() };
    post(transaction, &id, &place.draft, now)?;
    transaction
        .execute(
            "UPDATE question SET owner = ?, asked_at = ?3, changed_at = ?3 WHERE id = ?2",
            (owner, id.as_str(), instant(now)),
        )
        .map_err(fault("queueing a question"))?;
    Ok(id)
}

/// Fixes the bytes that are sent.
fn post(
    transaction: &Transaction<'_>,
    id: &LetterId,
    draft: &Draft,
    now: jiff::Timestamp,
) -> Result<()> {
    let question = draft.complete(id.clone(), instant(now))?;
    outbox::put(transaction, id, id, &question)
}

/// Gives a question another id, and what was said after it the question's new one.
fn renamed(transaction: &Transaction<'_>, id: &LetterId, now: jiff::Timestamp) -> Result<LetterId> {
    let new = new_id(now)?;
    outbox::remove(transaction, id)?;
    transaction
        .execute("UPDATE question SET id = ? WHERE id = ?", [new.as_str(), id.as_str()])
        .map_err(fault("giving a question another id"))?;
    acts::readdress(transaction, &new)?;
    Ok(new)
}

/// Lets a question stand elsewhere.
pub fn set_state(
    transaction: &Transaction<'_>,
    id: &LetterId,
    state: QuestionState,
    now: jiff::Timestamp,
) -> Result<()> {
    transaction
        .execute(
            "UPDATE question SET state = ?, changed_at = ? WHERE id = ?",
            (state.as_str(), instant(now), id.as_str()),
        )
        .map(drop)
        .map_err(fault("noting where a question stands"))
}

/// A draft as it is stored; errs with `invalid_input` where it is beyond all measure.
pub fn bounded_json(draft: &Draft) -> Result<String> {
    let json = serde_json::to_string(draft)
        .map_err(|e| Error::new(ErrorCode::Internal, format!("writing a draft: {e}")))?;
    if json.len() > MAX_DRAFT {
        return Err(Error::new(ErrorCode::InvalidInput, "text: it is beyond all measure"));
    }
    Ok(json)
}
