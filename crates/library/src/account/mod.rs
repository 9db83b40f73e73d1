//! The account of this computer: how it comes to the practitioners' layer, and how that ends.
//!
//! What is no secret lies in `account.json` in the library's folder, the secrets in a `secret`, in the
//! system's `keyring` where one answers. When an account ends, `parting` takes everything away that
//! it brought. What a server is asked is in `sync`.

mod kept;
mod keyring;
mod parting;
mod secret;

pub(crate) use kept::Kept;
pub(crate) use parting::tidy;

use crate::lock::{self, SyncTurn, WriterLock};
use crate::personal::Owner;
use crate::standing::Standing;
use crate::sync::{self, Server};
use crate::{Library, private};
use hrc_domain::enrolment::{
    Account, AccountEnd, Custody, EnrolmentGrant, EnrolmentRequest, Farewell, MAX_DEVICE_NAME,
};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, InvitationCode};
use jiff::Timestamp;
use secret::Secret;
use std::path::Path;

impl Library {
    /// Enrols this computer with the server by the code of an invitation, under a name for the
    /// administrator's list. The practitioners' layer comes with the next sync.
    ///
    /// A code that cannot be one is refused before anything is sent. Errs with `conflict` where the
    /// computer is enrolled already.
    pub fn enrol(
        &self,
        server: &Server,
        code: &str,
        device_name: &str,
        now: Timestamp,
    ) -> Result<Account> {
        let code = InvitationCode::parse(code)?;
        // An invitation is good for once: what can go wrong here shall do so before it is used.
        self.check_writable()?;
        lock::try_writing(&self.dir)?;
        // A sync in the background is no reason to send a person away.
        let _turn = SyncTurn::wait(&self.dir)?;
        if Kept::load(&self.dir)?.is_some() {
            return Err(Error::new(ErrorCode::Conflict, "this computer is enrolled already"));
        }
        let mut secret = Secret::begin(&self.dir);
        let entry = keyring::entry(&self.dir, server.fingerprint());
        let custody = secret.prepare(&entry);
        let request = EnrolmentRequest {
            code: code.to_string(),
            device: device_name_of(device_name),
            recipient: secret.identity()?.to_public().to_string(),
        };
        let granted = request
            .check()
            .and_then(|()| sync::enrol(server, &request))
            .and_then(|grant| check(&grant).map(|()| grant));
        let grant = match granted {
            Ok(grant) => grant,
            Err(cause) => {
                match cause.code {
                    ErrorCode::Offline | ErrorCode::TimedOut => secret.keep_begun(&self.dir),
                    _ => Secret::forget_begun(&self.dir),
                }
                if custody == Custody::Keyring {
                    // Worth nothing to anybody, and overwritten at the next try.
                    let _ = keyring::forget(&entry);
                }
                return Err(cause);
            }
        };
        secret.token = grant.token;
        let _lock = WriterLock::take(&self.dir)?;
        let custody = secret.keep(&self.dir, &entry, custody)?;
        let kept = Kept {
            device: grant.device,
            name: grant.name,
            server: server.address().to_owned(),
            fingerprint: server.fingerprint().to_owned(),
            since: now.to_string(),
            valid_until: grant.valid_until,
            custody,
            entry,
        };
        kept.save(&self.dir)?;
        Secret::forget_begun(&self.dir);
        // Whoever comes back needs no farewell.
        parting::farewell_read(&self.dir)?;
        Ok(kept.told())
    }

    /// The account of this computer; none where it has none.
    pub fn account(&self) -> Result<Option<Account>> {
        account_in(&self.dir)
    }

    /// Signs out: takes the practitioners' layer, the whole index, the token and everything that was
    /// known of their feed from this computer, and builds the index anew without. Errs with
    /// `not_enrolled` where there is no account.
    ///
    /// What it cannot finish, the next opening does.
    pub fn sign_out(&self, now: Timestamp) -> Result<Farewell> {
        self.end_account(AccountEnd::SignedOut, now)
    }

    /// What is left of an account that ended; none where nothing is, or it was read.
    pub fn farewell(&self) -> Option<Farewell> {
        parting::farewell(&self.dir)
    }

    /// Somebody has read the farewell.
    pub fn farewell_read(&self) -> Result<()> {
        parting::farewell_read(&self.dir)
    }

    pub(crate) fn end_account(&self, end: AccountEnd, now: Timestamp) -> Result<Farewell> {
        self.check_writable()?;
        let _turn = SyncTurn::wait(&self.dir)?;
        let _lock = WriterLock::take(&self.dir)?;
        let Some(kept) = Kept::load(&self.dir)? else {
            return Err(Error::new(ErrorCode::NotEnrolled, "this computer is not enrolled"));
        };
        // A layer that cannot be read any more goes all the same.
        let removed = self.store.read(|reader| reader.deep_count()).unwrap_or_default();
        let farewell = Farewell { end, at: now.to_string(), removed };
        parting::begin(&self.dir, &farewell, &kept)?;
        self.store.discard_depth()?;
        let finished = parting::finish(&self.dir);
        self.stand_at(Standing::rebuilt(&self.dir, &self.store)?);
        finished.map(|()| farewell)
    }
}

/// The account of the computer whose library lies in this folder, whether that opens or not; none where
/// there is none, or where its end has begun.
pub fn account_in(library: &Path) -> Result<Option<Account>> {
    if parting::has_begun(library) {
        return Ok(None);
    }
    Ok(Kept::load(library)?.map(|kept| kept.told()))
}

/// Whose a question is that is asked at the computer whose library lies in this folder, whether that opens
/// or not: its account's, or a visitor's. Nobody is kept from asking by an account that cannot be read.
pub fn owner_in(library: &Path) -> Owner {
    let account = account_in(library).ok().flatten();
    account.map_or(Owner::Visitor, |account| Owner::Account(account.device))
}

/// A name that can be sent, whatever a computer calls itself.
fn device_name_of(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control()).take(MAX_DEVICE_NAME).collect();
    match plain.trim() {
        "" => "computer".to_owned(),
        name => name.to_owned(),
    }
}

/// Whether what was granted can be used.
fn check(grant: &EnrolmentGrant) -> Result<()> {
    let refused = |what: &str| {
        let sentence = format!("the server granted no {what} that can be used");
        Err(Error::new(ErrorCode::ServerRefused, sentence))
    };
    if grant.token.len() != 64 || !grant.token.bytes().all(|c| c.is_ascii_hexdigit()) {
        return refused("token");
    }
    match &grant.valid_until {
        Some(until) if until.parse::<Timestamp>().is_err() => refused("time"),
        _ => Ok(()),
    }
}

/// Writes a value as a file that only its owner can read.
fn put(file: &Path, value: &impl serde::Serialize) -> Result<()> {
    let json = serde_json::to_vec_pretty(value)
        .map_err(|cause| Error::new(ErrorCode::Internal, format!("writing JSON: {cause}")))?;
    private::write(file, &json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_of_a_computer_can_be_sent() {
        for (name, sent) in [
            ("Town hall 4", "Town hall 4"),
            (" a\nb ", "ab"),
            ("\t\n", "computer"),
            ("", "computer"),
        ] {
            assert_eq!(device_name_of(name), sent, "{name:?}");
        }
        let long = device_name_of(&"ä".repeat(200));
        assert_eq!(long.chars().count(), MAX_DEVICE_NAME, "letters count, not bytes");
    }

    #[test]
    fn a_grant_that_cannot_be_used_is_refused() {
        let sound = EnrolmentGrant {
            device: "d".into(),
            token: "ab".repeat(32),
            name: "Ada".into(),
            valid_until: Some("2027-01-01T00:00:00Z".into()),
        };
        assert!(check(&sound).is_ok(), "as the server grants it");
        for wrong in [
            EnrolmentGrant { token: "short".into(), ..sound.clone() },
            EnrolmentGrant { token: "\n".repeat(64), ..sound.clone() },
            EnrolmentGrant { valid_until: Some("soon".into()), ..sound.clone() },
        ] {
            assert_eq!(check(&wrong).unwrap_err().code, ErrorCode::ServerRefused, "{wrong:?}");
        }
    }
}
