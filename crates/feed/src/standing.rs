//! What a feed holds right now, as its publisher reads it back from the store.

use crate::catalogue::{Catalogue, Segment};
use crate::parts::{Part, segment_name, snapshot_name};
use crate::segment::Changes;
use crate::trust::{hex, sha256_hex};
use hrc_domain::digest::EntryDigest;
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode, SealedEntry};
use jiff::Timestamp as Instant;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, UpdateVersion};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use tough::schema::{Metafile, Role, Root, Signed, Snapshot, Targets, Timestamp};

/// The name of the one target.
pub(crate) const CATALOGUE: &str = "catalogue.json";

/// The one file that is written again and again.
pub(crate) const TIMESTAMP: &str = "metadata/timestamp.json";

/// Where a catalogue lies.
pub(crate) fn catalogue_name(sha256: &str) -> String {
    format!("targets/{sha256}.{CATALOGUE}")
}

/// The feed's newest signed files.
#[derive(Debug)]
pub struct Standing {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// When the timestamp must have been signed anew.
    pub vouched_until: Instant,
    /// When a new root must be there, which takes the keys that are kept away from the server.
    pub rooted_until: Instant,
    pub(crate) root: Signed<Root>,
    pub(crate) root_bytes: Vec<u8>,
    pub(crate) targets: Signed<Targets>,
    pub(crate) targets_file: Metafile,
    pub(crate) snapshot: Signed<Snapshot>,
    pub(crate) snapshot_file: Metafile,
    pub(crate) timestamp: Signed<Timestamp>,
    pub(crate) timestamp_bytes: Vec<u8>,
    pub(crate) tag: UpdateVersion,
}

impl Standing {
    /// Reads it. What lies in a store is believed as little as a reader would believe it: else
    /// whoever can write there, but not sign, could have the publisher sign for him.
    pub async fn read(store: &dyn ObjectStore, feed: &str) -> Result<Self> {
        let roots = roots(store).await?;
        Self::under(store, feed, &roots, &[&roots.newest.signed]).await
    }

    /// Reads it where a change of keys may have been cut off between the root and what it names.
    pub(crate) async fn between_roots(store: &dyn ObjectStore, feed: &str) -> Result<Self> {
        let roots = roots(store).await?;
        let mut under = vec![&roots.newest.signed];
        under.extend(roots.before.as_ref().map(|before| &before.signed));
        Self::under(store, feed, &roots, &under).await
    }

    async fn under(
        store: &dyn ObjectStore,
        feed: &str,
        roots: &Roots,
        under: &[&Root],
    ) -> Result<Self> {
        let at = Path::from(TIMESTAMP);
        let found = store.get(&at).await.map_err(|cause| missing(&at, &cause))?;
        let tag =
            UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        let timestamp_bytes = found.bytes().await.map_err(|cause| missing(&at, &cause))?.to_vec();
        let timestamp: Signed<Timestamp> = signed(&at, &timestamp_bytes, under)?;
        let snapshot_file = named(&timestamp.signed.meta, "snapshot.json")?;
        let at = Path::from(format!("metadata/{}.snapshot.json", snapshot_file.version));
        let bytes = file_at(store, &at, &snapshot_file).await?;
        let snapshot: Signed<Snapshot> = signed(&at, &bytes, under)?;
        let targets_file = named(&snapshot.signed.meta, "targets.json")?;
        let at = Path::from(format!("metadata/{}.targets.json", targets_file.version));
        let bytes = file_at(store, &at, &targets_file).await?;
        let targets: Signed<Targets> = signed(&at, &bytes, under)?;
        let listed = targets.signed.targets_iter().find(|(name, _)| name.raw() == CATALOGUE);
        let (_, target) =
            listed.ok_or_else(|| broken("there is no catalogue among its targets"))?;
        let sha256 = hex(&target.hashes.sha256);
        let at = Path::from(catalogue_name(&sha256));
        let bytes = hashed_at(store, &at, &sha256).await?;
        let catalogue = Catalogue::read(&bytes, feed)?;
        let Roots { newest: root, bytes: root_bytes, .. } = roots.clone();
        Ok(Self {
            catalogue,
            vouched_until: timestamp.signed.expires,
            rooted_until: root.signed.expires,
            root,
            root_bytes,
            targets,
            targets_file,
            snapshot,
            snapshot_file,
            timestamp,
            timestamp_bytes,
            tag,
        })
    }

    /// Every entry a library has at the head, by its key: what a publisher keeps who changes a few.
    pub async fn entries(&self, store: &dyn ObjectStore) -> Result<BTreeMap<String, SealedEntry>> {
        let mut entries = BTreeMap::new();
        let take = |change| match change {
            Change::Upsert { entry, .. } => {
                entries.insert(entry.key().to_owned(), *entry);
            }
            Change::Withdraw { key, .. } => {
                entries.remove(&key);
            }
        };
        self.each_change(store, take).await?;
        Ok(entries)
    }

    /// Of every entry a library has at the head its sequence and digest. Read back from what was
    /// published, so that the publisher keeps no second truth that could differ.
    pub(crate) async fn held(
        &self,
        store: &dyn ObjectStore,
    ) -> Result<BTreeMap<String, (u64, EntryDigest)>> {
        let mut held = BTreeMap::new();
        let take = |change| match change {
            Change::Upsert { sequence, entry } => {
                held.insert(entry.key().to_owned(), (sequence, entry.digest()));
            }
            Change::Withdraw { key, .. } => {
                held.remove(&key);
            }
        };
        self.each_change(store, take).await?;
        Ok(held)
    }

    /// All changes that lead to the head, in their order.
    async fn each_change(
        &self,
        store: &dyn ObjectStore,
        mut take: impl FnMut(Change),
    ) -> Result<()> {
        let mut reached = 0;
        if let Some(snapshot) = &self.catalogue.snapshot {
            let bytes = part_at(store, &snapshot_name(&snapshot.part), &snapshot.part).await?;
            for change in Changes::read(&bytes[..], &snapshot.part, 1, snapshot.at)? {
                take(change?);
            }
            reached = snapshot.at;
        }
        for segment in self.catalogue.segments.iter().filter(|segment| segment.to > reached) {
            let bytes = part_at(store, &segment_name(&segment.part), &segment.part).await?;
            let changes = unpacked(&bytes, segment)?;
            changes.into_iter().filter(|c| c.sequence() > reached).for_each(&mut take);
        }
        Ok(())
    }
}

/// The changes in a segment's file.
pub(crate) fn unpacked(bytes: &[u8], segment: &Segment) -> Result<Vec<Change>> {
    Changes::read(bytes, &segment.part, segment.from + 1, segment.to)?.collect()
}

/// A file of changes that lies in the store.
pub(crate) async fn part_at(store: &dyn ObjectStore, name: &str, part: &Part) -> Result<Vec<u8>> {
    hashed_at(store, &Path::from(name), &part.sha256).await
}

/// The newest root and the one before it.
#[derive(Clone)]
struct Roots {
    newest: Signed<Root>,
    bytes: Vec<u8>,
    before: Option<Signed<Root>>,
}

/// Walks along all roots; their versions have no gaps, and each vouches for the next.
async fn roots(store: &dyn ObjectStore) -> Result<Roots> {
    let mut found: Option<Roots> = None;
    for version in 1_u64.. {
        let at = Path::from(format!("metadata/{version}.root.json"));
        let bytes = match bytes_at(store, &at).await {
            Ok(bytes) => bytes,
            Err(cause) if cause.code == ErrorCode::FeedIncomplete => break,
            Err(cause) => return Err(cause),
        };
        let before = found.map(|roots| roots.newest);
        let newest: Signed<Root> = parse(&at, &bytes)?;
        for root in before.iter().chain([&newest]) {
            root.signed.verify_role(&newest).map_err(|cause| unsigned(&at, &cause))?;
        }
        found = Some(Roots { newest, bytes, before });
    }
    let none = || Error::new(ErrorCode::NotFound, "there is no feed: make one with `init`");
    found.ok_or_else(none)
}

pub(crate) async fn bytes_at(store: &dyn ObjectStore, at: &Path) -> Result<Vec<u8>> {
    let found = store.get(at).await.map_err(|cause| missing(at, &cause))?;
    Ok(found.bytes().await.map_err(|cause| missing(at, &cause))?.to_vec())
}

/// The file one role names of another.
pub(crate) async fn file_at(
    store: &dyn ObjectStore,
    at: &Path,
    file: &Metafile,
) -> Result<Vec<u8>> {
    match &file.hashes {
        Some(hashes) => hashed_at(store, at, &hex(&hashes.sha256)).await,
        None => bytes_at(store, at).await,
    }
}

pub(crate) async fn hashed_at(store: &dyn ObjectStore, at: &Path, sha256: &str) -> Result<Vec<u8>> {
    let bytes = bytes_at(store, at).await?;
    if sha256_hex(&bytes) == sha256 {
        return Ok(bytes);
    }
    let sentence = format!("the published feed: {at} is not the file that was put there");
    Err(Error::new(ErrorCode::FeedForged, sentence))
}

/// A role that one of these roots vouches for.
fn signed<T>(at: &Path, bytes: &[u8], under: &[&Root]) -> Result<Signed<T>>
where
    T: Role + Serialize + DeserializeOwned,
{
    let role = parse(at, bytes)?;
    let mut refusal = None;
    for root in under {
        match root.verify_role(&role) {
            Ok(()) => return Ok(role),
            Err(cause) => refusal = refusal.or(Some(cause)),
        }
    }
    Err(refusal.map_or_else(|| broken("nobody vouches for it"), |cause| unsigned(at, &cause)))
}

fn unsigned(at: &Path, cause: &tough::schema::Error) -> Error {
    Error::new(ErrorCode::FeedForged, format!("the published feed: {at}: {cause}"))
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
