//! `hrc doctor`: why a library cannot sync, and what to do about it.

use crate::At;
use crate::outcome::{Outcome, say, say_json};
use crate::sync::proxy_of;
use clap::Args;
use hrc_domain::settings::SyncSettings;
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Server, Unwatched, find_preset, load_settings, server_of};
use std::path::{Path, PathBuf};

/// The application's identifier, after which the system names its folders.
const APPLICATION: &str = "net.humanrightscities.knowledge-centre";

#[derive(Args)]
pub(crate) struct Doctor {
    /// The server's address; without it, the one the application is set to
    #[arg(long, value_name = "URL", requires = "trust")]
    server: Option<String>,
    /// The feed's 1.root.json, as the Network gave it
    #[arg(long, value_name = "FILE", requires = "server")]
    trust: Option<PathBuf>,
    /// How to reach it: `system`, `none`, or a proxy's address
    #[arg(long)]
    proxy: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(at: &At, verb: &Doctor) -> Result<Outcome, Error> {
    let dir = match &at.data {
        Some(dir) => dir.clone(),
        None => of_application(dirs::data_local_dir())?.join("library"),
    };
    let diagnosis = hrc_library::diagnose(&dir, &server(verb), &Unwatched, hrc_library::now());
    if verb.json {
        say_json(&diagnosis)?;
    } else {
        say(&diagnosis.report())?;
    }
    Ok(if diagnosis.is_well() { Outcome::Fine } else { Outcome::Faults })
}

/// The server that is meant: the one in the call, else the application's.
fn server(verb: &Doctor) -> Result<Option<Server>, Error> {
    let proxy = verb.proxy.as_deref().map(proxy_of);
    if let (Some(address), Some(trust)) = (&verb.server, &verb.trust) {
        let root = trust_root(trust)?;
        return Server::new(address, &root, proxy.unwrap_or_default()).map(Some);
    }
    let settings = load_settings(&of_application(dirs::config_dir())?.join("settings.json")).sync;
    let settings = SyncSettings { proxy: proxy.or(settings.proxy), ..settings };
    server_of(&settings, find_preset()?.as_ref())
}

fn trust_root(file: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(file)
        .map_err(|cause| Error::io(&format!("reading the trust root {}", file.display()), &cause))
}

fn of_application(folder: Option<PathBuf>) -> Result<PathBuf, Error> {
    let none = || Error::new(ErrorCode::Io, "the system names no place for application data");
    Ok(folder.ok_or_else(none)?.join(APPLICATION))
}
