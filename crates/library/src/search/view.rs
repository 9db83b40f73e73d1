//! A search from beginning to end, on one state of the index.

use super::answer::{Answer, also, correction};
use super::asked::{self, Asked, Part, Typed};
use super::collecting::{Collected, Collecting};
use super::dictionary::Dictionary;
use super::expansion::{Expanded, Expansion};
use super::facets::Facets;
use super::marking::Marker;
use super::matching::Matching;
use super::nearness;
use super::order::{Columns, Found, Order, Ranking};
use super::schema::{Fields, fault};
use super::stems::Stems;
use super::synonyms::{StandIn, Synonyms};
use crate::names::Names;
use crate::store::Reader;
use hrc_domain::error::Result;
use hrc_domain::search::{FacetGroup, Hit, Order as Wished, SearchRequest, SearchResponse};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tantivy::Searcher;

/// Hits given at once, at most.
const MOST: u32 = 100;

/// Records offered where nothing matches, at most.
const NEAR: u32 = 5;

/// How far a search goes to find something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// As people expect.
    Usual,
    /// To any word that is somewhat like one of those typed.
    Alike,
}

/// What was sought and what was found.
struct Sought<'a> {
    words: Vec<Expanded>,
    phrases: Vec<Vec<String>>,
    instead: Vec<StandIn>,
    collected: Collected,
    order: Order<'a>,
}

/// One state of the index, ready to be searched by any number of threads.
pub struct View {
    searcher: Searcher,
    fields: Fields,
    facets: Facets,
    columns: Columns,
    synonyms: Synonyms,
    /// Stems known from earlier searches, for each of those that search at once.
    stems: Mutex<Vec<Stems>>,
}

impl View {
    /// Makes a state ready.
    pub fn new(searcher: Searcher, fields: Fields, names: &Names) -> Result<Self> {
        let (facets, columns) = (Facets::read(&searcher)?, Columns::read(&searcher)?);
        Ok(Self {
            searcher,
            fields,
            facets,
            columns,
            synonyms: Synonyms::of(names),
            stems: Mutex::default(),
        })
    }

    /// Searches. Every request has an answer; the time it took is left to the caller.
    pub fn search(
        &self,
        reader: &Reader<'_>,
        names: &Names,
        request: &SearchRequest,
    ) -> Result<SearchResponse> {
        let mut stems = self.stems().pop().unwrap_or_default();
        let outcome = self.search_with(reader, names, request, &mut stems);
        stems.forget();
        self.stems().push(stems);
        outcome
    }

    fn stems(&self) -> MutexGuard<'_, Vec<Stems>> {
        self.stems.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn search_with(
        &self,
        reader: &Reader<'_>,
        names: &Names,
        request: &SearchRequest,
        stems: &mut Stems,
    ) -> Result<SearchResponse> {
        let asked = asked::read(&request.query);
        let sought = self.seek(&asked, request, Reach::Usual, stems)?;
        let offset = request.offset as usize;
        let page = sought.collected.best.iter().skip(offset);
        let page: Vec<_> = page.take(request.limit.min(MOST) as usize).cloned().collect();
        let hits = sought.hits(&page, reader, request, stems)?;
        let near = match sought.collected.total {
            0 => self.near(&asked, reader, request, stems)?,
            _ => Vec::new(),
        };
        let Sought { words, instead, collected, .. } = sought;
        Ok(SearchResponse {
            query: request.query.clone(),
            corrected: correction(&request.query, &words, &hits),
            also: also(&request.query, &words, &instead),
            total: collected.total,
            took_us: 0,
            facets: self.facets.laid_out(&collected.counts, request, names),
            hits,
            near,
        })
    }

    /// Seeks what was asked, as far as this reaches.
    fn seek(
        &self,
        asked: &Asked,
        request: &SearchRequest,
        reach: Reach,
        stems: &mut Stems,
    ) -> Result<Sought<'_>> {
        let languages = self.languages(request);
        let expansion = Expansion {
            dictionary: Dictionary { searcher: &self.searcher, fields: &self.fields },
            languages: &languages,
            exact: request.exact,
            alike: reach == Reach::Alike,
            alone: asked.parts.len() == 1,
        };
        let (mut words, mut phrases) = (Vec::new(), Vec::<Vec<String>>::new());
        let mut instead: Vec<StandIn> = Vec::new();
        for (n, part) in asked.parts.iter().enumerate() {
            match part {
                Part::Word(typed) => {
                    let understood = |s: &StandIn| s.words.contains(&words.len());
                    if !instead.iter().any(understood) {
                        let side_by_side = side_by_side(&asked.parts[n..]);
                        let begin = words.len();
                        instead.extend(self.stand_in(
                            &side_by_side,
                            begin,
                            &expansion,
                            request,
                            stems,
                        )?);
                    }
                    let understood = instead.iter().any(|s| s.words.contains(&words.len()));
                    words.push(expansion.expand(typed.clone(), understood, stems)?);
                }
                // A phrase with a word that occurs nowhere is a phrase with a mistake in it.
                Part::Phrase(phrase) if !request.exact && !expansion.knows_all(phrase)? => {
                    for typed in phrase {
                        words.push(expansion.expand(typed.clone(), false, stems)?);
                    }
                }
                Part::Phrase(phrase) => {
                    phrases.push(phrase.iter().map(|typed| typed.text.clone()).collect());
                }
            }
        }
        only_begun(&mut words, !phrases.is_empty());
        let matching = Matching { fields: &self.fields, languages: &languages };
        let without_words = words.is_empty() && phrases.is_empty();
        let ranking = Ranking::of(request.order, &request.language, without_words);
        let order = Order::new(&self.searcher, &self.columns, ranking)?;
        let collecting = self.collecting(request, &order);
        let mut ask = |words: &[Expanded]| {
            let question =
                matching.question(asked, &phrases, words, &instead, request.exact, stems);
            collecting.collect(&question).map_err(fault("searching"))
        };
        let mut collected = ask(&words)?;
        if collected.matching == 0 && loosen(&mut words) {
            collected = ask(&words)?;
        }
        if order.ranking == Ranking::Score {
            nearness::rescore(&self.searcher, &self.fields, &words, &order, &mut collected.best)?;
        }
        Ok(Sought { words, phrases, instead, collected, order })
    }

    /// What may stand for the first of these words, and those after it, as far as the library has it.
    fn stand_in(
        &self,
        typed: &[&Typed],
        begin: usize,
        expansion: &Expansion<'_>,
        request: &SearchRequest,
        stems: &mut Stems,
    ) -> Result<Option<StandIn>> {
        if request.exact {
            return Ok(None);
        }
        let Some((length, mut wordings)) = self.synonyms.at(typed, &request.language, stems) else {
            return Ok(None);
        };
        let mut known = Vec::new();
        for wording in wordings.drain(..) {
            if expansion.knows(&wording)? {
                known.push(wording);
            }
        }
        let words = begin..begin + length;
        Ok((!known.is_empty()).then_some(StandIn { words, wordings: known }))
    }

    /// What a reader may have been looking for when nothing matches: found without what is ticked,
    /// else without what narrows, else by letters in common.
    fn near(
        &self,
        asked: &Asked,
        reader: &Reader<'_>,
        request: &SearchRequest,
        stems: &mut Stems,
    ) -> Result<Vec<Hit>> {
        let unticked = SearchRequest {
            filters: BTreeMap::new(),
            exact: false,
            order: Wished::Best,
            offset: 0,
            limit: NEAR,
            ..request.clone()
        };
        let plain = asked.plain();
        if plain.parts.is_empty() {
            return Ok(Vec::new());
        }
        let as_exact = SearchRequest { exact: request.exact, ..unticked.clone() };
        let ways = [
            (asked, &as_exact, Reach::Usual),
            (&plain, &unticked, Reach::Usual),
            (&plain, &unticked, Reach::Alike),
        ];
        for (asked, request, reach) in ways {
            let sought = self.seek(asked, request, reach, stems)?;
            let best = &sought.collected.best;
            if !best.is_empty() {
                return sought.hits(&best[..best.len().min(NEAR as usize)], reader, request, stems);
            }
        }
        Ok(Vec::new())
    }

    fn collecting<'a>(&'a self, request: &SearchRequest, order: &'a Order<'a>) -> Collecting<'a> {
        let wanted = request.offset.saturating_add(request.limit.min(MOST)) as usize;
        let records = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        Collecting {
            searcher: &self.searcher,
            facets: &self.facets,
            ticks: self.facets.ticks(request),
            order,
            columns: &self.columns,
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

impl Sought<'_> {
    /// Lays these records out as hits.
    fn hits(
        &self,
        page: &[Found],
        reader: &Reader<'_>,
        request: &SearchRequest,
        stems: &mut Stems,
    ) -> Result<Vec<Hit>> {
        let marker = Marker::new(&self.words, &self.phrases, &self.instead);
        let page: Vec<_> = page.iter().map(|f| (self.order.id(f), f.score)).collect();
        Answer { reader, marker: &marker, language: &request.language, stems }.hits(&page)
    }
}

/// The words at the beginning of these parts that no phrase interrupts.
fn side_by_side(parts: &[Part]) -> Vec<&Typed> {
    let words = parts.iter().map_while(|part| match part {
        Part::Word(typed) => Some(typed),
        Part::Phrase(_) => None,
    });
    words.collect()
}

/// The first letters of a word only help to rank where there is something else to go by: hardly a
/// record lacks them, and for the few that do it means nothing.
fn only_begun(words: &mut [Expanded], phrases: bool) {
    if phrases || words.iter().any(|word| word.needed && !word.begun) {
        words.iter_mut().for_each(|word| word.needed &= !word.begun);
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
