//! `make bench-sync`: what syncing costs beside the floor, in one run.
//!
//! The floor is the least that any way of bringing records over could do: one compressed file
//! fetched, unpacked, its lines put into one SQLite table in one transaction, nothing checked,
//! nothing derived. Processor time is this process's alone; the server is a process of its own, the
//! real one. `RECORDS=n` measures that many instead of 10,000 and 100,000.

use cpu_time::ProcessTime;
use hrc_domain::kinds::Detail;
use hrc_domain::sync::{SyncProgress, SyncReport, SyncStep};
use hrc_domain::{Entry, Language, PartialDate, Record, RecordId, SealedEntry};
use hrc_library::{Library, Server, Watch};
use hrc_measure::serving::Serving;
use hrc_measure::{Outcome, generated};
use hrc_server::{Configuration, Data, PUBLIC, founding};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The text of a record, in bytes: with its other fields about a kilobyte.
const TEXT: usize = 700;

/// The changes of a delta.
const DELTA: usize = 100;

/// How many deltas are measured: a single one hangs on what else the disk has to do.
const DELTAS: usize = 7;

/// How long idle polls are counted, and by how many clients at once.
const POLLING: Duration = Duration::from_secs(5);
const CLIENTS: usize = 64;

fn main() -> Outcome<()> {
    let sizes = match std::env::var("RECORDS") {
        Ok(n) => vec![n.parse()?],
        Err(_) => vec![10_000, 100_000],
    };
    for records in sizes {
        measure(records)?;
    }
    Ok(())
}

fn measure(records: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let dir = folder.path().join("server");
    let data = Data::make(&dir, Configuration::default())?;
    runtime.block_on(founding::found(&data, jiff::Timestamp::now()))?;
    let mut entries = entries(records)?;
    let raw: usize = entries.iter().map(|entry| entry.json().len()).sum();
    println!("{records} records, {} bytes of JSON each", raw / records);
    let publisher = data.publisher(PUBLIC)?;
    let publish = |entries: &[SealedEntry]| {
        runtime.block_on(publisher.publish(entries.to_vec(), jiff::Timestamp::now()))
    };
    let (_, published) = timed(|| publish(&entries))?;
    println!("{:<52}{:>10.0} ms", "first publish", millis(published.wall));
    let standing = runtime.block_on(publisher.standing())?;
    let snapshot = standing.catalogue.snapshot.ok_or("the feed has no snapshot")?.part;

    let serving = Serving::start(data.dir())?;
    let server = serving.server(data.dir())?;
    let floor_file = folder.path().join("floor.sqlite");
    let url = format!("{}feeds/{PUBLIC}/snap/{}", serving.address, snapshot.sha256);
    let (_, floor) = timed(|| floor(&url, &floor_file))?;
    row("floor: fetch, unpack, insert", floor, None);

    let library = Library::create(&folder.path().join("library"))?;
    let (report, Steps { rows, texts, index }) = synced(&library, &server)?;
    row("first sync: rows", rows, Some(floor));
    row("first sync: texts derived, commit", texts, None);
    row("first sync: index", index, None);
    told(&report, snapshot.len);

    let mut deltas = Vec::new();
    for _ in 0..DELTAS {
        change(&mut entries)?;
        publish(&entries)?;
        let standing = runtime.block_on(publisher.standing())?;
        let payload = standing.catalogue.segments.last().map_or(0, |segment| segment.part.len);
        let (report, steps) = synced(&library, &server)?;
        deltas.push((steps, report, payload));
    }
    deltas.sort_by_key(|(Steps { rows, texts, .. }, ..)| rows.wall + texts.wall);
    println!("of {DELTAS} deltas the one in the middle:");
    if let Some((Steps { rows, texts, index }, report, payload)) = deltas.get(DELTAS / 2) {
        row("delta of 100: rows", *rows, None);
        row("delta of 100: texts derived, commit", *texts, None);
        row("delta of 100: index", *index, None);
        told(report, *payload);
    }

    let (report, Steps { rows, .. }) = synced(&library, &server)?;
    row("nothing new", rows, None);
    told(&report, 0);
    let polls = runtime.block_on(polls(&serving.address))?;
    println!("{:<52}{polls:>10.0} a second\n", "idle polls, 64 clients at once");
    Ok(())
}

fn entries(n: usize) -> Outcome<Vec<SealedEntry>> {
    let documents = generated::documents(n);
    let seal = |(number, document): (usize, &hrc_measure::collection::Document)| {
        let body: String = document.body.chars().take(TEXT).collect();
        sealed(number, &document.title, body)
    };
    documents.iter().enumerate().map(seal).collect()
}

fn sealed(number: usize, title: &str, body: String) -> Outcome<SealedEntry> {
    let record = Record {
        id: RecordId::new(format!("r-{number}"))?,
        section: "framework".to_owned(),
        title: title.to_owned(),
        summary: String::new(),
        language: Language::english(),
        aliases: Vec::new(),
        translations: Default::default(),
        facets: Default::default(),
        body,
        sources: Vec::new(),
        related: Vec::new(),
        updated: PartialDate::new("2026-11-21")?,
        presenting: None,
        detail: Detail::Article {},
    };
    Ok(SealedEntry::new(&Entry::Record(Box::new(record)))?)
}

/// Changes a hundred records spread over all.
fn change(entries: &mut [SealedEntry]) -> Outcome<()> {
    let every = entries.len() / DELTA;
    for n in 0..DELTA {
        let number = n * every;
        if let Entry::Record(record) = entries[number].open()? {
            let body = format!("Changed today. {}", record.body);
            entries[number] = sealed(number, &record.title, body)?;
        }
    }
    Ok(())
}

/// The least that brings the records over.
fn floor(url: &str, file: &Path) -> Outcome<()> {
    let compressed = reqwest::blocking::get(url)?.bytes()?;
    let lines = BufReader::new(zstd::stream::read::Decoder::new(&compressed[..])?).lines();
    let mut db = rusqlite::Connection::open(file)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    let all = db.transaction()?;
    all.execute("CREATE TABLE entry (number INTEGER PRIMARY KEY, json TEXT NOT NULL)", [])?;
    {
        let mut insert = all.prepare("INSERT INTO entry (json) VALUES (?1)")?;
        for line in lines {
            insert.execute([line?])?;
        }
    }
    all.commit()?;
    Ok(())
}

/// What something took.
#[derive(Clone, Copy, Default)]
struct Taken {
    wall: Duration,
    cpu: Duration,
}

fn timed<T, E: Into<Box<dyn std::error::Error>>>(
    work: impl FnOnce() -> Result<T, E>,
) -> Outcome<(T, Taken)> {
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    let outcome = work().map_err(Into::into)?;
    Ok((outcome, Taken { wall: wall.elapsed(), cpu: cpu.elapsed() }))
}

/// Notes when the rows are in, and when what is derived from them is committed with them.
struct Watching {
    began: (Instant, ProcessTime),
    rows: Mutex<Option<Taken>>,
    texts: Mutex<Option<Taken>>,
}

impl Watch for Watching {
    fn progress(&self, progress: SyncProgress) {
        let noted = match progress.step {
            SyncStep::Preparing => &self.rows,
            SyncStep::Indexing => &self.texts,
            SyncStep::Checking | SyncStep::Fetching | SyncStep::Applying => return,
        };
        if let Ok(mut noted) = noted.lock() {
            let (wall, cpu) = &self.began;
            noted.get_or_insert(Taken { wall: wall.elapsed(), cpu: cpu.elapsed() });
        }
    }

    fn cancelled(&self) -> bool {
        false
    }
}

/// What a sync took, step by step.
struct Steps {
    /// To fetch, check and put the rows.
    rows: Taken,
    /// To derive what screens and search show, and to commit all of it.
    texts: Taken,
    /// To make it searchable.
    index: Taken,
}

fn synced(library: &Library, server: &Server) -> Outcome<(SyncReport, Steps)> {
    let began = (Instant::now(), ProcessTime::now());
    let watching = Watching { began, rows: Mutex::default(), texts: Mutex::default() };
    let (report, all) = timed(|| library.sync(server, &watching, jiff::Timestamp::now()))?;
    let texts = watching.texts.into_inner().ok().flatten().unwrap_or(all);
    let rows = watching.rows.into_inner().ok().flatten().unwrap_or(texts);
    let steps = Steps { rows, texts: texts.since(rows), index: all.since(texts) };
    Ok((report, steps))
}

impl Taken {
    fn since(self, earlier: Self) -> Self {
        let wall = self.wall.saturating_sub(earlier.wall);
        Self { wall, cpu: self.cpu.saturating_sub(earlier.cpu) }
    }
}

fn row(what: &str, taken: Taken, beside: Option<Taken>) {
    let ratio = beside.map(|b| {
        format!("   {:.2} x the floor's cpu", taken.cpu.as_secs_f64() / b.cpu.as_secs_f64())
    });
    println!(
        "{what:<52}{:>10.1} ms{:>12.1} ms cpu{}",
        millis(taken.wall),
        millis(taken.cpu),
        ratio.unwrap_or_default()
    );
}

fn told(report: &SyncReport, payload: u64) {
    let SyncReport { requests, bytes, applied, .. } = report;
    println!(
        "{:<52}{applied} put, {requests} requests, {bytes} bytes for {payload} of payload",
        ""
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// How many times a second clients can ask whether anything is new, and hear that nothing is.
async fn polls(address: &str) -> Outcome<f64> {
    let client = reqwest::Client::builder().tcp_nodelay(true).build()?;
    let url = format!("{address}feeds/{PUBLIC}/metadata/timestamp.json");
    let next = format!("{address}feeds/{PUBLIC}/metadata/2.root.json");
    let first = client.get(&url).send().await?;
    let tag = first.headers().get("etag").cloned().ok_or("the timestamp has no tag")?;
    let done = AtomicU64::new(0);
    let began = Instant::now();
    let ask = async || -> Outcome<()> {
        while began.elapsed() < POLLING {
            let root = client.get(&next).send().await?;
            let timestamp = client.get(&url).header("if-none-match", tag.clone()).send().await?;
            if (root.status().as_u16(), timestamp.status().as_u16()) != (404, 304) {
                return Err("the server did not answer as it should".into());
            }
            done.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    };
    futures_util::future::try_join_all((0..CLIENTS).map(|_| ask())).await?;
    Ok(done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64())
}
