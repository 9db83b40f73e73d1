//! Words that mean the same, as the editors listed them: looked for beside what was typed.
//!
//! They are looked up when a query is read and stand in no index, so that a changed list costs
//! nothing. Words are compared by their stems: `asylum seeker` is on the list as `asylum seekers`.

use super::asked::Typed;
use super::stems::Stems;
use crate::names::Names;
use crate::words::{fold, words};
use hrc_domain::Language;
use std::collections::HashMap;
use std::ops::Range;

/// Wordings that stand in for one typed, at most.
const MOST: usize = 6;

/// The editors' list, ready to be asked.
#[derive(Default)]
pub struct Synonyms {
    groups: Vec<Vec<Wording>>,
    /// By language: by the first word's stem: the groups and their wordings that begin so.
    begun: HashMap<Language, HashMap<String, Vec<(usize, usize)>>>,
}

/// One of the words or phrases that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// As the editors wrote it.
    pub written: String,
    /// Its language.
    pub language: Language,
    /// Its words.
    pub words: Vec<String>,
    /// Their stems.
    stems: Vec<String>,
}

/// Words of a query with what may stand for them.
#[derive(Debug, PartialEq, Eq)]
pub struct StandIn {
    /// Which words of the query.
    pub words: Range<usize>,
    /// What may stand for them all.
    pub wordings: Vec<Wording>,
}

impl Synonyms {
    /// Reads the list.
    pub fn of(names: &Names) -> Self {
        let (mut synonyms, mut stems) = (Self::default(), Stems::default());
        for (language, group) in names.alternatives() {
            let group: Vec<Wording> =
                group.map(|written| Wording::new(written, language, &mut stems)).collect();
            let begun = synonyms.begun.entry(language.clone()).or_default();
            for (n, wording) in group.iter().enumerate() {
                if let Some(first) = wording.stems.first() {
                    begun.entry(first.clone()).or_default().push((synonyms.groups.len(), n));
                }
            }
            synonyms.groups.push(group);
        }
        synonyms
    }

    /// What may stand for the words at the beginning of these, as many of them as possible. The
    /// reader's language is believed before others.
    pub fn at(
        &self,
        typed: &[&Typed],
        language: &Language,
        stems: &mut Stems,
    ) -> Option<(usize, Vec<Wording>)> {
        let mut met: Vec<(usize, bool, usize, usize)> = Vec::new();
        for (spoken, begun) in &self.begun {
            let typed: Vec<String> =
                typed.iter().map(|word| stem(spoken, &word.text, stems)).collect();
            let starts = typed.first().and_then(|first| begun.get(first));
            for &(group, n) in starts.into_iter().flatten() {
                let wording = &self.groups[group][n];
                if typed.starts_with(&wording.stems) {
                    met.push((wording.stems.len(), spoken == language, group, n));
                }
            }
        }
        let &(length, own, ..) = met.iter().max()?;
        met.retain(|(l, o, ..)| (*l, *o) == (length, own));
        met.sort_unstable();
        let mut wordings: Vec<Wording> = Vec::new();
        for (_, _, group, n) in met {
            let typed = &self.groups[group][n];
            for other in &self.groups[group] {
                // What has all the typed words in it finds nothing that they do not.
                let more = !typed.stems.iter().all(|stem| other.stems.contains(stem));
                if more && wordings.iter().all(|known| known.words != other.words) {
                    wordings.push(other.clone());
                }
            }
        }
        wordings.truncate(MOST);
        (!wordings.is_empty()).then_some((length, wordings))
    }
}

impl Wording {
    fn new(written: &str, language: &Language, stems: &mut Stems) -> Self {
        let words: Vec<String> = words(written).map(|word| word.text.to_owned()).collect();
        let stems = words.iter().map(|word| stem(language, word, stems)).collect();
        Self { written: written.to_owned(), language: language.clone(), words, stems }
    }

    /// Its words with what each is stemmed to.
    pub fn stemmed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(String::as_str).zip(self.stems.iter().map(String::as_str))
    }
}

/// A word's stem, or the word itself where nobody wrote a stemmer for its language.
fn stem(language: &Language, word: &str, stems: &mut Stems) -> String {
    stems.stem(language.as_str(), word).map_or_else(|| fold(word).into_owned(), str::to_owned)
}
