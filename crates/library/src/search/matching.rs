//! From expanded words to questions tantivy answers, with the weight of each way to match.
//!
//! The weights are those that held on four judged collections in three languages together (see
//! `relevance` in the tests): a word and its stem count alike, and title and text too, since the
//! title is short and BM25 already favours what stands in short fields. Whole names have a tier of
//! their own and need no weight.

use super::asked::Asked;
use super::expansion::Expanded;
use super::schema::Fields;
use super::settled::Settled;
use super::stems::Stems;
use super::synonyms::{StandIn, Wording};
use crate::words::{fold, respelt, spellings, whole};
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur,
    PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Scores are sums of a few dozen at most; this lifts a record above all that lack it.
const TIER: f32 = 100.0;

/// What a stand-in counts, in parts of the word it stands for.
const INSTEAD: f32 = 0.5;

/// What is asked of the index.
pub struct Question {
    words: Vec<Wanted>,
    helpful: Vec<Box<dyn Query>>,
    phrases: Vec<Box<dyn Query>>,
    without: Vec<Box<dyn Query>>,
    exact: bool,
}

/// A word that has to be there; or words side by side, and what may stand for them together.
struct Wanted {
    words: Vec<Box<dyn Query>>,
    instead: Vec<Box<dyn Query>>,
}

type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// Makes questions over these fields.
pub struct Matching<'a> {
    /// The fields.
    pub fields: &'a Fields,
    /// The languages a query may be in.
    pub languages: &'a [String],
}

impl Matching<'_> {
    /// The question for a query and the expansions of its words.
    pub fn question(
        &self,
        asked: &Asked,
        phrases: &[Vec<String>],
        words: &[Expanded],
        instead: &[StandIn],
        exact: bool,
        stems: &mut Stems,
    ) -> Question {
        let anything_needed = words.iter().any(|word| word.needed) || !phrases.is_empty();
        let mut question = Question {
            words: Vec::new(),
            helpful: Vec::new(),
            phrases: phrases.iter().map(|phrase| self.phrase(phrase)).collect(),
            without: asked.without.iter().map(|words| self.without(words, stems)).collect(),
            exact,
        };
        let mut begun = None;
        for (n, word) in words.iter().enumerate() {
            let query = self.word(word);
            if !word.needed && anything_needed {
                question.helpful.push(query);
                continue;
            }
            let stand_in = instead.iter().position(|stand_in| stand_in.words.contains(&n));
            if stand_in.is_none() || stand_in != begun {
                let wordings = stand_in.and_then(|at| instead.get(at)).map(|s| &s.wordings);
                let instead = wordings.into_iter().flatten().map(|w| self.wording(w)).collect();
                question.words.push(Wanted { words: Vec::new(), instead });
            }
            begun = stand_in;
            if let Some(wanted) = question.words.last_mut() {
                wanted.words.push(query);
            }
        }
        if !words.is_empty() || !phrases.is_empty() {
            question.helpful.extend(self.wholes(&asked.whole, 1.0));
            // "what is a human rights city" names the record of that title, too.
            let needed: Vec<&str> =
                words.iter().filter(|w| w.needed).map(|w| w.typed.text.as_str()).collect();
            let subject = whole(&needed.join(" "));
            if subject != asked.whole && phrases.is_empty() {
                question.helpful.extend(self.wholes(&subject, 0.4));
            }
        }
        question
    }

    /// Records that go by exactly these words. A title outdoes another name by more than the kinds
    /// differ.
    fn wholes(&self, name: &str, weight: f32) -> [Box<dyn Query>; 2] {
        let fields = self.fields;
        [(fields.whole_name, TIER), (fields.whole_title, 2.0 * TIER)].map(|(field, score)| {
            let term = Term::from_field_text(field, name);
            let found = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            Box::new(ConstScoreQuery::new(found, weight * score)) as Box<dyn Query>
        })
    }

    /// All the ways a word may match.
    fn word(&self, word: &Expanded) -> Box<dyn Query> {
        let fields = self.fields;
        let mut ways: Clauses = Vec::new();
        for spelling in &word.exact {
            self.in_text(&mut ways, spelling, 1.0);
            ways.push(term(fields.labels, spelling, 0.3));
        }
        for stem in &word.stems {
            ways.push(term(fields.body_stems, stem, 1.0));
            ways.push(term(fields.title_stems, stem, 1.1));
        }
        if let Some(start) = &word.start {
            ways.push(term(fields.title_starts, start, 2.0));
            if start.chars().count() > 1 {
                ways.push(term(fields.body_starts, start, 0.4));
            }
        }
        let longer = word.longer.iter().filter(|longer| !word.exact.contains(longer));
        ways.extend(self.best_of(longer.map(|longer| (longer, 0.6))));
        let corrected = word.corrected.iter();
        ways.extend(self.best_of(corrected.map(|(w, d)| (w, 2.4 / (1.0 + f32::from(*d))))));
        if !word.grams.is_empty() {
            let grams: Clauses = word.grams.iter().map(|g| term(fields.grams, g, 0.1)).collect();
            let grams = BooleanQuery::with_minimum_required_clauses(grams, word.least_grams);
            ways.push((Occur::Should, Box::new(grams)));
        }
        Box::new(BooleanQuery::new(ways))
    }

    /// What means the same as words typed.
    fn wording(&self, wording: &Wording) -> Box<dyn Query> {
        let [word] = wording.words.as_slice() else {
            return Box::new(BoostQuery::new(self.phrase(&wording.words), INSTEAD));
        };
        let mut ways: Clauses = Vec::new();
        for spelling in spellings(word) {
            self.in_text(&mut ways, &spelling, INSTEAD);
        }
        for (_, stem) in wording.stemmed() {
            ways.push(term(self.fields.body_stems, stem, INSTEAD));
            ways.push(term(self.fields.title_stems, stem, INSTEAD));
        }
        Box::new(BooleanQuery::new(ways))
    }

    /// The best of several words that a word may stand for: a record is no better for having many
    /// of them.
    fn best_of<'w>(
        &self,
        words: impl Iterator<Item = (&'w String, f32)>,
    ) -> Option<(Occur, Box<dyn Query>)> {
        let each: Vec<Box<dyn Query>> = words
            .map(|(word, weight)| {
                let mut ways: Clauses = Vec::new();
                self.in_text(&mut ways, word, weight);
                Box::new(BooleanQuery::new(ways)) as Box<dyn Query>
            })
            .collect();
        (!each.is_empty())
            .then(|| (Occur::Should, Box::new(DisjunctionMaxQuery::new(each)) as Box<dyn Query>))
    }

    fn in_text(&self, ways: &mut Clauses, word: &str, weight: f32) {
        ways.push(term(self.fields.body, word, weight));
        ways.push(term(self.fields.title, word, weight));
        ways.push(term(self.fields.names, word, 0.8 * weight));
    }

    /// Words one after the other, in either spelling.
    fn phrase(&self, words: &[String]) -> Box<dyn Query> {
        let folded: Vec<String> = words.iter().map(|word| fold(word).into_owned()).collect();
        let other: Vec<String> = words
            .iter()
            .zip(&folded)
            .map(|(w, f)| respelt(w).unwrap_or_else(|| f.clone()))
            .collect();
        let mut ways: Clauses = Vec::new();
        for spelt in [Some(&folded), Some(&other).filter(|o| **o != folded)].into_iter().flatten() {
            let fields = self.fields;
            for (field, weight) in [(fields.body, 1.0), (fields.title, 1.5), (fields.names, 1.2)] {
                ways.push(match spelt.as_slice() {
                    [word] => term(field, word, weight),
                    words => {
                        let terms = words.iter().map(|w| Term::from_field_text(field, w));
                        let phrase = Box::new(PhraseQuery::new(terms.collect()));
                        (Occur::Should, Box::new(BoostQuery::new(phrase, weight)) as Box<dyn Query>)
                    }
                });
            }
        }
        Box::new(BooleanQuery::new(ways))
    }

    /// What a record must not have: a word with its inflections, or words in this order.
    fn without(&self, words: &[String], stems: &mut Stems) -> Box<dyn Query> {
        let [word] = words else { return Box::new(Settled::new(self.phrase(words))) };
        let mut ways: Clauses = Vec::new();
        for spelling in spellings(word) {
            self.in_text(&mut ways, &spelling, 1.0);
        }
        for language in self.languages {
            if let Some(stem) = stems.stem(language, word) {
                ways.push(term(self.fields.body_stems, stem, 1.0));
                ways.push(term(self.fields.title_stems, stem, 1.3));
            }
        }
        Box::new(BooleanQuery::new(ways))
    }
}

fn term(field: Field, word: &str, weight: f32) -> (Occur, Box<dyn Query>) {
    let term = Term::from_field_text(field, word);
    let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    (Occur::Should, Box::new(BoostQuery::new(query, weight)))
}

/// The same height for all records that meet these demands.
fn lifted(all: Clauses, height: f32) -> (Occur, Box<dyn Query>) {
    (Occur::Should, Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(all)), height)))
}

impl Question {
    /// Whether no word of it has to be there: everything, but for what is excluded.
    pub fn is_everything(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// Records that have every word. Those that have them as typed come before those that have what
    /// means the same.
    pub fn strict(&self) -> Box<dyn Query> {
        if self.is_everything() {
            return self.but_without(vec![(Occur::Must, Box::new(AllQuery))]);
        }
        let mut clauses: Clauses = self.words.iter().flat_map(Wanted::all).collect();
        if self.has_stand_ins() {
            clauses.push(self.as_typed());
        }
        clauses.extend(self.phrases());
        clauses.extend(self.helpful());
        self.but_without(clauses)
    }

    /// Records that have any of the words, those with all of them first; none where that is no
    /// other question.
    pub fn relaxed(&self) -> Option<Box<dyn Query>> {
        let words = self.words.iter().map(|wanted| wanted.words.len()).sum::<usize>();
        if self.exact || words < 2 {
            return None;
        }
        let some = self.words.iter().flat_map(Wanted::any).collect();
        let some = BooleanQuery::new(some);
        let mut clauses: Clauses = vec![(Occur::Must, Box::new(some)), self.as_typed()];
        if self.has_stand_ins() {
            clauses.push(lifted(self.words.iter().flat_map(Wanted::all).collect(), TIER / 2.0));
        }
        clauses.extend(self.phrases());
        clauses.extend(self.helpful());
        Some(self.but_without(clauses))
    }

    /// Lifts the records that have all words as typed.
    fn as_typed(&self) -> (Occur, Box<dyn Query>) {
        let words = self.words.iter().flat_map(|wanted| &wanted.words);
        lifted(words.map(|word| (Occur::Must, word.box_clone())).collect(), TIER)
    }

    fn has_stand_ins(&self) -> bool {
        self.words.iter().any(|wanted| !wanted.instead.is_empty())
    }

    fn phrases(&self) -> impl Iterator<Item = (Occur, Box<dyn Query>)> + '_ {
        self.phrases.iter().map(|phrase| (Occur::Must, phrase.box_clone()))
    }

    fn helpful(&self) -> impl Iterator<Item = (Occur, Box<dyn Query>)> + '_ {
        self.helpful.iter().map(|word| (Occur::Should, word.box_clone()))
    }

    fn but_without(&self, mut clauses: Clauses) -> Box<dyn Query> {
        clauses.extend(self.without.iter().map(|query| (Occur::MustNot, query.box_clone())));
        if clauses.is_empty() { Box::new(EmptyQuery) } else { Box::new(BooleanQuery::new(clauses)) }
    }
}

impl Wanted {
    /// All of the words, or one of what stands for them.
    fn all(&self) -> Clauses {
        let words = self.words.iter().map(|word| (Occur::Must, word.box_clone())).collect();
        if self.instead.is_empty() {
            return words;
        }
        let words: Box<dyn Query> = Box::new(BooleanQuery::new(words));
        let ways = std::iter::once((Occur::Should, words)).chain(self.instead()).collect();
        vec![(Occur::Must, Box::new(BooleanQuery::new(ways)))]
    }

    /// Any of the words, or of what stands for them.
    fn any(&self) -> impl Iterator<Item = (Occur, Box<dyn Query>)> + '_ {
        self.words.iter().map(|word| (Occur::Should, word.box_clone())).chain(self.instead())
    }

    fn instead(&self) -> impl Iterator<Item = (Occur, Box<dyn Query>)> + '_ {
        self.instead.iter().map(|wording| (Occur::Should, wording.box_clone()))
    }
}
