//! Orders to print: a city with everything a city has.

use hrc_domain::{Block, Record};
use serde_json::{Value, json};

/// A record with this text, as the library lays it out.
pub fn reading(record: Value, practitioner: &str) -> Value {
    let record: Record = serde_json::from_value(record).unwrap();
    let blocks: Vec<Block> = hrc_markup::render_both(&record.body, practitioner);
    json!({
        "record": record, "layer": "general", "blocks": blocks, "related": [], "named": [],
        "cited_by": [], "labels": [], "minutes": 1
    })
}

/// A source.
pub fn source(id: &str, url: &str) -> Value {
    json!({
        "id": id, "title": format!("Report {id}"), "publisher": "City of Lindenau", "url": url,
        "as_of": "2015-06", "confidence": "confirmed", "stance": "own", "seen": true, "language": "de"
    })
}

/// A city of this language and text.
pub fn city(language: &str, title: &str, body: &str) -> Value {
    json!({
        "id": "lindenau", "kind": "city", "section": "cities", "title": title,
        "summary": "A city that decided early.", "language": language, "aliases": [],
        "translations": {}, "body": body, "related": [], "updated": "2026-11-21",
        "facets": {
            "themes": [], "udhr": [1, 2, 21], "eu_charter": [], "sdgs": [], "target_groups": [],
            "fra": [], "city": null, "country": null, "region": null
        },
        "sources": [source("a", "https://example.org/a?b=c#d"), source("b", "https://example.org/b")],
        "presenting": {
            "key_figure": "One vote against", "notes": "Begin with the vote.",
            "questions": ["Who would vote here?"]
        },
        "roles": ["self_declared"],
        "place": { "latitude": 47.0, "longitude": 15.4, "population": 291072, "geonames": null },
        "declaration": { "found": {
            "date": "2001-02-08", "body": "Council", "process": "formal", "initiative": "mixed",
            "sources": ["a"]
        } },
        "elements": [{
            "element": "structure", "name": "Advisory council", "presence": "partly",
            "since": "2007", "sources": ["b"]
        }],
        "milestones": [{ "date": "2001", "text": "The vote.", "breach": false, "sources": ["a", "b"] }],
        "figures": [{ "label": "Reports", "value": "18", "as_of": "2025", "sources": ["b"] }]
    })
}

/// A text with everything a text has.
pub const TEXT: &str = "It began with a vote.[^a] It went on.[^b][^a]\n\n## Why\n\nBecause **people** \
    asked, see [a page](https://example.org/page).\n\n- one\n- two\n\n> Said so.\n\n\
    | What | When |\n|---|---|\n| The vote | 2001[^a] |\n";

/// An order of one record.
pub fn record(language: &str, reading: Value) -> Value {
    order(language, json!({ "is": "record", "reading": reading, "practitioner": false }))
}

/// An order of this document.
pub fn order(language: &str, document: Value) -> Value {
    json!({ "language": language, "printed": "2026-11-21", "document": document })
}

/// A slide with this content.
pub fn slide(content: Value, notes: &str) -> Value {
    json!({
        "key": "one/text/1", "item": "one", "part": "context", "heading": null,
        "page": { "number": 1, "of": 1 }, "content": content, "language": "en", "records": [],
        "articles": [1, 21], "as_of": "2026-11-21", "sources": [], "practitioner": false,
        "notes": { "text": notes, "language": "en", "own": true }, "spare": false, "hidden": false
    })
}

/// A slide of these paragraphs.
pub fn paragraphs(texts: &[String], notes: &str) -> Value {
    let set = |text: &String| json!({ "style": "plain", "text": text, "continued": false, "anchor": null });
    let paragraphs: Vec<Value> = texts.iter().map(set).collect();
    slide(json!({ "kind": "text", "paragraphs": paragraphs }), notes)
}

/// An order of these slides.
pub fn slides(slides: Vec<Value>, notes: bool, pictures: Value) -> Value {
    let deck = json!({
        "title": "An afternoon", "language": "en", "dark": false, "larger": 0, "slides": slides,
        "agenda": []
    });
    order("en", json!({ "is": "slides", "deck": deck, "notes": notes, "pictures": pictures }))
}
