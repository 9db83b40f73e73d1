//! Changing keys: the server's own, or the root keys themselves. Either needs root keys, brought
//! back for the time of one command.

use crate::founding::{load_root_keys, save_online_keys, save_root_keys};
use crate::{Data, PUBLIC};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, SigningKey};
use jiff::Timestamp;
use std::fs;
use std::path::Path;

/// Gives the server new keys; the old ones count for nothing from then on. `root_keys` is the folder
/// with all root keys, of which the feed's root names the public halves. Returns the root's version.
pub async fn rotate_keys(data: &Data, root_keys: &Path, now: Timestamp) -> Result<u64> {
    let roots = load_root_keys(root_keys)?;
    rotate(data, &roots, &roots, now).await
}

/// Gives the feed new root keys, put into a folder to be taken offline, and new keys for the server.
/// `old` is the folder with at least two of the old root keys.
pub async fn rotate_root(data: &Data, old: &Path, new: &Path, now: Timestamp) -> Result<u64> {
    if new.exists() {
        let sentence = format!("{} is there already", new.display());
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let signers = load_root_keys(old)?;
    let roots: Vec<SigningKey> = (0..3).map(|_| SigningKey::generate()).collect::<Result<_>>()?;
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
    let publisher = data.publisher()?;
    let online = OnlineKeys::generate()?;
    let folder = data.keys_folder(PUBLIC);
    let (next, past) = (folder.with_extension("next"), folder.with_extension("past"));
    let failed = |e: std::io::Error| Error::io("changing the keys", &e);
    // What an earlier try left that was stopped before its root was published.
    for leftover in [&next, &past] {
        if leftover.exists() {
            fs::remove_dir_all(leftover).map_err(failed)?;
        }
    }
    save_online_keys(&next, &online)?;
    let signers: Vec<SigningKey> = roots.iter().chain(old_roots).cloned().collect();
    let version = publisher.rotate(roots, online, &signers, now).await?;
    fs::rename(&folder, &past).map_err(failed)?;
    fs::rename(&next, &folder).map_err(failed)?;
    fs::remove_dir_all(&past).map_err(failed)?;
    Ok(version)
}
