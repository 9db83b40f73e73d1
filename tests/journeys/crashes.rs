//! Programs that end in the middle, as by a power cut: whatever moment it is, the library is at
//! exactly one published head, and the next sync completes.

use crate::harness::content::Content;
use crate::harness::reader::Reader;
use crate::harness::server::Server;
use hrc_library::{Library, Unwatched};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

/// How often a sync is killed, and how long that may take in all.
const KILLS: usize = 200;
const TIME: Duration = Duration::from_secs(20);

/// Chance that can be had again: `HRC_SEED` repeats a run.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let set = std::env::var("HRC_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = set.unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            now.as_secs()
        });
        println!("HRC_SEED={seed}");
        Self(seed | 1)
    }

    /// Some part of this time.
    fn part_of(&mut self, whole: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        whole.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// A server with two editions; a reader who has the first, and one who has nothing.
struct Scene {
    server: Server,
    behind: Reader,
    empty: Reader,
    states: BTreeSet<(u64, String)>,
}

impl Scene {
    fn new(words: usize) -> Self {
        let content = Content::of(words);
        let server = Server::with(&content);
        let (behind, empty) = (Reader::of(&server), Reader::of(&server));
        behind.sync();
        let mut states = BTreeSet::from([&behind, &empty].map(|reader| state(&reader.library())));
        (0..words / 3).for_each(|n| content.word(n, "second"));
        server.publish(&content);
        let ahead = Reader::of(&server);
        ahead.sync();
        states.insert(state(&ahead.library()));
        Self { server, behind, empty, states }
    }

    /// A copy of one of the two.
    fn reader(&self, n: usize) -> Reader {
        let base = if n.is_multiple_of(2) { &self.behind } else { &self.empty };
        Reader::with_copy(&self.server, &base.dir())
    }

    /// Fails unless the library opens, is whole, and stands at a published head; and completes.
    fn survives(&self, reader: &Reader, when: &str) {
        let library =
            Library::open(&reader.dir()).unwrap_or_else(|e| panic!("{when}: it opens, not {e}"));
        is_whole(&library, when);
        let state = state(&library);
        assert!(self.states.contains(&state), "{when}: no published head: {state:?}");
        let outcome = library.sync(&reader.server(), &Unwatched, hrc_library::now());
        assert!(outcome.is_ok(), "{when}: the next sync completes, not {outcome:?}");
        is_whole(&library, when);
        assert_eq!(Some(&self::state(&library)), self.states.last(), "{when}: it is complete");
    }
}

fn is_whole(library: &Library, when: &str) {
    assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "{when}: it is whole");
    assert!(library.status().unwrap().index_current, "{when}: its index is of its state");
}

/// The head and digest of a library.
fn state(library: &Library) -> (u64, String) {
    let status = library.status().unwrap();
    (u64::from(status.head), status.digest)
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn quietly(mut command: Command) -> Command {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// How long a command takes that nobody kills.
fn duration(command: Command) -> Duration {
    let began = Instant::now();
    assert!(quietly(command).status().unwrap().success(), "what is not killed succeeds");
    began.elapsed()
}

#[test]
fn a_sync_that_is_killed_at_any_moment_leaves_one_published_head() {
    let scene = Scene::new(80);
    let mut chance = Chance::new();
    let whole: Vec<_> = (0..2).map(|n| duration(scene.reader(n).syncing())).collect();
    let began = Instant::now();
    let mut kills = 0;
    while kills < KILLS && began.elapsed() < TIME {
        let reader = scene.reader(kills);
        let moment = chance.part_of(whole[kills % 2]);
        let mut sync = quietly(reader.syncing()).spawn().unwrap();
        sleep(moment);
        sync.kill().unwrap();
        sync.wait().unwrap();
        let when = format!("killed after {moment:?} of {:?}", whole[kills % 2]);
        scene.survives(&reader, &when);
        kills += 1;
    }
    println!("{kills} killed in {:?}", began.elapsed());
    assert!(kills >= 10, "there was time for {kills} kills only");
}

/// Whether a sync has come this far, by what lies in the library's folder.
type Sign = fn(&Path) -> bool;

fn any(folder: &Path, is: impl Fn(&str) -> bool) -> bool {
    files(folder).iter().any(|name| is(name))
}

/// Whether this holds of what is kept of any feed.
fn of_feed(dir: &Path, folder: &str, is: impl Fn(&str) -> bool + Copy) -> bool {
    let feeds = fs::read_dir(dir.join("feeds")).into_iter().flatten().flatten();
    feeds.map(|feed| feed.path().join(folder)).any(|folder| any(&folder, is))
}

/// How many syncs are looked at to see a step that takes but a moment.
const TRIES: usize = 20;

#[test]
fn a_sync_that_is_killed_at_each_of_its_steps_goes_on() {
    let scene = Scene::new(250);
    let steps: [(&str, Sign); 7] = [
        ("the lock is taken", |dir| dir.join("sync.lock").exists()),
        ("a root is known", |dir| of_feed(dir, "known", |name| name == "root.json")),
        ("signed files are kept", |dir| of_feed(dir, "kept", |name| name.contains("targets"))),
        ("a file is begun", |dir| of_feed(dir, "parts", |name| name.ends_with(".begun"))),
        ("a file is there", |dir| of_feed(dir, "parts", |name| !name.contains('.'))),
        ("changes are written", |dir| {
            fs::metadata(dir.join("public.sqlite-wal")).is_ok_and(|log| log.len() > 100_000)
        }),
        ("an index is made", |dir| any(dir, |name| name.starts_with(".index-"))),
    ];
    for (n, (step, has_come)) in steps.into_iter().enumerate() {
        // A step may be over before anybody looked; then the next sync is looked at.
        let reader = (0..TRIES).find_map(|_| killed_at(&scene, has_come));
        let reader = reader.unwrap_or_else(|| panic!("step {n}: that {step} can be seen"));
        scene.survives(&reader, step);
    }
}

/// A reader whose first sync was killed as soon as this sign of a step had come; none where the sync was
/// over before.
fn killed_at(scene: &Scene, has_come: Sign) -> Option<Reader> {
    // Whoever has nothing has the longest way, and no signs of an earlier sync.
    let reader = scene.reader(1);
    let mut sync = quietly(reader.syncing()).spawn().unwrap();
    let mut seen = false;
    while !seen && sync.try_wait().unwrap().is_none() {
        seen = has_come(&reader.dir());
    }
    let _ = sync.kill();
    sync.wait().unwrap();
    seen.then_some(reader)
}

#[test]
fn a_library_whose_making_was_killed_is_made_by_the_next_call() {
    let scene = Scene::new(6);
    for left in ["public.sqlite.new", "public.sqlite.new-wal"] {
        let reader = Reader::without_library(&scene.server);
        fs::create_dir_all(reader.dir()).unwrap();
        fs::write(reader.dir().join(left), b"half of a library").unwrap();
        drop(Library::create(&reader.dir()).unwrap());
        scene.survives(&reader, left);
    }
}

#[test]
fn a_publish_that_is_killed_leaves_a_feed_that_is_read_and_published_to() {
    let content = Content::of(80);
    let server = Server::with(&content);
    let reader = Reader::of(&server);
    let mut chance = Chance::new();
    content.word(0, "measured");
    let whole = duration(server.publishing(&content));
    for n in 0..8 {
        (0..30).for_each(|word| content.word(word, &format!("edition {n}")));
        let mut publish = quietly(server.publishing(&content)).spawn().unwrap();
        let moment = chance.part_of(whole.mul_f64(1.2));
        sleep(moment);
        let _ = publish.kill();
        publish.wait().unwrap();
        reader.sync();
        reader.is_at(&server, &format!("killed after {moment:?} of {whole:?}"));
        server.publish(&content);
        reader.sync();
        reader.is_at(&server, "the next publish goes through");
        assert!(reader.text("word-0").contains(&format!("edition {n}")), "and is what was meant");
    }
}
