//! What is the author's own on slides: words, links, questions, pictures.

use crate::case::discussion;
use crate::chapters::passages_from;
use crate::draft::{Draft, phrase};
use crate::paging::{Cited, Passage, text_pages};
use hrc_domain::Language;
use hrc_domain::deck::{ParagraphStyle, Part, SlideContent};
use hrc_domain::workshop::{ItemId, OwnSlide};

/// The slides of something of one's own; at least one, so that what is still empty can be seen.
pub(crate) fn slides(own: &OwnSlide, language: &Language) -> Vec<Draft> {
    let headed = |title: &str, drafts: Vec<Draft>| {
        let title = title.trim();
        let heading = (!title.is_empty()).then(|| phrase(title, language));
        drafts.into_iter().map(|draft| Draft { heading: heading.clone(), ..draft }).collect()
    };
    let slide = |part, content| Draft::new(part, content, language);
    match own {
        OwnSlide::Text { title, text } => {
            let pages =
                text_pages(&passages(text), &Cited::new()).into_iter().map(|page| page.paragraphs);
            let mut pages: Vec<_> = pages.collect();
            if pages.is_empty() {
                pages.push(Vec::new());
            }
            let slides = pages
                .into_iter()
                .map(|paragraphs| slide(Part::Text, SlideContent::Text { paragraphs }))
                .collect();
            headed(title, slides)
        }
        OwnSlide::Link { title, url } => {
            let (title, url) = (title.trim().to_owned(), url.trim().to_owned());
            vec![slide(Part::Link, SlideContent::Link { title, url })]
        }
        OwnSlide::Discussion { title, questions } => {
            let mut slides = discussion(questions, language);
            if slides.is_empty() {
                let content = SlideContent::Discussion { questions: Vec::new() };
                slides.push(slide(Part::Discussion, content));
            }
            headed(title, slides)
        }
        OwnSlide::Image { image, alt, caption } => {
            let (image, alt, caption) = (image.clone(), alt.clone(), caption.clone());
            vec![slide(Part::Image, SlideContent::Image { image, alt, caption })]
        }
    }
}

/// The same as slides that were added to an item, under names of their own.
pub(crate) fn added(id: &ItemId, own: &OwnSlide, language: &Language) -> Vec<Draft> {
    let name = format!("added.{id}");
    slides(own, language).into_iter().map(|draft| Draft { name: name.clone(), ..draft }).collect()
}

/// Lines as people type them: one that begins with a hyphen or a bullet is an item.
fn passages(text: &str) -> Vec<Passage> {
    text.lines()
        .flat_map(|line| {
            let item =
                ["- ", "* ", "• ", "– "].iter().find_map(|mark| line.trim().strip_prefix(mark));
            let style = if item.is_some() { ParagraphStyle::Item } else { ParagraphStyle::Plain };
            passages_from(item.unwrap_or(line), style, None, &[])
        })
        .collect()
}
