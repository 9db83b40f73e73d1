//! A second look at the best: words that stand near each other mean more than words that only
//! occur in the same record. Reading positions is dear, so only the first fifty get it.

use super::collecting::Found;
use super::expansion::Expanded;
use super::schema::{Fields, fault};
use hrc_domain::error::Result;
use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::{DocSet, Searcher, Term};

/// How many of the best are looked at again.
pub const WINDOW: usize = 50;

/// Pairs of neighbouring words looked at.
const PAIRS: usize = 6;

/// Words that may stand between two that belong together.
const SLOP: u32 = 2;

/// What nearness adds, in parts of the pair's own score.
const WEIGHT: f32 = 0.25;

/// Scores the first of `best` anew and puts them in order.
pub fn rescore(
    searcher: &Searcher,
    fields: &Fields,
    words: &[Expanded],
    best: &mut [Found],
) -> Result<()> {
    let window = best.len().min(WINDOW);
    let Some(best) = best.get_mut(..window) else { return Ok(()) };
    let needed: Vec<&str> = words.iter().filter(|word| word.needed).map(meant).collect();
    // The index is walked forward only.
    best.sort_by_key(|found| found.address);
    for pair in needed.windows(2).take(PAIRS).filter(|pair| pair[0] != pair[1]) {
        for (field, weight) in [(fields.body, 1.0), (fields.title, 1.5), (fields.names, 1.2)] {
            let terms = pair.iter().map(|word| Term::from_field_text(field, word));
            let mut phrase = PhraseQuery::new(terms.collect());
            phrase.set_slop(SLOP);
            add(searcher, &phrase, WEIGHT * weight, best).map_err(fault("looking at nearness"))?;
        }
    }
    best.sort_by(Found::compare);
    Ok(())
}

fn add(
    searcher: &Searcher,
    phrase: &PhraseQuery,
    boost: f32,
    best: &mut [Found],
) -> tantivy::Result<()> {
    let weight = phrase.weight(EnableScoring::enabled_from_searcher(searcher))?;
    for (number, reader) in searcher.segment_readers().iter().enumerate() {
        let mut here =
            best.iter_mut().filter(|f| f.address.segment_ord as usize == number).peekable();
        if here.peek().is_none() {
            continue;
        }
        let mut scorer = weight.scorer(reader, boost)?;
        for found in here {
            let wanted = found.address.doc_id;
            if scorer.doc() < wanted {
                scorer.seek(wanted);
            }
            if scorer.doc() == wanted {
                found.score += scorer.score();
            }
        }
    }
    Ok(())
}

/// The one word of the index that a word most likely means.
fn meant(word: &Expanded) -> &str {
    let exact = word.exact.first().map_or("", String::as_str);
    let corrected = word.corrected.first().map(|(word, _)| word.as_str());
    let longer = word.longer.first().map(String::as_str);
    let complete = word.longer.is_empty() || word.longer.iter().any(|longer| longer == exact);
    corrected.or(longer.filter(|_| !complete)).unwrap_or(exact)
}
