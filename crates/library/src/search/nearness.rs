//! A second look at the best: words that stand near each other mean more than words that only
//! occur in the same record. Reading positions is dear, so only the first fifty get it.

use super::expansion::Expanded;
use super::order::{Found, Order};
use super::schema::{Fields, fault};
use hrc_domain::error::Result;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, Term};

/// How many of the best are looked at again.
pub const WINDOW: usize = 50;

/// Pairs of neighbouring words looked at.
const PAIRS: usize = 6;

/// Words that may stand between two that belong together, in their order.
const SLOP: u32 = 2;

/// What nearness adds, in parts of the pair's own score.
const WEIGHT: Score = 0.25;

/// Scores the first of `best` anew and puts them in order.
pub fn rescore(
    searcher: &Searcher,
    fields: &Fields,
    words: &[Expanded],
    order: &Order<'_>,
    best: &mut [Found],
) -> Result<()> {
    let window = best.len().min(WINDOW);
    let Some(best) = best.get_mut(..window) else { return Ok(()) };
    let needed: Vec<&str> = words.iter().filter(|word| word.needed).map(meant).collect();
    // The index is walked forward only.
    best.sort_by_key(|found| found.address);
    for pair in needed.windows(2).take(PAIRS).filter(|pair| pair[0] != pair[1]) {
        for (field, weight) in [(fields.body, 1.0), (fields.title, 1.5), (fields.names, 1.2)] {
            add(searcher, field, pair, WEIGHT * weight, best)
                .map_err(fault("looking at nearness"))?;
        }
    }
    order.sort(best);
    Ok(())
}

fn add(
    searcher: &Searcher,
    field: Field,
    pair: &[&str],
    counts: Score,
    best: &mut [Found],
) -> tantivy::Result<()> {
    let terms: Vec<Term> = pair.iter().map(|word| Term::from_field_text(field, word)).collect();
    let [one, other] = terms.as_slice() else { return Ok(()) };
    for (number, segment) in (0..).zip(searcher.segment_readers()) {
        let Some(mut one) = Positions::of(segment, one)? else { continue };
        let Some(mut other) = Positions::of(segment, other)? else { continue };
        let weight = Bm25Weight::for_terms(searcher, &terms)?.boost_by(counts);
        let lengths = segment.get_fieldnorms_reader(field)?;
        for found in best.iter_mut().filter(|found| found.address.segment_ord == number) {
            let record = found.address.doc_id;
            if one.find(record) && other.find(record) {
                let times = one.near(&mut other);
                if times > 0 {
                    found.score += weight.score(lengths.fieldnorm_id(record), times);
                }
            }
        }
    }
    Ok(())
}

/// Where a word stands, record by record.
struct Positions {
    postings: SegmentPostings,
    read: Vec<u32>,
}

impl Positions {
    fn of(segment: &SegmentReader, term: &Term) -> tantivy::Result<Option<Self>> {
        let index = segment.inverted_index(term.field())?;
        let postings = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(postings.map(|postings| Self { postings, read: Vec::new() }))
    }

    /// Whether the word is in this record, which is not before the last one asked for.
    fn find(&mut self, record: DocId) -> bool {
        if self.postings.doc() < record {
            self.postings.seek(record);
        }
        self.postings.doc() == record
    }

    /// How often the other word stands near this one.
    fn near(&mut self, other: &mut Self) -> u32 {
        self.postings.positions(&mut self.read);
        other.postings.positions(&mut other.read);
        pairs(&self.read, &other.read)
    }
}

/// How many of the first positions have one of the second near them, best right after them. Each is
/// of one pair.
fn pairs(first: &[u32], second: &[u32]) -> u32 {
    let (mut pairs, mut rest) = (0, second);
    for position in first {
        let next = position + 1;
        let passed = rest.partition_point(|other| other + SLOP < next);
        rest = rest.get(passed..).unwrap_or_default();
        if let Some((other, after)) = rest.split_first()
            && *other <= next + SLOP
        {
            pairs += 1;
            rest = after;
        }
    }
    pairs
}

/// The one word of the index that a word most likely means.
fn meant(word: &Expanded) -> &str {
    let exact = word.exact.first().map_or("", String::as_str);
    let corrected = word.corrected.first().map(|(word, _)| word.as_str());
    let longer = word.longer.first().map(String::as_str);
    let complete = word.longer.is_empty() || word.longer.iter().any(|longer| longer == exact);
    corrected.or(longer.filter(|_| !complete)).unwrap_or(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_belong_together_when_they_stand_together() {
        for (first, second, expected, why) in [
            (&[1][..], &[2][..], 1, "side by side"),
            (&[1], &[4], 1, "two between"),
            (&[1], &[5], 0, "too far"),
            (&[2], &[1], 1, "the other way round, side by side"),
            (&[3], &[1], 0, "the other way round and apart"),
            (&[1, 2], &[3], 1, "one word is of one pair"),
            (&[1, 10], &[2, 11], 2, "twice"),
            (&[], &[1], 0, "nothing to follow"),
        ] {
            assert_eq!(pairs(first, second), expected, "{why}");
        }
    }
}
