//! One file read: its entry as far as it goes, its faults, and what must be compared with others.

use crate::body::{self, Bare};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::page::{self, Page};
use crate::proof::{Naming, Proof};
use crate::record;
use crate::vocabularies::Vocabularies;
use crate::yaml::{self, Node};
use hrc_domain::{Entry, Kind, Language, RecordId, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What was read from one file.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub file: PathBuf,
    pub id: Option<RecordId>,
    pub language: Language,
    /// None where something the entry needs is missing or malformed.
    pub entry: Option<Entry>,
    /// The ids of the sources it defines, malformed ones too, with their lines.
    pub defined: BTreeMap<String, u32>,
    pub faults: Vec<Fault>,
    pub namings: Vec<Naming>,
    /// Its sentences without a source.
    pub bare: Vec<Bare>,
}

/// Which of the two depths a file holds.
#[derive(Clone, Copy)]
pub(crate) enum Depth<'a> {
    /// A record of this kind.
    General(Kind),
    /// What is added to this record.
    Practitioner(&'a Leaf),
}

impl Leaf {
    /// Reads a file of this stem.
    pub(crate) fn read(path: &Path, stem: &str, depth: Depth<'_>, lists: &Vocabularies) -> Self {
        let proof = Proof::new(path.to_owned(), lists);
        let id = page::id(stem, &proof);
        let mut leaf = Self {
            file: path.to_owned(),
            id,
            language: Language::english(),
            entry: None,
            defined: BTreeMap::new(),
            faults: Vec::new(),
            namings: Vec::new(),
            bare: Vec::new(),
        };
        if let Some(text) = page::characters(path, &proof)
            && let Some(page) = page::part(&text, &proof)
        {
            leaf.take(&page, depth, &proof);
        }
        (leaf.faults, leaf.namings) = proof.close();
        leaf
    }

    fn take(&mut self, page: &Page<'_>, depth: Depth<'_>, proof: &Proof<'_>) {
        self.bare = body::read(page.body, page.above, proof);
        // Without fields there is nothing to hold the text against.
        let Some(tree) = yaml::parse(page.fields, 1, proof) else { return };
        if let Some(language) = tree.get("language").and_then(Node::text) {
            self.language = Language::new(language).unwrap_or_else(|_| Language::english());
        }
        self.defined = defined(&tree);
        let mut fields = Fields::of_file(&tree, proof);
        let id = self.id.clone();
        let mut inherited = BTreeSet::new();
        match depth {
            Depth::General(kind) => {
                let record = record::record(&mut fields, id, kind, page.body);
                self.entry = record.map(|record| Entry::Record(Box::new(record)));
            }
            Depth::Practitioner(general) => {
                inherited.extend(general.defined.keys().cloned());
                let supplement = record::supplement(&mut fields, id, page.body);
                if self.language != general.language {
                    let (own, other) = (&self.language, &general.language);
                    fields.fault_at(
                        "language",
                        format!("the language is `{own}`, but that of the general file `{other}`"),
                    );
                }
                for source in supplement.iter().flat_map(|s| &s.sources) {
                    self.compare_source(source, general, proof);
                }
                self.entry = supplement.map(Entry::Supplement);
            }
        }
        fields.finish();
        body::compare_sources(&self.defined, &inherited, proof);
    }

    /// A source that both depths define must be one and the same: readers see both texts as one.
    fn compare_source(&self, source: &Source, general: &Leaf, proof: &Proof<'_>) {
        let Some(Entry::Record(record)) = &general.entry else { return };
        let other = record.sources.iter().find(|s| s.id == source.id);
        if other.is_some_and(|other| other != source) {
            let line = self.defined.get(&source.id).copied().unwrap_or(1);
            let sentence = format!("the source `{}` is another one in the general file", source.id);
            proof.fault(line, sentence);
        }
    }
}

fn defined(tree: &Node) -> BTreeMap<String, u32> {
    let ids = tree.get("sources").map_or(&[][..], Node::items).iter().filter_map(|s| s.get("id"));
    ids.filter_map(|node| Some((node.text()?.to_owned(), node.line))).collect()
}
