//! The other words of a concept: what means the same as its name, language by language.

use crate::fields::{Fields, Shaped};
use crate::shapes::text;
use crate::yaml::{Node, Value};
use hrc_domain::Language;
use std::collections::BTreeMap;

/// Every wording of one list so far, in small letters, with the concept it belongs to.
#[derive(Default)]
pub(crate) struct Taken(BTreeMap<(Language, String), String>);

impl Taken {
    /// Takes a wording for a concept, or says why it cannot be its: a word that stood for two things
    /// would bring up both.
    fn take(&mut self, language: &Language, wording: &str, concept: &str) -> Shaped<()> {
        let key = (language.clone(), wording.to_lowercase());
        match self.0.insert(key, concept.to_owned()) {
            Some(other) if other == concept => Err(format!("has `{wording}` twice")),
            Some(other) => Err(format!("has `{wording}`, which already belongs to `{other}`")),
            None => Ok(()),
        }
    }
}

/// Reads them, after the concept's names.
pub(crate) fn alternatives(
    fields: &mut Fields<'_>,
    names: &BTreeMap<Language, String>,
    taken: &mut Taken,
) -> BTreeMap<Language, Vec<String>> {
    const FIELD: &str = "alternatives";
    if !fields.has(FIELD) {
        return BTreeMap::new();
    }
    let concept = fields.text_of("id").unwrap_or_default();
    for (language, name) in names {
        if let Err(why) = taken.take(language, name, concept) {
            fields.fault_at("names", format!("`names` {why}"));
        }
    }
    let mut alternatives = BTreeMap::new();
    for (key, node) in fields.each(FIELD, |key, node| Some((key.clone(), node))) {
        let language = match Language::new(key.name.as_str()) {
            Ok(language) if names.contains_key(&language) => language,
            Ok(_) => {
                let why = format!("`{FIELD}` has `{}`, but `names` has no such language", key.name);
                fields.proof.fault(key.line, why);
                continue;
            }
            Err(why) => {
                fields.proof.fault(key.line, format!("`{FIELD}` has `{}`, but {why}", key.name));
                continue;
            }
        };
        let wordings = fields.shaped(FIELD, node, some).unwrap_or_default();
        let wordings = wordings.iter().filter_map(|node| {
            let wording = fields.shaped(FIELD, node, text)?;
            match taken.take(&language, &wording, concept) {
                Ok(()) => Some(wording),
                Err(why) => {
                    fields.proof.fault(node.line, format!("`{FIELD}` {why}"));
                    None
                }
            }
        });
        let wordings = wordings.collect();
        alternatives.insert(language, wordings);
    }
    alternatives
}

/// A list with at least one item.
fn some(node: &Node) -> Shaped<Vec<Node>> {
    match node.items() {
        [] => {
            let found =
                if matches!(node.value, Value::List(_)) { "an empty list" } else { node.sort() };
            Err(format!("must be words in square brackets, not {found}"))
        }
        items => Ok(items.to_vec()),
    }
}
