//! The table of devices.

use super::fault::fault;
use super::schema::{day_of, instant, maybe_day, maybe_instant};
use crate::store::{Device, Hash};
use hrc_domain::error::Result;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "id, name, computer, recipient, made_at, last_seen, valid_until, revoked_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Device> {
    Ok(Device {
        id: row.get(0)?,
        name: row.get(1)?,
        computer: row.get(2)?,
        recipient: row.get(3)?,
        made_at: instant(row.get(4)?)?,
        last_seen: maybe_day(row.get(5)?)?,
        valid_until: maybe_instant(row.get(6)?)?,
        revoked_at: maybe_instant(row.get(7)?)?,
    })
}

/// All, the oldest first.
pub fn all(connection: &Connection) -> Result<Vec<Device>> {
    let failed = fault("reading the devices");
    let sql = format!("SELECT {COLUMNS} FROM devices ORDER BY made_at, id");
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let rows = statement.query_map([], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// The one of this id.
pub fn by_id(connection: &Connection, id: &str) -> Result<Option<Device>> {
    let sql = format!("SELECT {COLUMNS} FROM devices WHERE id = ?1");
    connection.query_row(&sql, [id], read).optional().map_err(fault("looking for a device"))
}

/// The one whose token has this hash. What the time of looking tells is about hashes, and nothing
/// leads from them to a token.
pub fn by_token(connection: &Connection, token: &Hash) -> Result<Option<Device>> {
    let failed = fault("looking for a device");
    let sql = format!("SELECT {COLUMNS} FROM devices WHERE token = ?1");
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    statement.query_row([token], read).optional().map_err(&failed)
}

/// Adds one.
pub fn insert(connection: &Connection, new: &Device, token: &Hash) -> Result<()> {
    let values = params![
        new.id,
        new.name,
        new.computer,
        token,
        new.recipient,
        new.made_at.as_second(),
        new.valid_until.map(Timestamp::as_second),
    ];
    let sql = "INSERT INTO devices (id, name, computer, token, recipient, made_at, valid_until) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    connection.execute(sql, values).map(drop).map_err(fault("keeping a device"))
}

/// Gives one another token; the old one counts for nothing.
pub fn give_token(connection: &Connection, id: &str, token: &Hash) -> Result<()> {
    let sql = "UPDATE devices SET token = ?2 WHERE id = ?1";
    connection.execute(sql, params![id, token]).map(drop).map_err(fault("changing a token"))
}

/// Notes the day on which one was seen, and nothing where that is noted.
pub fn note_seen(connection: &Connection, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE devices SET last_seen = ?2 WHERE id = ?1 AND ifnull(last_seen, -1) < ?2";
    let changed = connection.execute(sql, params![id, day_of(now)]);
    changed.map(drop).map_err(fault("noting that a device was seen"))
}

/// Takes one's membership back.
pub fn revoke(connection: &Connection, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE devices SET revoked_at = ?2 WHERE id = ?1";
    let changed = connection.execute(sql, params![id, now.as_second()]);
    changed.map(drop).map_err(fault("taking a membership back"))
}
