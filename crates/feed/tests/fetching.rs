//! Fetching what a catalogue names, over links that break and from servers that err.

use crate::carrying::Lie;
use crate::harness::{Feed, NAME, Reader};
use crate::library::{Library, entry, noise};
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Catalogue, Snapshot};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

struct Case {
    feed: Feed,
    reader: Reader,
    catalogue: Catalogue,
    snapshot: Snapshot,
}

/// A feed with a snapshot of some ten thousand bytes and a segment.
async fn case() -> Case {
    let feed = Feed::found().await;
    let mut texts: Vec<_> = (0..150).map(|i| entry(&format!("record-{i}"), &noise(i))).collect();
    feed.publish(&texts).await;
    texts[0] = entry("record-0", &noise(777));
    feed.publish(&texts).await;
    let mut reader = feed.reader();
    let catalogue = reader.look().await.unwrap().catalogue;
    let snapshot = catalogue.snapshot.clone().unwrap();
    feed.courier.asked();
    Case { feed, reader, catalogue, snapshot }
}

impl Case {
    async fn fetch(&self) -> Result<PathBuf, Error> {
        self.reader.follower.snapshot(&self.snapshot, |_| Ok(())).await
    }

    async fn is_refused(&self, code: ErrorCode, why: &str) {
        let outcome = self.fetch().await;
        assert_eq!(outcome.expect_err(why).code, code, "{why}");
    }

    /// The honest file comes at last, and the whole library with it.
    async fn arrives(&self, why: &str) {
        self.feed.courier.repent();
        let file = self.fetch().await.unwrap_or_else(|cause| panic!("{why}: {cause}"));
        assert_eq!(std::fs::read(file).unwrap(), self.bytes(), "{why}: it is the published file");
        let mut library = Library::default();
        library.follow(&self.reader.follower, &self.catalogue).await.unwrap();
        assert_eq!(library.digest(), self.catalogue.digest, "{why}: and leads to the head");
    }

    fn name(&self) -> String {
        format!("snap/{}", self.snapshot.part.sha256)
    }

    fn bytes(&self) -> Vec<u8> {
        self.feed.files()[&self.name()].clone()
    }

    fn left(&self) -> PathBuf {
        self.reader.dir.path().join("parts").join(format!("{}.begun", self.snapshot.part.sha256))
    }
}

#[tokio::test]
async fn a_download_cut_at_every_tenth_goes_on_where_it_was() {
    let case = case().await;
    let len = usize::try_from(case.snapshot.part.len).unwrap();
    for tenth in 1..10 {
        let so_far = len * tenth / 10;
        let before = case.left().metadata().map_or(0, |meta| meta.len());
        case.feed.courier.lie(&case.name(), Lie::Cut(so_far - usize::try_from(before).unwrap()));
        case.is_refused(ErrorCode::Offline, "the link broke").await;
        case.feed.courier.repent();
        assert_eq!(
            case.feed.courier.asked(),
            [(case.name(), before)],
            "asked once, from where it was"
        );
        assert_eq!(case.left().metadata().unwrap().len(), so_far as u64, "what came is kept");
    }
    case.arrives("the last tenth").await;
}

#[tokio::test]
async fn a_carrier_that_cannot_resume_begins_anew() {
    let case = case().await;
    case.feed.courier.lie(&case.name(), Lie::Cut(5000));
    case.is_refused(ErrorCode::Offline, "the link broke").await;
    case.feed.courier.repent();
    case.feed.courier.lie(&case.name(), Lie::NeverResumes);
    let file = case.fetch().await.expect("all of it came");
    assert_eq!(std::fs::read(file).unwrap(), case.bytes(), "and is the published file");
}

#[tokio::test]
async fn an_answer_from_another_offset_is_not_glued_on() {
    let case = case().await;
    std::fs::write(case.left(), &case.bytes()[..5000]).unwrap();
    case.feed.courier.lie(&case.name(), Lie::Skips(100));
    case.is_refused(ErrorCode::FeedUnreadable, "it begins elsewhere, twice").await;
    let asked: Vec<u64> = case.feed.courier.asked().into_iter().map(|(_, from)| from).collect();
    assert_eq!(asked, [5000, 0], "the second time it was asked for all of it");
    case.arrives("after a wrong offset").await;
}

#[tokio::test]
async fn a_leftover_of_another_file_is_thrown_away() {
    let case = case().await;
    for leftover in [vec![0; 4000], vec![b'x'; 1], vec![0; 1 << 20], case.bytes()[1..].to_vec()] {
        let n = leftover.len();
        std::fs::write(case.left(), leftover).unwrap();
        case.arrives(&format!("with {n} wrong bytes lying there")).await;
    }
}

#[tokio::test]
async fn a_page_of_html_is_told_apart_from_a_forged_file() {
    let case = case().await;
    let len = usize::try_from(case.snapshot.part.len).unwrap();
    for n in [10, len - 1, len, len + 1, len * 2] {
        let page: Vec<u8> = b"<!doctype html>".iter().copied().cycle().take(n).collect();
        case.feed.courier.lie(&case.name(), Lie::Instead(page));
        case.is_refused(ErrorCode::FeedUnreadable, "somebody wants us to log in").await;
        assert!(!case.left().exists(), "nothing of it is kept");
        case.feed.courier.repent();
    }
    case.arrives("after the log-in").await;
}

#[tokio::test]
async fn a_file_with_the_wrong_hash_is_forged() {
    let case = case().await;
    for at in [4, 100, case.bytes().len() - 1] {
        let mut forged = case.bytes();
        forged[at] ^= 1;
        case.feed.courier.lie(&case.name(), Lie::Instead(forged));
        case.is_refused(ErrorCode::FeedForged, "one bit is another").await;
        assert!(!case.left().exists(), "nothing of it is kept");
        case.feed.courier.repent();
    }
    let segment = case.catalogue.segments[0].clone();
    let name = format!("seg/{}.zst", segment.part.sha256);
    let mut forged = case.feed.files()[&name].clone();
    forged[20] ^= 1;
    case.feed.courier.lie(&name, Lie::Instead(forged));
    let outcome = case.reader.follower.segment(&segment, |_| Ok(())).await;
    assert_eq!(outcome.unwrap_err().code, ErrorCode::FeedForged, "a segment is held to it too");
    case.arrives("after the forgery").await;
}

#[tokio::test]
async fn a_file_without_end_is_cut_off_at_its_length() {
    let case = case().await;
    case.feed.courier.lie(&case.name(), Lie::Endless(&[0x28, 0xb5, 0x2f, 0xfd]));
    case.is_refused(ErrorCode::FeedForged, "longer than declared").await;
    case.arrives("after the flood").await;
}

#[tokio::test]
async fn one_byte_at_a_time_is_not_waited_for() {
    let mut case = case().await;
    let (courier, trust) = (Arc::clone(&case.feed.courier), case.feed.trust.clone());
    case.reader = Reader::patient(courier, trust, NAME, Duration::from_millis(200));
    case.feed.courier.lie(&case.name(), Lie::Drip(Duration::from_millis(10)));
    let began = std::time::Instant::now();
    case.is_refused(ErrorCode::TimedOut, "at this rate it takes minutes").await;
    // A large file is given a second for each four kilobytes.
    let limit = Duration::from_secs(case.snapshot.part.len / 4096 + 6);
    assert!(began.elapsed() < limit, "it gave up in time: {:?}", began.elapsed());
    case.arrives("over a better link").await;
}

#[tokio::test]
async fn a_file_that_is_not_there_or_too_short_is_told() {
    let case = case().await;
    case.feed.courier.lie(&case.name(), Lie::Missing);
    case.is_refused(ErrorCode::FeedIncomplete, "it is promised and not there").await;
    case.feed.courier.repent();
    case.feed.courier.lie(&case.name(), Lie::Instead(Vec::new()));
    case.is_refused(ErrorCode::FeedIncomplete, "it is there and empty").await;
    case.feed.courier.repent();
    case.feed.courier.lie(&case.name(), Lie::Failed(ErrorCode::ServerRefused));
    case.is_refused(ErrorCode::ServerRefused, "the server's own trouble").await;
    case.arrives("once it is there").await;
}

#[tokio::test]
async fn what_was_fetched_and_then_damaged_is_fetched_again() {
    let case = case().await;
    let file = case.fetch().await.unwrap();
    case.feed.courier.asked();
    assert_eq!(case.fetch().await.unwrap(), file, "what is there is there");
    assert_eq!(case.feed.courier.asked(), [], "and not asked for again");
    let mut damaged = case.bytes();
    damaged[1000] ^= 1;
    std::fs::write(&file, damaged).unwrap();
    case.arrives("after the disk lost a bit").await;
}

#[tokio::test]
async fn who_watches_can_stop_it_and_go_on_later() {
    let case = case().await;
    let mut told = Vec::new();
    let stopped = case
        .reader
        .follower
        .snapshot(&case.snapshot, |there| {
            told.push(there);
            if there > 3000 { Err(Error::new(ErrorCode::Cancelled, "enough")) } else { Ok(()) }
        })
        .await;
    assert_eq!(stopped.unwrap_err().code, ErrorCode::Cancelled, "in its own words");
    assert!(told.is_sorted() && told.len() > 2, "told as it comes: {told:?}");
    case.feed.courier.asked();
    case.fetch().await.unwrap();
    assert_eq!(case.feed.courier.asked(), [(case.name(), *told.last().unwrap())], "it goes on");
    case.reader.follower.clear();
    let parts = std::fs::read_dir(case.reader.dir.path().join("parts")).unwrap().count();
    assert_eq!(parts, 0, "nothing is left once it is applied");
}
