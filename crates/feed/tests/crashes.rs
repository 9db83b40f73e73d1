//! What is left when a publisher dies at any step: the old edition or the new one, never a third.

use crate::harness::{Feed, NAME, copy, files, now, root_keys};
use crate::library::{Library, entries};
use async_trait::async_trait;
use futures_util::stream::BoxStream;
use hrc_domain::ErrorCode;
use hrc_feed::{OnlineKeys, Publisher};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A store that stops working, or takes its time.
#[derive(Debug)]
pub struct Faulty {
    inner: Arc<dyn ObjectStore>,
    left: AtomicUsize,
    /// The put that fails is done all the same; only its answer is lost.
    deaf: bool,
    dawdles: AtomicBool,
}

impl Faulty {
    pub fn over(inner: Arc<dyn ObjectStore>) -> Self {
        Self::after(inner, usize::MAX, false)
    }

    fn after(inner: Arc<dyn ObjectStore>, puts: usize, deaf: bool) -> Self {
        let (left, dawdles) = (AtomicUsize::new(puts), AtomicBool::new(false));
        Self { inner, left, deaf, dawdles }
    }

    /// One that dies after so many puts.
    pub fn dying(inner: Arc<dyn ObjectStore>, puts: usize) -> Self {
        Self::after(inner, puts, false)
    }

    /// From now on gives way to others before every step.
    pub fn dawdle(&self) {
        self.dawdles.store(true, Ordering::SeqCst);
    }

    async fn pause(&self) {
        if self.dawdles.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
    }
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "faulty {}", self.inner)
    }
}

fn died() -> Error {
    Error::Generic { store: "faulty", source: "the store died".into() }
}

#[async_trait]
impl ObjectStore for Faulty {
    async fn put_opts(&self, at: &Path, bytes: PutPayload, how: PutOptions) -> Result<PutResult> {
        self.pause().await;
        if self.inner.to_string().starts_with("LocalFileSystem")
            && matches!(how.mode, object_store::PutMode::Update(_))
        {
            // Refused before it counts: nothing was written.
            return self.inner.put_opts(at, bytes, how).await;
        }
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 {
            return Err(died());
        }
        self.left.store(left - 1, Ordering::SeqCst);
        let outcome = self.inner.put_opts(at, bytes, how).await;
        if left == 1 && self.deaf { Err(died()) } else { outcome }
    }

    async fn put_multipart_opts(
        &self,
        at: &Path,
        how: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(at, how).await
    }

    async fn get_opts(&self, at: &Path, how: GetOptions) -> Result<GetResult> {
        self.pause().await;
        self.inner.get_opts(at, how).await
    }

    fn delete_stream(
        &self,
        at: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(at)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, how: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, how).await
    }
}

#[tokio::test]
async fn whenever_publishing_dies_readers_see_the_old_edition_or_the_new() {
    for deaf in [false, true] {
        let mut finished = false;
        for puts in 0..20 {
            let feed = Feed::grown().await;
            let old = feed.catalogue().await;
            let store = Arc::new(Faulty::after(Arc::clone(&feed.store), puts, deaf));
            let dying = Publisher::open(store, NAME, feed.keys.clone());
            let outcome = dying.publish(entries(23, "first"), now()).await;
            let died = outcome.is_err();
            let (mut reader, mut library) = (feed.reader(), Library::default());
            let seen = reader.look().await.expect("readers notice nothing").catalogue;
            if died && !deaf {
                assert_eq!(seen, old, "after {puts} puts: not finished is not there");
            }
            assert!(seen == old || seen.head == 23, "after {puts} puts: the old or the new");
            library.follow(&reader.follower, &seen).await.unwrap();
            assert_eq!(library.digest(), seen.digest, "after {puts} puts: all files are there");
            feed.publish(&entries(24, "first")).await;
            let next = reader.look().await.expect("the next publish succeeds").catalogue;
            assert_eq!(next.head, 24, "after {puts} puts: nothing is counted twice");
            library.follow(&reader.follower, &next).await.unwrap();
            assert_eq!(library.digest(), next.digest, "after {puts} puts: and leads on");
            finished = !died;
            if finished {
                break;
            }
        }
        assert!(finished, "twenty puts are enough for a publish, else some step was not tried");
    }
}

#[tokio::test]
async fn a_founding_that_died_goes_on_with_the_same_keys() {
    for puts in 0..5 {
        let dir = tempfile::tempdir().unwrap();
        let inner: Arc<dyn ObjectStore> =
            Arc::new(LocalFileSystem::new_with_prefix(dir.path()).unwrap());
        let (roots, keys) = (root_keys(), OnlineKeys::generate().unwrap());
        let dying = Arc::new(Faulty::after(Arc::clone(&inner), puts, false));
        let died = Publisher::found(dying, NAME, &roots, keys.clone(), now()).await;
        assert!(died.is_err(), "five puts make a feed, {puts} do not");
        if puts > 0 {
            let others = OnlineKeys::generate().unwrap();
            let other = Publisher::found(Arc::clone(&inner), NAME, &roots, others, now()).await;
            let code = other.unwrap_err().code;
            assert_eq!(code, ErrorCode::InvalidInput, "somebody else's beginning is not ours");
        }
        let root = Publisher::found(Arc::clone(&inner), NAME, &roots, keys.clone(), now()).await;
        let kept = std::fs::read(dir.path().join("metadata/1.root.json")).unwrap();
        assert_eq!(root.unwrap(), kept, "after {puts} puts: the root is the one that lies there");
        let publisher = Publisher::open(inner, NAME, keys);
        publisher.publish(entries(3, "first"), now()).await.expect("it can be published to");
    }
}

#[tokio::test]
async fn whenever_a_change_of_keys_dies_readers_notice_nothing() {
    for puts in 0..6 {
        let feed = Feed::grown().await;
        let mut reader = feed.reader();
        reader.look().await.unwrap();
        let (roots, keys) = (root_keys(), OnlineKeys::generate().unwrap());
        let signers: Vec<_> = feed.root_keys.iter().chain(&roots).cloned().collect();
        let dying = Arc::new(Faulty::after(Arc::clone(&feed.store), puts, false));
        let dying = Publisher::open(dying, NAME, feed.keys.clone());
        let died = dying.rotate(&roots, keys.clone(), &signers, now()).await.is_err();
        assert_eq!(died, puts < 5, "catalogue, targets, snapshot, timestamp, root: {puts}");
        reader.look().await.expect("who knew the old root");
        feed.reader().look().await.expect("and who comes new");
        if died {
            feed.publisher.rotate(&roots, keys.clone(), &signers, now()).await.unwrap();
        }
        let renewed = Publisher::open(Arc::clone(&feed.store), NAME, keys);
        renewed.publish(entries(25, "first"), now()).await.expect("the new keys are in force");
        assert_eq!(reader.look().await.unwrap().catalogue.head, 25, "and everybody follows");
    }
}

#[tokio::test]
async fn a_change_of_keys_without_the_old_ones_is_mended_by_calling_it_again() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    let lost = OnlineKeys::generate().unwrap();
    let (roots, keys) = (root_keys(), OnlineKeys::generate().unwrap());
    let signers: Vec<_> = feed.root_keys.iter().chain(&roots).cloned().collect();
    let whole = copy(feed.dir.path());
    let store: Arc<dyn ObjectStore> =
        Arc::new(LocalFileSystem::new_with_prefix(whole.path()).unwrap());
    let dying = Arc::new(Faulty::after(Arc::clone(&store), 4, false));
    let dying = Publisher::open(dying, NAME, lost.clone());
    dying.rotate(&roots, keys.clone(), &signers, now()).await.unwrap_err();
    assert!(files(whole.path()).contains_key("metadata/2.root.json"), "it died after the root");
    feed.courier.serve(whole.path());
    reader.is_refused(ErrorCode::FeedForged, "nobody can have signed for both roots").await;
    let again = Publisher::open(Arc::clone(&store), NAME, lost);
    let version = again.rotate(&roots, keys, &roots, now()).await.expect("it can be called again");
    assert_eq!(version, 3, "with a root of its own");
    assert_eq!(reader.look().await.unwrap().versions.root, 3, "and readers follow");
}
