//! What the feed stands at, for an administrator.

use crate::newest_root::NewestRoot;
use crate::{Data, PUBLIC, founding, vouching};
use hrc_domain::error::Result;
use hrc_feed::{Standing, Trust};
use jiff::Timestamp;
use serde::Serialize;

/// What the feed stands at.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The feed's identity.
    pub fingerprint: String,
    /// The sequence of the last change.
    pub head: u64,
    /// How many entries there are.
    pub entries: u64,
    /// The digest of a library at the head.
    pub digest: String,
    /// When it was published.
    pub published: String,
    /// How many segments lead there, and from which head.
    pub segments: usize,
    /// The least head from which they lead on.
    pub floor: u64,
    /// Until when the timestamp holds.
    pub vouched_until: String,
    /// Whether it still does.
    pub in_force: bool,
    /// The version of the newest root.
    pub root: u64,
    /// Until when it holds: by then the root keys must have been brought back once.
    pub rooted_until: String,
    /// Why the server cannot vouch with the keys at hand; null where it can.
    pub keys_fault: Option<String>,
    /// Whether root keys lie on the server that should have been taken away.
    pub root_keys_online: bool,
}

/// Reads it. It takes no keys.
pub async fn status(data: &Data, now: Timestamp) -> Result<Status> {
    let store = data.store(PUBLIC)?;
    let standing = Standing::read(&store, PUBLIC).await?;
    let catalogue = standing.catalogue;
    Ok(Status {
        fingerprint: Trust::new(&founding::first_root(data).await?)?.identity().to_owned(),
        head: catalogue.head,
        entries: catalogue.entries,
        digest: catalogue.digest,
        published: catalogue.published,
        segments: catalogue.segments.len(),
        floor: catalogue.floor,
        vouched_until: standing.vouched_until.to_string(),
        in_force: standing.vouched_until > now && standing.rooted_until > now,
        root: NewestRoot::read(&store).await?.version,
        rooted_until: standing.rooted_until.to_string(),
        keys_fault: vouching::has_keys(data).await.err().map(|cause| cause.to_string()),
        root_keys_online: data.offline_folder(PUBLIC).exists(),
    })
}
