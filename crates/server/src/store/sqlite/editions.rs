//! The table of editions: what authored files held before somebody changed them.

use super::fault::fault;
use super::schema::instant;
use crate::store::{EDITION_DAYS, EDITIONS, Edition};
use hrc_domain::error::Result;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Adds one.
pub fn insert(
    connection: &Connection,
    file: &str,
    before: Option<&str>,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO editions (file, author, at, before) VALUES (?1, ?2, ?3, ?4)";
    let values = params![file, by, now.as_second(), before];
    connection.execute(sql, values).map(drop).map_err(fault("keeping what a file held"))
}

/// Lets the oldest go: of this file those that are too many, of every file those that are too old. What
/// was published last is what a file held before its first change since: that one stays.
pub fn sweep(
    connection: &Connection,
    file: &str,
    published: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let failed = fault("letting go what files held long ago");
    let since = published.map_or(i64::MAX, Timestamp::as_second);
    let stays = "id NOT IN (SELECT min(id) FROM editions WHERE at >= ?1 GROUP BY file)";
    let sql = format!(
        "DELETE FROM editions WHERE file = ?2 AND {stays} AND id NOT IN \
         (SELECT id FROM editions WHERE file = ?2 ORDER BY id DESC LIMIT ?3)"
    );
    connection.execute(&sql, params![since, file, EDITIONS]).map_err(&failed)?;
    let old = now - SignedDuration::from_hours(24 * i64::from(EDITION_DAYS));
    let sql = format!("DELETE FROM editions WHERE at < ?2 AND {stays}");
    connection.execute(&sql, params![since, old.as_second()]).map(drop).map_err(&failed)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Edition> {
    Ok(Edition {
        id: row.get(0)?,
        file: row.get(1)?,
        author: row.get(2)?,
        at: instant(row.get(3)?)?,
        before: row.get(4)?,
    })
}

/// The newest, without their texts.
pub fn newest(connection: &Connection, file: Option<&str>, most: u32) -> Result<Vec<Edition>> {
    let failed = fault("reading what files held");
    let sql = "SELECT id, file, author, at, NULL FROM editions \
               WHERE ?1 IS NULL OR file = ?1 ORDER BY id DESC LIMIT ?2";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let rows = statement.query_map(params![file, most], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// One with its text.
pub fn by_id(connection: &Connection, id: i64) -> Result<Option<Edition>> {
    let sql = "SELECT id, file, author, at, before FROM editions WHERE id = ?1";
    let found = connection.query_row(sql, [id], read).optional();
    found.map_err(fault("reading what a file held"))
}
