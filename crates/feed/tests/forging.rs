//! What somebody could sign who has a feed's online keys, or an accident with them.

use crate::harness::{days, now, put};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use hrc_feed::{Catalogue, OnlineKeys, SigningKey};
use jiff::{SignedDuration, Timestamp as Instant};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Write;
use std::num::NonZeroU64;
use std::path::Path;
use tough::TargetName;
use tough::editor::signed::SignedRole;
use tough::key_source::KeySource;
use tough::schema::{
    Hashes, KeyHolder, Metafile, Role, Root, Signed, Snapshot, Target, Targets, Timestamp,
};

const SPEC: &str = "1.0.31";

/// Signed files that fit together, of any versions and dates.
pub struct Forgery {
    pub targets: u64,
    pub snapshot: u64,
    pub timestamp: u64,
    pub targets_until: Instant,
    pub snapshot_until: Instant,
    pub timestamp_until: Instant,
    pub catalogue: Vec<u8>,
}

impl Forgery {
    /// One that would be believed, with these versions.
    pub fn of(catalogue: &Catalogue, timestamp: u64, snapshot: u64, targets: u64) -> Self {
        let until = now().checked_add(days(6)).unwrap();
        Self {
            targets,
            snapshot,
            timestamp,
            targets_until: until,
            snapshot_until: until,
            timestamp_until: until,
            catalogue: serde_json::to_vec(catalogue).unwrap(),
        }
    }

    /// Signs and puts all of it into a folder that has roots.
    pub async fn put(&self, dir: &Path, root: &[u8], keys: &OnlineKeys) {
        let root: Signed<Root> = serde_json::from_slice(root).unwrap();
        let root = &root.signed;
        let sha256 = digest(&SHA256, &self.catalogue).as_ref().to_vec();
        put(dir, &format!("targets/{}.catalogue.json", hex(&sha256)), &self.catalogue);

        let until = |at: Instant| Instant::from_second(at.as_second()).unwrap();
        let mut targets =
            Targets::new(SPEC.to_owned(), version(self.targets), until(self.targets_until));
        let hashes = Hashes { sha256: sha256.into(), _extra: HashMap::new() };
        let length = self.catalogue.len() as u64;
        let target = Target { length, hashes, custom: HashMap::new(), _extra: HashMap::new() };
        targets.add_target(TargetName::new("catalogue.json").unwrap(), target);
        let signed = sign(targets, root, &keys.targets).await;
        put(dir, &format!("metadata/{}.targets.json", self.targets), signed.buffer());

        let mut snapshot =
            Snapshot::new(SPEC.to_owned(), version(self.snapshot), until(self.snapshot_until));
        snapshot.meta.insert("targets.json".to_owned(), metafile(self.targets, &signed));
        let signed = sign(snapshot, root, &keys.snapshot).await;
        put(dir, &format!("metadata/{}.snapshot.json", self.snapshot), signed.buffer());

        let mut timestamp =
            Timestamp::new(SPEC.to_owned(), version(self.timestamp), until(self.timestamp_until));
        timestamp.meta.insert("snapshot.json".to_owned(), metafile(self.snapshot, &signed));
        let signed = sign(timestamp, root, &keys.timestamp).await;
        put(dir, "metadata/timestamp.json", signed.buffer());
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// A root signed by whoever signs, whether or not that is enough.
pub async fn sign<T: Role + Serialize>(role: T, root: &Root, key: &SigningKey) -> SignedRole<T> {
    let keys: Vec<Box<dyn KeySource>> = vec![Box::new(key.clone())];
    SignedRole::new(role, &KeyHolder::Root(root.clone()), &keys, &SystemRandom::new())
        .await
        .unwrap()
}

fn metafile<T: Role + Serialize>(of: u64, signed: &SignedRole<T>) -> Metafile {
    let hashes = Hashes { sha256: signed.sha256().to_vec().into(), _extra: HashMap::new() };
    Metafile {
        length: Some(*signed.length()),
        hashes: Some(hashes),
        version: version(of),
        _extra: HashMap::new(),
    }
}

fn version(number: u64) -> NonZeroU64 {
    NonZeroU64::new(number).unwrap()
}

/// The days a forged role holds.
pub fn ago(span: SignedDuration) -> Instant {
    now().checked_sub(span).unwrap()
}
