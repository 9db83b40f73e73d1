//! Publishing: what changed becomes a segment, the segment stands in a catalogue, the catalogue is
//! signed.
//!
//! The order in which files are written is the whole of its safety: segments, catalogue, targets,
//! snapshot and, last, the timestamp. Until then nobody can see any of it; what a crash leaves
//! behind is swept up later. Files have their hash or version in their name and are never written
//! twice, so that readers in the middle of an older edition finish with it.

use crate::catalogue::Catalogue;
use crate::keys::SigningKey;
use crate::packing::{self, File};
use crate::parts::{segment_name, snapshot_name};
use crate::roles::{self, OnlineKeys, root_of};
use crate::standing::{CATALOGUE, Standing, missing};
use crate::trust::sha256_hex;
use aws_lc_rs::digest::{SHA256, digest};
use futures_util::TryStreamExt;
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode, SealedEntry, StateDigest};
use jiff::{SignedDuration, Timestamp as Instant};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU64;
use std::sync::Arc;
use tough::schema::{Metafile, Root, Signed};

/// How long files stay that no catalogue names any more: readers may still be at them.
const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A feed that can be written.
#[derive(Debug)]
pub struct Publisher {
    store: Arc<dyn ObjectStore>,
    feed: String,
    keys: OnlineKeys,
}

/// What came of publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The feed has a new head.
    Published(Tallied),
    /// Everything was there already.
    Unchanged {
        /// The head it has.
        head: u64,
    },
}

/// How much was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tallied {
    /// The new head.
    pub head: u64,
    /// Entries new or changed.
    pub upserted: u64,
    /// Entries withdrawn.
    pub withdrawn: u64,
}

impl Publisher {
    /// Makes a new, empty feed in an empty store. Returns its first root, which clients trust.
    pub async fn found(
        store: Arc<dyn ObjectStore>,
        feed: &str,
        root_keys: &[SigningKey],
        keys: OnlineKeys,
        now: Instant,
    ) -> Result<Vec<u8>> {
        let root = root_of(1, root_keys, &keys, None, root_keys, now).await?;
        let this = Self { store, feed: feed.to_owned(), keys };
        let at = Path::from("metadata/1.root.json");
        if !this.create(&at, root.clone()).await? {
            return Err(Error::new(ErrorCode::InvalidInput, "there is a feed already"));
        }
        let signed: Signed<Root> = serde_json::from_slice(&root)
            .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
        let catalogue = Catalogue::empty(feed, &now.to_string());
        let snapshot = this.put_catalogue(&signed.signed, &catalogue, (0, 0), now).await?;
        let timestamp = roles::timestamp(1, snapshot, now)?;
        let signed = roles::sign(timestamp, &signed.signed, &[this.keys.timestamp.clone()]).await?;
        let at = Path::from("metadata/timestamp.json");
        this.create(&at, signed.buffer().clone()).await?;
        Ok(root)
    }

    /// Opens the feed in this store.
    pub fn open(store: Arc<dyn ObjectStore>, feed: &str, keys: OnlineKeys) -> Self {
        Self { store, feed: feed.to_owned(), keys }
    }

    /// What the feed holds right now.
    pub async fn standing(&self) -> Result<Standing> {
        Standing::read(self.store.as_ref(), &self.feed).await
    }

    /// Publishes: from now on these entries are all there is. Only what differs travels; where
    /// nothing does, nothing is written.
    ///
    /// One at a time: the caller keeps others away. Where the store can tell, a second publisher is
    /// refused with `busy`.
    pub async fn publish(
        &self,
        wanted: impl IntoIterator<Item = SealedEntry>,
        now: Instant,
    ) -> Result<Outcome> {
        let standing = self.standing().await?;
        let held = standing.held(self.store.as_ref()).await?;
        let old = &standing.catalogue;
        let mut sequence = old.head;
        let mut state = StateDigest::default();
        let mut entries = BTreeMap::new();
        let mut changes = Vec::new();
        let wanted: BTreeMap<String, SealedEntry> =
            wanted.into_iter().map(|entry| (entry.key().to_owned(), entry)).collect();
        let withdrawn: Vec<String> =
            held.keys().filter(|key| !wanted.contains_key(*key)).cloned().collect();
        for (key, entry) in wanted {
            let digest = entry.digest();
            state.add(&digest);
            let known = held.get(&key).filter(|(_, held)| *held == digest);
            let own = known.map_or_else(
                || {
                    sequence += 1;
                    changes.push(Change::Upsert { sequence, entry: Box::new(entry.clone()) });
                    sequence
                },
                |(sequence, _)| *sequence,
            );
            entries.insert(key, (own, entry));
        }
        let upserted = changes.len() as u64;
        changes.extend(withdrawn.into_iter().map(|key| {
            sequence += 1;
            Change::Withdraw { sequence, key }
        }));
        if changes.is_empty() {
            return Ok(Outcome::Unchanged { head: old.head });
        }
        let mut files = Vec::new();
        let catalogue = self
            .next(
                old,
                &changes,
                &entries,
                Catalogue {
                    head: sequence,
                    entries: entries.len() as u64,
                    digest: state.to_string(),
                    published: now.to_string(),
                    ..old.clone()
                },
                &mut files,
            )
            .await?;
        for File { name, bytes } in files {
            // One that is there has this hash, and so these bytes.
            self.create(&Path::from(name), bytes).await?;
        }
        let versions =
            (standing.targets.signed.version.get(), standing.snapshot.signed.version.get());
        let snapshot = self.put_catalogue(&standing.root.signed, &catalogue, versions, now).await?;
        self.put_timestamp(&standing, &standing.root.signed, snapshot, now).await?;
        let withdrawn = changes.len() as u64 - upserted;
        Ok(Outcome::Published(Tallied { head: sequence, upserted, withdrawn }))
    }

    async fn next(
        &self,
        old: &Catalogue,
        changes: &[Change],
        entries: &BTreeMap<String, (u64, SealedEntry)>,
        mut catalogue: Catalogue,
        files: &mut Vec<File>,
    ) -> Result<Catalogue> {
        if changes.len() * 2 > entries.len() {
            // Most of it is new: nobody gains by a segment beside the snapshot.
            catalogue.segments.clear();
            catalogue.floor = catalogue.head;
            catalogue.snapshot = Some(packing::snapshot(catalogue.head, entries, files)?);
            return Ok(catalogue);
        }
        catalogue.segments.extend(packing::segments(old.head, changes, files)?);
        if packing::is_stale(&catalogue) {
            catalogue.snapshot = Some(packing::snapshot(catalogue.head, entries, files)?);
        }
        packing::compact(self.store.as_ref(), &mut catalogue, files).await?;
        Ok(catalogue)
    }

    /// Vouches for the feed for another while: signs the timestamp anew, and whatever else has
    /// less than a third of its time left. Content does not change.
    pub async fn vouch(&self, now: Instant) -> Result<Instant> {
        let standing = self.standing().await?;
        let third = |held: SignedDuration| held / 3;
        let left = |until: Instant| until.duration_since(now);
        let targets_age = left(standing.targets.signed.expires) < third(roles::TARGETS_HOLD);
        let snapshot_age = left(standing.snapshot.signed.expires) < third(roles::SNAPSHOT_HOLDS);
        let snapshot = if targets_age || snapshot_age {
            let versions =
                (standing.targets.signed.version.get(), standing.snapshot.signed.version.get());
            self.put_catalogue(&standing.root.signed, &standing.catalogue, versions, now).await?
        } else {
            standing.snapshot_file.clone()
        };
        self.put_timestamp(&standing, &standing.root.signed, snapshot, now).await
    }
}
