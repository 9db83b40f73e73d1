//! From records found to hits shown: what matched is marked, what was corrected is said.

use super::expansion::Expanded;
use super::marking::{Mark, Marker, spans};
use super::snippet;
use super::stems::Stems;
use super::synonyms::StandIn;
use crate::store::{Card, Reader};
use crate::words::spellings;
use hrc_domain::Language;
use hrc_domain::error::Result;
use hrc_domain::search::{AlsoSearched, CorrectedWord, Correction, Hit, Passage, Span};
use std::collections::HashMap;

/// Replacements named for one misspelt word, at most.
const NAMED: usize = 6;

/// Lays out hits for one query.
pub struct Answer<'a> {
    /// The library's records.
    pub reader: &'a Reader<'a>,
    /// What to mark.
    pub marker: &'a Marker,
    /// The reader's language.
    pub language: &'a Language,
    /// Remembers stems.
    pub stems: &'a mut Stems,
}

impl Answer<'_> {
    /// The hits for records with these ids and scores. One that another program has withdrawn meanwhile is left out.
    pub fn hits(&mut self, found: &[(String, f32)]) -> Result<Vec<Hit>> {
        let mut hits = Vec::with_capacity(found.len());
        for (id, score) in found {
            if let Some(card) = self.reader.card(id)? {
                hits.push(self.hit(card, *score)?);
            }
        }
        Ok(hits)
    }

    fn hit(&mut self, card: Card, score: f32) -> Result<Hit> {
        let title = card.title_in(self.language);
        let spoken = card.title_language(self.language);
        let marks = self.marker.marks(title, spoken.as_str(), self.stems);
        let found_as = if marks.is_empty() { self.other_name(&card, title) } else { None };
        let passages = self.passages(&card)?;
        let shown = passages.iter().map(|passage| &passage.language).chain([spoken]);
        let unreviewed =
            shown.filter_map(|language| card.translation(language)).any(|t| !t.reviewed);
        Ok(Hit {
            title: spans(title, 0..title.len(), &marks),
            title_language: spoken.clone(),
            unreviewed,
            found_as,
            passages,
            kind: card.kind,
            editorial: card.editorial,
            layer: card.layer,
            score,
            country: card.facets.country.clone(),
            id: card.id,
            urls: card.urls,
            section: card.section,
            language: card.language,
            as_of: card.as_of,
            confidence: card.confidence,
        })
    }

    /// The name that matches best where the title does not: in the reader's language before others.
    fn other_name(&mut self, card: &Card, title: &str) -> Option<String> {
        let mut best: Option<((u32, bool), &str)> = None;
        for (name, language) in card.names().filter(|(name, _)| *name != title) {
            let marks = self.marker.marks(name, language.as_str(), self.stems);
            let asked = marks.iter().fold(0, |all, mark: &Mark| all | mark.asked).count_ones();
            let worth = (asked, language == self.language);
            if asked > 0 && best.as_ref().is_none_or(|(other, _)| worth > *other) {
                best = Some((worth, name));
            }
        }
        best.map(|(_, name)| name.to_owned())
    }

    fn passages(&mut self, card: &Card) -> Result<Vec<Passage>> {
        if !self.marker.is_idle() {
            let stored = self.reader.passages(card.id.as_str())?;
            let shown = snippet::best(&stored, &card.language, self.marker, self.stems);
            if !shown.is_empty() {
                return Ok(shown);
            }
        }
        // The reader's summary, unless another language's shows why the record was found.
        let mut summary = card.summary_in(self.language);
        let mut marks = self.marker.marks(summary.0, summary.1.as_str(), self.stems);
        if marks.is_empty() {
            let others =
                card.translations.iter().filter_map(|(l, t)| Some((t.summary.as_deref()?, l)));
            for other in others.chain([(card.summary.as_str(), &card.language)]) {
                let found = self.marker.marks(other.0, other.1.as_str(), self.stems);
                if !found.is_empty() {
                    (summary, marks) = (other, found);
                    break;
                }
            }
        }
        let text = snippet::shortened(summary.0, &marks);
        let language = summary.1.clone();
        let heading = String::new();
        Ok(vec![Passage { anchor: None, heading, language, practitioner: false, text }])
    }
}

/// What was searched for instead of words that occur nowhere; none when every word does.
pub fn correction(query: &str, words: &[Expanded], hits: &[Hit]) -> Option<Correction> {
    let seen = as_written(hits);
    let mut corrected = query.to_owned();
    let mut replaced = Vec::new();
    // From the end, so that the places of the words before stay right.
    for word in words.iter().rev().filter(|word| !word.corrected.is_empty()) {
        let mut used: Vec<(usize, String)> = word
            .corrected
            .iter()
            .enumerate()
            .map(|(n, (folded, _))| match seen.get(folded) {
                Some((place, written)) => (*place, written.clone()),
                None => (usize::MAX - word.corrected.len() + n, folded.clone()),
            })
            .collect();
        used.sort();
        used.truncate(NAMED);
        let used: Vec<String> = used.into_iter().map(|(_, word)| word).collect();
        if let Some(best) = used.first() {
            corrected.replace_range(word.typed.place.clone(), best);
        }
        replaced.push(CorrectedWord { typed: word.typed.text.clone(), used });
    }
    replaced.reverse();
    (!replaced.is_empty()).then_some(Correction { query: corrected, words: replaced })
}

/// What was searched for as well, because it means the same.
pub fn also(query: &str, words: &[Expanded], instead: &[StandIn]) -> Vec<AlsoSearched> {
    let said = |stand_in: &StandIn| {
        let typed = words.get(stand_in.words.clone())?;
        let place = typed.first()?.typed.place.start..typed.last()?.typed.place.end;
        let used = stand_in.wordings.iter().map(|wording| wording.written.clone()).collect();
        Some(AlsoSearched { typed: query.get(place)?.to_owned(), used })
    };
    instead.iter().filter_map(said).collect()
}

/// The marked words of the hits as they are written there, with their place: the index knows only
/// `nurnberg`, but what a reader should see is `Nürnberg`.
fn as_written(hits: &[Hit]) -> HashMap<String, (usize, String)> {
    let mut seen = HashMap::new();
    let titles = hits.iter().flat_map(|hit| &hit.title);
    let others = hits.iter().filter_map(|hit| hit.found_as.as_ref());
    let others = others.flat_map(|name| crate::words::words(name)).map(|word| word.text.to_owned());
    let passages = hits.iter().flat_map(|hit| &hit.passages).flat_map(|passage| &passage.text);
    let text = |span: &Span| span.hit.then(|| span.text.clone());
    let marked = titles.filter_map(text).chain(others).chain(passages.filter_map(text));
    for (place, written) in marked.enumerate() {
        for spelling in spellings(&written) {
            seen.entry(spelling).or_insert_with(|| (place, written.clone()));
        }
    }
    seen
}
