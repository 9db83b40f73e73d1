//! The catalogue: the feed's one signed list of what there is to fetch.

use crate::parts::{Part, is_hash, segment_name, snapshot_name};
use crate::segment::MAX_RAW;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, StateDigest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the catalogue's and the segments' format.
pub const FORMAT: u32 = 1;

/// How many segments a catalogue lists at most; the publisher compacts before there are more.
pub const MAX_SEGMENTS: usize = 24;

/// How many companions a catalogue names at most.
const MAX_COMPANIONS: usize = 8;

/// How far sequences count: the largest whole number that every reader of JSON knows exactly.
pub(crate) const MAX_HEAD: u64 = (1 << 53) - 1;

/// What a feed holds at one head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The version of the format.
    pub format: u32,
    /// The feed's name, so that files of one feed cannot stand in for another's.
    pub feed: String,
    /// The sequence of the last change.
    pub head: u64,
    /// The least head from which the segments lead on; who is behind takes the snapshot.
    pub floor: u64,
    /// How many entries a library has at the head.
    pub entries: u64,
    /// The digest of a library at the head: 64 hexadecimal digits.
    pub digest: String,
    /// When it was published, as an RFC 3339 instant.
    pub published: String,
    /// The changes, from the floor to the head without a gap.
    pub segments: Vec<Segment>,
    /// Everything there was at one head; none while the feed is empty.
    pub snapshot: Option<Snapshot>,
    /// Other feeds of the same Network by their names, each with its identity: who trusts this feed
    /// need not be told again whom to trust for those.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub companions: BTreeMap<String, String>,
}

/// The changes after `from` up to and with `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The head it leads on from.
    pub from: u64,
    /// The head it leads to.
    pub to: u64,
    /// The file.
    #[serde(flatten)]
    pub part: Part,
}

/// All entries at one head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The head.
    pub at: u64,
    /// The file.
    #[serde(flatten)]
    pub part: Part,
}

impl Catalogue {
    /// The catalogue of a feed that holds nothing yet.
    pub(crate) fn empty(feed: &str, published: &str) -> Self {
        Self {
            format: FORMAT,
            feed: feed.to_owned(),
            head: 0,
            floor: 0,
            entries: 0,
            digest: StateDigest::default().to_string(),
            published: published.to_owned(),
            segments: Vec::new(),
            snapshot: None,
            companions: BTreeMap::new(),
        }
    }

    /// Reads a catalogue of this feed, whose bytes were vouched for; errs when it is another
    /// feed's, too new, or does not hold together.
    pub(crate) fn read(bytes: &[u8], feed: &str) -> Result<Self> {
        /// Enough of any catalogue ever written to say that it is too new.
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let unreadable = |why: String| {
            Error::new(ErrorCode::FeedUnreadable, format!("the catalogue cannot be read: {why}"))
        };
        let Format { format } =
            serde_json::from_slice(bytes).map_err(|cause| unreadable(cause.to_string()))?;
        if format != FORMAT {
            let sentence = format!("the feed's format is {format}, this program knows {FORMAT}");
            return Err(Error::new(ErrorCode::FeedNewer, sentence));
        }
        let catalogue: Self =
            serde_json::from_slice(bytes).map_err(|cause| unreadable(cause.to_string()))?;
        if catalogue.feed != feed {
            let sentence = format!("this is the feed {}, not {feed}", catalogue.feed);
            return Err(Error::new(ErrorCode::FeedForeign, sentence));
        }
        catalogue.fault().map_or(Ok(catalogue), |why| Err(unreadable(why.to_owned())))
    }

    /// The digest a library has at the head.
    pub fn state(&self) -> Result<StateDigest> {
        StateDigest::from_hex(&self.digest)
            .ok_or_else(|| Error::new(ErrorCode::FeedUnreadable, "the digest is none"))
    }

    /// The names of the files it names.
    pub(crate) fn files(&self) -> impl Iterator<Item = String> {
        let segments = self.segments.iter().map(|segment| segment_name(&segment.part));
        segments.chain(self.snapshot.iter().map(|snapshot| snapshot_name(&snapshot.part)))
    }

    /// Why it does not hold together.
    fn fault(&self) -> Option<&'static str> {
        let mut reached = self.floor;
        for segment in &self.segments {
            if segment.from != reached || segment.to <= segment.from {
                return Some("its segments do not follow on each other");
            }
            reached = segment.to;
        }
        let parts =
            self.segments.iter().map(|s| &s.part).chain(self.snapshot.iter().map(|s| &s.part));
        if reached != self.head {
            Some("its segments do not lead to its head")
        } else if self.head > MAX_HEAD {
            Some("its head is beyond counting")
        } else if self.segments.len() > MAX_SEGMENTS {
            Some("it has too many segments")
        } else if StateDigest::from_hex(&self.digest).is_none() {
            Some("its digest is none")
        } else if self.snapshot.as_ref().is_some_and(|s| s.at > self.head || s.at < self.floor) {
            Some("no segments lead on from its snapshot")
        } else if self.snapshot.is_none() && self.floor > 0 {
            Some("nothing leads to its floor")
        } else if parts.into_iter().any(|part| !part.is_sound())
            || self.segments.iter().any(|segment| segment.part.raw_len > MAX_RAW)
        {
            Some("it names a file that cannot be")
        } else if self.companions.len() > MAX_COMPANIONS
            || !self.companions.iter().all(|(name, identity)| is_name(name) && is_hash(identity))
        {
            Some("it names a companion that cannot be")
        } else {
            None
        }
    }
}

/// Whether a feed may be called so: its name becomes part of addresses.
fn is_name(name: &str) -> bool {
    (1..=32).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part() -> Part {
        Part { sha256: "0".repeat(64), n: 1, len: 10, raw_len: 20 }
    }

    fn catalogue() -> Catalogue {
        let mut catalogue = Catalogue::empty("public", "2026-11-21T00:00:00Z");
        catalogue.head = 9;
        catalogue.floor = 2;
        catalogue.segments = vec![
            Segment { from: 2, to: 5, part: part() },
            Segment { from: 5, to: 9, part: part() },
        ];
        catalogue.snapshot = Some(Snapshot { at: 5, part: part() });
        catalogue
    }

    fn read(catalogue: &Catalogue) -> Result<Catalogue> {
        Catalogue::read(&serde_json::to_vec(catalogue).unwrap(), "public")
    }

    #[test]
    fn a_catalogue_is_read_as_it_was_written() {
        assert_eq!(read(&catalogue()).unwrap(), catalogue(), "both ends agree");
    }

    #[test]
    fn a_catalogue_that_does_not_hold_together_is_refused_though_signed() {
        type Break = (&'static str, fn(&mut Catalogue));
        let breaks: [Break; 13] = [
            ("a gap", |c| c.segments[1].from = 6),
            ("a segment that leads back", |c| c.segments[1].to = 4),
            ("a head nothing leads to", |c| c.head = 10),
            ("a snapshot below the floor", |c| c.snapshot = Some(Snapshot { at: 1, part: part() })),
            ("a floor without a snapshot", |c| c.snapshot = None),
            ("a name that is a path", |c| c.segments[0].part.sha256 = "../../etc/passwd".into()),
            ("a digest that is none", |c| c.digest = "?".into()),
            ("a name in capitals", |c| c.segments[0].part.sha256 = "A".repeat(64)),
            ("a segment that unpacks to too much", |c| c.segments[0].part.raw_len = MAX_RAW + 1),
            ("a snapshot that unpacks to too much", |c| {
                c.snapshot = Some(Snapshot { at: 5, part: Part { raw_len: u64::MAX, ..part() } });
            }),
            ("a companion whose name is a path", |c| {
                c.companions = [("../x".to_owned(), "0".repeat(64))].into();
            }),
            ("a companion without an identity", |c| {
                c.companions = [("practitioner".to_owned(), "0".repeat(63))].into();
            }),
            ("a head beyond counting", |c| {
                c.head = MAX_HEAD + 1;
                c.segments[1].to = MAX_HEAD + 1;
            }),
        ];
        for (name, change) in breaks {
            let mut broken = catalogue();
            change(&mut broken);
            assert_eq!(read(&broken).unwrap_err().code, ErrorCode::FeedUnreadable, "{name}");
        }
    }

    #[test]
    fn a_catalogue_from_before_there_were_companions_has_none() {
        let mut with = catalogue();
        let before = serde_json::to_string(&with).unwrap();
        assert!(!before.contains("companions"), "and is written as it was: {before}");
        with.companions = [("practitioner".to_owned(), "0".repeat(64))].into();
        assert_eq!(read(&with).unwrap(), with, "with one it is read as it was written");
    }

    #[test]
    fn another_feed_and_a_newer_format_are_told_by_name() {
        let mut other = catalogue();
        other.feed = "practitioner".into();
        assert_eq!(read(&other).unwrap_err().code, ErrorCode::FeedForeign, "another feed's file");
        let newer = Catalogue::read(br#"{"format":2,"everything":"different"}"#, "public");
        assert_eq!(newer.unwrap_err().code, ErrorCode::FeedNewer, "a newer program reads it");
    }
}
