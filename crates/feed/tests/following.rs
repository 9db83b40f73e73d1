//! Following in fair weather, and what a follower keeps.

use crate::carrying::Lie;
use crate::harness::{Feed, NAME, PATIENCE, Reader};
use hrc_domain::ErrorCode;
use hrc_feed::{Follower, Trust};
use std::sync::Arc;

#[tokio::test]
async fn a_look_that_finds_nothing_new_asks_for_little() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    let first = reader.look().await.unwrap();
    feed.courier.asked();
    assert_eq!(reader.look().await.unwrap(), first, "it is the same edition");
    let asked: Vec<String> = feed.courier.asked().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        asked.len(),
        5,
        "the carrier may keep the last three, whose names say what they are"
    );
    assert_eq!(asked[0], "metadata/2.root.json", "whether there are new keys");
    assert_eq!(asked[1], "metadata/timestamp.json", "whether there is anything new");
}

#[tokio::test]
async fn a_failure_makes_the_carrier_forget_and_a_success_does_not() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    assert_eq!(feed.courier.forgotten(), 0, "what is right is worth keeping");
    feed.courier.lie("timestamp.json", Lie::Instead(b"{}".to_vec()));
    reader.is_refused(ErrorCode::FeedUnreadable, "an empty object is no timestamp").await;
    assert_eq!(feed.courier.forgotten(), 1, "what was kept may be what is wrong");
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn another_networks_feed_is_not_ours() {
    let (ours, theirs) = (Feed::grown().await, Feed::grown().await);
    let mut reader = ours.reader();
    ours.courier.serve(theirs.dir.path());
    reader.is_refused(ErrorCode::FeedForged, "their keys are not those we trust").await;
    ours.is_believed_again(&mut reader).await;
    let root = std::fs::read(theirs.dir.path().join("metadata/1.root.json")).unwrap();
    assert_ne!(Trust::new(&root).unwrap().identity(), ours.trust.identity(), "and it shows");
}

#[tokio::test]
async fn a_folder_that_knew_another_feed_starts_afresh() {
    let (ours, theirs) = (Feed::grown().await, Feed::grown().await);
    let mut reader = ours.reader();
    reader.look().await.unwrap();
    let part = reader.dir.path().join("parts/left");
    std::fs::write(&part, "over").unwrap();
    let carrier = Arc::clone(&theirs.courier);
    reader.follower =
        Follower::new(carrier, theirs.trust.clone(), NAME, reader.dir.path(), PATIENCE).unwrap();
    reader.look().await.expect("the other feed's root and versions do not count here");
    assert!(!part.exists(), "nor do its files");
}

#[tokio::test]
async fn only_a_first_root_that_vouches_for_itself_is_a_trust() {
    let feed = Feed::grown().await;
    let root = String::from_utf8(feed.trust.root().to_vec()).unwrap();
    let refused = |bytes: &str| Trust::new(bytes.as_bytes()).unwrap_err().code;
    assert_eq!(refused("<html>"), ErrorCode::InvalidInput, "a page");
    assert_eq!(refused(&root[..root.len() / 2]), ErrorCode::InvalidInput, "half of one");
    let other = root.replace("\"threshold\": 2", "\"threshold\": 1");
    assert_ne!(other, root, "the fixture must be changed");
    assert_eq!(refused(&other), ErrorCode::InvalidInput, "one that nobody signed");
    let later = root.replace("\"version\": 1", "\"version\": 2");
    assert_eq!(refused(&later), ErrorCode::InvalidInput, "one that is not the first");
}

#[tokio::test]
async fn a_damaged_saved_root_is_walked_again_and_the_floors_hold() {
    let feed = Feed::grown().await;
    let renewed = crate::rotation::rotate(&feed).await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    for damage in [&b""[..], b"{", b"<html>", feed.trust.root()] {
        std::fs::write(reader.known().join("root.json"), damage).unwrap();
        assert_eq!(reader.look().await.unwrap().versions.root, 2, "the way is there to be walked");
    }
    std::fs::write(reader.known().join("root.json"), b"").unwrap();
    feed.courier.lie("2.root.json", Lie::Missing);
    // Signed by old and new keys, as all is until the next vouching.
    reader.is_refused(ErrorCode::FeedRolledBack, "the floors know that there was a second").await;
    feed.courier.repent();
    renewed.vouch(crate::harness::now()).await.unwrap();
    assert_eq!(reader.look().await.unwrap().versions.root, 2, "the honest feed is believed again");
}

#[tokio::test]
async fn files_that_were_damaged_where_they_are_kept_are_no_obstacle() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    let first = reader.look().await.unwrap();
    for file in ["timestamp.json", "snapshot.json", "targets.json", "latest_known_time.json"] {
        for damage in ["", "{", "<html>", "null"] {
            std::fs::write(reader.known().join(file), damage).unwrap();
            let edition = reader.look().await;
            assert_eq!(edition.as_ref(), Ok(&first), "{file} held {damage:?}");
        }
    }
    reader.lose_what_is_known();
    assert_eq!(reader.look().await.unwrap(), first, "or are lost altogether");
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn one_that_was_away_from_the_first_root_on_reads_on() {
    let feed = Feed::grown().await;
    let mut away = feed.reader();
    away.look().await.unwrap();
    let mut fresh = Reader::new(Arc::clone(&feed.courier), feed.trust.clone(), NAME);
    crate::rotation::rotate(&feed).await;
    let (a, b) = (away.look().await.unwrap(), fresh.look().await.unwrap());
    assert_eq!(a, b, "who knew the old root and who comes new see the same");
}
