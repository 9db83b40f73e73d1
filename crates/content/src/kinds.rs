//! The fields of each kind, and the rules that only one kind has.
//!
//! Every field is read before the first missing one ends the record: an author learns of all
//! faults at once.

use crate::fields::{Fields, Shaped, finding};
use crate::record::{cited, concept, records};
use crate::shapes::{date, id, language, number, text, url, word, yes_no};
use crate::yaml::{Node, Value};
use hrc_domain::kinds::{
    Answer, ChecklistItem, City, Declaration, Element, Event, Figure, Finding, Institution,
    Instrument, Link, LinkCheck, LinkUrl, Milestone, Place, Practice, Presence, Publication, Tool,
};
use hrc_domain::{Detail, Facets, Kind, PartialDate, RecordId};

/// The fields of this kind; none where one it needs is missing or malformed.
pub(crate) fn detail(fields: &mut Fields<'_>, kind: Kind, facets: &Facets) -> Option<Detail> {
    match kind {
        Kind::Article => Some(Detail::Article {}),
        Kind::Term => Some(Detail::Term {}),
        Kind::Theme => Some(Detail::Theme {}),
        Kind::City => city(fields, facets).map(Detail::City),
        Kind::Practice => practice(fields, facets).map(Detail::Practice),
        Kind::Institution => institution(fields).map(Detail::Institution),
        Kind::Instrument => instrument(fields).map(Detail::Instrument),
        Kind::Publication => publication(fields).map(Detail::Publication),
        Kind::Link => link(fields).map(Detail::Link),
        Kind::Answer => answer(fields).map(Detail::Answer),
        Kind::Event => event(fields).map(Detail::Event),
        Kind::Tool => Some(Detail::Tool(tool(fields))),
    }
}

fn city(fields: &mut Fields<'_>, facets: &Facets) -> Option<City> {
    for (name, missing) in
        [("country", facets.country.is_none()), ("region", facets.region.is_none())]
    {
        if missing && !fields.names_in("facets", name) {
            fields.fault_at("facets", format!("a city needs `facets.{name}`"));
        }
    }
    let roles = fields.some("roles", word);
    fields.demand("place");
    let place = fields.group("place", place);
    let declaration = fields.found("declaration", declaration);
    let elements = fields.groups("elements", element);
    let milestones = milestones(fields);
    let figures = fields.groups("figures", figure);
    Some(City { roles, place: place?, declaration: declaration?, elements, milestones, figures })
}

fn place(fields: &mut Fields<'_>) -> Option<Place> {
    let latitude = fields.need("latitude", number(-90.0..=90.0));
    let longitude = fields.need("longitude", number(-180.0..=180.0));
    let population = fields.may("population", number(0..=u32::MAX));
    let geonames = fields.may("geonames", number(1..=u32::MAX));
    Some(Place { latitude: latitude?, longitude: longitude?, population, geonames })
}

fn declaration(fields: &mut Fields<'_>) -> Option<Declaration> {
    let (date, body) = (fields.need("date", date), fields.need("body", text));
    let process = fields.need("process", word);
    let initiative = fields.need("initiative", word);
    let sources = cited(fields, true);
    Some(Declaration {
        date: date?,
        body: body?,
        process: process?,
        initiative: initiative?,
        sources,
    })
}

fn element(fields: &mut Fields<'_>) -> Option<Element> {
    let (element, name) = (fields.need("element", word), fields.need("name", text));
    let presence = fields.need("presence", word);
    let since = fields.may("since", date);
    // Who found nothing has nothing to cite.
    let sources = cited(fields, presence.is_some_and(|p| p != Presence::NotFound));
    Some(Element { element: element?, name: name?, presence: presence?, since, sources })
}

fn milestones(fields: &mut Fields<'_>) -> Vec<Milestone> {
    let mut latest = None;
    fields.groups("milestones", |f| {
        let line = f.line_of("date");
        let date = f.need("date", date);
        if let (Some(date), Some(latest)) = (&date, &latest)
            && before(date, latest)
        {
            f.proof.fault(line, format!("the milestone of {date} stands after that of {latest}"));
        }
        latest = date.clone().max(latest.take());
        let text = f.need("text", text);
        let breach = f.may("breach", yes_no).unwrap_or_default();
        let sources = cited(f, true);
        Some(Milestone { date: date?, text: text?, breach, sources })
    })
}

/// Whether a date lies before another beyond doubt: a year alone may be any day of it.
fn before(date: &PartialDate, other: &PartialDate) -> bool {
    date < other && !other.as_str().starts_with(date.as_str())
}

fn figure(fields: &mut Fields<'_>) -> Option<Figure> {
    let (label, value) = (fields.need("label", text), fields.need("value", text));
    let as_of = fields.need("as_of", date);
    let sources = cited(fields, true);
    Some(Figure { label: label?, value: value?, as_of: as_of?, sources })
}

fn practice(fields: &mut Fields<'_>, facets: &Facets) -> Option<Practice> {
    if facets.city.is_none() && !fields.names_in("facets", "city") {
        fields.fault_at("facets", "a practice needs `facets.city`");
    }
    let from = fields.need("from", finding(date));
    let to = fields.may("to", date);
    if let (Some(Finding::Found(from)), Some(to)) = (&from, &to)
        && before(to, from)
    {
        fields.fault_at("to", format!("the practice ends in {to}, before it begins in {from}"));
    }
    let stage = fields.need("stage", word);
    let lead = fields.need("lead", text);
    let partners = fields.list("partners", text);
    Some(Practice { from: from?, to, stage: stage?, lead: lead?, partners })
}

fn institution(fields: &mut Fields<'_>) -> Option<Institution> {
    let form = fields.need("form", text);
    let associate_member = fields.need("associate_member", yes_no);
    let urls = fields.list("urls", url);
    Some(Institution { form: form?, associate_member: associate_member?, urls })
}

fn instrument(fields: &mut Fields<'_>) -> Option<Instrument> {
    let adopted = fields.need("adopted", date);
    let adopted_by = fields.need("adopted_by", text);
    let binding = fields.may("binding", yes_no);
    let reference = fields.may("reference", text);
    let urls = fields.list("urls", url);
    Some(Instrument { adopted: adopted?, adopted_by: adopted_by?, binding, reference, urls })
}

fn publication(fields: &mut Fields<'_>) -> Option<Publication> {
    let authors = fields.list("authors", text);
    let publisher = fields.need("publisher", text);
    let published = fields.need("published", date);
    let (isbn, doi) = (fields.may("isbn", text), fields.may("doi", text));
    let pages = fields.may("pages", number(1..=100_000));
    let languages = fields.list("languages", language);
    let urls = fields.list("urls", url);
    let (publisher, published) = (publisher?, published?);
    Some(Publication { authors, publisher, published, isbn, doi, pages, languages, urls })
}

fn link(fields: &mut Fields<'_>) -> Option<Link> {
    let group = concept(fields, "group", "link-groups", true);
    let number = fields.may("number", number(1..=9999));
    let entry = fields.need("entry", text);
    let urls = link_urls(fields);
    let source_kind = fields.need("source_kind", word);
    let languages = fields.list("languages", language);
    let check = link_check(fields);
    let archived = fields.may("archived", url);
    let (group, entry, source_kind) = (group?, entry?, source_kind?);
    Some(Link { group, number, entry, urls, source_kind, languages, check: check?, archived })
}

/// Addresses of a link: plain ones, or the list's own with a cleaned one beside it.
fn link_urls<'a>(fields: &mut Fields<'a>) -> Vec<LinkUrl> {
    let Some(node) = fields.take("urls") else { return Vec::new() };
    if !matches!(node.value, Value::List(_)) {
        return fields.list("urls", plain_url);
    }
    let read = |item: &'a Node| match item.value {
        Value::Map(_) => fields.inside("urls", item, |f| {
            let original = f.need("original", text);
            let cleaned = f.need("cleaned", url);
            Some(LinkUrl { original: original?, cleaned: Some(cleaned?) })
        }),
        _ => fields.shaped("urls", item, plain_url),
    };
    node.items().iter().filter_map(read).collect()
}

fn plain_url(node: &Node) -> Shaped<LinkUrl> {
    let original = url(node).map_err(|why| {
        format!("{why}; where the list itself has it so, write it as `original:` with a `cleaned:` beside it")
    })?;
    Ok(LinkUrl { original, cleaned: None })
}

/// Whether an address was seen to answer; when and where to are fields beside `check`.
fn link_check(fields: &mut Fields<'_>) -> Option<LinkCheck> {
    let state = fields.need("check", |node| {
        let state = text(node)?;
        match state.as_str() {
            "not_checked" | "answered" | "moved" | "gone" => Ok(state),
            _ => Err(format!(
                "is `{state}`, but must be one of `not_checked`, `answered`, `moved`, `gone`"
            )),
        }
    });
    let on = fields.may("checked_on", date);
    let to = fields.may("moved_to", url);
    let state = state?;
    let (wants_on, wants_to) = (state != "not_checked", state == "moved");
    for (name, wanted) in [("checked_on", wants_on), ("moved_to", wants_to)] {
        match (fields.has(name), wanted) {
            (false, true) => fields.fault_at("check", format!("`check: {state}` needs `{name}`")),
            (true, false) => {
                fields.fault_at(name, format!("`{name}` does not go with `check: {state}`"))
            }
            _ => {}
        }
    }
    match state.as_str() {
        "answered" => Some(LinkCheck::Answered { on: on? }),
        "moved" => Some(LinkCheck::Moved { on: on?, to: to? }),
        "gone" => Some(LinkCheck::Gone { on: on? }),
        _ => Some(LinkCheck::NotChecked),
    }
}

fn answer(fields: &mut Fields<'_>) -> Option<Answer> {
    let question = fields.need("question", text);
    let published = fields.need("published", date);
    let origin = fields.need("origin", word);
    Some(Answer { question: question?, published: published?, origin: origin? })
}

fn event(fields: &mut Fields<'_>) -> Option<Event> {
    let from = fields.need("from", date);
    let to = fields.may("to", date);
    if let (Some(from), Some(to)) = (&from, &to)
        && before(to, from)
    {
        fields.fault_at("to", format!("the event ends on {to}, before it begins on {from}"));
    }
    let place = fields.may("place", text);
    let organiser = fields.need("organiser", text);
    let urls = fields.list("urls", url);
    Some(Event { from: from?, to, place, organiser: organiser?, urls })
}

fn tool(fields: &mut Fields<'_>) -> Tool {
    let mut names: Vec<RecordId> = Vec::new();
    fields.demand("items");
    let items = fields.groups("items", |f| {
        let line = f.line_of("id");
        let id = f.need("id", id);
        if let Some(id) = &id {
            if names.contains(id) {
                f.proof.fault(line, format!("there are two items `{id}`"));
            }
            names.push(id.clone());
        }
        let element = f.need("element", word);
        let (question, evidence) = (f.need("question", text), f.need("evidence", text));
        let related = records(f, "related", None);
        let sources = cited(f, false);
        Some(ChecklistItem {
            id: id?.to_string(),
            element: element?,
            question: question?,
            evidence: evidence?,
            related,
            sources,
        })
    });
    Tool { items }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_less_precise_date_is_not_before_a_day_within_it() {
        let date = |text| PartialDate::new(text).unwrap();
        assert!(before(&date("2005"), &date("2006-06-29")), "another year is beyond doubt");
        assert!(!before(&date("2006"), &date("2006-06-29")), "it may have been later that year");
        assert!(!before(&date("2006-06"), &date("2006-06")), "the same is not before itself");
    }
}
