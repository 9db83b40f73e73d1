//! Going back: each role, and the head; with what the TUF client keeps, and with the floors alone.

use crate::forging::Forgery;
use crate::harness::{Feed, Reader, now, root_keys};
use hrc_domain::ErrorCode;
use hrc_feed::Versions;

async fn attacked(versions: (u64, u64, u64), head: Option<u64>, why: &str) {
    for forgetful in [false, true] {
        let feed = Feed::grown().await;
        let genuine = feed.catalogue().await;
        // What everybody saw: all roles at version 20.
        let base = feed.carry_copy();
        Forgery::of(&genuine, 20, 20, 20).put(base.path(), feed.trust.root(), &feed.keys).await;
        let mut reader = feed.reader();
        reader.look().await.unwrap();
        let mut catalogue = genuine.clone();
        if let Some(head) = head {
            (catalogue.head, catalogue.floor) = (head, head);
            catalogue.segments.clear();
            catalogue.snapshot.iter_mut().for_each(|snapshot| snapshot.at = head);
        }
        let (timestamp, snapshot, targets) = versions;
        Forgery::of(&catalogue, timestamp, snapshot, targets)
            .put(base.path(), feed.trust.root(), &feed.keys)
            .await;
        if forgetful {
            reader.lose_what_is_known();
        }
        let least = reader.least;
        reader
            .is_refused(ErrorCode::FeedRolledBack, &format!("{why}, forgetful: {forgetful}"))
            .await;
        assert_eq!(reader.least, least, "the floors stay where they were");
        let honest = Forgery::of(&genuine, 22, 22, 22);
        honest.put(base.path(), feed.trust.root(), &feed.keys).await;
        reader.look().await.expect("the next honest edition is believed");
    }
}

#[tokio::test]
async fn an_older_timestamp_is_refused() {
    attacked((19, 20, 20), None, "an older timestamp, all else the same").await;
    attacked((19, 19, 19), None, "an older edition").await;
}

#[tokio::test]
async fn an_older_snapshot_under_a_newer_timestamp_is_refused() {
    attacked((21, 19, 20), None, "an older snapshot").await;
}

#[tokio::test]
async fn older_targets_under_newer_snapshot_and_timestamp_are_refused() {
    attacked((21, 21, 19), None, "older targets").await;
}

#[tokio::test]
async fn an_older_head_under_newer_roles_is_refused() {
    attacked((21, 21, 21), Some(21), "an older head").await;
}

#[tokio::test]
async fn an_older_root_is_refused() {
    let feed = Feed::grown().await;
    let old = crate::harness::copy(feed.dir.path());
    crate::rotation::rotate(&feed).await;
    let mut reader = feed.reader();
    assert_eq!(reader.look().await.unwrap().versions.root, 2, "the keys were changed");
    feed.courier.serve(old.path());
    reader.is_refused(ErrorCode::FeedForged, "the saved root knows the old keys no more").await;
    reader.lose_what_is_known();
    reader.is_refused(ErrorCode::FeedRolledBack, "and the floor knows that there was one").await;
    feed.courier.serve(feed.dir.path());
    assert_eq!(reader.look().await.unwrap().versions.root, 2, "the honest feed is believed again");
}

#[tokio::test]
async fn an_older_edition_under_root_keys_alone_renewed_is_refused() {
    let feed = Feed::grown().await;
    let mut signers = feed.root_keys.clone();
    let roots = root_keys();
    signers.extend(roots.clone());
    let mut reader = feed.reader();
    let old = crate::harness::copy(feed.dir.path());
    feed.publisher.rotate(&roots, feed.keys.clone(), &signers, now()).await.unwrap();
    reader.look().await.unwrap();
    // The same online keys: what they signed before is still signed.
    let replayed = crate::harness::copy(feed.dir.path());
    for (name, bytes) in crate::harness::files(old.path()) {
        crate::harness::put(replayed.path(), &name, &bytes);
    }
    feed.courier.serve(replayed.path());
    reader.is_refused(ErrorCode::FeedRolledBack, "by what is known").await;
    reader.lose_what_is_known();
    reader.is_refused(ErrorCode::FeedRolledBack, "by the floors").await;
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn somebody_who_counted_very_far_is_recovered_from_by_new_keys() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    let stolen = feed.carry_copy();
    let far = u64::MAX - 1;
    Forgery::of(&feed.catalogue().await, far, far, far)
        .put(stolen.path(), feed.trust.root(), &feed.keys)
        .await;
    assert_eq!(reader.look().await.unwrap().versions.timestamp, far, "the keys were stolen");
    feed.courier.serve(feed.dir.path());
    reader.is_refused(ErrorCode::FeedRolledBack, "the honest feed now looks old").await;
    let renewed = crate::rotation::rotate(&feed).await;
    renewed.vouch(now()).await.unwrap();
    let versions = reader.look().await.expect("new keys count afresh").versions;
    assert_eq!((versions.root, versions.timestamp), (2, 6), "under the new root");
}

#[tokio::test]
async fn floors_hold_for_a_reader_that_keeps_nothing_else() {
    let feed = Feed::grown().await;
    let edition = feed.reader().look().await.unwrap();
    let head = edition.catalogue.head;
    let versions = edition.versions;
    for (least, least_head, why) in [
        (Versions { timestamp: versions.timestamp + 1, ..versions }, head, "timestamp"),
        (Versions { snapshot: versions.snapshot + 1, ..versions }, head, "snapshot"),
        (Versions { targets: versions.targets + 1, ..versions }, head, "targets"),
        (Versions { root: versions.root + 1, ..versions }, head, "root"),
        (versions, head + 1, "head"),
    ] {
        let mut reader: Reader = feed.reader();
        (reader.least, reader.least_head) = (least, least_head);
        reader.is_refused(ErrorCode::FeedRolledBack, why).await;
    }
    let mut reader = feed.reader();
    (reader.least, reader.least_head) = (versions, head);
    reader.look().await.expect("what is exactly at the floors is not below them");
}
