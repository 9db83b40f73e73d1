//! In which order what was found is shown.

use super::schema::{ID, PRIOR, UPDATED, fault};
use crate::alphabet;
use hrc_domain::Language;
use hrc_domain::error::Result;
use hrc_domain::search::Order as Wished;
use std::cmp::{Ordering, Reverse};
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader};

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

/// What every record of one state of the index is put in order by. Where very many match, each has its
/// numbers looked up for every letter typed: they lie in rows, and are not unpacked one by one.
pub struct Columns {
    segments: Vec<Column>,
}

struct Column {
    ids: Option<StrColumn>,
    /// By record: the number of its id among its segment's.
    id: Vec<u32>,
    /// By record: what its score is worth.
    priors: Vec<Score>,
    updated: Days,
}

type Days = tantivy::columnar::Column<u64>;

impl Columns {
    /// Reads them out of the index.
    pub fn read(searcher: &Searcher) -> Result<Self> {
        let segments = searcher.segment_readers().iter().map(Column::read);
        let segments = segments.collect::<tantivy::Result<_>>();
        Ok(Self { segments: segments.map_err(fault("reading what to sort by"))? })
    }

    /// What the scores of a segment's records are worth.
    pub fn priors(&self, segment: u32) -> &[Score] {
        self.segments.get(segment as usize).map_or(&[], |column| &column.priors)
    }
}

impl Column {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let (ids, prior) = (fast.str(ID)?, fast.u64(PRIOR)?);
        let records = 0..segment.max_doc();
        let number = |record| ids.as_ref().and_then(|ids| ids.ords().first(record)).unwrap_or(0);
        // There are no more ids than records, which are numbered so.
        let id = records.clone().map(|record| number(record) as u32).collect();
        let prior = |record| prior.first(record).unwrap_or(100) as Score / 100.0;
        Ok(Self { id, priors: records.map(prior).collect(), updated: fast.u64(UPDATED)?, ids })
    }
}

/// Puts in order.
pub struct Order<'a> {
    /// What decides.
    pub ranking: Ranking,
    columns: &'a Columns,
    /// By segment: the titles, where they decide.
    titles: Vec<Option<StrColumn>>,
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

impl<'a> Order<'a> {
    /// Ready to put records of this state of the index in order.
    pub fn new(searcher: &Searcher, columns: &'a Columns, ranking: Ranking) -> Result<Self> {
        let segments = searcher.segment_readers().iter();
        let titles = match ranking {
            Ranking::Title(language) => segments
                .map(|segment| segment.fast_fields().str(&alphabet::field(language)))
                .collect::<tantivy::Result<_>>()
                .map_err(fault("reading what to sort by"))?,
            Ranking::Score | Ranking::Newest => Vec::new(),
        };
        Ok(Self { ranking, columns, titles })
    }

    /// A record, its prior counted into its score.
    pub fn found(&self, address: DocAddress, score: Score) -> Found {
        let column = self.column(address.segment_ord);
        let record = address.doc_id;
        let at = record as usize;
        let (score, key) = match self.ranking {
            Ranking::Score => (score * column.priors[at], 0),
            Ranking::Title(_) => {
                let titles = self.titles[address.segment_ord as usize].as_ref();
                (score, titles.and_then(|titles| titles.ords().first(record)).unwrap_or(0))
            }
            Ranking::Newest => (score, column.updated.first(record).unwrap_or(0)),
        };
        Found { address, score, key, id: column.id[at].into() }
    }

    /// The `most` best of a segment's records, each with its score before its prior; in no order. Only
    /// ranked by score.
    pub fn select(&self, segment: u32, scored: &[(DocId, Score)], most: usize) -> Vec<Found> {
        let column = self.column(segment);
        let mut keys: Vec<(Reverse<u32>, u32, DocId)> = scored
            .iter()
            .map(|(record, score)| {
                let at = *record as usize;
                // No score is less than 0, and the bits of such numbers are in their order.
                let score = (score * column.priors[at]).to_bits();
                (Reverse(score), column.id[at], *record)
            })
            .collect();
        if keys.len() > most {
            keys.select_nth_unstable(most);
            keys.truncate(most);
        }
        let found = |(score, id, record): (Reverse<u32>, u32, DocId)| Found {
            address: DocAddress::new(segment, record),
            score: Score::from_bits(score.0),
            key: 0,
            id: id.into(),
        };
        keys.into_iter().map(found).collect()
    }

    fn column(&self, segment: u32) -> &Column {
        &self.columns.segments[segment as usize]
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
        text(self.column(found.address.segment_ord).ids.as_ref(), found.id)
    }

    fn title(&self, found: &Found) -> String {
        text(self.titles[found.address.segment_ord as usize].as_ref(), found.key)
    }
}

fn text(column: Option<&StrColumn>, number: u64) -> String {
    let mut text = String::new();
    // What cannot be read stays empty and is passed over when the hit is laid out.
    let _ = column.map(|column| column.ord_to_str(number, &mut text));
    text
}
