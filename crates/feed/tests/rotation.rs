//! New keys: everybody comes along, and nobody can go back to the old ones.

use crate::carrying::Lie;
use crate::forging::Forgery;
use crate::harness::{Feed, NAME, copy, now, put, root_keys};
use crate::library::entries;
use hrc_domain::ErrorCode;
use hrc_feed::{OnlineKeys, Publisher, RootKeys, root_of};
use std::sync::Arc;

/// Changes all keys of a feed. Returns who can publish from now on.
pub async fn rotate(feed: &Feed) -> Publisher {
    rotate_from(&feed.publisher, feed, &feed.root_keys).await.0
}

async fn rotate_from(
    publisher: &Publisher,
    feed: &Feed,
    before: &RootKeys,
) -> (Publisher, RootKeys, OnlineKeys) {
    let (roots, keys) = (root_keys(), OnlineKeys::generate().unwrap());
    let signers: Vec<_> = before.iter().take(2).chain(&roots).cloned().collect();
    publisher.rotate(&roots, keys.clone(), &signers, now()).await.unwrap();
    (Publisher::open(Arc::clone(&feed.store), NAME, keys.clone()), roots, keys)
}

#[tokio::test]
async fn three_roots_are_followed_step_by_step_and_in_one_go() {
    let feed = Feed::grown().await;
    let (mut steps, mut late) = (feed.reader(), feed.reader());
    steps.look().await.unwrap();
    late.look().await.unwrap();
    let (second, roots, _) = rotate_from(&feed.publisher, &feed, &feed.root_keys).await;
    assert_eq!(steps.look().await.unwrap().versions.root, 2, "one step");
    let (third, _, _) = rotate_from(&second, &feed, &roots).await;
    assert_eq!(steps.look().await.unwrap().versions.root, 3, "another step");
    assert_eq!(late.look().await.unwrap().versions.root, 3, "two steps at once");
    assert_eq!(feed.reader().look().await.unwrap().versions.root, 3, "all steps at once");
    third.publish(entries(30, "third"), now()).await.unwrap();
    for reader in [&mut steps, &mut late] {
        assert_eq!(reader.look().await.unwrap().catalogue.head, 52, "and it goes on");
    }
    let stale = feed.publisher.publish(entries(31, "first"), now()).await.unwrap_err().code;
    assert_eq!(stale, ErrorCode::InvalidInput, "the old keys publish nothing more");
}

#[tokio::test]
async fn a_revoked_key_vouches_for_nothing() {
    let feed = Feed::grown().await;
    let old = feed.files();
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    let renewed = rotate(&feed).await;
    renewed.vouch(now()).await.unwrap();
    reader.look().await.unwrap();
    let replayed = feed.carry_copy();
    put(replayed.path(), "metadata/timestamp.json", &old["metadata/timestamp.json"]);
    reader.is_refused(ErrorCode::FeedForged, "the timestamp from before").await;
    feed.reader().is_refused(ErrorCode::FeedForged, "also for one who comes new").await;
    let stolen = feed.carry_copy();
    Forgery::of(&feed.catalogue().await, 90, 90, 90)
        .put(stolen.path(), feed.trust.root(), &feed.keys)
        .await;
    reader.is_refused(ErrorCode::FeedForged, "a new timestamp by the old key").await;
    feed.reader().is_refused(ErrorCode::FeedForged, "also for one who comes new").await;
    feed.courier.serve(feed.dir.path());
    reader.look().await.expect("the honest feed is believed again");
}

#[tokio::test]
async fn a_new_root_that_is_withheld_is_missed() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    let renewed = rotate(&feed).await;
    renewed.vouch(now()).await.unwrap();
    feed.courier.lie("2.root.json", Lie::Missing);
    reader.is_refused(ErrorCode::FeedForged, "signed by keys nobody introduced").await;
    feed.courier.repent();
    reader.look().await.expect("with the root it is believed");
}

#[tokio::test]
async fn a_server_error_is_not_taken_for_there_being_no_new_root() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    // The timestamp is signed by old and new keys: only the error itself can tell.
    rotate(&feed).await;
    feed.courier.lie("2.root.json", Lie::Failed(ErrorCode::ServerRefused));
    reader.is_refused(ErrorCode::ServerRefused, "there may be one").await;
    feed.courier.repent();
    feed.courier.lie("2.root.json", Lie::Cut(100));
    reader.is_refused(ErrorCode::Offline, "there is one, cut off").await;
    feed.courier.repent();
    assert_eq!(reader.look().await.unwrap().versions.root, 2, "and there is");
}

#[tokio::test]
async fn a_root_signed_by_too_few_old_keys_is_refused() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    let (roots, keys) = (root_keys(), OnlineKeys::generate().unwrap());
    let one: Vec<_> = feed.root_keys.iter().take(1).chain(&roots).cloned().collect();
    let refused = feed.publisher.rotate(&roots, keys.clone(), &one, now()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "our own publisher does not make it");
    let few = root_of(2, &roots, &keys, None, &roots, now()).await.unwrap();
    let copy = feed.carry_copy();
    put(copy.path(), "metadata/2.root.json", &few);
    reader.is_refused(ErrorCode::FeedForged, "and nobody believes it").await;
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_root_that_its_own_keys_did_not_sign_is_not_made() {
    let feed = Feed::grown().await;
    let (roots, keys) = (root_keys(), OnlineKeys::generate().unwrap());
    let before = Some(feed.trust.root());
    let alone = root_of(2, &roots, &keys, before, &feed.root_keys, now()).await;
    assert_eq!(alone.unwrap_err().code, ErrorCode::InvalidInput, "nobody could sign the next one");
    let twice = vec![roots[0].clone(), roots[0].clone(), roots[1].clone()];
    let twice = root_of(1, &twice, &keys, None, &roots, now()).await;
    assert_eq!(twice.unwrap_err().code, ErrorCode::InvalidInput, "two of three must be two");
}

#[tokio::test]
async fn a_root_under_another_number_is_refused() {
    let feed = Feed::grown().await;
    rotate(&feed).await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    let copy = feed.carry_copy();
    for (version, why) in [(1, "the first"), (2, "the one it has")] {
        let root = feed.files()[&format!("metadata/{version}.root.json")].clone();
        put(copy.path(), "metadata/3.root.json", &root);
        let refused = reader.look().await.unwrap_err().code;
        let fits = matches!(refused, ErrorCode::FeedForged | ErrorCode::FeedRolledBack);
        assert!(fits, "{why} in place of the third: {refused}");
    }
    feed.courier.serve(feed.dir.path());
    reader.look().await.expect("the honest feed is believed again");
}

#[tokio::test]
async fn after_a_change_of_keys_the_old_feed_cannot_be_replayed() {
    let feed = Feed::grown().await;
    let old = copy(feed.dir.path());
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    rotate(&feed).await;
    reader.look().await.unwrap();
    feed.courier.serve(old.path());
    // Without the saved root handed back in, this would be believed.
    reader.is_refused(ErrorCode::FeedForged, "its keys were given up").await;
    reader.is_refused(ErrorCode::FeedForged, "however often it is tried").await;
    feed.courier.serve(feed.dir.path());
    reader.look().await.expect("the honest feed is believed again");
}

#[tokio::test]
async fn readers_notice_nothing_of_a_change_of_keys() {
    let feed = Arc::new(Feed::grown().await);
    let looking = {
        let feed = Arc::clone(&feed);
        tokio::spawn(async move {
            let mut reader = feed.reader();
            while reader.look().await.expect("every look succeeds").versions.root < 6 {
                feed.reader().look().await.expect("also of one who comes new");
                tokio::task::yield_now().await;
            }
        })
    };
    let (mut publisher, mut roots, _) = rotate_from(&feed.publisher, &feed, &feed.root_keys).await;
    for _ in 3..=6 {
        tokio::task::yield_now().await;
        (publisher, roots, _) = rotate_from(&publisher, &feed, &roots).await;
    }
    looking.await.unwrap();
}
