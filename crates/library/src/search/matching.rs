//! From expanded words to what is asked of the index, with the weight of each way to match.
//!
//! The weights are those that held on four judged collections in three languages together (see
//! `make relevance`): a word and its stem count alike, and title and text too, since the
//! title is short and BM25 already favours what stands in short fields. Whole names have a tier of
//! their own and need no weight.

use super::asked::Asked;
use super::expansion::Expanded;
use super::schema::Fields;
use super::stems::Stems;
use super::synonyms::{StandIn, Wording};
use super::ways::{Alternatives, Counted, Runs, Ways, counted};
use crate::words::{fold, respelt, spellings, whole};
use tantivy::query::{BoostQuery, PhraseQuery, Query};
use tantivy::{Score, Term};

/// Scores are sums of a few dozen at most; this lifts a record above all that lack it.
pub const TIER: Score = 100.0;

/// What a stand-in counts, in parts of the word it stands for.
const INSTEAD: Score = 0.5;

/// What a word counts as it stands when it is still being typed, in parts of a whole one.
const BEGUN: Score = 0.7;

/// What is asked of the index.
#[derive(Default)]
pub struct Question {
    /// What has to be there.
    pub wanted: Vec<Wanted>,
    /// What only helps to rank.
    pub helpful: Vec<Ways>,
    /// Names of which a record may go by exactly one, with what that lifts it by.
    pub names: Vec<Counted>,
    /// Words in this order, which have to be there, too.
    pub phrases: Vec<Ways>,
    /// What must not be there.
    pub without: Vec<Ways>,
    /// Whether words are to be taken as typed.
    pub exact: bool,
}

/// A word that has to be there; or words side by side, and what may stand for them together.
#[derive(Default)]
pub struct Wanted {
    /// The words.
    pub words: Vec<Ways>,
    /// What may stand for them all.
    pub instead: Vec<Ways>,
}

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
            phrases: phrases.iter().map(|phrase| self.phrase(phrase, 1.0)).collect(),
            without: asked.without.iter().map(|words| self.without(words, stems)).collect(),
            exact,
            ..Question::default()
        };
        let mut begun = None;
        for (n, word) in words.iter().enumerate() {
            let ways = self.word(word, words.len() == 1 && phrases.is_empty());
            if !word.needed && anything_needed {
                question.helpful.push(ways);
                continue;
            }
            let stand_in = instead.iter().position(|stand_in| stand_in.words.contains(&n));
            if stand_in.is_none() || stand_in != begun {
                let wordings = stand_in.and_then(|at| instead.get(at)).map(|s| &s.wordings);
                let instead = wordings.into_iter().flatten().map(|w| self.wording(w)).collect();
                question.wanted.push(Wanted { words: Vec::new(), instead });
            }
            begun = stand_in;
            if let Some(wanted) = question.wanted.last_mut() {
                wanted.words.push(ways);
            }
        }
        if !words.is_empty() || !phrases.is_empty() {
            question.names.extend(self.wholes(&asked.whole, 1.0));
            // "what is a human rights city" names the record of that title, too.
            let needed: Vec<&str> =
                words.iter().filter(|w| w.needed).map(|w| w.typed.text.as_str()).collect();
            let subject = whole(&needed.join(" "));
            if subject != asked.whole && phrases.is_empty() {
                question.names.extend(self.wholes(&subject, 0.4));
            }
            // So does a name that is misspelt, nearly as much as one that is not.
            if words.iter().any(|word| !word.corrected.is_empty()) {
                let meant = |word: &'_ Expanded| match word.corrected.first() {
                    Some((corrected, _)) => corrected.clone(),
                    None => word.typed.text.clone(),
                };
                let meant: Vec<String> = words.iter().map(meant).collect();
                question.names.extend(self.wholes(&whole(&meant.join(" ")), 0.8));
            }
        }
        question
    }

    /// Records that go by exactly these words. A title outdoes another name by more than the kinds
    /// differ.
    fn wholes(&self, name: &str, counts: Score) -> [Counted; 2] {
        let fields = self.fields;
        [(fields.whole_name, TIER), (fields.whole_title, 2.0 * TIER)]
            .map(|(field, score)| counted(field, name, counts * score))
    }

    /// All the ways a word may match.
    fn word(&self, word: &Expanded, alone: bool) -> Ways {
        let fields = self.fields;
        let mut ways = Ways::default();
        let longer: Vec<_> =
            word.longer.iter().filter(|longer| !word.exact.contains(longer)).collect();
        // Of a word that most likely goes on, its letters so far are only one guess.
        let guessed = if longer.is_empty() { 1.0 } else { BEGUN };
        for spelling in &word.exact {
            ways.terms.extend(self.in_text(spelling, guessed));
            ways.add(fields.labels, spelling, 0.3);
        }
        for stem in &word.stems {
            ways.add(fields.body_stems, stem, guessed);
            ways.add(fields.title_stems, stem, 1.1 * guessed);
        }
        if let Some(start) = &word.start {
            // Alone it stands for the word one is looking for, beside others for any word.
            ways.add(fields.title_starts, start, if alone { 2.0 } else { guessed });
            if start.chars().count() > 1 {
                ways.add(fields.body_starts, start, if alone { 0.4 } else { 0.7 * guessed });
            }
        }
        let longer = longer.into_iter().map(|longer| (longer, 1.1));
        ways.best_of.extend(self.best_of(longer, word.written));
        let corrected = word.corrected.iter().map(|(w, d)| (w, 2.4 / (1.0 + f32::from(*d))));
        ways.best_of.extend(self.best_of(corrected, 0));
        if !word.grams.is_empty() {
            let term = |run: &String| Term::from_field_text(fields.grams, run);
            let terms = word.grams.iter().map(term).collect();
            ways.runs = Some(Runs { terms, counts: 0.1, least: word.least_grams });
        }
        ways
    }

    /// What means the same as words typed.
    fn wording(&self, wording: &Wording) -> Ways {
        let [word] = wording.words.as_slice() else {
            return self.phrase(&wording.words, INSTEAD);
        };
        let mut ways = Ways::default();
        for spelling in spellings(word) {
            ways.terms.extend(self.in_text(&spelling, INSTEAD));
        }
        for (_, stem) in wording.stemmed() {
            ways.add(self.fields.body_stems, stem, INSTEAD);
            ways.add(self.fields.title_stems, stem, INSTEAD);
        }
        ways
    }

    /// Words that a word may stand for, of which the best counts.
    fn best_of<'w>(
        &self,
        words: impl Iterator<Item = (&'w String, Score)>,
        common: u64,
    ) -> Option<Alternatives> {
        let words: Vec<_> = words.map(|(word, counts)| self.in_text(word, counts).into()).collect();
        (!words.is_empty()).then_some(Alternatives { words, common })
    }

    fn in_text(&self, word: &str, counts: Score) -> [Counted; 3] {
        let fields = self.fields;
        [(fields.body, 1.0), (fields.title, 1.0), (fields.names, 0.8)]
            .map(|(field, share)| counted(field, word, share * counts))
    }

    /// Words one after the other, in either spelling.
    fn phrase(&self, words: &[String], counts: Score) -> Ways {
        let folded: Vec<String> = words.iter().map(|word| fold(word).into_owned()).collect();
        let other: Vec<String> = words
            .iter()
            .zip(&folded)
            .map(|(w, f)| respelt(w).unwrap_or_else(|| f.clone()))
            .collect();
        let mut ways = Ways::default();
        for spelt in [Some(&folded), Some(&other).filter(|o| **o != folded)].into_iter().flatten() {
            let fields = self.fields;
            for (field, share) in [(fields.body, 1.0), (fields.title, 1.5), (fields.names, 1.2)] {
                match spelt.as_slice() {
                    [word] => ways.add(field, word, share * counts),
                    words => {
                        let terms = words.iter().map(|w| Term::from_field_text(field, w));
                        let phrase: Box<dyn Query> = Box::new(PhraseQuery::new(terms.collect()));
                        ways.phrases.push(Box::new(BoostQuery::new(phrase, share * counts)));
                    }
                }
            }
        }
        ways
    }

    /// What a record must not have: a word with its inflections, or words in this order.
    fn without(&self, words: &[String], stems: &mut Stems) -> Ways {
        let [word] = words else { return self.phrase(words, 1.0) };
        let mut ways = Ways::default();
        for spelling in spellings(word) {
            ways.terms.extend(self.in_text(&spelling, 1.0));
        }
        for language in self.languages {
            if let Some(stem) = stems.stem(language, word) {
                ways.add(self.fields.body_stems, stem, 1.0);
                ways.add(self.fields.title_stems, stem, 1.0);
            }
        }
        ways
    }
}

impl Question {
    /// Whether asking for any of the words is another question than asking for all of them.
    pub fn can_be_relaxed(&self) -> bool {
        !self.exact && self.wanted.iter().map(|wanted| wanted.words.len()).sum::<usize>() > 1
    }

    /// Whether anything may stand for words typed.
    pub fn has_stand_ins(&self) -> bool {
        self.wanted.iter().any(|wanted| !wanted.instead.is_empty())
    }
}
