//! The table of invitations.

use super::fault::fault;
use super::schema::{instant, maybe_instant};
use crate::store::{Hash, Invitation};
use hrc_domain::error::Result;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "id, name, made_at, valid_until, member_until, used_by, revoked_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: row.get(0)?,
        name: row.get(1)?,
        made_at: instant(row.get(2)?)?,
        valid_until: instant(row.get(3)?)?,
        member_until: maybe_instant(row.get(4)?)?,
        used_by: row.get(5)?,
        revoked_at: maybe_instant(row.get(6)?)?,
    })
}

/// All, the oldest first.
pub fn all(connection: &Connection) -> Result<Vec<Invitation>> {
    let failed = fault("reading the invitations");
    let sql = format!("SELECT {COLUMNS} FROM invitations ORDER BY made_at, id");
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let rows = statement.query_map([], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// The one of this id.
pub fn by_id(connection: &Connection, id: &str) -> Result<Option<Invitation>> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE id = ?1");
    let found = connection.query_row(&sql, [id], read).optional();
    found.map_err(fault("looking for an invitation"))
}

/// The one whose code has this hash.
pub fn by_code(connection: &Connection, code: &Hash) -> Result<Option<Invitation>> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE code = ?1");
    let found = connection.query_row(&sql, [code], read).optional();
    found.map_err(fault("looking for an invitation"))
}

/// Adds one.
pub fn insert(connection: &Connection, new: &Invitation, code: &Hash) -> Result<()> {
    let values = params![
        new.id,
        code,
        new.name,
        new.made_at.as_second(),
        new.valid_until.as_second(),
        new.member_until.map(Timestamp::as_second),
    ];
    let sql = "INSERT INTO invitations (id, code, name, made_at, valid_until, member_until) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    connection.execute(sql, values).map(drop).map_err(fault("keeping an invitation"))
}

/// Notes who used one.
pub fn use_up(connection: &Connection, id: &str, device: &str) -> Result<()> {
    let sql = "UPDATE invitations SET used_by = ?2 WHERE id = ?1 AND used_by IS NULL";
    connection.execute(sql, [id, device]).map(drop).map_err(fault("using an invitation up"))
}

/// Takes one back.
pub fn revoke(connection: &Connection, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE invitations SET revoked_at = ?2 WHERE id = ?1";
    let changed = connection.execute(sql, params![id, now.as_second()]);
    changed.map(drop).map_err(fault("taking an invitation back"))
}
