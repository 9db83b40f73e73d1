//! Enrolment: how a computer comes to the practitioners' layer.
//!
//! An administrator makes an invitation, a person types its code once, and the computer is given a
//! token of its own. The server keeps only the token's hash, the computer keeps the token; both
//! know the device by its id.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a computer sends to be enrolled: `POST /v1/enrolments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentRequest {
    /// The code of the invitation, as typed: case, spaces and hyphens do not count.
    pub code: String,
    /// What the computer calls itself, for the administrator's list; at most
    /// [`MAX_DEVICE_NAME`] characters.
    pub device: String,
    /// The public key to which feeds on a folder or USB stick are encrypted for this computer: an
    /// `age1…` recipient of <https://age-encryption.org/v1>.
    pub recipient: String,
}

/// What the name of a computer may have at most, in characters.
pub const MAX_DEVICE_NAME: usize = 80;

/// What the server gives in return, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentGrant {
    /// The device's id, a UUID: what the administrator's list shows. No secret.
    pub device: String,
    /// The token, 64 hexadecimal digits: sent as `Authorization: Bearer …`. The secret.
    pub token: String,
    /// The name the administrator wrote on the invitation.
    pub name: String,
    /// Until when the membership holds, as an RFC 3339 instant; none for as long as nobody revokes it.
    pub valid_until: Option<String>,
}

/// Where the secrets of an account lie on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// In the operating system's keyring.
    Keyring,
    /// In a file only its owner can read: this computer has no keyring that answers.
    File,
}

/// The account of this computer, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Account {
    /// The device's id.
    pub device: String,
    /// The name on the invitation.
    pub name: String,
    /// The address of the server that gave it.
    pub server: String,
    /// Since when, as an RFC 3339 instant.
    pub since: String,
    /// Until when, as an RFC 3339 instant; none when it has no end.
    pub valid_until: Option<String>,
    /// Where its secrets lie.
    pub custody: Custody,
}

/// Why an account came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AccountEnd {
    /// Somebody signed out here.
    SignedOut,
    /// The Network took it back.
    Revoked,
    /// Its time was over.
    Expired,
    /// The computer follows another Network's server now.
    ServerChanged,
}

/// What is left of an account that ended: told until somebody has read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Farewell {
    /// Why it ended.
    pub end: AccountEnd,
    /// When, as an RFC 3339 instant.
    pub at: String,
    /// How many practitioner texts were removed from this computer.
    pub removed: u32,
}
