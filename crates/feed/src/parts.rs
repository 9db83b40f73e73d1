//! The files a catalogue names: segments and snapshots, each by its hash.

use serde::{Deserialize, Serialize};

/// What a snapshot may unpack to, in bytes: far above any library there will be, far below what
/// would fill a disk by surprise.
const MAX_RAW_SNAPSHOT: u64 = 4 << 30;

/// A file of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The SHA-256 of the file: 64 hexadecimal digits, and its name.
    pub sha256: String,
    /// How many changes it holds.
    pub n: u64,
    /// Its length in bytes.
    pub len: u64,
    /// The length of what it unpacks to, in bytes.
    pub raw_len: u64,
}

impl Part {
    /// Whether such a file can be: its name is a hash and nothing else, its lengths have a bound.
    pub(crate) fn is_sound(&self) -> bool {
        is_hash(&self.sha256)
            && self.len > 0
            && self.raw_len <= MAX_RAW_SNAPSHOT
            && self.len <= self.raw_len + 1024
            && self.n <= self.raw_len
    }
}

/// Whether this is a SHA-256 as we write them: 64 hexadecimal digits, lower case.
pub(crate) fn is_hash(text: &str) -> bool {
    let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    text.len() == 64 && text.bytes().all(is_digit)
}

/// Where a segment lies in the feed.
pub(crate) fn segment_name(part: &Part) -> String {
    format!("seg/{}.zst", part.sha256)
}

/// Where a snapshot lies in the feed.
pub(crate) fn snapshot_name(part: &Part) -> String {
    format!("snap/{}", part.sha256)
}
