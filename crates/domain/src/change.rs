//! A change to a library: how knowledge travels from the server, line by line, and what is applied.
//!
//! An entry travels as the JSON it is hashed in. A program that is older than the entry keeps
//! the members it does not know, so that its library still has the digest the server announces.

use crate::digest::{EntryDigest, canonical, entry_digest};
use crate::entry::{supplement_key, vocabulary_key};
use crate::error::Result;
use crate::{Entry, Error, ErrorCode, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Put this in the place of what has its key.
    Upsert {
        /// Its sequence.
        sequence: u64,
        /// What to put.
        entry: Box<SealedEntry>,
    },
    /// Take this away for good.
    Withdraw {
        /// Its sequence.
        sequence: u64,
        /// The key of what to take away.
        key: String,
    },
}

/// An entry as the JSON it is stored, hashed and sent in.
///
/// Only its key is read on the way; whoever needs what is in it opens it. So a first sync takes in
/// a hundred thousand of them without understanding each one twice.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedEntry {
    kind: EntryKind,
    key: String,
    json: String,
}

/// What kind of entry is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// [`Entry::Record`].
    Record,
    /// [`Entry::Supplement`].
    Supplement,
    /// [`Entry::Vocabulary`].
    Vocabulary,
}

/// As much of an entry as its key is made of. Equal in form to [`Entry`], which a test holds.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Label {
    Record { id: RecordId },
    Supplement { id: RecordId },
    Vocabulary { id: RecordId },
}

impl SealedEntry {
    /// Seals an entry. Errs only if it cannot be written as JSON, which no entry of ours is.
    pub fn new(entry: &Entry) -> Result<Self> {
        let key = entry.key();
        let value = serde_json::to_value(entry)
            .map_err(|cause| Error::new(ErrorCode::Internal, format!("writing {key}: {cause}")))?;
        let kind = match entry {
            Entry::Record(_) => EntryKind::Record,
            Entry::Supplement(_) => EntryKind::Supplement,
            Entry::Vocabulary(_) => EntryKind::Vocabulary,
        };
        Ok(Self { kind, key, json: canonical(&value) })
    }

    /// Takes one that was sealed; errs with `feed_newer` where it is of a kind this program does not
    /// know.
    pub fn read(json: &str) -> Result<Self> {
        Ok(Self::labelled(serde_json::from_str(json).map_err(too_new)?, json))
    }

    fn labelled(label: Label, json: &str) -> Self {
        let (kind, key) = match label {
            Label::Record { id } => (EntryKind::Record, id.into()),
            Label::Supplement { id } => (EntryKind::Supplement, supplement_key(&id)),
            Label::Vocabulary { id } => (EntryKind::Vocabulary, vocabulary_key(&id)),
        };
        Self { kind, key, json: json.to_owned() }
    }

    /// What is sealed; errs with `feed_newer` where this program does not understand it.
    pub fn open(&self) -> Result<Entry> {
        serde_json::from_str(&self.json).map_err(too_new)
    }

    /// Its kind.
    pub const fn kind(&self) -> EntryKind {
        self.kind
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The JSON.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Its digest.
    pub fn digest(&self) -> EntryDigest {
        entry_digest(&self.key, &self.json)
    }
}

fn too_new(cause: serde_json::Error) -> Error {
    Error::new(ErrorCode::FeedNewer, format!("an entry this program cannot read: {cause}"))
}

/// A change as one line of a feed's segment: a sequence, and either an entry or a key.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    sequence: u64,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    upsert: Option<&'a RawValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdraw: Option<String>,
}

/// A line that puts an entry, read no further than its key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Put {
    sequence: u64,
    upsert: Label,
}

impl Change {
    /// Puts this entry. Errs only if it cannot be written as JSON.
    pub fn upsert(sequence: u64, entry: Entry) -> Result<Self> {
        Ok(Self::Upsert { sequence, entry: Box::new(SealedEntry::new(&entry)?) })
    }

    /// Its sequence.
    pub const fn sequence(&self) -> u64 {
        match self {
            Self::Upsert { sequence, .. } | Self::Withdraw { sequence, .. } => *sequence,
        }
    }

    /// The key of what it changes.
    pub fn key(&self) -> &str {
        match self {
            Self::Upsert { entry, .. } => entry.key(),
            Self::Withdraw { key, .. } => key,
        }
    }

    /// The change as a line without its end.
    pub fn to_line(&self) -> Result<String> {
        let unwritable =
            |cause| Error::new(ErrorCode::Internal, format!("writing a change: {cause}"));
        let (upsert, withdraw) = match self {
            Self::Upsert { entry, .. } => {
                (Some(serde_json::from_str(entry.json()).map_err(unwritable)?), None)
            }
            Self::Withdraw { key, .. } => (None, Some(key.clone())),
        };
        serde_json::to_string(&Line { sequence: self.sequence(), upsert, withdraw })
            .map_err(unwritable)
    }

    /// Reads a line; errs with `feed_unreadable` when it is none, `feed_newer` when its entry is of
    /// a kind this program does not know.
    pub fn from_line(line: &str) -> Result<Self> {
        if let Some(change) = Self::put_as_written(line) {
            return Ok(change);
        }
        let Line { sequence, upsert, withdraw } = serde_json::from_str(line).map_err(|cause| {
            Error::new(ErrorCode::FeedUnreadable, format!("a line that is no change: {cause}"))
        })?;
        match (upsert, withdraw) {
            (Some(json), None) => {
                let entry = Box::new(SealedEntry::read(json.get())?);
                Ok(Self::Upsert { sequence, entry })
            }
            (None, Some(key)) => Ok(Self::Withdraw { sequence, key }),
            _ => Err(Error::new(
                ErrorCode::FeedUnreadable,
                "a change must put one entry or withdraw one key",
            )),
        }
    }

    /// Reads a line that puts an entry, in the very form [`Self::to_line`] has, in one pass: a first
    /// sync has a hundred thousand of them. None for any other line, which is read the long way.
    fn put_as_written(line: &str) -> Option<Self> {
        let Put { sequence, upsert } = serde_json::from_str(line).ok()?;
        let (number, rest) = line.strip_prefix("{\"sequence\":")?.split_once(',')?;
        // What stands between these words and the end is the entry, for the line has nothing else.
        let json = rest.strip_prefix("\"upsert\":")?.strip_suffix('}')?;
        let is_bare = json.starts_with('{') && json.ends_with('}');
        let entry = Box::new(SealedEntry::labelled(upsert, json));
        (is_bare && number.parse() == Ok(sequence)).then_some(Self::Upsert { sequence, entry })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Concept;
    use crate::{RecordId, Vocabulary};

    fn list() -> Entry {
        let names = Default::default();
        let alternatives = Default::default();
        let texts = Default::default();
        let concepts = vec![Concept { id: "a".into(), parent: None, names, alternatives, texts }];
        Entry::Vocabulary(Vocabulary { id: RecordId::new("sections").unwrap(), concepts })
    }

    #[test]
    fn a_change_is_read_back_as_it_was_written() {
        let entry = Box::new(SealedEntry::new(&list()).unwrap());
        for change in [
            Change::Upsert { sequence: 7, entry },
            Change::Withdraw { sequence: 8, key: "graz".into() },
        ] {
            let line = change.to_line().unwrap();
            assert!(!line.contains('\n'), "a change is one line: {line}");
            assert_eq!(Change::from_line(&line).unwrap(), change, "server and library agree");
        }
    }

    #[test]
    fn a_line_in_another_form_says_the_same() {
        let entry = Box::new(SealedEntry::new(&list()).unwrap());
        let json = entry.json().to_owned();
        let change = Change::Upsert { sequence: 7, entry };
        for line in [
            format!(r#"{{"sequence":7,"upsert":{json}}}"#),
            format!(r#"{{"upsert":{json},"sequence":7}}"#),
            format!(r#"{{"sequence":7,"upsert":{json},"withdraw":null}}"#),
            format!(r#"{{ "sequence" : 7, "upsert":{json} }}"#),
            format!(r#"{{"sequence":7,"upsert": {json} }}"#),
        ] {
            assert_eq!(Change::from_line(&line), Ok(change.clone()), "{line}");
        }
    }

    #[test]
    fn the_label_says_what_the_entry_says() {
        let id = RecordId::new("graz").unwrap();
        let language = crate::Language::english();
        let (body, sources) = Default::default();
        let updated = crate::PartialDate::new("2026").unwrap();
        let depth = Entry::Supplement(crate::Supplement { id, language, body, sources, updated });
        for (entry, kind) in [(list(), EntryKind::Vocabulary), (depth, EntryKind::Supplement)] {
            let sealed = SealedEntry::new(&entry).unwrap();
            let read = SealedEntry::read(sealed.json()).unwrap();
            assert_eq!((read.kind(), read.key()), (kind, entry.key().as_str()), "its key");
            assert_eq!(read.open().unwrap(), entry, "its content");
        }
    }

    #[test]
    fn what_a_newer_server_adds_to_an_entry_is_kept() {
        let sealed = SealedEntry::new(&list()).unwrap();
        let newer = sealed.json().replace(r#""concepts""#, r#""added_later":1,"concepts""#);
        let read = SealedEntry::read(&newer).unwrap();
        assert_eq!(read.json(), newer, "else its digest would not be the announced one");
        assert_eq!(read.open(), sealed.open(), "and what is known is understood");
    }

    #[test]
    fn a_line_that_is_no_change_is_told_apart_from_one_that_is_too_new() {
        let code = |line: &str| Change::from_line(line).unwrap_err().code;
        for line in ["", "{}", "<html>", r#"{"sequence":1}"#, r#"{"sequence":-1,"withdraw":"a"}"#] {
            assert_eq!(code(line), ErrorCode::FeedUnreadable, "{line}");
        }
        let newer = r#"{"sequence":1,"upsert":{"course":{"id":"a"}}}"#;
        assert_eq!(code(newer), ErrorCode::FeedNewer, "a newer program can read it");
    }
}
