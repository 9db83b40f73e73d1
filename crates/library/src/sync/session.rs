//! One sync, from the first question to the last file removed.

use super::http::{self, Counts, Http};
use super::plan::Plan;
use super::{PUBLIC, Server, Watch};
use crate::lock::{SyncTurn, WriterLock};
use crate::standing::Standing;
use crate::store::{FeedGoal, Floors, Goal, Mark, Store, Written};
use hrc_domain::error::Result;
use hrc_domain::sync::{SyncEnd, SyncProgress, SyncReport, SyncStep};
use hrc_domain::{Change, Error, ErrorCode};
use hrc_feed::{Catalogue, Edition, Follower, Versions};
use jiff::Timestamp as Instant;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Clock};

/// The file that tells when a library was last found complete.
const COMPLETE: &str = "complete";

/// How often a sync looks whether it shall stop.
const GLANCE: Duration = Duration::from_millis(40);

/// What a database and its log may take, beside what is unpacked into them.
const ROOM: u64 = 3;

/// One sync.
pub struct Session<'a> {
    dir: &'a Path,
    store: &'a Store,
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
        store: &'a Store,
        server: &'a Server,
        watch: &'a dyn Watch,
        now: Instant,
    ) -> Self {
        Self { dir, store, server, watch, now }
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
        let kept = folder.join("kept");
        let carrier =
            Http::new(self.server.feed_address()?, &self.server.proxy, kept.clone(), counts)?;
        let Server { trust, patience, .. } = self.server;
        let follower = Follower::new(Arc::new(carrier), trust.clone(), PUBLIC, &folder, *patience)?;
        let before = self.before()?;
        let least = versions(&before.floors);
        let edition = follower.edition(&least, before.floors.head, self.now).await?;
        let catalogue = &edition.catalogue;
        let plan = Plan::make(catalogue, &before.mark, before.follows)?;
        if plan == Plan::Stay {
            if edition.versions.root > least.root {
                self.raise(&edition)?;
            }
            return Ok((None, None));
        }
        let outcome = self.carry_out(&follower, &edition, &plan, &before).await;
        let written = match outcome {
            // The changes did not lead where they should: then everything anew, once.
            Err(cause)
                if cause.code == ErrorCode::FeedForged && plan != Plan::replace(catalogue) =>
            {
                self.carry_out(&follower, &edition, &Plan::replace(catalogue), &before).await?
            }
            outcome => outcome?,
        };
        follower.clear();
        clear_kept(&kept, catalogue, &edition.versions);
        self.tell(SyncStep::Indexing, 0, 0);
        let _lock = WriterLock::take(self.dir)?;
        let standing = Standing::follow(self.dir, self.store, &written)?;
        Ok((Some(written), Some(standing)))
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

    async fn carry_out(
        &self,
        follower: &Follower,
        edition: &Edition,
        plan: &Plan,
        before: &Before,
    ) -> Result<Written> {
        self.check_room(plan)?;
        let files = self.fetch(follower, plan).await?;
        self.apply(&files, edition, plan, before)
    }

    /// Fetches what the plan names, one file after the other.
    async fn fetch(&self, follower: &Follower, plan: &Plan) -> Result<Vec<PathBuf>> {
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
    ) -> Result<Written> {
        let Edition { catalogue, versions } = edition;
        let (snapshot, segments) = plan.files();
        let fresh = snapshot.is_some() || (!before.follows && *plan != Plan::Adopt);
        // What is in the library already is passed over; a snapshot's own changes are all new.
        let own_head = snapshot.map_or(before.mark.head, |snapshot| snapshot.at);
        let known = if fresh && snapshot.is_none() { 0 } else { own_head };
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
            fresh: fresh || !before.follows,
        };
        let _lock = WriterLock::take(self.dir)?;
        if self.before()?.mark != before.mark {
            return Err(Error::new(ErrorCode::Busy, "another program changed the library"));
        }
        match plan {
            Plan::Adopt => self.store.adopt(&goal),
            _ => self.store.write(&goal, changes),
        }
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

fn clear_kept(kept: &Path, catalogue: &Catalogue, versions: &Versions) {
    let Versions { snapshot, targets, .. } = versions;
    let mut names =
        vec![format!("metadata-{snapshot}.snapshot."), format!("metadata-{targets}.targets.")];
    // The catalogue in force is named by its hash, which its content does not tell; keeping the
    // newest alone would need a second look. They are small, and go with the next root.
    if catalogue.head > 0 {
        names.push("targets-".to_owned());
    }
    http::clear_old(kept, &names);
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
