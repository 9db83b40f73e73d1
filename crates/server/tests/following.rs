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
    dir: TempDir,
    least: Versions,
    least_head: u64,
}

impl Reader {
    /// Who was given the client folder.
    pub fn of(site: &Site) -> Self {
        let root: PathBuf = site.data().join("client/1.root.json");
        let trust = Trust::new(&std::fs::read(root).unwrap()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        Self { trust, dir, least: Versions::default(), least_head: 0 }
    }

    /// Looks what the server has.
    pub fn look(&mut self, at: &Serving) -> Result<Edition> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let carrier = Arc::new(Web { base: at.url("/feeds/public/"), client });
        let (trust, dir) = (self.trust.clone(), self.dir.path());
        let follower = Follower::new(carrier, trust, "public", dir, PATIENCE).unwrap();
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
}

#[async_trait]
impl Carrier for Web {
    async fn fetch(&self, name: &str, _: u64) -> std::result::Result<Arrival, Trouble> {
        let failed = |cause: reqwest::Error| {
            Trouble::Failed(Error::new(ErrorCode::Offline, cause.to_string()))
        };
        let asked = self.client.get(format!("{}{name}", self.base)).send().await;
        let response = asked.map_err(failed)?;
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
