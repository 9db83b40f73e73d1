//! Copying one edition out of a store, whole, while a publisher may be at work on the next.
//!
//! The timestamp is read first and handed out last. What it leads to stays in the store for a week
//! after another edition came, so that a copy that has begun comes to its end.

use crate::standing::{Standing, TIMESTAMP, bytes_at, catalogue_name, file_at, hashed_at};
use crate::trust::hex;
use hrc_domain::error::Result;
use jiff::Timestamp as Instant;
use object_store::ObjectStore;
use object_store::path::Path;

/// Copies the newest edition of a feed: hands out the name and content of each file that somebody
/// needs who follows it from its first root. Every file was checked like a reader would; the
/// timestamp comes last. Returns until when it is vouched for.
pub async fn copy_edition(
    store: &dyn ObjectStore,
    feed: &str,
    mut take: impl FnMut(&str, &[u8]) -> Result<()>,
) -> Result<Instant> {
    let standing = Standing::read(store, feed).await?;
    for version in 1..=standing.root.signed.version.get() {
        let name = format!("metadata/{version}.root.json");
        take(&name, &bytes_at(store, &Path::from(name.as_str())).await?)?;
    }
    for hash in standing.targets.signed.targets.values().map(|target| &target.hashes.sha256) {
        let (sha256, name) = (hex(hash), catalogue_name(&hex(hash)));
        take(&name, &hashed_at(store, &Path::from(name.as_str()), &sha256).await?)?;
    }
    for name in standing.catalogue.files() {
        let sha256 = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".zst");
        take(&name, &hashed_at(store, &Path::from(name.as_str()), sha256).await?)?;
    }
    for (role, file) in [("targets", &standing.targets_file), ("snapshot", &standing.snapshot_file)]
    {
        let name = format!("metadata/{}.{role}.json", file.version);
        take(&name, &file_at(store, &Path::from(name.as_str()), file).await?)?;
    }
    take(TIMESTAMP, &standing.timestamp_bytes)?;
    Ok(standing.vouched_until)
}
