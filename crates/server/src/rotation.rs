//! Changing keys: the server's own, or the root keys themselves. Either needs root keys, brought
//! back for the time of one command.

use crate::founding::{
    ROOT_KEYS, load_online_keys, load_root_keys, save_online_keys, save_root_keys,
};
use crate::newest_root::NewestRoot;
use crate::{Data, PUBLIC};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, SigningKey, THRESHOLD};
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};

/// Gives the server new keys; the old ones count for nothing from then on. `root_keys` is the folder
/// with all root keys: the new root names those that are there, so one that is missing would be lost
/// for good, and is asked for. Returns the root's version.
pub async fn rotate_keys(data: &Data, root_keys: &Path, now: Timestamp) -> Result<u64> {
    let newest = NewestRoot::read(&data.store(PUBLIC)?).await?;
    let named = newest.key_ids("root").len();
    let roots = newest.root_keys(load_root_keys(root_keys)?)?;
    if roots.len() < named {
        let sentence = format!(
            "{} holds {} of the feed's {named} root keys, and all are needed here; `root rotate` \
             makes new ones with {THRESHOLD}",
            root_keys.display(),
            roots.len(),
        );
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    rotate(data, &roots, &roots, now).await
}

/// Gives the feed new root keys, put into a folder to be taken offline, and new keys for the server.
/// `old` is the folder with at least two of the old root keys.
pub async fn rotate_root(data: &Data, old: &Path, new: &Path, now: Timestamp) -> Result<u64> {
    if new.exists() {
        let sentence = format!("{} is there already: name a new folder", new.display());
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let newest = NewestRoot::read(&data.store(PUBLIC)?).await?;
    let signers = newest.root_keys(load_root_keys(old)?)?;
    if (signers.len() as u64) < THRESHOLD {
        let sentence = format!(
            "{} holds {} of the feed's root keys, and {THRESHOLD} are needed",
            old.display(),
            signers.len(),
        );
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let roots: Vec<SigningKey> =
        (0..ROOT_KEYS).map(|_| SigningKey::generate()).collect::<Result<_>>()?;
    save_root_keys(new, &roots)?;
    rotate(data, &roots, &signers, now).await
}

async fn rotate(
    data: &Data,
    roots: &[SigningKey],
    old_roots: &[SigningKey],
    now: Timestamp,
) -> Result<u64> {
    let _turn = data.turn()?;
    settle(data).await?;
    let store = data.store(PUBLIC)?;
    let online = OnlineKeys::generate()?;
    // A server that lost its keys signs with the new ones alone.
    let publisher = match data.keys(PUBLIC) {
        Err(cause) if cause.code == ErrorCode::NotFound => {
            hrc_feed::Publisher::open(store, PUBLIC, online.clone())
        }
        keys => hrc_feed::Publisher::open(store, PUBLIC, keys?),
    };
    let [_, next, _] = folders(data);
    // What an earlier try left that was stopped before its root was published.
    remove(&next)?;
    save_online_keys(&next, &online)?;
    let signers: Vec<SigningKey> = roots.iter().chain(old_roots).cloned().collect();
    let version = publisher.rotate(roots, online, &signers, now).await?;
    adopt(data)?;
    Ok(version)
}

/// Ends a change of keys that was cut off after its root was published: from then on the new keys
/// are the server's. Whoever calls it has the turn to publish.
pub(crate) async fn settle(data: &Data) -> Result<()> {
    let [folder, next, past] = folders(data);
    if next.is_dir() {
        let newest = NewestRoot::read(&data.store(PUBLIC)?).await?;
        if newest.names(&load_online_keys(&next)?)? {
            return adopt(data);
        }
    }
    if !folder.exists() && past.is_dir() {
        fs::rename(&past, &folder).map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// The new keys take the old ones' place.
fn adopt(data: &Data) -> Result<()> {
    let [folder, next, past] = folders(data);
    if folder.exists() {
        remove(&past)?;
        fs::rename(&folder, &past).map_err(|e| failed(&e))?;
    }
    fs::rename(&next, &folder).map_err(|e| failed(&e))?;
    remove(&past)
}

/// Where the server's keys lie, those that come next, and those that were.
fn folders(data: &Data) -> [PathBuf; 3] {
    let folder = data.keys_folder(PUBLIC);
    let (next, past) = (folder.with_extension("next"), folder.with_extension("past"));
    [folder, next, past]
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(failed(&cause)),
        _ => Ok(()),
    }
}

fn failed(cause: &std::io::Error) -> Error {
    Error::io("changing the keys", cause)
}
