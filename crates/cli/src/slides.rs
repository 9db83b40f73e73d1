//! `hrc slides`: records, or a workshop's file, as a PDF of slides.

use crate::handout::{read_ids, read_language};
use crate::outcome::{Outcome, say};
use crate::{At, place};
use clap::Args;
use hrc_domain::deck::Deck;
use hrc_domain::workshop::{ImageId, Matter};
use hrc_domain::{Error, Language};
use hrc_library::Personal;
use hrc_press::{Document, LARGEST_ORDER, Order, Picture};
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct Slides {
    /// The records' ids, in the order they are shown
    #[arg(required_unless_present = "workshop", value_name = "ID")]
    ids: Vec<String>,
    /// A workshop's file instead, with all it brings
    #[arg(long, value_name = "FILE.hrcworkshop", conflicts_with = "ids")]
    workshop: Option<PathBuf>,
    /// Each slide above what is to be said with it
    #[arg(long)]
    notes: bool,
    /// Those that wait hidden, too: of a record what ten minutes have no time for, of a workshop also what
    /// its author left out
    #[arg(long)]
    all: bool,
    /// The file to write; one that is there is replaced, whole or not at all
    #[arg(long, value_name = "FILE.pdf")]
    out: PathBuf,
    /// The language of headings, and of texts where the records have it: en, de, fr, nl, sv or es; a
    /// workshop has its own
    #[arg(long, default_value = "en", value_parser = read_language)]
    language: Language,
}

pub(crate) fn run(at: &At, verb: &Slides) -> Result<Outcome, Error> {
    let (mut deck, pictures) = match &verb.workshop {
        Some(file) => of_file(file)?,
        None => (of_records(at, verb)?, Vec::new()),
    };
    for slide in &mut deck.slides {
        slide.hidden = slide.hidden && !verb.all;
    }
    let language = deck.language.clone();
    let document = Document::Slides { deck: Box::new(deck), notes: verb.notes, pictures };
    let order = Order::new(language, document, hrc_library::now());
    hrc_press::call_into(&order, &verb.out)?;
    say(&format!("{}\n", verb.out.display()))?;
    Ok(Outcome::Fine)
}

fn of_records(at: &At, verb: &Slides) -> Result<Deck, Error> {
    let library = place::open(at)?;
    let ids = read_ids(&verb.ids)?;
    for id in &ids {
        // A slide that says a record is missing is for a workshop that is kept, not for a call.
        library.record(id)?;
    }
    let matters = ids.into_iter().map(|record| Matter::Case { record }).collect();
    let workshop = Personal::begin_workshop(verb.language.clone(), matters, hrc_library::now())?;
    hrc_slides::deck(&workshop, &library.exhibits(&workshop)?)
}

fn of_file(file: &Path) -> Result<(Deck, Vec<Picture>), Error> {
    let unread = |cause| Error::io(&format!("reading {}", file.display()), &cause);
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST_ORDER).unwrap_or(u64::MAX);
    let file = std::fs::File::open(file).map_err(unread)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(unread)?;
    let (workshop, exhibits, images) = hrc_library::open_workshop(&bytes)?;
    let picture = |(id, bytes): (ImageId, Vec<u8>)| Picture::new(id, &bytes);
    let pictures = images.into_iter().map(picture).collect();
    Ok((hrc_slides::deck(&workshop, &exhibits)?, pictures))
}
