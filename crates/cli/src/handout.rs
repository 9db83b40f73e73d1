//! `hrc handout`: records as one PDF to give out.

use crate::outcome::{Outcome, say};
use crate::{At, place};
use clap::Args;
use hrc_domain::language::INTERFACE;
use hrc_domain::{Error, ErrorCode, Language, RecordId};
use hrc_press::{Document, Order};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Handout {
    /// The records' ids, in the order they are wanted
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// The file to write; one that is there is replaced, whole or not at all
    #[arg(long, value_name = "FILE.pdf")]
    out: PathBuf,
    /// The language of the words around the texts: en, de, fr, nl, sv or es
    #[arg(long, default_value = "en", value_parser = read_language)]
    language: Language,
}

/// A language the words around the texts are in.
pub(crate) fn read_language(code: &str) -> Result<Language, String> {
    let known = INTERFACE.join(", ");
    match INTERFACE.contains(&code) {
        true => Language::new(code).map_err(|cause| cause.to_string()),
        false => Err(format!("there are {known}")),
    }
}

/// The ids as they were typed.
pub(crate) fn read_ids(ids: &[String]) -> Result<Vec<RecordId>, Error> {
    let read = |id: &String| {
        RecordId::new(id.as_str())
            .map_err(|cause| Error::new(ErrorCode::InvalidInput, format!("{id}: {cause}")))
    };
    ids.iter().map(read).collect()
}

pub(crate) fn run(at: &At, verb: &Handout) -> Result<Outcome, Error> {
    let library = place::open(at)?;
    let mut readings = Vec::new();
    for id in read_ids(&verb.ids)? {
        readings.push(library.reading(&id, &verb.language)?);
    }
    let document = Document::Handout { readings, chosen: Vec::new() };
    let order = Order::new(verb.language.clone(), document, hrc_library::now());
    hrc_press::call_into(&order, &verb.out)?;
    say(&format!("{}\n", verb.out.display()))?;
    Ok(Outcome::Fine)
}
