//! Founding a feed: keys are made, the root keys are put aside to be taken away, and what clients
//! need is laid out.

use crate::{Data, PUBLIC};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, Publisher, SigningKey, THRESHOLD, Trust};
use jiff::Timestamp;
use std::fs;
use std::path::Path;

/// How many root keys there are.
const ROOT_KEYS: usize = 3;

/// What was founded.
#[derive(Debug)]
pub struct Founded {
    /// The feed's identity, for clients to compare.
    pub fingerprint: String,
}

/// Makes the general layer's feed in an empty data folder. Refuses where there is one: keys are
/// never overwritten.
pub async fn found(data: &Data, now: Timestamp) -> Result<Founded> {
    let _turn = data.turn()?;
    if data.keys_folder(PUBLIC).exists() {
        let sentence = format!("there is a feed in {} already", data.dir().display());
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let roots: Vec<SigningKey> =
        (0..ROOT_KEYS).map(|_| SigningKey::generate()).collect::<Result<_>>()?;
    let online = OnlineKeys::generate()?;
    // Kept before they are used: a feed whose keys are lost cannot be saved.
    save_root_keys(&data.offline_folder(PUBLIC), &roots)?;
    save_online_keys(&data.keys_folder(PUBLIC), &online)?;
    let root = Publisher::found(data.store(PUBLIC)?, PUBLIC, &roots, online, now).await?;
    let fingerprint = Trust::new(&root)?.identity().to_owned();
    lay_out_for_clients(data, &root, &fingerprint)?;
    Ok(Founded { fingerprint })
}

/// Keeps the three keys a server has at hand in a new folder.
pub(crate) fn save_online_keys(folder: &Path, keys: &OnlineKeys) -> Result<()> {
    make_private(folder)?;
    keys.targets.save(&folder.join("targets.pem"))?;
    keys.snapshot.save(&folder.join("snapshot.pem"))?;
    keys.timestamp.save(&folder.join("timestamp.pem"))
}

/// Puts root keys where somebody can take them away, and says how.
pub(crate) fn save_root_keys(folder: &Path, keys: &[SigningKey]) -> Result<()> {
    make_private(folder)?;
    for (n, key) in (1..).zip(keys) {
        key.save(&folder.join(format!("root-{n}.pem")))?;
    }
    let text = format!(
        "These {ROOT_KEYS} files are the root keys of the feed. Whoever has {THRESHOLD} of them can replace every\n\
         other key; whoever loses {lost} of them can never replace any again.\n\
         \n\
         Today:\n\
         1. Copy each file to a medium of its own (three USB sticks, say), and read it back.\n\
         2. Give the media to three people, or lock them up in three places.\n\
         3. Delete this folder from the server.\n\
         \n\
         Once a year, or when a key of the server may be known to others: bring two of them back for\n\
         the time of one command, `hrc-server keys rotate` or `hrc-server root rotate`, and take them\n\
         away again. docs/server.md says how.\n",
        lost = ROOT_KEYS as u64 + 1 - THRESHOLD,
    );
    fs::write(folder.join("READ-ME-FIRST.txt"), text)
        .map_err(|e| Error::io("writing about the root keys", &e))
}

/// The root keys that lie in this folder.
pub(crate) fn load_root_keys(folder: &Path) -> Result<Vec<SigningKey>> {
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
fn lay_out_for_clients(data: &Data, root: &[u8], fingerprint: &str) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("writing what clients are given", &e);
    let folder = data.client_folder();
    fs::create_dir_all(&folder).map_err(failed)?;
    fs::write(folder.join("1.root.json"), root).map_err(failed)?;
    let set = data.configuration();
    let address = set.public_address.clone().unwrap_or_else(|| format!("http://{}/", set.listen));
    let preset = format!(
        "# Put this file and 1.root.json beside the Knowledge Centre's program, and it syncs with this\n\
         # server without anybody setting anything.\n\
         # The feed's fingerprint is {fingerprint}\n\
         server = \"{address}\"\n\
         trust_root = \"1.root.json\"\n"
    );
    fs::write(folder.join("preset.toml"), preset).map_err(failed)
}

fn make_private(folder: &Path) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("making a folder for keys", &e);
    fs::create_dir_all(folder).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(failed)?;
    }
    Ok(())
}
