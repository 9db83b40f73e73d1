//! What the fields of a record say, in the words the window has for them.

use crate::notes::{Notes, may_lead};
use crate::record::facts_node;
use crate::sheet::{Fact, Inline, Node, Number, Step};
use crate::words::Words;
use hrc_domain::kinds::{City, Finding, LinkCheck, Presence, Tool};
use hrc_domain::reading::Reading;
use hrc_domain::record::FraElement;
use hrc_domain::{Detail, PartialDate};
use serde::Serialize;

/// An address in full, to be followed where a document may lead there.
pub(crate) fn address(url: &str) -> Inline {
    match may_lead(url) {
        true => Inline::A { url: url.to_owned(), c: vec![Inline::s(url)] },
        false => Inline::s(url),
    }
}

/// The word of a field that has one of a few values: their name in JSON is their name in the catalogue.
pub(crate) fn word(group: &str, value: &impl Serialize, words: &Words) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    words.say(&format!("{group}.{}", value.as_str().unwrap_or_default())).to_owned()
}

/// The fields of a record as pieces.
pub(crate) fn of(reading: &Reading, notes: &mut Notes<'_>, words: &Words) -> Vec<Node> {
    match &reading.record.detail {
        Detail::City(city) => of_city(city, notes, words),
        Detail::Tool(tool) => of_tool(tool, notes, words),
        detail => facts_node(simple(detail, reading, words)).into_iter().collect(),
    }
}

/// Collects fields, leaving out what says nothing.
struct Facts<'a> {
    words: &'a Words,
    rows: Vec<Fact>,
}

impl Facts<'_> {
    fn add(&mut self, key: &str, c: Vec<Inline>) {
        if !c.is_empty() {
            self.rows.push(Fact { name: self.words.say(key).to_owned(), c });
        }
    }

    fn text(&mut self, key: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.add(key, vec![Inline::s(text)]);
        }
    }

    fn date(&mut self, key: &str, date: Option<&PartialDate>) {
        let said = date.map(|date| self.words.date(date));
        self.text(key, said.unwrap_or_default());
    }

    fn urls(&mut self, urls: &[String]) {
        for url in urls {
            self.add("fact.address", vec![address(url)]);
        }
    }
}

fn simple(detail: &Detail, reading: &Reading, words: &Words) -> Vec<Fact> {
    let mut facts = Facts { words, rows: Vec::new() };
    match detail {
        Detail::Institution(one) => {
            facts.text("fact.form", &one.form);
            if one.associate_member {
                facts.text("fact.member", words.say("fact.associate"));
            }
            facts.urls(&one.urls);
        }
        Detail::Instrument(one) => {
            facts.date("fact.adopted", Some(&one.adopted));
            facts.text("fact.adopted_by", &one.adopted_by);
            facts.text(
                "fact.binding",
                words.say(match one.binding {
                    Some(true) => "fact.binding_yes",
                    Some(false) => "fact.binding_no",
                    None => "fact.binding_depends",
                }),
            );
            facts.text("fact.reference", one.reference.clone().unwrap_or_default());
            facts.urls(&one.urls);
        }
        Detail::Publication(one) => {
            facts.text("fact.authors", one.authors.join("; "));
            facts.text("fact.publisher", &one.publisher);
            facts.date("fact.published", Some(&one.published));
            facts.text("fact.pages", one.pages.map(|n| n.to_string()).unwrap_or_default());
            facts.text("fact.isbn", one.isbn.clone().unwrap_or_default());
            facts.text("fact.doi", one.doi.clone().unwrap_or_default());
            facts.urls(&one.urls);
        }
        Detail::Practice(one) => {
            match &one.from {
                Finding::Found(date) => facts.date("fact.from", Some(date)),
                Finding::NotFound => facts.text("fact.from", words.say("not_found")),
            }
            facts.date("fact.to", one.to.as_ref());
            facts.text("fact.stage", word("stage", &one.stage, words));
            facts.text("fact.lead", &one.lead);
            facts.text("fact.partners", one.partners.join("; "));
        }
        Detail::Event(one) => {
            let from = words.date(&one.from);
            let when = one
                .to
                .as_ref()
                .map(|to| words.fill("fact.from_to", &[("from", &from), ("to", &words.date(to))]));
            facts.text("fact.when", when.unwrap_or(from));
            facts.text("fact.where", one.place.clone().unwrap_or_default());
            facts.text("fact.organiser", &one.organiser);
            facts.urls(&one.urls);
        }
        Detail::Answer(one) => {
            facts.text("fact.question", &one.question);
            facts.date("fact.published", Some(&one.published));
            facts.text("fact.origin", word("origin", &one.origin, words));
        }
        Detail::Link(one) => {
            let group = reading.labels.iter().find(|label| label.group == "link-groups");
            facts.text("links.groups", group.map(|one| one.label.clone()).unwrap_or_default());
            facts.text("link.number", one.number.map(|n| n.to_string()).unwrap_or_default());
            facts.text("link.source_kind", word("source_kind", &one.source_kind, words));
            for url in &one.urls {
                let seen = Inline::Small { s: check(&one.check, words) };
                facts.add("fact.address", vec![address(url.target()), seen]);
            }
            if one.urls.is_empty() {
                facts.text("fact.address", words.say("link.no_address"));
            }
            let archived = one.archived.as_deref().map(address);
            facts.add("link.archived", archived.into_iter().collect());
        }
        Detail::Article {} | Detail::Term {} | Detail::Theme {} => {}
        Detail::City(_) | Detail::Tool(_) => {}
    }
    facts.rows
}

fn check(check: &LinkCheck, words: &Words) -> String {
    match check {
        LinkCheck::NotChecked => words.say("check.not_checked").to_owned(),
        LinkCheck::Answered { on } => words.fill("check.answered", &[("date", &words.date(on))]),
        LinkCheck::Moved { on, to } => {
            words.fill("check.moved", &[("host", to), ("date", &words.date(on))])
        }
        LinkCheck::Gone { on } => words.fill("check.gone", &[("date", &words.date(on))]),
    }
}

fn heading(level: u8, key: &str, words: &Words) -> Node {
    Node::Heading { level, c: vec![Inline::s(words.say(key))], ours: true }
}

/// "as of June 2015".
pub(crate) fn as_of(date: &PartialDate, words: &Words) -> String {
    words.fill("as_of", &[("date", &words.date(date))])
}

fn of_city(city: &City, notes: &mut Notes<'_>, words: &Words) -> Vec<Node> {
    let mut facts = Facts { words, rows: Vec::new() };
    let roles: Vec<String> = city.roles.iter().map(|role| word("role", role, words)).collect();
    facts.text("city.roles", roles.join("; "));
    match &city.declaration {
        Finding::Found(declared) => {
            let date = vec![Inline::s(words.date(&declared.date))];
            facts.add("city.declared", notes.after(date, &declared.sources));
            facts.text("city.body", &declared.body);
            let process = word("process", &declared.process, words);
            let initiative = word("initiative", &declared.initiative, words);
            facts.text("city.process", format!("{process}; {initiative}"));
        }
        Finding::NotFound => facts.text("city.declared", words.say("not_found")),
    }
    if let Some(population) = city.place.population {
        let said = format!("{} {}", words.number(population), words.say("city.geonames"));
        facts.text("city.population", said);
    }
    let mut nodes: Vec<Node> = facts_node(facts.rows).into_iter().collect();
    nodes.extend(figures(city, notes, words));
    nodes.extend(steps(city, notes, words));
    nodes.extend(elements(city, notes, words));
    nodes
}

fn figures(city: &City, notes: &mut Notes<'_>, words: &Words) -> Vec<Node> {
    if city.figures.is_empty() {
        return Vec::new();
    }
    let rows = city.figures.iter().map(|figure| Number {
        value: figure.value.clone(),
        c: notes.after(vec![Inline::s(figure.label.clone())], &figure.sources),
        as_of: as_of(&figure.as_of, words),
    });
    vec![heading(2, "city.figures", words), Node::Figures { rows: rows.collect() }]
}

fn steps(city: &City, notes: &mut Notes<'_>, words: &Words) -> Vec<Node> {
    if city.milestones.is_empty() {
        return Vec::new();
    }
    let rows = city.milestones.iter().map(|step| Step {
        when: words.date(&step.date),
        c: notes.after(vec![Inline::s(step.text.clone())], &step.sources),
        breach: step.breach.then(|| words.say("city.breach").to_owned()),
    });
    vec![heading(2, "city.timeline", words), Node::Steps { rows: rows.collect() }]
}

fn elements(city: &City, notes: &mut Notes<'_>, words: &Words) -> Vec<Node> {
    let mut nodes = Vec::new();
    for group in [FraElement::Foundation, FraElement::Structure, FraElement::Tool] {
        let of_group = city.elements.iter().filter(|one| one.element == group);
        let items: Vec<Vec<Node>> = of_group
            .map(|one| {
                let mut said = word("presence", &one.presence, words);
                if let (Some(since), true) = (&one.since, one.presence != Presence::NotFound) {
                    let since = words.fill("city.since", &[("date", &words.date(since))]);
                    said = format!("{said}, {since}");
                }
                let c = vec![Inline::s(one.name.clone()), Inline::Small { s: said }];
                vec![Node::P { c: notes.after(c, &one.sources) }]
            })
            .collect();
        if items.is_empty() {
            continue;
        }
        if nodes.is_empty() {
            nodes.push(heading(2, "city.structure", words));
        }
        nodes.push(Node::Heading {
            level: 3,
            c: vec![Inline::s(word("fra", &group, words))],
            ours: true,
        });
        nodes.push(Node::List { start: None, items });
    }
    nodes
}

fn of_tool(tool: &Tool, notes: &mut Notes<'_>, words: &Words) -> Vec<Node> {
    let mut nodes = Vec::new();
    for group in [FraElement::Foundation, FraElement::Structure, FraElement::Tool] {
        let of_group = tool.items.iter().filter(|one| one.element == group);
        let items: Vec<Vec<Node>> = of_group
            .map(|one| {
                let asked = notes.after(vec![Inline::s(one.question.clone())], &one.sources);
                let look_for = format!("{} {}", words.say("tool.evidence"), one.evidence);
                let evidence = vec![Inline::Small { s: look_for }];
                vec![Node::P { c: asked }, Node::P { c: evidence }]
            })
            .collect();
        if !items.is_empty() {
            nodes.push(Node::Heading {
                level: 2,
                c: vec![Inline::s(word("fra", &group, words))],
                ours: true,
            });
            nodes.push(Node::List { start: None, items });
        }
    }
    nodes
}
