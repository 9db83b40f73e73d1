//! How far each feed was ever followed: what keeps an old state, though once rightly signed, out.

use super::fault::fault;
use super::writing::signed;
use hrc_domain::error::Result;
use rusqlite::{Connection, OptionalExtension, params};

/// The least that a feed may offer: its head and the versions of its metadata.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Floors {
    /// The sequence of its last change.
    pub head: u64,
    /// The version of its root.
    pub root: u64,
    /// The version of its timestamp.
    pub timestamp: u64,
    /// The version of its snapshot.
    pub snapshot: u64,
    /// The version of its targets.
    pub targets: u64,
}

/// The floors of a feed; zeros for one that was never followed.
pub fn floors(db: &Connection, feed: &str) -> Result<Floors> {
    let number = |row: &rusqlite::Row<'_>, n| row.get(n).map(|n: i64| n.unsigned_abs());
    db.prepare_cached("SELECT head, root, timestamp, snapshot, targets FROM floor WHERE feed = ?1")
        .and_then(|mut query| {
            query.query_row([feed], |row| {
                Ok(Floors {
                    head: number(row, 0)?,
                    root: number(row, 1)?,
                    timestamp: number(row, 2)?,
                    snapshot: number(row, 3)?,
                    targets: number(row, 4)?,
                })
            })
        })
        .optional()
        .map(Option::unwrap_or_default)
        .map_err(fault("reading how far a feed was followed"))
}

/// Raises the floors of a feed. Who calls has checked that they are not lower.
pub fn raise(db: &Connection, feed: &str, floors: &Floors) -> Result<()> {
    let Floors { head, root, timestamp, snapshot, targets } = *floors;
    let numbers = [head, root, timestamp, snapshot, targets].map(signed);
    let [head, root, timestamp, snapshot, targets] = numbers;
    db.execute(
        "INSERT OR REPLACE INTO floor (feed, head, root, timestamp, snapshot, targets)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![feed, head?, root?, timestamp?, snapshot?, targets?],
    )
    .map(drop)
    .map_err(fault("noting how far a feed was followed"))
}
