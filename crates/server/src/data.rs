//! The data folder: where keys, feeds and locks lie.

use crate::store::{self, Deed, SqliteStore, Store};
use crate::{Configuration, FEEDS, PRACTITIONER, PUBLIC, founding};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, Publisher};
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, ObjectStoreScheme, path};
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
    /// In whose name things are done; none where somebody sits at the server's terminal.
    actor: Option<String>,
}

/// The right to change what is published, as long as it is held.
#[derive(Debug)]
pub struct PublishingTurn {
    _file: File,
}

impl Data {
    /// The data folder, with what was set for it. It must be there: a misspelt path is told, not made.
    pub fn open(dir: &Path, configuration: Configuration) -> Result<Self> {
        if !dir.is_dir() {
            let sentence = format!("there is no data folder {}: `init` makes one", dir.display());
            return Err(Error::new(ErrorCode::NotFound, sentence));
        }
        Self::at(dir, configuration)
    }

    /// The data folder where one is to be; it and the folders of the feeds' files are made.
    pub fn make(dir: &Path, configuration: Configuration) -> Result<Self> {
        let data = Self::at(dir, configuration)?;
        let failed = |e: std::io::Error| Error::io("making the data folder", &e);
        fs::create_dir_all(&data.dir).map_err(failed)?;
        for feed in FEEDS {
            match data.feed_folder(feed)? {
                // Its files are not encrypted here.
                Some(folder) if feed == PRACTITIONER => founding::make_private(&folder)?,
                Some(folder) => fs::create_dir_all(folder).map_err(failed)?,
                None => {}
            }
        }
        Ok(data)
    }

    fn at(dir: &Path, configuration: Configuration) -> Result<Self> {
        let dir = std::path::absolute(dir).map_err(|e| Error::io("finding the data folder", &e))?;
        Ok(Self { dir, configuration, actor: None })
    }

    /// The same, in which everything is done in this one's name: the id of an account.
    pub fn by(&self, actor: &str) -> Self {
        Self { actor: Some(actor.to_owned()), ..self.clone() }
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
        founding::load_online_keys(&self.keys_folder(feed)).map_err(|cause| {
            if cause.code == ErrorCode::NotFound {
                let sentence = format!("the server's keys are not there ({})", cause.message);
                return Error::new(ErrorCode::NotFound, sentence);
            }
            cause
        })
    }

    /// The store of a feed's files.
    pub fn store(&self, feed: &str) -> Result<Arc<dyn ObjectStore>> {
        if let Some(folder) = self.feed_folder(feed)? {
            if !folder.is_dir() {
                let sentence =
                    format!("there is no feed in {}: `init` makes one", folder.display());
                return Err(Error::new(ErrorCode::NotFound, sentence));
            }
            // Synced to disk at every step: what a timestamp names must be there after a power cut.
            let store = LocalFileSystem::new_with_prefix(&folder).map_err(|cause| {
                let sentence = format!("the feed's folder {}: {cause}", folder.display());
                Error::new(ErrorCode::Io, sentence)
            })?;
            return Ok(Arc::new(store.with_fsync(true)));
        }
        let url = self.store_address()?;
        // Who may write there is said in the environment, never in a file or an address.
        let access = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("AWS_"));
        let (store, base) = object_store::parse_url_opts(&url, access)
            .map_err(|cause| refused_store(&url, &cause.to_string()))?;
        Ok(Arc::new(PrefixStore::new(store, base.join(path::PathPart::from(feed)))))
    }

    /// The folder of a feed's files, where they are kept in one.
    fn feed_folder(&self, feed: &str) -> Result<Option<PathBuf>> {
        if self.configuration.feed_store.is_none() {
            return Ok(Some(self.dir.join("feeds").join(feed)));
        }
        let url = self.store_address()?;
        match ObjectStoreScheme::parse(&url) {
            Ok((ObjectStoreScheme::Local, _)) => {
                let folder = url.to_file_path().map_err(|()| refused_store(&url, "no folder"))?;
                Ok(Some(folder.join(feed)))
            }
            Ok((ObjectStoreScheme::Memory, _)) => {
                Err(refused_store(&url, "what is kept in memory alone is lost at once"))
            }
            Ok(_) => Ok(None),
            Err(cause) => Err(refused_store(&url, &cause.to_string())),
        }
    }

    fn store_address(&self) -> Result<Url> {
        let address = self.configuration.feed_store.as_deref().unwrap_or_default();
        Url::parse(address).map_err(|cause| {
            let sentence = format!("feed_store is {address}: {cause}");
            Error::new(ErrorCode::InvalidInput, sentence)
        })
    }

    /// The feeds there are: the general layer's, and the practitioners' where it was founded. A data
    /// folder from before there was one has the first alone, until `init` is called again.
    pub async fn feeds(&self) -> Result<Vec<&'static str>> {
        let mut feeds = vec![PUBLIC];
        for feed in FEEDS.into_iter().filter(|feed| *feed != PUBLIC) {
            let store = match self.store(feed) {
                Err(cause) if cause.code == ErrorCode::NotFound => continue,
                store => store?,
            };
            match store.head(&"metadata/timestamp.json".into()).await {
                Ok(_) => feeds.push(feed),
                Err(object_store::Error::NotFound { .. }) => {}
                Err(cause) => {
                    let sentence = format!("looking for the feed {feed}: {cause}");
                    return Err(Error::new(ErrorCode::Io, sentence));
                }
            }
        }
        Ok(feeds)
    }

    /// The publisher of a feed.
    pub fn publisher(&self, feed: &str) -> Result<Publisher> {
        Ok(Publisher::open(self.store(feed)?, feed, self.keys(feed)?))
    }

    /// Where the members are kept.
    pub fn members(&self) -> SqliteStore {
        let store = SqliteStore::at(&self.dir);
        match &self.actor {
            Some(actor) => store.acting(actor),
            None => store,
        }
    }

    /// Whether anything is kept there yet. Who only reads or publishes content makes no database.
    pub fn has_members(&self) -> bool {
        self.dir.join(store::FILE).exists()
    }

    /// Notes in the audit trail what was done, where anything is kept yet. It is done, whether or not
    /// it can be noted.
    pub fn note(&self, deed: Deed, subject: &str, now: Timestamp) {
        if self.has_members()
            && let Err(cause) = self.members().note(deed, subject, now)
        {
            tracing::warn!(%cause, deed = deed.as_str(), subject, "it could not be noted");
        }
    }

    /// Takes the turn to publish, waiting for another to finish; then it is `busy`.
    pub fn turn(&self) -> Result<PublishingTurn> {
        let failed = |e: std::io::Error| Error::io("taking the publishers' lock", &e);
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

fn refused_store(url: &Url, why: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("feed_store is {url}: {why}"))
}
