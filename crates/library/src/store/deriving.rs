//! The derived rows: written with the entries they are derived from, or anew when this program's code
//! derives something else.
//!
//! What is derived from an entry is decided in `derivation`; here it is put into the tables. On the
//! practitioners' shelf that takes both files: the texts there deepen records of the general one.

use super::derivation::{self, derive};
use super::fault::fault;
use super::shelf::Shelf;
use super::writing::{entry, entry_by, record_of};
use hrc_domain::entry::supplement_key;
use hrc_domain::error::Result;
use hrc_domain::search::Layer;
use hrc_domain::{Entry, Record, RecordId, Supplement};
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::BTreeSet;

/// Notes that this program's code derived what is derived.
pub fn note_derivation(connection: &Connection) -> Result<()> {
    connection
        .execute("UPDATE meta SET derivation = ?1", [derivation::VERSION])
        .map(drop)
        .map_err(fault("noting what derived"))
}

/// Whether this program's code derived what is derived.
pub fn is_derivation_current(connection: &Connection) -> Result<bool> {
    connection
        .query_row("SELECT derivation = ?1 FROM meta", [derivation::VERSION], |row| row.get(0))
        .map_err(fault("reading what derived"))
}

/// Derives everything anew, unless this code did so already.
pub fn derive_all(connection: &mut Connection) -> Result<()> {
    if is_derivation_current(connection)? {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault("beginning to derive"))?;
    derive_each(&transaction, Shelf::General)?;
    note_derivation(&transaction)?;
    transaction.commit().map_err(fault("committing what was derived"))
}

/// Derives from everything on a shelf.
pub fn derive_each(db: &Connection, shelf: Shelf) -> Result<()> {
    ids(db)?.iter().try_for_each(|id| rederive(db, shelf, id))
}

/// The records of which a shelf has anything.
fn ids(db: &Connection) -> Result<BTreeSet<RecordId>> {
    let keys: Vec<String> = db
        .prepare("SELECT key FROM entry ORDER BY key")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .map_err(fault("reading what to derive from"))?;
    Ok(keys.iter().filter_map(|key| record_of(key)).collect())
}

/// Makes a record's derived rows on this shelf anew; takes them away where nothing of it is there.
pub fn rederive(db: &Connection, shelf: Shelf, id: &RecordId) -> Result<()> {
    let supplement = supplement(db, id)?;
    let is_own = || Ok(matches!(entry(db, id.as_str())?, Some(Entry::Record(_))));
    let record = match shelf {
        Shelf::Practitioner if supplement.is_none() && !is_own()? => None,
        _ => record(db, shelf, id)?,
    };
    let outcome = match record {
        Some(record) => insert_derived(db, &record, supplement.as_ref(), shelf),
        None => delete_derived(db, id),
    };
    outcome.map_err(fault("deriving a record"))
}

/// Derives the practitioners' texts anew beside the general layer as it is now: of these records, or
/// of all. `connection` has the general layer attached.
pub fn deepen(connection: &mut Connection, only: Option<&BTreeSet<RecordId>>) -> Result<()> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault("beginning to derive"))?;
    if only.is_none() {
        transaction.execute("DELETE FROM card", []).map_err(fault("clearing what was derived"))?;
    }
    for id in ids(&transaction)?.iter().filter(|id| only.is_none_or(|only| only.contains(id))) {
        rederive(&transaction, Shelf::Practitioner, id)?;
    }
    transaction
        .execute(
            "UPDATE meta SET derivation = ?1, beside = (SELECT digest FROM general.meta)",
            [derivation::VERSION],
        )
        .map_err(fault("noting what derived"))?;
    transaction.commit().map_err(fault("committing what was derived"))
}

/// Whether the practitioners' texts are derived by this code, beside the general layer as it is now.
/// `connection` has the general layer attached.
pub fn is_deepening_current(connection: &Connection) -> Result<bool> {
    connection
        .query_row(
            "SELECT derivation = ?1 AND beside = (SELECT digest FROM general.meta) FROM meta",
            [derivation::VERSION],
            |row| row.get(0),
        )
        .map_err(fault("reading what derived"))
}

/// A record as this shelf's depth belongs to it: the general layer's where both have one.
pub fn record(db: &Connection, shelf: Shelf, id: &RecordId) -> Result<Option<Record>> {
    if shelf == Shelf::Practitioner
        && let Some(Entry::Record(record)) =
            entry_by(db, "SELECT json FROM general.entry WHERE key = ?1", id.as_str())?
    {
        return Ok(Some(*record));
    }
    Ok(match entry(db, id.as_str())? {
        Some(Entry::Record(record)) => Some(*record),
        _ => None,
    })
}

pub fn supplement(db: &Connection, id: &RecordId) -> Result<Option<Supplement>> {
    Ok(match entry(db, &supplement_key(id))? {
        Some(Entry::Supplement(supplement)) => Some(supplement),
        _ => None,
    })
}

/// Takes away a record's derived rows.
fn delete_derived(db: &Connection, id: &RecordId) -> rusqlite::Result<()> {
    // Passages and mentions go with the card by their foreign keys.
    db.prepare_cached("DELETE FROM card WHERE record = ?1")?.execute([id.as_str()]).map(drop)
}

pub fn insert_derived(
    db: &Connection,
    record: &Record,
    supplement: Option<&Supplement>,
    shelf: Shelf,
) -> rusqlite::Result<()> {
    let is_deep = supplement.is_some() || shelf == Shelf::Practitioner;
    let layer = if is_deep { Layer::Both } else { Layer::General };
    let derived = derive(record, supplement, layer);
    let id = record.id.as_str();
    let kind = record.kind().as_str();
    let card = serde_json::to_string(&derived.card)
        .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))?;
    // In its place where there is one: taken away and put anew, it would cost three more pages of the
    // disk, each in another corner of a large library.
    let is_known = db
        .prepare_cached("UPDATE card SET kind = ?2, json = ?3 WHERE record = ?1")?
        .execute(params![id, kind, card])?
        > 0;
    if is_known {
        db.prepare_cached("DELETE FROM passage WHERE record = ?1")?.execute([id])?;
        db.prepare_cached("DELETE FROM mention WHERE record = ?1")?.execute([id])?;
    } else {
        db.prepare_cached("INSERT INTO card (record, kind, json) VALUES (?1, ?2, ?3)")?
            .execute(params![id, kind, card])?;
    }
    let mut passage = db.prepare_cached(
        "INSERT INTO passage (record, ordinal, anchor, heading, text, practitioner)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (ordinal, p) in (0_u32..).zip(&derived.passages) {
        passage.execute(params![id, ordinal, p.anchor, p.heading, p.text, p.practitioner])?;
    }
    let mut mention = db.prepare_cached("INSERT INTO mention (record, target) VALUES (?1, ?2)")?;
    for target in &derived.mentions {
        mention.execute([id, target.as_str()])?;
    }
    Ok(())
}
