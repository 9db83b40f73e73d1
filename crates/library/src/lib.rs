//! The offline library: records in SQLite, found by tantivy, behind one façade.
//!
//! `store/` holds the truth and knows nothing of the rest. `search/` is built from the store and
//! can be thrown away. `sync/` fills the store from a feed. `account/` says whether this computer has
//! the practitioners' layer, too. `round` makes one sync of everything. `personal/` keeps what is the reader's own, in a file of its own, and
//! needs nothing of the rest; `workshops` stands between it and the library. `pages/` lays out what the screens show. `words` says what a word is and
//! `alphabet` which comes first, for everybody. This file binds them: it decides
//! when the index is healed, who may write, and which state a reader sees. What a window or a
//! terminal does with the answers, and how content becomes a batch, is elsewhere.

mod account;
mod alphabet;
mod batch;
mod bundle;
mod filing;
mod handout;
mod install;
mod lock;
mod margin;
mod names;
mod pages;
mod personal;
mod place;
mod preset;
mod private;
mod round;
mod search;
mod settings;
mod standing;
mod store;
mod sync;
mod words;
mod workshops;

pub use account::{account_in, owner_in};
pub use batch::{Applied, Batch, Verification};
pub use bundle::{find_bundle, is_library};
pub use handout::handout;
pub use hrc_domain::Change;
pub use margin::rendered;
pub use personal::{
    MAX_FILE, MAX_WORKSHOP_FILE, OpenedWorkshop, Outgoing, Owner, Personal, Posted, Present,
    Receipt, Secrets, open_workshop,
};
pub use preset::{Preset, find_preset, server_of};
pub use round::Round;
pub use settings::{load_settings, save_settings};
pub use sync::{
    Courier, Errand, Letters, Occasion, Schedule, Server, Unwatched, Watch, check_proxy, diagnose,
    not_configured,
};
pub use workshops::{exhibits, export_workshop, renew_workshop};

use hrc_domain::cities::CityDirectory;
use hrc_domain::error::Result;
use hrc_domain::reading::{
    Healing, LibraryStatus, LinkDirectory, Overview, PlaceWarning, Reading, Wording,
};
use hrc_domain::record::Kind;
use hrc_domain::search::{FacetGroup, Layer, SearchRequest, SearchResponse};
use hrc_domain::sync::{News, SyncReport};
use hrc_domain::workshop::{Exhibit, Workshop};
use hrc_domain::{Error, ErrorCode, Language, Record, RecordId};
use lock::WriterLock;
use standing::Standing;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use store::{Goal, Reader, Shelf, Store};
use sync::{Origin, Stick};

/// The time by this computer's clock, for those at the edge of the program to hand in.
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// One library on disk, open for reading and, when asked, for applying changes.
///
/// It may be shared between threads: readers do not wait for each other, nor for a writer.
pub struct Library {
    dir: PathBuf,
    unwritable: Option<ErrorCode>,
    store: Store,
    standing: RwLock<Arc<Standing>>,
    healed: Vec<Healing>,
    place: Option<PlaceWarning>,
}

impl Library {
    /// Makes an empty library in an empty or absent folder.
    pub fn create(dir: &Path) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(|e| Error::io("making the library's folder", &e))?;
        {
            let _lock = WriterLock::take(dir)?;
            Store::create(dir)?;
        }
        // A library that is just being made has no index yet; that is nothing to be healed.
        Ok(Self { healed: Vec::new(), ..Self::open(dir)? })
    }

    /// Opens the library in this folder; heals a missing, damaged or older index.
    ///
    /// A folder nobody can write to is read as it is; if its index is no good, one is made in
    /// memory.
    pub fn open(dir: &Path) -> Result<Self> {
        let unwritable = lock::try_writing(dir).err();
        match Self::open_as(dir, unwritable.as_ref().map(|why| why.code)) {
            // There was room for a byte, and none for what a database has beside it.
            Err(cause) if unwritable.is_none() && cause.code == ErrorCode::DiskFull => {
                Self::open_as(dir, Some(cause.code))
            }
            // What a crash left cannot be read without writing: then that is what is in the way.
            Err(cause) if cause.code == ErrorCode::Io => Err(unwritable.unwrap_or(cause)),
            outcome => outcome,
        }
    }

    fn open_as(dir: &Path, unwritable: Option<ErrorCode>) -> Result<Self> {
        let writable = unwritable.is_none();
        let forbidden = account::tidy(dir, writable);
        let store = Store::open(dir, writable)?;
        let store = if forbidden { store.shallow() } else { store };
        match store.check_depth() {
            // It comes anew with the next sync.
            Err(cause) if writable && cause.code == ErrorCode::LibraryDamaged => {
                let _lock = WriterLock::take(dir)?;
                store.discard_depth()?;
            }
            Err(cause) if cause.code != ErrorCode::LibraryDamaged => return Err(cause),
            _ => {}
        }
        if writable && !store.is_up_to_date()? {
            let _lock = WriterLock::take(dir)?;
            store.bring_up_to_date()?;
        }
        let (standing, rebuilt) = Standing::take(dir, &store, writable)?;
        let healed = rebuilt.then_some(Healing::IndexRebuilt).into_iter().collect();
        let standing = RwLock::new(Arc::new(standing));
        let place = place::warning(dir);
        Ok(Self { dir: dir.to_owned(), unwritable, store, standing, healed, place })
    }

    /// Opens the library in `dir`, first filling it from the bundle when there is none.
    ///
    /// A library that never followed a feed is replaced by a bundle of another content: that is how
    /// a new version of the program brings its knowledge along. A library that cannot be read is
    /// put aside and replaced from the bundle; [`LibraryStatus::healed`] then says so. Where nothing
    /// may be written at all, the bundle itself is read; [`LibraryStatus::unwritable`] says why.
    pub fn open_or_install(dir: &Path, bundle: &Path) -> Result<Self> {
        if let Err(cause) = install::install(dir, bundle) {
            return Self::open_bundle(bundle, cause);
        }
        let damaged = match Self::open(dir) {
            Err(error) if error.code == ErrorCode::LibraryDamaged => error,
            outcome => return outcome,
        };
        match install::restore(dir, bundle) {
            Ok(()) => {
                let library = Self::open(dir)?;
                Ok(Self { healed: vec![Healing::LibraryRestored], ..library })
            }
            Err(cause) if cause.code == ErrorCode::DiskFull => Err(cause),
            // Where the bundle cannot help, the damage itself is what a person must know.
            Err(cause) => Self::open_bundle(bundle, cause).map_err(|_| damaged),
        }
    }

    /// Reads the bundle where it lies, when `cause` is that no place of one's own can be written
    /// to. A full disk is another matter: a person can make room, and has to know.
    fn open_bundle(bundle: &Path, cause: Error) -> Result<Self> {
        match cause.code {
            ErrorCode::ReadOnly => {
                Self::open_as(bundle, Some(ErrorCode::ReadOnly)).map_err(|_| cause)
            }
            _ => Err(cause),
        }
    }

    /// Brings the library to the state after this batch, all or nothing; then the index.
    ///
    /// When the batch is in but the index cannot follow (no space left, say), the error is
    /// [`hrc_domain::ErrorCode::IndexDamaged`]; the batch stays, and the next opening heals the index.
    pub fn apply(&self, batch: Batch) -> Result<Applied> {
        let _lock = WriterLock::take(&self.dir)?;
        let Batch { head, changes } = batch;
        let goal = Goal { head, feed: None, fresh: false };
        let before = self.store.marks()?;
        let written = self.store.write(Shelf::General, &goal, changes.into_iter().map(Ok))?;
        let whole = &self.standing().whole;
        let next = Standing::follow(&self.dir, &self.store, (&before, &written), whole)?;
        self.stand_at(next);
        Ok(written.applied)
    }

    /// Brings the library to the newest state of the server's feed, and then, where this computer is
    /// enrolled, the practitioners' layer to that of theirs; what it is at meanwhile can be read and
    /// searched. `now` dates the news and judges the dates of what is signed.
    ///
    /// Whatever goes wrong, each layer is as it was or at its feed's head, and the error says what a
    /// person can do; one of the practitioners' layer leaves the general one done. An account that was
    /// revoked, is over, or belongs to another Network ends here: [`Self::farewell`] then tells.
    pub fn sync(
        &self,
        server: &Server,
        watch: &dyn Watch,
        now: jiff::Timestamp,
    ) -> Result<SyncReport> {
        self.sync_from(Origin::Server(server), watch, now)
    }

    /// The same from a folder, such as one on a USB stick that `hrc-server export` wrote. `trust_root`
    /// is the feed's 1.root.json; without one only the feed is taken that the library follows already.
    ///
    /// Errs with `not_found` where there is no feed, `feed_foreign` where it is another Network's,
    /// `feed_rolled_back` where it is older than what was seen, `feed_expired` where nobody vouches for
    /// it any more; and, after the general layer is done, with `not_enrolled` where the practitioners'
    /// was not encrypted for this computer though it is enrolled.
    pub fn sync_folder(
        &self,
        folder: &Path,
        trust_root: Option<&[u8]>,
        watch: &dyn Watch,
        now: jiff::Timestamp,
    ) -> Result<SyncReport> {
        let identity = match trust_root {
            Some(root) => Some(sync::identity_of(root)?),
            None => self.store.read(|reader| reader.feed())?,
        };
        let Some(identity) = identity else {
            let sentence = "the library follows no feed yet: name the trust root of the folder's";
            return Err(Error::new(ErrorCode::NotConfigured, sentence));
        };
        let stick = Stick::open(folder, &identity)?;
        self.sync_from(Origin::Stick(&stick), watch, now).map_err(|cause| match cause.code {
            // No line was cut here, but a file.
            ErrorCode::Offline => Error { code: ErrorCode::FeedIncomplete, ..cause },
            _ => cause,
        })
    }

    fn sync_from(
        &self,
        origin: Origin<'_>,
        watch: &dyn Watch,
        now: jiff::Timestamp,
    ) -> Result<SyncReport> {
        self.check_writable()?;
        let standing = self.standing();
        let stores = (&self.store, &*standing);
        let synced = sync::Session::new(&self.dir, stores, origin, watch, now).run()?;
        match synced.standing {
            Some(standing) => self.stand_at(standing),
            // Another program that was stopped between its database and its index left this to us.
            None if self.store.marks()? != self.standing().marks => {
                self.stand_at(Standing::take(&self.dir, &self.store, true)?.0);
            }
            None => {}
        }
        match synced.end.map(|end| self.end_account(end, now)) {
            // Whoever signed out meanwhile was quicker.
            Some(Err(cause)) if cause.code != ErrorCode::NotEnrolled => Err(cause),
            _ => synced.report,
        }
    }

    fn check_writable(&self) -> Result<()> {
        match self.unwritable {
            Some(code) => Err(Error::new(code, "the library's folder cannot be written to")),
            None => Ok(()),
        }
    }

    /// What the last syncs brought, the newest first, as many as asked for.
    pub fn news(&self, syncs: u32) -> Result<Vec<News>> {
        self.store.read(|reader| reader.news(syncs))
    }

    /// When the library was last found to hold everything this server has.
    pub fn last_complete(&self, server: &Server) -> Option<String> {
        // A library put back from the bundle follows no feed, whatever was noted before.
        let feed = self.store.read(|reader| reader.feed()).ok().flatten();
        if feed.as_deref() != Some(server.fingerprint()) {
            return None;
        }
        sync::last_complete(&self.dir, server)
    }

    /// Searches.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let began = Instant::now();
        // Where it stands and what is shown are read at once: with every letter there is one read.
        let current = self.store.read(|reader| {
            let standing = self.standing();
            if reader.marks()? != standing.marks {
                return Ok(None);
            }
            standing.view.search(reader, &standing.names, request).map(Some)
        })?;
        let mut response = match current {
            Some(response) => response,
            None => {
                self.refresh()?;
                let standing = self.standing();
                self.store.read(|reader| standing.view.search(reader, &standing.names, request))?
            }
        };
        response.took_us = u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX);
        Ok(response)
    }

    /// A record as stored.
    pub fn record(&self, id: &RecordId) -> Result<(Record, Layer)> {
        self.store.read(|reader| Ok((reader.record(id)?, reader.layer(id)?)))
    }

    /// A record laid out for reading.
    pub fn reading(&self, id: &RecordId, language: &Language) -> Result<Reading> {
        self.refresh()?;
        let names = &self.standing().names;
        self.store.read(|reader| pages::reading(reader, names, id, language))
    }

    /// All records, of one kind where it is given, ordered by id.
    pub fn list(&self, kind: Option<Kind>) -> Result<Vec<(Record, Layer)>> {
        self.store.read(|reader| reader.records(kind))
    }

    /// The city cases side by side.
    pub fn cities(&self, language: &Language) -> Result<CityDirectory> {
        self.refresh()?;
        let names = &self.standing().names;
        self.store.read(|reader| pages::cities(reader, names, language))
    }

    /// The records of a workshop with all a deck takes from them. Of the practitioner's depth there is what
    /// the workshop has chosen, paragraph by paragraph; a record that is not here is left out.
    pub fn exhibits(&self, workshop: &Workshop) -> Result<Vec<Exhibit>> {
        self.refresh()?;
        let names = &self.standing().names;
        self.store.read(|reader| pages::exhibits(reader, names, workshop))
    }

    /// The link directory.
    pub fn links(&self, language: &Language) -> Result<LinkDirectory> {
        self.refresh()?;
        let names = &self.standing().names;
        self.store.read(|reader| pages::links(reader, names, language))
    }

    /// The front page.
    pub fn overview(&self, language: &Language) -> Result<Overview> {
        self.refresh()?;
        let names = &self.standing().names;
        self.store.read(|reader| pages::overview(reader, names, language))
    }

    /// What an article or a goal says itself, in the reader's language or else in English; none where the
    /// library has no wording of it.
    pub fn wording(
        &self,
        group: FacetGroup,
        value: &str,
        language: &Language,
    ) -> Result<Option<Wording>> {
        self.refresh()?;
        Ok(self.standing().names.wording(group, value, language))
    }

    /// What the library stands at.
    pub fn status(&self) -> Result<LibraryStatus> {
        self.refresh()?;
        let standing = self.standing();
        self.store.read(|reader| {
            let marks = reader.marks()?;
            let mark = marks.general;
            Ok(LibraryStatus {
                folder: self.dir.display().to_string(),
                records: reader.count()?,
                head: u32::try_from(mark.head).unwrap_or(u32::MAX),
                digest: mark.digest.to_string(),
                edition: reader.edition()?,
                schema: store::SCHEMA,
                bytes: self.store.bytes() + search::bytes(&self.dir),
                index_current: standing.marks == marks,
                healed: self.healed.clone(),
                unwritable: self.unwritable,
                place: self.place,
            })
        })
    }

    /// Checks database and index against each other and themselves.
    pub fn verify(&self) -> Result<Verification> {
        let mut faults = self.store.faults()?;
        self.refresh()?;
        let read = |reader: &Reader<'_>| Ok((reader.marks()?, reader.count()?));
        let (marks, records) = self.store.read(read)?;
        faults.extend(search::faults(&self.dir, &marks, records));
        Ok(Verification { faults, records })
    }

    /// Catches up with what another program applied to the same folder.
    fn refresh(&self) -> Result<()> {
        if self.store.marks()? == self.standing().marks {
            return Ok(());
        }
        // The other one may be between its database and its index: then what we have will do for
        // this time, and the next question tries again.
        let (writable, whole) = (self.unwritable.is_none(), &self.standing().whole);
        if let Ok(next) = Standing::current(&self.dir, &self.store, writable, whole) {
            self.stand_at(next);
        }
        Ok(())
    }

    fn standing(&self) -> Arc<Standing> {
        Arc::clone(&self.standing.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn stand_at(&self, next: Standing) {
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::vocabulary::Concept;
    use hrc_domain::{Entry, RecordId, Vocabulary};
    use std::collections::BTreeSet;

    fn files(dir: &Path) -> BTreeSet<PathBuf> {
        let below = |dir: &Path| std::fs::read_dir(dir).into_iter().flatten().flatten();
        let top = below(dir).map(|file| file.path());
        top.flat_map(|file| {
            below(&file).map(|f| f.path()).chain([file.clone()]).collect::<Vec<_>>()
        })
        .collect()
    }

    /// Tests run as root, whom no permission keeps from writing; so the folder only counts as such.
    #[test]
    fn a_folder_nobody_can_write_to_is_read_without_a_trace() {
        let dir = tempfile::tempdir().unwrap();
        let (names, alternatives, texts) = Default::default();
        let concepts = vec![Concept { id: "a".into(), parent: None, names, alternatives, texts }];
        let list = Vocabulary { id: RecordId::new("sections").unwrap(), concepts };
        let change = Change::upsert(0, Entry::Vocabulary(list)).unwrap();
        let library = Library::create(dir.path()).unwrap();
        library.apply(Batch { head: 0, changes: vec![change] }).unwrap();
        drop(library);
        let request = SearchRequest::new("a", Language::english(), 5);
        for index in ["there", "gone"] {
            if index == "gone" {
                std::fs::remove_dir_all(dir.path().join(search::FOLDER)).unwrap();
            }
            let before = files(dir.path());
            let library = Library::open_as(dir.path(), Some(ErrorCode::ReadOnly)).unwrap();
            assert!(library.search(&request).is_ok(), "index {index}: it is searched");
            let overview = library.overview(&Language::english()).unwrap();
            assert_eq!(overview.sections.len(), 1, "index {index}: it is read");
            assert!(library.status().unwrap().index_current, "index {index}: and current");
            drop(library);
            assert_eq!(files(dir.path()), before, "index {index}: nothing was written");
        }
    }

    #[test]
    fn a_library_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Library>();
    }
}
