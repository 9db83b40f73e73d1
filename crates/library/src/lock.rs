//! One writer at a time: a lock on a file in the library's folder, released even by a crash.
//!
//! Readers never take it. SQLite and tantivy lock too, but each only itself; this one spans the
//! database and the index that follows it.

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

const WRITER: &str = "writer.lock";
const SYNC: &str = "sync.lock";
const LETTERS: &str = "letters.lock";
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// The right to write to a library, as long as it is held.
pub struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock, waiting 5 seconds for another writer to finish; then it is `busy`.
    pub fn take(dir: &Path) -> Result<Self> {
        Ok(Self { _file: lock(&dir.join(WRITER), PATIENCE, "is writing to this library")? })
    }
}

/// The turn to sync a library: what is fetched and half there belongs to one at a time.
pub struct SyncTurn {
    _file: File,
}

impl SyncTurn {
    /// Takes it, or is told `busy` at once: whoever has it will bring everything.
    pub fn take(dir: &Path) -> Result<Self> {
        Self::within(dir, Duration::ZERO)
    }

    /// Takes it, waiting 5 seconds for another to finish.
    pub fn wait(dir: &Path) -> Result<Self> {
        Self::within(dir, PATIENCE)
    }

    fn within(dir: &Path, patience: Duration) -> Result<Self> {
        Ok(Self { _file: lock(&dir.join(SYNC), patience, "is syncing this library")? })
    }
}

/// The turn to send letters: what is on its way belongs to one at a time.
pub struct LettersTurn {
    _file: File,
}

impl LettersTurn {
    /// Takes it, or is told `busy` at once: whoever has it sends everything.
    pub fn take(dir: &Path) -> Result<Self> {
        Ok(Self { _file: lock(&dir.join(LETTERS), Duration::ZERO, "is sending these letters")? })
    }
}

fn lock(file: &Path, patience: Duration, others: &str) -> Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(file)
        .map_err(|e| Error::io("opening a lock", &e))?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if began.elapsed() < patience => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(ErrorCode::Busy, format!("another program {others}")));
            }
            Err(TryLockError::Error(cause)) => return Err(Error::io("taking a lock", &cause)),
        }
    }
}

/// Whether this folder can be written to.
pub fn is_writable(dir: &Path) -> bool {
    try_writing(dir).is_ok()
}

/// Why this folder cannot be written to. Tried, not asked: permissions tell little about read-only
/// disks, network folders and administrators; and a full disk still takes an empty file.
pub fn try_writing(dir: &Path) -> Result<()> {
    tempfile::Builder::new()
        .prefix(".probe-")
        .tempfile_in(dir)
        .and_then(|mut file| file.write_all(b"?"))
        .map_err(|e| Error::io("writing to the library's folder", &e))
}
