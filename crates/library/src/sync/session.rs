//! One sync, from the first question to the last file removed: the general layer, and then, for whoever
//! is enrolled, the practitioners'.
//!
//! Each layer is at exactly one published head, whatever becomes of the other; the practitioners' never
//! keeps the general one back.

use super::http::{Counts, Http};
use super::leg::{Brought, Ground, Leg, Source, cancelled, small};
use super::parcel::Parcel;
use super::stick::Stick;
use super::{PRACTITIONER, PUBLIC, Server, Watch, practitioner_folder};
use crate::account::Kept;
use crate::lock::SyncTurn;
use crate::standing::Standing;
use crate::store::{Shelf, Store};
use futures_util::StreamExt;
use hrc_domain::enrolment::AccountEnd;
use hrc_domain::error::Result;
use hrc_domain::sync::{SyncEnd, SyncReport};
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Trouble, Trust};
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

/// The first root of a feed, which is its identity.
const FIRST_ROOT: &str = "metadata/1.root.json";

/// What a root may be at most, in bytes.
const MAX_ROOT: usize = 256 << 10;

/// Where feeds come from.
pub(crate) enum Origin<'a> {
    /// Over the network.
    Server(&'a Server),
    /// From a folder.
    Stick(&'a Stick),
}

/// One sync.
pub(crate) struct Session<'a> {
    dir: &'a Path,
    store: &'a Store,
    standing: &'a Standing,
    origin: Origin<'a>,
    watch: &'a dyn Watch,
    now: Instant,
    counts: Arc<Counts>,
}

/// What a sync comes to.
pub(crate) struct Synced {
    /// What it did; or what kept it from doing everything.
    pub report: Result<SyncReport>,
    /// Where the library stands now; none where it did not change.
    pub standing: Option<Standing>,
    /// That the account has ended, and why.
    pub end: Option<AccountEnd>,
}

/// The layers, as far as they came.
struct Layers {
    general: Brought,
    /// The practitioners'; none where there is none to be had, as for most.
    depth: Result<Option<Brought>>,
    end: Option<AccountEnd>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(
        dir: &'a Path,
        (store, standing): (&'a Store, &'a Standing),
        origin: Origin<'a>,
        watch: &'a dyn Watch,
        now: Instant,
    ) -> Self {
        Self { dir, store, standing, origin, watch, now, counts: Arc::default() }
    }

    /// Runs it. Blocks; others go on reading. Errs where not even the turn to sync was to be had.
    pub(crate) fn run(&self) -> Result<Synced> {
        let began = Clock::now();
        let _turn = SyncTurn::take(self.dir)?;
        let kept = Kept::load(self.dir)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|cause| Error::io("starting the sync", &cause))?;
        let layers = runtime.block_on(unless_stopped(self.watch, self.bring(kept.as_ref())));
        let Layers { general, depth, end } = match layers {
            Ok(layers) => layers,
            Err(cause) => {
                // A clock that is wrong must not end anything.
                let is_sure =
                    ![ErrorCode::ClockWrong, ErrorCode::FeedExpired].contains(&cause.code);
                let is_over = kept.is_some_and(|kept| kept.is_over(self.now));
                let end = (is_over && is_sure).then_some(AccountEnd::Expired);
                return Ok(Synced { report: Err(cause), standing: None, end });
            }
        };
        let mut applied = general.applied;
        let mut standing = general.standing;
        let report = depth.and_then(|depth| {
            if let Some(depth) = depth {
                applied.upserted += depth.applied.upserted;
                applied.withdrawn += depth.applied.withdrawn;
                standing = depth.standing.or(standing.take());
            }
            self.note_complete();
            let marks = self.store.marks()?;
            let is_new = applied.upserted + applied.withdrawn > 0;
            Ok(SyncReport {
                head: small(marks.general.head),
                practitioner_head: match end {
                    None => marks.depth.map(|depth| small(depth.mark.head)),
                    Some(_) => None,
                },
                applied: applied.upserted,
                withdrawn: applied.withdrawn,
                requests: small(self.counts.requests.load(Ordering::Relaxed)),
                bytes: small(self.counts.bytes.load(Ordering::Relaxed)),
                questions_sent: 0,
                updates: 0,
                ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
                state: if is_new { SyncEnd::Updated } else { SyncEnd::Current },
            })
        });
        Ok(Synced { report, standing, end })
    }

    async fn bring(&self, kept: Option<&Kept>) -> Result<Layers> {
        let trust = self.origin.trust();
        let folder = super::folder_of(self.dir, trust);
        let general = Leg {
            ground: self.ground(),
            shelf: Shelf::General,
            feed: PUBLIC,
            trust,
            folder: &folder,
            source: self.origin.public(&folder, &self.counts)?,
            standing: self.standing,
        };
        let general = general.bring().await?;
        let Some(kept) = kept else {
            return Ok(Layers { general, depth: Ok(None), end: None });
        };
        if kept.fingerprint != trust.identity() {
            return Ok(Layers { general, depth: Ok(None), end: Some(AccountEnd::ServerChanged) });
        }
        if kept.is_over(self.now) {
            return Ok(Layers { general, depth: Ok(None), end: Some(AccountEnd::Expired) });
        }
        // What is done is done: stopping now must not take the general layer's report along.
        let depth = unless_stopped(self.watch, self.deepen(kept, &general)).await;
        let end = match depth.as_ref().map_err(|cause| cause.code) {
            Err(ErrorCode::AccountRevoked) => Some(AccountEnd::Revoked),
            Err(ErrorCode::AccountExpired) => Some(AccountEnd::Expired),
            _ => None,
        };
        let depth = if end.is_some() { Ok(None) } else { depth };
        Ok(Layers { general, depth, end })
    }

    /// Brings the practitioners' layer of the feed whose general one is here.
    async fn deepen(&self, kept: &Kept, general: &Brought) -> Result<Option<Brought>> {
        // Who signs the general layer says which practitioners' feed is the Network's: nobody has to
        // be asked whom to trust a second time.
        let Some(companion) = general.catalogue.companions.get(PRACTITIONER) else {
            return Ok(None);
        };
        let folder = practitioner_folder(self.dir);
        let Some(source) = self.origin.practitioner(kept, self.dir, &folder, &self.counts)? else {
            return Ok(None);
        };
        let trust = self.companion(source.as_ref(), companion, &folder).await?;
        let leg = Leg {
            ground: self.ground(),
            shelf: Shelf::Practitioner,
            feed: PRACTITIONER,
            trust: &trust,
            folder: &folder,
            source,
            standing: general.standing.as_ref().unwrap_or(self.standing),
        };
        leg.bring().await.map(Some)
    }

    /// The practitioners' first root, which must be the one that the general layer names.
    async fn companion(&self, source: &dyn Source, identity: &str, folder: &Path) -> Result<Trust> {
        let file = folder.join("1.root.json");
        let is_meant = |trust: &Trust| trust.identity() == identity;
        let known = fs::read(&file).ok().and_then(|root| Trust::new(&root).ok());
        if let Some(trust) = known.filter(is_meant) {
            return Ok(trust);
        }
        let root = whole(source, FIRST_ROOT).await?;
        match Trust::new(&root) {
            Ok(trust) if is_meant(&trust) => {
                fs::create_dir_all(folder)
                    .and_then(|()| fs::write(&file, &root))
                    .map_err(|e| Error::io("keeping the practitioners' first root", &e))?;
                Ok(trust)
            }
            _ => {
                let sentence = "the practitioners' feed is not the one the general layer names";
                Err(Error::new(ErrorCode::FeedForged, sentence))
            }
        }
    }

    fn ground(&self) -> Ground<'a> {
        Ground {
            dir: self.dir,
            store: self.store,
            watch: self.watch,
            now: self.now,
            patience: self.origin.patience(),
        }
    }

    fn note_complete(&self) {
        let file = super::folder_of(self.dir, self.origin.trust()).join(COMPLETE);
        // Only shown to the reader; nothing depends on it.
        let _ = fs::write(file, self.now.to_string());
    }
}

impl Origin<'_> {
    fn trust(&self) -> &Trust {
        match self {
            Self::Server(server) => &server.trust,
            Self::Stick(stick) => stick.trust(),
        }
    }

    fn patience(&self) -> Duration {
        match self {
            Self::Server(server) => server.patience,
            Self::Stick(_) => super::PATIENCE,
        }
    }

    fn public(&self, folder: &Path, counts: &Arc<Counts>) -> Result<Arc<dyn Source>> {
        Ok(match self {
            Self::Server(server) => Arc::new(Http::new(
                server.feed_address(PUBLIC)?,
                &server.proxy,
                folder.join("kept"),
                Arc::clone(counts),
            )?),
            Self::Stick(stick) => Arc::new(stick.public()),
        })
    }

    /// The practitioners' feed; none where the folder has none.
    fn practitioner(
        &self,
        kept: &Kept,
        library: &Path,
        folder: &Path,
        counts: &Arc<Counts>,
    ) -> Result<Option<Arc<dyn Source>>> {
        Ok(match self {
            Self::Server(server) => {
                let secret = kept.secret(library)?;
                let address = server.feed_address(PRACTITIONER)?;
                let keeping = folder.join("kept");
                let http = Http::new(address, &server.proxy, keeping, Arc::clone(counts))?;
                Some(Arc::new(http.with_token(&secret.token)?))
            }
            Self::Stick(stick) => match stick.parcel() {
                Some(file) => {
                    let secret = kept.secret(library)?;
                    Some(Arc::new(Parcel::open(&file, &secret.identity()?)?))
                }
                None => None,
            },
        })
    }
}

/// Does this work, unless whoever watches stops it.
pub(super) async fn unless_stopped<T>(
    watch: &dyn Watch,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let stopped = async {
        while !watch.cancelled() {
            tokio::time::sleep(GLANCE).await;
        }
    };
    tokio::select! {
        outcome = work => outcome,
        () = stopped => Err(cancelled()),
    }
}

/// A small file as a whole.
async fn whole(source: &dyn Source, name: &str) -> Result<Vec<u8>> {
    let missing = || Error::new(ErrorCode::FeedIncomplete, format!("{name} is not there"));
    let mut arrival = source.fetch(name, 0).await.map_err(|trouble| match trouble {
        Trouble::Missing => missing(),
        Trouble::Failed(cause) => cause,
    })?;
    let mut bytes = Vec::new();
    while let Some(chunk) = arrival.bytes.next().await {
        bytes.extend_from_slice(&chunk?);
        if bytes.len() > MAX_ROOT {
            let sentence = format!("{name} does not end where it must");
            return Err(Error::new(ErrorCode::FeedUnreadable, sentence));
        }
    }
    Ok(bytes)
}

/// When this library was last found to hold everything the server has, as an RFC 3339 instant.
pub(crate) fn last_complete(dir: &Path, server: &Server) -> Option<String> {
    let noted = fs::read_to_string(complete_of(dir, server)).ok()?;
    noted.parse::<Instant>().is_ok().then_some(noted)
}

fn complete_of(dir: &Path, server: &Server) -> PathBuf {
    super::folder_of(dir, &server.trust).join(COMPLETE)
}
