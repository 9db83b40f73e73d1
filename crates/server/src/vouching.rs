//! Vouching daily that what is published is the newest: without it every client stops trusting a
//! feed after a week.

use crate::http::Vital;
use crate::newest_root::NewestRoot;
use crate::{Data, rotation};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::Standing;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tracing::{error, info, warn};

/// How often it is looked whether it is time.
const GLANCE: Duration = Duration::from_secs(60 * 60);

/// A timestamp holds seven days; with less than this left it is signed anew: daily.
const ENOUGH: SignedDuration = SignedDuration::from_hours(6 * 24);

/// Vouches while the server runs.
pub async fn vouch_daily(data: &Data, vital: &Vital) -> std::convert::Infallible {
    loop {
        tokio::time::sleep(GLANCE).await;
        glance(data, vital).await;
    }
}

/// Looks for each feed whether it is time to vouch, and does. A failure stops nothing, as what is
/// published holds for days: it is logged, counted for the metric `hrc_feed_vouch_failures`, and
/// tried again at the next glance.
pub async fn glance(data: &Data, vital: &Vital) {
    for own in vital.feeds() {
        match vouch_if_due(data, own.feed, Timestamp::now()).await {
            Ok(standing) => {
                own.note(&standing);
                own.failures.store(0, Ordering::Relaxed);
            }
            Err(cause) => {
                let count = own.failures.fetch_add(1, Ordering::Relaxed) + 1;
                error!(feed = own.feed, %cause, count, "the feed could not be vouched for");
            }
        }
    }
}

/// Signs the timestamp anew where less than six days are left. Errs also when it is not yet time
/// but the keys for it are not at hand: then there are days left to bring them back.
pub async fn vouch_if_due(data: &Data, feed: &str, now: Timestamp) -> Result<Standing> {
    let store = data.store(feed)?;
    let is_due = |standing: &Standing| standing.vouched_until.duration_since(now) < ENOUGH;
    let standing = Standing::read(&store, feed).await?;
    if !is_due(&standing) && has_keys(data, feed).await.is_ok() {
        return Ok(standing);
    }
    let turn = data.clone();
    let _turn = tokio::task::spawn_blocking(move || turn.turn())
        .await
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))??;
    rotation::settle(data, feed).await?;
    // Another may have done it in the meantime.
    let standing = Standing::read(&store, feed).await?;
    if !is_due(&standing) {
        return has_keys(data, feed).await.map(|()| standing);
    }
    let publisher = data.publisher(feed)?;
    let until = publisher.vouch(now).await?;
    info!(feed, %until, "vouched for the feed");
    if let Err(cause) = publisher.sweep(now).await {
        warn!(feed, %cause, "old files could not be swept up");
    }
    Standing::read(&store, feed).await
}

/// Whether the keys at hand are those that the newest root names.
pub(crate) async fn has_keys(data: &Data, feed: &str) -> Result<()> {
    let keys = data.keys(feed)?;
    if NewestRoot::read(&data.store(feed)?).await?.names(&keys)? {
        return Ok(());
    }
    let sentence = "the keys at hand are not those the feed's newest root names";
    Err(Error::new(ErrorCode::InvalidInput, sentence))
}
