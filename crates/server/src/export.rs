//! An export: the feeds as they stand, in a folder that somebody carries to a computer without a
//! network. docs/feed.md says how it is laid out.
//!
//! The general feed lies there as it is served. The practitioners' is one file, encrypted to the
//! devices that may read it, so that a stick that is lost gives nothing away. Sticks are FAT: flat
//! names, no links, no permissions. Whatever was there before is replaced file by file, each written
//! beside and renamed, the timestamp last: until then the older export holds.

use crate::store::{Deed, Device, Store};
use crate::{Data, PRACTITIONER, PUBLIC, founding};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Standing, copy_edition};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The practitioners' feed in the folder `feeds`.
pub const ENCRYPTED: &str = "practitioner.age";

/// What was exported.
#[derive(Debug, Serialize)]
pub struct Exported {
    /// The general layer's feed.
    pub public: Part,
    /// The practitioners' feed; null where no device may read it.
    pub practitioner: Option<Part>,
    /// The devices that can read it.
    pub devices: Vec<String>,
}

/// One feed of an export.
#[derive(Debug, Serialize)]
pub struct Part {
    /// How much it takes in the folder.
    pub bytes: u64,
    /// Until when a client takes it.
    pub until: Timestamp,
}

/// Writes an export into a folder: for all members' devices, or for those of these ids.
pub async fn export(
    data: &Data,
    to: &Path,
    devices: &[String],
    now: Timestamp,
) -> Result<Exported> {
    let members = data.members();
    let readers = readers(&members, devices, now)?;
    let founded = data.feeds().await?;
    for feed in &founded {
        is_in_force(data, feed, now).await?;
    }
    let feeds = to.join("feeds");
    is_of_this_feed(data, &feeds.join(PUBLIC)).await?;
    let practitioner = if readers.is_empty() || !founded.contains(&PRACTITIONER) {
        remove(&feeds.join(ENCRYPTED))?;
        None
    } else {
        // Before it is there: what cannot be noted is not handed out.
        for reader in &readers {
            members.note(Deed::Exported, &reader.id, now)?;
        }
        Some(encrypted(data, &feeds.join(ENCRYPTED), &readers).await?)
    };
    let public = plain(data, &feeds.join(PUBLIC)).await?;
    put(&to.join("README.txt"), read_me(&public, practitioner.as_ref(), readers.len()).as_bytes())?;
    let devices = practitioner.iter().flat_map(|_| readers.iter().map(|r| r.id.clone())).collect();
    Ok(Exported { public, practitioner, devices })
}

/// The devices that may read it. One that was named and may not is told; else it is left out.
fn readers(members: &dyn Store, named: &[String], now: Timestamp) -> Result<Vec<Device>> {
    let all = members.devices()?;
    if named.is_empty() {
        return Ok(all.into_iter().filter(|device| device.check(now).is_ok()).collect());
    }
    let named: BTreeSet<&String> = named.iter().collect();
    let find = |id: &String| {
        let none = || Error::new(ErrorCode::NotFound, format!("there is no device {id}"));
        let device = all.iter().find(|device| device.id == *id).ok_or_else(none)?;
        device.check(now).map(|()| device.clone())
    };
    named.into_iter().map(find).collect()
}

/// A folder with the export of another feed is another Network's, or a mistake.
async fn is_of_this_feed(data: &Data, folder: &Path) -> Result<()> {
    let own = founding::first_root(data, PUBLIC).await?;
    match fs::read(folder.join("metadata/1.root.json")) {
        Ok(there) if there != own => {
            let sentence = format!("{} holds another feed: name another folder", folder.display());
            Err(Error::new(ErrorCode::FeedForeign, sentence))
        }
        _ => Ok(()),
    }
}

/// The general feed as it is served.
async fn plain(data: &Data, folder: &Path) -> Result<Part> {
    let (mut bytes, mut written) = (0, BTreeSet::new());
    let until = copy_edition(&data.store(PUBLIC)?, PUBLIC, |name, content| {
        bytes += content.len() as u64;
        written.insert(folder.join(name));
        put(&folder.join(name), content)
    })
    .await?;
    sweep(folder, &written)?;
    Ok(Part { bytes, until })
}

/// The practitioners' feed: an archive, encrypted while it is written, never on the disk in clear.
async fn encrypted(data: &Data, file: &Path, readers: &[Device]) -> Result<Part> {
    let failed = |e: std::io::Error| Error::io("writing the practitioners' export", &e);
    let recipients: Vec<age::x25519::Recipient> = readers
        .iter()
        .map(|device| {
            device.recipient.parse().map_err(|why| {
                let sentence = format!("the device {} has no recipient: {why}", device.id);
                Error::new(ErrorCode::Internal, sentence)
            })
        })
        .collect::<Result<_>>()?;
    let encryptor =
        age::Encryptor::with_recipients(recipients.iter().map(|one| one as &dyn age::Recipient))
            .map_err(|why| Error::new(ErrorCode::Internal, format!("encrypting: {why}")))?;
    let staged = beside(file)?;
    let place = File::create(&staged).map_err(failed)?;
    let writer = encryptor.wrap_output(place).map_err(failed)?;
    let mut archive = tar::Builder::new(writer);
    let until = copy_edition(&data.store(PRACTITIONER)?, PRACTITIONER, |name, content| {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(0);
        archive.append_data(&mut header, name, content).map_err(failed)
    })
    .await?;
    let writer = archive.into_inner().map_err(failed)?;
    let mut place = writer.finish().map_err(failed)?;
    place.flush().and_then(|()| place.sync_all()).map_err(failed)?;
    let bytes = place.metadata().map_err(failed)?.len();
    drop(place);
    fs::rename(&staged, file).map_err(failed)?;
    Ok(Part { bytes, until })
}

/// Nobody would take what has run out: better told here than where it is carried to.
async fn is_in_force(data: &Data, feed: &str, now: Timestamp) -> Result<()> {
    let until = Standing::read(&data.store(feed)?, feed).await?.vouched_until;
    if until > now {
        return Ok(());
    }
    let sentence = format!("the feed {feed} ran out at {until}: let `serve` vouch for it first");
    Err(Error::new(ErrorCode::FeedExpired, sentence))
}

/// Puts a file in its place, whole, unless it is there already.
fn put(file: &Path, content: &[u8]) -> Result<()> {
    let failed = |e: std::io::Error| Error::io(&format!("writing {}", file.display()), &e);
    if fs::read(file).is_ok_and(|there| there == content) {
        return Ok(());
    }
    let staged = beside(file)?;
    let mut place = File::create(&staged).map_err(failed)?;
    place.write_all(content).and_then(|()| place.sync_all()).map_err(failed)?;
    drop(place);
    fs::rename(&staged, file).map_err(failed)
}

/// Where a file is written before it takes its place; its folder is made.
fn beside(file: &Path) -> Result<PathBuf> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|e| Error::io("making the export's folder", &e))?;
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    Ok(name.into())
}

/// Removes what older exports left, and no file that is not of this kind.
fn sweep(folder: &Path, written: &BTreeSet<PathBuf>) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("sweeping the export's folder", &e);
    for part in ["metadata", "targets", "seg", "snap"] {
        let files = match fs::read_dir(folder.join(part)) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => continue,
            files => files.map_err(failed)?,
        };
        for file in files {
            let file = file.map_err(failed)?.path();
            if file.is_file() && !written.contains(&file) {
                remove(&file)?;
            }
        }
    }
    Ok(())
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("removing what an older export left", &cause))
        }
        _ => Ok(()),
    }
}

fn read_me(public: &Part, practitioner: Option<&Part>, readers: usize) -> String {
    let until = practitioner.map_or(public.until, |part| part.until.min(public.until));
    let deep = if practitioner.is_some() {
        format!(
            "The practitioners' layer is in feeds/{ENCRYPTED}. It is encrypted: only the computers it was\n\
             made for can read it ({readers} of them). On any other it is passed over.\n"
        )
    } else {
        "The practitioners' layer is not in it.\n".to_owned()
    };
    format!(
        "The Human Rights Cities Knowledge Centre: its knowledge, for computers without a network.\n\
         \n\
         Put this folder on a USB stick. In the Knowledge Centre choose \"sync from a folder\", or call\n\
         hrc sync --folder with the path of this folder. Do not change anything in it: every file is\n\
         signed or checked, and a changed one is refused.\n\
         \n\
         {deep}\
         \n\
         It can be used until {until} (seven days after it was last signed at the most). After that\n\
         day ask for a new one; what is on a computer already stays there.\n"
    )
}
