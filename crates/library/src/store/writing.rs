//! Applying changes: one transaction from one state to a later one.

use super::Mark;
use super::deriving::{derive_each, record, rederive};
use super::fault::{fault, unreadable};
use super::filling::{Filling, is_blank};
use super::floor::{self, Floors};
use super::news::Notes;
use super::shelf::Shelf;
use crate::Applied;
use hrc_domain::digest::{EntryDigest, StateDigest};
use hrc_domain::entry::supplement_key;
use hrc_domain::error::Result;
use hrc_domain::vocabulary::SYNONYMS;
use hrc_domain::{Change, Entry, EntryKind, Error, ErrorCode, RecordId, SealedEntry};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Where an apply leads.
pub struct Goal<'a> {
    /// The sequence after it.
    pub head: u64,
    /// The feed that leads there; none for a bundle.
    pub feed: Option<FeedGoal<'a>>,
    /// Whether the changes are everything there is, whatever was held before.
    pub fresh: bool,
}

/// What a feed demands of an apply.
#[derive(Clone, Copy)]
pub struct FeedGoal<'a> {
    /// Its identity.
    pub identity: &'a str,
    /// The digest the library must have then; with another one nothing is applied.
    pub digest: StateDigest,
    /// The least that the feed may offer from then on.
    pub floors: Floors,
    /// When it is, as an RFC 3339 instant, for the news; none where nothing is news.
    pub at: Option<&'a str>,
}

/// What an apply changed, for the index to follow.
pub struct Written {
    /// How much.
    pub applied: Applied,
    /// The state of the shelf after it.
    pub mark: Mark,
    /// The records to be indexed anew, or to be taken out of the index; none means all of them, for
    /// there was nothing before.
    pub records: Option<BTreeSet<RecordId>>,
    /// Whether names changed that stand in the index of other records: of lists and themes.
    pub names: bool,
    shelf: Shelf,
    notes: Notes,
    fates: BTreeMap<String, Fate>,
}

/// What was under a key before an apply, and what is there after it.
///
/// Only the two ends count: what changed and was changed back on the way is no change.
struct Fate {
    before: Option<EntryDigest>,
    after: Option<EntryDigest>,
}

impl Written {
    fn settle(&mut self, key: &str, before: Option<EntryDigest>, after: Option<EntryDigest>) {
        self.fates.entry(key.to_owned()).or_insert(Fate { before, after }).after = after;
    }

    /// How much changed from one end to the other.
    fn tally(&self, db: &Connection) -> Result<Applied> {
        let mut applied = Applied::default();
        if self.records.is_none() {
            applied.upserted = db
                .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
                .map_err(fault("counting what was put"))?;
        }
        for Fate { before, after } in self.fates.values().filter(|fate| fate.before != fate.after) {
            match (before, after) {
                (_, Some(_)) => applied.upserted += 1,
                (_, None) => applied.withdrawn += 1,
            }
        }
        Ok(applied)
    }

    /// What to tell of a record; none where it is as it was.
    fn change(&self, id: &RecordId) -> Option<&'static str> {
        let differs = |key: &str| self.fates.get(key).filter(|fate| fate.before != fate.after);
        match differs(id.as_str()) {
            Some(Fate { before: None, .. }) => Some("added"),
            Some(Fate { after: None, .. }) => Some("withdrawn"),
            Some(_) => Some("changed"),
            None => differs(&supplement_key(id)).map(|_| "changed"),
        }
    }
}

/// Applies changes to one shelf, all or nothing.
pub fn write(
    connection: &mut Connection,
    shelf: Shelf,
    goal: &Goal<'_>,
    changes: impl Iterator<Item = Result<Change>>,
) -> Result<Written> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault("beginning to apply"))?;
    let before = mark(&transaction)?;
    // Another feed counts from its own beginning, and a feed's own head is held by its floor.
    if goal.head < before.head && goal.feed.is_none() {
        let sentence =
            format!("the library is at {}, the batch leads to {}", before.head, goal.head);
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let blank = goal.fresh && is_blank(&transaction)?;
    let mut written = Written {
        applied: Applied::default(),
        mark: Mark { head: goal.head, ..before },
        records: (!blank).then(BTreeSet::new),
        names: blank,
        shelf,
        notes: Notes::default(),
        fates: BTreeMap::new(),
    };
    if let Some(feed) = goal.feed.as_ref().filter(|_| !goal.fresh) {
        forget_other_counts(&transaction, feed.identity)?;
    }
    let mut filling = if blank { Some(Filling::begin(&transaction)?) } else { None };
    let mut seen = HashSet::new();
    for change in changes {
        let change = change?;
        check_sequence(change.sequence(), goal.head)?;
        match change {
            Change::Upsert { sequence, entry } => {
                if let Some(filling) = &mut filling {
                    if let Some(digest) = filling.put(sequence, &entry)? {
                        written.mark.digest.add(&digest);
                        continue;
                    }
                } else if goal.fresh {
                    seen.insert(entry.key().to_owned());
                }
                put(&transaction, &mut written, sequence, &entry, goal.fresh)?;
            }
            Change::Withdraw { sequence, key } => {
                withdraw(&transaction, &mut written, sequence, &key)?;
            }
        }
    }
    drop(filling);
    if goal.fresh {
        if !blank {
            clear_others(&transaction, &mut written, &seen)?;
        }
        clear_tombstones(&transaction)?;
    }
    // Only now, and from what was put: a record's depth may come before or after it.
    match &written.records {
        Some(records) => records.iter().try_for_each(|id| rederive(&transaction, shelf, id))?,
        None => derive_each(&transaction, shelf)?,
    }
    written.applied = written.tally(&transaction)?;
    conclude(&transaction, goal, &written)?;
    transaction.commit().map_err(fault("committing the batch"))?;
    Ok(written)
}

/// Forgets the sequences of another feed than this one: each counts from its own beginning, and a
/// high number of one must not keep the next change of the other out.
fn forget_other_counts(db: &Connection, feed: &str) -> Result<()> {
    let failed = fault("leaving the other feed");
    let is_other: bool = db
        .query_row("SELECT feed IS NOT ?1 FROM meta", [feed], |row| row.get(0))
        .map_err(&failed)?;
    if !is_other {
        return Ok(());
    }
    db.execute("DELETE FROM tombstone", []).map_err(&failed)?;
    db.execute("UPDATE entry SET sequence = 0 WHERE sequence > 0", []).map(drop).map_err(&failed)
}

/// Takes away what a whole state does not have.
fn clear_others(db: &Connection, written: &mut Written, seen: &HashSet<String>) -> Result<()> {
    let held: Vec<String> = db
        .prepare("SELECT key FROM entry ORDER BY key DESC")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .map_err(fault("reading what is held"))?;
    // Depths go before their records: the key of a depth is the longer one.
    for key in held.iter().filter(|key| !seen.contains(*key)) {
        take_away(db, written, key)?;
    }
    Ok(())
}

/// Tombstones of another past count no longer.
fn clear_tombstones(db: &Connection) -> Result<()> {
    db.execute("DELETE FROM tombstone", []).map(drop).map_err(fault("clearing tombstones"))
}

/// Notes the new state; errs where it is not the one the feed announced.
fn conclude(db: &Connection, goal: &Goal<'_>, written: &Written) -> Result<()> {
    let Mark { head, digest } = written.mark;
    if let Some(feed) = &goal.feed {
        if digest != feed.digest {
            let sentence = format!("the state has digest {digest}, announced was {}", feed.digest);
            return Err(Error::new(ErrorCode::FeedForged, sentence));
        }
        floor::raise(db, feed.identity, &feed.floors)?;
        if let Some(at) = feed.at {
            written.notes.keep(db, at, |id| written.change(id))?;
        }
    }
    db.execute(
        "UPDATE meta SET head = ?1, digest = ?2, feed = coalesce(?3, feed)",
        params![signed(head)?, digest.as_bytes(), goal.feed.as_ref().map(|feed| feed.identity)],
    )
    .map(drop)
    .map_err(fault("noting the new state"))
}

/// The state a database is in.
pub fn mark(connection: &Connection) -> Result<Mark> {
    let (head, digest): (i64, Vec<u8>) = connection
        .prepare_cached("SELECT head, digest FROM meta")
        .and_then(|mut query| query.query_row([], |row| Ok((row.get(0)?, row.get(1)?))))
        .map_err(fault("reading the library's state"))?;
    Ok(Mark { head: head.unsigned_abs(), digest: digest_in(&digest)? })
}

/// A digest as it is stored.
pub fn digest_in(bytes: &[u8]) -> Result<StateDigest> {
    StateDigest::from_bytes(bytes).ok_or_else(|| unreadable("meta", "its digest"))
}

/// Puts an entry unless what is there, or its tombstone, is as new. In a `fresh` state, which is replaced
/// as a whole, what was there before has no say.
fn put(
    db: &Connection,
    written: &mut Written,
    sequence: u64,
    entry: &SealedEntry,
    fresh: bool,
) -> Result<()> {
    let (key, json) = (entry.key(), entry.json());
    let sequence = signed(sequence)?;
    let held = held(db, key)?;
    if !fresh {
        let known = held.as_ref().map(|held| held.sequence).max(buried(db, key)?);
        if known.is_some_and(|known| known >= sequence) {
            return Ok(());
        }
    }
    let digest = entry.digest();
    if let Some(held) = &held {
        written.mark.digest.subtract(&held.digest);
    }
    written.mark.digest.add(&digest);
    // Written also where it is the same: what a damaged disk made of the old one goes.
    db.prepare_cached(
        "INSERT INTO entry (key, sequence, kind, json, digest) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (key) DO UPDATE SET sequence = ?2, kind = ?3, json = ?4, digest = ?5",
    )
    .and_then(|mut put| put.execute(params![key, sequence, kind(entry.kind()), json, digest]))
    .map_err(fault("putting an entry"))?;
    db.prepare_cached("DELETE FROM tombstone WHERE key = ?1")
        .and_then(|mut clear| clear.execute([key]))
        .map_err(fault("clearing a tombstone"))?;
    if fresh && held.as_ref().is_some_and(|held| held.digest == digest) {
        return Ok(());
    }
    if written.records.is_none() {
        // For whoever had nothing, everything is new: there is nothing to tell.
        return Ok(());
    }
    written.settle(key, held.as_ref().map(|held| held.digest), Some(digest));
    note(written, key);
    let entry = entry.open()?;
    written.names |= is_theme(&entry);
    if let Entry::Supplement(supplement) = &entry {
        if let Some(record) = record(db, written.shelf, &supplement.id)? {
            written.notes.depth(&record);
        }
    } else {
        let held = held.as_ref().map(|held| held.json.as_str());
        written.notes.put(held, &entry, json);
    }
    Ok(())
}

/// Withdraws an entry for good.
fn withdraw(db: &Connection, written: &mut Written, sequence: u64, key: &str) -> Result<()> {
    let sequence = signed(sequence)?;
    let held: Option<i64> = sequence_in(db, "SELECT sequence FROM entry WHERE key = ?1", key)?;
    if held.is_some_and(|held| held >= sequence) {
        return Ok(());
    }
    // Also where there is nothing yet: the entry may arrive after its withdrawal.
    db.prepare_cached(
        "INSERT INTO tombstone (key, sequence) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET sequence = max(sequence, ?2)",
    )
    .and_then(|mut bury| bury.execute(params![key, sequence]))
    .map_err(fault("setting a tombstone"))?;
    if held.is_some() { take_away(db, written, key) } else { Ok(()) }
}

/// Takes away an entry that is there.
fn take_away(db: &Connection, written: &mut Written, key: &str) -> Result<()> {
    let Some(held) = held(db, key)? else { return Ok(()) };
    written.mark.digest.subtract(&held.digest);
    match serde_json::from_str(&held.json) {
        Ok(Entry::Record(record)) => {
            written.names |= record.kind() == hrc_domain::Kind::Theme;
            written.notes.withdrawn(&record);
        }
        Ok(Entry::Supplement(supplement)) => {
            if let Some(record) = record(db, written.shelf, &supplement.id)? {
                written.notes.depth(&record);
            }
        }
        // What cannot be read goes all the same.
        Ok(Entry::Vocabulary(_)) | Err(_) => {}
    }
    db.prepare_cached("DELETE FROM entry WHERE key = ?1")
        .and_then(|mut delete| delete.execute([key]))
        .map_err(fault("withdrawing an entry"))?;
    written.settle(key, Some(held.digest), None);
    note(written, key);
    Ok(())
}

fn is_theme(entry: &Entry) -> bool {
    matches!(entry, Entry::Record(record) if record.kind() == hrc_domain::Kind::Theme)
}

/// Notes which record, or whether the names, changed with this key.
fn note(written: &mut Written, key: &str) {
    if let Some(list) = key.strip_prefix("vocabulary/") {
        // Nothing is filed under synonyms, so no record's index has their names.
        written.names |= list != SYNONYMS;
    } else if let (Some(records), Some(id)) = (&mut written.records, record_of(key)) {
        records.insert(id);
    }
}

/// The record this key belongs to; none for a list.
pub fn record_of(key: &str) -> Option<RecordId> {
    if key.starts_with("vocabulary/") {
        return None;
    }
    RecordId::new(key.split('/').next().unwrap_or(key)).ok()
}

/// The entry of this key.
pub fn entry(db: &Connection, key: &str) -> Result<Option<Entry>> {
    entry_by(db, "SELECT json FROM entry WHERE key = ?1", key)
}

/// The entry this query finds by a key.
pub fn entry_by(db: &Connection, sql: &str, key: &str) -> Result<Option<Entry>> {
    let json: Option<String> = db
        .prepare_cached(sql)
        .and_then(|mut query| query.query_row([key], |row| row.get(0)).optional())
        .map_err(fault("reading an entry"))?;
    json.map(|json| serde_json::from_str(&json).map_err(|cause| unreadable(key, cause))).transpose()
}

/// An entry's kind as it is stored.
pub const fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Record => "record",
        EntryKind::Supplement => "supplement",
        EntryKind::Vocabulary => "vocabulary",
    }
}

fn sequence_in(db: &Connection, sql: &str, key: &str) -> Result<Option<i64>> {
    db.prepare_cached(sql)
        .and_then(|mut query| query.query_row([key], |row| row.get(0)).optional())
        .map_err(fault("reading a sequence"))
}

/// What is there under a key.
struct Held {
    sequence: i64,
    digest: [u8; 32],
    json: String,
}

fn held(db: &Connection, key: &str) -> Result<Option<Held>> {
    db.prepare_cached("SELECT sequence, digest, json FROM entry WHERE key = ?1")
        .and_then(|mut query| {
            let held = |row: &rusqlite::Row<'_>| {
                Ok(Held { sequence: row.get(0)?, digest: row.get(1)?, json: row.get(2)? })
            };
            query.query_row([key], held).optional()
        })
        .map_err(fault("reading what is held"))
}

fn buried(db: &Connection, key: &str) -> Result<Option<i64>> {
    sequence_in(db, "SELECT sequence FROM tombstone WHERE key = ?1", key)
}

fn check_sequence(sequence: u64, head: u64) -> Result<()> {
    if sequence > head {
        let sentence = format!("a change has sequence {sequence}, its batch ends at {head}");
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    Ok(())
}

/// SQLite counts with a sign; no feed gets that far.
pub fn signed(number: u64) -> Result<i64> {
    i64::try_from(number)
        .map_err(|_| Error::new(ErrorCode::InvalidInput, format!("{number} is no sequence")))
}
