//! What is published, to be searched by the experts: a file of its own, as it is filled from the feeds
//! and can be made anew from them at any time, and as filling it must not keep a question waiting.

use super::fault::fault;
use super::inbox::{matching, words_of};
use super::schema::make_private;
use hrc_domain::error::Result;
use hrc_domain::record::Confidence;
use hrc_domain::{Kind, PartialDate, Record, Source, Supplement};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file's name in the data folder.
pub const FILE: &str = "collection.sqlite";

/// How long a reader waits for a writer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many words of a question are looked for: the longest, as they say most.
const WORDS: usize = 24;

/// From which length on a word says something of itself, in characters.
const TELLING: usize = 5;

/// The layout; another one is thrown away and filled anew.
const LAYOUT: i64 = 1;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS stood (feed TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS texts (
        place      INTEGER PRIMARY KEY,
        id         TEXT NOT NULL,
        deep       INTEGER NOT NULL,
        kind       TEXT NOT NULL,
        language   TEXT NOT NULL,
        title      TEXT NOT NULL,
        summary    TEXT NOT NULL,
        body       TEXT NOT NULL,
        newest     TEXT,
        confidence TEXT,
        updated    TEXT NOT NULL,
        sources    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS texts_of_a_record ON texts (id, deep);
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
        title, summary, body, content = '', tokenize = 'unicode61 remove_diacritics 2'
    );";

/// A record at one of its depths, as the experts find it.
#[derive(Debug, Clone, PartialEq)]
pub struct Collected {
    /// The record.
    pub id: String,
    /// Whether it is, or this depth of it is, for members alone.
    pub deep: bool,
    /// Its kind.
    pub kind: Kind,
    /// The language it is written in.
    pub language: String,
    /// Its title.
    pub title: String,
    /// What it says, in a few sentences.
    pub summary: String,
    /// Its text, in Markdown.
    pub body: String,
    /// The date up to which its newest dated source speaks; none where no source has a date.
    pub newest: Option<PartialDate>,
    /// How far its weakest source can be relied on; none where it has none.
    pub confidence: Option<Confidence>,
    /// When an editor last changed it.
    pub updated: PartialDate,
    /// Its sources.
    pub sources: Vec<Source>,
}

impl Collected {
    /// A record.
    pub fn of(record: &Record, deep: bool) -> Self {
        Self {
            id: record.id.to_string(),
            deep,
            kind: record.kind(),
            language: record.language.as_str().to_owned(),
            title: record.title.clone(),
            summary: record.summary.clone(),
            body: record.body.clone(),
            newest: newest(&record.sources),
            confidence: weakest(&record.sources),
            updated: record.updated.clone(),
            sources: record.sources.clone(),
        }
    }

    /// The practitioners' depth of a record.
    pub fn deeper(record: &Record, supplement: &Supplement) -> Self {
        Self {
            deep: true,
            language: supplement.language.as_str().to_owned(),
            body: supplement.body.clone(),
            newest: newest(&supplement.sources),
            confidence: weakest(&supplement.sources),
            updated: supplement.updated.clone(),
            sources: supplement.sources.clone(),
            ..Self::of(record, true)
        }
    }
}

fn newest(sources: &[Source]) -> Option<PartialDate> {
    sources
        .iter()
        .filter_map(|source| source.as_of.clone())
        .max_by(|a, b| a.as_str().cmp(b.as_str()))
}

fn weakest(sources: &[Source]) -> Option<Confidence> {
    sources.iter().map(|source| source.confidence).min_by_key(|grade| grade.strength())
}

/// What is published, in a SQLite file.
#[derive(Debug)]
pub struct Collection {
    file: PathBuf,
}

impl Collection {
    /// The one in this data folder; its file is made when it is first filled.
    pub fn at(data: &Path) -> Self {
        Self { file: data.join(FILE) }
    }

    /// Whether it holds just this state of the feeds, each by name and digest.
    pub fn is_of(&self, feeds: &[(String, String)]) -> Result<bool> {
        let Some(connection) = self.opened()? else { return Ok(false) };
        let sql = "SELECT feed, digest FROM stood ORDER BY feed";
        let failed = fault("reading what the collection is of");
        let mut statement = connection.prepare(sql).map_err(&failed)?;
        let rows =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
        let stood: Vec<(String, String)> =
            rows.collect::<rusqlite::Result<_>>().map_err(&failed)?;
        let mut wanted = feeds.to_vec();
        wanted.sort();
        Ok(stood == wanted)
    }

    /// Fills it anew, all at once: who reads meanwhile reads what was there.
    pub fn fill(&self, feeds: &[(String, String)], texts: &[Collected]) -> Result<()> {
        let failed = fault("filling the collection");
        make_private(&self.file)?;
        let mut connection = self.connect()?;
        let version = |c: &Connection| c.query_row("PRAGMA user_version", [], |row| row.get(0));
        let layout: i64 = version(&connection).map_err(&failed)?;
        let t = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(&failed)?;
        if layout != LAYOUT {
            let clear = "DROP TABLE IF EXISTS stood; DROP TABLE IF EXISTS texts; \
                         DROP TABLE IF EXISTS words;";
            t.execute_batch(clear).map_err(&failed)?;
        }
        t.execute_batch(TABLES).map_err(&failed)?;
        t.execute_batch(
            "DELETE FROM stood; DELETE FROM texts; \
             INSERT INTO words (words) VALUES ('delete-all');",
        )
        .map_err(&failed)?;
        for (place, text) in (1_i64..).zip(texts) {
            insert(&t, place, text).map_err(&failed)?;
        }
        for (feed, digest) in feeds {
            let sql = "INSERT INTO stood (feed, digest) VALUES (?1, ?2)";
            t.execute(sql, [feed, digest]).map_err(&failed)?;
        }
        t.pragma_update(None, "user_version", LAYOUT).map_err(&failed)?;
        t.commit().map_err(&failed)
    }

    /// The records in which all these words stand, the last as it is typed; the best first.
    pub fn found(&self, typed: &str, most: u32) -> Result<Vec<Collected>> {
        matching(typed).map_or(Ok(Vec::new()), |words| self.ranked(&words, most))
    }

    /// The records that say most of what this text speaks of, published answers rather than others.
    pub fn near(&self, text: &str, most: u32) -> Result<Vec<Collected>> {
        let mut words: Vec<String> = words_of(text)
            .filter(|word| word.chars().count() >= TELLING)
            .map(str::to_lowercase)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.truncate(WORDS);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let any: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        self.ranked(&any.join(" OR "), most)
    }

    /// A record at its depths, the general one first; empty where there is none.
    pub fn record(&self, id: &str) -> Result<Vec<Collected>> {
        let Some(connection) = self.opened()? else { return Ok(Vec::new()) };
        let failed = fault("reading a record of the collection");
        let sql = format!("SELECT {COLUMNS} FROM texts t WHERE id = ?1 ORDER BY deep");
        let mut statement = connection.prepare(&sql).map_err(&failed)?;
        let rows = statement.query_map([id], read).map_err(&failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// All records of a kind, by title: for lists to choose from.
    pub fn of_kind(&self, kind: Kind) -> Result<Vec<Collected>> {
        let Some(connection) = self.opened()? else { return Ok(Vec::new()) };
        let failed = fault("reading the collection");
        let sql =
            format!("SELECT {COLUMNS} FROM texts t WHERE kind = ?1 AND NOT deep ORDER BY title");
        let mut statement = connection.prepare(&sql).map_err(&failed)?;
        let rows = statement.query_map([kind.as_str()], read).map_err(&failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// Of these words those that hardly any published text has: what only one asker would say. All of
    /// them where nothing is collected.
    pub fn rare(&self, words: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        let Some(connection) = self.opened()? else { return Ok(words.clone()) };
        let failed = fault("counting words of the collection");
        let sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?1 LIMIT ?2)";
        let mut statement = connection.prepare(sql).map_err(&failed)?;
        let mut rare = BTreeSet::new();
        for word in words {
            let Some(one) = words_of(word).next() else { continue };
            let sought = params![format!("\"{one}\""), COMMON];
            let count: i64 = statement.query_row(sought, |row| row.get(0)).map_err(&failed)?;
            if count < COMMON {
                rare.insert(word.clone());
            }
        }
        Ok(rare)
    }

    fn ranked(&self, words: &str, most: u32) -> Result<Vec<Collected>> {
        let Some(connection) = self.opened()? else { return Ok(Vec::new()) };
        let failed = fault("searching the collection");
        // bm25 is the less the better; a title says more than a text, and an answer answers.
        let sql = format!(
            "SELECT {COLUMNS} FROM words JOIN texts t ON t.place = words.rowid \
             WHERE words MATCH ?1 \
             ORDER BY bm25(words, 5.0, 2.0, 1.0) * (CASE kind WHEN 'answer' THEN 1.5 ELSE 1.0 END), \
             t.place LIMIT ?2"
        );
        let mut statement = connection.prepare(&sql).map_err(&failed)?;
        let rows = statement.query_map(params![words, most.saturating_mul(2)], read);
        let rows = rows.map_err(&failed)?;
        let found: Vec<Collected> = rows.collect::<rusqlite::Result<_>>().map_err(&failed)?;
        Ok(once_each(found, most))
    }

    fn connect(&self) -> Result<Connection> {
        let connection = Connection::open(&self.file).map_err(fault("opening the collection"))?;
        connection.busy_timeout(PATIENCE).map_err(fault("setting up the collection"))?;
        // Readers go on while it is filled.
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(fault("setting up the collection"))?;
        Ok(connection)
    }

    /// The file, where it was filled in this layout.
    fn opened(&self) -> Result<Option<Connection>> {
        if !self.file.exists() {
            return Ok(None);
        }
        let connection = self.connect()?;
        let failed = fault("opening the collection");
        let layout = connection
            .query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
            .optional()
            .map_err(&failed)?;
        Ok((layout == Some(LAYOUT)).then_some(connection))
    }
}

/// Each record once, where it was found best; by its general depth, if that was found too.
fn once_each(found: Vec<Collected>, most: u32) -> Vec<Collected> {
    let mut each: Vec<Collected> = Vec::new();
    for one in found {
        match each.iter_mut().find(|held| held.id == one.id) {
            Some(held) if held.deep && !one.deep => *held = one,
            Some(_) => {}
            None => each.push(one),
        }
    }
    each.truncate(most as usize);
    each
}

/// In how many texts a word stands that anybody may say.
const COMMON: i64 = 3;

const COLUMNS: &str = "t.id, t.deep, t.kind, t.language, t.title, t.summary, t.body, t.newest, \
                       t.confidence, t.updated, t.sources";

fn insert(t: &Connection, place: i64, text: &Collected) -> rusqlite::Result<()> {
    let Collected { id, deep, kind, language, title, summary, body, newest, .. } = text;
    let json = |value: &dyn Fn() -> serde_json::Result<String>| {
        value().map_err(|why| rusqlite::Error::ToSqlConversionFailure(why.into()))
    };
    let confidence = text.confidence.map(|grade| json(&|| serde_json::to_string(&grade)));
    let sources = json(&|| serde_json::to_string(&text.sources))?;
    t.prepare_cached(
        "INSERT INTO texts (place, id, deep, kind, language, title, summary, body, newest, \
         confidence, updated, sources) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        place,
        id,
        deep,
        kind.as_str(),
        language,
        title,
        summary,
        body,
        newest.as_ref().map(PartialDate::as_str),
        confidence.transpose()?,
        text.updated.as_str(),
        sources,
    ])?;
    let plain = hrc_markup::plain(body);
    t.prepare_cached("INSERT INTO words (rowid, title, summary, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![place, title, summary, plain])
        .map(drop)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Collected> {
    let odd = |at: usize| {
        move |why: &str| {
            rusqlite::Error::FromSqlConversionFailure(at, Type::Text, why.to_owned().into())
        }
    };
    let date = |at: usize, text: String| PartialDate::new(text).map_err(|_| odd(at)("no date"));
    let (kind, confidence, sources): (String, Option<String>, String) =
        (row.get(2)?, row.get(8)?, row.get(10)?);
    let newest: Option<String> = row.get(7)?;
    Ok(Collected {
        id: row.get(0)?,
        deep: row.get(1)?,
        kind: Kind::from_name(&kind).ok_or_else(|| odd(2)("no kind"))?,
        language: row.get(3)?,
        title: row.get(4)?,
        summary: row.get(5)?,
        body: row.get(6)?,
        newest: newest.map(|text| date(7, text)).transpose()?,
        confidence: confidence
            .map(|json| serde_json::from_str(&json).map_err(|_| odd(8)("no grade")))
            .transpose()?,
        updated: date(9, row.get(9)?)?,
        sources: serde_json::from_str(&sources).map_err(|_| odd(10)("no sources"))?,
    })
}
