//! From a word as typed to everything in the index it may mean.

use super::asked::Typed;
use super::dictionary::Dictionary;
use super::document::start_of;
use super::stems::{Stems, is_stop_word};
use super::synonyms::Wording;
use crate::words::{fold, grams, spellings};
use hrc_domain::error::Result;

/// Words a start is taken to mean, at most.
const LONGER: usize = 16;

/// From this many letters on a start is taken to mean the words that begin with it. With fewer it may
/// be any word.
const TELLING: usize = 3;

/// Words a misspelt one is taken to mean, at most.
const SIMILAR: usize = 12;

/// From this length on two mistakes are forgiven.
const LONG: usize = 8;

/// Below this length nothing is forgiven: every short word resembles every other.
const SHORT: usize = 3;

/// Words that occur in fewer records than this are also looked for inside other words.
const RARE: u64 = 5;

/// Records looked through for the runs of letters of one word, or for the words that a short start may
/// mean; each run's or word's counted for itself.
const LOOKED_THROUGH: u64 = 60_000;

/// Everything a word may mean.
pub struct Expanded {
    /// The word.
    pub typed: Typed,
    /// Its spellings, folded.
    pub exact: Vec<String>,
    /// Its stems in every language that may be meant.
    pub stems: Vec<String>,
    /// Its letters, where it is the short start of a longer word.
    pub start: Option<String>,
    /// How many records have it as it was typed.
    pub written: u64,
    /// The words that most likely are being typed, where there are letters enough to tell; the most
    /// frequent first. Of a longer start they are all it may mean.
    pub longer: Vec<String>,
    /// What may have been meant instead, and how many letters differ; best first.
    pub corrected: Vec<(String, u8)>,
    /// Its runs of four letters, to be found inside other words.
    pub grams: Vec<String>,
    /// How many of them must be found.
    pub least_grams: usize,
    /// Whether a record must have it: words like "the" only help to rank.
    pub needed: bool,
    /// Whether it is so little of a word that beside others it only helps to rank.
    pub begun: bool,
}

/// Whether these letters say next to nothing of the word they begin: one letter, or two that are no
/// word. What is no letter of an alphabet, a number or a sign that is a word, is whole by itself.
fn is_little(folded: &str, is_word: bool) -> bool {
    let letters = folded.chars().count();
    folded.chars().all(char::is_lowercase) && (letters == 1 || letters == 2 && !is_word)
}

/// How words are expanded.
pub struct Expansion<'a> {
    /// What the index has.
    pub dictionary: Dictionary<'a>,
    /// The languages a query may be in.
    pub languages: &'a [String],
    /// Whether words are to be taken as typed.
    pub exact: bool,
    /// Whether words are to be found in others that are only somewhat like them.
    pub alike: bool,
    /// Whether there is one word only. Its start means a name rather than any word of a text.
    pub alone: bool,
}

impl Expansion<'_> {
    /// Everything a word may mean. One that is `understood` needs no correction, known or not.
    pub fn expand(&self, typed: Typed, understood: bool, stems: &mut Stems) -> Result<Expanded> {
        let fields = self.dictionary.fields;
        let exact: Vec<String> = spellings(&typed.text).collect();
        let folded = exact.first().cloned().unwrap_or_default();
        let mut word = Expanded {
            stems: self.stems(&typed.text, stems),
            start: start_of(&typed.text).filter(|_| typed.open),
            written: 0,
            longer: Vec::new(),
            corrected: Vec::new(),
            grams: Vec::new(),
            least_grams: 0,
            needed: !is_stop_word(&folded) || typed.open,
            begun: false,
            exact,
            typed,
        };
        let is_looked_up = word.start.is_some();
        let is_telling = folded.chars().count() >= TELLING && !(self.alone && is_looked_up);
        if word.typed.open && is_telling {
            word.longer = self.longer(&folded, is_looked_up)?;
        }
        let mut known = 0;
        let own = [fields.title, fields.names, fields.body, fields.labels];
        for spelling in &word.exact {
            known = self.dictionary.frequency(&own, spelling)?.max(known);
        }
        word.begun = word.typed.open && is_little(&folded, known > 0);
        word.written = known;
        for stem in &word.stems {
            let stemmed = [fields.title_stems, fields.body_stems];
            known = self.dictionary.frequency(&stemmed, stem)?.max(known);
        }
        if let Some(start) = &word.start {
            let starts = [fields.title_starts, fields.body_starts];
            known = self.dictionary.frequency(&starts, start)?.max(known);
        }
        // A number is never a mistake that another number would mend.
        let number = folded.chars().all(|c| c.is_ascii_digit());
        if self.exact || number || folded.chars().count() < SHORT {
            return Ok(word);
        }
        if self.alike {
            self.find_inside(&mut word, &folded, 1, 6)?;
        } else if understood && known == 0 {
            return Ok(word);
        } else if known == 0 && word.longer.is_empty() {
            word.corrected = self.correct(&folded, word.typed.open)?;
            self.find_inside(&mut word, &folded, 1, 2)?;
        } else if known < RARE && word.longer.len() < 2 {
            // Nobody writes it so, and hardly anybody anything of its stem: it may be either.
            if word.written == 0 {
                word.corrected = self.correct(&folded, word.typed.open)?;
            }
            self.find_inside(&mut word, &folded, 3, 5)?;
        }
        Ok(word)
    }

    /// The words a start most likely means. Where it is looked up as it is, too, they need not be all,
    /// and in a large library no more are taken than can be looked through for every letter typed.
    fn longer(&self, start: &str, looked_up: bool) -> Result<Vec<String>> {
        let mut left = if looked_up { LOOKED_THROUGH } else { u64::MAX };
        let likely =
            self.dictionary.longer(start, LONGER)?.into_iter().map_while(|(word, records)| {
                left = left.checked_sub(records)?;
                Some(word)
            });
        Ok(likely.collect())
    }

    /// Whether each word of a wording occurs somewhere: as it is, or where it is one word, inflected.
    pub fn knows(&self, wording: &Wording) -> Result<bool> {
        let fields = self.dictionary.fields;
        let inflected = wording.words.len() == 1;
        for (word, stem) in wording.stemmed() {
            let own = [fields.title, fields.names, fields.body];
            let mut known = self.dictionary.frequency(&own, &fold(word))?;
            if inflected {
                let stemmed = [fields.title_stems, fields.body_stems];
                known = self.dictionary.frequency(&stemmed, stem)?.max(known);
            }
            if known == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether each of these words occurs somewhere as it is.
    pub fn knows_all(&self, words: &[Typed]) -> Result<bool> {
        let fields = self.dictionary.fields;
        for word in words {
            let mut known = 0;
            for spelling in spellings(&word.text) {
                let own = [fields.title, fields.names, fields.body];
                known = self.dictionary.frequency(&own, &spelling)?.max(known);
            }
            if known == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn stems(&self, word: &str, stems: &mut Stems) -> Vec<String> {
        let mut found: Vec<String> = self
            .languages
            .iter()
            .filter_map(|language| stems.stem(language, word).map(str::to_owned))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What may have been meant: the nearest words there are. The first letter is rarely wrong, so
    /// words that share it are tried first; they are also found quickest.
    fn correct(&self, word: &str, open: bool) -> Result<Vec<(String, u8)>> {
        let long = word.chars().count() >= LONG;
        let one = [(1, false), (1, true), (2, false), (2, true)];
        let usual =
            [true, false].into_iter().flat_map(|anchored| one.map(|(d, s)| (d, s, anchored)));
        let usual = usual.filter(|(distance, ..)| *distance == 1 || long);
        // Two mistakes in a shorter word are many, but a guess is better than an empty page.
        let last = (word.chars().count() > LONG / 2).then_some((2, false, true));
        for (distance, as_start, anchored) in usual.chain(last) {
            if as_start && !open {
                continue;
            }
            let found = self.dictionary.similar(word, distance, as_start, anchored, SIMILAR)?;
            if !found.is_empty() {
                return Ok(found.into_iter().map(|word| (word, distance)).collect());
            }
        }
        Ok(Vec::new())
    }

    /// Looks for the word inside others that share this part of its runs of letters. In a large
    /// library the runs that most records have would cost much and tell nothing: they are left out.
    fn find_inside(
        &self,
        word: &mut Expanded,
        folded: &str,
        numerator: usize,
        denominator: usize,
    ) -> Result<()> {
        let mut runs = Vec::new();
        for gram in grams(folded, word.typed.open) {
            let records = self.dictionary.frequency(&[self.dictionary.fields.grams], &gram)?;
            runs.push((records, gram));
        }
        let mut rarest: Vec<u64> = runs.iter().map(|(records, _)| *records).collect();
        rarest.sort_unstable();
        let mut left = LOOKED_THROUGH;
        let fits = |records: &&u64| {
            left = left.saturating_sub(**records);
            left > 0
        };
        let rarest = rarest.iter().take_while(fits).last().or(rarest.first()).copied();
        let all = runs.len();
        runs.retain(|(records, _)| Some(*records) <= rarest);
        // What has enough of all has all but those left out among the others.
        let least = (all * numerator).div_ceil(denominator);
        word.least_grams = least.saturating_sub(all - runs.len()).max(1);
        word.grams = runs.into_iter().map(|(_, gram)| gram).collect();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_or_two_are_little_unless_they_are_a_word() {
        for (letters, is_word, little) in [
            ("b", true, true),
            ("br", false, true),
            ("eu", true, false),
            ("bri", false, false),
            ("5", true, false),
            ("权", true, false),
        ] {
            assert_eq!(is_little(letters, is_word), little, "{letters}");
        }
    }
}
