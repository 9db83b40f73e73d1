//! The wording of articles and goals: what `reference/<list>.json` says of the concepts of that list.
//!
//! These files are not authored: they are fetched from where the texts are published (docs/content.md
//! says how) and so need a row in LICENCES.toml. JSON is read by the reader of YAML, of which it is a
//! part, because that one knows its lines.

use crate::fault::hint;
use crate::proof::Proof;
use crate::shapes::text;
use crate::yaml::{self, Key, Node, Value};
use hrc_domain::{Language, Vocabulary};
use std::collections::BTreeMap;

/// Gives the concepts of a list their wording.
pub(crate) fn give(list: &mut Vocabulary, written: &str, proof: &Proof<'_>) {
    let Some(tree) = yaml::parse(written, 0, proof) else { return };
    for (key, node) in group(&tree, proof) {
        let Some(at) = list.concepts.iter().position(|concept| concept.id == key.name) else {
            let hint = hint(&key.name, list.concepts.iter().map(|c| c.id.as_str()));
            let list = &list.id;
            let id = &key.name;
            proof.fault(key.line, format!("`{id}` is no concept of taxonomy/{list}.yaml{hint}"));
            continue;
        };
        let texts = texts(node, proof);
        if !texts.contains_key(&Language::english()) {
            proof.fault(key.line, format!("`{}` has no English text (`en`)", key.name));
        }
        if let Some(concept) = list.concepts.get_mut(at) {
            concept.texts = texts;
        }
    }
}

fn texts(node: &Node, proof: &Proof<'_>) -> BTreeMap<Language, Vec<String>> {
    let mut texts = BTreeMap::new();
    for (key, node) in group(node, proof) {
        let language = match Language::new(key.name.as_str()) {
            Ok(language) => language,
            Err(why) => {
                proof.fault(key.line, format!("`{}` is no language: {why}", key.name));
                continue;
            }
        };
        let paragraphs: Vec<String> = node
            .items()
            .iter()
            .filter_map(|item| match text(item) {
                Ok(paragraph) => Some(paragraph),
                Err(why) => {
                    proof.fault(item.line, format!("a paragraph {why}"));
                    None
                }
            })
            .collect();
        if node.items().is_empty() {
            let sort =
                if matches!(node.value, Value::List(_)) { "an empty one" } else { node.sort() };
            proof.fault(
                node.line,
                format!("`{}` must be a list of paragraphs, not {sort}", key.name),
            );
        } else {
            texts.insert(language, paragraphs);
        }
    }
    texts
}

fn group<'a>(node: &'a Node, proof: &Proof<'_>) -> &'a [(Key, Node)] {
    if let Value::Map(entries) = &node.value {
        return entries;
    }
    proof.fault(node.line, format!("must be a group of fields, not {}", node.sort()));
    &[]
}
