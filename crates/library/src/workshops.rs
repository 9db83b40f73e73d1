//! A workshop between what is one's own and the library: which records are shown, and which go into its
//! file.
//!
//! A record that came with the workshop is shown as it came, until its owner takes the library's. Every other
//! is the library's.

use crate::{Library, Personal};
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use hrc_domain::workshop::{Exhibit, Workshop};
use hrc_domain::{Error, RecordId};
use std::path::Path;

/// The records a workshop shows, kept or not. A library that does not open is no hindrance where the
/// workshop carries all it needs.
pub fn exhibits(
    library: std::result::Result<&Library, &Error>,
    personal: &Personal,
    workshop: &Workshop,
) -> Result<Vec<Exhibit>> {
    let mut exhibits = personal.carried(&workshop.id)?;
    for exhibit in &mut exhibits {
        // What was chosen when it was written may not be chosen any more.
        let chosen = workshop.chosen_of(&exhibit.record.id);
        exhibit.chosen.retain(|one| chosen.contains(one.anchor.as_str()));
    }
    let carried = |record: &RecordId| exhibits.iter().any(|one| one.record.id == *record);
    if workshop.records().into_iter().all(carried) && all_chosen(workshop, &exhibits) {
        return Ok(exhibits);
    }
    let library = match library {
        Ok(library) => library,
        Err(_) if workshop.records().into_iter().all(carried) => return Ok(exhibits),
        Err(cause) => return Err(cause.clone()),
    };
    for fresh in library.exhibits(workshop)? {
        match exhibits.iter_mut().find(|one| one.record.id == fresh.record.id) {
            None => exhibits.push(fresh),
            Some(ours) => {
                let new = |anchor: &String| !ours.chosen.iter().any(|one| one.anchor == *anchor);
                let more: Vec<_> =
                    fresh.chosen.into_iter().filter(|one| new(&one.anchor)).collect();
                ours.chosen.extend(more);
            }
        }
    }
    Ok(exhibits)
}

/// Whether every chosen paragraph is carried.
fn all_chosen(workshop: &Workshop, exhibits: &[Exhibit]) -> bool {
    workshop.chosen.iter().all(|chosen| {
        exhibits.iter().any(|one| {
            one.record.id == chosen.record
                && one.chosen.iter().any(|paragraph| paragraph.anchor == chosen.anchor)
        })
    })
}

/// A kept workshop with all it needs into one file, whole or not at all.
pub fn export_workshop(
    library: std::result::Result<&Library, &Error>,
    personal: &Personal,
    id: &LetterId,
    place: &Path,
    now: jiff::Timestamp,
) -> Result<()> {
    let records = exhibits(library, personal, &personal.workshop(id)?)?;
    personal.workshop_file_to(place, (id, records), now)
}

/// Takes the library's records in the place of those that came with a workshop, where the library has them in
/// a later state.
pub fn renew_workshop(library: &Library, personal: &Personal, id: &LetterId) -> Result<()> {
    let workshop = personal.workshop(id)?;
    let theirs = library.exhibits(&workshop)?;
    let later: Vec<Exhibit> = personal
        .carried(id)?
        .into_iter()
        .filter_map(|ours| {
            let fresh = theirs.iter().find(|fresh| fresh.record.id == ours.record.id)?;
            let later = fresh.record.updated > ours.record.updated;
            // The chosen paragraphs may be nowhere else on this computer.
            later.then(|| Exhibit { chosen: ours.chosen, ..fresh.clone() })
        })
        .collect();
    personal.carry(id, &later)
}
