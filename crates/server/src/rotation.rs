//! Changing keys: the server's own, or the root keys themselves. Either needs root keys, brought
//! back for the time of one command.

use crate::Data;
use crate::founding::{
    ROOT_KEYS, load_online_keys, load_root_keys, save_online_keys, save_root_keys,
};
use crate::newest_root::NewestRoot;
use crate::store::Deed;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, Publisher, SigningKey, THRESHOLD};
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};

/// A feed with the version of its new root.
pub type Rotated = (&'static str, u64);

/// Gives the server new keys for every feed; the old ones count for nothing from then on.
/// `root_keys` is the folder with all root keys: a new root names those that are there, so one that
/// is missing would be lost for good, and is asked for before anything is changed.
pub async fn rotate_keys(data: &Data, root_keys: &Path, now: Timestamp) -> Result<Vec<Rotated>> {
    let mut ready = Vec::new();
    for feed in data.feeds().await? {
        let newest = NewestRoot::read(&data.store(feed)?).await?;
        let named = newest.key_ids("root").len();
        let roots = newest.root_keys(load_root_keys(root_keys, feed)?)?;
        if roots.len() < named {
            let sentence = format!(
                "{} holds {} of the feed's {named} root keys ({feed}), and all are needed here; \
                 `root rotate` makes new ones with {THRESHOLD}",
                root_keys.display(),
                roots.len(),
            );
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
        ready.push((feed, roots));
    }
    let mut rotated = Vec::new();
    for (feed, roots) in ready {
        let version = rotate(data, feed, &roots, &roots, now).await?;
        data.note(Deed::KeysRotated, &format!("{feed}:{version}"), now);
        rotated.push((feed, version));
    }
    Ok(rotated)
}

/// Gives every feed new root keys, put into a folder to be taken offline, and new keys for the
/// server. `old` is the folder with at least two of the old root keys of each.
pub async fn rotate_root(
    data: &Data,
    old: &Path,
    new: &Path,
    now: Timestamp,
) -> Result<Vec<Rotated>> {
    if new.exists() {
        let sentence = format!("{} is there already: name a new folder", new.display());
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let mut ready = Vec::new();
    for feed in data.feeds().await? {
        let newest = NewestRoot::read(&data.store(feed)?).await?;
        let signers = newest.root_keys(load_root_keys(old, feed)?)?;
        if (signers.len() as u64) < THRESHOLD {
            let sentence = format!(
                "{} holds {} of the feed's root keys ({feed}), and {THRESHOLD} are needed",
                old.display(),
                signers.len(),
            );
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
        ready.push((feed, signers));
    }
    let mut rotated = Vec::new();
    for (feed, signers) in ready {
        let roots: Vec<SigningKey> =
            (0..ROOT_KEYS).map(|_| SigningKey::generate()).collect::<Result<_>>()?;
        save_root_keys(&new.join(feed), feed, &roots)?;
        let version = rotate(data, feed, &roots, &signers, now).await?;
        data.note(Deed::RootRotated, &format!("{feed}:{version}"), now);
        rotated.push((feed, version));
    }
    Ok(rotated)
}

async fn rotate(
    data: &Data,
    feed: &str,
    roots: &[SigningKey],
    old_roots: &[SigningKey],
    now: Timestamp,
) -> Result<u64> {
    let _turn = data.turn()?;
    settle(data, feed).await?;
    let store = data.store(feed)?;
    let online = OnlineKeys::generate()?;
    // A server that lost its keys signs with the new ones alone.
    let publisher = match data.keys(feed) {
        Err(cause) if cause.code == ErrorCode::NotFound => {
            Publisher::open(store, feed, online.clone())
        }
        keys => Publisher::open(store, feed, keys?),
    };
    let [_, next, _] = folders(data, feed);
    // What an earlier try left that was stopped before its root was published.
    remove(&next)?;
    save_online_keys(&next, &online)?;
    let signers: Vec<SigningKey> = roots.iter().chain(old_roots).cloned().collect();
    let version = publisher.rotate(roots, online, &signers, now).await?;
    adopt(data, feed)?;
    Ok(version)
}

/// Ends a change of keys that was cut off after its root was published: from then on the new keys
/// are the server's. Whoever calls it has the turn to publish.
pub(crate) async fn settle(data: &Data, feed: &str) -> Result<()> {
    let [folder, next, past] = folders(data, feed);
    if next.is_dir() {
        let newest = NewestRoot::read(&data.store(feed)?).await?;
        if newest.names(&load_online_keys(&next)?)? {
            return adopt(data, feed);
        }
    }
    if !folder.exists() && past.is_dir() {
        fs::rename(&past, &folder).map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// The new keys take the old ones' place.
fn adopt(data: &Data, feed: &str) -> Result<()> {
    let [folder, next, past] = folders(data, feed);
    if folder.exists() {
        remove(&past)?;
        fs::rename(&folder, &past).map_err(|e| failed(&e))?;
    }
    fs::rename(&next, &folder).map_err(|e| failed(&e))?;
    remove(&past)
}

/// Where the server's keys lie, those that come next, and those that were.
fn folders(data: &Data, feed: &str) -> [PathBuf; 3] {
    let folder = data.keys_folder(feed);
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
