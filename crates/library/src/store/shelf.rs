//! The shelves of a library: one file a layer, so that one of them can be taken away whole.
//!
//! They have the same layout. What is read sees both as one; what is written goes onto one of them.

use super::Mark;
use super::fault::fault;
use super::writing::digest_in;
use hrc_domain::StateDigest;
use hrc_domain::error::Result;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The database's file within a library's folder.
pub const FILE: &str = "public.sqlite";

/// The file of what only practitioners have.
pub const PRACTITIONER_FILE: &str = "practitioner.sqlite";

/// One layer's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// What everybody has; without it there is no library.
    General,
    /// The practitioners' depth, there only while this computer is enrolled.
    Practitioner,
}

impl Shelf {
    /// Its file in a library's folder.
    pub fn file(self, dir: &Path) -> PathBuf {
        dir.join(match self {
            Self::General => FILE,
            Self::Practitioner => PRACTITIONER_FILE,
        })
    }
}

/// The states of both shelves: what is compared between the databases and the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// The general layer's.
    pub general: Mark,
    /// The practitioners'; none where the library has no such layer.
    pub depth: Option<DepthMark>,
}

/// The state of the practitioners' layer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DepthMark {
    /// Its own.
    pub mark: Mark,
    /// The digest of the general layer its texts were derived beside; not that layer's own only
    /// after a crash, until the library is next opened.
    pub beside: StateDigest,
}

/// Tells one file from another that took its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileIdentity(u64, Option<SystemTime>);

impl FileIdentity {
    /// Of this file; none where there is none.
    pub fn of(file: &Path) -> Option<Self> {
        let meta = file.metadata().ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&meta);
        #[cfg(not(unix))]
        let number = 0;
        Some(Self(number, meta.created().ok()))
    }
}

/// The state of the attached practitioners' layer.
pub fn depth_mark(connection: &Connection) -> Result<DepthMark> {
    let (head, digest, beside): (i64, Vec<u8>, Vec<u8>) = connection
        .prepare_cached("SELECT head, digest, beside FROM depth.meta")
        .and_then(|mut query| {
            query.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        })
        .map_err(fault("reading the practitioners' state"))?;
    let mark = Mark { head: head.unsigned_abs(), digest: digest_in(&digest)? };
    Ok(DepthMark { mark, beside: digest_in(&beside)? })
}
