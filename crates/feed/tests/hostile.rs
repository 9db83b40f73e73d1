//! Servers, networks and mirrors that mean no good, or do none.

use crate::carrying::Lie;
use crate::forging::Forgery;
use crate::harness::{Feed, NAME, Reader, days, now, put};
use hrc_domain::ErrorCode;
use std::sync::Arc;
use std::time::Duration;

/// The newest file of each kind that a look reads, with the name it is asked by.
fn looked_at(feed: &Feed) -> Vec<String> {
    feed.courier.asked().into_iter().map(|(n, _)| n).filter(|n| !n.contains("root")).collect()
}

async fn followed(feed: &Feed) -> (Reader, Vec<String>) {
    let mut reader = feed.reader();
    feed.courier.asked();
    reader.look().await.unwrap();
    let names = looked_at(feed);
    assert_eq!(names.len(), 4, "timestamp, snapshot, targets, catalogue: {names:?}");
    (reader, names)
}

#[tokio::test]
async fn a_page_of_html_in_place_of_any_file_is_no_feed() {
    let feed = Feed::grown().await;
    for page in ["<!doctype html><title>Log in</title>".to_owned(), "<p>".repeat(2000)] {
        let (mut reader, mut names) = followed(&feed).await;
        names.push("2.root.json".to_owned());
        for name in names {
            feed.courier.lie(&name, Lie::Instead(page.clone().into_bytes()));
            reader.is_refused(ErrorCode::FeedUnreadable, &name).await;
            feed.courier.repent();
            reader.look().await.expect("logged in, it is believed again");
        }
        feed.is_believed_again(&mut reader).await;
    }
}

#[tokio::test]
async fn a_file_changed_in_one_byte_is_forged() {
    let feed = Feed::grown().await;
    let (mut reader, names) = followed(&feed).await;
    for name in names {
        let honest = String::from_utf8(feed.files()[&name].clone()).unwrap();
        // A digit of a date: the file stays one of its kind.
        let is_date = |at: &usize| honest.as_bytes().get(at + 5) == Some(&b'-');
        let quotes = honest.match_indices("\"20").map(|(at, _)| at);
        let year = quotes.into_iter().find(is_date).unwrap() + 4;
        let mut changed = honest.clone().into_bytes();
        changed[year] = if changed[year] == b'9' { b'8' } else { changed[year] + 1 };
        feed.courier.lie(&name, Lie::Instead(changed));
        reader.is_refused(ErrorCode::FeedForged, &name).await;
        feed.courier.repent();
    }
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_file_longer_than_declared_is_forged() {
    let feed = Feed::grown().await;
    let (mut reader, names) = followed(&feed).await;
    for name in names.iter().filter(|name| !name.ends_with("timestamp.json")) {
        let mut longer = feed.files()[name].clone();
        longer.push(b' ');
        feed.courier.lie(name, Lie::Instead(longer));
        reader.is_refused(ErrorCode::FeedForged, name).await;
        feed.courier.repent();
    }
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_file_without_end_is_cut_off() {
    let feed = Feed::grown().await;
    let (mut reader, mut names) = followed(&feed).await;
    names.push("2.root.json".to_owned());
    for name in &names {
        let declared = !name.contains("timestamp") && !name.contains("root");
        let code = if declared { ErrorCode::FeedForged } else { ErrorCode::FeedUnreadable };
        feed.courier.lie(name, Lie::Endless(b"{"));
        reader.is_refused(code, name).await;
        feed.courier.repent();
    }
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_length_that_is_declared_too_great_is_not_believed_though_signed() {
    let feed = Feed::grown().await;
    let (mut reader, _) = followed(&feed).await;
    let mut forgery = Forgery::of(&feed.catalogue().await, 50, 50, 50);
    forgery.catalogue.resize(300 << 10, b' ');
    let copy = feed.carry_copy();
    forgery.put(copy.path(), feed.trust.root(), &feed.keys).await;
    reader.is_refused(ErrorCode::FeedUnreadable, "no catalogue is that long").await;
}

#[tokio::test]
async fn one_byte_at_a_time_is_not_waited_for() {
    let feed = Feed::grown().await;
    let patience = Duration::from_millis(1500);
    let mut reader = Reader::patient(Arc::clone(&feed.courier), feed.trust.clone(), NAME, patience);
    reader.look().await.unwrap();
    for name in ["2.root.json", "timestamp.json", ".catalogue.json"] {
        if name == "2.root.json" {
            put(feed.dir.path(), "metadata/2.root.json", feed.trust.root());
        }
        feed.courier.lie(name, Lie::Drip(Duration::from_millis(20)));
        let began = std::time::Instant::now();
        reader.is_refused(ErrorCode::TimedOut, name).await;
        assert!(began.elapsed() < patience * 5, "it gave up in time, though bytes kept coming");
        feed.courier.repent();
        let _ = std::fs::remove_file(feed.dir.path().join("metadata/2.root.json"));
    }
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn files_of_two_editions_do_not_mix() {
    let feed = Feed::grown().await;
    let (mut reader, old) = followed(&feed).await;
    let before = feed.files();
    feed.publish_anything().await;
    feed.courier.asked();
    feed.reader().look().await.unwrap();
    let new = looked_at(&feed);
    for kind in 1..4 {
        feed.courier.lie(&new[kind], Lie::Instead(before[&old[kind]].clone()));
        reader.is_refused(ErrorCode::FeedForged, &format!("{} as {}", old[kind], new[kind])).await;
        feed.courier.repent();
    }
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn what_is_promised_and_not_there_is_told() {
    let feed = Feed::grown().await;
    let (mut reader, names) = followed(&feed).await;
    for name in &names {
        feed.courier.lie(name, Lie::Missing);
        reader.is_refused(ErrorCode::FeedIncomplete, name).await;
        feed.courier.repent();
    }
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_server_in_trouble_is_told_in_its_own_words() {
    let feed = Feed::grown().await;
    let (mut reader, mut names) = followed(&feed).await;
    names.push("2.root.json".to_owned());
    for name in &names {
        for code in [ErrorCode::ServerRefused, ErrorCode::Offline] {
            feed.courier.lie(name, Lie::Failed(code));
            reader.is_refused(code, name).await;
            feed.courier.repent();
        }
        feed.courier.lie(name, Lie::Cut(10));
        if !name.contains("root") {
            reader.is_refused(ErrorCode::Offline, name).await;
        }
        feed.courier.repent();
    }
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_feed_that_is_frozen_expires() {
    let feed = Feed::founded(NAME, now().checked_sub(days(8)).unwrap()).await;
    let mut reader = feed.reader();
    reader.is_refused(ErrorCode::FeedExpired, "nobody vouched for it for a week").await;
    feed.publisher.vouch(now()).await.unwrap();
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn each_role_expires_for_itself() {
    let feed = Feed::grown().await;
    let (mut reader, _) = followed(&feed).await;
    let catalogue = feed.catalogue().await;
    let past = crate::forging::ago(days(1));
    let expire: [fn(&mut Forgery, jiff::Timestamp); 3] = [
        |forgery, past| forgery.timestamp_until = past,
        |forgery, past| forgery.snapshot_until = past,
        |forgery, past| forgery.targets_until = past,
    ];
    for (n, expire) in expire.into_iter().enumerate() {
        let mut forgery = Forgery::of(&catalogue, 4, 4, 4);
        expire(&mut forgery, past);
        let copy = feed.carry_copy();
        forgery.put(copy.path(), feed.trust.root(), &feed.keys).await;
        let role = ["timestamp", "snapshot", "targets"][n];
        reader.is_refused(ErrorCode::FeedExpired, &format!("the {role} alone")).await;
    }
    feed.courier.serve(feed.dir.path());
    feed.publish_anything().await;
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_root_that_expired_stops_everything() {
    let feed = Feed::founded(NAME, now().checked_sub(days(366)).unwrap()).await;
    feed.publisher.vouch(now()).await.unwrap();
    let mut reader = feed.reader();
    reader.is_refused(ErrorCode::FeedExpired, "the root holds for a year").await;
    let standing = feed.publisher.standing().await.unwrap();
    assert!(standing.rooted_until < now(), "and the publisher can see it coming");
    let renewed = crate::rotation::rotate(&feed).await;
    renewed.vouch(now()).await.unwrap();
    reader.look().await.expect("a new root, signed by the old keys, makes it good");
}

#[tokio::test]
async fn the_practitioners_catalogue_in_the_public_feed_is_foreign() {
    let feed = Feed::grown().await;
    let (mut reader, _) = followed(&feed).await;
    let mut foreign = feed.catalogue().await;
    foreign.feed = "practitioner".to_owned();
    let copy = feed.carry_copy();
    Forgery::of(&foreign, 50, 50, 50).put(copy.path(), feed.trust.root(), &feed.keys).await;
    reader.is_refused(ErrorCode::FeedForeign, "signed with the right keys, and wrong").await;
}

#[tokio::test]
async fn a_newer_format_asks_for_a_newer_program() {
    let feed = Feed::grown().await;
    let (mut reader, _) = followed(&feed).await;
    let mut forgery = Forgery::of(&feed.catalogue().await, 50, 50, 50);
    forgery.catalogue = br#"{"format":2,"feed":"public","everything":["is","different"]}"#.to_vec();
    let copy = feed.carry_copy();
    forgery.put(copy.path(), feed.trust.root(), &feed.keys).await;
    reader.is_refused(ErrorCode::FeedNewer, "this program is too old").await;
}

#[tokio::test]
async fn a_catalogue_that_does_not_hold_together_is_refused_though_signed() {
    let feed = Feed::grown().await;
    let (mut reader, _) = followed(&feed).await;
    let catalogue = feed.catalogue().await;
    let mut cut = catalogue.clone();
    cut.segments.clear();
    cut.floor = 1;
    let mut long = catalogue.clone();
    if let Some(snapshot) = &mut long.snapshot {
        snapshot.part.raw_len = u64::MAX;
    }
    for (n, (broken, why)) in [(cut, "nothing leads to its head"), (long, "it unpacks to too much")]
        .into_iter()
        .enumerate()
    {
        let version = 50 + n as u64;
        let copy = feed.carry_copy();
        let forgery = Forgery::of(&broken, version, version, version);
        forgery.put(copy.path(), feed.trust.root(), &feed.keys).await;
        reader.is_refused(ErrorCode::FeedUnreadable, why).await;
    }
}
