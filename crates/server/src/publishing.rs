//! Publishing: the content folder as it stands, and the answers to questions whose askers agreed,
//! become what everybody has at the next sync, or what members have.
//!
//! The general feed is the one copy of the content: answers come and go in between without the
//! folder, and a folder that is published leaves the answers where they are.

use crate::questions::record;
use crate::store::{Deed, Layer, Posted, Questions};
use crate::{Data, PRACTITIONER, PUBLIC, founding, rotation};
use hrc_domain::error::Result;
use hrc_domain::{Entry, Error, ErrorCode, RecordId, SealedEntry};
use hrc_feed::{Outcome, Standing, Tallied};
use jiff::Timestamp;
use std::path::Path;
use tracing::warn;

/// What came of publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// In the general layer's feed.
    pub public: Outcome,
    /// In the practitioners'; none where there is no such feed yet.
    pub practitioner: Option<Outcome>,
    /// How many practitioner texts stayed behind, as there is no such feed yet.
    pub left: usize,
}

/// Publishes both layers of a content folder, each in the feed of its own. Content with a fault is
/// not published at all; nor, unless `withdraw_many` says that it is meant, is content that would
/// withdraw more than half of what is published in either: such a folder is the wrong one.
pub async fn publish(
    data: &Data,
    content: &Path,
    withdraw_many: bool,
    now: Timestamp,
) -> Result<Published> {
    let layers = hrc_content::read(content)?.layers()?;
    let (mut general, mut practitioner) = (sealed(layers.general)?, sealed(layers.practitioner)?);
    let _turn = data.turn()?;
    let members = data.has_members().then(|| data.members());
    let posted = members.as_ref().map_or(Ok(Vec::new()), |members| members.post(now))?;
    general.extend(answers(&posted, Layer::Public)?);
    practitioner.extend(answers(&posted, Layer::Practitioner)?);
    let is_founded = data.feeds().await?.contains(&PRACTITIONER);
    let mut wanted = vec![(PUBLIC, general.len())];
    wanted.extend(is_founded.then_some((PRACTITIONER, practitioner.len())));
    for (feed, entries) in wanted {
        rotation::settle(data, feed).await?;
        if !withdraw_many {
            withdraws_few(data, content, feed, entries as u64).await?;
        }
    }
    let left = if is_founded { 0 } else { practitioner.len() };
    let deed = Deed::ContentPublished;
    let public = publish_one(data, PUBLIC, general, deed, now).await?;
    if let Some(members) = &members {
        members.settled(&posted, now)?;
    }
    Ok(Published {
        public,
        practitioner: if is_founded {
            Some(publish_one(data, PRACTITIONER, practitioner, deed, now).await?)
        } else {
            None
        },
        left,
    })
}

/// Brings the answers in both feeds to what is due now, where they are not: those whose day has
/// come are added, those that were taken back are withdrawn, all else stays as it is. None where
/// there was nothing to do, else what came of it in the general one.
pub async fn publish_answers(data: &Data, now: Timestamp) -> Result<Option<Outcome>> {
    let own = data.clone();
    if !beside(move || Ok(own.has_members() && own.members().is_unsettled(now)?)).await? {
        return Ok(None);
    }
    let own = data.clone();
    let (_turn, known, posted) = beside(move || {
        let turn = own.turn()?;
        Ok((turn, own.members().records()?, own.members().post(now)?))
    })
    .await?;
    // The members' first: what moves between the layers is never in neither.
    if data.feeds().await?.contains(&PRACTITIONER) {
        let deep = answers(&posted, Layer::Practitioner)?;
        exchange(data, PRACTITIONER, &known, deep, now).await?;
    }
    let outcome = exchange(data, PUBLIC, &known, answers(&posted, Layer::Public)?, now).await?;
    let own = data.clone();
    beside(move || own.members().settled(&posted, now)).await?;
    Ok(Some(outcome))
}

/// Publishes a feed as it is, with these answers for all that were known.
async fn exchange(
    data: &Data,
    feed: &str,
    known: &[RecordId],
    answers: Vec<SealedEntry>,
    now: Timestamp,
) -> Result<Outcome> {
    rotation::settle(data, feed).await?;
    let store = data.store(feed)?;
    let mut entries = Standing::read(&store, feed).await?.entries(&store).await?;
    for record in known {
        entries.remove(record.as_str());
    }
    let entries = entries.into_values().chain(answers).collect();
    publish_one(data, feed, entries, Deed::AnswersPublished, now).await
}

fn answers(posted: &[Posted], layer: Layer) -> Result<Vec<SealedEntry>> {
    let seal = |one| SealedEntry::new(&Entry::Record(Box::new(record::of(one)?)));
    posted.iter().filter(|one| one.placard.layer == layer).map(seal).collect()
}

/// Beside what else is going on: it may wait for a disk, or for another publisher.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
}

fn sealed(entries: Vec<Entry>) -> Result<Vec<SealedEntry>> {
    entries.into_iter().map(|entry| SealedEntry::new(&entry)).collect()
}

async fn withdraws_few(data: &Data, content: &Path, feed: &str, wanted: u64) -> Result<()> {
    let held = Standing::read(&data.store(feed)?, feed).await?.catalogue.entries;
    if wanted >= held.div_ceil(2) {
        return Ok(());
    }
    let message = format!(
        "{} holds {wanted} entries for the feed {feed}, and {held} are published: more than half \
         would be withdrawn; if that is meant, say --withdraw-many",
        content.display()
    );
    Err(Error::new(ErrorCode::InvalidInput, message))
}

async fn publish_one(
    data: &Data,
    feed: &str,
    entries: Vec<SealedEntry>,
    deed: Deed,
    now: Timestamp,
) -> Result<Outcome> {
    let mut publisher = data.publisher(feed)?;
    // The general feed vouches for the other: nobody must be told a second time whom to trust.
    if feed == PUBLIC && data.feeds().await?.contains(&PRACTITIONER) {
        let identity = founding::identity(data, PRACTITIONER).await?;
        publisher = publisher.with_companions([(PRACTITIONER.to_owned(), identity)].into());
    }
    let outcome = publisher.publish(entries, now).await?;
    if let Outcome::Published(Tallied { head, .. }) = outcome {
        let (own, subject) = (data.clone(), format!("{feed}:{head}"));
        beside(move || {
            own.note(deed, &subject, now);
            Ok(())
        })
        .await?;
    }
    // It is published, whatever becomes of what is no longer needed.
    if let Err(cause) = publisher.sweep(now).await {
        warn!(feed, %cause, "old files could not be swept up");
    }
    Ok(outcome)
}
