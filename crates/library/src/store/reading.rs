//! What is asked of the store, each question one query.

use super::Mark;
use super::card::Card;
use super::derivation::StoredPassage;
use super::fault::{fault, unreadable};
use super::floor::{self, Floors};
use super::news;
use super::shelf::{Marks, depth_mark};
use super::writing::{entry, entry_by, mark};
use hrc_domain::entry::supplement_key;
use hrc_domain::error::Result;
use hrc_domain::search::Layer;
use hrc_domain::sync::News;
use hrc_domain::{Entry, Error, ErrorCode, Kind, Record, RecordId, Supplement, Vocabulary};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// One state of the store, as long as it is held.
pub struct Reader<'a> {
    db: &'a Connection,
    deep: bool,
}

impl<'a> Reader<'a> {
    /// Reads what this connection does, which has the practitioners' layer attached where it is
    /// `deep`.
    pub(super) const fn new(db: &'a Connection, deep: bool) -> Self {
        Self { db, deep }
    }

    /// The state of the file itself; of both, the general one's.
    pub fn mark(&self) -> Result<Mark> {
        mark(self.db)
    }

    /// The states that are read.
    pub fn marks(&self) -> Result<Marks> {
        let depth = if self.deep { Some(depth_mark(self.db)?) } else { None };
        Ok(Marks { general: self.mark()?, depth })
    }

    /// The feed it follows; none for a bundle.
    pub fn feed(&self) -> Result<Option<String>> {
        self.db
            .query_row("SELECT feed FROM meta", [], |row| row.get(0))
            .map_err(fault("reading the feed"))
    }

    /// How far a feed was followed.
    pub fn floors(&self, feed: &str) -> Result<Floors> {
        floor::floors(self.db, feed)
    }

    /// What the last syncs brought, the newest first.
    pub fn news(&self, syncs: u32) -> Result<Vec<News>> {
        let databases: &[&str] = if self.deep { &["main", "depth"] } else { &["main"] };
        news::news(self.db, databases, syncs)
    }

    /// How many records there are.
    pub fn count(&self) -> Result<u32> {
        self.db
            .query_row("SELECT count(*) FROM card", [], |row| row.get(0))
            .map_err(fault("counting records"))
    }

    /// Whether there are more records than this; looks no further than it must, for a large library is
    /// long to count.
    pub fn has_more_than(&self, records: usize) -> Result<bool> {
        let beyond = i64::try_from(records).unwrap_or(i64::MAX);
        self.db
            .query_row("SELECT EXISTS (SELECT 1 FROM card LIMIT 1 OFFSET ?1)", [beyond], |row| {
                row.get(0)
            })
            .map_err(fault("counting records"))
    }

    /// The latest day a record was changed.
    pub fn edition(&self) -> Result<Option<String>> {
        self.db
            .query_row("SELECT max(json ->> '$.updated') FROM card", [], |row| row.get(0))
            .map_err(fault("reading the edition"))
    }

    /// How many of them have the practitioners' depth.
    pub fn deep_count(&self) -> Result<u32> {
        if !self.deep {
            return Ok(0);
        }
        self.db
            .query_row("SELECT count(*) FROM depth.card", [], |row| row.get(0))
            .map_err(fault("counting the practitioners' texts"))
    }

    /// A record at general depth.
    pub fn record(&self, id: &RecordId) -> Result<Record> {
        match entry(self.db, id.as_str())? {
            Some(Entry::Record(record)) => Ok(*record),
            _ => Err(Error::new(ErrorCode::NotFound, format!("there is no record {id}"))),
        }
    }

    /// A record of the general layer alone; none where only practitioners have it.
    pub fn general_record(&self, id: &RecordId) -> Result<Option<Record>> {
        let sql = "SELECT json FROM main.entry WHERE key = ?1";
        Ok(match entry_by(self.db, sql, id.as_str())? {
            Some(Entry::Record(record)) => Some(*record),
            _ => None,
        })
    }

    /// The practitioner's depth of a record, where the library has it.
    pub fn supplement(&self, id: &RecordId) -> Result<Option<Supplement>> {
        Ok(match entry(self.db, &supplement_key(id))? {
            Some(Entry::Supplement(supplement)) => Some(supplement),
            _ => None,
        })
    }

    /// All records, of one kind where it is given, ordered by id.
    pub fn records(&self, kind: Option<Kind>) -> Result<Vec<(Record, Layer)>> {
        let sql = "SELECT e.key, e.json, c.json ->> '$.layer' = 'both'
                   FROM card c JOIN entry e ON e.key = c.record
                   WHERE ?1 IS NULL OR c.kind = ?1 ORDER BY c.record";
        let mut query = self.db.prepare_cached(sql).map_err(fault("listing records"))?;
        let rows = query
            .query_map([kind.map(Kind::as_str)], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?))
            })
            .map_err(fault("listing records"))?;
        rows.map(|row| {
            let (key, json, both) = row.map_err(fault("listing records"))?;
            let layer = if both { Layer::Both } else { Layer::General };
            match serde_json::from_str(&json).map_err(|cause| unreadable(&key, cause))? {
                Entry::Record(record) => Ok((*record, layer)),
                _ => Err(unreadable(&key, "it is no record")),
            }
        })
        .collect()
    }

    /// The depths the library holds of a record.
    pub fn layer(&self, id: &RecordId) -> Result<Layer> {
        Ok(self.card(id.as_str())?.map_or(Layer::General, |card| card.layer))
    }

    /// A record's card.
    pub fn card(&self, id: &str) -> Result<Option<Card>> {
        let json: Option<String> = self
            .db
            .prepare_cached("SELECT json FROM card WHERE record = ?1")
            .and_then(|mut query| query.query_row([id], |row| row.get(0)).optional())
            .map_err(fault("reading a card"))?;
        json.map(|json| serde_json::from_str(&json).map_err(|c| unreadable(id, c))).transpose()
    }

    /// All cards, of one kind where it is given, ordered by id.
    pub fn cards(&self, kind: Option<Kind>) -> Result<Vec<Card>> {
        match kind {
            Some(kind) => self.cards_by(
                "SELECT record, json FROM card WHERE kind = ?1 ORDER BY record",
                params![kind.as_str()],
            ),
            None => self.cards_by("SELECT record, json FROM card ORDER BY record", params![]),
        }
    }

    /// Hands over every card, ordered by id, one at a time: a library need not fit into memory.
    pub fn each_card(&self, mut take: impl FnMut(Card) -> Result<()>) -> Result<()> {
        let sql = "SELECT record, json FROM card ORDER BY record";
        let mut query = self.db.prepare_cached(sql).map_err(fault("reading cards"))?;
        let mut rows = query.query([]).map_err(fault("reading cards"))?;
        while let Some(row) = rows.next().map_err(fault("reading cards"))? {
            let id: String = row.get(0).map_err(fault("reading cards"))?;
            let json: String = row.get(1).map_err(fault("reading cards"))?;
            take(serde_json::from_str(&json).map_err(|cause| unreadable(&id, cause))?)?;
        }
        Ok(())
    }

    /// The cards of the records that name this one, ordered by id.
    pub fn naming(&self, id: &RecordId) -> Result<Vec<Card>> {
        let sql = "SELECT c.record, c.json FROM mention m JOIN card c ON c.record = m.record
                   WHERE m.target = ?1 ORDER BY c.record";
        self.cards_by(sql, params![id.as_str()])
    }

    /// A record's passages in reading order.
    pub fn passages(&self, id: &str) -> Result<Vec<StoredPassage>> {
        let passage = |row: &Row<'_>| {
            Ok(StoredPassage {
                anchor: row.get(0)?,
                heading: row.get(1)?,
                text: row.get(2)?,
                practitioner: row.get(3)?,
            })
        };
        self.db
            .prepare_cached(
                "SELECT anchor, heading, text, practitioner FROM passage
                 WHERE record = ?1 ORDER BY ordinal",
            )
            .and_then(|mut query| query.query_map([id], passage)?.collect())
            .map_err(fault("reading passages"))
    }

    /// All controlled lists.
    pub fn vocabularies(&self) -> Result<Vec<Vocabulary>> {
        let rows: Vec<(String, String)> = self
            .db
            // By key, as `Entry::key` makes them: there are a dozen among all records.
            .prepare_cached(
                "SELECT key, json FROM entry
                 WHERE key > 'vocabulary/' AND key < 'vocabulary0' ORDER BY key",
            )
            .and_then(|mut q| q.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .map_err(fault("reading the lists"))?;
        rows.into_iter()
            .map(|(key, json)| match serde_json::from_str(&json) {
                Ok(Entry::Vocabulary(vocabulary)) => Ok(vocabulary),
                Ok(_) => Err(unreadable(&key, "it is no list")),
                Err(cause) => Err(unreadable(&key, cause)),
            })
            .collect()
    }

    fn cards_by(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Card>> {
        let mut query = self.db.prepare_cached(sql).map_err(fault("reading cards"))?;
        let rows = query
            .query_map(values, |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
            .map_err(fault("reading cards"))?;
        rows.map(|row| {
            let (id, json) = row.map_err(fault("reading cards"))?;
            serde_json::from_str(&json).map_err(|cause| unreadable(&id, cause))
        })
        .collect()
    }
}
