//! Sources as notes at the foot of the page: each stands where it is called for the first time, and is
//! called by the same number after that.

use crate::sheet::{Inline, Note};
use crate::words::Words;
use hrc_domain::Source;
use hrc_domain::record::Stance;
use std::collections::HashSet;
use url::Url;

/// Whether a document may lead there: to the web or to a mail program, and nowhere else.
pub(crate) fn may_lead(address: &str) -> bool {
    Url::parse(address)
        .is_ok_and(|url| ["http", "https", "mailto"].contains(&url.scheme()) && !address.is_empty())
}

/// The notes of one part, in the order of the page.
pub(crate) struct Notes<'a> {
    /// Tells the parts of a document apart.
    part: usize,
    sources: &'a [Source],
    words: &'a Words,
    called: HashSet<usize>,
}

impl<'a> Notes<'a> {
    /// The notes on these sources.
    pub(crate) fn new(part: usize, sources: &'a [Source], words: &'a Words) -> Self {
        Self { part, sources, words, called: HashSet::new() }
    }

    /// The call of a source by its id; none where the record has no such source.
    pub(crate) fn call(&mut self, id: &str) -> Option<Inline> {
        let at = self.sources.iter().position(|source| source.id == id)?;
        let source = self.sources.get(at)?;
        let note = self.called.insert(at).then(|| note(source, self.words));
        Some(Inline::Cite { label: format!("note-{}-{at}", self.part), note })
    }

    /// The calls of several, behind what they carry.
    pub(crate) fn after(&mut self, mut c: Vec<Inline>, ids: &[String]) -> Vec<Inline> {
        c.extend(ids.iter().filter_map(|id| self.call(id)));
        c
    }

    /// Sources that nothing called, as lines of a list.
    pub(crate) fn uncalled(&self) -> Vec<Note> {
        let rest = self.sources.iter().enumerate().filter(|(at, _)| !self.called.contains(at));
        rest.map(|(_, source)| note(source, self.words)).collect()
    }
}

/// A source in words.
pub(crate) fn note(source: &Source, words: &Words) -> Note {
    let mut grade = vec![match &source.as_of {
        Some(date) => words.fill("as_of", &[("date", &words.date(date))]),
        None => words.say("source.undated").to_owned(),
    }];
    let confidence = match source.confidence {
        hrc_domain::record::Confidence::Confirmed => "confidence.confirmed",
        hrc_domain::record::Confidence::Single => "confidence.single",
        hrc_domain::record::Confidence::Contested => "confidence.contested",
        hrc_domain::record::Confidence::Established => "confidence.established",
    };
    grade.push(words.say(confidence).to_owned());
    match source.stance {
        Some(Stance::Own) => grade.push(words.say("stance.own").to_owned()),
        Some(Stance::Critical) => grade.push(words.say("stance.critical").to_owned()),
        None => {}
    }
    if !source.seen {
        grade.push(words.say("source.unseen").to_owned());
    }
    Note {
        title: format!("{}: {}", source.publisher, source.title),
        language: source.language.clone(),
        grade: grade.join(" · "),
        safe: source.url.as_deref().is_some_and(may_lead),
        url: source.url.clone().filter(|url| !url.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_leads_to_the_web_and_to_a_mail_program_and_nowhere_else() {
        for good in ["https://example.org/a?b#c", "http://example.org", "mailto:a@example.org"] {
            assert!(may_lead(good), "{good} is what sources are made of");
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "smb://host/share",
            "vbscript:x",
            "//example.org",
            "example.org",
            "",
        ] {
            assert!(!may_lead(bad), "{bad:?} must not become a link in a file one passes on");
        }
    }
}
