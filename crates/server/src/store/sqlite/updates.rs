//! The table of updates: what askers are told, in the order of one sequence.

use super::fault::fault;
use super::questions::letter;
use super::schema::instant;
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, Update, UpdateNews, Updates};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

fn read(row: &Row<'_>) -> rusqlite::Result<Update> {
    let news: String = row.get(3)?;
    let news = serde_json::from_str(&news)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(3, Type::Text, why.into()))?;
    Ok(Update {
        seq: row.get(0)?,
        question: letter(1, row.get(1)?)?,
        at: instant(row.get(2)?)?.to_string(),
        news,
    })
}

/// Tells the owner of a question something.
pub fn tell(
    connection: &Connection,
    owner: &str,
    question: &LetterId,
    news: &UpdateNews,
    now: Timestamp,
) -> Result<()> {
    let news = serde_json::to_string(news)
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
    let sql = "INSERT INTO updates (owner, question, at, news) VALUES (?1, ?2, ?3, ?4)";
    let values = params![owner, question.as_str(), now.as_second(), news];
    connection.execute(sql, values).map(drop).map_err(fault("telling an asker"))
}

/// So many of an owner's after a sequence.
pub fn after(connection: &Connection, owner: &str, after: u32, most: u32) -> Result<Updates> {
    let failed = fault("reading updates");
    let sql = "SELECT seq, question, at, news FROM updates WHERE owner = ?1 AND seq > ?2 \
               ORDER BY seq LIMIT ?3";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    // One more than is asked for: whether there is more.
    let values = params![owner, after, i64::from(most) + 1];
    let rows = statement.query_map(values, read).map_err(&failed)?;
    let mut updates: Vec<Update> = rows.collect::<rusqlite::Result<_>>().map_err(&failed)?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = updates.len() > most;
    updates.truncate(most);
    let next = updates.last().map_or(after, |last| last.seq);
    Ok(Updates { updates, next, more })
}

/// All about a question, the oldest first.
pub fn of(connection: &Connection, question: &LetterId) -> Result<Vec<Update>> {
    let failed = fault("reading updates");
    let sql = "SELECT seq, question, at, news FROM updates WHERE question = ?1 ORDER BY seq";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let rows = statement.query_map([question.as_str()], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// Deletes all about a question.
pub fn delete(connection: &Connection, question: &LetterId) -> Result<()> {
    let sql = "DELETE FROM updates WHERE question = ?1";
    connection.execute(sql, [question.as_str()]).map(drop).map_err(fault("deleting updates"))
}
