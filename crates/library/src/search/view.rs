//! A search from beginning to end, on one state of the index.

use super::answer::{Answer, correction};
use super::asked::{self, Part};
use super::collecting::{Collected, Collecting, Ranking};
use super::dictionary::Dictionary;
use super::expansion::{Expanded, Expansion};
use super::facets::Facets;
use super::marking::Marker;
use super::matching::{Matching, Question};
use super::nearness;
use super::schema::{Fields, fault};
use super::stems::Stems;
use crate::names::Names;
use crate::store::Reader;
use hrc_domain::error::Result;
use hrc_domain::search::{FacetGroup, SearchRequest, SearchResponse};
use std::collections::BTreeSet;
use tantivy::Searcher;
use tantivy::query::Query;

/// Hits given at once, at most.
const MOST: u32 = 100;

/// Below this many records a query is asked again with fewer demands.
const FEW: u32 = 10;

/// One state of the index, ready to be searched by any number of threads.
pub struct View {
    searcher: Searcher,
    fields: Fields,
    facets: Facets,
}

impl View {
    /// Makes a state ready.
    pub fn new(searcher: Searcher, fields: Fields) -> Result<Self> {
        let facets = Facets::read(&searcher)?;
        Ok(Self { searcher, fields, facets })
    }

    /// Searches. Every request has an answer; the time it took is left to the caller.
    pub fn search(
        &self,
        reader: &Reader<'_>,
        names: &Names,
        request: &SearchRequest,
    ) -> Result<SearchResponse> {
        let asked = asked::read(&request.query);
        let languages = self.languages(request);
        let mut stems = Stems::default();
        let expansion = Expansion {
            dictionary: Dictionary { searcher: &self.searcher, fields: &self.fields },
            languages: &languages,
            exact: request.exact,
        };
        let (mut words, mut phrases) = (Vec::new(), Vec::<Vec<String>>::new());
        for part in &asked.parts {
            match part {
                Part::Word(typed) => words.push(expansion.expand(typed.clone(), &mut stems)?),
                // A phrase with a word that occurs nowhere is a phrase with a mistake in it.
                Part::Phrase(phrase) if !request.exact && !expansion.knows_all(phrase)? => {
                    for typed in phrase {
                        words.push(expansion.expand(typed.clone(), &mut stems)?);
                    }
                }
                Part::Phrase(phrase) => {
                    phrases.push(phrase.iter().map(|typed| typed.text.clone()).collect());
                }
            }
        }
        let matching = Matching { fields: &self.fields, languages: &languages };
        let without_words = words.is_empty() && phrases.is_empty();
        let collecting = self.collecting(request, without_words);
        let question = matching.question(&asked, &phrases, &words, request.exact, &mut stems);
        let mut collected = self.widening(&question, &collecting)?;
        if collected.matching == 0 && loosen(&mut words) {
            let question = matching.question(&asked, &phrases, &words, request.exact, &mut stems);
            collected = self.widening(&question, &collecting)?;
        }
        if collecting.ranking == Ranking::Score {
            nearness::rescore(&self.searcher, &self.fields, &words, &mut collected.best)?;
        }
        let marker = Marker::new(&words, &phrases);
        let offset = request.offset as usize;
        let page = collected.best.iter().skip(offset).take(request.limit.min(MOST) as usize);
        let page: Vec<_> = page.cloned().collect();
        let language = &request.language;
        let hits = Answer { reader, marker: &marker, language, stems: &mut stems }.hits(&page)?;
        Ok(SearchResponse {
            query: request.query.clone(),
            corrected: correction(&request.query, &words, &hits),
            total: collected.total,
            took_us: 0,
            facets: self.facets.laid_out(&collected.counts, request, names),
            hits,
        })
    }

    /// Asks for all words, and when that gives little, for any of them. Whether it gives little is
    /// told without regard to what is ticked; else ticking would change the question, and the
    /// counts beside the other values would not hold.
    fn widening(&self, question: &Question, collecting: &Collecting<'_>) -> Result<Collected> {
        let collected = self.collect(&*question.strict(), collecting)?;
        match question.relaxed().filter(|_| collected.matching < FEW) {
            Some(relaxed) => self.collect(&*relaxed, collecting),
            None => Ok(collected),
        }
    }

    fn collect(&self, query: &dyn Query, collecting: &Collecting<'_>) -> Result<Collected> {
        self.searcher.search(query, collecting).map_err(fault("searching"))
    }

    fn collecting(&self, request: &SearchRequest, without_words: bool) -> Collecting<'_> {
        let wanted = request.offset.saturating_add(request.limit.min(MOST)) as usize;
        let records = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        Collecting {
            facets: &self.facets,
            ticks: self.facets.ticks(request),
            ranking: Ranking::of(request.order, &request.language, without_words),
            // Never more than there are: an absurd offset must not ask for absurd memory.
            most: wanted.max(nearness::WINDOW).min(records.max(1)),
        }
    }

    /// The languages a query may be in: the reader's, English, and those of the records.
    fn languages(&self, request: &SearchRequest) -> Vec<String> {
        let own = [request.language.to_string(), "en".to_owned()];
        let all = self.facets.of(FacetGroup::Language).map(str::to_owned).chain(own);
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Asks for fewer letters in common, for words that are like none there is; says whether there are
/// any such.
fn loosen(words: &mut [Expanded]) -> bool {
    let mut loosened = false;
    for word in words.iter_mut().filter(|word| !word.grams.is_empty()) {
        word.least_grams = word.grams.len().div_ceil(3);
        loosened = true;
    }
    loosened
}
