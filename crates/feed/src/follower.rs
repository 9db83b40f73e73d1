//! Following a feed: what its newest catalogue says, and the files it names.
//!
//! The TUF client checks signatures, versions and dates. What it leaves to whoever calls it is
//! done here: the newest root is handed back in, so that a feed cannot return to keys it gave up; a
//! clock that was wrong once does not stop syncing for ever; and everything together has a limit in
//! time, which a server that drips one byte a second cannot stretch.

use crate::carrier::{Adapter, Arrival, Carrier, Trouble, base};
use crate::catalogue::{Catalogue, MAX_BYTES, Segment, Snapshot};
use crate::fault::fault;
use crate::parts::{Part, segment_name, snapshot_name};
use crate::roles::TIMESTAMP_HOLDS;
use crate::segment::Changes;
use crate::standing::CATALOGUE;
use crate::trust::{Trust, hex};
use aws_lc_rs::digest::{Context, SHA256};
use futures_util::StreamExt;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::{SignedDuration, Timestamp as Instant};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tough::schema::{Root, Signed};
use tough::{IntoVec, Limits, RepositoryLoader, TargetName};

/// What a signed file may be at most, in bytes; ours are a hundredth of it.
const MAX_METADATA: u64 = 256 << 10;

/// How many roots may follow on each other in one sync.
const MAX_ROOTS: u64 = 256;

/// The slowest link that is still one, in bytes a second.
const SLOWEST: u64 = 4 << 10;

/// How far two clocks may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// The TUF client's note of the latest time it saw.
const LATEST_TIME: &str = "latest_known_time.json";

/// One feed, as one library follows it.
#[derive(Debug)]
pub struct Follower {
    carrier: Arc<dyn Carrier>,
    trust: Trust,
    feed: String,
    dir: PathBuf,
    patience: Duration,
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
        for folder in [dir.to_owned(), dir.join("known"), dir.join("parts")] {
            fs::create_dir_all(folder).map_err(|e| Error::io("making the feed's folder", &e))?;
        }
        Ok(Self { carrier, trust, feed: feed.to_owned(), dir: dir.to_owned(), patience })
    }

    /// The newest edition, which nothing in `least` may be above.
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
        match self.load_once(least, now).await {
            // The clock was ahead once and is right now, or it is wrong now: the dates of what is
            // signed will tell.
            Err(cause) if cause.code == ErrorCode::ClockWrong => {
                let _ = fs::remove_file(self.known().join(LATEST_TIME));
                self.load_once(least, now).await
            }
            outcome => outcome,
        }
    }

    async fn load_once(&self, least: &Versions, now: Instant) -> Result<Edition> {
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
        if timestamp.expires.duration_since(now) > TIMESTAMP_HOLDS + TOLERANCE {
            let sentence = format!("the feed was vouched for after {now}, which is the time here");
            return Err(Error::new(ErrorCode::ClockWrong, sentence));
        }
        let versions = Versions {
            root: repository.root().signed.version.get(),
            timestamp: timestamp.version.get(),
            snapshot: repository.snapshot().signed.version.get(),
            targets: repository.targets().signed.version.get(),
        };
        let name = TargetName::new(CATALOGUE).map_err(|cause| fault(&cause))?;
        let listed = repository.targets().signed.targets.get(&name);
        if listed.is_none_or(|listed| listed.length > MAX_BYTES) {
            let sentence = "the feed has no catalogue of a possible size";
            return Err(Error::new(ErrorCode::FeedUnreadable, sentence));
        }
        let stream = repository.read_target(&name).await.map_err(|cause| fault(&cause))?;
        let bytes = match stream {
            Some(stream) => stream.into_vec().await.map_err(|cause| fault(&cause))?,
            None => return Err(Error::new(ErrorCode::FeedIncomplete, "there is no catalogue")),
        };
        Ok(Edition { catalogue: Catalogue::read(&bytes, &self.feed)?, versions })
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

    /// Fetches a segment's file, going on where an earlier try was cut off; `arrived` is told every
    /// few kilobytes how many bytes are there. What is returned has the right length and hash.
    pub async fn segment(
        &self,
        segment: &Segment,
        arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<PathBuf> {
        self.part(&segment.part, &segment_name(&segment.part), arrived).await
    }

    /// Fetches a snapshot's file, in the same way.
    pub async fn snapshot(
        &self,
        snapshot: &Snapshot,
        arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<PathBuf> {
        self.part(&snapshot.part, &snapshot_name(&snapshot.part), arrived).await
    }

    async fn part(
        &self,
        part: &Part,
        name: &str,
        arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<PathBuf> {
        let whole = self.dir.join("parts").join(&part.sha256);
        if whole.metadata().is_ok_and(|meta| meta.len() == part.len) {
            return Ok(whole);
        }
        let limit = self.patience + Duration::from_secs(part.len / SLOWEST);
        let begun = whole.with_extension("begun");
        let fetched = self.fetch(part, name, &begun, arrived);
        let late = |_| Error::new(ErrorCode::TimedOut, format!("{name} took too long"));
        tokio::time::timeout(limit, fetched).await.map_err(late).flatten()?;
        fs::rename(&begun, &whole).map_err(|e| Error::io("keeping what was fetched", &e))?;
        Ok(whole)
    }

    async fn fetch(
        &self,
        part: &Part,
        name: &str,
        begun: &Path,
        mut arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<()> {
        let failed = |e: std::io::Error| Error::io("keeping what is fetched", &e);
        let kept = begun.metadata().map_or(0, |meta| meta.len());
        // All of it and never renamed, or more than all of it: not worth a thought.
        let kept = if kept < part.len { kept } else { 0 };
        let Arrival { from, mut bytes } = match self.carrier.fetch(name, kept).await {
            Ok(arrival) => arrival,
            Err(Trouble::Missing) => {
                let sentence = format!("{name} is in the catalogue and not there");
                return Err(Error::new(ErrorCode::FeedIncomplete, sentence));
            }
            Err(Trouble::Failed(cause)) => return Err(cause),
        };
        let mut hash = Context::new(&SHA256);
        let mut file = if from == kept && kept > 0 {
            hash_file(begun, &mut hash).map_err(failed)?;
            File::options().append(true).open(begun).map_err(failed)?
        } else if from == 0 {
            File::create(begun).map_err(failed)?
        } else {
            let sentence = format!("{name} was asked for from byte {kept} and begins at {from}");
            return Err(Error::new(ErrorCode::FeedUnreadable, sentence));
        };
        let mut there = from;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk?;
            there += chunk.len() as u64;
            if there > part.len {
                break;
            }
            hash.update(&chunk);
            file.write_all(&chunk).map_err(failed)?;
            arrived(there)?;
        }
        if there < part.len {
            // What came stays for the next try.
            let sentence = format!("{name} ended after {there} of {} bytes", part.len);
            return Err(Error::new(ErrorCode::Offline, sentence));
        }
        if there > part.len || hex(hash.finish().as_ref()) != part.sha256 {
            let _ = fs::remove_file(begun);
            let sentence = format!("{name} is not the file that was published");
            return Err(Error::new(ErrorCode::FeedForged, sentence));
        }
        file.sync_all().map_err(failed)
    }

    /// The changes in a segment's file.
    pub fn open_segment(file: &Path, segment: &Segment) -> Result<Changes<File>> {
        Changes::read(open(file)?, &segment.part, segment.from + 1, segment.to)
    }

    /// The entries in a snapshot's file.
    pub fn open_snapshot(file: &Path, snapshot: &Snapshot) -> Result<Changes<File>> {
        Changes::read(open(file)?, &snapshot.part, 1, snapshot.at)
    }

    /// Removes the files that were fetched and are applied, or that no catalogue names any more.
    pub fn clear(&self) {
        for file in fs::read_dir(self.dir.join("parts")).into_iter().flatten().flatten() {
            // Best effort: what stays is only in the way.
            let _ = fs::remove_file(file.path());
        }
    }
}

fn open(file: &Path) -> Result<File> {
    File::open(file).map_err(|e| Error::io("reading what was fetched", &e))
}

fn hash_file(file: &Path, hash: &mut Context) -> std::io::Result<()> {
    let mut file = File::open(file)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            n => hash.update(&buffer[..n]),
        }
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
