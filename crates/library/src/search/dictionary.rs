//! What the index has for a word: exact, longer, similar. Looked up in its sorted dictionaries,
//! never by reading documents.

use super::schema::{Fields, fault};
use hrc_domain::error::Result;
use std::collections::HashMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Dictionary entries looked at for one word, so that a short start in a large library stays quick.
const LOOKED_AT: usize = 4_096;

/// The dictionaries of one state of the index.
pub struct Dictionary<'a> {
    /// What is searched.
    pub searcher: &'a Searcher,
    /// Its fields.
    pub fields: &'a Fields,
}

impl Dictionary<'_> {
    /// In how many records of any of these fields a word stands; of several fields, the most.
    pub fn frequency(&self, fields: &[Field], word: &str) -> Result<u64> {
        let mut most = 0;
        for field in fields {
            let term = Term::from_field_text(*field, word);
            most = most.max(self.searcher.doc_freq(&term).map_err(fault("looking a word up"))?);
        }
        Ok(most)
    }

    /// The words that begin with these letters, most frequent first, each with how many records have it
    /// (one that has it in two fields counts twice).
    pub fn longer(&self, start: &str, most: usize) -> Result<Vec<(String, u64)>> {
        let mut found = Frequencies::default();
        self.each_text_dictionary(|dictionary| {
            let mut range = dictionary.range().ge(start.as_bytes());
            if let Some(after) = after_all(start) {
                range = range.lt(after);
            }
            let mut stream = range.into_stream()?;
            let mut left = LOOKED_AT;
            while let Some((word, info)) = stream.next() {
                found.note(word, info.doc_freq);
                left -= 1;
                if left == 0 {
                    break;
                }
            }
            Ok(())
        })?;
        Ok(found.best(most))
    }

    /// The words this many mistakes away, most frequent first. With `open` the word may go on after
    /// the letters given. With `anchored` the first letter is taken for right.
    pub fn similar(
        &self,
        word: &str,
        distance: u8,
        open: bool,
        anchored: bool,
        most: usize,
    ) -> Result<Vec<String>> {
        let term = Term::from_field_text(self.fields.body, word);
        let query = if open {
            FuzzyTermQuery::new_prefix(term, distance, true)
        } else {
            FuzzyTermQuery::new(term, distance, true)
        };
        // Making it is the dear part.
        let automaton = query.automaton().map_err(fault("looking for similar words"))?;
        let first: String = word.chars().take(1).collect();
        let mut found = Frequencies::default();
        self.each_text_dictionary(|dictionary| {
            let mut range = dictionary.search(&automaton);
            if anchored {
                range = range.ge(first.as_bytes());
                if let Some(after) = after_all(&first) {
                    range = range.lt(after);
                }
            }
            let mut stream = range.into_stream()?;
            while let Some((word, info)) = stream.next() {
                found.note(word, info.doc_freq);
            }
            Ok(())
        })?;
        Ok(found.best(most).into_iter().map(|(word, _)| word).collect())
    }

    fn each_text_dictionary(
        &self,
        mut look: impl FnMut(&tantivy::termdict::TermDictionary) -> std::io::Result<()>,
    ) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            for field in [self.fields.body, self.fields.title, self.fields.names] {
                let inverted =
                    segment.inverted_index(field).map_err(fault("reading a dictionary"))?;
                look(inverted.terms())
                    .map_err(|cause| fault("reading a dictionary")(cause.into()))?;
            }
        }
        Ok(())
    }
}

/// Words with how often they occur, over segments and fields.
#[derive(Default)]
struct Frequencies(HashMap<String, u64>);

impl Frequencies {
    fn note(&mut self, word: &[u8], records: u32) {
        let Ok(word) = std::str::from_utf8(word) else { return };
        match self.0.get_mut(word) {
            Some(known) => *known += u64::from(records),
            None => drop(self.0.insert(word.to_owned(), records.into())),
        }
    }

    fn best(self, most: usize) -> Vec<(String, u64)> {
        let mut words: Vec<_> = self.0.into_iter().collect();
        let frequent_first =
            |(a, m): &(String, u64), (b, n): &(String, u64)| n.cmp(m).then_with(|| a.cmp(b));
        if words.len() > most {
            words.select_nth_unstable_by(most, frequent_first);
            words.truncate(most);
        }
        words.sort_by(frequent_first);
        words
    }
}

/// The first word after all that begin with these letters; none when there is no such word.
fn after_all(start: &str) -> Option<Vec<u8>> {
    let mut after = start.as_bytes().to_vec();
    while let Some(last) = after.pop() {
        if last < u8::MAX {
            after.push(last + 1);
            return Some(after);
        }
    }
    None
}
