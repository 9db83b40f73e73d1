//! The table of drafts: every version of every answer in the making.

use super::fault::fault;
use super::schema::instant;
use crate::store::{Draft, Wording};
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "SELECT version, made_of, author, at, wording FROM drafts";

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let json: String = row.get(4)?;
    let wording: Wording = serde_json::from_str(&json)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(4, Type::Text, why.into()))?;
    Ok(Draft {
        version: row.get(0)?,
        made_of: row.get(1)?,
        author: row.get(2)?,
        at: instant(row.get(3)?)?,
        wording,
    })
}

/// Adds a version.
pub fn insert(
    connection: &Connection,
    question: &LetterId,
    draft: &Draft,
    wording: &str,
) -> Result<()> {
    let Draft { version, made_of, author, at, .. } = draft;
    let sql = "INSERT INTO drafts (question, version, made_of, author, at, wording) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![question.as_str(), version, made_of, author, at.as_second(), wording];
    connection.execute(sql, values).map(drop).map_err(fault("keeping a draft"))
}

/// The newest version.
pub fn newest(connection: &Connection, question: &LetterId) -> Result<Option<Draft>> {
    let sql = format!("{COLUMNS} WHERE question = ?1 ORDER BY version DESC LIMIT 1");
    let found = connection.query_row(&sql, [question.as_str()], read).optional();
    found.map_err(fault("looking for a draft"))
}

/// A version.
pub fn by_version(
    connection: &Connection,
    question: &LetterId,
    version: u32,
) -> Result<Option<Draft>> {
    let sql = format!("{COLUMNS} WHERE question = ?1 AND version = ?2");
    let found = connection.query_row(&sql, params![question.as_str(), version], read).optional();
    found.map_err(fault("looking for a draft"))
}

/// All of them, the newest first.
pub fn of(connection: &Connection, question: &LetterId) -> Result<Vec<Draft>> {
    let failed = fault("reading the drafts");
    let sql = format!("{COLUMNS} WHERE question = ?1 ORDER BY version DESC");
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let rows = statement.query_map([question.as_str()], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// A version that is to be saved now.
pub fn next(newest: Option<&Draft>, wording: Wording, by: &str, now: Timestamp) -> Draft {
    let made_of = newest.map_or(0, |newest| newest.version);
    Draft { version: made_of + 1, made_of, author: by.to_owned(), at: now, wording }
}
