//! The data folder: where keys, feeds and locks lie.

use crate::{Configuration, PUBLIC};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, Publisher, SigningKey};
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, path};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use url::Url;

/// How long a publisher waits for another to finish.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server's data folder.
#[derive(Debug, Clone)]
pub struct Data {
    dir: PathBuf,
    configuration: Configuration,
}

/// The right to change what is published, as long as it is held.
#[derive(Debug)]
pub struct PublishingTurn {
    _file: File,
}

impl Data {
    /// The data folder, with what was set for it.
    pub fn open(dir: &Path, configuration: Configuration) -> Result<Self> {
        let dir = std::path::absolute(dir).map_err(|e| Error::io("finding the data folder", &e))?;
        Ok(Self { dir, configuration })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What was set.
    pub const fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Where the server's own keys of a feed lie.
    pub fn keys_folder(&self, feed: &str) -> PathBuf {
        self.dir.join("keys").join(feed)
    }

    /// Where the root keys of a new feed are put, for somebody to take them away.
    pub fn offline_folder(&self, feed: &str) -> PathBuf {
        self.dir.join("take-offline").join(feed)
    }

    /// Where that lies which clients are given: the trust root and the preset.
    pub fn client_folder(&self) -> PathBuf {
        self.dir.join("client")
    }

    /// The server's own keys of a feed.
    pub fn keys(&self, feed: &str) -> Result<OnlineKeys> {
        let key = |role: &str| {
            SigningKey::load(&self.keys_folder(feed).join(format!("{role}.pem"))).map_err(|cause| {
                if cause.code == ErrorCode::NotFound {
                    let sentence =
                        format!("there is no feed yet ({}): `init` makes one", cause.message);
                    Error::new(ErrorCode::NotFound, sentence)
                } else {
                    cause
                }
            })
        };
        Ok(OnlineKeys {
            targets: key("targets")?,
            snapshot: key("snapshot")?,
            timestamp: key("timestamp")?,
        })
    }

    /// The store of a feed's files.
    pub fn store(&self, feed: &str) -> Result<Arc<dyn ObjectStore>> {
        let failed = |cause: object_store::Error| {
            Error::new(ErrorCode::InvalidInput, format!("the feeds' store: {cause}"))
        };
        let Some(address) = &self.configuration.feed_store else {
            let folder = self.dir.join("feeds").join(feed);
            fs::create_dir_all(&folder).map_err(|e| Error::io("making the feed's folder", &e))?;
            // Synced to disk at every step: what a timestamp names must be there after a power cut.
            let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?.with_fsync(true);
            return Ok(Arc::new(store));
        };
        let url = Url::parse(address).map_err(|cause| {
            Error::new(ErrorCode::InvalidInput, format!("the feeds' store {address}: {cause}"))
        })?;
        let (store, base) = object_store::parse_url(&url).map_err(failed)?;
        Ok(Arc::new(PrefixStore::new(store, base.join(path::PathPart::from(feed)))))
    }

    /// The publisher of the general layer's feed.
    pub fn publisher(&self) -> Result<Publisher> {
        Ok(Publisher::open(self.store(PUBLIC)?, PUBLIC, self.keys(PUBLIC)?))
    }

    /// Takes the turn to publish, waiting for another to finish; then it is `busy`.
    pub fn turn(&self) -> Result<PublishingTurn> {
        let failed = |e: std::io::Error| Error::io("taking the publishers' lock", &e);
        fs::create_dir_all(&self.dir).map_err(failed)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.dir.join("publishing.lock"))
            .map_err(failed)?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(PublishingTurn { _file: file }),
                Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::new(ErrorCode::Busy, "somebody else is publishing"));
                }
                Err(TryLockError::Error(cause)) => return Err(failed(cause)),
            }
        }
    }
}
