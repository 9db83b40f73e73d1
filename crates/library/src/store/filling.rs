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

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::super::shelf::Shelf;
    use super::super::writing::{Goal, Written, write};
    use hrc_domain::vocabulary::Concept;
    use hrc_domain::{Change, Entry, RecordId, Vocabulary};
    use rusqlite::Connection;

    fn put(sequence: u64, name: &str, concept: &str) -> Change {
        let (names, alternatives, texts) = Default::default();
        let concept = Concept { id: concept.into(), parent: None, names, alternatives, texts };
        let list = Vocabulary { id: RecordId::new(name).unwrap(), concepts: vec![concept] };
        Change::upsert(sequence, Entry::Vocabulary(list)).unwrap()
    }

    fn withdraw(sequence: u64, name: &str) -> Change {
        Change::Withdraw { sequence, key: format!("vocabulary/{name}") }
    }

    fn blank() -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        schema::migrate(&mut db).unwrap();
        db
    }

    fn replaced(db: &mut Connection, changes: &[Change]) -> Written {
        let goal = Goal { head: 9, feed: None, fresh: true };
        write(db, Shelf::General, &goal, changes.iter().cloned().map(Ok)).unwrap()
    }

    fn held(db: &Connection) -> Vec<(String, u32, String)> {
        db.prepare("SELECT key, sequence, json FROM entry ORDER BY key")
            .and_then(|mut all| {
                all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
            })
            .unwrap()
    }

    #[test]
    fn what_comes_twice_or_goes_again_ends_as_on_a_shelf_that_was_not_blank() {
        let changes = [
            put(1, "themes", "old"),
            put(2, "sections", "one"),
            put(3, "groups", "one"),
            put(4, "themes", "new"),
            withdraw(5, "sections"),
            withdraw(6, "groups"),
            put(7, "groups", "back"),
        ];
        let mut filled = blank();
        let by_filling = replaced(&mut filled, &changes);
        let mut other = blank();
        replaced(&mut other, &[put(1, "rights", "of another past")]);
        let by_replacing = replaced(&mut other, &changes);
        let rows = held(&filled);
        assert_eq!(rows, held(&other), "the way does not matter");
        assert_eq!(by_filling.mark, by_replacing.mark, "nor to the digest");
        let keys: Vec<_> =
            rows.iter().map(|(key, sequence, _)| (key.as_str(), *sequence)).collect();
        let expected = [("vocabulary/groups", 7), ("vocabulary/themes", 4)];
        assert_eq!(keys, expected, "the last word on each key counts");
        let buried: u32 =
            filled.query_row("SELECT count(*) FROM tombstone", [], |row| row.get(0)).unwrap();
        assert_eq!(buried, 0, "a whole state needs no tombstones");
    }
}
