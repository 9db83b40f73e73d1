//! Which keys the feed's newest root names, so that keys at hand can be held against it before
//! anything is signed.

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{OnlineKeys, SigningKey};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use serde_json::Value;

/// The newest root. It is only as trustworthy as the store: whoever signs lets the feed's own code
/// check the whole way first.
pub(crate) struct NewestRoot {
    /// Its version.
    pub version: u64,
    root: Value,
}

impl NewestRoot {
    /// Reads it; roots have no gaps.
    pub async fn read(store: &dyn ObjectStore) -> Result<Self> {
        let mut newest = None;
        for version in 1_u64.. {
            let at = Path::from(format!("metadata/{version}.root.json"));
            let unread = |cause: object_store::Error| {
                Error::new(ErrorCode::Io, format!("reading the root {at}: {cause}"))
            };
            let bytes = match store.get(&at).await {
                Ok(found) => found.bytes().await.map_err(unread)?,
                Err(object_store::Error::NotFound { .. }) => break,
                Err(cause) => return Err(unread(cause)),
            };
            let root = serde_json::from_slice(&bytes).map_err(|cause| {
                Error::new(ErrorCode::FeedUnreadable, format!("the root {at}: {cause}"))
            })?;
            newest = Some(Self { version, root });
        }
        let none = || Error::new(ErrorCode::NotFound, "there is no feed: make one with `init`");
        newest.ok_or_else(none)
    }

    /// The names of the keys it names for a role.
    pub fn key_ids(&self, role: &str) -> Vec<&str> {
        let ids = self.root["signed"]["roles"][role]["keyids"].as_array();
        ids.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Whether it names these keys for what a server signs.
    pub fn names(&self, keys: &OnlineKeys) -> Result<bool> {
        for (role, key) in [
            ("targets", &keys.targets),
            ("snapshot", &keys.snapshot),
            ("timestamp", &keys.timestamp),
        ] {
            if self.key_ids(role) != [key.id()?] {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Those of these keys that are root keys.
    pub fn root_keys(&self, keys: Vec<SigningKey>) -> Result<Vec<SigningKey>> {
        let named = self.key_ids("root");
        let mut own = Vec::new();
        for key in keys {
            if named.contains(&key.id()?.as_str()) {
                own.push(key);
            }
        }
        Ok(own)
    }
}
