//! What is said of the feeds, and serving them.

use super::{say, say_json};
use hrc_domain::Error;
use hrc_feed::{Outcome, Tallied};
use hrc_server::mail::Bell;
use hrc_server::publishing::Published;
use hrc_server::questions::tending;
use hrc_server::rotation::Rotated;
use hrc_server::status::{self, FeedStatus};
use hrc_server::{Configuration, Data, founding, http, vouching};
use jiff::Timestamp;
use serde_json::Value;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tracing::info;

pub(crate) async fn init(dir: &Path, now: Timestamp) -> Result<(), Error> {
    let data = &Data::make(dir, Configuration::load(dir)?)?;
    let founded = founding::found(data, now).await?;
    let mut told = format!(
        "The feed's fingerprint is {}\n\nTODAY: take the root keys away from\n",
        founded.fingerprint
    );
    for feed in founded.feeds {
        told += &format!("  {}\n", data.offline_folder(feed).display());
    }
    say(&format!("{told}(READ-ME-FIRST.txt there says how).\n"))?;
    say_what_clients_are_given(data)
}

pub(crate) async fn preset(data: &Data) -> Result<(), Error> {
    let fingerprint = founding::lay_out_for_clients(data).await?;
    say(&format!("The feed's fingerprint is {fingerprint}\n"))?;
    say_what_clients_are_given(data)
}

fn say_what_clients_are_given(data: &Data) -> Result<(), Error> {
    say(&format!("Clients are given what is in {}\n", data.client_folder().display()))?;
    if data.configuration().public_address.is_some() {
        return Ok(());
    }
    say(&format!(
        "Its preset names http://{}/, as no public_address is set. Set it, and call `preset`.\n",
        data.configuration().listen
    ))
}

pub(crate) fn tell_published(published: &Published, json: bool) -> Result<(), Error> {
    let Published { public, practitioner, left } = published;
    if json {
        let mut told = counts(public);
        told["practitioner"] = practitioner.as_ref().map_or(Value::Null, counts);
        return say(&format!("{told}\n"));
    }
    let mut told = sentence(public);
    if let Some(practitioner) = practitioner {
        told += &format!("Practitioners' feed: {}", sentence(practitioner));
    }
    if *left > 0 {
        told += &format!(
            "WARNING: {left} practitioner texts were not published, as there is no feed for them yet:\n\
             call `init` once more, which makes it.\n"
        );
    }
    say(&told)
}

fn counts(outcome: &Outcome) -> Value {
    let Tallied { head, upserted, withdrawn } = match *outcome {
        Outcome::Published(tallied) => tallied,
        Outcome::Unchanged { head } => Tallied { head, upserted: 0, withdrawn: 0 },
    };
    serde_json::json!({ "head": head, "upserted": upserted, "withdrawn": withdrawn })
}

fn sentence(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Published(Tallied { head, upserted, withdrawn }) => {
            format!("Published: head {head}, {upserted} put, {withdrawn} withdrawn.\n")
        }
        Outcome::Unchanged { head } => format!("Nothing changed: head {head}.\n"),
    }
}

pub(crate) async fn serve(
    dir: &Path,
    listen: Option<SocketAddr>,
    content: Option<PathBuf>,
) -> Result<(), Error> {
    let mut configuration = Configuration::load(dir)?;
    configuration.content = content.or(configuration.content);
    configuration.listen = listen.unwrap_or(configuration.listen);
    let data = Data::open(dir, configuration)?;
    let bell = Bell::of(&data)?;
    let listening = http::listen(&data).await?;
    let vital = Arc::clone(&listening.vital);
    // Vouched for before the first client asks.
    vouching::glance(&data, &vital).await;
    // Scripts wait for this line and read the port from it.
    say(&format!("listening on http://{}\n", listening.address))?;
    tokio::select! {
        () = listening.serve(stopped()) => {}
        never = vouching::vouch_daily(&data, &vital) => match never {},
        never = tending::tend(&data) => match never {},
        never = ring(bell) => match never {},
    }
    info!("stopped");
    Ok(())
}

/// Tells the experts by mail, where that is set.
async fn ring(bell: Option<Bell>) -> Infallible {
    match bell {
        Some(bell) => bell.ring().await,
        None => std::future::pending().await,
    }
}

/// Done when the system or somebody at the terminal asks the server to stop.
async fn stopped() {
    let interrupted = async {
        // Where no signal can be heard, the server runs until it is killed, which it survives.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

pub(crate) async fn tell_status(data: &Data, json: bool, now: Timestamp) -> Result<(), Error> {
    let status = status::status(data, now).await?;
    if json {
        return say_json(&status);
    }
    say(&of_feed(&status.public))?;
    match &status.practitioner {
        Some(own) => say(&format!("\nThe practitioners' feed\n{}", of_feed(own))),
        None => {
            say("\nThere is no practitioners' feed yet: call `init` once more, which makes it.\n")
        }
    }
}

fn of_feed(status: &FeedStatus) -> String {
    let mut warnings = String::new();
    if let Some(fault) = &status.keys_fault {
        warnings += &format!("WARNING: this server cannot vouch for the feed: {fault}\n");
    }
    if status.root_keys_online {
        warnings += "WARNING: root keys lie on this server. Take them offline.\n";
    }
    format!(
        "fingerprint   {}\nhead          {}\nentries       {}\ndigest        {}\npublished     {}\n\
         segments      {}, from head {}\nvouched until {}{}\nroot          {}, until {}\n{warnings}",
        status.fingerprint,
        status.head,
        status.entries,
        status.digest,
        status.published,
        status.segments,
        status.floor,
        status.vouched_until,
        if status.in_force { "" } else { " - NOT IN FORCE" },
        status.root,
        status.rooted_until,
    )
}

pub(crate) fn tell_rotated(rotated: &[Rotated]) -> Result<(), Error> {
    let told = rotated
        .iter()
        .map(|(feed, version)| format!("The feed {feed}: the root is version {version}.\n"));
    say(&told.collect::<String>())
}
