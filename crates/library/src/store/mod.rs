//! The store: entries in SQLite, the truth of a library, and what is derived from them.
//!
//! It knows neither search nor sync; both are built on it. All SQL of the library is in here.

mod card;
mod checking;
mod derivation;
mod fault;
mod floor;
mod news;
mod reading;
mod schema;
mod writing;

pub use card::Card;
pub use derivation::StoredPassage;
pub use floor::Floors;
pub use reading::Reader;
pub use schema::VERSION as SCHEMA;
pub use writing::{FeedGoal, Goal, Written};

use fault::fault;
use hrc_domain::StateDigest;
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The database's file within a library's folder.
pub const FILE: &str = "public.sqlite";

/// The file's name while it is being made.
const STAGED: &str = "public.sqlite.new";

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

/// The database of a library.
pub struct Store {
    file: PathBuf,
    writable: bool,
    frozen: bool,
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    /// Makes an empty store; errs when there is one already.
    pub fn create(dir: &Path) -> Result<Self> {
        let file = dir.join(FILE);
        if file.exists() {
            let sentence = format!("{} is there already", file.display());
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
        // Made beside and renamed: a crash leaves no library rather than an empty file.
        let staged = dir.join(STAGED);
        for left in ["new", "new-wal", "new-shm"] {
            let _ = std::fs::remove_file(staged.with_extension(left));
        }
        let mut connection = schema::connect_writing(&staged)?;
        schema::migrate(&mut connection)?;
        writing::note_derivation(&connection)?;
        connection.close().map_err(|(_, cause)| fault("closing the new library")(cause))?;
        std::fs::rename(&staged, &file)
            .map_err(|e| Error::io("putting the library in place", &e))?;
        Self::at(file, true, false)
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
        let log = file.with_extension("sqlite-wal");
        let frozen = !writable && log.metadata().map_or(true, |log| log.len() == 0);
        let store = Self::at(file, writable, frozen)?;
        let version = store.with(schema::version)?;
        match version {
            0 => return Err(Error::new(ErrorCode::LibraryDamaged, "the database is empty")),
            newer if newer > SCHEMA => {
                let sentence = format!("its layout is {newer}, this program knows {SCHEMA}");
                return Err(Error::new(ErrorCode::LibraryNewer, sentence));
            }
            _ => {}
        }
        if meta.len() <= CHECKED_AT_START
            && let Some(first) = store.with(checking::quick_faults)?.into_iter().next()
        {
            return Err(Error::new(ErrorCode::LibraryDamaged, first));
        }
        Ok(store)
    }

    /// Brings an older layout, or what older code derived, up to date. The caller holds the lock.
    pub fn bring_up_to_date(&self) -> Result<()> {
        let mut connection = schema::connect_writing(&self.file)?;
        schema::migrate(&mut connection)?;
        writing::derive_all(&mut connection)
    }

    /// Whether [`Self::bring_up_to_date`] has anything to do.
    pub fn is_up_to_date(&self) -> Result<bool> {
        Ok(self.with(schema::version)? == SCHEMA && self.with(writing::is_derivation_current)?)
    }

    /// Applies changes in one transaction. The caller holds the lock. An error among the changes
    /// takes everything back.
    pub fn write(
        &self,
        goal: &Goal<'_>,
        changes: impl Iterator<Item = Result<Change>>,
    ) -> Result<Written> {
        let mut connection = schema::connect_writing(&self.file)?;
        let written = writing::write(&mut connection, goal, changes)?;
        // Folds the log into the file, so that a library at rest is one file that can be copied and
        // read from a folder nobody can write to. A reader in between, or a full disk, only
        // postpones it: what is committed is committed, and must not be told as a failure.
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(written)
    }

    /// Notes how far a feed was followed. The caller holds the lock.
    pub fn raise(&self, feed: &str, floors: &Floors) -> Result<()> {
        floor::raise(&schema::connect_writing(&self.file)?, feed, floors)
    }

    /// Reads, everything from one state of the database.
    pub fn read<T>(&self, reading: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        self.with(|connection| {
            let transaction =
                connection.unchecked_transaction().map_err(fault("beginning to read"))?;
            reading(&Reader::new(&transaction))
        })
    }

    /// The state the store is in.
    pub fn mark(&self) -> Result<Mark> {
        self.with(writing::mark)
    }

    /// Everything that is wrong with the database, in plain sentences.
    pub fn faults(&self) -> Result<Vec<String>> {
        self.with(checking::faults)
    }

    /// The size of its files in bytes.
    pub fn bytes(&self) -> u64 {
        let sizes = ["sqlite", "sqlite-wal"].map(|extension| {
            self.file.with_extension(extension).metadata().map_or(0, |meta| meta.len())
        });
        sizes.iter().sum()
    }

    fn at(file: PathBuf, writable: bool, frozen: bool) -> Result<Self> {
        let file = std::path::absolute(&file).map_err(|e| Error::io("finding the library", &e))?;
        Ok(Self { file, writable, frozen, idle: Mutex::default() })
    }

    /// Lends a reading connection. Each thread has its own, so that no search waits for another.
    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => schema::connect_reading(&self.file, self.frozen)?,
        };
        let outcome = work(&connection);
        // A connection that failed is not used again: whatever broke it goes with it.
        if outcome.is_ok() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push(connection);
            }
        }
        outcome
    }
}

impl Drop for Store {
    /// Leaves one file behind, and not the two that SQLite keeps beside it while it is in use: a
    /// bundle is made by closing a library. Only a connection that may write takes them away, and
    /// only when it is the last; where that fails, they do no harm.
    fn drop(&mut self) {
        self.idle.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        if self.writable && self.file.with_extension("sqlite-shm").exists() {
            drop(schema::connect_writing(&self.file));
        }
    }
}
