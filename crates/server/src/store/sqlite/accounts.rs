//! The table of accounts.

use super::fault::fault;
use super::schema::{day_of, instant, maybe_day, maybe_instant};
use crate::store::{Account, Credentials, Hash, Role};
use hrc_domain::error::Result;
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// As `read` takes them. A password is told apart from none, and not handed out.
pub const COLUMNS: &str = "a.id, a.login, a.name, a.role, a.language, a.password IS NOT NULL, \
                           a.link_until, a.made_at, a.last_seen, a.removed_at";

/// An account from the columns that begin here.
pub fn read(row: &Row<'_>, from: usize) -> rusqlite::Result<Account> {
    let role: String = row.get(from + 3)?;
    let role = Role::from_name(&role).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(from + 3, Type::Text, "it is no role".into())
    })?;
    Ok(Account {
        id: row.get(from)?,
        login: row.get(from + 1)?,
        name: row.get(from + 2)?,
        role,
        language: row.get(from + 4)?,
        has_password: row.get(from + 5)?,
        link_until: maybe_instant(row.get(from + 6)?)?,
        made_at: instant(row.get(from + 7)?)?,
        last_seen: maybe_day(row.get(from + 8)?)?,
        removed_at: maybe_instant(row.get(from + 9)?)?,
    })
}

/// All, the oldest first.
pub fn all(connection: &Connection) -> Result<Vec<Account>> {
    let failed = fault("reading the accounts");
    let sql = format!("SELECT {COLUMNS} FROM accounts a ORDER BY a.made_at, a.id");
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let rows = statement.query_map([], |row| read(row, 0)).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// The one of this id.
pub fn by_id(connection: &Connection, id: &str) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts a WHERE a.id = ?1");
    let found = connection.query_row(&sql, [id], |row| read(row, 0)).optional();
    found.map_err(fault("looking for an account"))
}

/// The one with this link.
pub fn by_link(connection: &Connection, link: &Hash) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts a WHERE a.link = ?1");
    let found = connection.query_row(&sql, [link], |row| read(row, 0)).optional();
    found.map_err(fault("looking for an account"))
}

/// What lets the owner of this sign-in name in, also where the account was removed.
pub fn credentials(connection: &Connection, login: &str) -> Result<Option<Credentials>> {
    let failed = fault("looking for an account");
    let sql =
        format!("SELECT {COLUMNS}, a.password, a.known_by FROM accounts a WHERE a.login = ?1");
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let read = |row: &Row<'_>| {
        Ok(Credentials { account: read(row, 0)?, password: row.get(10)?, known_by: row.get(11)? })
    };
    statement.query_row([login], read).optional().map_err(&failed)
}

/// Adds one.
pub fn insert(connection: &Connection, new: &Credentials) -> Result<()> {
    let account = &new.account;
    let values = params![
        account.id,
        account.login,
        account.name,
        account.role.as_str(),
        account.language,
        new.password,
        new.known_by,
        account.made_at.as_second(),
    ];
    let sql = "INSERT INTO accounts (id, login, name, role, language, password, known_by, made_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.execute(sql, values).map(drop).map_err(fault("keeping an account"))
}

/// Gives one another role.
pub fn set_role(connection: &Connection, id: &str, role: Role) -> Result<()> {
    let changed =
        connection.execute("UPDATE accounts SET role = ?2 WHERE id = ?1", [id, role.as_str()]);
    changed.map(drop).map_err(fault("changing a role"))
}

/// Notes the language chosen.
pub fn set_language(connection: &Connection, id: &str, language: &str) -> Result<()> {
    let changed =
        connection.execute("UPDATE accounts SET language = ?2 WHERE id = ?1", [id, language]);
    changed.map(drop).map_err(fault("noting a language"))
}

/// Sets a password, which uses a link up.
pub fn set_password(connection: &Connection, id: &str, password: &str) -> Result<()> {
    let sql = "UPDATE accounts SET password = ?2, link = NULL, link_until = NULL WHERE id = ?1";
    connection.execute(sql, [id, password]).map(drop).map_err(fault("setting a password"))
}

/// Makes strangers of the computers that were known.
pub fn forget_computers(connection: &Connection, id: &str, known_by: &Hash) -> Result<()> {
    let changed = connection
        .execute("UPDATE accounts SET known_by = ?2 WHERE id = ?1", params![id, known_by]);
    changed.map(drop).map_err(fault("forgetting computers"))
}

/// Gives one a link.
pub fn give_link(connection: &Connection, id: &str, link: &Hash, until: Timestamp) -> Result<()> {
    let sql = "UPDATE accounts SET link = ?2, link_until = ?3 WHERE id = ?1";
    let changed = connection.execute(sql, params![id, link, until.as_second()]);
    changed.map(drop).map_err(fault("keeping a link"))
}

/// Notes the day on which one was used, and nothing where that is noted.
pub fn note_seen(connection: &Connection, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE accounts SET last_seen = ?2 WHERE id = ?1 AND ifnull(last_seen, -1) < ?2";
    let changed = connection.execute(sql, params![id, day_of(now)]);
    changed.map(drop).map_err(fault("noting that an account was used"))
}

/// Removes one: neither password nor link opens it any more.
pub fn remove(connection: &Connection, id: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE accounts SET removed_at = ?2, password = NULL, link = NULL, link_until = NULL \
               WHERE id = ?1";
    let changed = connection.execute(sql, params![id, now.as_second()]);
    changed.map(drop).map_err(fault("removing an account"))
}
