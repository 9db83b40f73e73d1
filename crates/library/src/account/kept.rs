//! What is kept of an account and is no secret: `account.json` in the library's folder.

use super::secret::Secret;
use hrc_domain::Error;
use hrc_domain::enrolment::{Account, Custody};
use hrc_domain::error::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file within a library's folder.
const FILE: &str = "account.json";

/// An account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The device's id.
    pub device: String,
    /// The name on the invitation.
    pub name: String,
    /// The address of the server that gave it.
    pub server: String,
    /// The identity of that server's public feed: an account belongs to a Network, not to an address.
    pub fingerprint: String,
    /// Since when, as an RFC 3339 instant.
    pub since: String,
    /// Until when, as an RFC 3339 instant.
    pub valid_until: Option<String>,
    /// Where its secrets lie.
    pub custody: Custody,
    /// The name of its entry in the keyring, should they lie there.
    pub entry: String,
}

impl Kept {
    /// Reads it; none where there is none. One that cannot be read is none either: what it opened
    /// comes anew with an invitation.
    pub fn load(library: &Path) -> Result<Option<Self>> {
        match std::fs::read(file(library)) {
            Ok(json) => Ok(serde_json::from_slice(&json).ok()),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::io("reading the account", &cause)),
        }
    }

    /// Keeps it.
    pub fn save(&self, library: &Path) -> Result<()> {
        super::put(&file(library), self)
    }

    /// Its secrets. Errs with `not_enrolled` where they are gone.
    pub fn secret(&self, library: &Path) -> Result<Secret> {
        Secret::find(library, &self.entry, self.custody)
    }

    /// Whether its time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let until = self.valid_until.as_ref().and_then(|until| until.parse::<Timestamp>().ok());
        until.is_some_and(|until| until <= now)
    }

    /// What a reader is told of it.
    pub fn told(&self) -> Account {
        Account {
            device: self.device.clone(),
            name: self.name.clone(),
            server: self.server.clone(),
            since: self.since.clone(),
            valid_until: self.valid_until.clone(),
            custody: self.custody,
        }
    }
}

/// Where it lies.
pub fn file(library: &Path) -> PathBuf {
    library.join(FILE)
}
