//! Applying a batch: one transaction from one state of the feed to a later one.

use super::Mark;
use super::derivation::{self, derive};
use super::digest::{StateDigest, canonical, entry_digest};
use super::fault::{fault, unreadable};
use crate::{Applied, Batch, Change};
use hrc_domain::error::Result;
use hrc_domain::vocabulary::SYNONYMS;
use hrc_domain::{Entry, Error, ErrorCode, Record, RecordId, Supplement};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeSet;

/// What an apply changed, for the index to follow.
pub struct Written {
    /// How much.
    pub applied: Applied,
    /// The state before it.
    pub before: Mark,
    /// The state after it.
    pub mark: Mark,
    /// The records to be indexed anew, or to be taken out of the index.
    pub records: BTreeSet<RecordId>,
    /// Whether names changed that stand in the index of other records: of lists and themes.
    pub names: bool,
}

/// Applies a batch, all or nothing.
pub fn write(connection: &mut Connection, batch: Batch) -> Result<Written> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault("beginning to apply"))?;
    let mut mark = mark(&transaction)?;
    if batch.head < mark.head {
        let sentence =
            format!("the library is at {}, the batch leads to {}", mark.head, batch.head);
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let before = mark;
    mark.head = batch.head;
    let mut written = Written {
        applied: Applied::default(),
        before,
        mark,
        records: BTreeSet::new(),
        names: false,
    };
    for change in batch.changes {
        match change {
            Change::Upsert { sequence, entry } => {
                check_sequence(sequence, batch.head)?;
                if put(&transaction, &mut written, sequence, &entry)? {
                    written.applied.upserted += 1;
                }
            }
            Change::Withdraw { sequence, key } => {
                check_sequence(sequence, batch.head)?;
                if withdraw(&transaction, &mut written, sequence, &key)? {
                    written.applied.withdrawn += 1;
                }
            }
        }
    }
    for id in &written.records {
        rederive(&transaction, id)?;
    }
    transaction
        .execute(
            "UPDATE meta SET head = ?1, digest = ?2",
            params![signed(written.mark.head)?, written.mark.digest.as_bytes()],
        )
        .map_err(fault("noting the new state"))?;
    transaction.commit().map_err(fault("committing the batch"))?;
    Ok(written)
}

/// The state a database is in.
pub fn mark(connection: &Connection) -> Result<Mark> {
    let (head, digest): (i64, Vec<u8>) = connection
        .prepare_cached("SELECT head, digest FROM meta")
        .and_then(|mut query| query.query_row([], |row| Ok((row.get(0)?, row.get(1)?))))
        .map_err(fault("reading the library's state"))?;
    let digest =
        StateDigest::from_bytes(&digest).ok_or_else(|| unreadable("meta", "its digest"))?;
    Ok(Mark { head: head.unsigned_abs(), digest })
}

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
    let keys: Vec<String> = transaction
        .prepare("SELECT key FROM entry WHERE kind = 'record' ORDER BY key")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .map_err(fault("reading the records to derive from"))?;
    for key in keys {
        let id = RecordId::new(key.as_str()).map_err(|cause| unreadable(&key, cause))?;
        rederive(&transaction, &id)?;
    }
    note_derivation(&transaction)?;
    transaction.commit().map_err(fault("committing what was derived"))
}

/// Puts an entry unless what is there, or its tombstone, is as new; says whether it did.
fn put(db: &Connection, written: &mut Written, sequence: u64, entry: &Entry) -> Result<bool> {
    let key = entry.key();
    let sequence = signed(sequence)?;
    let buried: Option<i64> =
        sequence_in(db, "SELECT sequence FROM tombstone WHERE key = ?1", &key)?;
    let held: Option<i64> = sequence_in(db, "SELECT sequence FROM entry WHERE key = ?1", &key)?;
    if buried.max(held).is_some_and(|known| known >= sequence) {
        return Ok(false);
    }
    let value = serde_json::to_value(entry)
        .map_err(|cause| Error::new(ErrorCode::Internal, format!("writing {key}: {cause}")))?;
    let json = canonical(&value);
    let digest = entry_digest(&key, &json);
    if held.is_some() {
        written.mark.digest.subtract(&held_digest(db, &key)?);
    }
    written.mark.digest.add(&digest);
    db.prepare_cached(
        "INSERT INTO entry (key, sequence, kind, json, digest) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (key) DO UPDATE SET sequence = ?2, kind = ?3, json = ?4, digest = ?5",
    )
    .and_then(|mut put| put.execute(params![key, sequence, kind(entry), json, digest]))
    .map_err(fault("putting an entry"))?;
    db.prepare_cached("DELETE FROM tombstone WHERE key = ?1")
        .and_then(|mut clear| clear.execute([&key]))
        .map_err(fault("clearing a tombstone"))?;
    note(written, &key);
    if let Entry::Record(record) = entry {
        written.names |= record.kind() == hrc_domain::Kind::Theme;
    }
    Ok(true)
}

/// Withdraws an entry for good; says whether there was one to withdraw.
fn withdraw(db: &Connection, written: &mut Written, sequence: u64, key: &str) -> Result<bool> {
    let sequence = signed(sequence)?;
    let held: Option<i64> = sequence_in(db, "SELECT sequence FROM entry WHERE key = ?1", key)?;
    if held.is_some_and(|held| held >= sequence) {
        return Ok(false);
    }
    // Also where there is nothing yet: the entry may arrive after its withdrawal.
    db.prepare_cached(
        "INSERT INTO tombstone (key, sequence) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET sequence = max(sequence, ?2)",
    )
    .and_then(|mut bury| bury.execute(params![key, sequence]))
    .map_err(fault("setting a tombstone"))?;
    if held.is_none() {
        return Ok(false);
    }
    written.mark.digest.subtract(&held_digest(db, key)?);
    let theme: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM card WHERE record = ?1 AND kind = 'theme')")
        .and_then(|mut query| query.query_row([key], |row| row.get(0)))
        .map_err(fault("reading what is withdrawn"))?;
    written.names |= theme;
    db.prepare_cached("DELETE FROM entry WHERE key = ?1")
        .and_then(|mut delete| delete.execute([key]))
        .map_err(fault("withdrawing an entry"))?;
    note(written, key);
    Ok(true)
}

/// Notes which record, or whether the names, changed with this key.
fn note(written: &mut Written, key: &str) {
    if let Some(list) = key.strip_prefix("vocabulary/") {
        // Nothing is filed under synonyms, so no record's index has their names.
        written.names |= list != SYNONYMS;
    } else if let Ok(id) = RecordId::new(key.split('/').next().unwrap_or(key)) {
        written.records.insert(id);
    }
}

/// Makes a record's derived rows anew; where it is gone, they went with it.
fn rederive(db: &Connection, id: &RecordId) -> Result<()> {
    let Some(Entry::Record(record)) = entry(db, id.as_str())? else {
        return Ok(());
    };
    let supplement = match entry(db, &supplement_key(id))? {
        Some(Entry::Supplement(supplement)) => Some(supplement),
        _ => None,
    };
    insert_derived(db, &record, supplement.as_ref()).map_err(fault("deriving a record"))
}

fn insert_derived(
    db: &Connection,
    record: &Record,
    supplement: Option<&Supplement>,
) -> rusqlite::Result<()> {
    let id = record.id.as_str();
    let derived = derive(record, supplement);
    let card = serde_json::to_string(&derived.card)
        .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))?;
    // Passages and mentions go with the card by their foreign keys.
    db.prepare_cached("DELETE FROM card WHERE record = ?1")?.execute([id])?;
    db.prepare_cached("INSERT INTO card (record, kind, json) VALUES (?1, ?2, ?3)")?
        .execute(params![id, record.kind().as_str(), card])?;
    let mut passage = db.prepare_cached(
        "INSERT INTO passage (record, ordinal, anchor, heading, text) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (ordinal, p) in (0_u32..).zip(&derived.passages) {
        passage.execute(params![id, ordinal, p.anchor, p.heading, p.text])?;
    }
    let mut mention = db.prepare_cached("INSERT INTO mention (record, target) VALUES (?1, ?2)")?;
    for target in &derived.mentions {
        mention.execute([id, target.as_str()])?;
    }
    Ok(())
}

/// The entry of this key.
pub fn entry(db: &Connection, key: &str) -> Result<Option<Entry>> {
    let json: Option<String> = db
        .prepare_cached("SELECT json FROM entry WHERE key = ?1")
        .and_then(|mut query| query.query_row([key], |row| row.get(0)).optional())
        .map_err(fault("reading an entry"))?;
    json.map(|json| serde_json::from_str(&json).map_err(|cause| unreadable(key, cause))).transpose()
}

/// The key of a record's practitioner depth, as [`Entry::key`] makes it.
pub fn supplement_key(id: &RecordId) -> String {
    format!("{id}/practitioner")
}

const fn kind(entry: &Entry) -> &'static str {
    match entry {
        Entry::Record(_) => "record",
        Entry::Supplement(_) => "supplement",
        Entry::Vocabulary(_) => "vocabulary",
    }
}

fn sequence_in(db: &Connection, sql: &str, key: &str) -> Result<Option<i64>> {
    db.prepare_cached(sql)
        .and_then(|mut query| query.query_row([key], |row| row.get(0)).optional())
        .map_err(fault("reading a sequence"))
}

fn held_digest(db: &Connection, key: &str) -> Result<[u8; 32]> {
    db.prepare_cached("SELECT digest FROM entry WHERE key = ?1")
        .and_then(|mut query| query.query_row([key], |row| row.get(0)))
        .map_err(fault("reading a digest"))
}

fn check_sequence(sequence: u64, head: u64) -> Result<()> {
    if sequence > head {
        let sentence = format!("a change has sequence {sequence}, its batch ends at {head}");
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    Ok(())
}

/// SQLite counts with a sign; no feed gets that far.
fn signed(number: u64) -> Result<i64> {
    i64::try_from(number)
        .map_err(|_| Error::new(ErrorCode::InvalidInput, format!("{number} is no sequence")))
}
