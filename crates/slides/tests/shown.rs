//! What stands on slides of everything that was authored.

use crate::collection::{case, exhibit, named, records, workshop};
use hrc_domain::deck::{Deck, Part, Slide, SlideContent};
use hrc_domain::record::Kind;
use hrc_domain::workshop::PractitionerParagraph;
use hrc_domain::{Detail, Language, Record};
use hrc_slides::{LINES, WIDTH, deck, lines};
use std::collections::BTreeSet;

fn deck_of(record: &Record, language: &str) -> Deck {
    let workshop = workshop(language, vec![case(record.id.as_str())]);
    deck(&workshop, &[exhibit(record)]).unwrap()
}

fn parts(deck: &Deck) -> Vec<Part> {
    let mut parts: Vec<Part> = deck.slides.iter().map(|slide| slide.part).collect();
    parts.dedup();
    parts
}

/// Everything the record says, as the words follow one another.
fn said(record: &Record) -> String {
    let json = serde_json::to_value(record).unwrap();
    let mut texts = vec![hrc_markup::plain(&record.body)];
    gather(&json, &mut texts);
    texts.join("\n")
}

fn gather(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|one| gather(one, texts)),
        serde_json::Value::Object(members) => members.values().for_each(|one| gather(one, texts)),
        _ => {}
    }
}

/// The words on a slide that are sentences or names.
fn words(slide: &Slide) -> Vec<String> {
    match &slide.content {
        SlideContent::Title { title, summary, by, key_figure, .. } => {
            let mut words = vec![title.text.clone(), summary.text.clone()];
            words.extend(by.clone());
            words.extend(key_figure.as_ref().map(|phrase| phrase.text.clone()));
            words
        }
        SlideContent::Text { paragraphs } => paragraphs
            .iter()
            .flat_map(|paragraph| {
                let sentences = hrc_markup::sentences(&paragraph.text);
                sentences.into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
            })
            .collect(),
        SlideContent::Table { columns, rows } => {
            columns.iter().chain(rows.iter().flatten()).cloned().collect()
        }
        SlideContent::Timeline { milestones, .. } => {
            milestones.iter().map(|one| one.text.clone()).collect()
        }
        SlideContent::Structures { groups } => {
            groups.iter().flat_map(|g| &g.elements).map(|one| one.name.clone()).collect()
        }
        SlideContent::Figures { figures } => {
            figures.iter().flat_map(|one| [one.label.clone(), one.value.clone()]).collect()
        }
        SlideContent::Quotation { text, .. } => vec![text.clone()],
        SlideContent::Discussion { questions } => questions.clone(),
        SlideContent::Sources { sources } => sources
            .iter()
            .flat_map(|one| [one.title.clone(), one.publisher.clone()])
            .chain(sources.iter().filter_map(|one| one.url.clone()))
            .collect(),
        _ => Vec::new(),
    }
}

/// What is said of the Declaration among the sources.
const DECLARATION: &str = "Universal Declaration of Human Rights, United Nations, \
    https://www.un.org/en/about-us/universal-declaration-of-human-rights";

#[test]
fn every_record_gives_a_deck_in_every_language() {
    for record in records() {
        for language in hrc_domain::language::INTERFACE {
            let deck = deck_of(record, language);
            let title = deck.slides.first().unwrap();
            assert_eq!(title.part, Part::Title, "{} begins with its title", record.id);
            let SlideContent::Title { title, summary, .. } = &title.content else { panic!() };
            let language = Language::new(language).unwrap();
            assert_eq!(title.text, record.title_in(&language), "{} by its name", record.id);
            assert!(!summary.text.is_empty(), "{} says what it is about", record.id);
        }
    }
}

#[test]
fn every_sentence_on_a_slide_stands_in_the_record() {
    for record in records() {
        let mut said = said(record);
        // The words of the Declaration are the other true ones.
        let right = named(record.id.as_str()).right;
        let paragraphs = right.iter().flat_map(|right| right.paragraphs.values()).flatten();
        said.extend(paragraphs.map(String::as_str));
        said.push_str(DECLARATION);
        for slide in &deck_of(record, "de").slides {
            for words in words(slide) {
                assert!(said.contains(&words), "{} invents on {}: {words}", record.id, slide.key);
            }
        }
    }
}

#[test]
fn everything_the_record_says_is_on_some_slide() {
    for record in records() {
        let slides = deck_of(record, "en").slides;
        let shown: String =
            slides.iter().flat_map(words).collect::<Vec<_>>().join("\n").replace(" | ", "\n");
        for block in hrc_markup::render(&record.body) {
            use hrc_domain::block::BlockKind;
            if matches!(block.kind, BlockKind::Heading | BlockKind::Subheading) {
                continue;
            }
            for line in block.text.lines() {
                let pieces: Vec<&str> = match block.kind {
                    BlockKind::Table => line.split(" | ").filter(|cell| !cell.is_empty()).collect(),
                    _ => hrc_markup::sentences(line),
                };
                for piece in pieces {
                    assert!(shown.contains(piece), "{} loses: {piece}", record.id);
                }
            }
        }
    }
}

#[test]
fn no_slide_holds_more_than_a_room_can_read() {
    for record in records() {
        for slide in &deck_of(record, "en").slides {
            let SlideContent::Text { paragraphs } = &slide.content else { continue };
            let height: usize = paragraphs.iter().map(|one| lines(&one.text, WIDTH)).sum();
            let sentences: usize =
                paragraphs.iter().map(|one| hrc_markup::sentences(&one.text).len()).sum();
            assert!(
                height <= LINES + 1 || sentences == 1,
                "{} has {height} lines on {}",
                record.id,
                slide.key
            );
        }
    }
}

#[test]
fn keys_are_unique_and_the_same_whenever_the_deck_is_made() {
    for record in records() {
        let keys = |language: &str| -> Vec<String> {
            deck_of(record, language).slides.iter().map(|slide| slide.key.to_string()).collect()
        };
        let (first, again) = (keys("en"), keys("de"));
        assert_eq!(first, again, "{}: notes stay with their slides", record.id);
        let each: BTreeSet<_> = first.iter().collect();
        assert_eq!(each.len(), first.len(), "{}: a note belongs to one slide", record.id);
    }
}

#[test]
fn a_city_is_told_from_its_place_to_what_another_needs() {
    let cities = records().iter().filter(|record| record.kind() == Kind::City);
    let mut count = 0;
    for record in cities {
        count += 1;
        let parts = parts(&deck_of(record, "en"));
        for part in [
            Part::Title,
            Part::Map,
            Part::Context,
            Part::Timeline,
            Part::Structures,
            Part::WhatWasDone,
            Part::Figures,
            Part::WhatDidNotWork,
            Part::WhatYouNeed,
            Part::Discussion,
            Part::Sources,
        ] {
            assert!(parts.contains(&part), "{} has {part:?} among {parts:?}", record.id);
        }
        assert_eq!(parts.last(), Some(&Part::Sources), "{} ends with its sources", record.id);
    }
    assert!(count >= 14, "every city was looked at, not {count}");
}

#[test]
fn a_practice_says_what_did_not_work_and_what_another_city_needs() {
    for record in records().iter().filter(|record| record.kind() == Kind::Practice) {
        let parts = parts(&deck_of(record, "en"));
        for part in [Part::Context, Part::WhatWasDone, Part::WhatDidNotWork, Part::WhatYouNeed] {
            assert!(parts.contains(&part), "{} has {part:?} among {parts:?}", record.id);
        }
    }
}

#[test]
fn a_city_is_told_in_ten_minutes_and_the_rest_waits() {
    for record in records().iter().filter(|record| record.kind() == Kind::City) {
        let slides = deck_of(record, "en").slides;
        let shown: Vec<&Slide> = slides.iter().filter(|slide| !slide.hidden).collect();
        let count = shown.len();
        assert!((8..=14).contains(&count), "{} shows {count} of {}", record.id, slides.len());
        for part in [
            Part::Title,
            Part::Map,
            Part::Context,
            Part::WhatWasDone,
            Part::Structures,
            Part::Figures,
            Part::Quotation,
            Part::WhatDidNotWork,
            Part::WhatYouNeed,
            Part::Discussion,
            Part::Sources,
        ] {
            let there = shown.iter().any(|slide| slide.part == part);
            assert!(there, "{} shows nothing of {part:?}", record.id);
        }
        let waiting = slides.iter().filter(|slide| slide.hidden);
        assert!(waiting.clone().all(|slide| slide.spare), "{}: one press away", record.id);
    }
}

#[test]
fn no_record_is_a_longer_talk_and_a_short_one_is_shown_whole() {
    for record in records() {
        let slides = deck_of(record, "en").slides;
        let shown = slides.iter().filter(|slide| !slide.hidden).count();
        assert!(shown <= 14, "{} shows {shown} of {}", record.id, slides.len());
        let others = slides.iter().filter(|slide| slide.part != Part::Sources).count();
        if others <= 12 {
            let waits = slides.iter().any(|one| one.hidden && one.part != Part::Sources);
            assert!(!waits, "{} has {others} slides and room for all", record.id);
        }
    }
}

#[test]
fn a_part_is_shown_from_its_beginning() {
    for record in records() {
        let slides = deck_of(record, "en").slides;
        for slide in slides.iter().filter(|slide| !slide.hidden && slide.page.number > 1) {
            let name = slide.key.as_str().rsplit_once('/').unwrap().0;
            let before = format!("{name}/{}", slide.page.number - 2);
            let above = slides.iter().find(|one| one.key.as_str() == before).unwrap();
            assert!(!above.hidden, "{}: {} follows what nobody sees", record.id, slide.key);
        }
    }
}

#[test]
fn a_city_is_told_in_the_words_of_the_first_right_it_names() {
    let graz = named("graz").record;
    for (language, words) in [
        ("en", "All human beings are born free and equal in dignity and rights."),
        ("de", "Alle Menschen sind frei und gleich an Würde und Rechten geboren."),
        ("sv", "Alla människor äro födda fria och lika i värde och rättigheter."),
    ] {
        let deck = deck_of(&graz, language);
        let quoted = deck.slides.iter().find(|slide| slide.part == Part::Quotation).unwrap();
        let SlideContent::Quotation { text, source, article } = &quoted.content else { panic!() };
        assert!(text.starts_with(words), "{language}: {text}");
        assert_eq!(*article, Some(1), "with its number");
        assert_eq!(quoted.language.as_str(), language, "in the language of the deck");
        let source = source.as_ref().unwrap();
        assert_eq!(source.publisher, "United Nations", "with its source");
        let cited = deck.slides.iter().any(|slide| match &slide.content {
            SlideContent::Sources { sources } => sources.contains(source),
            _ => false,
        });
        assert!(cited, "which stands among the sources");
    }
}

#[test]
fn words_of_a_right_that_the_record_does_not_name_are_not_shown() {
    let mut exhibit = named("graz");
    exhibit.record.facets.udhr = vec![26];
    let deck = deck(&workshop("en", vec![case("graz")]), &[exhibit]).unwrap();
    let quoted = deck.slides.iter().any(|slide| slide.part == Part::Quotation);
    assert!(!quoted, "a file may bring any words");
}

#[test]
fn each_figure_has_its_date_and_each_slide_its_articles() {
    let graz = named("graz");
    let deck = deck_of(&graz.record, "de");
    let Detail::City(city) = &graz.record.detail else { panic!() };
    let figures: Vec<_> = deck
        .slides
        .iter()
        .filter_map(|slide| match &slide.content {
            SlideContent::Figures { figures } => Some(figures),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(figures.len(), city.figures.len(), "every figure is shown");
    for (shown, figure) in figures.iter().zip(&city.figures) {
        assert_eq!(shown.as_of, figure.as_of, "{} has its date", figure.label);
        assert!(!shown.sources.is_empty(), "{} has its source", figure.label);
    }
    for slide in &deck.slides {
        assert_eq!(slide.articles, graz.record.facets.udhr, "the stave stands on {}", slide.key);
        assert_eq!(
            slide.as_of.as_ref(),
            Some(&graz.record.updated),
            "and the day on {}",
            slide.key
        );
    }
}

#[test]
fn a_slide_cites_what_its_own_sentences_cite() {
    let graz = named("graz").record;
    let deck = deck_of(&graz, "en");
    let slide = |key: &str| deck.slides.iter().find(|slide| slide.key.as_str() == key).unwrap();
    let ids = |slide: &Slide| slide.sources.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    // The first item of a list of four; the list as a whole cites six sources.
    assert_eq!(ids(slide("a/what_you_need/0")), ["etc-process"], "not those of the other items");
    assert_eq!(ids(slide("a/context/0")), ["graz-city", "asser-graz", "graz-council"], "in order");
}

#[test]
fn words_are_in_the_decks_language_where_the_record_has_it_and_else_say_their_own() {
    let graz = named("graz").record;
    let deck = deck_of(&graz, "sv");
    let title = deck.slides.first().unwrap();
    let SlideContent::Title { summary, .. } = &title.content else { panic!() };
    assert_eq!(summary.language.as_str(), "sv", "the summary was translated");
    assert!(summary.unreviewed, "and nobody has cleared the translation");
    let context = deck.slides.iter().find(|slide| slide.part == Part::Context).unwrap();
    assert_eq!(context.language.as_str(), "en", "the text was not");
}

#[test]
fn what_the_record_proposes_to_say_stands_beside_its_title() {
    let graz = named("graz").record;
    let deck = deck_of(&graz, "en");
    let proposed = graz.presenting.as_ref().and_then(|p| p.notes.clone()).unwrap();
    let notes: Vec<&str> = deck.slides.iter().map(|slide| slide.notes.text.as_str()).collect();
    assert_eq!(notes.first(), Some(&proposed.as_str()), "with the first slide");
    assert!(notes.iter().skip(1).all(|notes| notes.is_empty()), "and with no other");
    assert!(deck.slides.iter().all(|slide| !slide.notes.own), "none is one's own");
}

#[test]
fn a_chosen_practitioners_paragraph_is_shown_with_its_label() {
    let mut exhibit = named("graz");
    exhibit.chosen.push(PractitionerParagraph {
        anchor: "conditions.1.0badcafe".into(),
        heading: "Conditions".into(),
        text: "CANARY for practitioners.".into(),
        language: Language::english(),
        sources: Vec::new(),
    });
    let workshop = workshop("en", vec![case("graz")]);
    let deck = deck(&workshop, &[exhibit]).unwrap();
    let slides: Vec<&Slide> = deck.slides.iter().filter(|slide| slide.practitioner).collect();
    let [slide] = slides.as_slice() else { panic!("one slide, not {}", slides.len()) };
    assert_eq!(slide.part, Part::Practitioner, "by its own heading");
    assert!(words(slide).contains(&"CANARY for practitioners.".to_owned()), "its words are there");
    assert!(!slide.hidden, "it was asked for");
    let others = deck.slides.iter().filter(|slide| !slide.practitioner);
    for slide in others {
        let json = serde_json::to_string(slide).unwrap();
        assert!(!json.contains("CANARY"), "and on no slide without the label: {}", slide.key);
    }
}
