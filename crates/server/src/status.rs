//! What the feed stands at, for an administrator.

use crate::Data;
use hrc_domain::error::Result;
use hrc_feed::Trust;
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
    /// Whether root keys lie on the server that should have been taken away.
    pub root_keys_online: bool,
}

/// Reads it.
pub async fn status(data: &Data, now: Timestamp) -> Result<Status> {
    let standing = data.publisher()?.standing().await?;
    let root = std::fs::read(data.client_folder().join("1.root.json"))
        .map_err(|e| hrc_domain::Error::io("reading the trust root", &e))?;
    let catalogue = standing.catalogue;
    Ok(Status {
        fingerprint: Trust::new(&root)?.identity().to_owned(),
        head: catalogue.head,
        entries: catalogue.entries,
        digest: catalogue.digest,
        published: catalogue.published,
        segments: catalogue.segments.len(),
        floor: catalogue.floor,
        vouched_until: standing.vouched_until.to_string(),
        in_force: standing.vouched_until > now,
        root_keys_online: data.offline_folder(crate::PUBLIC).exists(),
    })
}
