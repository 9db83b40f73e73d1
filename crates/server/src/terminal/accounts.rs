//! What is said of accounts.

use super::arguments::Account as Verb;
use super::{say, say_json};
use hrc_domain::{Error, ErrorCode};
use hrc_server::store::{Account, Accounts};
use hrc_server::{Configuration, Data, accounts};
use jiff::Timestamp;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

pub(crate) fn run(verb: Verb, now: Timestamp) -> Result<(), Error> {
    match verb {
        Verb::Add { at, login, name, role, link, json } => {
            let data = open(&at.data)?;
            let store = data.members();
            let password = if link { None } else { Some(asked()?) };
            let account = accounts::add(&store, &login, &name, role, password.as_deref(), now)?;
            if link {
                return tell_link(&data, &account, json, now);
            }
            tell(&store.account(&account.id)?, json, "The account was added.")
        }
        Verb::List { at, json } => list(&open(&at.data)?, json),
        Verb::Role { at, login, role, json } => {
            let store = open(&at.data)?.members();
            let account = accounts::named(&store, &login)?;
            store.set_role(&account.id, role, now)?;
            tell(&store.account(&account.id)?, json, "The role was changed.")
        }
        Verb::Password { at, login, link, json } => {
            let data = open(&at.data)?;
            let store = data.members();
            let account = accounts::named(&store, &login)?;
            if link {
                return tell_link(&data, &account, json, now);
            }
            accounts::set_password(&store, &account.id, &asked()?, now)?;
            tell(
                &store.account(&account.id)?,
                json,
                "The password was set; it is signed out everywhere.",
            )
        }
        Verb::Remove { at, login, json } => {
            let store = open(&at.data)?.members();
            let account = accounts::named(&store, &login)?;
            store.remove_account(&account.id, now)?;
            tell(&store.account(&account.id)?, json, "The account was removed.")
        }
        Verb::SignOut { at, login, json } => {
            let store = open(&at.data)?.members();
            let account = accounts::named(&store, &login)?;
            accounts::sign_out_everywhere(&store, &account.id, now)?;
            tell(&account, json, "The account was signed out everywhere.")
        }
    }
}

fn open(data: &Path) -> Result<Data, Error> {
    Data::open(data, Configuration::load(data)?)
}

fn tell(account: &Account, json: bool, sentence: &str) -> Result<(), Error> {
    if json { say_json(account) } else { say(&format!("{sentence}\n")) }
}

fn tell_link(data: &Data, account: &Account, json: bool, now: Timestamp) -> Result<(), Error> {
    let (secret, until) = accounts::link(&data.members(), &account.id, now)?;
    let listen = format!("http://{}/", data.configuration().listen);
    let base = data.configuration().public_address.clone().unwrap_or(listen);
    let address = format!("{}/console/set-password?link={secret}", base.trim_end_matches('/'));
    if json {
        let (id, login) = (&account.id, &account.login);
        return say_json(&serde_json::json!({
            "id": id, "login": login, "link": address, "link_until": until,
        }));
    }
    say(&format!(
        "{address}\n\nBy this link {} sets a password, once, until {until}. It is not kept and not\n\
         shown again.\n",
        account.name
    ))
}

fn list(data: &Data, json: bool) -> Result<(), Error> {
    let accounts = data.members().accounts()?;
    if json {
        return say_json(&accounts);
    }
    let mut told = String::new();
    for account in &accounts {
        let Account { id, login, name, role, last_seen, removed_at, .. } = account;
        let state = match (removed_at, last_seen) {
            (Some(at), _) => format!("removed at {at}"),
            (None, Some(day)) => format!("{}, last seen {day}", role.as_str()),
            (None, None) => format!("{}, never signed in", role.as_str()),
        };
        told += &format!("{id}  {login} ({name}): {state}\n");
    }
    say(&told)
}

/// The password: typed unseen where somebody sits at a terminal, else the first line of what comes.
/// It is never an argument, which everybody on the computer could read.
fn asked() -> Result<String, Error> {
    let failed = |cause: std::io::Error| Error::io("reading the password", &cause);
    if std::io::stdin().is_terminal() {
        let password = rpassword::prompt_password("Password: ").map_err(failed)?;
        let again = rpassword::prompt_password("The same again: ").map_err(failed)?;
        if password != again {
            return Err(Error::new(ErrorCode::InvalidInput, "the two passwords are not the same"));
        }
        return Ok(password);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
