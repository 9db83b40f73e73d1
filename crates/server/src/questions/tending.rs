//! What becomes of questions while nobody types anything: answers are published when their day has
//! come, and what was over long ago is deleted. What is published is collected for the experts.

use super::delete_outlived;
use crate::{Data, collecting, publishing};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use std::time::Duration;
use tracing::{error, info};

/// How often it is looked whether something is due: twice in the minute that is promised.
const GLANCE: Duration = Duration::from_secs(30);

/// Looks after questions while the server runs.
pub async fn tend(data: &Data) -> std::convert::Infallible {
    // Nobody sits at the terminal: it is the server itself.
    let data = &data.by("server");
    collect(data).await;
    loop {
        tokio::time::sleep(GLANCE).await;
        glance(data, Timestamp::now()).await;
        collect(data).await;
    }
}

/// Does what is due now. A failure stops nothing: it is logged, and tried again at the next glance.
pub async fn glance(data: &Data, now: Timestamp) {
    match publishing::publish_answers(data, now).await {
        Ok(Some(_)) => info!("the published answers are up to date"),
        Ok(None) => {}
        Err(cause) => error!(%cause, "the answers that are due could not be published"),
    }
    match outlived(data, now).await {
        Ok(0) => {}
        Ok(deleted) => info!(deleted, "questions that were over long ago were deleted"),
        Err(cause) => error!(%cause, "questions that were over long ago could not be deleted"),
    }
}

/// Brings what is published to where the experts search it, where there is anybody to search it.
async fn collect(data: &Data) {
    if !data.has_members() {
        return;
    }
    match collecting::renew(data).await {
        Ok(true) => info!("what is published can be searched by the experts"),
        Ok(false) => {}
        Err(cause) => error!(%cause, "what is published could not be collected for the experts"),
    }
}

async fn outlived(data: &Data, now: Timestamp) -> Result<usize> {
    if !data.has_members() {
        return Ok(0);
    }
    let data = data.clone();
    let days = data.configuration().retention_days;
    let deleting = move || delete_outlived(&data.members(), days, now);
    tokio::task::spawn_blocking(deleting)
        .await
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
}
