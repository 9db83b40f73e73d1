//! The controlled lists in `taxonomy/`: read before the records, which are filed under them.

use crate::alternatives::{Taken, alternatives};
use crate::fault::hint;
use crate::fields::{Fields, Shaped};
use crate::page;
use crate::proof::Proof;
use crate::shapes::{id, text};
use crate::yaml;
use hrc_domain::vocabulary::Concept;
use hrc_domain::{Language, RecordId, Vocabulary};
use std::collections::BTreeMap;

/// The lists that records cannot be filed without.
pub(crate) const NEEDED: [&str; 4] = ["link-groups", "regions", "sections", "target-groups"];

/// The lists by name.
#[derive(Default)]
pub(crate) struct Vocabularies {
    lists: BTreeMap<String, Vocabulary>,
}

impl Vocabularies {
    pub(crate) fn add(&mut self, list: Vocabulary) {
        self.lists.insert(list.id.to_string(), list);
    }

    pub(crate) fn list_mut(&mut self, name: &str) -> Option<&mut Vocabulary> {
        self.lists.get_mut(name)
    }

    pub(crate) fn into_lists(self) -> impl Iterator<Item = Vocabulary> {
        self.lists.into_values()
    }

    /// Shapes the id of a concept of a list. Where there is no such list every id passes: a file
    /// looked at alone has no lists, and a folder without them is faulty as a whole.
    pub(crate) fn concept(&self, list: &str, id: String) -> Shaped<String> {
        match self.lists.get(list) {
            Some(known) if known.concept(&id).is_none() => {
                let hint = hint(&id, known.concepts.iter().map(|c| c.id.as_str()));
                Err(format!("is `{id}`, which is no concept of taxonomy/{list}.yaml{hint}"))
            }
            _ => Ok(id),
        }
    }

    /// Shapes a country: two capitals, and known where there is a list of countries.
    pub(crate) fn country(&self, code: String) -> Shaped<String> {
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            self.concept("countries", code)
        } else {
            Err(format!("is `{code}`, but a country is two capital letters, such as AT"))
        }
    }
}

/// Reads one list; its name is the file's.
pub(crate) fn vocabulary(stem: &str, text: &str, proof: &Proof<'_>) -> Option<Vocabulary> {
    let name = page::id(stem, proof);
    let tree = yaml::parse(text, 0, proof)?;
    let mut fields = Fields::of_file(&tree, proof);
    fields.demand("concepts");
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    let mut parents = Vec::new();
    let mut taken = Taken::default();
    let concepts = fields.groups("concepts", |f| {
        let line = f.line_of("id");
        let id = f.need("id", text_id);
        if let Some(id) = &id
            && lines.insert(id.clone(), line).is_some()
        {
            proof.fault(line, format!("there are two concepts `{id}`"));
        }
        let parent = f.may("parent", text_id);
        parents.extend(parent.clone().map(|parent| (f.line_of("parent"), id.clone(), parent)));
        let names = names(f);
        let alternatives = alternatives(f, &names, &mut taken);
        Some(Concept { id: id?, parent, names, alternatives, texts: BTreeMap::new() })
    });
    fields.finish();
    for (line, id, parent) in parents {
        if id.as_ref() == Some(&parent) {
            proof.fault(line, format!("the concept `{parent}` stands under itself"));
        } else if !lines.contains_key(&parent) {
            let hint = hint(&parent, lines.keys().map(String::as_str));
            proof.fault(line, format!("the parent `{parent}` is no concept of this list{hint}"));
        }
    }
    Some(Vocabulary { id: name?, concepts })
}

/// A slug, a number or a country's capitals.
fn text_id(node: &yaml::Node) -> Shaped<String> {
    let written = text(node)?;
    let country = written.len() == 2 && written.bytes().all(|b| b.is_ascii_uppercase());
    if country || RecordId::new(written.as_str()).is_ok() {
        Ok(written)
    } else {
        id(node).map(|id| id.to_string())
    }
}

fn names(fields: &mut Fields<'_>) -> BTreeMap<Language, String> {
    fields.demand("names");
    let mut names = BTreeMap::new();
    for (key, node) in fields.each("names", |key, node| Some((key.clone(), node))) {
        match Language::new(key.name.as_str()) {
            Ok(language) => {
                names.extend(fields.shaped("names", node, text).map(|name| (language, name)));
            }
            Err(why) => {
                fields.proof.fault(key.line, format!("`names` has `{}`, but {why}", key.name))
            }
        }
    }
    if fields.has("names") && !names.contains_key(&Language::english()) {
        fields.fault_at("names", "the English name (`en`) is missing");
    }
    names
}
