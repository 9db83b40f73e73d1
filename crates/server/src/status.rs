//! What the feeds stand at, for an administrator.

use crate::newest_root::NewestRoot;
use crate::{Data, PRACTITIONER, PUBLIC, founding, vouching};
use hrc_domain::error::Result;
use hrc_feed::Standing;
use jiff::Timestamp;
use serde::Serialize;

/// What the feeds stand at.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The general layer's.
    #[serde(flatten)]
    pub public: FeedStatus,
    /// The practitioners'; null where there is none yet.
    pub practitioner: Option<FeedStatus>,
}

/// What a feed stands at.
#[derive(Debug, Serialize)]
pub struct FeedStatus {
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
    let public = of_feed(data, PUBLIC, now).await?;
    let practitioner = if data.feeds().await?.contains(&PRACTITIONER) {
        Some(of_feed(data, PRACTITIONER, now).await?)
    } else {
        None
    };
    Ok(Status { public, practitioner })
}

async fn of_feed(data: &Data, feed: &str, now: Timestamp) -> Result<FeedStatus> {
    let store = data.store(feed)?;
    let standing = Standing::read(&store, feed).await?;
    let catalogue = standing.catalogue;
    Ok(FeedStatus {
        fingerprint: founding::identity(data, feed).await?,
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
        keys_fault: vouching::has_keys(data, feed).await.err().map(|cause| cause.to_string()),
        root_keys_online: data.offline_folder(feed).exists(),
    })
}
