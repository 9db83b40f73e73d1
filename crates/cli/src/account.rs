//! `hrc enrol`, `hrc account` and `hrc sign-out`: how a computer comes to the practitioners' layer and
//! leaves it.

use crate::outcome::{Outcome, say, say_json};
use crate::sync::Remote;
use crate::{At, place};
use clap::Args;
use hrc_domain::enrolment::{Account, Custody, Farewell};
use hrc_domain::{Error, ErrorCode};
use hrc_library::Library;
use serde::Serialize;

#[derive(Args)]
pub(crate) struct Enrol {
    /// The code of the invitation, as it was given
    code: String,
    #[command(flatten)]
    remote: Remote,
    /// What this computer is called in the administrator's list
    #[arg(long, value_name = "NAME", default_value = "terminal")]
    device: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Show {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct SignOut {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// What there is of an account; see `docs/cli.md`.
#[derive(Serialize)]
struct Told {
    account: Option<Account>,
    farewell: Option<Farewell>,
}

pub(crate) fn enrol(at: &At, verb: &Enrol) -> Result<Outcome, Error> {
    let server = verb.remote.server()?;
    let library = place::open_to_write(place::own(at)?)?;
    let account = library.enrol(&server, &verb.code, &verb.device, hrc_library::now())?;
    if verb.json {
        say_json(&account)?;
    } else {
        say(&format!("{}The practitioners' layer comes with the next sync.\n", plain(&account)))?;
    }
    Ok(Outcome::Fine)
}

pub(crate) fn show(at: &At, verb: &Show) -> Result<Outcome, Error> {
    let library = open(at)?;
    let (account, farewell) = (library.account()?, library.farewell());
    if verb.json {
        say_json(&Told { account, farewell })?;
        return Ok(Outcome::Fine);
    }
    let mut text = account.as_ref().map_or_else(|| "not enrolled\n".to_owned(), plain);
    if let Some(Farewell { end, at, removed }) = farewell {
        text.push_str(&format!("the last account ended at {at} ({end:?}): {removed} removed\n"));
    }
    say(&text)?;
    Ok(Outcome::Fine)
}

pub(crate) fn sign_out(at: &At, verb: &SignOut) -> Result<Outcome, Error> {
    let farewell = open(at)?.sign_out(hrc_library::now())?;
    if verb.json {
        say_json(&farewell)?;
    } else {
        let Farewell { removed, .. } = farewell;
        say(&format!("signed out: {removed} practitioners' texts removed; the rest remains\n"))?;
    }
    Ok(Outcome::Fine)
}

/// The library in `--data`, which must be there: an account belongs to one.
fn open(at: &At) -> Result<Library, Error> {
    let dir = place::own(at)?;
    if !hrc_library::is_library(dir) {
        let sentence = format!("there is no library in {}", dir.display());
        return Err(Error::new(ErrorCode::LibraryMissing, sentence));
    }
    Library::open(dir)
}

fn plain(account: &Account) -> String {
    let Account { device, name, server, since, valid_until, custody } = account;
    let until = valid_until.as_deref().unwrap_or("it is revoked");
    let kept = match custody {
        Custody::Keyring => "in the keyring",
        Custody::File => "in a file that only you can read",
    };
    format!(
        "{name}, enrolled with {server} since {since} until {until}\n\
         device {device}, its secrets {kept}\n"
    )
}
