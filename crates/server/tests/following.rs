//! One who follows the feed over HTTP, from the trust root an administrator hands out.

use crate::harness::{PATIENCE, Serving, Site};
use async_trait::async_trait;
use futures_util::stream;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Arrival, Carrier, Edition, Follower, Trouble, Trust, Versions};
use jiff::Timestamp;
use reqwest::StatusCode;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// A reader, with the floors a library keeps.
pub struct Reader {
    trust: Trust,
    feed: &'static str,
    token: Option<String>,
    dir: TempDir,
    least: Versions,
    least_head: u64,
}

impl Reader {
    /// Who was given the client folder.
    pub fn of(site: &Site) -> Self {
        let root: PathBuf = site.data().join("client/1.root.json");
        let trust = Trust::new(&std::fs::read(root).unwrap()).unwrap();
        Self::new(trust, "public", None)
    }

    /// A member, who comes to trust the practitioners' feed through the general one.
    pub fn member(site: &Site, served: &Serving, token: &str) -> Self {
        let companions = Self::of(site).look(served).unwrap().catalogue.companions;
        let root = served.ask_as(token, "/feeds/practitioner/metadata/1.root.json");
        let trust = Trust::new(&root.bytes().unwrap()).unwrap();
        assert_eq!(companions["practitioner"], trust.identity(), "the one the Network means");
        Self::new(trust, "practitioner", Some(token.to_owned()))
    }

    pub fn new(trust: Trust, feed: &'static str, token: Option<String>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { trust, feed, token, dir, least: Versions::default(), least_head: 0 }
    }

    /// Looks what the server has.
    pub fn look(&mut self, at: &Serving) -> Result<Edition> {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let base = at.url(&format!("/feeds/{}/", self.feed));
        self.look_over(Arc::new(Web { base, client, token: self.token.clone() }))
    }

    /// Looks what this carrier brings.
    pub fn look_over(&mut self, carrier: Arc<dyn Carrier>) -> Result<Edition> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (trust, dir) = (self.trust.clone(), self.dir.path());
        let follower = Follower::new(carrier, trust, self.feed, dir, PATIENCE).unwrap();
        let edition =
            runtime.block_on(follower.edition(&self.least, self.least_head, Timestamp::now()))?;
        (self.least, self.least_head) = (edition.versions, edition.catalogue.head);
        Ok(edition)
    }
}

#[derive(Debug)]
struct Web {
    base: String,
    client: reqwest::Client,
    token: Option<String>,
}

#[async_trait]
impl Carrier for Web {
    async fn fetch(&self, name: &str, _: u64) -> std::result::Result<Arrival, Trouble> {
        let failed = |cause: reqwest::Error| {
            Trouble::Failed(Error::new(ErrorCode::Offline, cause.to_string()))
        };
        let mut asked = self.client.get(format!("{}{name}", self.base));
        if let Some(token) = &self.token {
            asked = asked.bearer_auth(token);
        }
        let response = asked.send().await.map_err(failed)?;
        if response.status() == StatusCode::NOT_FOUND {
            return Err(Trouble::Missing);
        }
        let bytes = response.error_for_status().map_err(failed)?.bytes().await.map_err(failed)?;
        Ok(Arrival { from: 0, bytes: Box::pin(stream::iter([Ok(bytes)])) })
    }

    fn forget(&self) {}

    fn their_time(&self) -> Option<Timestamp> {
        None
    }
}

/// A folder that was carried here.
#[derive(Debug)]
pub struct Folder(pub PathBuf);

#[async_trait]
impl Carrier for Folder {
    async fn fetch(&self, name: &str, _: u64) -> std::result::Result<Arrival, Trouble> {
        match std::fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(Arrival { from: 0, bytes: Box::pin(stream::iter([Ok(bytes.into())])) }),
            Err(_) => Err(Trouble::Missing),
        }
    }

    fn forget(&self) {}

    fn their_time(&self) -> Option<Timestamp> {
        None
    }
}
