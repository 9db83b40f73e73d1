//! One feed on its way into its layer: ask what there is, fetch, apply, index.
//!
//! It knows neither where the files come from nor which layers there are; `session` does.

use super::Watch;
use super::plan::Plan;
use crate::Applied;
use crate::lock::WriterLock;
use crate::standing::Standing;
use crate::store::{FeedGoal, Floors, Goal, Mark, Marks, Shelf, Store, Written};
use hrc_domain::error::Result;
use hrc_domain::sync::{SyncProgress, SyncStep};
use hrc_domain::{Change, Error, ErrorCode};
use hrc_feed::{Carrier, Catalogue, Edition, Follower, Trust, Versions};
use jiff::Timestamp as Instant;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What the log of a database and a new index beside the old one take, in times of what is
/// unpacked into them; measured, with a little to spare.
const ROOM: u64 = 3;

/// Whoever brings a feed's files, and may keep some of them for the next time.
pub(super) trait Source: Carrier {
    /// Whether anything that was kept took part in an answer.
    fn used_kept(&self) -> bool {
        false
    }

    /// Removes what is kept and was not asked for: editions that have passed.
    fn clear_old(&self) {}
}

/// The library that syncs, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub dir: &'a Path,
    pub store: &'a Store,
    pub watch: &'a dyn Watch,
    pub now: Instant,
    pub patience: Duration,
}

/// One feed and the shelf it fills.
pub(super) struct Leg<'a> {
    pub ground: Ground<'a>,
    pub shelf: Shelf,
    /// The feed's name.
    pub feed: &'static str,
    pub trust: &'a Trust,
    /// Where what is known of it is kept.
    pub folder: &'a Path,
    pub source: Arc<dyn Source>,
    /// Where the library stands before.
    pub standing: &'a Standing,
}

/// What a feed came to.
pub(super) struct Brought {
    pub catalogue: Catalogue,
    pub applied: Applied,
    /// Where the library stands now; none where it did not change.
    pub standing: Option<Standing>,
}

/// What the store knows before it begins.
#[derive(Default)]
struct Before {
    mark: Mark,
    follows: bool,
    floors: Floors,
    is_empty: bool,
}

/// What was written, and what the index stands at until it follows.
struct Settled {
    written: Written,
    before: Marks,
    _lock: WriterLock,
}

impl Leg<'_> {
    /// Goes it to the end.
    pub(super) async fn bring(&self) -> Result<Brought> {
        self.ground.tell(SyncStep::Checking, 0, 0);
        let carrier: Arc<dyn Carrier> = Arc::clone(&self.source) as _;
        let patience = self.ground.patience;
        let follower =
            Follower::new(carrier, self.trust.clone(), self.feed, self.folder, patience)?;
        let before = self.before()?;
        let edition = self.look(&follower, &before.floors).await?;
        let plan = Plan::make(&edition.catalogue, &before.mark, before.follows)?;
        let (applied, standing) = if plan == Plan::Stay {
            if edition.versions != versions(&before.floors) {
                self.raise(&edition)?;
            }
            (Applied::default(), None)
        } else {
            let settled = self.carry_out(&follower, &edition, &plan, &before).await?;
            self.ground.tell(SyncStep::Indexing, 0, 0);
            // What is applied stays applied: an index that finds no room is made in memory, and
            // anew on disk at the next start.
            let Ground { dir, store, .. } = self.ground;
            let changed = (&settled.before, &settled.written);
            let standing = Standing::follow(dir, store, changed, &self.standing.whole)
                .or_else(|_| Standing::in_memory(store))?;
            (settled.written.applied, Some(standing))
        };
        follower.clear();
        self.source.clear_old();
        Ok(Brought { catalogue: edition.catalogue, applied, standing })
    }

    /// What the feed offers. Where an answer is wrong in which something took part that was kept
    /// of earlier ones, that may be the fault: it is forgotten by then, and asked for once more.
    async fn look(&self, follower: &Follower, floors: &Floors) -> Result<Edition> {
        let (least, now) = (versions(floors), self.ground.now);
        match follower.edition(&least, floors.head, now).await {
            Err(cause)
                if self.source.used_kept()
                    && [ErrorCode::FeedUnreadable, ErrorCode::FeedForged].contains(&cause.code) =>
            {
                follower.edition(&least, floors.head, now).await
            }
            outcome => outcome,
        }
    }

    fn before(&self) -> Result<Before> {
        let identity = self.trust.identity();
        let before = self.ground.store.read_shelf(self.shelf, |reader| {
            Ok(Before {
                mark: reader.mark()?,
                follows: reader.feed()?.as_deref() == Some(identity),
                floors: reader.floors(identity)?,
                is_empty: !reader.has_more_than(0)?,
            })
        })?;
        // A shelf that is not there yet is made when there is something to put onto it.
        Ok(before.unwrap_or(Before { is_empty: true, ..Before::default() }))
    }

    /// Fetches and applies what the plan says. The lock that was taken to apply comes along, for
    /// the index to follow before anybody else writes.
    async fn carry_out(
        &self,
        follower: &Follower,
        edition: &Edition,
        plan: &Plan,
        before: &Before,
    ) -> Result<Settled> {
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
        self.ground.check_room(plan)?;
        let total = plan.bytes();
        let mut done = 0;
        let mut files = Vec::new();
        let (snapshot, segments) = plan.files();
        if let Some(snapshot) = snapshot {
            let arrived = |there| {
                self.ground.tell(SyncStep::Fetching, there, total);
                self.ground.go_on()
            };
            files.push(follower.snapshot(snapshot, arrived).await?);
            done += snapshot.part.len;
        }
        for segment in segments {
            let arrived = |there| {
                self.ground.tell(SyncStep::Fetching, done + there, total);
                self.ground.go_on()
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
    ) -> Result<Settled> {
        let Edition { catalogue, versions } = edition;
        let Ground { dir, store, now, .. } = self.ground;
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
                self.ground.tell(SyncStep::Applying, done, total);
                self.ground.go_on()?;
            }
            done += 1;
            change
        });
        let laid_out = iter::from_fn(|| {
            self.ground.tell(SyncStep::Preparing, 0, 0);
            self.ground.go_on().err().map(Err)
        });
        let at = now.to_string();
        let goal = Goal {
            head: catalogue.head,
            feed: Some(FeedGoal {
                identity: self.trust.identity(),
                digest: catalogue.state()?,
                floors: floors(catalogue, versions),
                // For whoever has nothing, everything is new.
                at: (!before.is_empty).then_some(at.as_str()),
            }),
            fresh,
        };
        let lock = WriterLock::take(dir)?;
        if self.before()?.mark != before.mark {
            return Err(Error::new(ErrorCode::Busy, "another program changed the library"));
        }
        let stood = store.marks()?;
        // To adopt is to apply no change at all: only the mark moves.
        let written = store.write(self.shelf, &goal, changes.chain(laid_out))?;
        Ok(Settled { written, before: stood, _lock: lock })
    }

    fn raise(&self, edition: &Edition) -> Result<()> {
        let _lock = WriterLock::take(self.ground.dir)?;
        let floors = floors(&edition.catalogue, &edition.versions);
        self.ground.store.raise(self.shelf, self.trust.identity(), &floors)
    }
}

impl Ground<'_> {
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
}

const fn versions(floors: &Floors) -> Versions {
    let Floors { root, timestamp, snapshot, targets, .. } = *floors;
    Versions { root, timestamp, snapshot, targets }
}

const fn floors(catalogue: &Catalogue, versions: &Versions) -> Floors {
    let Versions { root, timestamp, snapshot, targets } = *versions;
    Floors { head: catalogue.head, root, timestamp, snapshot, targets }
}

pub(super) fn cancelled() -> Error {
    Error::new(ErrorCode::Cancelled, "the sync was stopped")
}

pub(super) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
