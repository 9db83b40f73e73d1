//! The tables of questions and of what their askers did since.

use super::fault::fault;
use super::schema::instant;
use crate::store::{Listed, Owner, Stage};
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, QuestionState};
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A row of either table, as far as it decides what may be done.
#[derive(Debug)]
pub struct Kept {
    /// Whose it is.
    pub owner: String,
    /// The question an act is on; of a question its own id.
    pub question: String,
    /// The digest of what was sent; empty once it was deleted.
    pub digest: String,
    /// When it came.
    pub received_at: Timestamp,
}

/// Where a question stands.
#[derive(Debug)]
pub struct Where {
    /// Whose it is.
    pub owner: String,
    /// Its state.
    pub state: QuestionState,
    /// Who of the experts has it.
    pub expert: Option<String>,
    /// What was sent; none once it was deleted.
    pub body: Option<String>,
}

/// An id as it is kept.
pub fn letter(at: usize, text: String) -> rusqlite::Result<LetterId> {
    LetterId::new(text).map_err(|why| {
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, why.message.into())
    })
}

fn state(at: usize, name: &str) -> rusqlite::Result<QuestionState> {
    QuestionState::from_name(name).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, "it is no state".into())
    })
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        owner: row.get(0)?,
        question: row.get(1)?,
        digest: row.get(2)?,
        received_at: instant(row.get(3)?)?,
    })
}

/// A question as it was kept.
pub fn by_id(connection: &Connection, id: &LetterId) -> Result<Option<Kept>> {
    let sql = "SELECT owner, id, digest, received_at FROM questions WHERE id = ?1";
    let found = connection.query_row(sql, [id.as_str()], kept).optional();
    found.map_err(fault("looking for a question"))
}

/// An act as it was kept.
pub fn act_by_id(connection: &Connection, id: &LetterId) -> Result<Option<Kept>> {
    let sql = "SELECT q.owner, a.question, a.digest, a.received_at FROM acts a \
               JOIN questions q ON q.id = a.question WHERE a.id = ?1";
    let found = connection.query_row(sql, [id.as_str()], kept).optional();
    found.map_err(fault("looking for an act"))
}

/// How many an owner sent since.
pub fn sent_since(connection: &Connection, owner: &Owner, since: Timestamp) -> Result<u32> {
    let sql = "SELECT count(*) FROM questions WHERE owner = ?1 AND received_at > ?2";
    let values = params![owner.to_string(), since.as_second()];
    connection.query_row(sql, values, |row| row.get(0)).map_err(fault("counting questions"))
}

/// How many acts an owner sent since.
pub fn acted_since(connection: &Connection, owner: &Owner, since: Timestamp) -> Result<u32> {
    let sql = "SELECT count(*) FROM acts a JOIN questions q ON q.id = a.question \
               WHERE q.owner = ?1 AND a.received_at > ?2";
    let values = params![owner.to_string(), since.as_second()];
    connection.query_row(sql, values, |row| row.get(0)).map_err(fault("counting acts"))
}

/// Adds a question.
pub fn insert(
    connection: &Connection,
    id: &LetterId,
    owner: &Owner,
    digest: &str,
    body: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO questions (id, owner, digest, body, state, received_at, changed_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
    let state = QuestionState::Received.as_str();
    let values = params![id.as_str(), owner.to_string(), digest, body, state, now.as_second()];
    connection.execute(sql, values).map(drop).map_err(fault("keeping a question"))
}

/// Adds an act.
pub fn insert_act(
    connection: &Connection,
    id: &LetterId,
    question: &LetterId,
    digest: &str,
    body: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO acts (id, question, digest, body, received_at) \
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![id.as_str(), question.as_str(), digest, body, now.as_second()];
    connection.execute(sql, values).map(drop).map_err(fault("keeping an act"))
}

/// Where a question stands.
pub fn standing(connection: &Connection, id: &LetterId) -> Result<Option<Where>> {
    let sql = "SELECT owner, state, expert, body FROM questions WHERE id = ?1";
    let read = |row: &Row<'_>| {
        let name: String = row.get(1)?;
        Ok(Where {
            owner: row.get(0)?,
            state: state(1, &name)?,
            expert: row.get(2)?,
            body: row.get(3)?,
        })
    };
    let found = connection.query_row(sql, [id.as_str()], read).optional();
    found.map_err(fault("looking for a question"))
}

/// Notes where it stands now, and that something changed.
pub fn set_state(
    connection: &Connection,
    id: &LetterId,
    state: QuestionState,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE questions SET state = ?2, changed_at = ?3 WHERE id = ?1";
    let values = params![id.as_str(), state.as_str(), now.as_second()];
    connection.execute(sql, values).map(drop).map_err(fault("moving a question on"))
}

/// Notes who of the experts has it.
pub fn set_expert(connection: &Connection, id: &LetterId, expert: &str) -> Result<()> {
    let sql = "UPDATE questions SET expert = ?2 WHERE id = ?1";
    let written = connection.execute(sql, params![id.as_str(), expert]);
    written.map(drop).map_err(fault("assigning a question"))
}

/// The columns that [`listed`] reads, of `questions q` and `publications p`.
pub const LISTED_COLUMNS: &str = "q.id, q.state, q.body ->> 'subject', q.expert, q.received_at, \
                                  q.changed_at, p.stage";

const LISTED_TABLES: &str = "FROM questions q LEFT JOIN publications p ON p.question = q.id";

/// A question of the list.
pub fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let (name, stage): (String, Option<String>) = (row.get(1)?, row.get(6)?);
    Ok(Listed {
        id: letter(0, row.get(0)?)?,
        state: state(1, &name)?,
        subject: row.get(2)?,
        expert: row.get(3)?,
        received_at: instant(row.get(4)?)?,
        changed_at: instant(row.get(5)?)?,
        publication: Stage::ALL.into_iter().find(|one| stage.as_deref() == Some(one.as_str())),
    })
}

/// The list, the oldest first.
pub fn all(connection: &Connection, of: Option<QuestionState>) -> Result<Vec<Listed>> {
    let failed = fault("reading the questions");
    let sql = format!(
        "SELECT {LISTED_COLUMNS} {LISTED_TABLES} WHERE ?1 IS NULL OR q.state = ?1 \
         ORDER BY q.received_at, q.id"
    );
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let rows = statement.query_map([of.map(QuestionState::as_str)], listed).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// One of the list.
pub fn listed_by_id(connection: &Connection, id: &LetterId) -> Result<Option<Listed>> {
    let sql = format!("SELECT {LISTED_COLUMNS} {LISTED_TABLES} WHERE q.id = ?1");
    let found = connection.query_row(&sql, [id.as_str()], listed).optional();
    found.map_err(fault("looking for a question"))
}

/// What its asker did since, as it was sent, the oldest first.
pub fn acts(connection: &Connection, id: &LetterId) -> Result<Vec<String>> {
    let failed = fault("reading the acts");
    let sql = "SELECT body FROM acts WHERE question = ?1 AND body IS NOT NULL \
               ORDER BY received_at, rowid";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let rows = statement.query_map([id.as_str()], |row| row.get(0)).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// Deletes the texts, and what could be told from them.
pub fn blank(connection: &Connection, id: &LetterId, now: Timestamp) -> Result<()> {
    let failed = fault("deleting a question");
    let sql = "UPDATE questions SET body = NULL, digest = '', expert = NULL, changed_at = ?2 \
               WHERE id = ?1";
    connection.execute(sql, params![id.as_str(), now.as_second()]).map_err(&failed)?;
    let sql = "UPDATE acts SET body = NULL, digest = '' WHERE question = ?1";
    connection.execute(sql, [id.as_str()]).map(drop).map_err(&failed)
}

/// Those that are over and were not touched since.
pub fn outlived(connection: &Connection, since: Timestamp) -> Result<Vec<LetterId>> {
    let failed = fault("looking for questions that are over");
    let sql = "SELECT id FROM questions WHERE body IS NOT NULL AND changed_at <= ?1 \
               AND state IN ('answered', 'declined', 'closed', 'withdrawn') ORDER BY changed_at";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let read = |row: &Row<'_>| letter(0, row.get(0)?);
    let rows = statement.query_map([since.as_second()], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}
