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
use crate::roles::{self, Hand, OnlineKeys, root_of};
use crate::standing::{Standing, TIMESTAMP, bytes_at, missing};
use crate::writing::Last;
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode, SealedEntry, StateDigest};
use jiff::{SignedDuration, Timestamp as Instant};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use std::collections::BTreeMap;
use std::sync::Arc;
use tough::schema::{Root, Signed};

/// A feed that can be written.
#[derive(Debug)]
pub struct Publisher {
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) feed: String,
    pub(crate) keys: OnlineKeys,
    /// What the catalogue is to name as companions; none leaves those it names.
    companions: Option<BTreeMap<String, String>>,
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
    /// Makes a new, empty feed in an empty store. Returns its first root, which clients trust. A
    /// founding that was cut off goes on when it is called again with the same keys.
    pub async fn found(
        store: Arc<dyn ObjectStore>,
        feed: &str,
        root_keys: &[SigningKey],
        keys: OnlineKeys,
        now: Instant,
    ) -> Result<Vec<u8>> {
        let root = root_of(1, root_keys, &keys, None, root_keys, now).await?;
        let this = Self::open(store, feed, keys);
        let at = Path::from("metadata/1.root.json");
        let root =
            if this.create(&at, root.clone()).await? { root } else { this.begun(&root).await? };
        let signed = root_in(&root)?;
        let hands = [Hand { root: &signed.signed, keys: &this.keys }];
        let catalogue = Catalogue::empty(feed, &now.to_string());
        let snapshot = this.put_catalogue(&hands, &catalogue, Last::default(), now).await?;
        let timestamp = roles::timestamp(1, snapshot, now)?;
        let signed = roles::sign_by(timestamp, &hands, |keys| &keys.timestamp).await?;
        if this.create(&Path::from(TIMESTAMP), signed.buffer().clone()).await? {
            Ok(root)
        } else {
            Err(taken())
        }
    }

    /// The root of a founding that was cut off, if it was one with the keys that this root names.
    async fn begun(&self, root: &[u8]) -> Result<Vec<u8>> {
        let at = Path::from(TIMESTAMP);
        match self.store.head(&at).await {
            Err(object_store::Error::NotFound { .. }) => {}
            Err(cause) => return Err(missing(&at, &cause)),
            Ok(_) => return Err(taken()),
        }
        let bytes = bytes_at(self.store.as_ref(), &Path::from("metadata/1.root.json")).await?;
        let (theirs, ours) = (root_in(&bytes)?.signed, root_in(root)?.signed);
        if theirs.keys == ours.keys && theirs.roles == ours.roles {
            Ok(bytes)
        } else {
            Err(taken())
        }
    }

    /// Opens the feed in this store.
    pub fn open(store: Arc<dyn ObjectStore>, feed: &str, keys: OnlineKeys) -> Self {
        Self { store, feed: feed.to_owned(), keys, companions: None }
    }

    /// The same, which from the next `publish` on names these feeds, by name and identity, as its
    /// companions.
    pub fn with_companions(self, companions: BTreeMap<String, String>) -> Self {
        Self { companions: Some(companions), ..self }
    }

    /// What the feed holds right now.
    pub async fn standing(&self) -> Result<Standing> {
        Standing::read(self.store.as_ref(), &self.feed).await
    }

    /// What the feed holds, which these keys must be allowed to change.
    async fn own_standing(&self) -> Result<Standing> {
        let standing = self.standing().await?;
        if (Hand { root: &standing.root.signed, keys: &self.keys }).is_named()? {
            return Ok(standing);
        }
        let sentence = "the keys at hand are not those the feed's newest root names";
        Err(Error::new(ErrorCode::InvalidInput, sentence))
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
        let standing = self.own_standing().await?;
        let held = standing.held(self.store.as_ref()).await?;
        let old = &standing.catalogue;
        let mut sequence = old.head;
        let mut state = StateDigest::default();
        let mut entries = BTreeMap::new();
        let mut changes = Vec::new();
        let wanted = by_key(wanted)?;
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
        let companions = self.companions.as_ref().unwrap_or(&old.companions).clone();
        if changes.is_empty() && companions == old.companions {
            return Ok(Outcome::Unchanged { head: old.head });
        }
        let catalogue = Catalogue {
            head: sequence,
            entries: entries.len() as u64,
            digest: state.to_string(),
            published: now.to_string(),
            companions,
            ..old.clone()
        };
        let (catalogue, files) = self.pack(catalogue, old.head, &changes, &entries).await?;
        for File { name, bytes } in files {
            // One that is there has this hash, and so these bytes.
            self.create(&Path::from(name), bytes).await?;
        }
        let hands = [Hand { root: &standing.root.signed, keys: &self.keys }];
        let snapshot = self.put_catalogue(&hands, &catalogue, Last::of(&standing), now).await?;
        self.put_timestamp(&standing, &hands, snapshot, now).await?;
        let withdrawn = changes.len() as u64 - upserted;
        Ok(Outcome::Published(Tallied { head: sequence, upserted, withdrawn }))
    }

    /// Gives the catalogue its segments and its snapshot, with the files they need.
    async fn pack(
        &self,
        mut catalogue: Catalogue,
        from: u64,
        changes: &[Change],
        entries: &BTreeMap<String, (u64, SealedEntry)>,
    ) -> Result<(Catalogue, Vec<File>)> {
        let mut files = Vec::new();
        if changes.is_empty() {
            // Only what is said of other feeds is new.
        } else if changes.len() * 2 > entries.len() {
            // Most of it is new: nobody gains by a segment beside the snapshot.
            catalogue.segments.clear();
            catalogue.floor = catalogue.head;
            catalogue.snapshot = Some(packing::snapshot(catalogue.head, entries, &mut files)?);
        } else {
            catalogue.segments.extend(packing::segments(from, changes, &mut files)?);
            if packing::is_stale(&catalogue) {
                catalogue.snapshot = Some(packing::snapshot(catalogue.head, entries, &mut files)?);
            }
            packing::compact(self.store.as_ref(), &mut catalogue, &mut files).await?;
        }
        Ok((catalogue, files))
    }

    /// Vouches for the feed for another while: signs the timestamp anew, and whatever else has
    /// less than a third of its time left. Content does not change.
    pub async fn vouch(&self, now: Instant) -> Result<Instant> {
        let standing = self.own_standing().await?;
        let is_short =
            |until: Instant, holds: SignedDuration| until.duration_since(now) < holds / 3;
        let hands = [Hand { root: &standing.root.signed, keys: &self.keys }];
        let snapshot = if is_short(standing.targets.signed.expires, roles::TARGETS_HOLD)
            || is_short(standing.snapshot.signed.expires, roles::SNAPSHOT_HOLDS)
        {
            self.put_catalogue(&hands, &standing.catalogue, Last::of(&standing), now).await?
        } else {
            standing.snapshot_file.clone()
        };
        self.put_timestamp(&standing, &hands, snapshot, now).await
    }
}

/// The entries by their key, which must be one each.
fn by_key(entries: impl IntoIterator<Item = SealedEntry>) -> Result<BTreeMap<String, SealedEntry>> {
    let mut by_key = BTreeMap::new();
    for entry in entries {
        if let Some(other) = by_key.insert(entry.key().to_owned(), entry) {
            let sentence = format!("two entries have the key {}", other.key());
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
    }
    Ok(by_key)
}

pub(crate) fn root_in(bytes: &[u8]) -> Result<Signed<Root>> {
    serde_json::from_slice(bytes)
        .map_err(|cause| Error::new(ErrorCode::FeedUnreadable, format!("the root: {cause}")))
}

fn taken() -> Error {
    Error::new(ErrorCode::InvalidInput, "there is a feed already")
}
