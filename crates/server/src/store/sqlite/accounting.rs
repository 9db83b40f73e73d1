//! Accounts and sessions, in transactions that leave their line in the audit trail.

use super::{SqliteStore, accounts, nothing, sessions, trail};
use crate::store::{Account, Accounts, Credentials, Deed, Found, Hash, Role, Session};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction};

impl Accounts for SqliteStore {
    fn add_account(&self, new: &Credentials, now: Timestamp) -> Result<()> {
        self.write(|t| {
            if accounts::credentials(t, &new.account.login)?.is_some() {
                let sentence = format!("{} is or was somebody's sign-in name", new.account.login);
                return Err(Error::new(ErrorCode::Conflict, sentence));
            }
            accounts::insert(t, new)?;
            trail::add(t, self.actor(), Deed::AccountAdded, &new.account.id, now)
        })
    }

    fn accounts(&self) -> Result<Vec<Account>> {
        self.read(accounts::all)
    }

    fn account(&self, id: &str) -> Result<Account> {
        self.read(|connection| accounts::by_id(connection, id))?
            .ok_or_else(|| nothing("account", id))
    }

    fn credentials(&self, login: &str) -> Result<Option<Credentials>> {
        let found = self.read(|connection| accounts::credentials(connection, login))?;
        Ok(found.filter(|found| found.account.removed_at.is_none()))
    }

    fn set_role(&self, id: &str, role: Role, now: Timestamp) -> Result<()> {
        self.write(|t| {
            if standing(t, id)?.role == role {
                return Ok(());
            }
            accounts::set_role(t, id, role)?;
            trail::add(t, self.actor(), Deed::AccountRoleChanged, id, now)
        })
    }

    fn set_language(&self, id: &str, language: &str) -> Result<()> {
        self.write(|t| accounts::set_language(t, id, language))
    }

    fn set_password(
        &self,
        id: &str,
        password: &str,
        known_by: &Hash,
        now: Timestamp,
    ) -> Result<()> {
        self.write(|t| {
            standing(t, id)?;
            accounts::set_password(t, id, password)?;
            accounts::forget_computers(t, id, known_by)?;
            sessions::end_all(t, id)?;
            trail::add(t, self.actor(), Deed::AccountPasswordSet, id, now)
        })
    }

    fn give_link(&self, id: &str, link: &Hash, until: Timestamp, now: Timestamp) -> Result<()> {
        self.write(|t| {
            standing(t, id)?;
            accounts::give_link(t, id, link, until)?;
            trail::add(t, self.actor(), Deed::AccountLinkMade, id, now)
        })
    }

    fn by_link(&self, link: &Hash, now: Timestamp) -> Result<Account> {
        let refused = |code, sentence: &str| Err(Error::new(code, sentence));
        match self.read(|connection| accounts::by_link(connection, link))? {
            None => refused(ErrorCode::InvitationUnknown, "no account has this link"),
            Some(account) if account.link_until.is_none_or(|until| until <= now) => {
                refused(ErrorCode::InvitationExpired, "the link came too late")
            }
            Some(account) => Ok(account),
        }
    }

    fn remove_account(&self, id: &str, now: Timestamp) -> Result<()> {
        self.write(|t| {
            if known(t, id)?.removed_at.is_some() {
                return Ok(());
            }
            accounts::remove(t, id, now)?;
            sessions::end_all(t, id)?;
            trail::add(t, self.actor(), Deed::AccountRemoved, id, now)
        })
    }

    fn open_session(
        &self,
        new: &Session,
        token: &Hash,
        seed: &Hash,
        begun: Timestamp,
        used: Timestamp,
    ) -> Result<()> {
        self.write(|t| {
            standing(t, &new.account)?;
            sessions::forget(t, begun, used)?;
            sessions::insert(t, new, token, seed)?;
            accounts::note_seen(t, &new.account, new.made_at)?;
            trail::add(t, &new.account, Deed::SignedIn, &new.id, new.made_at)
        })
    }

    fn session(&self, token: &Hash) -> Result<Option<Found>> {
        self.read(|connection| sessions::by_token(connection, token))
    }

    fn note_used(&self, session: &Session, now: Timestamp) -> Result<()> {
        self.write(|t| {
            sessions::note_used(t, &session.id, now)?;
            accounts::note_seen(t, &session.account, now)
        })
    }

    fn announce(&self, session: &str, next: &Hash) -> Result<()> {
        self.write(|t| sessions::announce(t, session, next))
    }

    fn renew(&self, session: &str, seed: &Hash, until: Timestamp, now: Timestamp) -> Result<()> {
        self.write(|t| sessions::renew(t, session, seed, until, now))
    }

    fn sessions(&self, account: &str) -> Result<Vec<Session>> {
        self.read(|connection| sessions::of(connection, account))
    }

    fn end_session(&self, account: &str, session: &str, now: Timestamp) -> Result<()> {
        self.write(|t| {
            if !sessions::end(t, account, session)? {
                return Ok(());
            }
            trail::add(t, account, Deed::SignedOut, session, now)
        })
    }

    fn end_sessions(&self, account: &str, known_by: &Hash, now: Timestamp) -> Result<()> {
        self.write(|t| {
            known(t, account)?;
            sessions::end_all(t, account)?;
            accounts::forget_computers(t, account, known_by)?;
            trail::add(t, self.actor(), Deed::SignedOutEverywhere, account, now)
        })
    }
}

/// The account of this id, also where it was removed.
fn known(connection: &Connection, id: &str) -> Result<Account> {
    accounts::by_id(connection, id)?.ok_or_else(|| nothing("account", id))
}

/// The account of this id, if it was not removed.
fn standing(t: &Transaction<'_>, id: &str) -> Result<Account> {
    let account = known(t, id)?;
    if account.removed_at.is_some() {
        return Err(Error::new(ErrorCode::AccountRevoked, format!("{id} was removed")));
    }
    Ok(account)
}
