//! What a feed holds right now, as its publisher reads it back from the store.

use crate::catalogue::Catalogue;
use crate::parts::{Part, segment_name, snapshot_name};
use crate::segment::Changes;
use hrc_domain::digest::EntryDigest;
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode};
use jiff::Timestamp as Instant;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, UpdateVersion};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use tough::schema::{Metafile, Root, Signed, Snapshot, Targets, Timestamp};

/// The name of the one target.
pub(crate) const CATALOGUE: &str = "catalogue.json";

/// The feed's newest signed files.
#[derive(Debug)]
pub struct Standing {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// When the timestamp must have been signed anew.
    pub vouched_until: Instant,
    pub(crate) root: Signed<Root>,
    pub(crate) root_bytes: Vec<u8>,
    pub(crate) targets: Signed<Targets>,
    pub(crate) targets_file: Metafile,
    pub(crate) snapshot: Signed<Snapshot>,
    pub(crate) snapshot_file: Metafile,
    pub(crate) timestamp: Signed<Timestamp>,
    pub(crate) tag: UpdateVersion,
}

impl Standing {
    /// Reads it.
    pub async fn read(store: &dyn ObjectStore, feed: &str) -> Result<Self> {
        let (root, root_bytes) = newest_root(store).await?;
        let at = Path::from("metadata/timestamp.json");
        let found = store.get(&at).await.map_err(|cause| missing(&at, &cause))?;
        let tag =
            UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        let bytes = found.bytes().await.map_err(|cause| missing(&at, &cause))?;
        let timestamp: Signed<Timestamp> = parse(&at, &bytes)?;
        let snapshot_file = named(&timestamp.signed.meta, "snapshot.json")?;
        let at = Path::from(format!("metadata/{}.snapshot.json", snapshot_file.version));
        let snapshot: Signed<Snapshot> = parse(&at, &bytes_at(store, &at).await?)?;
        let targets_file = named(&snapshot.signed.meta, "targets.json")?;
        let at = Path::from(format!("metadata/{}.targets.json", targets_file.version));
        let targets: Signed<Targets> = parse(&at, &bytes_at(store, &at).await?)?;
        let listed = targets.signed.targets_iter().find(|(name, _)| name.raw() == CATALOGUE);
        let (_, target) =
            listed.ok_or_else(|| broken("there is no catalogue among its targets"))?;
        let sha256 = crate::trust::hex(&target.hashes.sha256);
        let at = Path::from(format!("targets/{sha256}.{CATALOGUE}"));
        let catalogue = Catalogue::read(&bytes_at(store, &at).await?, feed)?;
        Ok(Self {
            catalogue,
            vouched_until: timestamp.signed.expires,
            root,
            root_bytes,
            targets,
            targets_file,
            snapshot,
            snapshot_file,
            timestamp,
            tag,
        })
    }

    /// Every entry a library has at the head: its sequence and digest. Read back from what was
    /// published, so that the publisher keeps no second truth that could differ.
    pub(crate) async fn held(
        &self,
        store: &dyn ObjectStore,
    ) -> Result<BTreeMap<String, (u64, EntryDigest)>> {
        let mut held = BTreeMap::new();
        let mut reached = 0;
        if let Some(snapshot) = &self.catalogue.snapshot {
            let bytes = bytes_at(store, &Path::from(snapshot_name(&snapshot.part))).await?;
            fold(&mut held, Changes::read(&bytes[..], &snapshot.part, 1, snapshot.at)?)?;
            reached = snapshot.at;
        }
        for segment in self.catalogue.segments.iter().filter(|segment| segment.to > reached) {
            let changes = changes(store, &segment.part, segment.from, segment.to).await?;
            fold(&mut held, changes.into_iter().filter(|c| c.sequence() > reached).map(Ok))?;
        }
        Ok(held)
    }
}

/// The changes of a segment that lies in the store.
pub(crate) async fn changes(
    store: &dyn ObjectStore,
    part: &Part,
    from: u64,
    to: u64,
) -> Result<Vec<Change>> {
    let bytes = bytes_at(store, &Path::from(segment_name(part))).await?;
    Changes::read(&bytes[..], part, from + 1, to)?.collect()
}

fn fold(
    held: &mut BTreeMap<String, (u64, EntryDigest)>,
    changes: impl Iterator<Item = Result<Change>>,
) -> Result<()> {
    for change in changes {
        match change? {
            Change::Upsert { sequence, entry } => {
                held.insert(entry.key().to_owned(), (sequence, entry.digest()));
            }
            Change::Withdraw { key, .. } => {
                held.remove(&key);
            }
        }
    }
    Ok(())
}

/// The root of the highest version; versions have no gaps.
async fn newest_root(store: &dyn ObjectStore) -> Result<(Signed<Root>, Vec<u8>)> {
    let mut newest = None;
    for version in 1_u64.. {
        let at = Path::from(format!("metadata/{version}.root.json"));
        match store.get(&at).await {
            Ok(found) => {
                let bytes = found.bytes().await.map_err(|cause| missing(&at, &cause))?.to_vec();
                newest = Some((parse(&at, &bytes)?, bytes));
            }
            Err(object_store::Error::NotFound { .. }) => break,
            Err(cause) => return Err(missing(&at, &cause)),
        }
    }
    let none = || Error::new(ErrorCode::NotFound, "there is no feed: make one with `init`");
    newest.ok_or_else(none)
}

pub(crate) async fn bytes_at(store: &dyn ObjectStore, at: &Path) -> Result<Vec<u8>> {
    let found = store.get(at).await.map_err(|cause| missing(at, &cause))?;
    Ok(found.bytes().await.map_err(|cause| missing(at, &cause))?.to_vec())
}

fn parse<T: DeserializeOwned>(at: &Path, bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|cause| broken(&format!("{at} cannot be read: {cause}")))
}

fn named(files: &std::collections::HashMap<String, Metafile>, name: &str) -> Result<Metafile> {
    files.get(name).cloned().ok_or_else(|| broken(&format!("{name} is not named")))
}

fn broken(why: &str) -> Error {
    Error::new(ErrorCode::FeedUnreadable, format!("the published feed: {why}"))
}

/// A store's own reason.
pub(crate) fn missing(at: &Path, cause: &object_store::Error) -> Error {
    let sentence = format!("{at}: {cause}");
    let code = match cause {
        object_store::Error::NotFound { .. } => ErrorCode::FeedIncomplete,
        object_store::Error::PermissionDenied { .. } => ErrorCode::ReadOnly,
        _ => below(cause).map_or(ErrorCode::Io, |io| Error::io("", io).code),
    };
    Error::new(code, sentence)
}

fn below(cause: &object_store::Error) -> Option<&std::io::Error> {
    let mut next = std::error::Error::source(cause);
    while let Some(inner) = next {
        if let Some(io) = inner.downcast_ref() {
            return Some(io);
        }
        next = inner.source();
    }
    None
}
