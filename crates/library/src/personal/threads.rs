//! Questions as the screens show them: the list, one with its thread, the counts.

use super::Personal;
use super::drafts::{Place, read_state};
use super::fault::{fault, unreadable};
use super::outbox::Way;
use super::owner::Owner;
use hrc_domain::error::Result;
use hrc_domain::personal::{
    Delivery, Letter, PersonalCounts, PublicationLabel, QuestionLine, QuestionThread,
};
use hrc_domain::question::{LetterId, Publication};
use hrc_domain::{Error, ErrorCode};
use rusqlite::{Connection, OptionalExtension, Row};

/// What a line is read from; a question's own way to the server counts before what it stands at.
const LINE: &str =
    "SELECT q.id, json_extract(q.draft, '$.subject'), coalesce(o.state, q.state), o.error,
    q.reason, q.publication, q.changed_at, q.received_at, q.unread, q.owner,
    (SELECT count(*) FROM outbox a WHERE a.question = q.id AND a.id <> q.id),
    q.asked_at, q.deleted_at, q.reply
    FROM question q LEFT JOIN outbox o ON o.id = q.id";

/// A row of [`LINE`], before its texts are understood.
struct Raw {
    id: String,
    subject: String,
    state: String,
    error: Option<String>,
    reason: Option<String>,
    publication: String,
    changed_at: String,
    received_at: Option<String>,
    unread: bool,
    owner: Option<String>,
    pending: u32,
    asked_at: Option<String>,
    deleted_at: Option<String>,
    reply: String,
}

impl Raw {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            subject: row.get(1)?,
            state: row.get(2)?,
            error: row.get(3)?,
            reason: row.get(4)?,
            publication: row.get(5)?,
            changed_at: row.get(6)?,
            received_at: row.get(7)?,
            unread: row.get(8)?,
            owner: row.get(9)?,
            pending: row.get(10)?,
            asked_at: row.get(11)?,
            deleted_at: row.get(12)?,
            reply: row.get(13)?,
        })
    }

    fn publication(&self) -> Result<Publication> {
        serde_json::from_str(&self.publication).map_err(|e| unreadable("a publication", e))
    }

    fn line(self) -> Result<QuestionLine> {
        let publication = PublicationLabel::from(&self.publication()?);
        let account = match self.owner.as_deref().and_then(Owner::read) {
            Some(Owner::Account(device)) => Some(device),
            _ => None,
        };
        Ok(QuestionLine {
            id: LetterId::new(self.id)?,
            subject: self.subject,
            state: read_state(&self.state)?,
            failure: read_error(self.error)?,
            reason: self.reason,
            publication,
            changed_at: self.changed_at,
            received_at: self.received_at,
            unread: self.unread,
            account,
            pending: self.pending,
        })
    }
}

impl Personal {
    /// All questions, the one something happened to last first.
    pub fn questions(&self) -> Result<Vec<QuestionLine>> {
        let rows = self.read(|connection| {
            let read = || -> rusqlite::Result<Vec<Raw>> {
                let sql = format!("{LINE} ORDER BY q.changed_at DESC, q.id DESC");
                connection.prepare(&sql)?.query_map([], Raw::of)?.collect()
            };
            read().map_err(fault("listing the questions"))
        })?;
        rows.into_iter().map(Raw::line).collect()
    }

    /// One question with everything that was said; errs with `not_found`.
    pub fn question(&self, id: &LetterId) -> Result<QuestionThread> {
        self.read(|connection| {
            let raw = connection
                .query_row(&format!("{LINE} WHERE q.id = ?"), [id.as_str()], Raw::of)
                .optional()
                .map_err(fault("reading a question"))?;
            let mut raw = raw.ok_or_else(|| {
                Error::new(ErrorCode::NotFound, format!("there is no question {id}"))
            })?;
            Ok(QuestionThread {
                draft: Place::of(connection, id)?.draft,
                asked_at: raw.asked_at.take(),
                deleted_at: raw.deleted_at.take(),
                reply: std::mem::take(&mut raw.reply),
                letters: letters(connection, id)?,
                publication: raw.publication()?,
                line: raw.line()?,
            })
        })
    }

    /// Notes that a question was looked at.
    pub fn mark_read(&self, id: &LetterId) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute("UPDATE question SET unread = 0 WHERE id = ?", [id.as_str()])
                .map(drop)
                .map_err(fault("marking a question read"))
        })
    }

    /// How much there is of what.
    pub fn counts(&self) -> Result<PersonalCounts> {
        self.read(|connection| {
            connection
                .query_row(
                    "SELECT
                     (SELECT count(*) FROM question q WHERE state = 'draft'
                        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = q.id)),
                     (SELECT count(*) FROM outbox WHERE state <> 'failed'),
                     (SELECT count(*) FROM outbox WHERE state = 'failed'),
                     (SELECT count(*) FROM question WHERE unread = 1),
                     (SELECT count(*) FROM question WHERE state = 'reply_needed')",
                    [],
                    |row| {
                        Ok(PersonalCounts {
                            drafts: row.get(0)?,
                            waiting: row.get(1)?,
                            failed: row.get(2)?,
                            unread: row.get(3)?,
                            reply_needed: row.get(4)?,
                        })
                    },
                )
                .map_err(fault("counting"))
        })
    }
}

fn letters(connection: &Connection, question: &LetterId) -> Result<Vec<Letter>> {
    type Row6 = (String, String, String, Option<String>, Option<String>, Option<String>);
    let read = || -> rusqlite::Result<Vec<Row6>> {
        connection
            .prepare(
                "SELECT l.id, l.at, l.what, l.received_at, o.state, o.error
                 FROM letter l LEFT JOIN outbox o ON o.id = l.id
                 WHERE l.question = ? ORDER BY l.ordinal",
            )?
            .query_map([question.as_str()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
            })?
            .collect()
    };
    let rows = read().map_err(fault("reading a thread"))?;
    rows.into_iter()
        .map(|(id, at, what, received_at, way, error)| {
            Ok(Letter {
                id: LetterId::new(id)?,
                at,
                what: serde_json::from_str(&what).map_err(|e| unreadable("a letter", e))?,
                delivery: delivery(received_at, way, error)?,
            })
        })
        .collect()
}

fn delivery(
    received_at: Option<String>,
    way: Option<String>,
    error: Option<String>,
) -> Result<Option<Delivery>> {
    let Some(way) = way else {
        return Ok(received_at.map(|at| Delivery::Received { at }));
    };
    Ok(Some(match Way::read(&way)? {
        Way::Queued => Delivery::Queued,
        Way::Sending => Delivery::Sending,
        Way::Unconfirmed => Delivery::Unconfirmed,
        Way::Failed => Delivery::Failed {
            error: read_error(error)?
                .ok_or_else(|| unreadable("an error", "there is none with a refusal"))?,
        },
    }))
}

fn read_error(json: Option<String>) -> Result<Option<Error>> {
    json.map(|json| serde_json::from_str(&json).map_err(|e| unreadable("an error", e))).transpose()
}
