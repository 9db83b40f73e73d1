//! One pass over everything that matches: how many, of which facet values, and the best of them.
//!
//! A record that fails no group counts everywhere. One that fails exactly one group would be there
//! if only that group's ticks were different: it counts in that group alone. That is what makes the
//! number beside a value the number of results one gets by ticking it instead.

use super::facets::{Facets, Rows, Ticks};
use super::schema::{ID, PRIOR, UPDATED};
use crate::alphabet;
use hrc_domain::Language;
use hrc_domain::search::Order;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// How the best are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// By score.
    Score,
    /// By title in this language, one of [`alphabet::LANGUAGES`].
    Title(&'static str),
    /// By day of change, latest first.
    Newest,
}

impl Ranking {
    /// The ranking for an order asked for; without words there is nothing to score.
    pub fn of(order: Order, language: &Language, without_words: bool) -> Self {
        match order {
            Order::Best if !without_words => Self::Score,
            Order::Best | Order::Title => Self::Title(alphabet::language_for(language)),
            Order::Newest => Self::Newest,
        }
    }
}

/// A pass over the matching records.
pub struct Collecting<'a> {
    /// The values there are.
    pub facets: &'a Facets,
    /// What is ticked.
    pub ticks: Ticks,
    /// How the best are chosen.
    pub ranking: Ranking,
    /// How many of the best are wanted.
    pub most: usize,
}

/// What a pass found.
#[derive(Debug, Default)]
pub struct Collected {
    /// How many match the words, whatever is ticked.
    pub matching: u32,
    /// How many match words and ticks.
    pub total: u32,
    /// By value: how many there would be if it were the only one ticked in its group.
    pub counts: Vec<u32>,
    /// The best, best first.
    pub best: Vec<Found>,
}

/// A record found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// Its place in the index.
    pub address: DocAddress,
    /// Its score; 0 where nothing is scored.
    pub score: f32,
    /// What it is sorted by where that is not the score.
    key: Key,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u64),
    Title(Reverse<String>),
}

impl Found {
    /// Best first; the id decides between equals, so that every run gives the same order.
    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score.then_with(|| other.key.cmp(&self.key)).then_with(|| self.id.cmp(&other.id))
    }
}

impl Collector for Collecting<'_> {
    type Fruit = Collected;
    type Child = Segment;

    fn for_segment(
        &self,
        number: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Segment> {
        let fast = reader.fast_fields();
        let sort = match self.ranking {
            Ranking::Title(language) => fast.str(&alphabet::field(language))?,
            Ranking::Score | Ranking::Newest => None,
        };
        let bits = self.facets.bits();
        Ok(Segment {
            number,
            ranking: self.ranking,
            most: self.most,
            ids: fast.str(ID)?,
            facets: self.facets.segment(number as usize),
            updated: fast.u64(UPDATED)?,
            prior: fast.u64(PRIOR)?,
            sort,
            counts: vec![0; bits.len()],
            bits,
            ticked: self.ticks.by_value.clone(),
            groups: self.ticks.groups,
            matching: 0,
            total: 0,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.ranking == Ranking::Score
    }

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all =
            Collected { counts: vec![0; self.facets.bits().len()], ..Collected::default() };
        for segment in segments {
            all.matching += segment.matching;
            all.total += segment.total;
            all.counts.iter_mut().zip(&segment.counts).for_each(|(sum, count)| *sum += count);
            all.best.extend(segment.best);
        }
        all.best.sort_by(Found::compare);
        all.best.truncate(self.most);
        Ok(all)
    }
}

/// A pass over one segment.
pub struct Segment {
    number: SegmentOrdinal,
    ranking: Ranking,
    most: usize,
    ids: Option<StrColumn>,
    facets: Arc<Rows>,
    sort: Option<StrColumn>,
    updated: Column<u64>,
    prior: Column<u64>,
    bits: Vec<u16>,
    ticked: Vec<u16>,
    groups: u16,
    counts: Vec<u32>,
    matching: u32,
    total: u32,
    best: BinaryHeap<Reverse<Ranked>>,
}

/// A record among its segment's best: greater is better.
type Ranked = (u64, Reverse<u64>, DocId);

impl Segment {
    fn rank(&mut self, doc: DocId, score: Score) {
        let key = match self.ranking {
            Ranking::Score => {
                let prior = self.prior.first(doc).unwrap_or(100);
                // Positive numbers sort by their bits.
                u64::from((score * prior as f32 / 100.0).max(0.0).to_bits())
            }
            Ranking::Title(_) => {
                u64::MAX - self.sort.as_ref().and_then(|s| s.ords().first(doc)).unwrap_or(0)
            }
            Ranking::Newest => self.updated.first(doc).unwrap_or(0),
        };
        if self.best.len() >= self.most && self.best.peek().is_some_and(|Reverse(w)| key < w.0) {
            return;
        }
        let id = self.ids.as_ref().and_then(|ids| ids.ords().first(doc)).unwrap_or(0);
        self.best.push(Reverse((key, Reverse(id), doc)));
        if self.best.len() > self.most {
            self.best.pop();
        }
    }

    fn found(&self, (key, Reverse(id), doc): Ranked) -> Found {
        let text = |column: &Option<StrColumn>, ordinal| {
            let mut text = String::new();
            // What cannot be read stays empty and is passed over when the hit is laid out.
            let _ = column.as_ref().map(|column| column.ord_to_str(ordinal, &mut text));
            text
        };
        let (score, key) = match self.ranking {
            Ranking::Score => (f32::from_bits(u32::try_from(key).unwrap_or(0)), Key::Number(0)),
            Ranking::Newest => (0.0, Key::Number(key)),
            Ranking::Title(_) => (0.0, Key::Title(Reverse(text(&self.sort, u64::MAX - key)))),
        };
        let address = DocAddress::new(self.number, doc);
        Found { id: text(&self.ids, id), address, score, key }
    }
}

impl SegmentCollector for Segment {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.matching += 1;
        let values = self.facets.of(doc);
        let mut met = 0;
        if self.groups != 0 {
            for value in values {
                met |= self.ticked[*value as usize];
            }
        }
        let failed = self.groups & !met;
        match failed.count_ones() {
            0 => {
                for value in values {
                    self.counts[*value as usize] += 1;
                }
                self.total += 1;
                self.rank(doc, score);
            }
            1 => {
                for value in values {
                    let at = *value as usize;
                    self.counts[at] += u32::from(self.bits[at] == failed);
                }
            }
            _ => {}
        }
    }

    fn harvest(self) -> Collected {
        let best = self.best.iter().map(|Reverse(ranked)| self.found(*ranked)).collect();
        Collected { matching: self.matching, total: self.total, counts: self.counts, best }
    }
}
