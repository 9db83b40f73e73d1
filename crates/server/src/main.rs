//! `hrc-server`: what an administrator types. Nothing is decided here.

mod terminal;

use clap::Parser;
use hrc_domain::Error;
use hrc_server::{Configuration, Data, backup, publishing, rotation};
use jiff::Timestamp;
use std::path::Path;
use std::process::ExitCode;
use terminal::arguments::{Arguments, Devices, Invitations, Keys, Root, Verb};
use terminal::{accounts, feeds, members, questions, say};

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
        Verb::Init { at } => feeds::init(&at.data, now).await,
        Verb::Publish { at, content, withdraw_many, json } => {
            let data = open(&at.data)?;
            let published = publishing::publish(&data, &content, withdraw_many, now).await?;
            feeds::tell_published(&published, json)
        }
        Verb::Preset { at } => feeds::preset(&open(&at.data)?).await,
        Verb::Serve { at, listen, content } => feeds::serve(&at.data, listen, content).await,
        Verb::Status { at, json } => feeds::tell_status(&open(&at.data)?, json, now).await,
        Verb::Invite { at, name, days, member_until, json } => {
            members::invite(&open(&at.data)?, &name, days, member_until, json, now)
        }
        Verb::Invitations(Invitations::List { at, json }) => {
            members::list_invitations(&open(&at.data)?, json, now)
        }
        Verb::Invitations(Invitations::Revoke { at, id }) => {
            members::revoke_invitation(&open(&at.data)?, &id, now)
        }
        Verb::Devices(Devices::List { at, json }) => {
            members::list_devices(&open(&at.data)?, json, now)
        }
        Verb::Devices(Devices::Revoke { at, id }) => {
            members::revoke_device(&open(&at.data)?, &id, now)
        }
        Verb::Questions(verb) => questions::run(verb, now),
        Verb::Account(verb) => accounts::run(verb, now),
        Verb::Audit { at, after, json } => members::tell_trail(&open(&at.data)?, after, json),
        Verb::Export { at, to, device, json } => {
            members::export(&open(&at.data)?, &to, &device, json, now).await
        }
        Verb::Keys(Keys::Rotate { at, root_keys }) => {
            let rotated = rotation::rotate_keys(&open(&at.data)?, &root_keys, now).await?;
            feeds::tell_rotated(&rotated)?;
            say("The server has new keys. Take the root keys away again.\n")
        }
        Verb::Root(Root::Rotate { at, root_keys, new_root_keys }) => {
            let data = open(&at.data)?;
            let rotated = rotation::rotate_root(&data, &root_keys, &new_root_keys, now).await?;
            feeds::tell_rotated(&rotated)?;
            say(&format!(
                "The new root keys are in {}: take them offline, and destroy the old ones.\n",
                new_root_keys.display()
            ))
        }
        Verb::Backup { at, to } => backup::back_up(&open(&at.data)?, &to, now),
        Verb::Restore { at, from } => {
            backup::restore(&at.data, &from)?;
            say(
                "Restored. Clients refuse to go back to what is older than they have seen: publish now,\n\
                 then call `keys rotate`. Memberships that were taken back after the backup hold again:\n\
                 look at `devices list`. docs/server.md says why.\n",
            )
        }
    }
}

fn open(data: &Path) -> Result<Data, Error> {
    Data::open(data, Configuration::load(data)?)
}
