//! The fields that every record has, and those of a practitioner file.

use crate::fields::Fields;
use crate::kinds;
use crate::shapes::{date, day, id, language, number, text, text_of, url, word, yes_no};
use crate::yaml::Node;
use hrc_domain::record::{Presenting, Translation};
use hrc_domain::{Facets, Kind, Language, Record, RecordId, Source, Supplement};
use std::collections::BTreeMap;

/// The most characters of a summary.
const SUMMARY: usize = 400;

/// A record from its fields; none where something it needs is missing or malformed.
pub(crate) fn record(
    fields: &mut Fields<'_>,
    id: Option<RecordId>,
    folder: Kind,
    body: &str,
) -> Option<Record> {
    kind(fields, folder);
    let title = fields.need("title", text);
    let section = concept(fields, "section", "sections", true);
    let language = fields.need("language", language);
    let updated = fields.need("updated", day);
    let summary = fields.need("summary", text_of(SUMMARY));
    let aliases = fields.list("aliases", text);
    let translations = translations(fields);
    let facets = fields.group("facets", |f| Some(facets(f))).unwrap_or_default();
    let related = records(fields, "related", None);
    let sources = sources(fields);
    let presenting = fields.group("presenting", |f| Some(presenting(f)));
    let detail = kinds::detail(fields, folder, &facets);
    Some(Record {
        id: id?,
        section: section?,
        title: title?,
        summary: summary?,
        language: language?,
        aliases,
        translations,
        facets,
        body: body.to_owned(),
        sources,
        related,
        updated: updated?,
        presenting,
        detail: detail?,
    })
}

/// The practitioner's depth from its fields.
pub(crate) fn supplement(
    fields: &mut Fields<'_>,
    id: Option<RecordId>,
    body: &str,
) -> Option<Supplement> {
    let language = fields.need("language", language);
    let updated = fields.need("updated", day);
    let sources = sources(fields);
    Some(Supplement {
        id: id?,
        language: language?,
        body: body.to_owned(),
        sources,
        updated: updated?,
    })
}

/// The kind is that of the folder; the field says the same again, so that a file stands for itself.
fn kind(fields: &mut Fields<'_>, folder: Kind) {
    let line = fields.line_of("kind");
    match fields.need("kind", word::<Kind>) {
        Some(kind) if kind != folder => fields.proof.fault(
            line,
            format!(
                "the kind is `{}`, but the folder holds records of kind `{}`",
                kind.as_str(),
                folder.as_str()
            ),
        ),
        _ => {}
    }
}

/// A field that names a concept of a controlled list.
pub(crate) fn concept(
    fields: &mut Fields<'_>,
    name: &'static str,
    list: &'static str,
    needed: bool,
) -> Option<String> {
    let vocabularies = fields.proof.vocabularies;
    let shape = |node: &Node| vocabularies.concept(list, text(node)?);
    if needed { fields.need(name, shape) } else { fields.may(name, shape) }
}

/// A list of ids of records.
pub(crate) fn records(
    fields: &mut Fields<'_>,
    name: &'static str,
    kind: Option<Kind>,
) -> Vec<RecordId> {
    let proof = fields.proof;
    fields.list(name, |node| {
        let id = id(node)?;
        proof.names(node.line, &format!("`{name}`"), id.clone(), kind);
        Ok(id)
    })
}

/// The ids of the sources of a statement in the fields.
pub(crate) fn cited(fields: &mut Fields<'_>, needed: bool) -> Vec<String> {
    let proof = fields.proof;
    let cite = |node: &Node| {
        let id = id(node)?;
        proof.cites(node.line, id.clone());
        Ok(id.to_string())
    };
    if needed { fields.some("sources", cite) } else { fields.list("sources", cite) }
}

fn translations(fields: &mut Fields<'_>) -> BTreeMap<Language, Translation> {
    let name = "translations";
    let own = fields.text_of("language");
    let mut found = BTreeMap::new();
    for (key, node) in fields.each(name, |key, node| Some((key.clone(), node))) {
        let code = match Language::new(key.name.as_str()) {
            Ok(code) => code,
            Err(why) => {
                fields.proof.fault(key.line, format!("`{name}` has `{}`, but {why}", key.name));
                continue;
            }
        };
        if own == Some(key.name.as_str()) {
            fields
                .proof
                .fault(key.line, format!("`{name}` has `{code}`, the record's own language"));
        }
        let translation = fields.inside(name, node, |f| {
            Some(Translation {
                title: f.may("title", text),
                summary: f.may("summary", text_of(SUMMARY)),
                aliases: f.list("aliases", text),
                reviewed: f.may("reviewed", yes_no).unwrap_or_default(),
            })
        });
        found.extend(translation.map(|t| (code, t)));
    }
    found
}

fn facets(fields: &mut Fields<'_>) -> Facets {
    let vocabularies = fields.proof.vocabularies;
    let proof = fields.proof;
    let city = |node: &Node| {
        let id = id(node)?;
        proof.names(node.line, "`city`", id.clone(), Some(Kind::City));
        Ok(id)
    };
    Facets {
        themes: records(fields, "themes", Some(Kind::Theme)),
        udhr: fields.list("udhr", number(1..=30)),
        eu_charter: fields.list("eu_charter", number(1..=54)),
        sdgs: fields.list("sdgs", number(1..=17)),
        target_groups: fields
            .list("target_groups", |node| vocabularies.concept("target-groups", text(node)?)),
        fra: fields.list("fra", word),
        city: fields.may("city", city),
        country: fields.may("country", |node| vocabularies.country(text(node)?)),
        region: concept(fields, "region", "regions", false),
    }
}

fn sources(fields: &mut Fields<'_>) -> Vec<Source> {
    let mut names: Vec<RecordId> = Vec::new();
    fields.groups("sources", |f| {
        let line = f.line_of("id");
        let id = f.need("id", id);
        if let Some(id) = &id {
            if names.contains(id) {
                f.proof.fault(line, format!("there are two sources `{id}`"));
            }
            names.push(id.clone());
        }
        let (title, publisher) = (f.need("title", text), f.need("publisher", text));
        let (url, as_of) = (f.may("url", url), f.may("as_of", date));
        let confidence = f.need("confidence", word);
        let stance = f.may("stance", word);
        let seen = f.need("seen", yes_no);
        let language = f.may("language", language);
        Some(Source {
            id: id?.to_string(),
            title: title?,
            publisher: publisher?,
            url,
            as_of,
            confidence: confidence?,
            stance,
            seen: seen?,
            language,
        })
    })
}

fn presenting(fields: &mut Fields<'_>) -> Presenting {
    Presenting {
        key_figure: fields.may("key_figure", text),
        notes: fields.may("notes", text),
        questions: fields.list("questions", text),
    }
}
