//! Passwords: argon2id, with the parameters OWASP names, and never more of them at once than the
//! memory set aside for it can hold.
//!
//! One check takes 19 MiB and some hundredths of a second. A hundred who sign in at once wait for
//! each other in a queue; so do those who only try, but in a queue of their own: whoever floods it
//! keeps nobody out who comes from a computer that is known. Whoever names an account that is not there is
//! made to wait as long, for the same answer.

use crate::members::random;
use crate::store::Account;
use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::fmt::Display;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What a password has at least, in characters. Length is all that is asked for: it is what counts.
pub const LEAST: usize = 12;

/// What it has at most, in bytes.
pub const MOST: usize = 1024;

/// How many are checked at once: 76 MiB.
pub const AT_ONCE: usize = 4;

/// Memory in KiB, passes and lanes, of which OWASP's password storage cheat sheet says that they
/// are enough.
const PARAMETERS: (u32, u32, u32) = (19_456, 2, 1);

/// How long a hash is, in bytes.
const LENGTH: usize = 32;

/// How long somebody waits for a turn before the server says that it is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many of them are for those who come from a computer that is known.
const KNOWN: usize = 1;

/// A turn to check or make a password's hash.
#[derive(Debug, Clone)]
pub struct Turns {
    known: Arc<Semaphore>,
    strangers: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        let [known, strangers] =
            [KNOWN, AT_ONCE - KNOWN].map(|many| Arc::new(Semaphore::new(many)));
        Self { known, strangers }
    }
}

impl Turns {
    /// Whether the password is the one that was hashed. Where there is no hash, it takes as long and
    /// is not.
    pub async fn fits(
        &self,
        password: String,
        hash: Option<String>,
        is_known: bool,
    ) -> Result<bool> {
        self.take(is_known, move || match hash {
            Some(hash) => fits(&password, &hash),
            None => {
                let nobody = NOBODY.as_ref().map_err(Clone::clone)?;
                fits(&password, nobody).map(|_| false)
            }
        })
        .await
    }

    /// Does something that hashes a password, once it is its turn.
    pub async fn take<T: Send + 'static>(
        &self,
        is_known: bool,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let queue = if is_known { &self.known } else { &self.strangers };
        let busy = || Error::new(ErrorCode::Busy, "too many are signing in at once");
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(queue).acquire_owned());
        let turn = turn.await.map_err(|_| busy())?.map_err(|_| busy())?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
    }
}

/// What nobody's password is compared with.
static NOBODY: LazyLock<Result<String>> = LazyLock::new(|| hashed("nobody has this password"));

/// Whether somebody may choose it; else `invalid_input`.
pub fn check(password: &str, account: &Account) -> Result<()> {
    let refused = |why: &str| Err(Error::new(ErrorCode::InvalidInput, why));
    if password.chars().count() < LEAST || password.len() > MOST {
        return refused("a password has at least 12 characters");
    }
    let folded = password.to_lowercase();
    let first = folded.chars().next();
    if folded.chars().all(|c| Some(c) == first)
        || folded.contains(&account.login)
        || folded.contains(&account.name.to_lowercase())
    {
        return refused("a password is neither one character only nor made of one's own name");
    }
    Ok(())
}

/// As it is kept.
pub fn hashed(password: &str) -> Result<String> {
    let (memory, passes, lanes) = PARAMETERS;
    let parameters = Params::new(memory, passes, lanes, Some(LENGTH)).map_err(failed)?;
    let drawn = random::<16>()?;
    let salt = SaltString::encode_b64(&drawn).map_err(failed)?;
    let params = ParamsString::try_from(&parameters).map_err(failed)?;
    let hash = worked(password, &drawn, parameters)?;
    let kept = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params,
        salt: Some(salt.as_salt()),
        hash: Some(hash),
    };
    Ok(kept.to_string())
}

fn fits(password: &str, hash: &str) -> Result<bool> {
    let odd = || failed("what is kept is no hash of a password");
    let hash = PasswordHash::new(hash).map_err(failed)?;
    // The hash says with which parameters it was made.
    let parameters = Params::try_from(&hash).map_err(failed)?;
    let mut drawn = [0; 64];
    let drawn = hash.salt.ok_or_else(odd)?.decode_b64(&mut drawn).map_err(failed)?;
    // Compared in constant time.
    Ok(worked(password, drawn, parameters)? == hash.hash.ok_or_else(odd)?)
}

/// Memory that was used before, for the next. Left to the allocator it would be kept apart by every
/// thread that ever hashed a password: a gigabyte after a hundred.
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

fn worked(password: &str, salt: &[u8], parameters: Params) -> Result<Output> {
    let kept = || MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let mut memory = kept().pop().unwrap_or_default();
    memory.resize(parameters.block_count(), Block::default());
    let length = parameters.output_len().unwrap_or(LENGTH);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    let output = Output::init_with(length, |out| {
        Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut memory)?)
    });
    let mut kept = kept();
    if kept.len() < AT_ONCE {
        kept.push(memory);
    }
    output.map_err(failed)
}

fn failed(cause: impl Display) -> Error {
    Error::new(ErrorCode::Internal, format!("hashing a password: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Role;
    use jiff::Timestamp;

    fn account() -> Account {
        Account {
            id: "a".to_owned(),
            login: "ines".to_owned(),
            name: "Ines Example".to_owned(),
            role: Role::Expert,
            language: None,
            has_password: false,
            link_until: None,
            made_at: Timestamp::UNIX_EPOCH,
            last_seen: None,
            removed_at: None,
        }
    }

    #[test]
    fn a_hash_says_how_it_was_made_and_two_of_one_password_differ() {
        let (one, other) = (hashed("heather on the moor").unwrap(), hashed("heather on the moor"));
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "as OWASP advises: {one}");
        assert_ne!(one, other.unwrap(), "each has a salt of its own");
        assert!(fits("heather on the moor", &one).unwrap(), "this one it is");
        assert!(!fits("heather on the Moor", &one).unwrap(), "this one it is not");
    }

    #[test]
    fn memory_that_was_used_before_changes_no_hash() {
        // As the reference program prints it, by `argon2 somesalt -id -m 16 -t 2 -p 1`.
        let known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$\
                     CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        for _ in 0..3 {
            assert!(!fits("other words", known).unwrap(), "with what another left behind");
            assert!(fits("password", known).unwrap(), "it is the same");
        }
    }

    #[test]
    fn a_password_is_long_and_not_ones_own_name() {
        for bad in ["short", "aaaaaaaaaaaaaaaa", "ines-ines-ines", "I am Ines Example!"] {
            assert!(check(bad, &account()).is_err(), "{bad}");
        }
        assert!(check(&"long ".repeat(300), &account()).is_err(), "nor is it a book");
        for good in ["heather on the moor", "зимний вечер в саду", "12 Äpfel am Baum"]
        {
            assert!(check(good, &account()).is_ok(), "{good}");
        }
    }
}
