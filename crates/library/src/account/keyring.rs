//! The operating system's keyring: asked with a limit in time.
//!
//! A keyring may be missing, locked, or ask the person at the computer for a password; the program
//! cannot wait for ever for any of it. `HRC_KEYRING=off` lets it alone, for scripts and tests.

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use keyring::Entry;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Whose entries they are: the application's identifier.
const SERVICE: &str = "net.humanrightscities.knowledge-centre";

/// The environment's word on it.
const SWITCH: &str = "HRC_KEYRING";

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The name of an entry: one for each library and Network, which says nothing of either.
pub fn entry(library: &Path, fingerprint: &str) -> String {
    let place = std::fs::canonicalize(library).unwrap_or_else(|_| library.to_owned());
    let mut hash = blake3::Hasher::new();
    hash.update(place.to_string_lossy().as_bytes()).update(&[0]).update(fingerprint.as_bytes());
    hash.finalize().to_hex().to_string()
}

/// Keeps a secret in this entry, in the place of what was there.
pub fn keep(entry: &str, secret: String) -> Result<()> {
    ask(entry, move |entry| entry.set_password(&secret))
}

/// The secret in this entry. Errs with `not_enrolled` where there is none.
pub fn find(entry: &str) -> Result<String> {
    ask(entry, Entry::get_password)
}

/// Removes an entry; one that is not there is well.
pub fn forget(entry: &str) -> Result<()> {
    match ask(entry, Entry::delete_credential) {
        Err(cause) if cause.code == ErrorCode::NotEnrolled => Ok(()),
        outcome => outcome,
    }
}

/// Asks on a thread of its own, which is left to itself where it does not come back in time.
fn ask<T: Send + 'static>(
    entry: &str,
    question: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T> {
    if std::env::var_os(SWITCH).is_some_and(|word| word == "off") {
        return Err(Error::new(ErrorCode::Io, "the keyring is switched off"));
    }
    let (answer, answered) = mpsc::channel();
    let entry = entry.to_owned();
    let asking = move || {
        let outcome = Entry::new(SERVICE, &entry).and_then(|entry| question(&entry));
        // Nobody may be listening any more.
        let _ = answer.send(outcome);
    };
    thread::Builder::new()
        .spawn(asking)
        .map_err(|cause| Error::io("asking the keyring", &cause))?;
    match answered.recv_timeout(PATIENCE) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(keyring::Error::NoEntry)) => {
            Err(Error::new(ErrorCode::NotEnrolled, "the keyring has no such entry"))
        }
        Ok(Err(cause)) => Err(Error::new(ErrorCode::Io, format!("the keyring: {cause}"))),
        Err(_) => Err(Error::new(ErrorCode::Io, "the keyring does not answer")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn an_entry_is_one_librarys_and_one_networks() {
        let [one, other] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let name = entry(one.path(), "a");
        assert_eq!(name, entry(&one.path().join("."), "a"), "however the folder is written");
        assert_ne!(name, entry(other.path(), "a"), "another library");
        assert_ne!(name, entry(one.path(), "b"), "another Network");
    }

    /// Runs one of the tests below in a session of its own, with a real keyring or with none.
    fn in_a_session(test: &str, keyring: bool) -> bool {
        let home = tempfile::tempdir().unwrap();
        let begin = if keyring {
            "printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
        } else {
            ""
        };
        let program = std::env::current_exe().unwrap();
        let command = format!("{begin}exec {} --ignored --exact {test}", program.display());
        let output = Command::new("dbus-run-session")
            .args(["--", "sh", "-c", &command])
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env("XDG_DATA_HOME", home.path())
            .env_remove(SWITCH)
            .output();
        let output = match output {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return false,
            output => output.unwrap(),
        };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("1 passed"), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
        true
    }

    fn has_a_keyring() -> bool {
        Command::new("gnome-keyring-daemon").arg("--version").output().is_ok()
    }

    #[test]
    fn a_real_keyring_keeps_finds_and_forgets() {
        let there = has_a_keyring()
            && in_a_session("account::keyring::tests::it_keeps_finds_and_forgets", true);
        if !there {
            eprintln!("not tested: gnome-keyring or dbus is not installed here");
        }
    }

    #[test]
    fn a_session_without_a_keyring_is_told_in_time() {
        if !in_a_session("account::keyring::tests::it_says_that_it_is_not_there", false) {
            eprintln!("not tested: dbus is not installed here");
        }
    }

    #[test]
    #[ignore = "needs a keyring: run by the test above in a session that has one"]
    fn it_keeps_finds_and_forgets() {
        assert_eq!(find("a").unwrap_err().code, ErrorCode::NotEnrolled, "nothing is there yet");
        keep("a", "first".into()).unwrap();
        keep("a", "secret".into()).unwrap();
        assert_eq!(find("a").unwrap(), "secret", "the newest is found");
        forget("a").unwrap();
        assert_eq!(find("a").unwrap_err().code, ErrorCode::NotEnrolled, "it is gone");
        assert!(forget("a").is_ok(), "and may be forgotten again");
    }

    #[test]
    #[ignore = "run by the test above in a session that has no keyring"]
    fn it_says_that_it_is_not_there() {
        assert_eq!(keep("a", "secret".into()).unwrap_err().code, ErrorCode::Io, "then a file");
    }
}
