//! The four signed roles of a feed: who signs what, and for how long it holds.

use crate::keys::SigningKey;
use aws_lc_rs::rand::SystemRandom;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::{SignedDuration, Timestamp as Instant};
use serde::Serialize;
use std::collections::HashMap;
use std::num::NonZeroU64;
use tough::editor::signed::SignedRole;
use tough::key_source::KeySource;
use tough::schema::{
    Hashes, KeyHolder, Metafile, Role, RoleKeys, RoleType, Root, Signed, Snapshot, Target, Targets,
    Timestamp,
};

/// The version of the TUF specification the metadata follows.
const SPEC: &str = "1.0.31";

/// How many of the root keys must sign a root.
pub const THRESHOLD: u64 = 2;

const DAY: i64 = 24 * 60 * 60;

/// How long each role holds once signed.
pub(crate) const ROOT_HOLDS: SignedDuration = SignedDuration::from_secs(365 * DAY);
pub(crate) const TARGETS_HOLD: SignedDuration = SignedDuration::from_secs(90 * DAY);
pub(crate) const SNAPSHOT_HOLDS: SignedDuration = SignedDuration::from_secs(30 * DAY);
pub(crate) const TIMESTAMP_HOLDS: SignedDuration = SignedDuration::from_secs(7 * DAY);

/// The keys a server has at hand.
#[derive(Debug, Clone)]
pub struct OnlineKeys {
    /// Signs what there is.
    pub targets: SigningKey,
    /// Signs which versions belong together.
    pub snapshot: SigningKey,
    /// Signs, every day, that this is the newest.
    pub timestamp: SigningKey,
}

impl OnlineKeys {
    /// Makes new ones.
    pub fn generate() -> Result<Self> {
        let [targets, snapshot, timestamp] =
            [SigningKey::generate()?, SigningKey::generate()?, SigningKey::generate()?];
        Ok(Self { targets, snapshot, timestamp })
    }
}

/// The keys at hand under a root that names them. While keys change there are two: those who know
/// the old root and those who know the new one shall both find a signature.
#[derive(Clone, Copy)]
pub(crate) struct Hand<'a> {
    pub root: &'a Root,
    pub keys: &'a OnlineKeys,
}

impl Hand<'_> {
    /// Whether the root names these keys, and nobody else's, for what a server signs.
    pub(crate) fn is_named(&self) -> Result<bool> {
        let OnlineKeys { targets, snapshot, timestamp } = self.keys;
        for (role, key) in [
            (RoleType::Targets, targets),
            (RoleType::Snapshot, snapshot),
            (RoleType::Timestamp, timestamp),
        ] {
            let named = self.root.roles.get(&role).map(|named| &named.keyids[..]);
            if named != Some(&[key.public()?.0][..]) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Signs a role with this key of each hand.
pub(crate) async fn sign_by<T: Role + Serialize + Clone>(
    role: T,
    hands: &[Hand<'_>],
    key: fn(&OnlineKeys) -> &SigningKey,
) -> Result<SignedRole<T>> {
    let mut signed: Option<SignedRole<T>> = None;
    for hand in hands {
        let own = sign(role.clone(), hand.root, &[key(hand.keys).clone()]).await?;
        signed = Some(match signed {
            None => own,
            Some(others) => {
                others.add_old_signatures(own.signed().signatures.clone()).map_err(unsigned)?
            }
        });
    }
    signed.ok_or_else(|| Error::new(ErrorCode::Internal, "nobody signs"))
}

/// The keys that vouch for all others, kept away from the server: two of three sign.
pub type RootKeys = Vec<SigningKey>;

/// A root of this version that names these keys, signed by its own root keys and, where one goes
/// before it, by that one's: so those who trust the old one come to trust the new.
///
/// `signers` must hold enough keys for both; errs when they do not.
pub async fn root_of(
    version: u64,
    root_keys: &[SigningKey],
    online: &OnlineKeys,
    before: Option<&[u8]>,
    signers: &[SigningKey],
    now: Instant,
) -> Result<Vec<u8>> {
    let mut keys = HashMap::new();
    let mut roles = HashMap::new();
    let named = [
        (RoleType::Root, root_keys.to_vec(), THRESHOLD),
        (RoleType::Targets, vec![online.targets.clone()], 1),
        (RoleType::Snapshot, vec![online.snapshot.clone()], 1),
        (RoleType::Timestamp, vec![online.timestamp.clone()], 1),
    ];
    for (role, holders, threshold) in named {
        let mut keyids = Vec::new();
        for holder in holders {
            let (id, key) = holder.public()?;
            if keyids.contains(&id) {
                // Other clients refuse such a root.
                return Err(Error::new(ErrorCode::InvalidInput, "a root key is there twice"));
            }
            keyids.push(id.clone());
            keys.insert(id, key);
        }
        let threshold = nonzero(threshold)?;
        roles.insert(role, RoleKeys { keyids, threshold, _extra: HashMap::new() });
    }
    let root = Root {
        spec_version: SPEC.to_owned(),
        consistent_snapshot: true,
        version: nonzero(version)?,
        expires: until(now, ROOT_HOLDS)?,
        keys,
        roles,
        _extra: HashMap::new(),
    };
    let mut signed = sign(root.clone(), &root, signers).await?;
    if let Some(before) = before {
        let before: Signed<Root> = serde_json::from_slice(before)
            .map_err(|cause| Error::new(ErrorCode::FeedUnreadable, cause.to_string()))?;
        let cross = sign(root.clone(), &before.signed, signers).await?;
        signed = signed.add_old_signatures(cross.signed().signatures.clone()).map_err(unsigned)?;
        before.signed.verify_role(signed.signed()).map_err(too_few)?;
    }
    root.verify_role(signed.signed()).map_err(too_few)?;
    Ok(signed.buffer().clone())
}

/// Signs a role with those of these keys that this root names for it.
pub(crate) async fn sign<T: Role + Serialize>(
    role: T,
    root: &Root,
    signers: &[SigningKey],
) -> Result<SignedRole<T>> {
    let sources: Vec<Box<dyn KeySource>> =
        signers.iter().map(|key| Box::new(key.clone()) as Box<dyn KeySource>).collect();
    let holder = KeyHolder::Root(root.clone());
    SignedRole::new(role, &holder, &sources, &SystemRandom::new()).await.map_err(unsigned)
}

/// What there is: the catalogue of this hash and length.
pub(crate) fn targets(version: u64, sha256: &[u8], len: u64, now: Instant) -> Result<Targets> {
    let mut targets = Targets::new(SPEC.to_owned(), nonzero(version)?, until(now, TARGETS_HOLD)?);
    let name = tough::TargetName::new(crate::standing::CATALOGUE).map_err(unsigned)?;
    let hashes = Hashes { sha256: sha256.to_vec().into(), _extra: HashMap::new() };
    let target = Target { length: len, hashes, custom: HashMap::new(), _extra: HashMap::new() };
    targets.add_target(name, target);
    Ok(targets)
}

/// Which targets belong to a version.
pub(crate) fn snapshot(version: u64, targets: Metafile, now: Instant) -> Result<Snapshot> {
    let mut snapshot =
        Snapshot::new(SPEC.to_owned(), nonzero(version)?, until(now, SNAPSHOT_HOLDS)?);
    snapshot.meta.insert("targets.json".to_owned(), targets);
    Ok(snapshot)
}

/// Which snapshot is the newest.
pub(crate) fn timestamp(version: u64, snapshot: Metafile, now: Instant) -> Result<Timestamp> {
    let mut timestamp =
        Timestamp::new(SPEC.to_owned(), nonzero(version)?, until(now, TIMESTAMP_HOLDS)?);
    timestamp.meta.insert("snapshot.json".to_owned(), snapshot);
    Ok(timestamp)
}

/// How one role names the file of another.
pub(crate) fn metafile<T>(version: u64, signed: &SignedRole<T>) -> Result<Metafile>
where
    T: Role + Serialize,
{
    let hashes = Hashes { sha256: signed.sha256().to_vec().into(), _extra: HashMap::new() };
    Ok(Metafile {
        length: Some(*signed.length()),
        hashes: Some(hashes),
        version: nonzero(version)?,
        _extra: HashMap::new(),
    })
}

fn until(now: Instant, holds: SignedDuration) -> Result<Instant> {
    // Whole seconds: other clients of the format read no fractions.
    Instant::from_second(now.as_second())
        .and_then(|now| now.checked_add(holds))
        .map_err(|cause| Error::new(ErrorCode::ClockWrong, cause.to_string()))
}

fn nonzero(number: u64) -> Result<NonZeroU64> {
    NonZeroU64::new(number)
        .ok_or_else(|| Error::new(ErrorCode::Internal, "versions and thresholds begin at 1"))
}

fn unsigned(cause: tough::error::Error) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("signing: {cause}"))
}

fn too_few(cause: tough::schema::Error) -> Error {
    let sentence = format!("too few root keys are there to sign: {cause}");
    Error::new(ErrorCode::InvalidInput, sentence)
}
