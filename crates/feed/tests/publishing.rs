//! Publishing, as its readers see it.

use crate::harness::{Feed, NAME, Reader, days, now, root_keys};
use crate::library::{Library, digest_of, entries, entry, noise};
use hrc_domain::ErrorCode;
use hrc_feed::{MAX_SEGMENTS, OnlineKeys, Outcome, Publisher, Tallied};
use object_store::ObjectStore;
use object_store::memory::InMemory;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[tokio::test]
async fn a_new_feed_is_empty_and_can_be_followed() {
    let feed = Feed::found().await;
    let edition = feed.reader().look().await.unwrap();
    assert_eq!(edition.catalogue.head, 0, "nothing happened yet");
    assert_eq!(edition.catalogue.snapshot, None, "there is nothing to fetch");
    let mut library = Library::default();
    library.follow(&feed.reader().follower, &edition.catalogue).await.unwrap();
    assert_eq!(library.digest(), edition.catalogue.digest, "an empty library is at its head");
}

#[tokio::test]
async fn what_is_published_changed_and_withdrawn_arrives() {
    let feed = Feed::found().await;
    let (mut reader, mut library) = (feed.reader(), Library::default());
    let first = entries(10, "first");
    let mut changed = first.clone();
    changed[3] = entry("record-3", "changed");
    let mut fewer = changed.clone();
    fewer.remove(7);
    let tallied =
        |head, upserted, withdrawn| Outcome::Published(Tallied { head, upserted, withdrawn });
    for (wanted, outcome, why) in [
        (&first, tallied(10, 10, 0), "all of it is new"),
        (&changed, tallied(11, 1, 0), "one changed"),
        (&fewer, tallied(12, 0, 1), "one is gone"),
        (&Vec::new(), tallied(21, 0, 9), "all are gone"),
        (&first, tallied(31, 10, 0), "all are there again, under new sequences"),
    ] {
        assert_eq!(feed.publish(wanted).await, outcome, "{why}");
        let catalogue = reader.look().await.unwrap().catalogue;
        library.follow(&reader.follower, &catalogue).await.unwrap();
        assert_eq!(library.digest(), catalogue.digest, "{why}: the reader has what is announced");
        assert_eq!(
            library.digest(),
            digest_of(wanted).to_string(),
            "{why}: which is what was put in"
        );
        assert_eq!(library.len(), catalogue.entries, "{why}: as many as announced");
    }
}

#[tokio::test]
async fn companions_are_named_though_nothing_else_changed() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    let before = reader.look().await.unwrap().catalogue;
    assert!(before.companions.is_empty(), "none so far");
    let named = BTreeMap::from([("practitioner".to_owned(), "0".repeat(64))]);
    let publisher = Publisher::open(Arc::clone(&feed.store), NAME, feed.keys.clone())
        .with_companions(named.clone());
    let outcome = publisher.publish(entries(22, "first"), now()).await.unwrap();
    let nothing = Tallied { head: before.head, upserted: 0, withdrawn: 0 };
    assert_eq!(outcome, Outcome::Published(nothing), "no entry changed");
    let catalogue = reader.look().await.unwrap().catalogue;
    assert_eq!(catalogue.companions, named, "and readers see it");
    assert_eq!(catalogue.segments, before.segments, "with nothing to fetch");
    let again = publisher.publish(entries(22, "first"), now()).await.unwrap();
    assert_eq!(again, Outcome::Unchanged { head: before.head }, "said once");
    feed.publish(&entries(23, "first")).await;
    let later = reader.look().await.unwrap().catalogue;
    assert_eq!(later.companions, named, "a publisher who says nothing of them leaves them");
}

#[tokio::test]
async fn where_nothing_changed_nothing_is_written() {
    let feed = Feed::grown().await;
    let before = feed.files();
    let same = feed.publish(&entries(22, "first")).await;
    assert_eq!(same, Outcome::Unchanged { head: 22 }, "it is all there");
    assert_eq!(feed.files(), before, "not one file is new or other");
}

#[tokio::test]
async fn a_small_change_is_a_small_segment_and_no_snapshot() {
    let feed = Feed::found().await;
    let texts: Vec<_> = (0..300).map(|i| entry(&format!("record-{i}"), &noise(i))).collect();
    feed.publish(&texts).await;
    let snapshot = feed.catalogue().await.snapshot;
    let mut changed = texts;
    changed[0] = entry("record-0", "changed");
    feed.publish(&changed).await;
    let catalogue = feed.catalogue().await;
    assert_eq!(catalogue.snapshot, snapshot, "who has the old one need not fetch it again");
    let [segment] = &catalogue.segments[..] else { panic!("one publish is one segment") };
    assert_eq!((segment.from, segment.to, segment.part.n), (300, 301, 1), "only what changed");
}

#[tokio::test]
async fn vouching_renews_the_dates_and_leaves_the_content() {
    let feed = Feed::founded(NAME, now().checked_sub(days(6)).unwrap()).await;
    let before = feed.publisher.standing().await.unwrap();
    let until = feed.publisher.vouch(now()).await.unwrap();
    let after = feed.publisher.standing().await.unwrap();
    assert!(until > before.vouched_until, "it holds for longer");
    assert_eq!(until, after.vouched_until, "what was said is what stands");
    assert_eq!(after.catalogue, before.catalogue, "the content is the same");
    let mut reader = feed.reader();
    let first = reader.look().await.unwrap().versions;
    assert_eq!((first.snapshot, first.targets), (1, 1), "what holds for long is not signed anew");
    feed.publisher.vouch(now().checked_add(days(23)).unwrap()).await.unwrap();
    feed.publisher.vouch(now()).await.unwrap();
    let later = reader.look().await.unwrap().versions;
    assert_eq!((later.snapshot, later.targets), (2, 2), "what soon expires is signed anew");
}

#[tokio::test]
async fn readers_never_see_an_error_while_fifty_editions_come() {
    let feed = Arc::new(Feed::found().await);
    let read = |feed: Arc<Feed>| async move {
        let (mut reader, mut library, mut looks) = (feed.reader(), Library::default(), 0);
        while library.head < 50 + 19 {
            let catalogue = reader.look().await.expect("every look succeeds").catalogue;
            library.follow(&reader.follower, &catalogue).await.expect("every file is there");
            assert_eq!(library.digest(), catalogue.digest, "and is what was announced");
            looks += 1;
            tokio::task::yield_now().await;
        }
        looks
    };
    let readers = [tokio::spawn(read(Arc::clone(&feed))), tokio::spawn(read(Arc::clone(&feed)))];
    let mut wanted = entries(20, "first");
    for n in 0..50 {
        wanted[n % 20] = entry(&format!("record-{}", n % 20), &format!("edition {n}"));
        feed.publish(&wanted).await;
        tokio::task::yield_now().await;
    }
    for reader in readers {
        assert!(reader.await.unwrap() > 0, "the reader has looked, and came to the end");
    }
}

#[tokio::test]
async fn a_feed_is_founded_once() {
    let feed = Feed::grown().await;
    let before = feed.files();
    let again =
        Publisher::found(Arc::clone(&feed.store), NAME, &feed.root_keys, feed.keys.clone(), now());
    assert_eq!(again.await.unwrap_err().code, ErrorCode::InvalidInput, "there is one already");
    let others = root_keys();
    let other = Publisher::found(
        Arc::clone(&feed.store),
        NAME,
        &others,
        OnlineKeys::generate().unwrap(),
        now(),
    );
    assert_eq!(other.await.unwrap_err().code, ErrorCode::InvalidInput, "whoever asks");
    assert_eq!(feed.files(), before, "and it stays as it was");
}

#[tokio::test]
async fn without_the_named_keys_nothing_is_published() {
    let feed = Feed::grown().await;
    let before = feed.files();
    let other = Publisher::open(Arc::clone(&feed.store), NAME, OnlineKeys::generate().unwrap());
    let refused = other.publish(entries(1, "other"), now()).await.unwrap_err().code;
    assert_eq!(refused, ErrorCode::InvalidInput, "these keys are not the feed's");
    assert_eq!(other.vouch(now()).await.unwrap_err().code, ErrorCode::InvalidInput, "nor vouch");
    assert_eq!(feed.files(), before, "and nothing is left behind");
}

#[tokio::test]
async fn what_readers_would_refuse_is_not_published() {
    let feed = Feed::grown().await;
    let before = feed.files();
    let long = "x".repeat(4 << 20);
    let refused = feed.publisher.publish([entry("long", &long)], now()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "no reader takes a line that long");
    assert!(refused.message.contains("vocabulary/long"), "and it is named: {refused}");
    let twice = [entry("a", "one"), entry("a", "other")];
    let refused = feed.publisher.publish(twice, now()).await.unwrap_err().code;
    assert_eq!(refused, ErrorCode::InvalidInput, "which of the two should it be");
    assert_eq!(feed.files(), before, "nothing of it was written");
}

#[tokio::test]
async fn what_was_changed_in_the_store_is_never_signed() {
    for kind in [".zst", "snap/", "catalogue.json", "targets.json", "snapshot.json", "timestamp"] {
        let feed = Feed::grown().await;
        let named: Vec<_> = feed.files().into_iter().filter(|(n, _)| n.contains(kind)).collect();
        for (name, mut bytes) in named {
            if kind == "timestamp" {
                bytes = String::from_utf8(bytes)
                    .unwrap()
                    .replace("\"version\": 4", "\"version\": 9")
                    .into();
            } else {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            }
            std::fs::write(feed.dir.path().join(name), bytes).unwrap();
        }
        let outcome = feed.publisher.publish(entries(23, "first"), now()).await;
        assert_eq!(
            outcome.unwrap_err().code,
            ErrorCode::FeedForged,
            "{kind}: who can write but not sign must not have the publisher sign"
        );
    }
}

#[tokio::test]
async fn of_two_publishers_at_once_one_is_told_to_wait() {
    let store = crate::crashes::Faulty::over(Arc::new(InMemory::new()));
    store.dawdle();
    let store: Arc<dyn ObjectStore> = Arc::new(store);
    let keys = OnlineKeys::generate().unwrap();
    Publisher::found(Arc::clone(&store), NAME, &root_keys(), keys.clone(), now()).await.unwrap();
    let one = Publisher::open(Arc::clone(&store), NAME, keys.clone());
    let other = Publisher::open(Arc::clone(&store), NAME, keys);
    for round in 0..5 {
        let text = format!("round {round}");
        let (a, b) = tokio::join!(
            one.publish(entries(5, &format!("{text} one")), now()),
            other.publish(entries(5, &format!("{text} other")), now()),
        );
        let (won, lost) = if a.is_ok() { (a, b) } else { (b, a) };
        assert!(won.is_ok(), "one of them gets through: {won:?}");
        assert_eq!(lost.unwrap_err().code, ErrorCode::Busy, "the other is told, and may try again");
        let standing = one.standing().await.expect("the feed is whole");
        assert_eq!(standing.catalogue.head, 5 * (round + 1), "with one edition more");
    }
}

/// One step in a feed's life: these of sixty records are set to this text, or withdrawn.
#[derive(Debug, Clone)]
struct Step {
    set: Vec<(usize, u8)>,
    withdraw: Vec<usize>,
}

fn step() -> impl Strategy<Value = Step> {
    let set = prop::collection::vec((0_usize..60, any::<u8>()), 0..6);
    let withdraw = prop::collection::vec(0_usize..60, 0..3);
    (set, withdraw).prop_map(|(set, withdraw)| Step { set, withdraw })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn whatever_head_a_library_is_at_it_comes_to_the_newest(
        steps in prop::collection::vec(step(), 1..45)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(&steps));
    }
}

async fn live(steps: &[Step]) {
    let feed = Feed::found().await;
    let mut reader = feed.reader();
    // One library stays at each head it ever saw.
    let mut libraries = vec![Library::default()];
    let mut wanted: BTreeMap<usize, String> = (0..60).map(|i| (i, noise(i))).collect();
    for step in steps {
        for (i, seed) in &step.set {
            wanted.insert(*i, noise(1000 + usize::from(*seed)));
        }
        step.withdraw.iter().for_each(|i| drop(wanted.remove(i)));
        let list: Vec<_> = wanted.iter().map(|(i, t)| entry(&format!("record-{i}"), t)).collect();
        feed.publish(&list).await;
        let catalogue = reader.look().await.unwrap().catalogue;
        assert!(catalogue.segments.len() <= MAX_SEGMENTS, "the catalogue stays short");
        assert_eq!(catalogue.digest, digest_of(&list).to_string(), "it announces what was put in");
        let mut newest = libraries.last().unwrap().clone();
        newest.follow(&reader.follower, &catalogue).await.unwrap();
        assert_eq!(newest.digest(), catalogue.digest, "who never misses one is there");
        libraries.push(newest);
    }
    let catalogue = feed.catalogue().await;
    for mut library in libraries {
        let from = library.head;
        library.follow(&reader.follower, &catalogue).await.unwrap();
        assert_eq!(library.digest(), catalogue.digest, "from {from} of {}", catalogue.head);
        assert_eq!(library.head, catalogue.head, "and knows where it is");
    }
}

#[tokio::test]
async fn who_was_away_long_takes_the_snapshot_and_who_was_not_the_segments() {
    let feed = Feed::found().await;
    let (mut reader, mut away, mut near) = (feed.reader(), Library::default(), Library::default());
    let mut wanted: Vec<_> = (0..100).map(|i| entry(&format!("record-{i}"), &noise(i))).collect();
    feed.publish(&wanted).await;
    let first = reader.look().await.unwrap().catalogue;
    away.follow(&reader.follower, &first).await.unwrap();
    for n in 0..120 {
        wanted[n % 100] = entry(&format!("record-{}", n % 100), &noise(500 + n));
        feed.publish(&wanted).await;
        let catalogue = reader.look().await.unwrap().catalogue;
        assert!(catalogue.segments.len() <= MAX_SEGMENTS, "older segments become one");
        if n == 117 {
            near.follow(&reader.follower, &catalogue).await.unwrap();
        }
    }
    let catalogue = reader.look().await.unwrap().catalogue;
    assert!(catalogue.floor > 100, "the oldest segments are dropped: {}", catalogue.floor);
    away.follow(&reader.follower, &catalogue).await.unwrap();
    assert!(away.took_snapshot, "nothing less leads on from so far back");
    near.follow(&reader.follower, &catalogue).await.unwrap();
    assert!(!near.took_snapshot, "two changes are two changes");
    assert_eq!(away.digest(), catalogue.digest, "by the snapshot");
    assert_eq!(near.digest(), catalogue.digest, "by the segments");
}

#[tokio::test]
async fn a_feed_that_is_no_longer_named_as_before_is_another() {
    let feed = Feed::grown().await;
    let mut reader = Reader::new(Arc::clone(&feed.courier), feed.trust.clone(), "practitioner");
    reader.is_refused(ErrorCode::FeedForeign, "the name is part of what is asked for").await;
}
