//! Enrolment: how a computer comes to the practitioners' layer.
//!
//! An administrator makes an invitation, a person types its code once, and the computer is given a
//! token of its own. The server keeps only the token's hash, the computer keeps the token; both
//! know the device by its id. How the code is made and read is in `invitation`.

use crate::error::Result;
use crate::{Error, ErrorCode};
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

/// What the body of a request to be enrolled may be at most, in bytes.
pub const MAX_ENROLMENT: usize = 4 << 10;

/// What a recipient may have at most; those of age's first kind have 62.
const MAX_RECIPIENT: usize = 128;

impl EnrolmentRequest {
    /// Whether it can be sent: errs with `invalid_input` and the field's name first. The code is read
    /// by [`crate::InvitationCode::parse`], the recipient by whoever encrypts to it.
    pub fn check(&self) -> Result<()> {
        let refused = |why: &str| Err(Error::new(ErrorCode::InvalidInput, why));
        if self.device.trim().is_empty() {
            return refused("device: it is empty");
        }
        if self.device.chars().count() > MAX_DEVICE_NAME {
            return refused("device: it is too long");
        }
        if self.device.chars().any(char::is_control) {
            return refused("device: it holds a control character");
        }
        let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
        if !self.recipient.starts_with("age1")
            || self.recipient.len() > MAX_RECIPIENT
            || !self.recipient.bytes().all(is_plain)
        {
            return refused("recipient: it is no recipient of age");
        }
        Ok(())
    }
}

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

/// What the server says of a device that asks whether it still belongs: `GET /v1/account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The device's id.
    pub device: String,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_refused_by_its_field_before_it_is_sent() {
        let sound = EnrolmentRequest {
            code: String::new(),
            device: "Town hall, room 4".into(),
            recipient: format!("age1{}", "q".repeat(58)),
        };
        assert!(sound.check().is_ok(), "as a computer sends it");
        for (field, wrong) in [
            ("device", EnrolmentRequest { device: " ".into(), ..sound.clone() }),
            ("device", EnrolmentRequest { device: "two\nlines".into(), ..sound.clone() }),
            ("device", EnrolmentRequest { device: "ä".repeat(81), ..sound.clone() }),
            ("recipient", EnrolmentRequest { recipient: "ssh-ed25519 A".into(), ..sound.clone() }),
            ("recipient", EnrolmentRequest { recipient: "age1 q".into(), ..sound.clone() }),
            ("recipient", EnrolmentRequest { recipient: "age1".repeat(99), ..sound.clone() }),
        ] {
            let refused = wrong.check().unwrap_err();
            assert!(refused.message.starts_with(field), "{field}: {}", refused.message);
        }
    }
}
