//! The smallest library that can follow a feed: what docs/feed.md says, and nothing more.

use hrc_domain::digest::entry_digest;
use hrc_domain::error::Result;
use hrc_domain::vocabulary::Concept;
use hrc_domain::{Change, Entry, RecordId, SealedEntry, StateDigest, Vocabulary};
use hrc_feed::{Catalogue, Follower};
use std::collections::BTreeMap;

/// An entry of this id with this text.
pub fn entry(id: &str, text: &str) -> SealedEntry {
    let concept = Concept {
        id: text.to_owned(),
        parent: None,
        names: BTreeMap::new(),
        alternatives: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    let id = RecordId::new(id).unwrap();
    SealedEntry::new(&Entry::Vocabulary(Vocabulary { id, concepts: vec![concept] })).unwrap()
}

/// So many entries, `record-0` and on, each with this text and enough besides to be no small thing.
pub fn entries(n: usize, text: &str) -> Vec<SealedEntry> {
    (0..n).map(|i| entry(&format!("record-{i}"), &format!("{text} {}", noise(i)))).collect()
}

/// A text that cannot be packed much.
pub fn noise(seed: usize) -> String {
    let mut state = seed as u64 + 1;
    let next = |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:08x}", state >> 32)
    };
    (0..20).map(next).collect()
}

/// The digest of a library that holds these.
pub fn digest_of(entries: &[SealedEntry]) -> StateDigest {
    let mut digest = StateDigest::default();
    entries.iter().for_each(|entry| digest.add(&entry.digest()));
    digest
}

/// Entries by key, each with its sequence, and the head they are at.
#[derive(Debug, Clone, Default)]
pub struct Library {
    pub head: u64,
    pub took_snapshot: bool,
    entries: BTreeMap<String, (u64, String)>,
}

impl Library {
    pub fn digest(&self) -> String {
        let mut digest = StateDigest::default();
        for (key, (_, json)) in &self.entries {
            digest.add(&entry_digest(key, json));
        }
        digest.to_string()
    }

    pub fn len(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Goes to the catalogue's head, by its segments if they begin early enough.
    pub async fn follow(&mut self, follower: &Follower, catalogue: &Catalogue) -> Result<()> {
        self.took_snapshot = self.head < catalogue.floor;
        if self.took_snapshot {
            let snapshot = catalogue.snapshot.as_ref().expect("something leads to the floor");
            let file = follower.snapshot(snapshot, |_| Ok(())).await?;
            self.entries.clear();
            self.head = 0;
            self.apply(Follower::open_snapshot(&file, snapshot)?)?;
            self.head = snapshot.at;
        }
        let reached = self.head;
        for segment in catalogue.segments.iter().filter(|segment| segment.to > reached) {
            let file = follower.segment(segment, |_| Ok(())).await?;
            self.apply(Follower::open_segment(&file, segment)?)?;
            self.head = segment.to;
        }
        follower.clear();
        Ok(())
    }

    fn apply(&mut self, changes: impl Iterator<Item = Result<Change>>) -> Result<()> {
        let known = self.head;
        for change in changes {
            match change? {
                change if change.sequence() <= known => {}
                Change::Upsert { sequence, entry } => {
                    let newer =
                        self.entries.get(entry.key()).is_none_or(|(own, _)| *own < sequence);
                    if newer {
                        let json = entry.json().to_owned();
                        self.entries.insert(entry.key().to_owned(), (sequence, json));
                    }
                }
                Change::Withdraw { key, .. } => {
                    self.entries.remove(&key);
                }
            }
        }
        Ok(())
    }
}
