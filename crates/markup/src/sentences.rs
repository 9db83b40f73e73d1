//! Lines cut into sentences.
//!
//! The Unicode rules (UAX 29) find the ends; what they cannot know, that a full stop after `Art`
//! or `8` ends no sentence, is a short list here. Citations stand behind the full stop and belong
//! to the sentence before them.

use crate::lines::{Line, LineKind};
use unicode_segmentation::UnicodeSegmentation;

/// A sentence of a line, in bytes of its text.
pub(crate) type Cut = std::ops::Range<usize>;

/// Words that keep the sentence going after their full stop, lower case.
const ABBREVIATIONS: [&str; 66] = [
    "al", "apr", "approx", "art", "arts", "aug", "bzw", "ca", "cf", "ch", "co", "d.h", "dec",
    "dept", "dez", "dr", "e.g", "ed", "eds", "esp", "etc", "evtl", "fig", "feb", "ff", "ggf",
    "gov", "hr", "i.e", "inc", "inkl", "jan", "jr", "ltd", "mag", "mr", "mrs", "ms", "mt", "nos",
    "nov", "nr", "oct", "okt", "op", "para", "paras", "pp", "prof", "rev", "resp", "s.o", "sec",
    "sen", "sept", "sep", "sog", "sr", "st", "str", "usw", "vgl", "vol", "vs", "z.b", "u.a",
];

/// Abbreviations that are words too; they go on only before a figure: "No. 5", "p. 12".
const BEFORE_FIGURES: [&str; 6] = ["no", "p", "mar", "jun", "jul", "par"];

/// What may follow an ordinal that German, Dutch or the Nordic languages write with a full stop.
const AFTER_ORDINALS: [&str; 20] = [
    "januar",
    "jänner",
    "februar",
    "feber",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jahrhundert",
    "jahrhunderts",
    "bezirk",
    "artikel",
    "sitzung",
    "menschenrechtsbericht",
];

/// The sentences of a line. A table row is one.
pub(crate) fn cut(line: &Line) -> Vec<Cut> {
    let text = line.text.as_str();
    match line.kind {
        LineKind::Heading | LineKind::TableHead | LineKind::Code => return Vec::new(),
        LineKind::Row => return trimmed(text, 0..text.len()).into_iter().collect(),
        LineKind::Prose => {}
    }
    cut_prose(text)
}

/// The sentences of a line of plain text, such as a line of [`hrc_domain::Block::text`].
pub fn sentences(line: &str) -> Vec<&str> {
    cut_prose(line).into_iter().filter_map(|range| line.get(range)).collect()
}

fn cut_prose(text: &str) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut start = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        let so_far = text.get(start..end).unwrap_or_default();
        let rest = text.get(end..).unwrap_or_default();
        if rest.is_empty() || !goes_on(so_far, rest) {
            cuts.extend(trimmed(text, start..end));
            start = end;
        }
    }
    cuts
}

/// The range without white space around it; none where nothing else is in it.
fn trimmed(text: &str, range: Cut) -> Option<Cut> {
    let piece = text.get(range.clone())?;
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.start + piece.trim_end().len();
    (start < end).then_some(start..end)
}

/// Whether the full stop at the end of a piece ends no sentence.
fn goes_on(piece: &str, rest: &str) -> bool {
    let Some(body) = piece.trim_end().strip_suffix('.') else { return false };
    let word =
        body.rsplit([' ', '\u{a0}', '(', '[', '“', '„', '"', '/']).next().unwrap_or_default();
    let lower = word.to_lowercase();
    let next = rest.trim_start();
    let figure_next = next.starts_with(|c: char| c.is_ascii_digit());
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let ordinal = (1..=2).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_digit())
        && next
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .is_some_and(|w| AFTER_ORDINALS.contains(&w.to_lowercase().as_str()));
    // "e.g." and "U.N." have full stops inside; an initial is followed by a name.
    initial
        || ordinal
        || ABBREVIATIONS.contains(&lower.as_str())
        || (figure_next && BEFORE_FIGURES.contains(&lower.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::examine;

    fn sentences(text: &str) -> Vec<String> {
        examine(text).sentences.into_iter().map(|s| s.text).collect()
    }

    #[test]
    fn full_stops_inside_a_sentence_do_not_end_it() {
        for whole in [
            "Cities, e.g. Graz, did so.",
            "It met at St. Pölten.",
            "See Art. 21 of the Charter.",
            "Resolution No. 5 followed.",
            "The text of J. F. Kennedy is short.",
            "About 3.5 per cent took part.",
            "It was adopted on 8 Feb. 2001 by the council.",
            "Er wurde am 8. Februar 2001 beschlossen.",
            "Vgl. Bericht des Beirats, z.B. Seite 4.",
        ] {
            assert_eq!(sentences(whole), [whole], "one sentence, one source: {whole}");
        }
    }

    #[test]
    fn ends_of_sentences_are_found() {
        assert_eq!(
            sentences("It began in 2001. The council said no. Did it? “Yes.” So it was!"),
            ["It began in 2001.", "The council said no.", "Did it?", "“Yes.”", "So it was!"],
            "each of them needs its own source"
        );
    }

    #[test]
    fn list_items_and_rows_are_sentences_and_headings_are_none() {
        let text = "## Since 2001\n\n- Graz\n- Wien 2014\n\n| City | Year |\n|---|---|\n| York | 2017. Or so |\n";
        assert_eq!(
            sentences(text),
            ["Graz", "Wien 2014", "York | 2017. Or so"],
            "an item or row states something even without a full stop; headings and column names do not"
        );
    }
}
