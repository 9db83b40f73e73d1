//! What a sync brought, kept so that the reader can be told.

use super::fault::{fault, unreadable};
use hrc_domain::error::Result;
use hrc_domain::sync::{News, NewsItem, RecordPart};
use hrc_domain::{Error, ErrorCode, Record, RecordId};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// How many records are remembered, over all syncs.
const KEPT: u32 = 500;

/// What is noted while changes are applied.
#[derive(Default)]
pub struct Notes {
    notes: BTreeMap<RecordId, NewsItem>,
}

impl Notes {
    /// Notes that an entry took the place of another, or of none.
    pub fn put(&mut self, held: Option<&str>, entry: &hrc_domain::Entry, json: &str) {
        match entry {
            hrc_domain::Entry::Record(record) => {
                self.note(record, held.map(|held| differing(held, json)).unwrap_or_default());
            }
            // A depth is told with its record, which may not have changed itself; lists are not told.
            hrc_domain::Entry::Supplement(_) | hrc_domain::Entry::Vocabulary(_) => {}
        }
    }

    /// Notes that the practitioner's depth of a record came, changed or went.
    pub fn depth(&mut self, record: &Record) {
        self.note(record, BTreeSet::from([RecordPart::Depth]));
    }

    /// Notes that a record went.
    pub fn withdrawn(&mut self, record: &Record) {
        self.note(record, BTreeSet::new());
    }

    /// Notes a record as it is now, or was last; what was noted of its parts before stays.
    fn note(&mut self, record: &Record, mut parts: BTreeSet<RecordPart>) {
        if let Some(earlier) = self.notes.remove(&record.id) {
            parts.extend(earlier.parts);
        }
        let item = NewsItem {
            id: record.id.clone(),
            kind: record.kind(),
            title: record.title.clone(),
            parts: parts.into_iter().collect(),
        };
        self.notes.insert(record.id.clone(), item);
    }

    /// Keeps what was noted, as of this instant. `change` tells what became of a record in the
    /// end: added, changed or withdrawn; none where it is as it was.
    pub fn keep(
        &self,
        db: &Connection,
        at: &str,
        change: impl Fn(&RecordId) -> Option<&'static str>,
    ) -> Result<()> {
        let told = self.notes.iter().filter_map(|(id, item)| Some((id, item, change(id)?)));
        let told: Vec<_> = told.take(KEPT as usize).collect();
        if told.is_empty() {
            return Ok(());
        }
        let sync: i64 = db
            .query_row("SELECT coalesce(max(sync), 0) + 1 FROM news", [], |row| row.get(0))
            .map_err(fault("counting the news"))?;
        let mut insert = db
            .prepare(
                "INSERT INTO news (sync, at, record, json, change) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .map_err(fault("keeping the news"))?;
        for (id, item, change) in told {
            let parts = if change == "changed" { item.parts.clone() } else { Vec::new() };
            let item = NewsItem { parts, ..item.clone() };
            let json = serde_json::to_string(&item).map_err(|cause| {
                Error::new(ErrorCode::Internal, format!("writing the news: {cause}"))
            })?;
            insert
                .execute(params![sync, at, id.as_str(), json, change])
                .map_err(fault("keeping the news"))?;
        }
        db.execute(
            "DELETE FROM news WHERE sync < (SELECT min(sync) FROM
             (SELECT sync FROM news ORDER BY sync DESC LIMIT ?1))",
            [KEPT],
        )
        .map(drop)
        .map_err(fault("clearing old news"))
    }
}

/// Which parts of a record differ between two states of its JSON.
fn differing(before: &str, after: &str) -> BTreeSet<RecordPart> {
    let members = |json: &str| match serde_json::from_str(json) {
        Ok(Value::Object(mut outer)) => match outer.remove("record") {
            Some(Value::Object(members)) => members,
            _ => serde_json::Map::new(),
        },
        _ => serde_json::Map::new(),
    };
    let (before, after) = (members(before), members(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs = |name: &&String| before.get(*name) != after.get(*name);
    names.into_iter().filter(differs).filter_map(|name| part(name)).collect()
}

/// The part a member of a record's JSON belongs to; none for its date of change, which goes without
/// saying.
fn part(member: &str) -> Option<RecordPart> {
    Some(match member {
        "updated" => return None,
        "title" | "aliases" => RecordPart::Title,
        "summary" => RecordPart::Summary,
        "body" => RecordPart::Text,
        "sources" => RecordPart::Sources,
        "translations" => RecordPart::Translations,
        "section" | "facets" | "related" | "language" => RecordPart::Filing,
        _ => RecordPart::Facts,
    })
}

/// What the last syncs brought to these databases of one connection, the newest first. What one sync
/// brought to several is told together.
pub fn news(db: &Connection, databases: &[&str], syncs: u32) -> Result<Vec<News>> {
    let mut all: BTreeMap<String, News> = BTreeMap::new();
    for database in databases {
        for news in news_in(db, database, syncs)? {
            match all.entry(news.at.clone().unwrap_or_default()) {
                Entry::Vacant(place) => drop(place.insert(news)),
                Entry::Occupied(mut place) => join(place.get_mut(), news),
            }
        }
    }
    // Instants written in one way sort as they follow on each other.
    Ok(all.into_values().rev().take(syncs as usize).collect())
}

/// Adds what the same sync brought to another layer: a record is told once.
fn join(news: &mut News, more: News) {
    let is_told = |news: &News, id: &RecordId| {
        news.added.iter().chain(&news.withdrawn).any(|item| item.id == *id)
    };
    for item in more.added {
        if !is_told(news, &item.id) {
            news.added.push(item);
        }
    }
    for item in more.withdrawn {
        if !is_told(news, &item.id) {
            news.withdrawn.push(item);
        }
    }
    for item in more.changed {
        if is_told(news, &item.id) {
            continue;
        }
        match news.changed.iter_mut().find(|known| known.id == item.id) {
            Some(known) => {
                let parts: BTreeSet<_> = known.parts.iter().chain(&item.parts).copied().collect();
                known.parts = parts.into_iter().collect();
            }
            None => news.changed.push(item),
        }
    }
}

fn news_in(db: &Connection, database: &str, syncs: u32) -> Result<Vec<News>> {
    let mut query = db
        .prepare_cached(&format!(
            "SELECT sync, at, change, json FROM {database}.news
             WHERE sync > (SELECT coalesce(max(sync), 0) FROM {database}.news) - ?1
             ORDER BY sync DESC, record"
        ))
        .map_err(fault("reading the news"))?;
    let mut rows = query.query([syncs]).map_err(fault("reading the news"))?;
    let mut told: Vec<(i64, News)> = Vec::new();
    while let Some(row) = rows.next().map_err(fault("reading the news"))? {
        let read = || Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let (sync, at, change, json): (i64, String, String, String) =
            read().map_err(fault("reading the news"))?;
        let item: NewsItem = serde_json::from_str(&json).map_err(|e| unreadable("news", e))?;
        if told.last().is_none_or(|(last, _)| *last != sync) {
            told.push((sync, News { at: Some(at), ..News::default() }));
        }
        let Some((_, news)) = told.last_mut() else { continue };
        match change.as_str() {
            "added" => news.added.push(item),
            "withdrawn" => news.withdrawn.push(item),
            _ => news.changed.push(item),
        }
    }
    Ok(told.into_iter().map(|(_, news)| news).collect())
}
