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

const FILE: &str = "writer.lock";
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// The right to write to a library, as long as it is held.
pub struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock, waiting 5 seconds for another writer to finish; then it is `busy`.
    pub fn take(dir: &Path) -> Result<Self> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join(FILE))
            .map_err(|e| Error::io("opening the writer's lock", &e))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let sentence = "another program is writing to this library";
                    return Err(Error::new(ErrorCode::Busy, sentence));
                }
                Err(TryLockError::Error(cause)) => {
                    return Err(Error::io("taking the writer's lock", &cause));
                }
            }
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
