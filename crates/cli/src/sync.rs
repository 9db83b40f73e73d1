//! `hrc sync`: brings a library to the newest state of a server's feed, or of a folder's.

use crate::outcome::{Outcome, say, say_json};
use crate::{At, personal, place};
use clap::Args;
use hrc_domain::Error;
use hrc_domain::settings::Proxy;
use hrc_domain::sync::{SyncEnd, SyncReport};
use hrc_library::{Occasion, Round, Server, Unwatched, find_preset, server_of};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct Sync {
    #[command(flatten)]
    remote: Remote,
    /// Take it from this folder instead, as `hrc-server export` wrote it; no network is used
    #[arg(long, value_name = "PATH", conflicts_with = "server")]
    folder: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// The server that is meant.
#[derive(Args)]
pub(crate) struct Remote {
    /// The server's address; else the administrator's preset says
    #[arg(long, value_name = "URL", requires = "trust")]
    server: Option<String>,
    /// The feed's 1.root.json, as the Network gave it
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// How to reach it: `system`, `none`, or a proxy's address
    #[arg(long)]
    proxy: Option<String>,
}

impl Remote {
    /// The server that was named, else the preset's.
    pub(crate) fn server(&self) -> Result<Server, Error> {
        let proxy = self.proxy.as_deref().map(proxy_of);
        match (&self.server, &self.trust) {
            (Some(address), Some(file)) => {
                Server::new(address, &root_in(file)?, proxy.unwrap_or_default())
            }
            _ => {
                let settings = hrc_domain::settings::SyncSettings { proxy, ..Default::default() };
                let server = server_of(&settings, find_preset()?.as_ref())?;
                server.ok_or_else(hrc_library::not_configured)
            }
        }
    }
}

fn root_in(file: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(file)
        .map_err(|cause| Error::io(&format!("reading the trust root {}", file.display()), &cause))
}

pub(crate) fn run(at: &At, verb: &Sync) -> Result<Outcome, Error> {
    let now = hrc_library::now();
    let report = match &verb.folder {
        Some(folder) => {
            let trust = verb.remote.trust.as_deref().map(root_in).transpose()?;
            let library = place::open_to_write(place::own(at)?)?;
            library.sync_folder(folder, trust.as_deref(), &Unwatched, now)?
        }
        None => {
            let server = verb.remote.server()?;
            let dir = place::own(at)?;
            // Questions go even where there is no library to bring anything into.
            let (library, own) = (place::open_to_write(dir), personal::find(dir));
            let round =
                Round { server: &server, occasion: Occasion::Asked, watch: &Unwatched, now };
            let library = library.as_ref().map_err(Clone::clone);
            let own = own.as_ref().map(Option::as_ref).map_err(Clone::clone);
            round.make(library, own).0?
        }
    };
    if verb.json {
        say_json(&report)?;
        return Ok(Outcome::Fine);
    }
    let SyncReport {
        head,
        practitioner_head,
        applied,
        withdrawn,
        questions_sent,
        updates,
        requests,
        bytes,
        ms,
        state,
    } = report;
    let what = match state {
        SyncEnd::Updated => format!("{applied} put, {withdrawn} withdrawn"),
        SyncEnd::Current => "nothing new".to_owned(),
    };
    let deep = practitioner_head.map(|head| format!(", practitioners' {head}")).unwrap_or_default();
    let letters = match (questions_sent, updates) {
        (0, 0) => String::new(),
        (sent, updates) => format!(", {sent} questions sent, {updates} updates"),
    };
    say(&format!(
        "head {head}{deep}: {what}{letters} ({requests} requests, {bytes} bytes, {ms} ms)\n"
    ))?;
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
