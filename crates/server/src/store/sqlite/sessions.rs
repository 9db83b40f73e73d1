//! The table of sessions: where somebody is signed in.

use super::accounts;
use super::fault::fault;
use super::schema::{instant, maybe_instant};
use crate::store::{Found, Hash, Session, Which};
use hrc_domain::error::Result;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "s.id, s.account, s.made_at, s.seen_at, s.renewed_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        account: row.get(1)?,
        made_at: instant(row.get(2)?)?,
        seen_at: instant(row.get(3)?)?,
        renewed_at: instant(row.get(4)?)?,
    })
}

/// Adds one.
pub fn insert(connection: &Connection, new: &Session, token: &Hash, seed: &Hash) -> Result<()> {
    let values = params![
        new.id,
        new.account,
        token,
        seed,
        new.made_at.as_second(),
        new.seen_at.as_second(),
        new.renewed_at.as_second(),
    ];
    let sql = "INSERT INTO sessions (id, account, token, seed, made_at, seen_at, renewed_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    connection.execute(sql, values).map(drop).map_err(fault("keeping a session"))
}

/// The one with this token, with whose it is, where that account was not removed.
pub fn by_token(connection: &Connection, token: &Hash) -> Result<Option<Found>> {
    let failed = fault("looking for a session");
    let sql = format!(
        "SELECT {COLUMNS}, s.seed, s.token = ?1, s.next IS ?1, s.former_until, {} \
         FROM sessions s JOIN accounts a ON a.id = s.account \
         WHERE (s.token = ?1 OR s.next = ?1 OR s.former = ?1) AND a.removed_at IS NULL",
        accounts::COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let read = |row: &Row<'_>| {
        let which = match (row.get(6)?, row.get(7)?) {
            (true, _) => Which::Current,
            (_, true) => Which::Next,
            _ => Which::Former(maybe_instant(row.get(8)?)?.unwrap_or(Timestamp::MIN)),
        };
        Ok(Found {
            session: read(row)?,
            seed: row.get(5)?,
            which,
            account: accounts::read(row, 9)?,
        })
    };
    statement.query_row([token], read).optional().map_err(&failed)
}

/// Notes that one was used.
pub fn note_used(connection: &Connection, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE sessions SET seen_at = ?2 WHERE id = ?1 AND seen_at < ?2";
    let changed = connection.execute(sql, params![id, now.as_second()]);
    changed.map(drop).map_err(fault("noting that a session was used"))
}

/// Notes which token comes next.
pub fn announce(connection: &Connection, id: &str, next: &Hash) -> Result<()> {
    let changed =
        connection.execute("UPDATE sessions SET next = ?2 WHERE id = ?1", params![id, next]);
    changed.map(drop).map_err(fault("noting a session's next token"))
}

/// Makes the next token the one that counts, where there is a next.
pub fn renew(
    connection: &Connection,
    id: &str,
    seed: &Hash,
    until: Timestamp,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE sessions SET former = token, former_until = ?3, token = next, next = NULL, \
               seed = ?2, renewed_at = ?4 WHERE id = ?1 AND next IS NOT NULL";
    let changed = connection.execute(sql, params![id, seed, until.as_second(), now.as_second()]);
    changed.map(drop).map_err(fault("replacing a session's token"))
}

/// An account's, the newest first.
pub fn of(connection: &Connection, account: &str) -> Result<Vec<Session>> {
    let failed = fault("reading sessions");
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions s WHERE s.account = ?1 ORDER BY s.made_at DESC, s.id DESC"
    );
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let rows = statement.query_map([account], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// Ends one of an account's; whether there was one.
pub fn end(connection: &Connection, account: &str, id: &str) -> Result<bool> {
    let changed =
        connection.execute("DELETE FROM sessions WHERE id = ?1 AND account = ?2", [id, account]);
    changed.map(|many| many > 0).map_err(fault("ending a session"))
}

/// Ends all of an account's.
pub fn end_all(connection: &Connection, account: &str) -> Result<()> {
    let changed = connection.execute("DELETE FROM sessions WHERE account = ?1", [account]);
    changed.map(drop).map_err(fault("ending sessions"))
}

/// Forgets those begun, or last used, before these.
pub fn forget(connection: &Connection, begun: Timestamp, used: Timestamp) -> Result<()> {
    let sql = "DELETE FROM sessions WHERE made_at < ?1 OR seen_at < ?2";
    let changed = connection.execute(sql, params![begun.as_second(), used.as_second()]);
    changed.map(drop).map_err(fault("forgetting old sessions"))
}
