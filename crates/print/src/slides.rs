//! Slides as they are shown, one a page; or each above what is to be said with it. What is hidden in the
//! deck is left out here too, but for the rest of the sources.

use crate::chart::chart;
use crate::facts::{address, as_of, word};
use crate::notes::may_lead;
use crate::sheet::{Compared, Entry, Fact, Field, Inline, Node, Number, Projected, Sheet, Step};
use crate::typesetting;
use crate::words::Words;
use base64::Engine;
use hrc_domain::deck::{
    ComparedItem, ComparedValue, ComparisonRow, Deck, ElementLine, FigureLine, Likeness,
    MilestoneLine, ParagraphStyle, Part, Phrase, ProgrammeLine, Slide, SlideContent,
    SlideParagraph, SourceLine,
};
use hrc_domain::error::Result;
use hrc_domain::kinds::Presence;
use hrc_domain::workshop::{ImageId, ImageKind, MAX_IMAGE};
use hrc_domain::{Error, ErrorCode};
use hrc_press::Picture;
use std::collections::BTreeMap;

/// The template of slides.
pub(crate) const SLIDES: &str = "/slides.typ";

/// How many slides are printed at most.
const MOST_SLIDES: usize = 2_000;

/// A file the template may ask for.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The slides of a deck as a document, with the pictures they show.
pub(crate) fn sheet(
    deck: &Deck,
    notes: bool,
    pictures: &[Picture],
    words: &Words,
) -> Result<(Sheet, Files)> {
    let refused = |sentence: String| Error::new(ErrorCode::InvalidInput, sentence);
    let shown: Vec<&Slide> = deck.slides.iter().filter(|slide| is_printed(slide)).collect();
    if shown.is_empty() || shown.len() > MOST_SLIDES {
        return Err(refused(format!("a deck shows one to {MOST_SLIDES} slides")));
    }
    let mut files = Files::new();
    let mut names = BTreeMap::new();
    for (at, picture) in pictures.iter().enumerate() {
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(&picture.base64)
            .map_err(|cause| refused(format!("a picture is not base64: {cause}")))?;
        if bytes.len() > MAX_IMAGE || ImageKind::of(&bytes).is_none() {
            return Err(refused("a picture is PNG, JPEG or WebP of a bounded size".to_owned()));
        }
        let name = format!("/picture-{at}");
        names.insert(picture.id.clone(), name.clone());
        files.insert(name, bytes);
    }
    let slides = shown.iter().map(|one| projected(one, &names, words));
    let slides = slides.collect::<Result<Vec<Projected>>>()?;
    let first = slides.first().map(|slide| slide.heading.clone()).unwrap_or_default();
    let title = if deck.title.is_empty() { first } else { deck.title.clone() };
    let mut sheet = Sheet::new(SLIDES, title, Vec::new(), words);
    sheet.dark = deck.dark && !notes;
    sheet.with_notes = notes;
    sheet.larger = deck.larger;
    sheet.slides = slides;
    Ok((sheet, files))
}

/// What is shown; and the sources in full, for which a talk has no time and paper has.
fn is_printed(slide: &Slide) -> bool {
    !slide.hidden || (slide.spare && slide.part == Part::Sources)
}

fn projected(
    slide: &Slide,
    pictures: &BTreeMap<ImageId, String>,
    words: &Words,
) -> Result<Projected> {
    let (heading, heading_language) = match (&slide.content, &slide.heading) {
        (SlideContent::Title { title, .. }, _) | (_, Some(title)) => {
            (title.text.clone(), title.language.clone())
        }
        _ => {
            let key = format!("slides.part.{}", slide.part.as_str());
            (words.say(&key).to_owned(), words.language().clone())
        }
    };
    let page = (slide.page.of > 1).then(|| format!("{}/{}", slide.page.number, slide.page.of));
    let mut foot: Vec<String> = Vec::new();
    for source in &slide.sources {
        if !foot.contains(&source.publisher) {
            foot.push(source.publisher.clone());
        }
    }
    if matches!(slide.content, SlideContent::Sources { .. }) {
        foot.clear();
    }
    foot.extend(slide.as_of.as_ref().map(|date| as_of(date, words)));
    let (picture, alt) = match &slide.content {
        SlideContent::Image { image, alt, .. } => (pictures.get(image).cloned(), alt.clone()),
        _ => (None, String::new()),
    };
    let mut projected = Projected {
        language: slide.language.clone(),
        heading,
        heading_language,
        page,
        title: matches!(slide.content, SlideContent::Title { .. }),
        nodes: content(slide, words),
        picture,
        alt: if alt.trim().is_empty() { words.say("slides.part.image").to_owned() } else { alt },
        chart: match &slide.content {
            SlideContent::Map { places } => chart(places)?,
            _ => None,
        },
        articles: slide.articles.clone(),
        foot: foot.join(" · "),
        practitioner: slide.practitioner,
        notes: slide
            .notes
            .text
            .lines()
            .filter(|l| !l.trim().is_empty())
            .map(str::to_owned)
            .collect(),
        notes_language: slide.notes.language.clone(),
    };
    if matches!(slide.content, SlideContent::Image { .. }) && projected.picture.is_none() {
        without_picture(&mut projected);
    }
    Ok(projected)
}

/// Tells a picture by its description.
fn without_picture(slide: &mut Projected) {
    slide.picture = None;
    let described = Inline::Em { c: vec![Inline::s(slide.alt.clone())] };
    slide.nodes.insert(0, Node::P { c: vec![described] });
}

/// The same slides without the pictures that cannot be drawn, each tried alone; none where all can.
pub(crate) fn drawable(sheet: &Sheet, files: &Files) -> Option<Sheet> {
    let broken: Vec<&String> = files
        .iter()
        .filter(|(name, bytes)| {
            let mut alone = sheet.clone();
            alone.slides.retain(|slide| slide.picture.as_ref() == Some(*name));
            alone.slides.truncate(1);
            let file = Files::from([((*name).clone(), (*bytes).clone())]);
            typesetting::set(&alone, &file).is_err()
        })
        .map(|(name, _)| name)
        .collect();
    let mut sheet = sheet.clone();
    for slide in &mut sheet.slides {
        if slide.picture.as_ref().is_some_and(|picture| broken.contains(&picture)) {
            without_picture(slide);
        }
    }
    (!broken.is_empty()).then_some(sheet)
}

fn phrase(phrase: &Phrase, words: &Words) -> Vec<Inline> {
    let mut c = vec![Inline::In { language: phrase.language.clone(), s: phrase.text.clone() }];
    if phrase.unreviewed {
        c.push(Inline::Small { s: words.say("unreviewed").to_owned() });
    }
    c
}

fn p(text: &str) -> Node {
    Node::P { c: vec![Inline::s(text)] }
}

fn content(slide: &Slide, words: &Words) -> Vec<Node> {
    match &slide.content {
        SlideContent::Title {
            summary, country, roles, population, since, by, key_figure, ..
        } => {
            let mut nodes = vec![Node::P { c: phrase(summary, words) }];
            if let Some(figure) = key_figure {
                nodes.push(Node::P { c: vec![Inline::B { c: phrase(figure, words) }] });
            }
            let mut said: Vec<String> = country.iter().cloned().collect();
            said.extend(roles.iter().map(|role| word("role", role, words)));
            said.extend(since.as_ref().map(|date| words.date(date)));
            said.extend(by.clone());
            said.extend(
                population.map(|n| format!("{} {}", words.number(n), words.say("city.geonames"))),
            );
            nodes.push(Node::P { c: vec![Inline::Small { s: said.join(" · ") }] });
            nodes
        }
        SlideContent::Text { paragraphs } => paragraphs_of(paragraphs),
        SlideContent::Table { columns, rows } => {
            let cells = |row: &Vec<String>| -> Vec<Vec<Inline>> {
                let mut cells: Vec<_> = row.iter().map(|cell| vec![Inline::s(cell)]).collect();
                cells.resize(columns.len().max(1), Vec::new());
                cells
            };
            vec![Node::Table { head: cells(columns), rows: rows.iter().map(cells).collect() }]
        }
        SlideContent::Timeline { milestones, .. } => {
            vec![Node::Steps { rows: milestones.iter().map(|one| step(one, words)).collect() }]
        }
        SlideContent::Structures { groups } => {
            let mut nodes = Vec::new();
            for group in groups {
                let c = vec![Inline::s(word("fra", &group.element, words))];
                nodes.push(Node::Heading { level: 2, c, ours: true });
                let item = |one: &ElementLine| vec![Node::P { c: element(one, words) }];
                let items: Vec<_> = group.elements.iter().map(item).collect();
                nodes.push(match items.is_empty() {
                    true => Node::P {
                        c: vec![Inline::Em { c: vec![Inline::s(words.say("not_found"))] }],
                    },
                    false => Node::List { start: None, items },
                });
            }
            nodes
        }
        SlideContent::Programmes { programmes } => {
            let item = |one: &ProgrammeLine| vec![Node::P { c: programme(one, words) }];
            vec![Node::List { start: None, items: programmes.iter().map(item).collect() }]
        }
        SlideContent::Figures { figures } => {
            let row = |one: &FigureLine| Number {
                value: one.value.clone(),
                c: vec![Inline::s(one.label.clone())],
                as_of: as_of(&one.as_of, words),
            };
            vec![Node::Figures { rows: figures.iter().map(row).collect() }]
        }
        // Where a place lies is said in degrees, too, for those who do not see the map.
        SlideContent::Map { places } => {
            let row = |one: &hrc_domain::deck::PlacePoint| Fact {
                name: one.title.text.clone(),
                c: vec![Inline::s(degrees(one.latitude, one.longitude))],
            };
            vec![Node::Facts { rows: places.iter().map(row).collect() }]
        }
        SlideContent::Comparison { cities, rows } => {
            let city = |one: &hrc_domain::deck::ComparedCity| Compared {
                title: one.title.text.clone(),
                language: one.title.language.clone(),
                country: String::new(),
            };
            vec![Node::Comparison {
                cities: cities.iter().map(city).collect(),
                rows: rows.iter().map(|row| field(row, cities.len(), words)).collect(),
            }]
        }
        SlideContent::Quotation { text, source, article } => {
            let mut nodes = vec![Node::Quote { c: vec![p(text)] }];
            nodes.extend(match (article, source) {
                (Some(number), _) => {
                    Some(p(&words.fill("slides.right", &[("number", &number.to_string())])))
                }
                (None, source) => source.as_ref().map(|one| Node::P { c: source_line(one, words) }),
            });
            nodes
        }
        SlideContent::Discussion { questions } => {
            let items = questions.iter().map(|question| vec![p(question)]).collect();
            vec![Node::List { start: Some(1), items }]
        }
        SlideContent::Link { title, url } => {
            let mut nodes = Vec::new();
            if !title.is_empty() {
                nodes.push(p(title));
            }
            if !url.is_empty() {
                nodes.push(Node::P { c: vec![address(url)] });
            }
            nodes
        }
        SlideContent::Image { caption, .. } => {
            if caption.is_empty() {
                Vec::new()
            } else {
                vec![p(caption)]
            }
        }
        SlideContent::Sources { sources } => {
            let item = |one: &SourceLine| vec![Node::P { c: source_line(one, words) }];
            vec![Node::List { start: None, items: sources.iter().map(item).collect() }]
        }
        SlideContent::Missing { record } => vec![p(record.as_str())],
    }
}

fn degrees(latitude: f64, longitude: f64) -> String {
    let side = |degrees: f64, above: char, below: char| {
        format!("{:.2}°\u{a0}{}", degrees.abs(), if degrees < 0.0 { below } else { above })
    };
    format!("{}, {}", side(latitude, 'N', 'S'), side(longitude, 'E', 'W'))
}

fn paragraphs_of(paragraphs: &[SlideParagraph]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for one in paragraphs {
        match one.style {
            ParagraphStyle::Plain => nodes.push(p(&one.text)),
            ParagraphStyle::Subheading => {
                let c = vec![Inline::s(one.text.clone())];
                nodes.push(Node::Heading { level: 2, c, ours: false });
            }
            ParagraphStyle::Item => match nodes.last_mut() {
                Some(Node::List { items, .. }) => items.push(vec![p(&one.text)]),
                _ => nodes.push(Node::List { start: None, items: vec![vec![p(&one.text)]] }),
            },
        }
    }
    nodes
}

fn step(one: &MilestoneLine, words: &Words) -> Step {
    Step {
        when: words.date(&one.date),
        c: vec![Inline::s(one.text.clone())],
        breach: one.breach.then(|| words.say("city.breach").to_owned()),
    }
}

fn element(one: &ElementLine, words: &Words) -> Vec<Inline> {
    let mut said = word("presence", &one.presence, words);
    if let (Some(since), true) = (&one.since, one.presence != Presence::NotFound) {
        said = format!("{said}, {}", words.fill("city.since", &[("date", &words.date(since))]));
    }
    vec![Inline::s(one.name.clone()), Inline::Small { s: said }]
}

fn programme(one: &ProgrammeLine, words: &Words) -> Vec<Inline> {
    let mut c = phrase(&one.title, words);
    let mut said = vec![word("stage", &one.stage, words)];
    said.extend(
        one.from.as_ref().map(|date| words.fill("city.since", &[("date", &words.date(date))])),
    );
    said.extend(
        one.to.as_ref().map(|date| words.fill("city.until", &[("date", &words.date(date))])),
    );
    c.push(Inline::Small { s: said.join(", ") });
    c
}

/// Who published what, its date, and its address in full.
fn source_line(one: &SourceLine, words: &Words) -> Vec<Inline> {
    let title = format!("{}: {}", one.publisher, one.title);
    let mut c = vec![match &one.language {
        Some(language) => Inline::In { language: language.clone(), s: title },
        None => Inline::s(title),
    }];
    let date = match &one.as_of {
        Some(date) => as_of(date, words),
        None => words.say("source.undated").to_owned(),
    };
    let confidence = word("confidence", &one.confidence, words);
    c.push(Inline::Small { s: format!("{date} · {confidence}") });
    if let Some(url) = one.url.as_deref().filter(|url| !url.is_empty()) {
        c.push(Inline::s(" "));
        c.push(match may_lead(url) {
            true => Inline::A { url: url.to_owned(), c: vec![Inline::s(url)] },
            false => Inline::s(url),
        });
    }
    c
}

fn field(row: &ComparisonRow, cities: usize, words: &Words) -> Field {
    let likeness = match row.likeness {
        Likeness::Same => "same",
        Likeness::SameFound => "same_found",
        Likeness::Differs => "differs",
    };
    let entry = |item: &ComparedItem| Entry {
        c: compared(&item.value, words),
        only: item.only_here.then(|| words.say("compare.only").to_owned()),
    };
    let mut cells: Vec<Vec<Entry>> =
        row.cells.iter().map(|cell| cell.iter().map(entry).collect()).collect();
    cells.resize_with(cities, Vec::new);
    Field {
        name: words.say(&format!("compare.row.{}", row.name.as_str())).to_owned(),
        likeness: words.say(&format!("compare.{likeness}")).to_owned(),
        differs: row.likeness == Likeness::Differs,
        cells,
        none: words.say("not_found").to_owned(),
    }
}

fn compared(value: &ComparedValue, words: &Words) -> Vec<Inline> {
    match value {
        ComparedValue::Role { role } => vec![Inline::s(word("role", role, words))],
        ComparedValue::Date { date } => vec![Inline::s(words.date(date))],
        ComparedValue::Words { text } => vec![Inline::s(text.clone())],
        ComparedValue::Process { process } => vec![Inline::s(word("process", process, words))],
        ComparedValue::Initiative { initiative } => {
            vec![Inline::s(word("initiative", initiative, words))]
        }
        ComparedValue::Number { number } => vec![Inline::s(words.number(*number))],
        ComparedValue::Element { element: one } => element(one, words),
        ComparedValue::Milestone { milestone } => vec![
            Inline::Small { s: words.date(&milestone.date) },
            Inline::s(" "),
            Inline::s(milestone.text.clone()),
        ],
        ComparedValue::Figure { figure } => vec![
            Inline::B { c: vec![Inline::s(figure.value.clone())] },
            Inline::s(" "),
            Inline::s(figure.label.clone()),
            Inline::Small { s: as_of(&figure.as_of, words) },
        ],
        ComparedValue::Programme { programme: one } => programme(one, words),
        ComparedValue::Theme { label, .. } => vec![Inline::s(label.clone())],
        ComparedValue::Right { article, label } => vec![Inline::s(format!("{article} {label}"))],
        ComparedValue::Source { source } => {
            vec![Inline::s(format!("{}: {}", source.publisher, source.title))]
        }
    }
}
