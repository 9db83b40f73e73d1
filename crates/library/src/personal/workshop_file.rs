//! A workshop with all it needs as one file: its format, and how it proves to be whole.
//!
//! docs/workshop-file.md describes it. It is opened on computers that never saw its records, and may come from
//! anywhere: it is taken as a whole or refused as a whole, and nothing is taken that the workshop does
//! not show.

use super::file::{KeptImage, KeptWorkshop};
use super::{Personal, export, images, instant, workshops};
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, body_digest};
use hrc_domain::workshop::{Exhibit, ImageId, Workshop};
use hrc_domain::{Error, ErrorCode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

/// The largest workshop file that is read, in bytes.
pub const MAX_WORKSHOP_FILE: u64 = 64 << 20;

/// By what a file says that it is one.
const FORMAT: &str = "hrc-workshop";
/// The version of the format this program writes; the first knew no words of a right.
const VERSION: u32 = 2;

/// What every version of the file begins with.
#[derive(Serialize, Deserialize)]
struct Envelope {
    format: String,
    version: u32,
    exported_at: String,
    /// Of the very bytes of the content: it is read only once it is known to be whole.
    digest: String,
    content: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    workshop: Workshop,
    records: Vec<Exhibit>,
    images: Vec<KeptImage>,
}

impl Personal {
    /// A kept workshop as a file, with these records and its images. Errs with `not_found` where an image
    /// is not here, and with `invalid_input` where it would be larger than a file that is read.
    pub fn workshop_file(
        &self,
        id: &LetterId,
        records: Vec<Exhibit>,
        now: jiff::Timestamp,
    ) -> Result<Vec<u8>> {
        let workshop = self.workshop(id)?;
        let images: Result<Vec<KeptImage>> =
            workshop.images().into_iter().map(|id| Ok(KeptImage(self.image(id)?.1))).collect();
        write(Content { workshop, records, images: images? }, now)
    }

    /// The same put in its place, whole or not at all.
    pub fn workshop_file_to(
        &self,
        place: &Path,
        (id, records): (&LetterId, Vec<Exhibit>),
        now: jiff::Timestamp,
    ) -> Result<()> {
        export::put(place, &self.workshop_file(id, records, now)?)
    }

    /// Takes a workshop's file in and says as which workshop it is kept; twice is the same as once. Errs
    /// with `personal_damaged` when it is none or not whole, and with `personal_newer`; nothing is
    /// changed then.
    pub fn import_workshop(&self, bytes: &[u8], now: jiff::Timestamp) -> Result<Workshop> {
        let Content { workshop, records, images } = read(bytes)?;
        self.write(|transaction| {
            for image in &images {
                images::put(transaction, &image.0, now)?;
            }
            let kept = KeptWorkshop { workshop, carried: records };
            workshops::receive(transaction, kept, now)
        })
    }

    /// The same from a file on the disk.
    pub fn import_workshop_from(&self, place: &Path, now: jiff::Timestamp) -> Result<Workshop> {
        let mut bytes = Vec::new();
        // One byte more than may be: then it is refused as too large and not as cut off.
        std::fs::File::open(place)
            .and_then(|file| file.take(MAX_WORKSHOP_FILE + 1).read_to_end(&mut bytes))
            .map_err(|e| Error::io("reading the workshop's file", &e))?;
        self.import_workshop(&bytes, now)
    }
}

/// A workshop's file that is looked at without being kept: the workshop, the records it carries, and its
/// images with the bytes of each.
pub type OpenedWorkshop = (Workshop, Vec<Exhibit>, Vec<(ImageId, Vec<u8>)>);

/// Opens a workshop's file without keeping anything of it. Errs as [`Personal::import_workshop`] does.
pub fn open_workshop(bytes: &[u8]) -> Result<OpenedWorkshop> {
    let Content { workshop, records, images } = read(bytes)?;
    let images = images.into_iter().map(|image| (ImageId::of(&image.0), image.0)).collect();
    Ok((workshop, records, images))
}

fn write(content: Content, now: jiff::Timestamp) -> Result<Vec<u8>> {
    let failed = |e: serde_json::Error| {
        Error::new(ErrorCode::Internal, format!("writing a workshop's file: {e}"))
    };
    let content = serde_json::value::to_raw_value(&content).map_err(failed)?;
    let envelope = Envelope {
        format: FORMAT.to_owned(),
        version: VERSION,
        exported_at: instant(now),
        digest: body_digest(content.get().as_bytes()),
        content,
    };
    let bytes = serde_json::to_vec(&envelope).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_WORKSHOP_FILE) {
        return Ok(bytes);
    }
    // What could not be read again must not pass for a copy.
    Err(Error::new(ErrorCode::InvalidInput, "the images are more than a workshop's file may hold"))
}

fn read(bytes: &[u8]) -> Result<Content> {
    if u64::try_from(bytes.len()).map_or(true, |length| length > MAX_WORKSHOP_FILE) {
        return Err(damaged("it is larger than any"));
    }
    let envelope: Envelope =
        serde_json::from_slice(bytes).map_err(|e| damaged(format!("it is none: {e}")))?;
    if envelope.format != FORMAT {
        return Err(damaged("it is another format"));
    }
    if envelope.version > VERSION {
        let sentence = format!("its format is {}, this program knows {VERSION}", envelope.version);
        return Err(Error::new(ErrorCode::PersonalNewer, sentence));
    }
    if envelope.digest != body_digest(envelope.content.get().as_bytes()) {
        return Err(damaged("it is not as it was written"));
    }
    let mut content: Content = serde_json::from_str(envelope.content.get())
        .map_err(|e| damaged(format!("it cannot be understood: {e}")))?;
    check(&mut content).map_err(|e| damaged(e.message))?;
    Ok(content)
}

/// Looks at everything, and leaves out what the workshop does not show.
fn check(content: &mut Content) -> Result<()> {
    let Content { workshop, records, images } = content;
    let shown: BTreeSet<_> = workshop.records().into_iter().collect();
    let mut seen = BTreeSet::new();
    records.retain(|one| shown.contains(&one.record.id) && seen.insert(one.record.id.clone()));
    for exhibit in records.iter_mut() {
        let chosen = workshop.chosen_of(&exhibit.record.id);
        exhibit.chosen.retain(|one| chosen.contains(one.anchor.as_str()));
    }
    let kept = KeptWorkshop { workshop: workshop.clone(), carried: std::mem::take(records) };
    workshops::bounded(&kept)?;
    *records = kept.carried;
    let pictured = workshop.images();
    images.retain(|image| pictured.contains(&ImageId::of(&image.0)));
    images.iter().try_for_each(|image| images::bounded(&image.0).map(drop))
}

fn damaged(why: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::PersonalDamaged, format!("the workshop's file: {why}"))
}
