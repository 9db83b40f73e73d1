//! The store: entries in SQLite, the truth of a library, and what is derived from them.
//!
//! A library has two shelves, a file each: what everybody has, and what only practitioners do. It is
//! read as one. The store knows neither search nor sync; both are built on it. All SQL of the library
//! is in here.

mod card;
mod checking;
mod derivation;
mod deriving;
mod fault;
mod filling;
mod floor;
mod news;
mod reading;
mod schema;
mod shelf;
mod writing;

pub use card::Card;
pub use derivation::StoredPassage;
pub use floor::Floors;
pub use reading::Reader;
pub use schema::VERSION as SCHEMA;
pub use shelf::{DepthMark, FILE, Marks, PRACTITIONER_FILE, Shelf};
pub use writing::{FeedGoal, Goal, Written};

use fault::fault;
use hrc_domain::StateDigest;
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode};
use rusqlite::Connection;
use shelf::FileIdentity;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What is added to a file's name while it is being made.
const STAGED: &str = "sqlite.new";

/// Files above this are not read through at every start; `verify` does that when asked.
const CHECKED_AT_START: u64 = 32 << 20;

/// How many connections are kept for the next search.
const KEPT: usize = 4;

/// Which state a library is in: what is compared between database and index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// The sequence.
    pub head: u64,
    /// The digest over all entries.
    pub digest: StateDigest,
}

/// The databases of a library.
pub struct Store {
    file: PathBuf,
    depth: PathBuf,
    writable: bool,
    frozen: bool,
    shallow: bool,
    idle: Mutex<Vec<Lent>>,
}

/// A reading connection, with the practitioners' file that was beside it when it was made.
struct Lent {
    connection: Connection,
    depth: Option<FileIdentity>,
    /// Whether that file could be read, too.
    deep: bool,
}

impl Store {
    /// Makes an empty store; errs when there is one already.
    pub fn create(dir: &Path) -> Result<Self> {
        let file = dir.join(FILE);
        if file.exists() {
            let sentence = format!("{} is there already", file.display());
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
        create(&file, false)?;
        Self::at(dir, true, false)
    }

    /// Opens the store in this folder. `writable` tells whether the folder can be written to; only
    /// then is an older layout brought up to date.
    pub fn open(dir: &Path, writable: bool) -> Result<Self> {
        let file = dir.join(FILE);
        let meta = file.metadata().map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => Error::new(
                ErrorCode::LibraryMissing,
                format!("there is no library in {}", dir.display()),
            ),
            _ => Error::io("opening the library", &cause),
        })?;
        // What a crash left in the log must be read even where it cannot be folded in.
        let store = Self::at(dir, writable, !writable && is_log_empty(&file))?;
        store.alone(Shelf::General, |connection| check(connection, meta.len()))?;
        Ok(store)
    }

    /// The same, reading nothing of the practitioners' layer, whatever is there.
    #[must_use]
    pub fn shallow(mut self) -> Self {
        self.shallow = true;
        self
    }

    /// Errs where there is a practitioners' layer that cannot be read.
    pub fn check_depth(&self) -> Result<()> {
        match self.depth.metadata() {
            Ok(meta) if !self.shallow => {
                self.alone(Shelf::Practitioner, |connection| check(connection, meta.len()))
            }
            _ => Ok(()),
        }
    }

    /// Takes the practitioners' layer away, with all its files. The caller holds the lock.
    pub fn discard_depth(&self) -> Result<()> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        for file in files(&self.depth) {
            match std::fs::remove_file(&file) {
                Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io("removing the practitioners' layer", &cause));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Brings an older layout, or what older code derived, up to date. The caller holds the lock.
    pub fn bring_up_to_date(&self) -> Result<()> {
        let mut connection = schema::connect_writing(&self.file)?;
        schema::migrate(&mut connection)?;
        deriving::derive_all(&mut connection)?;
        if self.has_depth() {
            let mut connection = schema::connect_deepening(&self.depth, &self.file)?;
            schema::migrate(&mut connection)?;
            if !deriving::is_deepening_current(&connection)? {
                deriving::deepen(&mut connection, None)?;
            }
        }
        Ok(())
    }

    /// Whether [`Self::bring_up_to_date`] has anything to do.
    pub fn is_up_to_date(&self) -> Result<bool> {
        let is_current = |connection: &Connection| {
            Ok(schema::version(connection)? == SCHEMA
                && deriving::is_derivation_current(connection)?)
        };
        if !self.alone(Shelf::General, is_current)? {
            return Ok(false);
        }
        if !self.has_depth() {
            return Ok(true);
        }
        let Marks { general, depth } = self.marks()?;
        Ok(self.alone(Shelf::Practitioner, is_current)?
            && depth.is_none_or(|depth| depth.beside == general.digest))
    }

    /// Applies changes to a shelf in one transaction. The caller holds the lock. An error among the
    /// changes takes everything back.
    pub fn write(
        &self,
        shelf: Shelf,
        goal: &Goal<'_>,
        changes: impl Iterator<Item = Result<Change>>,
    ) -> Result<Written> {
        let mut connection = self.connect_writing(shelf)?;
        let written = writing::write(&mut connection, shelf, goal, changes)?;
        if shelf == Shelf::General && self.has_depth() {
            // What cannot be derived now is when the library is next opened; the index will be seen
            // to be of another state then.
            let _ = schema::connect_deepening(&self.depth, &self.file).and_then(|mut depth| {
                deriving::deepen(&mut depth, written.records.as_ref())?;
                fold(&depth);
                Ok(())
            });
        }
        fold(&connection);
        Ok(written)
    }

    /// Notes how far a feed was followed. The caller holds the lock.
    pub fn raise(&self, shelf: Shelf, feed: &str, floors: &Floors) -> Result<()> {
        floor::raise(&self.connect_writing(shelf)?, feed, floors)
    }

    /// Reads both shelves as one, everything from one state of each.
    pub fn read<T>(&self, reading: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        self.with(|lent| {
            let transaction =
                lent.connection.unchecked_transaction().map_err(fault("beginning to read"))?;
            reading(&Reader::new(&transaction, lent.deep))
        })
    }

    /// Reads one shelf as if there were no other; none where there is no such shelf.
    pub fn read_shelf<T>(
        &self,
        shelf: Shelf,
        reading: impl FnOnce(&Reader<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        if shelf == Shelf::Practitioner && !self.has_depth() {
            return Ok(None);
        }
        self.alone(shelf, |connection| {
            let transaction =
                connection.unchecked_transaction().map_err(fault("beginning to read"))?;
            reading(&Reader::new(&transaction, false))
        })
        .map(Some)
    }

    /// The state of the general layer.
    pub fn mark(&self) -> Result<Mark> {
        self.with(|lent| writing::mark(&lent.connection))
    }

    /// The states of both layers.
    pub fn marks(&self) -> Result<Marks> {
        self.with(|lent| Reader::new(&lent.connection, lent.deep).marks())
    }

    /// Whether there is a practitioners' layer.
    pub fn has_depth(&self) -> bool {
        !self.shallow && self.depth.exists()
    }

    /// Everything that is wrong with the databases, in plain sentences.
    pub fn faults(&self) -> Result<Vec<String>> {
        let mut faults = self.alone(Shelf::General, |connection| {
            let mut faults = checking::faults(connection)?;
            faults.extend(checking::underived(connection)?);
            Ok(faults)
        })?;
        if self.has_depth() {
            let deep = self.alone(Shelf::Practitioner, checking::faults)?;
            faults.extend(deep.into_iter().map(|fault| format!("Practitioners' layer: {fault}")));
        }
        Ok(faults)
    }

    /// The size of its files in bytes.
    pub fn bytes(&self) -> u64 {
        let all = files(&self.file).into_iter().chain(files(&self.depth));
        all.map(|file| file.metadata().map_or(0, |meta| meta.len())).sum()
    }

    fn at(dir: &Path, writable: bool, frozen: bool) -> Result<Self> {
        let dir = std::path::absolute(dir).map_err(|e| Error::io("finding the library", &e))?;
        let (file, depth) = (Shelf::General.file(&dir), Shelf::Practitioner.file(&dir));
        Ok(Self { file, depth, writable, frozen, shallow: false, idle: Mutex::default() })
    }

    /// A connection to write to a shelf; the practitioners' one is made when it is not there, and
    /// stands beside the general one as that is now.
    fn connect_writing(&self, shelf: Shelf) -> Result<Connection> {
        match shelf {
            Shelf::General => schema::connect_writing(&self.file),
            Shelf::Practitioner => {
                if !self.has_depth() {
                    create(&self.depth, true)?;
                }
                let mut connection = schema::connect_deepening(&self.depth, &self.file)?;
                if !deriving::is_deepening_current(&connection)? {
                    deriving::deepen(&mut connection, None)?;
                }
                Ok(connection)
            }
        }
    }

    /// Reads one file without the other.
    fn alone<T>(&self, shelf: Shelf, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let (file, frozen) = match shelf {
            Shelf::General => (&self.file, self.frozen),
            Shelf::Practitioner => (&self.depth, self.is_depth_frozen()),
        };
        work(&schema::connect_reading(file, frozen)?)
    }

    fn is_depth_frozen(&self) -> bool {
        !self.writable && is_log_empty(&self.depth)
    }

    /// Lends a reading connection. Each thread has its own, so that no search waits for another. One
    /// that was made beside another practitioners' file than there is now, or beside none, is put
    /// away: that layer comes and goes while others read.
    fn with<T>(&self, work: impl FnOnce(&Lent) -> Result<T>) -> Result<T> {
        let depth = if self.shallow { None } else { FileIdentity::of(&self.depth) };
        let kept = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.retain(|lent| lent.depth == depth);
            idle.pop()
        };
        let lent = match kept {
            Some(lent) => lent,
            None => self.lend(depth)?,
        };
        let outcome = work(&lent);
        // A connection that failed is not used again: whatever broke it goes with it.
        if outcome.is_ok() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push(lent);
            }
        }
        outcome
    }

    fn lend(&self, depth: Option<FileIdentity>) -> Result<Lent> {
        let connection = schema::connect_reading(&self.file, self.frozen)?;
        if depth.is_none() {
            return Ok(Lent { connection, depth, deep: false });
        }
        match schema::attach_depth(&connection, &self.depth, self.is_depth_frozen()) {
            Ok(()) => Ok(Lent { connection, depth, deep: true }),
            // What everybody has is read all the same; the other layer comes anew with a sync.
            Err(cause) if cause.code == ErrorCode::LibraryDamaged => {
                let connection = schema::connect_reading(&self.file, self.frozen)?;
                Ok(Lent { connection, depth, deep: false })
            }
            Err(cause) => Err(cause),
        }
    }
}

impl Drop for Store {
    /// Leaves one file a shelf behind, and not the two that SQLite keeps beside it while it is in use:
    /// a bundle is made by closing a library. Only a connection that may write takes them away, and
    /// only when it is the last; where that fails, they do no harm.
    fn drop(&mut self) {
        self.idle.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        for file in [&self.file, &self.depth] {
            if self.writable && file.exists() && file.with_extension("sqlite-shm").exists() {
                drop(schema::connect_writing(file));
            }
        }
    }
}

/// Makes an empty database. Made beside and renamed: a crash leaves no library rather than an empty
/// file.
fn create(file: &Path, secret: bool) -> Result<()> {
    let staged = file.with_extension(STAGED);
    for left in files(&staged) {
        let _ = std::fs::remove_file(left);
    }
    let failed = |cause| Error::io("making the library's file", &cause);
    if secret {
        // The files that SQLite makes beside it follow its mode.
        crate::private::create(&staged).map_err(failed)?;
    }
    let mut connection = schema::connect_writing(&staged)?;
    schema::migrate(&mut connection)?;
    deriving::note_derivation(&connection)?;
    connection.close().map_err(|(_, cause)| fault("closing the new library")(cause))?;
    std::fs::rename(&staged, file).map_err(|e| Error::io("putting the library in place", &e))
}

/// Folds the log into the file, so that a library at rest is one file that can be copied and read
/// from a folder nobody can write to. A reader in between, or a full disk, only postpones it: what
/// is committed is committed, and must not be told as a failure.
fn fold(connection: &Connection) {
    let _ = connection.query_row("PRAGMA main.wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

/// A database's file and those that SQLite keeps beside it.
pub fn files(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

fn is_log_empty(file: &Path) -> bool {
    let [_, log, _] = files(file);
    log.metadata().map_or(true, |log| log.len() == 0)
}

/// Errs where a file is of a layout this program does not know, or damaged as far as can be told
/// quickly.
fn check(connection: &Connection, bytes: u64) -> Result<()> {
    match schema::version(connection)? {
        0 => return Err(Error::new(ErrorCode::LibraryDamaged, "the database is empty")),
        newer if newer > SCHEMA => {
            let sentence = format!("its layout is {newer}, this program knows {SCHEMA}");
            return Err(Error::new(ErrorCode::LibraryNewer, sentence));
        }
        _ => {}
    }
    if bytes <= CHECKED_AT_START
        && let Some(first) = checking::quick_faults(connection)?.into_iter().next()
    {
        return Err(Error::new(ErrorCode::LibraryDamaged, first));
    }
    Ok(())
}
