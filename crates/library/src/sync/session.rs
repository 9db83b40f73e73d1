//! One sync, from the first question to the last file removed.

use super::http::{Counts, Http};
use super::plan::Plan;
use super::{PUBLIC, Server, Watch};
use crate::lock::{SyncTurn, WriterLock};
use crate::standing::Standing;
use crate::store::{FeedGoal, Floors, Goal, Mark, Store, Written};
use hrc_domain::error::Result;
use hrc_domain::sync::{SyncEnd, SyncProgress, SyncReport, SyncStep};
use hrc_domain::{Change, Error, ErrorCode};
use hrc_feed::{Carrier, Catalogue, Edition, Follower, Versions};
use jiff::Timestamp as Instant;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Clock};

/// The file that tells when a library was last found complete.
const COMPLETE: &str = "complete";

/// How often a sync looks whether it shall stop.
const GLANCE: Duration = Duration::from_millis(40);

/// What the log of a database and a new index beside the old one take, in times of what is
/// unpacked into them; measured, with a little to spare.
const ROOM: u64 = 3;

/// One sync.
pub struct Session<'a> {
    dir: &'a Path,
    store: &'a Store,
    standing: &'a Standing,
    server: &'a Server,
    watch: &'a dyn Watch,
    now: Instant,
}

/// What a sync comes to: a report and, where the library changed, where it stands now.
pub(crate) struct Synced {
    pub report: SyncReport,
    pub standing: Option<Standing>,
}

/// What the store knows before it begins.
struct Before {
    mark: Mark,
    follows: bool,
    floors: Floors,
    is_empty: bool,
}

impl<'a> Session<'a> {
    pub(crate) fn new(
        dir: &'a Path,
        (store, standing): (&'a Store, &'a Standing),
        server: &'a Server,
        watch: &'a dyn Watch,
        now: Instant,
    ) -> Self {
        Self { dir, store, standing, server, watch, now }
    }

    /// Runs it. Blocks; others go on reading.
    pub(crate) fn run(&self) -> Result<Synced> {
        let began = Clock::now();
        let _turn = SyncTurn::take(self.dir)?;
        let counts = Arc::new(Counts::default());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|cause| Error::io("starting the sync", &cause))?;
        let (written, standing) = runtime.block_on(async {
            tokio::select! {
                outcome = self.bring(Arc::clone(&counts)) => outcome,
                () = self.stopped() => Err(cancelled()),
            }
        })?;
        self.note_complete();
        let mark = self.store.mark()?;
        let applied = written.map(|written| written.applied).unwrap_or_default();
        let state = if applied.upserted + applied.withdrawn > 0 {
            SyncEnd::Updated
        } else {
            SyncEnd::Current
        };
        let report = SyncReport {
            head: small(mark.head),
            applied: applied.upserted,
            withdrawn: applied.withdrawn,
            requests: small(counts.requests.load(Ordering::Relaxed)),
            bytes: small(counts.bytes.load(Ordering::Relaxed)),
            ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
            state,
        };
        Ok(Synced { report, standing })
    }

    async fn stopped(&self) {
        while !self.watch.cancelled() {
            tokio::time::sleep(GLANCE).await;
        }
    }

    async fn bring(&self, counts: Arc<Counts>) -> Result<(Option<Written>, Option<Standing>)> {
        self.tell(SyncStep::Checking, 0, 0);
        let folder = self.server.folder(self.dir);
        let carrier = Arc::new(Http::new(
            self.server.feed_address()?,
            &self.server.proxy,
            folder.join("kept"),
            counts,
        )?);
        let Server { trust, patience, .. } = self.server;
        let carries: Arc<dyn Carrier> = Arc::clone(&carrier) as _;
        let follower = Follower::new(carries, trust.clone(), PUBLIC, &folder, *patience)?;
        let before = self.before()?;
        let edition = self.look(&follower, &carrier, &before.floors).await?;
        let plan = Plan::make(&edition.catalogue, &before.mark, before.follows)?;
        let brought = if plan == Plan::Stay {
            if edition.versions != versions(&before.floors) {
                self.raise(&edition)?;
            }
            (None, None)
        } else {
            let (written, _lock) = self.carry_out(&follower, &edition, &plan, &before).await?;
            self.tell(SyncStep::Indexing, 0, 0);
            // What is applied stays applied: an index that finds no room is made in memory, and
            // anew on disk at the next start.
            let standing = Standing::follow(self.dir, self.store, &written, &self.standing.whole)
                .or_else(|_| Standing::in_memory(self.store))?;
            (Some(written), Some(standing))
        };
        follower.clear();
        carrier.clear_old();
        Ok(brought)
    }

    /// What the feed offers. Where an answer is wrong in which something took part that was kept
    /// of earlier ones, that may be the fault: it is forgotten by then, and asked for once more.
    async fn look(&self, follower: &Follower, carrier: &Http, floors: &Floors) -> Result<Edition> {
        let least = versions(floors);
        match follower.edition(&least, floors.head, self.now).await {
            Err(cause)
                if carrier.used_kept()
                    && [ErrorCode::FeedUnreadable, ErrorCode::FeedForged].contains(&cause.code) =>
            {
                follower.edition(&least, floors.head, self.now).await
            }
            outcome => outcome,
        }
    }

    fn before(&self) -> Result<Before> {
        let identity = self.server.fingerprint();
        self.store.read(|reader| {
            let mark = reader.mark()?;
            Ok(Before {
                mark,
                follows: reader.feed()?.as_deref() == Some(identity),
                floors: reader.floors(identity)?,
                is_empty: reader.count()? == 0,
            })
        })
    }

    /// Fetches and applies what the plan says. The lock that was taken to apply comes along, for
    /// the index to follow before anybody else writes.
    async fn carry_out(
        &self,
        follower: &Follower,
        edition: &Edition,
        plan: &Plan,
        before: &Before,
    ) -> Result<(Written, WriterLock)> {
        let files = self.fetch(follower, plan).await?;
        match self.apply(&files, edition, plan, before) {
            // The changes did not lead where they should: then everything anew, once.
            Err(cause)
                if cause.code == ErrorCode::FeedForged && !matches!(plan, Plan::Replace(..)) =>
            {
                let anew = Plan::replace(&edition.catalogue);
                let files = self.fetch(follower, &anew).await?;
                self.apply(&files, edition, &anew, before)
            }
            outcome => outcome,
        }
    }

    /// Fetches what the plan names, one file after the other.
    async fn fetch(&self, follower: &Follower, plan: &Plan) -> Result<Vec<PathBuf>> {
        self.check_room(plan)?;
        let total = plan.bytes();
        let mut done = 0;
        let mut files = Vec::new();
        let (snapshot, segments) = plan.files();
        if let Some(snapshot) = snapshot {
            let arrived = |there| {
                self.tell(SyncStep::Fetching, there, total);
                self.go_on()
            };
            files.push(follower.snapshot(snapshot, arrived).await?);
            done += snapshot.part.len;
        }
        for segment in segments {
            let arrived = |there| {
                self.tell(SyncStep::Fetching, done + there, total);
                self.go_on()
            };
            files.push(follower.segment(segment, arrived).await?);
            done += segment.part.len;
        }
        Ok(files)
    }

    /// Applies what was fetched, in one transaction, to be at the catalogue's head or not at all.
    fn apply(
        &self,
        files: &[PathBuf],
        edition: &Edition,
        plan: &Plan,
        before: &Before,
    ) -> Result<(Written, WriterLock)> {
        let Edition { catalogue, versions } = edition;
        let (snapshot, segments) = plan.files();
        let fresh = matches!(plan, Plan::Replace(..));
        // Changes that are in the library, or in the snapshot, already are passed over.
        let known =
            if fresh { snapshot.map_or(0, |snapshot| snapshot.at) } else { before.mark.head };
        let (first, rest) = files.split_at(usize::from(snapshot.is_some()).min(files.len()));
        let mut sources: Vec<Box<dyn Iterator<Item = Result<Change>>>> = Vec::new();
        if let (Some(snapshot), [file]) = (snapshot, first) {
            sources.push(Box::new(Follower::open_snapshot(file, snapshot)?));
        }
        for (segment, file) in segments.iter().zip(rest) {
            let changes = Follower::open_segment(file, segment)?;
            sources.push(Box::new(changes.filter(move |change| {
                change.as_ref().map_or(true, |change| change.sequence() > known)
            })));
        }
        let (mut done, total) = (0, plan.changes());
        let changes = sources.into_iter().flatten().map(|change| {
            if done % 256 == 0 {
                self.tell(SyncStep::Applying, done, total);
                self.go_on()?;
            }
            done += 1;
            change
        });
        let laid_out = iter::from_fn(|| {
            self.tell(SyncStep::Preparing, 0, 0);
            self.go_on().err().map(Err)
        });
        let at = self.now.to_string();
        let goal = Goal {
            head: catalogue.head,
            feed: Some(FeedGoal {
                identity: self.server.fingerprint(),
                digest: catalogue.state()?,
                floors: floors(catalogue, versions),
                // For whoever has nothing, everything is new.
                at: (!before.is_empty).then_some(at.as_str()),
            }),
            fresh,
        };
        let lock = WriterLock::take(self.dir)?;
        if self.before()?.mark != before.mark {
            return Err(Error::new(ErrorCode::Busy, "another program changed the library"));
        }
        // To adopt is to apply no change at all: only the mark moves.
        Ok((self.store.write(&goal, changes.chain(laid_out))?, lock))
    }

    fn raise(&self, edition: &Edition) -> Result<()> {
        let _lock = WriterLock::take(self.dir)?;
        let floors = floors(&edition.catalogue, &edition.versions);
        self.store.raise(self.server.fingerprint(), &floors)
    }

    /// Errs when the disk has no room for what is to come: better now than in the middle.
    fn check_room(&self, plan: &Plan) -> Result<()> {
        let needed = plan.bytes() + plan.raw_bytes() * ROOM;
        // A system that does not tell is believed to have room.
        let free = fs4::available_space(self.dir).unwrap_or(u64::MAX);
        if free < needed {
            let sentence = format!("{needed} bytes are needed, {free} are free");
            return Err(Error::new(ErrorCode::DiskFull, sentence));
        }
        Ok(())
    }

    fn go_on(&self) -> Result<()> {
        if self.watch.cancelled() { Err(cancelled()) } else { Ok(()) }
    }

    fn tell(&self, step: SyncStep, done: u64, total: u64) {
        self.watch.progress(SyncProgress { step, done: small(done), total: small(total) });
    }

    fn note_complete(&self) {
        let file = self.server.folder(self.dir).join(COMPLETE);
        // Only shown to the reader; nothing depends on it.
        let _ = fs::write(file, self.now.to_string());
    }
}

/// When this library was last found to hold everything the server has, as an RFC 3339 instant.
pub(crate) fn last_complete(dir: &Path, server: &Server) -> Option<String> {
    let noted = fs::read_to_string(server.folder(dir).join(COMPLETE)).ok()?;
    noted.parse::<Instant>().is_ok().then_some(noted)
}

const fn versions(floors: &Floors) -> Versions {
    let Floors { root, timestamp, snapshot, targets, .. } = *floors;
    Versions { root, timestamp, snapshot, targets }
}

const fn floors(catalogue: &Catalogue, versions: &Versions) -> Floors {
    let Versions { root, timestamp, snapshot, targets } = *versions;
    Floors { head: catalogue.head, root, timestamp, snapshot, targets }
}

fn cancelled() -> Error {
    Error::new(ErrorCode::Cancelled, "the sync was stopped")
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
