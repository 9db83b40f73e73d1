//! In which order what was found is shown.

use super::schema::{ID, PRIOR, UPDATED, fault};
use crate::alphabet;
use hrc_domain::Language;
use hrc_domain::error::Result;
use hrc_domain::search::Order as Wished;
use std::cmp::Ordering;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, Score, Searcher, SegmentReader};

/// What decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// The score.
    Score,
    /// The title in this language, one of [`alphabet::LANGUAGES`].
    Title(&'static str),
    /// The day of change, latest first.
    Newest,
}

impl Ranking {
    /// The ranking for an order asked for; without words there is nothing to score.
    pub fn of(order: Wished, language: &Language, without_words: bool) -> Self {
        match order {
            Wished::Best if !without_words => Self::Score,
            Wished::Best | Wished::Title => Self::Title(alphabet::language_for(language)),
            Wished::Newest => Self::Newest,
        }
    }
}

/// Puts in order.
pub struct Order {
    /// What decides.
    pub ranking: Ranking,
    segments: Vec<Columns>,
}

/// What records are put in order by, for one segment.
struct Columns {
    id: Option<StrColumn>,
    title: Option<StrColumn>,
    updated: Column<u64>,
    prior: Column<u64>,
}

/// A record found. What texts it has are read only where they decide: most never do.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its place in the index.
    pub address: DocAddress,
    /// Its score; 0 where nothing is scored.
    pub score: Score,
    /// Its day, or the number of its title among its segment's.
    key: u64,
    /// The number of its id among its segment's.
    id: u64,
}

impl Order {
    /// An order of what this state of the index has.
    pub fn new(searcher: &Searcher, ranking: Ranking) -> Result<Self> {
        let columns = |segment: &SegmentReader| {
            let fast = segment.fast_fields();
            let title = match ranking {
                Ranking::Title(language) => fast.str(&alphabet::field(language))?,
                Ranking::Score | Ranking::Newest => None,
            };
            let (updated, prior) = (fast.u64(UPDATED)?, fast.u64(PRIOR)?);
            Ok(Columns { id: fast.str(ID)?, title, updated, prior })
        };
        let segments = searcher.segment_readers().iter().map(columns);
        let segments = segments.collect::<tantivy::Result<_>>();
        Ok(Self { ranking, segments: segments.map_err(fault("reading what to sort by"))? })
    }

    /// A record, its prior counted into its score.
    pub fn found(&self, address: DocAddress, score: Score) -> Found {
        let columns = &self.segments[address.segment_ord as usize];
        let record = address.doc_id;
        let number = |column: &Option<StrColumn>| {
            column.as_ref().and_then(|column| column.ords().first(record)).unwrap_or(0)
        };
        let prior = match self.ranking {
            Ranking::Score => columns.prior.first(record).unwrap_or(100) as Score / 100.0,
            Ranking::Title(_) | Ranking::Newest => 1.0,
        };
        let key = match self.ranking {
            Ranking::Score => 0,
            Ranking::Title(_) => number(&columns.title),
            Ranking::Newest => columns.updated.first(record).unwrap_or(0),
        };
        Found { address, score: score * prior, key, id: number(&columns.id) }
    }

    /// Best first; the id decides between equals, so that every run gives the same order.
    pub fn compare(&self, one: &Found, other: &Found) -> Ordering {
        let together = one.address.segment_ord == other.address.segment_ord;
        let by_key = || match self.ranking {
            Ranking::Score => Ordering::Equal,
            Ranking::Newest => other.key.cmp(&one.key),
            Ranking::Title(_) if together => one.key.cmp(&other.key),
            Ranking::Title(_) => self.title(one).cmp(&self.title(other)),
        };
        let by_id = || match together {
            true => one.id.cmp(&other.id),
            false => self.id(one).cmp(&self.id(other)),
        };
        other.score.total_cmp(&one.score).then_with(by_key).then_with(by_id)
    }

    /// Puts in order.
    pub fn sort(&self, found: &mut [Found]) {
        found.sort_by(|one, other| self.compare(one, other));
    }

    /// A record's id.
    pub fn id(&self, found: &Found) -> String {
        text(&self.segments[found.address.segment_ord as usize].id, found.id)
    }

    fn title(&self, found: &Found) -> String {
        text(&self.segments[found.address.segment_ord as usize].title, found.key)
    }
}

fn text(column: &Option<StrColumn>, number: u64) -> String {
    let mut text = String::new();
    // What cannot be read stays empty and is passed over when the hit is laid out.
    let _ = column.as_ref().map(|column| column.ord_to_str(number, &mut text));
    text
}
