//! The secrets of an account: the token that the server knows it by, and the key that opens what was
//! encrypted for this computer.

use super::keyring;
use crate::private;
use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use hrc_domain::enrolment::Custody;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};

/// The file within a library's folder, where no keyring answers.
const FILE: &str = "account.secret";

/// The file that keeps the key of a try whose answer may have been lost.
const BEGUN: &str = "account.begun";

/// The secrets.
#[derive(Serialize, Deserialize)]
pub struct Secret {
    /// The token: 64 hexadecimal digits. Empty until it is granted.
    pub token: String,
    /// The key, as age writes it: `AGE-SECRET-KEY-1…`.
    identity: String,
}

impl Secret {
    /// Draws a key by chance; the token is yet to be granted.
    pub fn draw() -> Self {
        let identity = Identity::generate().to_string().expose_secret().to_owned();
        Self { token: String::new(), identity }
    }

    /// The key of a try whose answer may have been lost, else a new one: a server gives its answer
    /// once more to whoever asks with the same key.
    pub fn begin(library: &Path) -> Self {
        let begun = std::fs::read(library.join(BEGUN)).ok();
        begun.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_else(Self::draw)
    }

    /// Keeps the key for the next try. Best effort: without it that one needs another invitation.
    pub fn keep_begun(&self, library: &Path) {
        let _ = self.json().and_then(|json| private::write(&library.join(BEGUN), json.as_bytes()));
    }

    /// No answer is awaited any more.
    pub fn forget_begun(library: &Path) {
        let _ = std::fs::remove_file(library.join(BEGUN));
    }

    /// The key.
    pub fn identity(&self) -> Result<Identity> {
        let lost = |_| Error::new(ErrorCode::NotEnrolled, "the key of this computer is none");
        self.identity.parse().map_err(lost)
    }

    /// Where they will lie: in the keyring where it takes the key, which tells whether it works.
    pub fn prepare(&self, entry: &str) -> Custody {
        match self.json().and_then(|json| keyring::keep(entry, json)) {
            Ok(()) => Custody::Keyring,
            Err(_) => Custody::File,
        }
    }

    /// Keeps them there, or in the file where the keyring fails after all; says which.
    pub fn keep(&self, library: &Path, entry: &str, custody: Custody) -> Result<Custody> {
        if custody == Custody::Keyring
            && self.json().and_then(|json| keyring::keep(entry, json)).is_ok()
        {
            return Ok(Custody::Keyring);
        }
        private::write(&file(library), self.json()?.as_bytes())?;
        Ok(Custody::File)
    }

    /// Finds them where they lie.
    pub fn find(library: &Path, entry: &str, custody: Custody) -> Result<Self> {
        let gone = |why: String| Error::new(ErrorCode::NotEnrolled, why);
        let json =
            match custody {
                Custody::Keyring => keyring::find(entry)?,
                Custody::File => std::fs::read_to_string(file(library)).map_err(|cause| {
                    match Error::io("reading the account's secret", &cause) {
                        Error { code: ErrorCode::NotFound, message } => gone(message),
                        other => other,
                    }
                })?,
            };
        serde_json::from_str(&json)
            .map_err(|_| gone("the account's secret cannot be read".to_owned()))
    }

    fn json(&self) -> Result<String> {
        serde_json::to_string(self)
            .map_err(|_| Error::new(ErrorCode::Internal, "writing the account's secret"))
    }
}

/// Never what it says.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Where they lie when no keyring has them.
pub fn file(library: &Path) -> PathBuf {
    library.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_a_file_are_their_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let secret = Secret { token: "ab".repeat(32), ..Secret::draw() };
        let custody = secret.keep(dir.path(), "entry", Custody::File).unwrap();
        assert_eq!(custody, Custody::File, "as prepared");
        #[cfg(unix)]
        {
            let meta = file(dir.path()).metadata().unwrap();
            let mode = std::os::unix::fs::MetadataExt::mode(&meta);
            assert_eq!(mode & 0o777, 0o600, "nobody else on this computer reads it");
        }
        let found = Secret::find(dir.path(), "entry", Custody::File).unwrap();
        assert_eq!(found.token, secret.token, "the same token");
        let ours = secret.identity().unwrap().to_public().to_string();
        assert_eq!(found.identity().unwrap().to_public().to_string(), ours, "the same key");
        assert!(!format!("{found:?}").contains("ab"), "it is never printed");
    }

    #[test]
    fn secrets_that_are_gone_mean_that_this_computer_is_not_enrolled() {
        let dir = tempfile::tempdir().unwrap();
        let code = || Secret::find(dir.path(), "e", Custody::File).unwrap_err().code;
        assert_eq!(code(), ErrorCode::NotEnrolled, "no file");
        std::fs::write(file(dir.path()), b"{").unwrap();
        assert_eq!(code(), ErrorCode::NotEnrolled, "half a file");
    }
}
