//! Founding the feeds: keys are made, the root keys are put aside to be taken away, and what clients
//! need is laid out.

use crate::{Data, FEEDS, PUBLIC};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, Publisher, SigningKey, THRESHOLD, Trust};
use jiff::Timestamp;
use object_store::ObjectStoreExt;
use std::fs;
use std::path::Path;

/// How many root keys there are.
pub(crate) const ROOT_KEYS: usize = 3;

/// What was founded.
#[derive(Debug)]
pub struct Founded {
    /// The general feed's identity, for clients to compare. It vouches for the practitioners' feed.
    pub fingerprint: String,
    /// The feeds that were not there before.
    pub feeds: Vec<&'static str>,
}

/// Makes the feeds that are not there yet. Refuses where all are: keys are never overwritten. One
/// that was cut off goes on with the keys it had made.
pub async fn found(data: &Data, now: Timestamp) -> Result<Founded> {
    let _turn = data.turn()?;
    let mut feeds = Vec::new();
    for feed in FEEDS {
        let store = data.store(feed)?;
        match store.head(&"metadata/timestamp.json".into()).await {
            Ok(_) => {}
            Err(object_store::Error::NotFound { .. }) => {
                found_one(data, feed, now).await?;
                feeds.push(feed);
            }
            Err(cause) => {
                let sentence = format!("looking for a feed: {cause}");
                return Err(Error::new(ErrorCode::Io, sentence));
            }
        }
    }
    if feeds.is_empty() {
        let sentence = format!("{}: there is a feed already", data.dir().display());
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    Ok(Founded { fingerprint: lay_out(data, &first_root(data, PUBLIC).await?)?, feeds })
}

async fn found_one(data: &Data, feed: &str, now: Timestamp) -> Result<()> {
    let (offline, own) = (data.offline_folder(feed), data.keys_folder(feed));
    if own.exists() && !offline.exists() {
        let sentence = format!(
            "{}: there are keys of the feed {feed}, whose files are gone; restore them from a backup",
            data.dir().display()
        );
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    // Kept before they are used: a feed whose keys are lost cannot be saved.
    if !offline.exists() {
        let roots: Vec<SigningKey> =
            (0..ROOT_KEYS).map(|_| SigningKey::generate()).collect::<Result<_>>()?;
        save_root_keys(&offline, feed, &roots)?;
    }
    if !own.exists() {
        save_online_keys(&own, &OnlineKeys::generate()?)?;
    }
    let roots = load_pem_files(&offline)?;
    Publisher::found(data.store(feed)?, feed, &roots, data.keys(feed)?, now).await.map(drop)
}

/// Lays out anew what clients are given: after the address has changed, say. Returns the feed's
/// identity.
pub async fn lay_out_for_clients(data: &Data) -> Result<String> {
    lay_out(data, &first_root(data, PUBLIC).await?)
}

/// A feed's identity.
pub(crate) async fn identity(data: &Data, feed: &str) -> Result<String> {
    Ok(Trust::new(&first_root(data, feed).await?)?.identity().to_owned())
}

/// A feed's `1.root.json`, which clients trust.
pub(crate) async fn first_root(data: &Data, feed: &str) -> Result<Vec<u8>> {
    let unread = |cause: object_store::Error| {
        let code = match cause {
            object_store::Error::NotFound { .. } => ErrorCode::NotFound,
            _ => ErrorCode::Io,
        };
        Error::new(code, format!("reading the feed's first root: {cause}"))
    };
    let found = data.store(feed)?.get(&"metadata/1.root.json".into()).await.map_err(unread)?;
    Ok(found.bytes().await.map_err(unread)?.to_vec())
}

/// Keeps the three keys a server has at hand in a new folder.
pub(crate) fn save_online_keys(folder: &Path, keys: &OnlineKeys) -> Result<()> {
    save_in(folder, |staged| {
        keys.targets.save(&staged.join("targets.pem"))?;
        keys.snapshot.save(&staged.join("snapshot.pem"))?;
        keys.timestamp.save(&staged.join("timestamp.pem"))
    })
}

/// The three keys a server has at hand, from this folder.
pub(crate) fn load_online_keys(folder: &Path) -> Result<OnlineKeys> {
    let key = |role: &str| SigningKey::load(&folder.join(format!("{role}.pem")));
    Ok(OnlineKeys {
        targets: key("targets")?,
        snapshot: key("snapshot")?,
        timestamp: key("timestamp")?,
    })
}

/// Puts root keys where somebody can take them away, and says how.
pub(crate) fn save_root_keys(folder: &Path, feed: &str, keys: &[SigningKey]) -> Result<()> {
    save_in(folder, |staged| {
        for (n, key) in (1..).zip(keys) {
            key.save(&staged.join(format!("root-{n}.pem")))?;
        }
        fs::write(staged.join("READ-ME-FIRST.txt"), read_me(feed))
            .map_err(|e| Error::io("writing about the root keys", &e))
    })
}

fn read_me(feed: &str) -> String {
    format!(
        "These {ROOT_KEYS} files are the root keys of the feed \"{feed}\". Whoever has {THRESHOLD} of them can replace every\n\
         other key; whoever loses {lost} of them can never replace any again.\n\
         \n\
         Today:\n\
         1. Copy each file to a medium of its own (three USB sticks, say), into a folder \"{feed}\" there,\n\
         \x20  and read it back. The keys of the other feed may lie on the same three media.\n\
         2. Give the media to three people, or lock them up in three places.\n\
         3. Delete this folder from the server.\n\
         \n\
         Once a year, or when a key of the server may be known to others: bring all of them back for the\n\
         time of one command, `hrc-server keys rotate`, and take them away again. When a root key is lost\n\
         or known to others, two are enough for `hrc-server root rotate`, which makes new ones.\n\
         docs/server.md says how.\n",
        lost = ROOT_KEYS as u64 + 1 - THRESHOLD,
    )
}

/// Fills a new folder that only its owner enters; it is there as a whole or not at all.
fn save_in(folder: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("making a folder for keys", &e);
    let staged = folder.with_extension("part");
    // Left by a try that was cut off: nothing was signed with what is in there.
    if staged.exists() {
        fs::remove_dir_all(&staged).map_err(failed)?;
    }
    if let Some(above) = folder.parent() {
        make_private(above)?;
    }
    make_private(&staged)?;
    fill(&staged)?;
    fs::rename(&staged, folder).map_err(failed)
}

/// The root keys in this folder, and in the folder of this feed in it: those of both feeds are
/// brought back together.
pub(crate) fn load_root_keys(folder: &Path, feed: &str) -> Result<Vec<SigningKey>> {
    let mut keys = load_pem_files(folder)?;
    let own = folder.join(feed);
    if own.is_dir() {
        keys.extend(load_pem_files(&own)?);
    }
    Ok(keys)
}

fn load_pem_files(folder: &Path) -> Result<Vec<SigningKey>> {
    let failed = |e: std::io::Error| Error::io("reading the root keys", &e);
    let mut files: Vec<_> = fs::read_dir(folder)
        .map_err(failed)?
        .collect::<std::io::Result<Vec<_>>>()
        .map_err(failed)?
        .into_iter()
        .map(|file| file.path())
        .filter(|file| file.extension().is_some_and(|e| e == "pem"))
        .collect();
    files.sort();
    files.iter().map(|file| SigningKey::load(file)).collect()
}

/// Lays out the trust root and a preset file that an administrator puts beside the application.
fn lay_out(data: &Data, root: &[u8]) -> Result<String> {
    let failed = |e: std::io::Error| Error::io("writing what clients are given", &e);
    let fingerprint = Trust::new(root)?.identity().to_owned();
    let folder = data.client_folder();
    fs::create_dir_all(&folder).map_err(failed)?;
    fs::write(folder.join("1.root.json"), root).map_err(failed)?;
    let set = data.configuration();
    let address = set.public_address.clone().unwrap_or_else(|| format!("http://{}/", set.listen));
    let preset = format!(
        "# Put this file and 1.root.json beside the Knowledge Centre's program, and it syncs with this\n\
         # server without anybody setting anything.\n\
         # The feed's fingerprint is {fingerprint}\n\
         server = {address}\n\
         trust_root = \"1.root.json\"\n",
        address = toml::Value::String(address),
    );
    fs::write(folder.join("preset.toml"), preset).map_err(failed)?;
    Ok(fingerprint)
}

/// Makes a folder, if it is not there, that only its owner enters.
pub(crate) fn make_private(folder: &Path) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("making a folder for its owner alone", &e);
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(failed)
}
