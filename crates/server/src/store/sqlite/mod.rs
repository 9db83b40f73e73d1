//! The store in one SQLite file, `server.sqlite` in the data folder, readable by its owner alone.
//!
//! One file a table: its rows, reads and writes; the layouts are in `migrations`. Nothing is opened
//! before it is needed, so that a database that cannot be opened stops no feed.

mod accounting;
mod accounts;
mod asking;
mod bell;
mod collection;
mod desk;
mod devices;
mod drafts;
mod editions;
mod fault;
mod inbox;
mod invitations;
mod notes;
mod presence;
mod publications;
mod questions;
mod schema;
mod sessions;
mod trail;
mod updates;

pub use collection::{Collected, Collection};

use super::{Applicant, Deed, Device, Hash, Invitation, Store, Trace};
use fault::fault;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The file's name in the data folder.
pub const FILE: &str = "server.sqlite";

/// How many connections are kept for the next call.
const KEPT: usize = 16;

/// Who does what is typed into a terminal on the server.
const ADMINISTRATOR: &str = "administrator";

/// Members, questions and accounts in a SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    opened: Arc<Opened>,
    actor: Arc<str>,
}

/// The file, with what is kept open of it.
#[derive(Debug)]
struct Opened {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// Held while a connection is made: a new file takes its journal from one at a time, and who
    /// comes second is not made to wait by SQLite but told that it is busy.
    opening: Mutex<()>,
    /// Held while this process writes: SQLite lets whoever finds another one writing sleep and try again,
    /// and of many it may leave one behind for a second.
    writing: Mutex<()>,
}

impl SqliteStore {
    /// The store in this data folder; its file is made when it is first needed.
    pub fn at(data: &Path) -> Self {
        let opened = Opened {
            file: data.join(FILE),
            idle: Mutex::default(),
            opening: Mutex::default(),
            writing: Mutex::default(),
        };
        Self { opened: Arc::new(opened), actor: Arc::from(ADMINISTRATOR) }
    }

    /// The same, through which everything is done in this one's name.
    pub fn acting(&self, actor: &str) -> Self {
        Self { opened: Arc::clone(&self.opened), actor: Arc::from(actor) }
    }

    /// In whose name things are done, as the audit trail has it.
    fn actor(&self) -> &str {
        &self.actor
    }

    /// Reads, everything from one state of the database.
    fn read<T>(&self, reading: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.with(|connection| {
            let transaction = connection.transaction().map_err(fault("beginning to read"))?;
            reading(&transaction)
        })
    }

    /// Writes: all of it, or nothing where it errs. The turn is taken first, so that what was read
    /// still holds when it is acted upon.
    fn write<T>(&self, writing: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let _turn = self.opened.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(|connection| {
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(fault("beginning to write"))?;
            let outcome = writing(&transaction)?;
            transaction.commit().map_err(fault("keeping what was written"))?;
            Ok(outcome)
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let opened = &self.opened;
        let kept = opened.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None => {
                let _one = opened.opening.lock().unwrap_or_else(PoisonError::into_inner);
                schema::connect(&opened.file)?
            }
        };
        let outcome = work(&mut connection);
        // One in whose file nothing was found is as good as new; one that the disk failed is not.
        let is_well = !matches!(&outcome, Err(cause) if cause.code == ErrorCode::Io);
        let mut idle = opened.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if is_well && idle.len() < KEPT {
            idle.push(connection);
        }
        outcome
    }
}

impl Store for SqliteStore {
    fn by(&self, actor: &str) -> Arc<dyn Store> {
        Arc::new(self.acting(actor))
    }

    fn invite(&self, invitation: &Invitation, code: &Hash, now: Timestamp) -> Result<()> {
        self.write(|t| {
            invitations::insert(t, invitation, code)?;
            trail::add(t, self.actor(), Deed::InvitationMade, &invitation.id, now)
        })
    }

    fn invitations(&self) -> Result<Vec<Invitation>> {
        self.read(invitations::all)
    }

    fn revoke_invitation(&self, id: &str, now: Timestamp) -> Result<()> {
        self.write(|t| {
            let found = invitations::by_id(t, id)?.ok_or_else(|| nothing("invitation", id))?;
            if found.used_by.is_some() {
                let sentence = "the invitation was used: `devices revoke` takes the device's \
                                membership back";
                return Err(Error::new(ErrorCode::InvitationUsed, sentence));
            }
            if found.revoked_at.is_some() {
                return Ok(());
            }
            invitations::revoke(t, id, now)?;
            trail::add(t, self.actor(), Deed::InvitationRevoked, id, now)
        })
    }

    fn enrol(&self, code: &Hash, applicant: &Applicant<'_>, now: Timestamp) -> Result<Device> {
        let refused = |code, sentence: &str| Err(Error::new(code, sentence));
        self.write(|t| {
            let Some(invitation) = invitations::by_code(t, code)? else {
                return refused(ErrorCode::InvitationUnknown, "there is no such invitation");
            };
            if let Some(used_by) = &invitation.used_by {
                let again = devices::by_id(t, used_by)?.filter(|device| {
                    device.last_seen.is_none()
                        && device.revoked_at.is_none()
                        && device.recipient == applicant.recipient
                });
                let Some(device) = again else {
                    return refused(ErrorCode::InvitationUsed, "the invitation was used already");
                };
                devices::give_token(t, &device.id, applicant.token)?;
                trail::add(t, &device.id, Deed::DeviceEnrolledAgain, &invitation.id, now)?;
                return Ok(device);
            }
            if invitation.revoked_at.is_some() {
                return refused(ErrorCode::InvitationUnknown, "the invitation was taken back");
            }
            if invitation.valid_until <= now {
                return refused(ErrorCode::InvitationExpired, "the invitation came too late");
            }
            let device = Device {
                id: applicant.id.to_owned(),
                name: invitation.name,
                computer: applicant.computer.to_owned(),
                recipient: applicant.recipient.to_owned(),
                made_at: now,
                last_seen: None,
                valid_until: invitation.member_until,
                revoked_at: None,
            };
            devices::insert(t, &device, applicant.token)?;
            invitations::use_up(t, &invitation.id, &device.id)?;
            trail::add(t, &device.id, Deed::DeviceEnrolled, &invitation.id, now)?;
            Ok(device)
        })
    }

    fn devices(&self) -> Result<Vec<Device>> {
        self.read(devices::all)
    }

    fn member(&self, token: &Hash, now: Timestamp) -> Result<Device> {
        let found = self.read(|connection| devices::by_token(connection, token))?;
        let none = || Error::new(ErrorCode::NotEnrolled, "no device has this token");
        let device = found.ok_or_else(none)?;
        device.check(now)?;
        Ok(device)
    }

    fn note_seen(&self, id: &str, now: Timestamp) -> Result<()> {
        self.write(|t| devices::note_seen(t, id, now))
    }

    fn revoke_device(&self, id: &str, now: Timestamp) -> Result<()> {
        self.write(|t| {
            let found = devices::by_id(t, id)?.ok_or_else(|| nothing("device", id))?;
            if found.revoked_at.is_some() {
                return Ok(());
            }
            devices::revoke(t, id, now)?;
            trail::add(t, self.actor(), Deed::DeviceRevoked, id, now)
        })
    }

    fn note(&self, deed: Deed, subject: &str, now: Timestamp) -> Result<()> {
        self.write(|t| trail::add(t, self.actor(), deed, subject, now))
    }

    fn trail(&self, after: u64, most: u32) -> Result<Vec<Trace>> {
        self.read(|connection| trail::after(connection, after, most))
    }

    fn newest_traces(&self, before: u64, most: u32) -> Result<Vec<Trace>> {
        self.read(|connection| trail::before(connection, before, most))
    }

    fn last(&self, deed: Deed) -> Result<Option<Trace>> {
        self.read(|connection| trail::last(connection, deed))
    }

    fn last_on(&self, deed: Deed, subject: &str, before: u64) -> Result<Option<Trace>> {
        self.read(|connection| trail::last_on(connection, deed, subject, before))
    }

    fn copy_to(&self, file: &Path) -> Result<()> {
        self.with(|connection| schema::copy(connection, file))
    }
}

fn nothing(what: &str, id: &str) -> Error {
    Error::new(ErrorCode::NotFound, format!("there is no {what} {id}"))
}
