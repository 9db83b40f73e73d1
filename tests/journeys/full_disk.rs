//! A disk that is full before a sync, or becomes so in the middle of one.

use crate::harness::content::Content;
use crate::harness::disk::{Disk, unless_forbidden};
use crate::harness::reader::Reader;
use crate::harness::server::Server;
use hrc_domain::ErrorCode;
use hrc_domain::search::SearchRequest;
use hrc_domain::sync::{SyncEnd, SyncProgress, SyncStep};
use hrc_domain::{Error, Language};
use hrc_library::{Library, Watch};
use std::sync::atomic::{AtomicBool, Ordering};

const SIZE: u32 = 48 * 1024;

/// A reader whose library lies on a disk of its own, one edition behind.
struct Scene {
    server: Server,
    reader: Reader,
    disk: Disk,
}

impl Scene {
    /// None where this computer lets nobody mount a disk.
    fn new() -> Option<Self> {
        let content = Content::of(150);
        let server = Server::with(&content);
        let reader = Reader::without_library(&server);
        let disk = unless_forbidden(Disk::mount(&reader.dir(), SIZE))?;
        drop(Library::create(&reader.dir()).unwrap());
        reader.sync();
        (0..100).for_each(|n| content.word(n, "second"));
        server.publish(&content);
        Some(Self { server, reader, disk })
    }

    /// Syncs while the disk is filled as soon as this step begins.
    fn sync_filling_at(&self, library: &Library, step: SyncStep) -> Result<SyncEnd, Error> {
        let watch = Filling { disk: &self.disk, step, filled: AtomicBool::new(false) };
        let outcome = library.sync(&self.reader.server(), &watch, hrc_library::now());
        assert!(watch.filled.into_inner(), "{step:?} was reached: {outcome:?}");
        outcome.map(|report| report.state)
    }
}

/// Fills a disk at the first word of a step.
struct Filling<'a> {
    disk: &'a Disk,
    step: SyncStep,
    filled: AtomicBool,
}

impl Watch for Filling<'_> {
    fn progress(&self, progress: SyncProgress) {
        if progress.step == self.step && !self.filled.swap(true, Ordering::Relaxed) {
            self.disk.fill_but(0);
        }
    }

    fn cancelled(&self) -> bool {
        false
    }
}

#[test]
fn a_full_disk_is_named_before_anything_is_fetched() {
    let Some(scene) = Scene::new() else { return };
    let before = scene.reader.status();
    for kilobytes in [0, 64] {
        scene.disk.fill_but(kilobytes);
        let refused = scene.reader.syncing().output().unwrap();
        let complaint = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(6), "{kilobytes} KB left: {complaint}");
        assert!(complaint.contains("disk_full"), "{kilobytes} KB left: {complaint}");
        scene.disk.free();
        assert_eq!(scene.reader.status(), before, "the library is as it was");
        scene.reader.is_whole("after a full disk");
    }
    scene.reader.sync();
    scene.reader.is_at(&scene.server, "with room again");
}

#[test]
fn a_disk_that_fills_up_on_the_way_leaves_the_library_as_it_was() {
    for step in [SyncStep::Fetching, SyncStep::Applying, SyncStep::Preparing] {
        let Some(scene) = Scene::new() else { return };
        let before = scene.reader.status();
        let outcome = scene.sync_filling_at(&scene.reader.library(), step);
        assert_eq!(outcome.unwrap_err().code, ErrorCode::DiskFull, "{step:?}: it says so");
        scene.disk.free();
        scene.reader.is_whole("after the disk was full");
        assert_eq!(scene.reader.status()["head"], before["head"], "{step:?}: at the head before");
        scene.reader.sync();
        scene.reader.is_at(&scene.server, "with room again");
    }
}

#[test]
fn a_disk_that_fills_up_before_the_index_costs_no_knowledge() {
    let Some(scene) = Scene::new() else { return };
    let library = scene.reader.library();
    let end = scene.sync_filling_at(&library, SyncStep::Indexing);
    assert_eq!(end.unwrap(), SyncEnd::Updated, "what is applied is there");
    let request = SearchRequest::new("second", Language::english(), 5);
    assert_eq!(library.search(&request).unwrap().total, 100, "and is found at once");
    drop(library);
    scene.disk.free();
    scene.reader.is_at(&scene.server, "at the next start, with room");
}
