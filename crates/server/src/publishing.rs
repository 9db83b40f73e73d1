//! Publishing: the content folder as it stands becomes what everybody has at the next sync.

use crate::Data;
use hrc_domain::error::Result;
use hrc_domain::{Entry, Error, ErrorCode, SealedEntry};
use hrc_feed::Outcome;
use jiff::Timestamp;
use std::path::Path;

/// Publishes the general layer of a content folder. Content with a fault is not published at all.
pub async fn publish(data: &Data, content: &Path, now: Timestamp) -> Result<Outcome> {
    let entries = general_layer(content)?;
    let _turn = data.turn()?;
    let publisher = data.publisher()?;
    let outcome = publisher.publish(entries, now).await?;
    publisher.sweep(now).await?;
    Ok(outcome)
}

/// Everything but the practitioners' depth.
fn general_layer(content: &Path) -> Result<Vec<SealedEntry>> {
    let collection = hrc_content::read(content)?;
    if let Some(first) = collection.faults.first() {
        let count = collection.faults.len();
        let message = format!("{count} faults, the first: {first} (see `hrc content check`)");
        return Err(Error::new(ErrorCode::ContentFaulty, message));
    }
    if collection.entries.is_empty() {
        // An empty folder is a wrong path more often than a wish to withdraw everything.
        let message = format!("{} holds no content", content.display());
        return Err(Error::new(ErrorCode::InvalidInput, message));
    }
    let general = collection.entries.into_iter().filter(|e| !matches!(e, Entry::Supplement(_)));
    general.map(SealedEntry::new).collect()
}
