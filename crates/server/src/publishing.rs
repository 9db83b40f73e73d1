//! Publishing: the content folder as it stands becomes what everybody has at the next sync.

use crate::{Data, PUBLIC, rotation};
use hrc_domain::error::Result;
use hrc_domain::{Entry, Error, ErrorCode, SealedEntry};
use hrc_feed::{Outcome, Standing};
use jiff::Timestamp;
use std::path::Path;
use tracing::warn;

/// Publishes the general layer of a content folder. Content with a fault is not published at all;
/// nor, unless `withdraw_many` says that it is meant, is content that would withdraw more than half
/// of what is published: such a folder is the wrong one.
pub async fn publish(
    data: &Data,
    content: &Path,
    withdraw_many: bool,
    now: Timestamp,
) -> Result<Outcome> {
    let entries = general_layer(content)?;
    let _turn = data.turn()?;
    rotation::settle(data).await?;
    let publisher = data.publisher()?;
    let held = Standing::read(&data.store(PUBLIC)?, PUBLIC).await?.catalogue.entries;
    let wanted = entries.len() as u64;
    if wanted < held.div_ceil(2) && !withdraw_many {
        let message = format!(
            "{} holds {wanted} entries, and {held} are published: more than half would be withdrawn; \
             if that is meant, say --withdraw-many",
            content.display()
        );
        return Err(Error::new(ErrorCode::InvalidInput, message));
    }
    let outcome = publisher.publish(entries, now).await?;
    // It is published, whatever becomes of what is no longer needed.
    if let Err(cause) = publisher.sweep(now).await {
        warn!(%cause, "old files could not be swept up");
    }
    Ok(outcome)
}

/// Everything but the practitioners' depth.
fn general_layer(content: &Path) -> Result<Vec<SealedEntry>> {
    let collection = hrc_content::read(content)?;
    if collection.entries.is_empty() {
        // A wrong path more often than a wish to withdraw everything.
        let message = format!("{} holds no content", content.display());
        return Err(Error::new(ErrorCode::InvalidInput, message));
    }
    if let Some(first) = collection.faults.first() {
        let count = collection.faults.len();
        let message = format!("{count} faults, the first: {first} (see `hrc content check`)");
        return Err(Error::new(ErrorCode::ContentFaulty, message));
    }
    let general = collection.entries.into_iter().filter(|e| !matches!(e, Entry::Supplement(_)));
    general.map(|entry| SealedEntry::new(&entry)).collect()
}
