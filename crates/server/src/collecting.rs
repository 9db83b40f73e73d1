//! What is published, brought to where the experts can search it: read back from the feeds, as
//! everything here that asks what is published.

use crate::store::{Collected, Collection};
use crate::{Data, PRACTITIONER, PUBLIC};
use hrc_domain::error::Result;
use hrc_domain::{Entry, Error, ErrorCode, Record};
use hrc_feed::Standing;
use std::collections::BTreeMap;

/// Fills the collection anew where the feeds stand elsewhere by now. Whether it did.
pub async fn renew(data: &Data) -> Result<bool> {
    let (mut stand, mut feeds) = (Vec::new(), Vec::new());
    for feed in data.feeds().await? {
        let store = data.store(feed)?;
        let standing = Standing::read(&store, feed).await?;
        stand.push((feed.to_owned(), standing.catalogue.digest.clone()));
        feeds.push((feed, store, standing));
    }
    let (own, wanted) = (data.clone(), stand.clone());
    if beside(move || Collection::at(own.dir()).is_of(&wanted)).await? {
        return Ok(false);
    }
    let mut entries = BTreeMap::new();
    for (feed, store, standing) in feeds {
        entries.insert(feed, standing.entries(&store).await?);
    }
    let own = data.clone();
    beside(move || {
        let open = |feed| entries.remove(feed).unwrap_or_default().into_values();
        let opened = [PUBLIC, PRACTITIONER]
            .map(open)
            .map(|sealed| sealed.map(|entry| entry.open()).collect::<Result<Vec<Entry>>>());
        let [public, practitioner] = opened;
        Collection::at(own.dir()).fill(&stand, &collected(public?, practitioner?))
    })
    .await?;
    Ok(true)
}

/// Both layers as texts to be found.
fn collected(public: Vec<Entry>, practitioner: Vec<Entry>) -> Vec<Collected> {
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    for entry in public {
        if let Entry::Record(record) = entry {
            records.insert(record.id.to_string(), *record);
        }
    }
    let mut texts: Vec<_> = records.values().map(|record| Collected::of(record, false)).collect();
    texts.extend(practitioner.iter().filter_map(|entry| match entry {
        Entry::Record(record) => Some(Collected::of(record, true)),
        Entry::Supplement(depth) => {
            records.get(depth.id.as_str()).map(|record| Collected::deeper(record, depth))
        }
        Entry::Vocabulary(_) => None,
    }));
    texts
}

async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
}
