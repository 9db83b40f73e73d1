//! Filling a shelf on which there is nothing: a first sync puts a hundred thousand entries in a row.
//!
//! What `writing` asks of each entry, whether it is newer than what is held and what is news of it, has
//! one answer here. So nothing is looked up, and the one statement is kept at hand.

use super::fault::fault;
use super::writing::{kind, signed};
use hrc_domain::SealedEntry;
use hrc_domain::digest::EntryDigest;
use hrc_domain::error::Result;
use rusqlite::{Connection, Statement, params};

/// An entry where there is none of its key.
const PUT: &str =
    "INSERT INTO entry (key, sequence, kind, json, digest) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (key) DO NOTHING";

/// A shelf that is being filled.
pub struct Filling<'a> {
    put: Statement<'a>,
}

impl<'a> Filling<'a> {
    /// Of a shelf that [is blank](is_blank).
    pub fn begin(db: &'a Connection) -> Result<Self> {
        Ok(Self { put: db.prepare(PUT).map_err(fault("beginning to put entries"))? })
    }

    /// Puts an entry and gives its digest; none, and nothing is done, where its key came before.
    pub fn put(&mut self, sequence: u64, entry: &SealedEntry) -> Result<Option<EntryDigest>> {
        let digest = entry.digest();
        let row = params![entry.key(), signed(sequence)?, kind(entry.kind()), entry.json(), digest];
        let put = self.put.execute(row).map_err(fault("putting an entry"))?;
        Ok((put > 0).then_some(digest))
    }
}

/// Whether there is nothing, and nothing was withdrawn.
pub fn is_blank(db: &Connection) -> Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM entry) AND NOT EXISTS (SELECT 1 FROM tombstone)";
    db.query_row(sql, [], |row| row.get(0)).map_err(fault("looking whether anything is held"))
}
