//! A real feed in a folder, and a reader of it.

use crate::carrying::Courier;
use crate::library::entries;
use hrc_domain::error::Result;
use hrc_domain::{ErrorCode, SealedEntry};
use hrc_feed::{
    Catalogue, Edition, Follower, OnlineKeys, Outcome, Publisher, RootKeys, SigningKey, Trust,
    Versions,
};
use jiff::{SignedDuration, Timestamp as Instant};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub const NAME: &str = "public";
pub const PATIENCE: Duration = Duration::from_secs(20);

pub fn now() -> Instant {
    Instant::now()
}

pub fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

pub fn root_keys() -> RootKeys {
    (0..3).map(|_| SigningKey::generate().unwrap()).collect()
}

/// A feed, everything its owners have, and a courier that carries it.
pub struct Feed {
    pub dir: TempDir,
    pub store: Arc<dyn ObjectStore>,
    pub root_keys: RootKeys,
    pub keys: OnlineKeys,
    pub trust: Trust,
    pub publisher: Publisher,
    pub courier: Arc<Courier>,
}

impl Feed {
    pub async fn found() -> Self {
        Self::founded(NAME, now()).await
    }

    pub async fn founded(name: &str, at: Instant) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store: Arc<dyn ObjectStore> =
            Arc::new(LocalFileSystem::new_with_prefix(dir.path()).unwrap());
        let (root_keys, keys) = (root_keys(), OnlineKeys::generate().unwrap());
        let root =
            Publisher::found(Arc::clone(&store), name, &root_keys, keys.clone(), at).await.unwrap();
        let trust = Trust::new(&root).unwrap();
        let publisher = Publisher::open(Arc::clone(&store), name, keys.clone());
        let courier = Arc::new(Courier::of(dir.path()));
        Self { dir, store, root_keys, keys, trust, publisher, courier }
    }

    /// A feed after three publishes, the last of which changed little: it has segments.
    pub async fn grown() -> Self {
        let feed = Self::found().await;
        for (n, text) in [(20, "first"), (21, "first"), (22, "first")] {
            feed.publish(&entries(n, text)).await;
        }
        feed
    }

    pub async fn publish(&self, entries: &[SealedEntry]) -> Outcome {
        self.publisher.publish(entries.to_vec(), now()).await.unwrap()
    }

    /// Publishes something that was not there before, whatever was.
    pub async fn publish_anything(&self) -> Outcome {
        let text = self.publisher.standing().await.unwrap().catalogue.head.to_string();
        self.publish(&entries(20, &text)).await
    }

    pub async fn catalogue(&self) -> Catalogue {
        self.publisher.standing().await.unwrap().catalogue
    }

    /// Whoever follows it, with nothing known yet.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.courier), self.trust.clone(), NAME)
    }

    /// All files and what is in them.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.dir.path())
    }

    /// A copy of the folder as it is now, which the courier carries from now on.
    pub fn carry_copy(&self) -> TempDir {
        let copy = copy(self.dir.path());
        self.courier.serve(copy.path());
        copy
    }

    /// What a reader must do after every attack: believe the next honest edition.
    pub async fn is_believed_again(&self, reader: &mut Reader) {
        self.courier.repent();
        self.courier.serve(self.dir.path());
        self.publish_anything().await;
        let edition = reader.look().await;
        let head = edition.expect("an honest edition is accepted after an attack").catalogue.head;
        assert_eq!(head, self.catalogue().await.head, "and it is the newest");
    }
}

pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in std::fs::read_dir(dir).unwrap().flatten() {
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            let name = file.path().strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
            files.insert(name, std::fs::read(file.path()).unwrap());
        }
    }
    files
}

pub fn copy(dir: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for (name, bytes) in files(dir) {
        put(copy.path(), &name, &bytes);
    }
    copy
}

pub fn put(dir: &Path, name: &str, bytes: &[u8]) {
    let file = dir.join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, bytes).unwrap();
}

/// One that follows, and keeps its floors as a library does.
pub struct Reader {
    pub follower: Follower,
    pub least: Versions,
    pub least_head: u64,
    pub now: Option<Instant>,
    pub dir: TempDir,
}

impl Reader {
    pub fn new(courier: Arc<Courier>, trust: Trust, name: &str) -> Self {
        Self::patient(courier, trust, name, PATIENCE)
    }

    pub fn patient(courier: Arc<Courier>, trust: Trust, name: &str, patience: Duration) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let follower = Follower::new(courier, trust, name, dir.path(), patience).unwrap();
        Self { follower, least: Versions::default(), least_head: 0, now: None, dir }
    }

    /// Looks what there is, and raises the floors where it is believed.
    pub async fn look(&mut self) -> Result<Edition> {
        let at = self.now.unwrap_or_else(now);
        let edition = self.follower.edition(&self.least, self.least_head, at).await?;
        self.least = edition.versions;
        self.least_head = edition.catalogue.head;
        Ok(edition)
    }

    /// Looks, and must be refused with this code.
    pub async fn is_refused(&mut self, code: ErrorCode, why: &str) {
        match self.look().await {
            Ok(edition) => panic!("{why}: believed {:?}", edition.versions),
            Err(cause) => assert_eq!(cause.code, code, "{why}: {cause}"),
        }
    }

    pub fn known(&self) -> PathBuf {
        self.dir.path().join("known")
    }

    /// Loses what the TUF client keeps, and not the floors, which lie in the database.
    pub fn lose_what_is_known(&self) {
        for file in std::fs::read_dir(self.known()).unwrap().flatten() {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
}
