//! The table of notes the experts make among themselves.

use super::fault::fault;
use super::schema::instant;
use crate::store::Note;
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

/// Adds one.
pub fn insert(
    connection: &Connection,
    question: &LetterId,
    text: &str,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO notes (question, author, at, text) VALUES (?1, ?2, ?3, ?4)";
    let values = params![question.as_str(), by, now.as_second(), text];
    connection.execute(sql, values).map(drop).map_err(fault("keeping a note"))
}

/// Those on a question, the oldest first.
pub fn of(connection: &Connection, question: &LetterId) -> Result<Vec<Note>> {
    let failed = fault("reading the notes");
    let sql = "SELECT author, at, text FROM notes WHERE question = ?1 ORDER BY id";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let read = |row: &Row<'_>| {
        Ok(Note { author: row.get(0)?, at: instant(row.get(1)?)?, text: row.get(2)? })
    };
    let rows = statement.query_map([question.as_str()], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}
