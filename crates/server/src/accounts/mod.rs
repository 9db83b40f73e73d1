//! Those who work in the console: experts, editors and administrators.
//!
//! `passwords` makes and checks what they choose themselves, slowly and within a bounded memory;
//! `sessions` knows a browser again that was let in. Here accounts are made and looked after. What is
//! kept of them is in `store`; the pages are in `console`.

pub mod passwords;
pub mod sessions;

use crate::members::{hex, new_id, random, whole_seconds};
use crate::store::{Account, Credentials, Hash, Role, Store};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::{SignedDuration, Timestamp};

/// How long a link can be used by which somebody sets a password.
pub const LINK: SignedDuration = SignedDuration::from_hours(72);

/// What a sign-in name may have at most, in characters.
pub const MAX_LOGIN: usize = 64;

/// Adds an account; without a password a link must be given to it.
pub fn add(
    store: &dyn Store,
    login: &str,
    name: &str,
    role: Role,
    password: Option<&str>,
    now: Timestamp,
) -> Result<Account> {
    let refused = |why: &str| Err(Error::new(ErrorCode::InvalidInput, why));
    let (login, name) = (folded(login), name.trim());
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    if login.is_empty() || login.chars().count() > MAX_LOGIN || !login.chars().all(fits) {
        return refused("a sign-in name has letters, digits and . - _ @ +, and 64 at most");
    }
    let is_too_long = name.chars().count() > crate::members::MAX_NAME;
    if name.is_empty() || is_too_long || name.chars().any(char::is_control) {
        return refused("a name has one line, and is neither empty nor longer than 200 characters");
    }
    let now = whole_seconds(now)?;
    let account = Account {
        id: new_id(now)?,
        login,
        name: name.to_owned(),
        role,
        language: None,
        has_password: password.is_some(),
        link_until: None,
        made_at: now,
        last_seen: None,
        removed_at: None,
    };
    if let Some(password) = password {
        passwords::check(password, &account)?;
    }
    let password = password.map(passwords::hashed).transpose()?;
    let new = Credentials { account, password, known_by: random()? };
    store.add_account(&new, now)?;
    Ok(new.account)
}

/// Makes a link by which an account's password can be set, once; the only time its secret is seen.
pub fn link(store: &dyn Store, id: &str, now: Timestamp) -> Result<(String, Timestamp)> {
    let secret = hex(&random::<32>()?);
    let now = whole_seconds(now)?;
    let until = now + LINK;
    store.give_link(id, &hash_of_link(&secret), until, now)?;
    Ok((secret, until))
}

/// Whose link this is, where it can be used now.
pub fn by_link(store: &dyn Store, secret: &str, now: Timestamp) -> Result<Account> {
    store.by_link(&hash_of_link(secret), now)
}

/// Sets an account's password, and signs it out everywhere.
pub fn set_password(store: &dyn Store, id: &str, password: &str, now: Timestamp) -> Result<()> {
    passwords::check(password, &store.account(id)?)?;
    store.set_password(id, &passwords::hashed(password)?, &random()?, now)
}

/// Signs an account out everywhere.
pub fn sign_out_everywhere(store: &dyn Store, id: &str, now: Timestamp) -> Result<()> {
    store.end_sessions(id, &random()?, now)
}

/// The account of this sign-in name, else `not_found`.
pub fn named(store: &dyn Store, login: &str) -> Result<Account> {
    let found = store.credentials(&folded(login))?.map(|found| found.account);
    found.ok_or_else(|| Error::new(ErrorCode::NotFound, format!("there is no account {login}")))
}

/// A sign-in name however it is typed.
pub fn folded(login: &str) -> String {
    login.trim().to_lowercase()
}

fn hash_of_link(secret: &str) -> Hash {
    blake3::derive_key("hrc-server 2026-11-21 link to set a password", secret.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SqliteStore;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    #[test]
    fn a_name_that_would_break_a_page_or_a_line_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::at(dir.path());
        let add = |login: &str, name: &str| {
            super::add(&store, login, name, Role::Expert, None, now()).map(|account| account.login)
        };
        for (login, name) in [("", "A"), ("a b", "A"), ("a<b>", "A"), ("a", ""), ("a", "A\nB")] {
            let refused = add(login, name).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{login:?} {name:?}");
        }
        assert_eq!(add(" Ines@York ", "Ines").unwrap(), "ines@york", "however it is typed");
        assert_eq!(add("INES@york", "Ines").unwrap_err().code, ErrorCode::Conflict, "is the same");
    }

    #[test]
    fn a_link_is_used_once_in_its_time() {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::at(dir.path());
        let account = add(&store, "ines", "Ines", Role::Expert, None, now()).unwrap();
        let (old, _) = link(&store, &account.id, now()).unwrap();
        let (secret, until) = link(&store, &account.id, now()).unwrap();
        let unknown = by_link(&store, &old, now()).unwrap_err().code;
        assert_eq!(unknown, ErrorCode::InvitationUnknown, "a newer one replaces it");
        let late = by_link(&store, &secret, until).unwrap_err().code;
        assert_eq!(late, ErrorCode::InvitationExpired, "three days");
        assert_eq!(by_link(&store, &secret, now()).unwrap().id, account.id, "whose it is");
        set_password(&store, &account.id, "heather on the moor", now()).unwrap();
        let used = by_link(&store, &secret, now()).unwrap_err().code;
        assert_eq!(used, ErrorCode::InvitationUnknown, "once");
    }
}
