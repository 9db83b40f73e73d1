//! A workshop: what somebody shows a room, in which order, with what they say and what the room said.
//!
//! A workshop names records; their text stays with the library, or lies beside it as [`Exhibit`] where the
//! workshop came in a file. What becomes of it on the screen is a [`crate::deck::Deck`]; how it is kept
//! and put into a file is the library's matter.

mod exhibit;
mod names;

pub use exhibit::{Exhibit, PractitionerParagraph, RightInWords};
pub use names::{ImageId, ImageKind, ItemId, SlideKey};

use crate::question::LetterId;
use crate::{Error, ErrorCode, Language, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::{BTreeMap, BTreeSet};

/// What a title, a caption or a question may have at most, in characters.
pub const MAX_LINE: usize = 500;
/// What a text, a note or what was taken down may have at most, in characters.
pub const MAX_TEXT: usize = 20_000;
/// How many items an agenda may have at most.
pub const MAX_ITEMS: usize = 60;
/// How many slides may be added to an item at most.
pub const MAX_ADDED: usize = 40;
/// How many questions a discussion may have at most.
pub const MAX_QUESTIONS: usize = 12;
/// How many slides may be hidden, shown, moved or noted on at most, each.
pub const MAX_SLIDES: usize = 2_000;
/// How many practitioners' paragraphs may be chosen at most.
pub const MAX_CHOSEN: usize = 500;
/// How many records a comparison may have at least and at most.
pub const COMPARED: std::ops::RangeInclusive<usize> = 2..=3;
/// How many records a workshop may carry at most, and how many programmes each of them.
pub const MAX_CARRIED: usize = 200;
/// How often slides may be made larger.
pub const MAX_LARGER: u8 = 6;
/// What an image may have at most, in bytes.
pub const MAX_IMAGE: usize = 8 << 20;

/// A workshop. Presenting one record, or one comparison, is a workshop of one item that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Workshop {
    /// Its identity.
    pub id: LetterId,
    /// Its title; may be empty.
    pub title: String,
    /// The language its slides are in, where the records have it.
    pub language: Language,
    /// The time of day it is planned to begin at, as `HH:MM`; none where no time is planned.
    #[serde(default)]
    pub begins: Option<String>,
    /// What is shown, in its order.
    pub items: Vec<AgendaItem>,
    /// Slides that are not shown.
    pub hidden: Vec<SlideKey>,
    /// Slides that are shown though they wait hidden by themselves (see [`crate::deck::Slide::spare`]).
    pub shown: Vec<SlideKey>,
    /// Slides in the order they were moved into. It holds within an item: a slide goes to no other. One
    /// that is not named here follows the slide it follows by itself.
    pub order: Vec<SlideKey>,
    /// What to say, in the place of what the record says.
    pub own_notes: BTreeMap<SlideKey, String>,
    /// Practitioners' paragraphs, taken one by one. No other is ever shown or put into a file.
    pub chosen: Vec<ChosenParagraph>,
    /// Whether the slides are dark.
    pub dark: bool,
    /// By how many steps the slides are larger.
    pub larger: u8,
    /// When it was begun, as an RFC 3339 instant.
    pub made_at: String,
    /// When it was last changed, as an RFC 3339 instant.
    pub changed_at: String,
}

/// One item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Its name within the workshop.
    pub id: ItemId,
    /// How long it is meant to take.
    pub minutes: Option<u16>,
    /// What is shown.
    pub matter: Matter,
    /// Slides of one's own that go with it, at its end unless moved.
    pub added: Vec<AddedSlide>,
    /// What was taken down in the room.
    pub taken: String,
}

/// A slide of one's own within an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct AddedSlide {
    /// Its name within the workshop.
    pub id: ItemId,
    /// What is on it.
    pub slide: OwnSlide,
}

/// What an item shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Matter {
    /// A record: a city's way, a practice, an article.
    Case {
        /// The record.
        record: RecordId,
    },
    /// Two or three cities, field by field.
    Comparison {
        /// Their records.
        records: Vec<RecordId>,
    },
    /// Something of one's own.
    Own {
        /// What.
        slide: OwnSlide,
    },
}

/// Something of one's own to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum OwnSlide {
    /// Words.
    Text {
        /// Their heading.
        title: String,
        /// Plain text, paragraphs apart by an empty line.
        text: String,
    },
    /// Where to look.
    Link {
        /// What it is.
        title: String,
        /// A web address.
        url: String,
    },
    /// What to ask the room.
    Discussion {
        /// Its heading; the usual one where it is empty.
        title: String,
        /// The questions.
        questions: Vec<String>,
    },
    /// A picture.
    Image {
        /// Which.
        image: ImageId,
        /// What is to be seen on it, for those who do not see it.
        alt: String,
        /// What stands below it.
        caption: String,
    },
}

/// A practitioners' paragraph that somebody chose to show.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct ChosenParagraph {
    /// The record.
    pub record: RecordId,
    /// The paragraph.
    pub anchor: String,
}

/// A workshop in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WorkshopLine {
    /// The workshop.
    pub id: LetterId,
    /// Its title; may be empty.
    pub title: String,
    /// The language of its slides.
    pub language: Language,
    /// How many items it has.
    pub items: u32,
    /// The minutes planned for them, together.
    pub minutes: u32,
    /// When it was last changed, as an RFC 3339 instant.
    pub changed_at: String,
    /// Whether it has its records beside it: it came in a file.
    pub carried: bool,
}

impl Workshop {
    /// A workshop that holds nothing yet.
    pub fn begun(id: LetterId, language: Language, now: String) -> Self {
        Self {
            id,
            title: String::new(),
            language,
            begins: None,
            items: Vec::new(),
            hidden: Vec::new(),
            shown: Vec::new(),
            order: Vec::new(),
            own_notes: BTreeMap::new(),
            chosen: Vec::new(),
            dark: false,
            larger: 0,
            made_at: now.clone(),
            changed_at: now,
        }
    }

    /// Errs with `invalid_input` and the field's name where something is too long, too many, twice there,
    /// or no address of the web. Fields may be empty: a workshop is kept while it is being made.
    pub fn check(&self) -> crate::error::Result<()> {
        short("title", &self.title, MAX_LINE)?;
        if !self.begins.as_deref().is_none_or(is_time_of_day) {
            return Err(refused("begins: a time of day is HH:MM"));
        }
        few("items", self.items.len(), MAX_ITEMS)?;
        let mut names = BTreeSet::new();
        for item in &self.items {
            few("added", item.added.len(), MAX_ADDED)?;
            short("taken", &item.taken, MAX_TEXT)?;
            match &item.matter {
                Matter::Case { .. } => {}
                Matter::Comparison { records } => {
                    let each: BTreeSet<_> = records.iter().collect();
                    if !COMPARED.contains(&records.len()) || each.len() != records.len() {
                        return Err(refused("records: a comparison is of two or three"));
                    }
                }
                Matter::Own { slide } => slide.check()?,
            }
            item.added.iter().try_for_each(|added| added.slide.check())?;
            for name in std::iter::once(&item.id).chain(item.added.iter().map(|added| &added.id)) {
                if !names.insert(name) {
                    return Err(refused("items: two have the same name"));
                }
            }
        }
        for (field, keys) in
            [("hidden", &self.hidden), ("shown", &self.shown), ("order", &self.order)]
        {
            few(field, keys.len(), MAX_SLIDES)?;
        }
        few("own_notes", self.own_notes.len(), MAX_SLIDES)?;
        self.own_notes.values().try_for_each(|note| short("own_notes", note, MAX_TEXT))?;
        few("chosen", self.chosen.len(), MAX_CHOSEN)?;
        self.chosen.iter().try_for_each(|one| short("chosen", &one.anchor, MAX_LINE))?;
        if self.larger > MAX_LARGER {
            return Err(refused("larger: too many steps"));
        }
        [&self.made_at, &self.changed_at].into_iter().try_for_each(|at| short("changed_at", at, 64))
    }

    /// The records it shows, each once, in the order of the agenda.
    pub fn records(&self) -> Vec<&RecordId> {
        let mut records = Vec::new();
        for item in &self.items {
            let named = match &item.matter {
                Matter::Case { record } => std::slice::from_ref(record),
                Matter::Comparison { records } => records,
                Matter::Own { .. } => &[],
            };
            for record in named {
                if !records.contains(&record) {
                    records.push(record);
                }
            }
        }
        records
    }

    /// The images it shows, each once.
    pub fn images(&self) -> BTreeSet<&ImageId> {
        let own = self.items.iter().filter_map(|item| match &item.matter {
            Matter::Own { slide } => Some(slide),
            _ => None,
        });
        let added = self.items.iter().flat_map(|item| &item.added).map(|added| &added.slide);
        own.chain(added)
            .filter_map(|slide| match slide {
                OwnSlide::Image { image, .. } => Some(image),
                _ => None,
            })
            .collect()
    }

    /// The practitioners' paragraphs of this record that were chosen.
    pub fn chosen_of(&self, record: &RecordId) -> BTreeSet<&str> {
        let of_it = self.chosen.iter().filter(|one| one.record == *record);
        of_it.map(|one| one.anchor.as_str()).collect()
    }

    /// How it stands in a list.
    pub fn line(&self, carried: bool) -> WorkshopLine {
        let minutes = self.items.iter().filter_map(|item| item.minutes).map(u32::from).sum();
        WorkshopLine {
            id: self.id.clone(),
            title: self.title.clone(),
            language: self.language.clone(),
            items: u32::try_from(self.items.len()).unwrap_or(u32::MAX),
            minutes,
            changed_at: self.changed_at.clone(),
            carried,
        }
    }
}

impl OwnSlide {
    fn check(&self) -> crate::error::Result<()> {
        match self {
            Self::Text { title, text } => {
                short("title", title, MAX_LINE)?;
                short("text", text, MAX_TEXT)
            }
            Self::Link { title, url } => {
                short("title", title, MAX_LINE)?;
                short("url", url, 2_000)?;
                // Empty while it is being written.
                if url.trim().is_empty() || is_of_the_web(url.trim()) {
                    return Ok(());
                }
                Err(refused("url: it is no address of the web"))
            }
            Self::Discussion { title, questions } => {
                short("title", title, MAX_LINE)?;
                few("questions", questions.len(), MAX_QUESTIONS)?;
                questions.iter().try_for_each(|question| short("questions", question, MAX_LINE))
            }
            Self::Image { image: _, alt, caption } => {
                short("alt", alt, MAX_LINE)?;
                short("caption", caption, MAX_LINE)
            }
        }
    }
}

/// `00:00` to `23:59`.
fn is_time_of_day(text: &str) -> bool {
    let two = |part: &str, below: u8| {
        part.len() == 2
            && part.bytes().all(|digit| digit.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|number| number < below)
    };
    text.split_once(':').is_some_and(|(hour, minute)| two(hour, 24) && two(minute, 60))
}

fn is_of_the_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn short(field: &str, text: &str, most: usize) -> crate::error::Result<()> {
    if text.chars().count() <= most {
        return Ok(());
    }
    Err(refused(format!("{field}: at most {most} characters")))
}

fn few(field: &str, count: usize, most: usize) -> crate::error::Result<()> {
    if count <= most { Ok(()) } else { Err(refused(format!("{field}: at most {most}"))) }
}

fn refused(why: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidInput, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> Workshop {
        let id = LetterId::new("0190a1b2-c3d4-7e5f-8a6b-0123456789ab").unwrap();
        Workshop::begun(id, Language::english(), "2026-11-21T22:00:00.000Z".into())
    }

    fn item(id: &str, matter: Matter) -> AgendaItem {
        let id = ItemId::new(id).unwrap();
        AgendaItem { id, minutes: Some(10), matter, added: Vec::new(), taken: String::new() }
    }

    fn own(slide: OwnSlide) -> Matter {
        Matter::Own { slide }
    }

    #[test]
    fn what_is_beyond_measure_is_named_by_its_field() {
        let records = |ids: &[&str]| {
            let records = ids.iter().map(|id| RecordId::new(*id).unwrap()).collect();
            Matter::Comparison { records }
        };
        let link = |url: &str| own(OwnSlide::Link { title: String::new(), url: url.into() });
        let long = "x".repeat(MAX_TEXT + 1);
        let text = own(OwnSlide::Text { title: String::new(), text: long.clone() });
        for (field, matter) in [
            ("records", records(&["graz"])),
            ("records", records(&["graz", "york", "graz"])),
            ("url", link("javascript:alert(1)")),
            ("url", link("file:///etc/passwd")),
            ("text", text),
        ] {
            let workshop = Workshop { items: vec![item("a", matter)], ..begun() };
            let error = workshop.check().unwrap_err();
            assert!(error.message.starts_with(field), "{field} is named: {}", error.message);
        }
        let twice = vec![item("a", link("")), item("a", link(""))];
        let error = Workshop { items: twice, ..begun() }.check().unwrap_err();
        assert!(error.message.starts_with("items"), "a slide could not tell whose it is");
        let noted = BTreeMap::from([(SlideKey::new("a/title/0").unwrap(), long)]);
        let error = Workshop { own_notes: noted, ..begun() }.check().unwrap_err();
        assert!(error.message.starts_with("own_notes"), "notes are bounded: {}", error.message);
    }

    #[test]
    fn a_workshop_is_kept_while_it_is_being_made() {
        let empty = vec![
            item("a", own(OwnSlide::Link { title: String::new(), url: String::new() })),
            item("b", own(OwnSlide::Discussion { title: String::new(), questions: Vec::new() })),
        ];
        let workshop = Workshop { items: empty, ..begun() };
        assert_eq!(workshop.check(), Ok(()), "empty fields are not refused");
        assert_eq!(workshop.line(false).minutes, 20, "planned minutes are summed up");
    }

    #[test]
    fn a_plan_begins_at_a_time_of_day_or_at_none() {
        for good in [None, Some("00:00"), Some("14:05"), Some("23:59")] {
            let workshop = Workshop { begins: good.map(str::to_owned), ..begun() };
            assert_eq!(workshop.check(), Ok(()), "{good:?} is a time of day");
        }
        for bad in ["", "14", "24:00", "14:60", "1:05", "14:05:00", "+1:05", "ab:cd"] {
            let workshop = Workshop { begins: Some(bad.into()), ..begun() };
            let error = workshop.check().unwrap_err();
            assert!(error.message.starts_with("begins"), "{bad:?} is none: {}", error.message);
        }
        let mut before = serde_json::to_value(begun()).unwrap();
        before.as_object_mut().unwrap().remove("begins");
        let read: Workshop = serde_json::from_value(before).unwrap();
        assert_eq!(read.begins, None, "a workshop kept without a plan stays readable");
    }

    #[test]
    fn names_that_could_lead_elsewhere_are_refused() {
        for bad in ["", "a/b", "../../x/y", "a//1", "a/b/c/d", "a/b c/1", "a/ü/1"] {
            assert!(SlideKey::new(bad).is_err(), "{bad:?} names no slide");
        }
        assert!(SlideKey::new("0190a1b2/what_was_done/12").is_ok(), "this one does");
        for bad in ["", "A", "a/b", "a.b", &"a".repeat(41)] {
            assert!(ItemId::new(bad).is_err(), "{bad:?} names no item");
        }
        assert!(ImageId::new("../".repeat(22)).is_err(), "an image is named by its digest alone");
        let id = ImageId::of(b"x");
        assert_eq!(ImageId::new(id.to_string()), Ok(id), "which can be read back");
    }

    #[test]
    fn images_are_known_by_their_first_bytes() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Some(ImageKind::Png)),
            (b"\xff\xd8\xff\xe0", Some(ImageKind::Jpeg)),
            (b"RIFF....WEBPVP8 ", Some(ImageKind::Webp)),
            (b"<svg xmlns=", None),
            (b"GIF89a", None),
            (b"", None),
        ] {
            assert_eq!(ImageKind::of(bytes), kind, "{bytes:?}");
        }
    }
}
