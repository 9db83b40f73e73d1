//! Copying an edition elsewhere: to a folder, a stick.

use crate::carrying::Courier;
use crate::harness::{Feed, NAME, Reader, now, put};
use crate::library::{Library, entries};
use hrc_domain::{Error, ErrorCode};
use hrc_feed::copy_edition;
use std::sync::Arc;
use tempfile::TempDir;

/// A copy of the feed's newest edition, with the names in the order in which they came.
async fn copied(feed: &Feed) -> (TempDir, Vec<String>) {
    let (folder, mut names) = (tempfile::tempdir().unwrap(), Vec::new());
    let take = |name: &str, bytes: &[u8]| {
        put(folder.path(), name, bytes);
        names.push(name.to_owned());
        Ok(())
    };
    copy_edition(feed.store.as_ref(), NAME, take).await.unwrap();
    (folder, names)
}

fn reader(feed: &Feed, folder: &TempDir) -> Reader {
    Reader::new(Arc::new(Courier::of(folder.path())), feed.trust.clone(), NAME)
}

#[tokio::test]
async fn a_copy_is_followed_like_the_feed_itself() {
    let feed = Feed::grown().await;
    let (folder, names) = copied(&feed).await;
    assert_eq!(names.last().unwrap(), "metadata/timestamp.json", "what leads to it comes last");
    let mut reader = reader(&feed, &folder);
    let catalogue = reader.look().await.unwrap().catalogue;
    assert_eq!(catalogue, feed.catalogue().await, "the newest edition");
    let mut library = Library::default();
    library.follow(&reader.follower, &catalogue).await.unwrap();
    assert_eq!(library.digest(), catalogue.digest, "with every file it takes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_of_one_edition_though_another_comes_meanwhile() {
    let feed = Feed::grown().await;
    let before = feed.catalogue().await;
    let folder = tempfile::tempdir().unwrap();
    let mut interrupted = false;
    let publisher = &feed.publisher;
    let take = |name: &str, bytes: &[u8]| {
        put(folder.path(), name, bytes);
        if !interrupted {
            interrupted = true;
            let publishing = publisher.publish(entries(30, "second"), now());
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(publishing))?;
        }
        Ok(())
    };
    copy_edition(feed.store.as_ref(), NAME, take).await.unwrap();
    let catalogue = reader(&feed, &folder).look().await.unwrap().catalogue;
    assert_eq!(catalogue, before, "what was begun is what is copied");
    assert_ne!(catalogue, feed.catalogue().await, "and there was another meanwhile");
}

#[tokio::test]
async fn a_damaged_file_or_a_full_stick_ends_the_copy() {
    let feed = Feed::grown().await;
    let full = |_: &str, _: &[u8]| Err(Error::new(ErrorCode::DiskFull, "no space"));
    let refused = copy_edition(feed.store.as_ref(), NAME, full).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::DiskFull, "whatever the one who takes it says");
    let snapshot = feed.files().into_keys().find(|name| name.starts_with("snap/")).unwrap();
    put(feed.dir.path(), &snapshot, b"damaged");
    let taken = copy_edition(feed.store.as_ref(), NAME, |_, _| Ok(())).await.unwrap_err();
    assert_eq!(taken.code, ErrorCode::FeedForged, "nothing is passed on that nobody vouches for");
}
