//! Following a feed: what its newest catalogue says, and the files it names.
//!
//! The TUF client checks signatures, versions and dates. What it leaves to whoever calls it is
//! done here: the newest root is handed back in, so that a feed cannot return to keys it gave up; a
//! clock that was wrong once does not stop syncing for ever; and everything together has a limit in
//! time, which a server that drips one byte a second cannot stretch.

use crate::carrier::{Adapter, Carrier, MAX_METADATA, base};
use crate::catalogue::Catalogue;
use crate::fault::fault;
use crate::roles::TIMESTAMP_HOLDS;
use crate::standing::CATALOGUE;
use crate::trust::Trust;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::{SignedDuration, Timestamp as Instant};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tough::schema::{Root, Signed};
use tough::{IntoVec, Limits, RepositoryLoader, TargetName};

/// How many roots may follow on each other in one sync.
const MAX_ROOTS: u64 = 256;

/// How far two clocks may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// The TUF client's note of the latest time it saw.
const LATEST_TIME: &str = "latest_known_time.json";

/// One feed, as one library follows it.
#[derive(Debug)]
pub struct Follower {
    pub(crate) carrier: Arc<dyn Carrier>,
    trust: Trust,
    feed: String,
    dir: PathBuf,
    pub(crate) patience: Duration,
}

/// What a feed offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// The versions that vouch for it.
    pub versions: Versions,
}

/// The versions of a feed's signed files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Versions {
    /// The root's.
    pub root: u64,
    /// The timestamp's.
    pub timestamp: u64,
    /// The snapshot's.
    pub snapshot: u64,
    /// The targets'.
    pub targets: u64,
}

impl Follower {
    /// Follows the feed of this name and identity. What is known of it is kept in `dir`, a folder
    /// of its own. `patience` bounds how long the signed files may take, all together.
    pub fn new(
        carrier: Arc<dyn Carrier>,
        trust: Trust,
        feed: &str,
        dir: &Path,
        patience: Duration,
    ) -> Result<Self> {
        let this = Self { carrier, trust, feed: feed.to_owned(), dir: dir.to_owned(), patience };
        this.settle().map_err(|e| Error::io("making the feed's folder", &e))?;
        Ok(this)
    }

    /// Makes the folder. Whose it is stands in it: what is known of another feed is no use here,
    /// and its root would lead astray.
    fn settle(&self) -> std::io::Result<()> {
        let whose = self.dir.join("identity");
        let is_ours = fs::read(&whose).is_ok_and(|id| id == self.trust.identity().as_bytes());
        if !is_ours {
            for folder in [self.known(), self.parts()] {
                match fs::remove_dir_all(folder) {
                    Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                        return Err(cause);
                    }
                    _ => {}
                }
            }
        }
        fs::create_dir_all(self.known())?;
        fs::create_dir_all(self.parts())?;
        if is_ours { Ok(()) } else { fs::write(whose, self.trust.identity()) }
    }

    /// The newest edition, which nothing in `least` may be above. One at a time.
    ///
    /// # Errors
    /// A code of its own for each way in which a feed can be wrong; nothing that was kept of an
    /// earlier answer survives an error.
    pub async fn edition(
        &self,
        least: &Versions,
        least_head: u64,
        now: Instant,
    ) -> Result<Edition> {
        let loaded = tokio::time::timeout(self.patience, self.load(least, now)).await;
        let late = |_| Error::new(ErrorCode::TimedOut, "the feed's signed files took too long");
        let outcome = loaded.map_err(late).flatten().and_then(|edition| {
            check_floors(&edition, least, least_head)?;
            Ok(edition)
        });
        if outcome.is_err() {
            self.carrier.forget();
        }
        outcome.map_err(|cause| self.judge_clock(cause, now))
    }

    async fn load(&self, least: &Versions, now: Instant) -> Result<Edition> {
        let (edition, vouched_until) = match self.load_once(least).await {
            // The clock was ahead once and is right now, or it is wrong now: the dates of what is
            // signed will tell.
            Err(cause) if cause.code == ErrorCode::ClockWrong => {
                let _ = fs::remove_file(self.known().join(LATEST_TIME));
                self.load_once(least).await
            }
            // The keys may have been changed between its asking for the next root and for what is
            // signed: who looks again sees the new root first.
            Err(cause) if cause.code == ErrorCode::FeedForged => self.load_once(least).await,
            outcome => outcome,
        }?;
        if vouched_until.duration_since(now) > TIMESTAMP_HOLDS + TOLERANCE {
            let sentence = format!("the feed was vouched for after {now}, which is the time here");
            return Err(Error::new(ErrorCode::ClockWrong, sentence));
        }
        Ok(edition)
    }

    async fn load_once(&self, least: &Versions) -> Result<(Edition, Instant)> {
        let root = self.newest_root(least);
        let repository = RepositoryLoader::new(&root, base("metadata")?, base("targets")?)
            .transport(Adapter(Arc::clone(&self.carrier)))
            .datastore(self.known())
            .limits(Limits {
                max_root_size: MAX_METADATA,
                max_targets_size: MAX_METADATA,
                max_timestamp_size: MAX_METADATA,
                max_snapshot_size: MAX_METADATA,
                max_root_updates: MAX_ROOTS,
            })
            .load()
            .await
            .map_err(|cause| fault(&cause))?;
        let timestamp = &repository.timestamp().signed;
        let versions = Versions {
            root: repository.root().signed.version.get(),
            timestamp: timestamp.version.get(),
            snapshot: repository.snapshot().signed.version.get(),
            targets: repository.targets().signed.version.get(),
        };
        let name = TargetName::new(CATALOGUE).map_err(|cause| fault(&cause))?;
        let listed = repository.targets().signed.targets.get(&name);
        if listed.is_none_or(|listed| listed.length > MAX_METADATA) {
            let sentence = "the feed has no catalogue of a possible size";
            return Err(Error::new(ErrorCode::FeedUnreadable, sentence));
        }
        let stream = repository.read_target(&name).await.map_err(|cause| fault(&cause))?;
        let bytes = match stream {
            Some(stream) => stream.into_vec().await.map_err(|cause| fault(&cause))?,
            None => return Err(Error::new(ErrorCode::FeedIncomplete, "there is no catalogue")),
        };
        let edition = Edition { catalogue: Catalogue::read(&bytes, &self.feed)?, versions };
        Ok((edition, timestamp.expires))
    }

    /// The newest root that was ever accepted. Where the file was damaged or put back, the way
    /// begins at the trust again, and the floors say where it must at least lead.
    fn newest_root(&self, least: &Versions) -> Vec<u8> {
        let kept = fs::read(self.known().join("root.json")).ok();
        let is_newest = |bytes: &Vec<u8>| {
            serde_json::from_slice::<Signed<Root>>(bytes).is_ok_and(|root| {
                root.signed.verify_role(&root).is_ok() && root.signed.version.get() >= least.root
            })
        };
        kept.filter(is_newest).unwrap_or_else(|| self.trust.root().to_vec())
    }

    /// An expired feed and a clock that runs ahead look the same from here; the other side's time
    /// tells them apart well enough for a sentence.
    fn judge_clock(&self, cause: Error, now: Instant) -> Error {
        let apart = self.carrier.their_time().map(|theirs| now.duration_since(theirs).abs());
        if cause.code == ErrorCode::FeedExpired && apart.is_some_and(|apart| apart > TOLERANCE) {
            let sentence =
                format!("{}; and the time here, {now}, is not the server's", cause.message);
            return Error::new(ErrorCode::ClockWrong, sentence);
        }
        cause
    }

    fn known(&self) -> PathBuf {
        self.dir.join("known")
    }

    pub(crate) fn parts(&self) -> PathBuf {
        self.dir.join("parts")
    }
}

/// I3: root, metadata and head never go back.
fn check_floors(edition: &Edition, least: &Versions, least_head: u64) -> Result<()> {
    let Edition { versions, catalogue } = edition;
    let older = |what: &str, is: u64, was: u64| {
        let sentence = format!("its {what} is {is}, this library has seen {was}");
        Err(Error::new(ErrorCode::FeedRolledBack, sentence))
    };
    if versions.root < least.root {
        return older("root", versions.root, least.root);
    }
    // A new root may come with new keys, whose holders count afresh: that is how a feed recovers
    // from an attacker who counted very far (TUF specification, 5.3.11).
    if versions.root == least.root {
        for (what, is, was) in [
            ("timestamp", versions.timestamp, least.timestamp),
            ("snapshot", versions.snapshot, least.snapshot),
            ("targets", versions.targets, least.targets),
        ] {
            if is < was {
                return older(what, is, was);
            }
        }
    }
    if catalogue.head < least_head {
        return older("head", catalogue.head, least_head);
    }
    Ok(())
}
