//! The table of publications: what is, was or would be published of a question.

use super::fault::fault;
use super::questions::letter;
use super::schema::{instant, maybe_instant};
use crate::store::{Placard, Posted, Stage};
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use hrc_domain::{Error, ErrorCode, RecordId};
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Where a publication stands, with its text.
#[derive(Debug)]
pub struct Kept {
    /// Where.
    pub stage: Stage,
    /// What; none once it was taken back.
    pub placard: Option<Placard>,
    /// When it is or was due.
    pub due: Option<Timestamp>,
    /// Whether the asker ever objected.
    pub objected: bool,
}

fn placard(at: usize, json: &str) -> rusqlite::Result<Placard> {
    serde_json::from_str(json)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, why.into()))
}

fn record(at: usize, id: String) -> rusqlite::Result<RecordId> {
    let why = "it is no id of a record";
    RecordId::new(id)
        .map_err(|_| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, why.into()))
}

/// The one of a question.
pub fn of(connection: &Connection, question: &LetterId) -> Result<Option<Kept>> {
    let sql = "SELECT stage, placard, due, objected FROM publications WHERE question = ?1";
    let read = |row: &Row<'_>| {
        let (name, json): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let stage = Stage::ALL.into_iter().find(|stage| stage.as_str() == name);
        let none =
            || rusqlite::Error::FromSqlConversionFailure(0, Type::Text, "it is no stage".into());
        Ok(Kept {
            stage: stage.ok_or_else(none)?,
            placard: json.map(|json| placard(1, &json)).transpose()?,
            due: maybe_instant(row.get(2)?)?,
            objected: row.get(3)?,
        })
    };
    let found = connection.query_row(sql, [question.as_str()], read).optional();
    found.map_err(fault("looking for a publication"))
}

/// Notes an offer; what was offered before is forgotten.
pub fn offer(
    connection: &Connection,
    question: &LetterId,
    record: &RecordId,
    stage: Stage,
    placard: &Placard,
    due: Option<Timestamp>,
) -> Result<()> {
    let json = serde_json::to_string(placard)
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
    let sql = "INSERT INTO publications (question, record, stage, placard, due) \
               VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (question) DO UPDATE \
               SET stage = ?3, placard = ?4, due = ?5";
    let due = due.map(Timestamp::as_second);
    let values = params![question.as_str(), record.as_str(), stage.as_str(), json, due];
    connection.execute(sql, values).map(drop).map_err(fault("offering a publication"))
}

/// Notes that it is due.
pub fn schedule(connection: &Connection, question: &LetterId, due: Timestamp) -> Result<()> {
    let sql = "UPDATE publications SET stage = 'scheduled', due = ?2 WHERE question = ?1";
    let written = connection.execute(sql, params![question.as_str(), due.as_second()]);
    written.map(drop).map_err(fault("scheduling a publication"))
}

/// Takes it back, text and all; the record's id stays.
pub fn withdraw(connection: &Connection, question: &LetterId, objected: bool) -> Result<()> {
    let sql = "UPDATE publications SET stage = 'private', placard = NULL, due = NULL, \
               objected = max(objected, ?2) WHERE question = ?1";
    let written = connection.execute(sql, params![question.as_str(), objected]);
    written.map(drop).map_err(fault("taking a publication back"))
}

/// Notes that it is in the feed.
pub fn publish(connection: &Connection, question: &LetterId) -> Result<()> {
    let sql = "UPDATE publications SET stage = 'published' WHERE question = ?1";
    let written = connection.execute(sql, [question.as_str()]);
    written.map(drop).map_err(fault("noting a publication"))
}

const POSTED: &str = "SELECT question, record, stage, due, placard FROM publications \
                      WHERE placard IS NOT NULL";

/// Which are to be in the feed at an instant.
const WANTED: &str = "(stage = 'published' OR (stage = 'scheduled' AND due <= ?1))";

/// Whether the feed holds what it should not, or not yet what it should.
pub fn is_unsettled(connection: &Connection, now: Timestamp) -> Result<bool> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM publications WHERE (stage = 'scheduled' AND due <= ?1) \
         OR (in_feed AND NOT {WANTED}))"
    );
    let read = connection.query_row(&sql, [now.as_second()], |row| row.get(0));
    read.map_err(fault("looking for what is due"))
}

/// What is published, or due by now: from now on it may be in the feed.
pub fn post(connection: &Connection, now: Timestamp) -> Result<Vec<Posted>> {
    let failed = fault("noting what is due");
    let sql = format!("UPDATE publications SET in_feed = 1 WHERE {WANTED}");
    connection.execute(&sql, [now.as_second()]).map_err(&failed)?;
    read_posted(connection, &format!("{POSTED} AND {WANTED} ORDER BY record"), &[now.as_second()])
}

/// What everybody can read, the newest first.
pub fn published(connection: &Connection) -> Result<Vec<Posted>> {
    let sql = format!("{POSTED} AND stage = 'published' ORDER BY due DESC, record");
    read_posted(connection, &sql, &[])
}

fn read_posted(connection: &Connection, sql: &str, values: &[i64]) -> Result<Vec<Posted>> {
    let failed = fault("reading the publications");
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let read = |row: &Row<'_>| {
        let (stage, json): (String, String) = (row.get(2)?, row.get(4)?);
        Ok(Posted {
            question: letter(0, row.get(0)?)?,
            record: record(1, row.get(1)?)?,
            is_published: stage == Stage::Published.as_str(),
            since: instant(row.get(3)?)?,
            placard: placard(4, &json)?,
        })
    };
    let rows = statement.query_map(rusqlite::params_from_iter(values), read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// Notes that of those that may be in the feed only these records are.
pub fn keep_in_feed(connection: &Connection, records: &[&RecordId]) -> Result<()> {
    let failed = fault("noting what is in the feed");
    let ids: Vec<&str> = records.iter().map(|id| id.as_str()).collect();
    let ids = serde_json::to_string(&ids)
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
    let sql = "UPDATE publications SET in_feed = record IN (SELECT value FROM json_each(?1))";
    connection.execute(sql, [ids]).map(drop).map_err(&failed)
}

/// All records' ids.
pub fn records(connection: &Connection) -> Result<Vec<RecordId>> {
    let failed = fault("reading the publications");
    let sql = "SELECT record FROM publications ORDER BY record";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let rows = statement.query_map([], |row| record(0, row.get(0)?)).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}
