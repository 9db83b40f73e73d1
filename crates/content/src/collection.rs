//! A folder of authored files as entries and faults.

use crate::fault::Fault;
use crate::folder::{self, FOLDERS, Found, Role};
use crate::leaf::{Depth, Leaf};
use crate::licences;
use crate::page;
use crate::proof::Proof;
use crate::relations::{self, Index};
use crate::vocabularies::{NEEDED, Vocabularies, vocabulary};
use crate::wordings;
use hrc_domain::error::Result;
use hrc_domain::{Entry, Error, ErrorCode, RecordId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a folder holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection {
    /// Records, practitioner depths and controlled lists, by key. An entry that lacks something it
    /// needs is not here; its faults say why.
    pub entries: Vec<Entry>,
    /// Everything wrong, by file and line.
    pub faults: Vec<Fault>,
}

/// The two depths of what a folder holds, kept apart: each travels by a way of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers {
    /// What everybody has: records and controlled lists.
    pub general: Vec<Entry>,
    /// The practitioners' depth, which reaches a computer by enrolment alone.
    pub practitioner: Vec<Entry>,
}

impl Collection {
    /// Keeps the depths apart. Refuses content that has a fault, and a folder that has none: a wrong
    /// path more often than a wish to withdraw everything.
    pub fn layers(self) -> Result<Layers> {
        // Where nothing is there, all that can be said is what is missing.
        if self.entries.is_empty() && self.faults.iter().all(|fault| !fault.file.exists()) {
            return Err(Error::new(ErrorCode::InvalidInput, "the folder holds no content"));
        }
        if let Some(first) = self.faults.first() {
            let count = self.faults.len();
            let message = format!("faults: {count}, the first: {first} (see `hrc content check`)");
            return Err(Error::new(ErrorCode::ContentFaulty, message));
        }
        let (practitioner, general) =
            self.entries.into_iter().partition(|entry| matches!(entry, Entry::Supplement(_)));
        Ok(Layers { general, practitioner })
    }
}

/// Reads a folder. Errs only where the folder itself cannot be read.
pub fn read(dir: &Path) -> Result<Collection> {
    let files = folder::files(dir)?;
    let mut faults: Vec<Fault> = files.iter().filter_map(astray).collect();
    let foreign = |f: &&Found| matches!(f.role, Role::Foreign | Role::Wording(_));
    let foreign: Vec<PathBuf> = files.iter().filter(foreign).map(|f| f.path.clone()).collect();
    faults.extend(licences::check(dir, &foreign)?);

    let lists = lists(dir, &files, &mut faults);
    let index = index(dir, &files, &mut faults);
    let mut leaves = leaves(&files, &lists, &mut faults);
    relations::compare(&mut leaves, &index);

    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for leaf in leaves {
        faults.extend(leaf.faults);
        // Of two files with one id the first is kept; the second has its fault.
        if let Some(entry) = leaf.entry {
            entries.entry(entry.key()).or_insert(entry);
        }
    }
    let lists = lists.into_lists().map(Entry::Vocabulary);
    entries.extend(lists.map(|list| (list.key(), list)));
    faults.sort();
    faults.dedup();
    Ok(Collection { entries: entries.into_values().collect(), faults })
}

fn astray(found: &Found) -> Option<Fault> {
    let sentence = || {
        let folders: Vec<&str> = FOLDERS.iter().map(|(folder, _)| *folder).collect();
        format!(
            "the file is not in a folder of records ({}) or lists (taxonomy)",
            folders.join(", ")
        )
    };
    (found.role == Role::Astray).then(|| Fault {
        file: found.path.clone(),
        line: 1,
        sentence: sentence(),
    })
}

/// Reads the controlled lists, and notes those that records cannot do without.
fn lists(dir: &Path, files: &[Found], faults: &mut Vec<Fault>) -> Vocabularies {
    let mut lists = Vocabularies::default();
    for found in files {
        let Role::List(stem) = &found.role else { continue };
        let none = Vocabularies::default();
        let proof = Proof::new(found.path.clone(), &none);
        let list =
            page::characters(&found.path, &proof).and_then(|text| vocabulary(stem, &text, &proof));
        list.into_iter().for_each(|list| lists.add(list));
        faults.extend(proof.close().0);
    }
    for found in files {
        let Role::Wording(stem) = &found.role else { continue };
        let none = Vocabularies::default();
        let proof = Proof::new(found.path.clone(), &none);
        match (lists.list_mut(stem), page::characters(&found.path, &proof)) {
            (Some(list), Some(text)) => wordings::give(list, &text, &proof),
            (None, _) => proof.fault(1, format!("there is no list taxonomy/{stem}.yaml to word")),
            (_, None) => {}
        }
        faults.extend(proof.close().0);
    }
    for name in NEEDED {
        let is_it = |f: &Found| matches!(&f.role, Role::List(stem) if stem == name);
        if !files.iter().any(is_it) {
            let file = dir.join(folder::TAXONOMY).join(format!("{name}.yaml"));
            let sentence = "the list is missing, but records are filed under it".to_owned();
            faults.push(Fault { file, line: 1, sentence });
        }
    }
    lists
}

/// Every record there is by the names of the files; two of one name are a fault of the second.
fn index(dir: &Path, files: &[Found], faults: &mut Vec<Fault>) -> Index {
    let mut index = Index::new();
    let mut first: BTreeMap<RecordId, &Path> = BTreeMap::new();
    for found in files {
        let Role::General(kind, stem) = &found.role else { continue };
        let Ok(id) = RecordId::new(stem.as_str()) else { continue };
        if let Some(other) = first.get(&id) {
            let other = other.strip_prefix(dir).unwrap_or(other).display();
            let sentence = format!("the id `{id}` is already that of {other}");
            faults.push(Fault { file: found.path.clone(), line: 1, sentence });
            continue;
        }
        first.insert(id.clone(), &found.path);
        index.insert(id, *kind);
    }
    index
}

/// Reads the records, each before its practitioner's depth.
fn leaves(files: &[Found], lists: &Vocabularies, faults: &mut Vec<Fault>) -> Vec<Leaf> {
    let mut general: BTreeMap<PathBuf, Leaf> = BTreeMap::new();
    for found in files {
        if let Role::General(kind, stem) = &found.role {
            let leaf = Leaf::read(&found.path, stem, Depth::General(*kind), lists);
            general.insert(found.path.clone(), leaf);
        }
    }
    let mut practitioner = Vec::new();
    for found in files {
        let Role::Practitioner(stem) = &found.role else { continue };
        match general.get(&found.path.with_file_name(format!("{stem}.md"))) {
            Some(leaf) => {
                practitioner.push(Leaf::read(&found.path, stem, Depth::Practitioner(leaf), lists));
            }
            None => {
                let sentence = format!("there is no general file `{stem}.md` beside it");
                faults.push(Fault { file: found.path.clone(), line: 1, sentence });
            }
        }
    }
    general.into_values().chain(practitioner).collect()
}
