//! The table of who has a question open this moment.

use super::fault::fault;
use super::schema::instant;
use crate::store::{AWAY, Present};
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

/// Notes that somebody is there. Whoever was away begins anew; the rows of those who left are swept.
pub fn attend(
    connection: &Connection,
    question: &LetterId,
    account: &str,
    now: Timestamp,
) -> Result<()> {
    let failed = fault("noting who is there");
    let gone = now.as_second() - AWAY.as_secs();
    connection.execute("DELETE FROM presence WHERE seen < ?1", [gone]).map_err(&failed)?;
    let sql = "INSERT INTO presence (question, account, since, seen) VALUES (?1, ?2, ?3, ?3) \
               ON CONFLICT (question, account) DO UPDATE SET seen = max(seen, ?3)";
    let values = params![question.as_str(), account, now.as_second()];
    connection.execute(sql, values).map(drop).map_err(&failed)
}

/// Notes that somebody left.
pub fn leave(connection: &Connection, question: &LetterId, account: &str) -> Result<()> {
    let sql = "DELETE FROM presence WHERE question = ?1 AND account = ?2";
    let deleted = connection.execute(sql, params![question.as_str(), account]);
    deleted.map(drop).map_err(fault("noting who left"))
}

/// Who else is there, the longest first.
pub fn others(connection: &Connection, question: &LetterId, account: &str) -> Result<Vec<Present>> {
    let failed = fault("reading who is there");
    let sql = "SELECT account, since FROM presence WHERE question = ?1 AND account <> ?2 \
               ORDER BY since, account";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let read = |row: &Row<'_>| Ok(Present { account: row.get(0)?, since: instant(row.get(1)?)? });
    let rows = statement.query_map(params![question.as_str(), account], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}
