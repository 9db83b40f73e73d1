//! How far a folder of content has come: what is there, in which languages, on which sources, and what is missing.
//!
//! Only counting; nothing here is a fault. What must hold is checked by `read` and by the tests of the
//! knowledge base; what should grow is seen here.

use crate::collection::Collection;
use crate::relations::UNSOURCED;
use hrc_domain::language::INTERFACE;
use hrc_domain::record::Confidence;
use hrc_domain::{Detail, Entry, Kind, Language, Record, RecordId, Source, Supplement};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The state of a folder of content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many records there are.
    pub records: usize,
    /// How many of them have the practitioner's depth.
    pub practitioner: usize,
    /// How many faults the check finds.
    pub faults: usize,
    /// How many of these are claims without a source; the check refuses every one.
    pub claims_without_source: usize,
    /// By kind, in the order they are offered; kinds without a record too.
    pub kinds: Vec<KindReport>,
    /// The sources of all records and depths.
    pub sources: SourceReport,
    /// By theme, by id.
    pub themes: Vec<ThemeReport>,
    /// Records that nobody names and that stand under no theme.
    pub orphans: Vec<RecordId>,
    /// City cases without the practitioner's depth.
    pub cities_without_practitioner: Vec<RecordId>,
    /// The list of addresses it was held against, where one was given.
    pub inventory: Option<Inventory>,
}

/// What there is of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindReport {
    /// The kind.
    pub kind: Kind,
    /// Its records.
    pub records: usize,
    /// Those with the practitioner's depth.
    pub practitioner: usize,
    /// By language of the interface, how many records have title and summary in it.
    pub languages: BTreeMap<String, Cover>,
    /// Their sources, at both depths.
    pub sources: SourceReport,
}

/// How many records speak a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// By their title.
    pub title: usize,
    /// By their summary.
    pub summary: usize,
}

/// Sources by what they carry. One named in two records counts twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceReport {
    /// All of them.
    pub all: usize,
    /// Those nobody of the editors has opened.
    pub not_seen: usize,
    /// By confidence, every one of the four.
    pub confidence: BTreeMap<&'static str, usize>,
}

/// What stands under a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThemeReport {
    /// The theme.
    pub id: RecordId,
    /// Its title.
    pub title: String,
    /// Records filed under it, links included.
    pub records: usize,
    /// Links filed under it.
    pub links: usize,
}

/// A list of addresses held against those of the links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inventory {
    /// How many distinct addresses the list has.
    pub addresses: usize,
    /// Those that no link has.
    pub missing: Vec<String>,
}

impl SourceReport {
    fn of<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Self {
        let grades = [
            Confidence::Confirmed,
            Confidence::Single,
            Confidence::Contested,
            Confidence::Established,
        ];
        let confidence = grades.into_iter().map(|grade| (named(grade), 0)).collect();
        let mut report = Self { all: 0, not_seen: 0, confidence };
        for source in sources {
            report.all += 1;
            report.not_seen += usize::from(!source.seen);
            *report.confidence.entry(named(source.confidence)).or_default() += 1;
        }
        report
    }
}

const fn named(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Confirmed => "confirmed",
        Confidence::Single => "single",
        Confidence::Contested => "contested",
        Confidence::Established => "established",
    }
}

/// Reports on what was read; `inventory` is a list of addresses, one a line, `#` before a remark.
pub fn report(collection: &Collection, inventory: Option<&str>) -> Report {
    let mut records: Vec<&Record> = Vec::new();
    let mut depths: BTreeMap<&RecordId, &Supplement> = BTreeMap::new();
    for entry in &collection.entries {
        match entry {
            Entry::Record(record) => records.push(record),
            Entry::Supplement(supplement) => {
                depths.insert(&supplement.id, supplement);
            }
            Entry::Vocabulary(_) => {}
        }
    }
    let is_claim = |sentence: &str| sentence.contains(UNSOURCED);
    let deep = |record: &&&Record| depths.contains_key(&record.id);
    Report {
        records: records.len(),
        practitioner: records.iter().filter(deep).count(),
        faults: collection.faults.len(),
        claims_without_source: collection
            .faults
            .iter()
            .filter(|fault| is_claim(&fault.sentence))
            .count(),
        kinds: Kind::ALL.into_iter().map(|kind| of_kind(kind, &records, &depths)).collect(),
        sources: SourceReport::of(sources(&records, &depths)),
        themes: themes(&records),
        orphans: orphans(&records, &depths),
        cities_without_practitioner: records
            .iter()
            .filter(|record| record.kind() == Kind::City && !depths.contains_key(&record.id))
            .map(|record| record.id.clone())
            .collect(),
        inventory: inventory.map(|list| against(list, &records)),
    }
}

fn sources<'a>(
    records: &'a [&Record],
    depths: &'a BTreeMap<&RecordId, &Supplement>,
) -> impl Iterator<Item = &'a Source> {
    records.iter().flat_map(|record| {
        let deeper = depths.get(&record.id).map(|depth| depth.sources.as_slice());
        record.sources.iter().chain(deeper.unwrap_or_default())
    })
}

fn of_kind(
    kind: Kind,
    records: &[&Record],
    depths: &BTreeMap<&RecordId, &Supplement>,
) -> KindReport {
    let own: Vec<&Record> = records.iter().copied().filter(|r| r.kind() == kind).collect();
    let cover = |code: &str| {
        let speaks = |record: &&&Record, field: fn(&Record, &Language) -> bool| {
            Language::new(code)
                .is_ok_and(|language| record.language == language || field(record, &language))
        };
        Cover {
            title: own.iter().filter(|r| speaks(r, has_title)).count(),
            summary: own.iter().filter(|r| speaks(r, has_summary)).count(),
        }
    };
    KindReport {
        kind,
        records: own.len(),
        practitioner: own.iter().filter(|r| depths.contains_key(&r.id)).count(),
        languages: INTERFACE.into_iter().map(|code| (code.to_owned(), cover(code))).collect(),
        sources: SourceReport::of(sources(&own, depths)),
    }
}

fn has_title(record: &Record, language: &Language) -> bool {
    record.translations.get(language).is_some_and(|t| t.title.is_some())
}

fn has_summary(record: &Record, language: &Language) -> bool {
    record.translations.get(language).is_some_and(|t| t.summary.is_some())
}

fn themes(records: &[&Record]) -> Vec<ThemeReport> {
    let under = |theme: &RecordId, kind: Option<Kind>| {
        let filed = records.iter().filter(|record| record.facets.themes.contains(theme));
        filed.filter(|record| kind.is_none_or(|kind| record.kind() == kind)).count()
    };
    records
        .iter()
        .filter(|record| record.kind() == Kind::Theme)
        .map(|theme| ThemeReport {
            id: theme.id.clone(),
            title: theme.title.clone(),
            records: under(&theme.id, None),
            links: under(&theme.id, Some(Kind::Link)),
        })
        .collect()
}

fn orphans(records: &[&Record], depths: &BTreeMap<&RecordId, &Supplement>) -> Vec<RecordId> {
    let mut named: BTreeSet<RecordId> = BTreeSet::new();
    for record in records {
        let facets = &record.facets;
        let mut names: Vec<&RecordId> =
            record.related.iter().chain(&facets.themes).chain(&facets.city).collect();
        if let Detail::Tool(tool) = &record.detail {
            names.extend(tool.items.iter().flat_map(|item| &item.related));
        }
        let deeper = depths.get(&record.id).map(|depth| depth.body.as_str());
        let mentions = [record.body.as_str()]
            .into_iter()
            .chain(deeper)
            .flat_map(|text| hrc_markup::examine(text).mentions)
            .map(|mention| mention.id);
        // To name oneself is to be named by nobody.
        named.extend(names.into_iter().cloned().chain(mentions).filter(|id| *id != record.id));
    }
    records
        .iter()
        .filter(|record| record.facets.themes.is_empty() && !named.contains(&record.id))
        .map(|record| record.id.clone())
        .collect()
}

fn against(list: &str, records: &[&Record]) -> Inventory {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty());
    let wanted: BTreeSet<&str> = lines.filter(|line| !line.starts_with('#')).collect();
    let links = records.iter().filter(|record| record.kind() == Kind::Link);
    let have: BTreeSet<String> = links.flat_map(|link| link.urls()).collect();
    let missing = wanted.iter().filter(|address| !have.contains(**address));
    Inventory {
        addresses: wanted.len(),
        missing: missing.map(|address| (*address).to_owned()).collect(),
    }
}
