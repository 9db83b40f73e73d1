//! Letters the fonts lack. A document for everybody must have no empty boxes, and a tagged one may not:
//! such a letter is written out by its number in Unicode, `[U+1F331]`, and a line at the end says what
//! that means. So a text with an emoji or a name in Arabic is printed, and nobody is misled.
//!
//! Every string of a sheet passes here, whatever it is: one door, so that none is forgotten.

use serde_json::Value;
use typst::text::Font;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Makes every string printable; says whether letters had to be written out.
pub(crate) fn make_printable(value: &mut Value, fonts: &[Font]) -> bool {
    match value {
        Value::String(text) => {
            let (printable, missing) = printable(text, fonts);
            *text = printable;
            missing
        }
        Value::Array(items) => {
            items.iter_mut().fold(false, |missing, item| make_printable(item, fonts) | missing)
        }
        Value::Object(fields) => fields
            .iter_mut()
            .fold(false, |missing, (_, field)| make_printable(field, fonts) | missing),
        _ => false,
    }
}

fn printable(text: &str, fonts: &[Font]) -> (String, bool) {
    // What every font has, and nearly every text is made of.
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return (text.to_owned(), false);
    }
    let text: String = text.chars().filter_map(kept).nfc().collect();
    let mut done = String::with_capacity(text.len());
    let mut written_out: Vec<String> = Vec::new();
    let mut missing = false;
    // By what a reader takes for one letter: a mark must be in the same font as what it stands on.
    for letter in text.graphemes(true) {
        if fonts.iter().any(|font| letter.chars().all(|c| has(font, c))) {
            flush(&mut written_out, &mut done);
            done.push_str(letter);
        } else {
            missing = true;
            written_out.extend(letter.chars().map(|c| format!("U+{:04X}", u32::from(c))));
        }
    }
    flush(&mut written_out, &mut done);
    (done, missing)
}

/// A run of missing letters stands in one pair of brackets, with room to break the line.
fn flush(written_out: &mut Vec<String>, done: &mut String) {
    if !written_out.is_empty() {
        done.push_str(&format!("[{}]", written_out.join(" ")));
        written_out.clear();
    }
}

/// A character as it may stand in a document; none where it is only an instruction to a screen.
fn kept(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' => None,
        // Joiners, marks of direction, selectors of a variant: they show nothing themselves.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' => None,
        // Ends of lines and paragraphs.
        '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        c if c.is_control() => None,
        c => Some(c),
    }
}

fn has(font: &Font, c: char) -> bool {
    matches!(c, '\n' | '\t' | '\u{ad}') || font.info().coverage.contains(u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts;

    fn said(text: &str) -> (String, bool) {
        printable(text, &fonts::all())
    }

    #[test]
    fn the_letters_of_europe_are_there() {
        for text in [
            "Þórður, Łódź, Şişli, Ğ, Žižkov, Ő, ŵ, ß, ẞ, ĳ, ŀ, ¿¡, œuvre, «», „“, ’, –, —, …, €, №",
            "Αθήνα, Θεσσαλονίκη",
            "Київ, Београд, София",
            "H₂O, 1½, m², 5 % 12 000 §",
        ] {
            let (printed, missing) = said(text);
            assert!(!missing, "every one of these has its letter: {printed}");
        }
    }

    #[test]
    fn a_letter_no_font_has_is_written_out_by_its_number() {
        let (printed, missing) = said("seed \u{1f331} of حق");
        assert_eq!(
            (printed.as_str(), missing),
            ("seed [U+1F331] of [U+062D U+0642]", true),
            "runs share one pair of brackets, the words around them stay"
        );
    }

    #[test]
    fn a_letter_in_two_pieces_becomes_one() {
        let (printed, missing) = said("Malmo\u{308}");
        assert_eq!((printed.as_str(), missing), ("Malmö", false), "it is the same letter");
    }

    #[test]
    fn what_only_tells_a_screen_what_to_do_is_left_out() {
        let (printed, missing) = said("a\u{202e}b\u{200d}c\u{0}d\u{feff}é");
        assert_eq!((printed.as_str(), missing), ("abcdé", false), "nothing of it was ever seen");
    }
}
