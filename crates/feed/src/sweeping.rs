//! Sweeping up what nobody can be reading any more.

use crate::catalogue::Catalogue;
use crate::publisher::Publisher;
use crate::standing::{CATALOGUE, TIMESTAMP, bytes_at, catalogue_name, missing};
use crate::trust::hex;
use futures_util::TryStreamExt;
use hrc_domain::error::Result;
use jiff::{SignedDuration, Timestamp as Instant};
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt};
use std::collections::BTreeSet;

/// How long an edition's files stay after another came: readers may still be at them.
const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The folders a feed lies in; what is beside them is not the feed's.
const FOLDERS: [&str; 4] = ["metadata/", "targets/", "seg/", "snap/"];

impl Publisher {
    /// Removes what belongs to no edition that was the newest within the last week. Returns how many
    /// files. Nobody may be publishing meanwhile.
    pub async fn sweep(&self, now: Instant) -> Result<u64> {
        let standing = self.standing().await?;
        let all = Path::from("");
        let listed: Vec<ObjectMeta> =
            self.store.list(None).try_collect().await.map_err(|cause| missing(&all, &cause))?;
        let mut stay = BTreeSet::from([
            TIMESTAMP.to_owned(),
            format!("metadata/{}.snapshot.json", standing.snapshot_file.version),
            format!("metadata/{}.targets.json", standing.targets_file.version),
        ]);
        let hashes = standing.targets.signed.targets.values().map(|target| &target.hashes.sha256);
        stay.extend(hashes.map(|sha256| catalogue_name(&hex(sha256))));
        for kind in [CATALOGUE, "targets.json", "snapshot.json"] {
            stay.extend(in_force(&listed, kind, now));
        }
        stay.extend(standing.catalogue.files());
        for file in listed.iter().filter(|file| is(file, CATALOGUE)) {
            if stay.contains(file.location.as_ref()) {
                let bytes = bytes_at(self.store.as_ref(), &file.location).await?;
                // What is none, nobody reads.
                let catalogue = Catalogue::read(&bytes, &self.feed).ok();
                stay.extend(catalogue.iter().flat_map(Catalogue::files));
            }
        }
        let mut swept = 0;
        for file in listed {
            let name = file.location.as_ref();
            let goes = FOLDERS.iter().any(|folder| name.starts_with(folder))
                // Whoever was away for years walks along all roots.
                && !name.ends_with(".root.json")
                && !stay.contains(name)
                && age(&file, now) > GRACE;
            if goes {
                self.store
                    .delete(&file.location)
                    .await
                    .map_err(|cause| missing(&file.location, &cause))?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

/// The files of a kind that were in force within the grace: an older one was so until the next one
/// came, so the newest of the old is among them.
fn in_force(listed: &[ObjectMeta], kind: &str, now: Instant) -> Vec<String> {
    let of_kind = listed.iter().filter(|file| is(file, kind));
    let (young, old): (Vec<_>, Vec<_>) = of_kind.partition(|file| age(file, now) <= GRACE);
    let last = old.into_iter().max_by_key(|file| file.last_modified);
    young.into_iter().chain(last).map(|file| file.location.to_string()).collect()
}

fn is(file: &ObjectMeta, kind: &str) -> bool {
    file.location.filename().is_some_and(|name| name.ends_with(&format!(".{kind}")))
}

fn age(file: &ObjectMeta, now: Instant) -> SignedDuration {
    SignedDuration::from_secs(now.as_second().saturating_sub(file.last_modified.timestamp()))
}
