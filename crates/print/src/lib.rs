//! `hrc-print`: an order in, a PDF file out.
//!
//! The order ([`hrc_press::Order`]) holds records, cities or slides as the library hands them out. Here
//! they become a sheet, plain data in which every sentence, note and heading has its place (`record`,
//! `comparison`, `flow`); every letter is compared with the fonts (`letters`); and Typst sets it by
//! templates (`templates/*.typ`) in a world that holds nothing else (`typesetting`). What an author wrote
//! is data all the way: no template evaluates it, so nothing in it can be an instruction.
//!
//! Pure: bytes in, bytes out. No disk, no network, no clock. Who starts this program, and what becomes
//! of its document, is in `hrc-press`.

mod chart;
mod comparison;
mod facts;
mod flow;
mod fonts;
mod letters;
mod notes;
mod record;
mod sheet;
mod slides;
mod typesetting;
mod words;

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_press::{Document, LARGEST_ORDER, Order};
use sheet::Sheet;
use slides::Files;
use words::Words;

/// How many records one document may hold. A library of the Network's size has fewer.
const MOST_RECORDS: usize = 500;

/// Prints an order, given as JSON. Errs with `invalid_input` where it is none, with `internal` where
/// the document cannot be set.
pub fn print(json: &[u8]) -> Result<Vec<u8>> {
    let refused = |sentence: String| Error::new(ErrorCode::InvalidInput, sentence);
    if json.len() > LARGEST_ORDER {
        return Err(refused(format!("an order has at most {LARGEST_ORDER} bytes")));
    }
    let order: Order = serde_json::from_slice(json)
        .map_err(|cause| refused(format!("this is no order: {cause}")))?;
    let words = Words::of(&order.language)?;
    let (sheet, files) = sheet(&order.document, &words)?;
    let sheet = sheet.printed(order.printed.as_ref(), &words);
    typesetting::set(&sheet, &files).or_else(|fault| match slides::drawable(&sheet, &files) {
        Some(sheet) => typesetting::set(&sheet, &files),
        None => Err(fault),
    })
}

fn sheet(document: &Document, words: &Words) -> Result<(Sheet, Files)> {
    let sheet = match document {
        Document::Record { reading, practitioner } => record::alone(reading, *practitioner, words),
        Document::Handout { readings, chosen } => {
            if readings.is_empty() || readings.len() > MOST_RECORDS {
                let sentence = format!("a hand-out has one to {MOST_RECORDS} records");
                return Err(Error::new(ErrorCode::InvalidInput, sentence));
            }
            record::handout(readings, chosen, words)
        }
        Document::Comparison { readings, cases } => comparison::sheet(readings, cases, words)?,
        Document::Slides { deck, notes, pictures } => {
            return slides::sheet(deck, *notes, pictures, words);
        }
    };
    Ok((sheet, Files::new()))
}
