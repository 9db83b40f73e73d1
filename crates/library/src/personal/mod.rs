//! Personal data: questions with their outbox and threads, notes, bookmarks, workshops. The
//! precious file.
//!
//! `personal.sqlite` in the data folder, for its owner alone, independent of the library: neither
//! needs the other to open. Everything is kept by one transaction or not at all. All its SQL is in
//! here; what is sent is decided here too, byte by byte, but sending is the matter of `sync/`.
//!
//! `drafts` a question until it leaves · `outbox` its way · `acts` what is said after it · `updates`
//! what came back · `threads` how it is shown · `notes`, `bookmarks`, `workshops`, `images` ·
//! `workshop_file` a workshop with all it needs · `file`, `export`, `import` everything in one file ·
//! `opening` the file and its wounds · `salvage` what can be read of them.

mod acts;
mod bookmarks;
mod drafts;
mod export;
mod fault;
mod file;
mod images;
mod import;
mod notes;
mod opening;
mod outbox;
mod owner;
mod salvage;
mod schema;
mod threads;
mod updates;
mod workshop_file;
mod workshops;

pub use export::Secrets;
pub use file::MAX_FILE;
pub use notes::Present;
pub use outbox::{Outgoing, Posted};
pub use owner::{Owner, Receipt};
pub use workshop_file::{MAX_WORKSHOP_FILE, OpenedWorkshop, open_workshop};

use fault::fault;
use hrc_domain::error::Result;
use hrc_domain::personal::PersonalHealing;
use hrc_domain::question::LetterId;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The file's name within the data folder.
const FILE: &str = "personal.sqlite";

/// The personal data of whoever uses this computer's account. May be shared between threads, and
/// open in several programs at once.
pub struct Personal {
    dir: PathBuf,
    connection: Mutex<Connection>,
    healed: Option<PersonalHealing>,
}

impl Personal {
    /// Opens the personal data in this folder, which is made where it is not there.
    ///
    /// What was on its way when the program last stopped may have arrived: it counts as not
    /// confirmed. A damaged file is put aside and a new one begun with what could be read of it;
    /// [`Self::healed`] says so. A newer one is `personal_newer` and stays untouched.
    pub fn open(dir: &Path, now: jiff::Timestamp) -> Result<Self> {
        let (connection, healed) = opening::open(dir, now)?;
        let personal = Self { dir: dir.to_owned(), connection: Mutex::new(connection), healed };
        // Reading must be possible with a full disk; what was on its way then counts as that a while.
        let _ = personal.settle();
        Ok(personal)
    }

    /// Opens what is in this folder, as [`Self::open`] does; none where nothing personal was ever kept
    /// there.
    pub fn find(dir: &Path, now: jiff::Timestamp) -> Result<Option<Self>> {
        if dir.join(FILE).exists() { Self::open(dir, now).map(Some) } else { Ok(None) }
    }

    /// The folder it lies in.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What had to be mended when it was opened.
    pub fn healed(&self) -> Option<&PersonalHealing> {
        self.healed.as_ref()
    }

    /// Removes everything personal, with what was put aside when it was damaged, so that no byte of
    /// it is left in the folder. Errs with `busy` while another program reads or writes, and is then
    /// to be called again.
    pub fn wipe(&self) -> Result<()> {
        let _turn = opening::turn(&self.dir)?;
        self.write(|transaction| {
            transaction
                .execute_batch(
                    "DELETE FROM question; DELETE FROM receipt; DELETE FROM cursor;
                     DELETE FROM note; DELETE FROM bookmark; DELETE FROM workshop;
                     DELETE FROM image; DELETE FROM sqlite_sequence;",
                )
                .map_err(fault("removing everything"))
        })?;
        opening::remove_aside(&self.dir)?;
        let connection = self.connection();
        // Emptied before and after: the rewriting goes through the log too.
        opening::fold_in(&connection)?;
        connection.execute_batch("VACUUM").map_err(fault("rewriting the personal data"))?;
        opening::fold_in(&connection)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A transaction that panicked was rolled back when it was dropped.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads, everything from one state.
    fn read<T>(&self, reading: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let connection = self.connection();
        let transaction = connection.unchecked_transaction().map_err(fault("beginning to read"))?;
        reading(&transaction)
    }

    /// Writes, all or nothing. What another program writes is waited for from the beginning, so that
    /// what was read in here still holds when it is committed.
    fn write<T>(&self, writing: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection();
        let attempt = || {
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(fault("beginning to write"))?;
            let outcome = writing(&transaction)?;
            transaction.commit().map_err(fault("keeping what was written"))?;
            Ok(outcome)
        };
        attempt().map_err(|cause| opening::explained(&self.dir, cause))
    }
}

/// An instant as it is stored: always as long, so that it sorts as text.
fn instant(now: jiff::Timestamp) -> String {
    format!("{now:.3}")
}

/// A new identity.
fn new_id(now: jiff::Timestamp) -> Result<LetterId> {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos);
    LetterId::new(uuid::Uuid::new_v7(time).to_string())
}
