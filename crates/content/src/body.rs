//! The text of a file against its own front matter: citations, links, what the format refuses.
//!
//! Sentences without a source are only gathered here: whether one needs a source depends on the
//! names of other records (see `claims`), which are known when all files are read.

use crate::fault::hint;
use crate::page::LineIndex;
use crate::proof::Proof;
use hrc_markup::{Refusal, examine};
use std::collections::{BTreeMap, BTreeSet};

/// A sentence that cites nothing.
#[derive(Debug, Clone)]
pub(crate) struct Bare {
    pub line: u32,
    pub text: String,
    /// Whether it links to a record.
    pub points: bool,
}

/// Looks a text over; faults, citations and links go to the proof.
pub(crate) fn read(body: &str, above: u32, proof: &Proof<'_>) -> Vec<Bare> {
    let lines = LineIndex::new(body, above);
    let found = examine(body);
    for (refusal, offset) in &found.refused {
        proof.fault(lines.line(*offset), refused(refusal));
    }
    for (heading, offset) in &found.empty_sections {
        let advice = "write \"Nothing found in our sources\" where that is so";
        proof.fault(lines.line(*offset), format!("the section \"{heading}\" is empty; {advice}"));
    }
    for citation in found.citations {
        proof.cites(lines.line(citation.offset), citation.source);
    }
    for mention in found.mentions {
        proof.names(lines.line(mention.offset), "the text", mention.id, None);
    }
    let bare = found.sentences.into_iter().filter(|s| s.sources == 0);
    bare.map(|s| Bare { line: lines.line(s.offset), text: s.text, points: s.points }).collect()
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Html => "HTML is shown as it stands; write Markdown".to_owned(),
        Refusal::Image => "images are not shown; say in words what there is to see".to_owned(),
        Refusal::TopHeading => {
            "a heading begins with `##`; the one with `#` is the field `title`".to_owned()
        }
        Refusal::Rule => "a ruled line is not shown; a heading parts a text better".to_owned(),
        Refusal::Footnote(label) => {
            format!("`[^{label}]:` defines nothing here; sources stand in the field `sources`")
        }
        Refusal::Citation(label) => {
            format!("`[^{label}]` cites no source: an id is a to z, digits and single hyphens")
        }
        Refusal::UnnamedColumn => {
            "a column of the table has no name: without one nobody hears what \
                                   its cells are about"
                .to_owned()
        }
        Refusal::BrokenLink => "this is no link: its address has a space in it, or its words a \
                                citation (which stands behind a link)"
            .to_owned(),
        Refusal::Link(address) => format!(
            "the link to `{address}` leads nowhere: write an address of the web or a record's id"
        ),
    }
}

/// Compares the sources cited with those defined: by this file, with the line of each, or by the
/// general file beside it.
pub(crate) fn compare_sources(
    defined: &BTreeMap<String, u32>,
    inherited: &BTreeSet<String>,
    proof: &Proof<'_>,
) {
    let cited = proof.cited();
    for (line, source) in &cited {
        let id = source.as_str();
        if !defined.contains_key(id) && !inherited.contains(id) {
            let known = defined.keys().chain(inherited).map(String::as_str);
            proof.fault(
                *line,
                format!("the source `{id}` is not among the `sources`{}", hint(id, known)),
            );
        }
    }
    for (id, line) in defined {
        if !cited.iter().any(|(_, source)| source.as_str() == id) {
            proof.fault(
                *line,
                format!("the source `{id}` is cited nowhere; cite it or take it out"),
            );
        }
    }
}
