//! Sweeping up: what nobody can be reading any more goes, and nothing else.

use crate::crashes::Faulty;
use crate::harness::{Feed, NAME, days, now, put};
use crate::library::{Library, entries};
use hrc_feed::Publisher;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Feed {
    fn names(&self) -> BTreeSet<String> {
        self.files().into_keys().collect()
    }

    /// Makes all files as old as if they had been written so many days ago.
    fn age(&self, days: u32) {
        self.names().iter().for_each(|name| self.age_one(name, days));
    }

    fn age_one(&self, name: &str, days: u32) {
        let file = std::fs::File::options().write(true).open(self.dir.path().join(name)).unwrap();
        let modified = file.metadata().unwrap().modified().unwrap();
        file.set_modified(modified - DAY * days).unwrap();
    }
}

#[tokio::test]
async fn an_edition_that_was_the_newest_until_now_can_be_read_to_its_end() {
    let feed = Feed::found().await;
    feed.publish(&entries(10, "first")).await;
    feed.age(20);
    feed.publish(&entries(10, "second")).await;
    feed.age(10);
    let (mut reader, mut library) = (feed.reader(), Library::default());
    let catalogue = reader.look().await.unwrap().catalogue;
    feed.publish(&entries(10, "third")).await;
    let before = feed.names();
    let swept = feed.publisher.sweep(now()).await.unwrap();
    let gone: Vec<_> = before.difference(&feed.names()).cloned().collect();
    assert_eq!(swept, gone.len() as u64, "it says what it did");
    // Of the empty and of the first edition: three signed files each... and one snapshot.
    assert_eq!(gone.len(), 7, "what nobody has read for ten days: {gone:?}");
    library.follow(&reader.follower, &catalogue).await.expect("its files are still there");
    assert_eq!(library.digest(), catalogue.digest, "though it is ten days old");
    let newest = reader.look().await.unwrap().catalogue;
    library.follow(&reader.follower, &newest).await.unwrap();
    assert_eq!(library.digest(), newest.digest, "and the newest is whole");
}

#[tokio::test]
async fn after_the_grace_only_the_newest_edition_and_all_roots_stay() {
    let feed = Feed::grown().await;
    let renewed = crate::rotation::rotate(&feed).await;
    feed.age(30);
    renewed.publish(entries(25, "renewed"), now()).await.unwrap();
    let later = now().checked_add(days(8)).unwrap();
    renewed.sweep(later).await.unwrap();
    let names = feed.names();
    let count = |part: &str| names.iter().filter(|name| name.contains(part)).count();
    assert_eq!(count("root.json"), 2, "roots stay for ever: {names:?}");
    for kind in ["timestamp.json", ".snapshot.json", ".targets.json", ".catalogue.json"] {
        assert_eq!(count(kind), 1, "one {kind}: {names:?}");
    }
    assert_eq!(renewed.sweep(later).await.unwrap(), 0, "there is nothing more to sweep");
    let catalogue = feed.reader().look().await.unwrap().catalogue;
    let mut library = Library::default();
    library.follow(&feed.reader().follower, &catalogue).await.unwrap();
    assert_eq!(library.digest(), catalogue.digest, "who comes new finds all of it");
}

#[tokio::test]
async fn what_a_crash_left_goes_once_it_is_old() {
    let feed = Feed::grown().await;
    let before = feed.names();
    let dying = Arc::new(Faulty::dying(Arc::clone(&feed.store), 3));
    let dying = Publisher::open(dying, NAME, feed.keys.clone());
    dying.publish(entries(23, "first"), now()).await.unwrap_err();
    let left: Vec<_> = feed.names().difference(&before).cloned().collect();
    assert_eq!(left.len(), 3, "it died on the way: {left:?}");
    assert_eq!(feed.publisher.sweep(now()).await.unwrap(), 0, "it may still be at it");
    feed.age(30);
    feed.publish(&entries(24, "first")).await;
    feed.publisher.sweep(now().checked_add(days(8)).unwrap()).await.unwrap();
    let names = feed.names();
    for name in left.iter().filter(|name| !name.starts_with("metadata")) {
        assert!(!names.contains(name), "{name} belongs to no edition");
    }
    feed.is_believed_again(&mut feed.reader()).await;
}

#[tokio::test]
async fn what_is_not_the_feeds_is_left_alone() {
    let feed = Feed::grown().await;
    put(feed.dir.path(), "notes/read-me.txt", b"of the administrator");
    feed.age(1000);
    feed.publisher.sweep(now()).await.unwrap();
    assert!(feed.names().contains("notes/read-me.txt"), "nobody asked for that to go");
}
