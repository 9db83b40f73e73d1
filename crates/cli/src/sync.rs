//! `hrc sync`: brings a library to the newest state of a server's feed.

use crate::outcome::{Outcome, say, say_json};
use crate::{At, place};
use clap::Args;
use hrc_domain::settings::Proxy;
use hrc_domain::sync::{SyncEnd, SyncReport};
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Server, Unwatched};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Sync {
    /// The server's address
    #[arg(long, value_name = "URL")]
    server: String,
    /// The feed's 1.root.json, as the Network gave it
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// How to reach it: `system`, `none`, or a proxy's address
    #[arg(long, default_value = "system")]
    proxy: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(at: &At, verb: &Sync) -> Result<Outcome, Error> {
    let root = std::fs::read(&verb.trust).map_err(|cause| {
        Error::io(&format!("reading the trust root {}", verb.trust.display()), &cause)
    })?;
    let server = Server::new(&verb.server, &root, proxy_of(&verb.proxy))?;
    let Some(dir) = at.data.as_deref() else {
        let sentence = "name the library to sync with --data; a bundle is never synced";
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    };
    let report = place::open_to_write(dir)?.sync(&server, &Unwatched, hrc_library::now())?;
    if verb.json {
        say_json(&report)?;
        return Ok(Outcome::Fine);
    }
    let SyncReport { head, applied, withdrawn, requests, bytes, ms, state } = report;
    let what = match state {
        SyncEnd::Updated => format!("{applied} put, {withdrawn} withdrawn"),
        SyncEnd::Current => "nothing new".to_owned(),
    };
    say(&format!("head {head}: {what} ({requests} requests, {bytes} bytes, {ms} ms)\n"))?;
    Ok(Outcome::Fine)
}

/// What `--proxy` means.
pub(crate) fn proxy_of(way: &str) -> Proxy {
    match way {
        "system" => Proxy::System,
        "none" => Proxy::None,
        address => Proxy::Manual { address: address.to_owned() },
    }
}
