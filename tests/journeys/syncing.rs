//! Knowledge on its way from the server to a reader: published, synced, changed, withdrawn.

use crate::harness::content::Content;
use crate::harness::programs::{hrc, run_to_end};
use crate::harness::reader::{Reader, json};
use crate::harness::server::Server;
use hrc_domain::search::SearchRequest;
use hrc_domain::sync::{NewsItem, RecordPart, SyncEnd, SyncProgress, SyncStep};
use hrc_domain::{ErrorCode, Language};
use hrc_library::{Library, Unwatched, Watch};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

fn ids(items: &[NewsItem]) -> Vec<&str> {
    items.iter().map(|item| item.id.as_str()).collect()
}

/// The files below a folder, by name.
fn files(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// A bundle made of this content by the real command.
fn bundle_of(content: &Content, at: &Path) {
    let mut command = hrc();
    command.arg("bundle").arg("--content").arg(content.path()).arg("--out").arg(at);
    run_to_end(command);
}

#[test]
fn what_is_published_changed_and_withdrawn_reaches_the_reader() {
    let content = Content::of(20);
    let server = Server::with(&content);
    let reader = Reader::of(&server);

    let first = json(&reader.syncing().output().unwrap());
    assert_eq!(first["state"], "updated", "everything is new: {first}");
    reader.is_at(&server, "after the first sync");
    assert_eq!(reader.found("edition").len(), 20, "everything can be found");
    assert_eq!(reader.news().at, None, "to whoever had nothing, nothing is news");

    content.term("word-3", "Word three", "second");
    content.term("zebra", "Zebra crossing", "first");
    content.remove("word-4");
    let published = server.publish(&content);
    assert_eq!(published["withdrawn"], 1, "the server noticed: {published}");
    let second = reader.sync();
    assert_eq!((second.applied, second.withdrawn), (2, 1), "only what differs came");
    reader.is_at(&server, "after a change");
    let news = reader.news();
    assert_eq!(ids(&news.added), ["zebra"], "what is new is told");
    assert_eq!(ids(&news.changed), ["word-3"], "what changed is told");
    assert_eq!(
        news.changed[0].parts,
        [RecordPart::Title, RecordPart::Summary, RecordPart::Text],
        "and what of it"
    );
    assert_eq!(ids(&news.withdrawn), ["word-4"], "what is gone is told");
    assert_eq!(reader.found("zebra"), ["zebra"], "what is new is found");
    assert!(!reader.found("\"Word 4\"").contains(&"word-4".to_owned()), "what is gone is not");
    assert!(!reader.ids().contains(&"word-4".to_owned()), "nor is it listed");
    let shown = reader.hrc("show").arg("word-4").output().unwrap();
    assert_eq!(shown.status.code(), Some(3), "nor shown");

    content.remove("zebra");
    server.publish(&content);
    reader.sync();
    reader.is_at(&server, "after a withdrawal");
    assert!(reader.found("zebra").is_empty(), "gone without a trace in search");
}

#[test]
fn where_nothing_is_new_two_small_questions_are_asked() {
    let server = Server::with(&Content::of(5));
    let reader = Reader::of(&server);
    reader.sync();
    for _ in 0..2 {
        let idle = reader.sync();
        assert_eq!(idle.state, SyncEnd::Current, "there was nothing new");
        assert_eq!((idle.requests, idle.bytes), (2, 0), "is there a next root; is it the same");
    }
}

#[test]
fn a_feed_in_which_nothing_was_published_yet_leaves_the_bundle_alone() {
    let (content, home) = (Content::of(5), tempfile::tempdir().unwrap());
    bundle_of(&content, &home.path().join("bundle"));
    let server = Server::start();
    let reader = Reader::with_copy(&server, &home.path().join("bundle"));
    let report = reader.sync();
    assert_eq!(report.state, SyncEnd::Current, "there is nothing to bring");
    assert_eq!(reader.ids().len(), 5, "and nothing to take away");
    server.publish(&content);
    reader.sync();
    reader.is_at(&server, "once something is published");
}

#[test]
fn a_bundle_of_the_same_content_is_taken_for_it_without_a_download() {
    let (content, home) = (Content::of(30), tempfile::tempdir().unwrap());
    let bundle = home.path().join("bundle");
    bundle_of(&content, &bundle);
    let server = Server::with(&content);
    let reader = Reader::with_copy(&server, &bundle);
    let report = reader.sync();
    assert_eq!((report.applied, report.withdrawn), (0, 0), "it has everything");
    assert!(report.bytes < 8_000, "the signed files alone came: {} bytes", report.bytes);
    reader.is_at(&server, "adopted");

    content.word(1, "second");
    server.publish(&content);
    let delta = reader.sync();
    assert_eq!((delta.applied, delta.withdrawn), (1, 0), "from there on it follows");
    reader.is_at(&server, "followed");

    content.word(2, "the bundle's");
    bundle_of(&content, &bundle);
    drop(Library::open_or_install(&reader.dir(), &bundle).unwrap());
    reader.is_at(&server, "a newer bundle never takes the place of what was synced");
}

#[test]
fn a_bundle_older_or_newer_than_the_feed_ends_at_the_feed() {
    for (published, bundled) in [("first", "an older"), ("a newer", "first")] {
        let (content, home) = (Content::of(10), tempfile::tempdir().unwrap());
        content.word(3, bundled);
        content.term("bundled", "Only in the bundle", "first");
        bundle_of(&content, &home.path().join("bundle"));
        content.word(3, published);
        content.remove("bundled");
        let server = Server::with(&content);
        let reader = Reader::with_copy(&server, &home.path().join("bundle"));
        let report = reader.sync();
        assert_eq!((report.applied, report.withdrawn), (1, 1), "one differs, one is too many");
        reader.is_at(&server, "what was published counts");
        let news = reader.news();
        assert_eq!(ids(&news.changed), ["word-3"], "the news tell the difference alone");
        assert_eq!(ids(&news.withdrawn), ["bundled"], "and what went");
    }
}

#[test]
fn many_publishes_come_in_one_sync_or_in_many() {
    let content = Content::of(120);
    let server = Server::with(&content);
    let (often, seldom) = (Reader::of(&server), Reader::of(&server));
    often.sync();
    seldom.sync();
    for n in 0..60 {
        content.word(n % 7, &format!("edition {n}"));
        if n % 5 == 0 {
            content.term(&format!("new-{n}"), "A new word", "first");
        }
        if n % 10 == 9 {
            content.remove(&format!("new-{}", n - 9));
        }
        server.publish(&content);
        if n % 8 == 0 {
            often.sync();
        }
    }
    often.sync();
    often.is_at(&server, "in many syncs");
    let report = seldom.sync();
    seldom.is_at(&server, "in one sync");
    assert_eq!(report.applied, 7 + 6, "each record counts once, however often it changed");
    let news = seldom.news();
    assert_eq!((news.changed.len(), news.added.len()), (7, 6), "and is told once");
    assert_eq!(news.withdrawn, [], "what came and went meanwhile is no news");
    let latecomer = Reader::of(&server);
    latecomer.sync();
    latecomer.is_at(&server, "a library that begins now");
    let kept = files(&feed_folder(&often).join("kept"));
    assert!(kept.len() <= 5, "files of editions that have passed do not pile up: {kept:?}");
    assert!(files(&feed_folder(&often).join("parts")).is_empty(), "nor does what was applied");
}

/// Where a library keeps what it knows of its server's feed.
fn feed_folder(reader: &Reader) -> std::path::PathBuf {
    reader.dir().join("feeds").join(reader.server().fingerprint())
}

#[test]
fn what_changed_and_was_changed_back_is_no_news() {
    let content = Content::of(10);
    let server = Server::with(&content);
    let reader = Reader::of(&server);
    reader.sync();
    content.word(1, "second");
    content.remove("word-2");
    content.word(3, "second");
    server.publish(&content);
    content.word(1, "first");
    content.word(2, "first");
    server.publish(&content);
    let report = reader.sync();
    assert_eq!((report.applied, report.withdrawn), (1, 0), "one record differs in the end");
    assert_eq!(ids(&reader.news().changed), ["word-3"], "and is told");
    assert_eq!((reader.news().added.len(), reader.news().withdrawn.len()), (0, 0), "nothing else");
    reader.is_at(&server, "after all of it");
}

#[test]
fn readers_see_no_error_and_no_half_state_while_fifty_editions_come() {
    const WORDS: usize = 8;
    let content = Content::of(60);
    let edition = |n: usize| (0..WORDS).for_each(|w| content.word(w, &format!("edition{n}")));
    edition(0);
    let server = Server::with(&content);
    let reader = Reader::of(&server);
    let library = reader.library();
    let sync = || library.sync(&reader.server(), &Unwatched, hrc_library::now()).unwrap();
    sync();
    let other = reader.library();
    let (done, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    let editions_of = |library: &Library| -> BTreeSet<String> {
        let records = library.list(None).unwrap();
        let words = records
            .iter()
            .filter(|(r, _)| (0..WORDS).any(|w| r.id.as_str() == format!("word-{w}")));
        words
            .map(|(r, _)| r.body.lines().next().unwrap().rsplit(", ").next().unwrap().to_owned())
            .collect()
    };
    thread::scope(|scope| {
        // One beside in the same program, one in another.
        for library in [&library, &other] {
            let (done, seen, editions_of) = (&done, &seen, &editions_of);
            scope.spawn(move || {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let editions = editions_of(library);
                    assert_eq!(editions.len(), 1, "one edition at a time: {editions:?}");
                    let request = SearchRequest::new("edition", Language::english(), 100);
                    let found = library.search(&request).expect("a search has an answer");
                    assert_eq!(found.hits.len(), 60, "nothing is missing at any time");
                    let head = library.status().expect("it stands somewhere").head;
                    assert!(head >= last, "nobody is led back from {last} to {head}");
                    last = head;
                    seen.fetch_add(1, Ordering::Relaxed);
                    // People pause too; without, two of them would take the whole computer.
                    thread::sleep(Duration::from_millis(10));
                }
            });
        }
        for n in 1..=50 {
            edition(n);
            server.publish(&content);
            sync();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(seen.load(Ordering::Relaxed) > 50, "they did look: {seen:?} times");
    drop(library);
    reader.is_at(&server, "in the end");
}

#[test]
fn two_publishers_at_once_take_turns() {
    let (one, two) = (Content::of(10), Content::of(10));
    one.term("one", "Of the one", "first");
    two.term("two", "Of the other", "first");
    let server = Server::with(&one);
    let reader = Reader::of(&server);
    for round in 0..3 {
        one.word(0, &format!("round {round}"));
        two.word(1, &format!("round {round}"));
        let both = [server.publishing(&one).spawn(), server.publishing(&two).spawn()];
        for publishing in both {
            let output = publishing.unwrap().wait_with_output().unwrap();
            assert!(output.status.success(), "each has its turn: {output:?}");
        }
        reader.sync();
        reader.is_at(&server, "after both");
    }
}

#[test]
fn a_second_sync_beside_a_running_one_is_told_that_it_is_busy() {
    let server = Server::with(&Content::of(10));
    let reader = Reader::of(&server);
    let lock = fs::File::create(reader.dir().join("sync.lock")).unwrap();
    lock.lock().unwrap();
    let output = reader.syncing().output().unwrap();
    assert_eq!(output.status.code(), Some(5), "as docs/cli.md says: {output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("hrc: busy: "), "{output:?}");
    lock.unlock().unwrap();
    let both: Vec<_> = (0..2).map(|_| reader.syncing().spawn().unwrap()).collect();
    let ends: Vec<_> = both.into_iter().map(|mut one| one.wait().unwrap().code()).collect();
    assert!(ends.contains(&Some(0)), "one of the two brings everything: {ends:?}");
    assert!(ends.iter().all(|end| [Some(0), Some(5)].contains(end)), "none fails: {ends:?}");
    reader.is_at(&server, "after both");
}

#[test]
fn every_end_has_the_exit_code_that_is_written_down() {
    let server = Server::with(&Content::of(3));
    let reader = Reader::of(&server);
    let code = |command: &mut std::process::Command| {
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (fine, _) = code(&mut reader.syncing());
    assert_eq!(fine, 0, "done");
    let reader = reader.at("ftp://127.0.0.1/");
    let (misspelt, _) = code(&mut reader.syncing());
    assert_eq!(misspelt, 2, "an address that is none");
    let reader = reader.at("http://127.0.0.1:9/");
    let (nobody, why) = code(&mut reader.syncing());
    assert!(nobody == 8 && why.contains("offline"), "nobody listens there: {why}");
    let other = Server::with(&Content::of(3));
    let fresh = Reader::of(&server).at(other.address());
    let (stranger, why) = code(&mut fresh.syncing());
    assert!(stranger == 9 && why.contains("feed_forged"), "another feed: {why}");
    let nowhere = hrc()
        .args(["sync", "--server", "http://127.0.0.1:9", "--trust"])
        .arg(server.trust())
        .output();
    assert_eq!(nowhere.unwrap().status.code(), Some(2), "no library was named");
    let mut distrusting = reader.hrc("sync");
    distrusting.args(["--server", server.address(), "--trust", "/no/such/file"]);
    assert_eq!(code(&mut distrusting).0, 3, "no such trust root");
}

#[test]
fn another_server_and_back_again() {
    let (one, two) = (Content::of(12), Content::of(12));
    let (first, second) = (Server::with(&one), Server::with(&two));
    let mut reader = Reader::of(&first);
    for n in 0..4 {
        one.word(n, "second");
        first.publish(&one);
    }
    reader.sync();
    reader.is_at(&first, "with the first");
    two.term("theirs", "Of the second", "first");
    second.publish(&two);
    reader.turn_to(&second);
    assert_eq!(reader.library().last_complete(&reader.server()), None, "nothing of it is here");
    reader.sync();
    reader.is_at(&second, "with the second, whose head is lower");
    assert!(reader.library().last_complete(&reader.server()).is_some(), "now it is complete");
    two.word(5, "second");
    second.publish(&two);
    reader.sync();
    reader.is_at(&second, "following the second");
    reader.turn_to(&first);
    reader.sync();
    reader.is_at(&first, "back with the first");
}

#[test]
fn another_server_of_the_same_content_is_taken_over_and_followed() {
    let (one, two) = (Content::of(12), Content::of(12));
    let (first, second) = (Server::start(), Server::with(&two));
    for n in 0..4 {
        one.word(n, "second");
        first.publish(&one);
    }
    (0..4).for_each(|n| one.word(n, "first"));
    first.publish(&one);
    let mut reader = Reader::of(&first);
    reader.sync();
    reader.turn_to(&second);
    assert_eq!(reader.sync().applied, 0, "it has everything already");
    two.word(7, "second");
    second.publish(&two);
    let delta = reader.sync();
    assert_eq!(delta.applied, 1, "one record came");
    assert!(delta.bytes < 12_000, "by its own change, not all anew: {} bytes", delta.bytes);
    reader.is_at(&second, "following the second");
}

#[test]
fn a_library_put_back_from_the_bundle_syncs_to_the_newest_again() {
    let (content, home) = (Content::of(12), tempfile::tempdir().unwrap());
    let bundle = home.path().join("bundle");
    bundle_of(&content, &bundle);
    content.word(1, "second");
    let server = Server::with(&content);
    let reader = Reader::with_copy(&server, &bundle);
    reader.sync();
    fs::write(reader.dir().join("public.sqlite"), b"no database at all").unwrap();
    let restored = Library::open_or_install(&reader.dir(), &bundle).unwrap();
    assert_eq!(restored.last_complete(&reader.server()), None, "what is here is the bundle");
    drop(restored);
    reader.sync();
    reader.is_at(&server, "though more was known of the feed than the library held");
}

#[test]
fn an_index_that_another_program_left_behind_is_brought_along_by_the_next_sync() {
    let content = Content::of(12);
    let server = Server::with(&content);
    let reader = Reader::of(&server);
    let window = reader.library();
    let sync = || window.sync(&reader.server(), &Unwatched, hrc_library::now()).unwrap();
    sync();
    content.word(1, "sudden");
    server.publish(&content);
    reader.sync();
    // As if that other program had been stopped between its database and its index.
    fs::remove_dir_all(reader.dir().join("index")).unwrap();
    assert!(!window.status().unwrap().index_current, "the window still has the index before");
    assert_eq!(sync().state, SyncEnd::Current, "nothing is new");
    assert!(window.status().unwrap().index_current, "but the index is of the library again");
    let request = SearchRequest::new("sudden", Language::english(), 5);
    assert_eq!(window.search(&request).unwrap().total, 1, "and what came is found");
}

/// Stops a sync at the first word of this step.
struct StopAt {
    step: SyncStep,
    reached: AtomicBool,
    told: Mutex<Vec<SyncProgress>>,
}

impl Watch for StopAt {
    fn progress(&self, progress: SyncProgress) {
        self.told.lock().unwrap().push(progress);
        if progress.step == self.step {
            self.reached.store(true, Ordering::Relaxed);
        }
    }

    fn cancelled(&self) -> bool {
        self.reached.load(Ordering::Relaxed)
    }
}

#[test]
fn a_sync_can_be_stopped_at_every_step_and_leaves_the_library_whole() {
    let content = Content::of(40);
    let server = Server::with(&content);
    let base = Reader::of(&server);
    base.sync();
    content.word(1, "second");
    server.publish(&content);
    let before = base.status()["head"].clone();
    for step in [SyncStep::Checking, SyncStep::Fetching, SyncStep::Applying, SyncStep::Preparing] {
        let reader = Reader::with_copy(&server, &base.dir());
        let watch = StopAt { step, reached: AtomicBool::new(false), told: Mutex::default() };
        let outcome = reader.library().sync(&reader.server(), &watch, hrc_library::now());
        assert_eq!(
            outcome.unwrap_err().code,
            ErrorCode::Cancelled,
            "{step:?}: somebody stopped it"
        );
        reader.is_whole("after stopping");
        assert_eq!(reader.status()["head"], before, "{step:?}: the library is as it was");
        reader.sync();
        reader.is_at(&server, "with the next sync");
    }
    // Once it is applied there is nothing left to stop: it ends well.
    let reader = Reader::with_copy(&server, &base.dir());
    let step = SyncStep::Indexing;
    let watch = StopAt { step, reached: AtomicBool::new(false), told: Mutex::default() };
    let report = reader.library().sync(&reader.server(), &watch, hrc_library::now()).unwrap();
    assert_eq!(report.applied, 1, "what is applied is told");
    reader.is_at(&server, "stopped too late");
    let steps: Vec<_> = watch.told.lock().unwrap().iter().map(|told| told.step).collect();
    assert!(steps.is_sorted_by_key(|step| *step as u8), "the steps are told in order: {steps:?}");
}
