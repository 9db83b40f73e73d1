//! Sessions: a browser that was let in is known again by a token in a cookie.
//!
//! The token is drawn anew at every sign-in, so that nobody can be made to use one that somebody else
//! knows, and kept as a hash alone. Every half hour it is replaced: the next one is made from the old
//! one and a seed that never leaves the server, so that requests under way at the same time are all
//! given the same. The old one counts until the new one was used, as an answer may be lost on its
//! way; and a minute longer, for what was under way. Whoever brings it after that has a copy, or it
//! is its owner who does while the copy is used: the session ends for both.

use crate::members::{hex, new_id, random, whole_seconds};
use crate::store::{Account, Found, Hash, Session, Store, Which};
use hrc_domain::error::Result;
use jiff::{SignedDuration, Timestamp};
use tracing::warn;

/// How long a session may be left alone.
pub const IDLE: SignedDuration = SignedDuration::from_hours(2);

/// How long it lasts at most.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// How old a token becomes before it is replaced.
pub const RENEWED: SignedDuration = SignedDuration::from_mins(30);

/// How long an old one counts after the new one was used.
const GRACE: SignedDuration = SignedDuration::from_secs(60);

/// How exactly it is noted when a session was used.
const NOTED: SignedDuration = SignedDuration::from_secs(60);

/// How long a token is, in hexadecimal digits.
const TOKEN: usize = 64;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Known {
    /// Who.
    pub account: Account,
    /// By which session.
    pub session: Session,
    /// The token to bring from now on, where it is to be replaced.
    pub renewed: Option<String>,
}

/// Begins a session; hands out its token, the only time it is seen.
pub fn begin(store: &dyn Store, account: &str, now: Timestamp) -> Result<String> {
    let now = whole_seconds(now)?;
    let token = hex(&random::<{ TOKEN / 2 }>()?);
    let session = Session {
        id: new_id(now)?,
        account: account.to_owned(),
        made_at: now,
        seen_at: now,
        renewed_at: now,
    };
    store.open_session(&session, &hash_of(&token), &random()?, now - LONGEST, now - IDLE)?;
    Ok(token)
}

/// Who is signed in by this token; none where nobody is, or no more.
pub fn known(store: &dyn Store, token: &str, now: Timestamp) -> Result<Option<Known>> {
    if token.len() != TOKEN || !token.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
        return Ok(None);
    }
    let Some(found) = store.session(&hash_of(token))? else { return Ok(None) };
    let Found { session, account, seed, which } = found;
    let is_over = now.duration_since(session.made_at) >= LONGEST
        || now.duration_since(session.seen_at) >= IDLE;
    let is_stolen = matches!(which, Which::Former(until) if until <= now);
    if is_over || is_stolen {
        if is_stolen {
            warn!(session = session.id, account = account.id, "an old token was used: it is ended");
        }
        store.end_session(&account.id, &session.id, now)?;
        return Ok(None);
    }
    let renewed = match which {
        Which::Current if now.duration_since(session.renewed_at) >= RENEWED => {
            let next = next_of(token, &seed);
            store.announce(&session.id, &hash_of(&next))?;
            Some(next)
        }
        Which::Next => {
            store.renew(&session.id, &random()?, now + GRACE, now)?;
            None
        }
        Which::Current | Which::Former(_) => None,
    };
    if now.duration_since(session.seen_at) >= NOTED {
        store.note_used(&session, now)?;
    }
    Ok(Some(Known { account, session, renewed }))
}

/// By what a computer is known from which an account was signed in before, so that others who guess
/// that account's password do not make its owner wait there.
pub fn mark_of_computer(known_by: &Hash) -> Result<String> {
    let drawn = hex(&random::<16>()?);
    let sealed = blake3::keyed_hash(known_by, drawn.as_bytes()).to_hex();
    Ok(format!("{drawn}{sealed}"))
}

/// Whether a computer has such a mark.
pub fn is_known_computer(mark: &str, known_by: &Hash) -> bool {
    let Some((drawn, sealed)) = mark.split_at_checked(32) else { return false };
    let sealed = blake3::Hash::from_hex(sealed);
    // Compares in constant time.
    sealed.is_ok_and(|sealed| sealed == blake3::keyed_hash(known_by, drawn.as_bytes()))
}

fn next_of(token: &str, seed: &Hash) -> String {
    blake3::keyed_hash(seed, token.as_bytes()).to_hex().to_string()
}

fn hash_of(token: &str) -> Hash {
    blake3::derive_key("hrc-server 2026-11-21 token of a session", token.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts;
    use crate::store::{Accounts, Role, SqliteStore};

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_mins(minutes)
    }

    /// A store with somebody signed in at the beginning: its token.
    fn signed_in() -> (tempfile::TempDir, SqliteStore, String, String) {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::at(dir.path());
        let account = accounts::add(&store, "ines", "Ines", Role::Expert, None, at(0)).unwrap();
        let token = begin(&store, &account.id, at(0)).unwrap();
        (dir, store, token, account.id)
    }

    fn knows(store: &SqliteStore, token: &str, minutes: i64) -> Option<Known> {
        known(store, token, at(minutes)).unwrap()
    }

    #[test]
    fn who_is_away_too_long_is_signed_out_and_who_works_on_is_not() {
        let (_dir, store, token, _) = signed_in();
        assert!(knows(&store, &token, 119).is_some(), "before two hours");
        assert!(knows(&store, &token, 238).is_some(), "counted from the last time");
        assert!(knows(&store, &token, 238 + 120).is_none(), "two hours are too long");
        assert!(knows(&store, &token, 239).is_none(), "and then it is over for good");
    }

    #[test]
    fn a_session_ends_in_the_evening_however_busy_its_owner_is() {
        let (_dir, store, token, _) = signed_in();
        for minutes in (0..720).step_by(60) {
            assert!(knows(&store, &token, minutes).is_some(), "after {minutes} minutes");
        }
        assert!(knows(&store, &token, 720).is_none(), "after twelve hours");
    }

    #[test]
    fn requests_under_way_at_once_are_given_the_same_next_token() {
        let (_dir, store, token, _) = signed_in();
        assert!(knows(&store, &token, 29).unwrap().renewed.is_none(), "not yet");
        let next = knows(&store, &token, 30).unwrap().renewed.unwrap();
        let same = knows(&store, &token, 31).unwrap().renewed.unwrap();
        assert_eq!(next, same, "whichever answer comes first");
        assert!(knows(&store, &token, 90).is_some(), "an answer that was lost locks nobody out");
        assert!(knows(&store, &next, 90).unwrap().renewed.is_none(), "the new one counts");
        assert!(knows(&store, &token, 90).is_some(), "what was under way is let through");
        let after = knows(&store, &next, 121).unwrap().renewed.unwrap();
        assert_ne!(after, next, "and so on");
    }

    #[test]
    fn an_old_token_that_comes_back_ends_the_session_for_whoever_has_it() {
        let (_dir, store, token, account) = signed_in();
        let next = knows(&store, &token, 30).unwrap().renewed.unwrap();
        knows(&store, &next, 31).unwrap();
        assert!(knows(&store, &token, 33).is_none(), "a copy of the old one opens nothing");
        assert!(knows(&store, &next, 33).is_none(), "and the owner learns of it");
        assert!(store.sessions(&account).unwrap().is_empty(), "none is left");
    }

    #[test]
    fn what_was_never_a_token_is_nobodys() {
        let (_dir, store, token, _) = signed_in();
        for bad in ["", "x", &token[1..], &token.to_uppercase(), &"0".repeat(64)] {
            assert!(knows(&store, bad, 1).is_none(), "{bad:.10}");
        }
    }

    #[test]
    fn a_computer_is_known_by_its_mark_until_the_account_forgets_it() {
        let mark = mark_of_computer(&[1; 32]).unwrap();
        assert!(is_known_computer(&mark, &[1; 32]), "its own");
        assert!(!is_known_computer(&mark, &[2; 32]), "another account's, or forgotten");
        for bad in ["", "x", &mark[1..], &format!("{mark}0"), "ä".repeat(40).as_str()] {
            assert!(!is_known_computer(bad, &[1; 32]), "{bad:.10}");
        }
    }
}
