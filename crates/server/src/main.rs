//! `hrc-server`: what an administrator types. Nothing is decided here.

use clap::{Args, Parser, Subcommand};
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Outcome, Tallied};
use hrc_server::{
    Configuration, Data, backup, founding, http, publishing, rotation, status, vouching,
};
use jiff::Timestamp;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tracing::info;

/// The Human Rights Cities Knowledge Centre's server.
#[derive(Parser)]
#[command(name = "hrc-server", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Args)]
struct At {
    /// The data folder
    #[arg(long, value_name = "DIR", env = "HRC_SERVER_DATA")]
    data: PathBuf,
}

#[derive(Subcommand)]
enum Verb {
    /// Make keys and an empty feed
    Init {
        #[command(flatten)]
        at: At,
    },
    /// Publish a content folder as it stands
    Publish {
        #[command(flatten)]
        at: At,
        /// The folder of authored content
        #[arg(long, value_name = "DIR")]
        content: PathBuf,
        /// Publish also where more than half of what is published would be withdrawn
        #[arg(long)]
        withdraw_many: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Serve feeds over HTTP
    Serve {
        #[command(flatten)]
        at: At,
        /// Where to listen; port 0 means any free one
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<SocketAddr>,
    },
    /// Say what the feed stands at
    Status {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Lay out anew what clients are given, after the server's address has changed
    Preset {
        #[command(flatten)]
        at: At,
    },
    /// The server's own keys
    #[command(subcommand)]
    Keys(Keys),
    /// The root keys
    #[command(subcommand)]
    Root(Root),
    /// Write everything to one file
    Backup {
        #[command(flatten)]
        at: At,
        /// The file to make
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Restore a backup into an empty data folder
    Restore {
        #[command(flatten)]
        at: At,
        /// The backup
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
}

#[derive(Subcommand)]
enum Keys {
    /// Replace the server's keys; the old ones count for nothing from then on
    Rotate {
        #[command(flatten)]
        at: At,
        /// The folder with all root keys, brought back for this command
        #[arg(long, value_name = "DIR")]
        root_keys: PathBuf,
    },
}

#[derive(Subcommand)]
enum Root {
    /// Replace the root keys, and the server's with them
    Rotate {
        #[command(flatten)]
        at: At,
        /// The folder with at least two of the old root keys
        #[arg(long, value_name = "DIR")]
        root_keys: PathBuf,
        /// A folder to make for the new ones, to be taken offline
        #[arg(long, value_name = "DIR")]
        new_root_keys: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    match run(Arguments::parse().verb).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hrc-server: {error}");
            // As docs/server.md lists it.
            ExitCode::from(error.code.exit_code())
        }
    }
}

async fn run(verb: Verb) -> Result<(), Error> {
    let now = Timestamp::now();
    match verb {
        Verb::Init { at } => init(&at.data, now).await,
        Verb::Publish { at, content, withdraw_many, json } => {
            let data = open(&at.data)?;
            tell_outcome(publishing::publish(&data, &content, withdraw_many, now).await?, json)
        }
        Verb::Preset { at } => preset(&open(&at.data)?).await,
        Verb::Serve { at, listen } => serve(&at.data, listen).await,
        Verb::Status { at, json } => tell_status(&open(&at.data)?, json, now).await,
        Verb::Keys(Keys::Rotate { at, root_keys }) => {
            let version = rotation::rotate_keys(&open(&at.data)?, &root_keys, now).await?;
            say(&format!(
                "The server has new keys; the root is version {version}.\nTake the root keys away again.\n"
            ))
        }
        Verb::Root(Root::Rotate { at, root_keys, new_root_keys }) => {
            let data = open(&at.data)?;
            let version = rotation::rotate_root(&data, &root_keys, &new_root_keys, now).await?;
            say(&format!(
                "The root is version {version}. The new root keys are in {}: take them offline, and\n\
                 destroy the old ones.\n",
                new_root_keys.display()
            ))
        }
        Verb::Backup { at, to } => backup::back_up(&open(&at.data)?, &to),
        Verb::Restore { at, from } => {
            backup::restore(&at.data, &from)?;
            say(
                "Restored. Clients refuse to go back to what is older than they have seen: publish now,\n\
                 then call `keys rotate`. docs/server.md says why.\n",
            )
        }
    }
}

fn open(data: &Path) -> Result<Data, Error> {
    Data::open(data, Configuration::load(data)?)
}

async fn init(dir: &Path, now: Timestamp) -> Result<(), Error> {
    let data = &Data::make(dir, hrc_server::PUBLIC, Configuration::load(dir)?)?;
    let founded = founding::found(data, now).await?;
    say(&format!(
        "The feed's fingerprint is {}\n\
         \n\
         TODAY: take the root keys away from {}\n\
         (READ-ME-FIRST.txt there says how).\n",
        founded.fingerprint,
        data.offline_folder(hrc_server::PUBLIC).display(),
    ))?;
    say_what_clients_are_given(data)
}

async fn preset(data: &Data) -> Result<(), Error> {
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

fn tell_outcome(outcome: Outcome, json: bool) -> Result<(), Error> {
    let (head, upserted, withdrawn) = match outcome {
        Outcome::Published(Tallied { head, upserted, withdrawn }) => (head, upserted, withdrawn),
        Outcome::Unchanged { head } => (head, 0, 0),
    };
    if json {
        let told =
            serde_json::json!({ "head": head, "upserted": upserted, "withdrawn": withdrawn });
        return say(&format!("{told}\n"));
    }
    say(&match outcome {
        Outcome::Published(_) => {
            format!("Published: head {head}, {upserted} put, {withdrawn} withdrawn.\n")
        }
        Outcome::Unchanged { .. } => format!("Nothing changed: head {head}.\n"),
    })
}

async fn serve(dir: &Path, listen: Option<SocketAddr>) -> Result<(), Error> {
    let mut configuration = Configuration::load(dir)?;
    configuration.listen = listen.unwrap_or(configuration.listen);
    let data = Data::open(dir, configuration)?;
    let listening = http::listen(&data).await?;
    let vital = Arc::clone(&listening.vital);
    // Vouched for before the first client asks.
    vouching::glance(&data, &vital).await;
    // Scripts wait for this line and read the port from it.
    say(&format!("listening on http://{}\n", listening.address))?;
    tokio::select! {
        () = listening.serve(stopped()) => {}
        never = vouching::vouch_daily(&data, &vital) => match never {},
    }
    info!("stopped");
    Ok(())
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

async fn tell_status(data: &Data, json: bool, now: Timestamp) -> Result<(), Error> {
    let status = status::status(data, now).await?;
    if json {
        let told = serde_json::to_string(&status)
            .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
        return say(&format!("{told}\n"));
    }
    let mut warnings = String::new();
    if let Some(fault) = &status.keys_fault {
        warnings += &format!("WARNING: this server cannot vouch for the feed: {fault}\n");
    }
    if status.root_keys_online {
        warnings += "WARNING: root keys lie on this server. Take them offline.\n";
    }
    say(&format!(
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
    ))
}

/// Prints; a reader who went away is no error.
fn say(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::io("printing", &cause))
        }
        _ => Ok(()),
    }
}
