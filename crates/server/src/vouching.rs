//! Vouching daily that what is published is the newest: without it every client stops trusting the
//! feed after a week.

use crate::Data;
use crate::http::Vital;
use hrc_domain::error::Result;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tracing::{error, info};

/// How often it is looked whether it is time.
const GLANCE: Duration = Duration::from_secs(60 * 60);

/// A timestamp holds seven days; with less than this left it is signed anew: daily.
const ENOUGH: SignedDuration = SignedDuration::from_hours(6 * 24);

/// Vouches while the server runs. A failure is tried again at the next glance, logged and counted:
/// the metric `hrc_feed_vouch_failures` is the alarm to watch.
pub async fn vouch_daily<T>(data: Data, vital: Arc<Vital>) -> T {
    loop {
        match vouch_if_due(&data, Timestamp::now()).await {
            Ok(until) => {
                vital.vouched_until.store(until.as_second(), Ordering::Relaxed);
                vital.failures.store(0, Ordering::Relaxed);
            }
            Err(cause) => {
                let count = vital.failures.fetch_add(1, Ordering::Relaxed) + 1;
                error!(%cause, count, "the feed could not be vouched for");
            }
        }
        tokio::time::sleep(GLANCE).await;
    }
}

/// Signs the timestamp anew where less than six days are left. Returns until when it holds.
pub async fn vouch_if_due(data: &Data, now: Timestamp) -> Result<Timestamp> {
    let publisher = data.publisher()?;
    let standing = publisher.standing().await?;
    if standing.vouched_until.duration_since(now) >= ENOUGH {
        return Ok(standing.vouched_until);
    }
    let turn = data.clone();
    let _turn = tokio::task::spawn_blocking(move || turn.turn()).await.map_err(|cause| {
        hrc_domain::Error::new(hrc_domain::ErrorCode::Internal, cause.to_string())
    })??;
    let until = publisher.vouch(now).await?;
    info!(%until, "vouched for the feed");
    publisher.sweep(now).await?;
    Ok(until)
}
