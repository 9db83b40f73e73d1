//! Changing keys: a new root, and the whole feed signed anew under it.

use crate::keys::SigningKey;
use crate::publisher::{Publisher, root_in};
use crate::roles::{Hand, OnlineKeys, root_of};
use crate::standing::Standing;
use crate::writing::Last;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp as Instant;
use object_store::path::Path;
use std::sync::Arc;

impl Publisher {
    /// Brings in a new root, with other keys for whatever role: `signers` must hold enough of the
    /// old root keys and of the new ones. From then on the old keys count for nothing.
    ///
    /// Where this publisher has the keys the old root names, both sign what comes with the new root,
    /// and no reader is ever turned away; the next `vouch` or `publish` signs with the new ones
    /// alone. Where they are lost, readers find the feed forged until this is through; if it is cut
    /// off in between, it must be called again.
    pub async fn rotate(
        &self,
        root_keys: &[SigningKey],
        online: OnlineKeys,
        signers: &[SigningKey],
        now: Instant,
    ) -> Result<u64> {
        let standing = Standing::between_roots(self.store.as_ref(), &self.feed).await?;
        let version = standing.root.signed.version.get().saturating_add(1);
        let before = Some(&standing.root_bytes[..]);
        let root = root_of(version, root_keys, &online, before, signers, now).await?;
        let signed = root_in(&root)?;
        let next = Self::open(Arc::clone(&self.store), &self.feed, online);
        let mut hands = vec![Hand { root: &signed.signed, keys: &next.keys }];
        let own = Hand { root: &standing.root.signed, keys: &self.keys };
        let both = own.is_named()?;
        if both {
            hands.push(own);
        }
        let snapshot =
            next.put_catalogue(&hands, &standing.catalogue, Last::of(&standing), now).await?;
        if both {
            next.put_timestamp(&standing, &hands, snapshot, now).await?;
            next.put_root(version, root).await?;
        } else {
            next.put_root(version, root).await?;
            next.put_timestamp(&standing, &hands, snapshot, now).await?;
        }
        Ok(version)
    }

    async fn put_root(&self, version: u64, root: Vec<u8>) -> Result<()> {
        if self.create(&Path::from(format!("metadata/{version}.root.json")), root).await? {
            return Ok(());
        }
        Err(Error::new(ErrorCode::Busy, "another new root was quicker"))
    }
}
