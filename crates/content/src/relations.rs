//! What one file says of another, compared when all are read.

use crate::claims::{Names, claim};

use crate::fault::{Fault, hint};
use crate::leaf::Leaf;
use crate::proof::Naming;
use hrc_domain::{Detail, Entry, Kind, RecordId};
use std::collections::BTreeMap;
use std::path::Path;

/// Which records there are, faulty ones included, so that one fault does not make ten.
pub(crate) type Index = BTreeMap<RecordId, Kind>;

/// What a fault says of a sentence that needs a source, between its claim and its words.
pub(crate) const UNSOURCED: &str = " without a source in ";

/// Adds the faults between files to those within them.
pub(crate) fn compare(leaves: &mut [Leaf], index: &Index) {
    for leaf in &mut *leaves {
        let namings = std::mem::take(&mut leaf.namings);
        let own = leaf.id.as_ref();
        let faults = namings.iter().filter_map(|n| dangling(&leaf.file, n, own, index));
        leaf.faults.extend(faults);
    }
    claims(leaves);
}

/// Adds the sentences that need a source and have none.
pub(crate) fn claims(leaves: &mut [Leaf]) {
    let names = names(leaves);
    for leaf in leaves {
        for bare in std::mem::take(&mut leaf.bare) {
            if let Some(claim) = claim(&bare.text, bare.points, &leaf.language, &names) {
                let what = claim.described();
                let sentence = format!("{what}{UNSOURCED}\"{}\"", short(&bare.text));
                leaf.faults.push(Fault { file: leaf.file.clone(), line: bare.line, sentence });
            }
        }
    }
}

/// The names by which cities, institutions and instruments are known at the start of a sentence.
fn names(leaves: &[Leaf]) -> Names {
    let mut names = Names::default();
    for leaf in leaves {
        let Some(Entry::Record(record)) = &leaf.entry else { continue };
        if matches!(record.detail, Detail::City(_) | Detail::Institution(_) | Detail::Instrument(_))
        {
            names.add(&record.title);
            record.aliases.iter().for_each(|alias| names.add(alias));
        }
    }
    names
}

fn dangling(file: &Path, naming: &Naming, own: Option<&RecordId>, index: &Index) -> Option<Fault> {
    let Naming { line, by, id, kind } = naming;
    let sentence = match (index.get(id), kind) {
        _ if own == Some(id) => format!("{by} names `{id}`, the record itself"),
        (None, _) => {
            let hint = hint(id.as_str(), index.keys().map(RecordId::as_str));
            format!("{by} names `{id}`, but there is no such record{hint}")
        }
        (Some(found), Some(wanted)) if found != wanted => format!(
            "{by} names `{id}`, which is of kind `{}`, not `{}`",
            found.as_str(),
            wanted.as_str()
        ),
        _ => return None,
    };
    Some(Fault { file: file.to_owned(), line: *line, sentence })
}

/// A sentence short enough for one line of a terminal.
fn short(sentence: &str) -> String {
    const MOST: usize = 70;
    if sentence.chars().count() <= MOST {
        return sentence.to_owned();
    }
    let start: String = sentence.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}
