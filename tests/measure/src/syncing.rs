//! `make bench-sync`: what syncing costs beside the floor, in one run.
//!
//! What the floor is, and how it and our first sync take turns, is in `sides`. Processor time is that of
//! the process that syncs alone; the server is a process of its own, the real one. `RECORDS=n` measures
//! that many instead of 10,000 and 100,000.

mod sides;
mod taken;

use hrc_domain::kinds::Detail;
use hrc_domain::sync::SyncReport;
use hrc_domain::{Entry, Language, PartialDate, Record, RecordId, SealedEntry};
use hrc_library::Library;
use hrc_measure::serving::Serving;
use hrc_measure::{Outcome, generated};
use hrc_server::{Configuration, Data, PUBLIC, founding};
use sides::Round;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use taken::{Steps, Taken, synced, timed};

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
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.is_empty() {
        return sides::play(&arguments);
    }
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
    let (_, published) = timed(|_| publish(&entries))?;
    println!("{:<52}{:>10.0} ms", "first publish", millis(published.wall));
    let standing = runtime.block_on(publisher.standing())?;
    let snapshot = standing.catalogue.snapshot.ok_or("the feed has no snapshot")?.part;

    let serving = Serving::start(data.dir())?;
    let server = serving.server(data.dir())?;
    let root = data.dir().join("client/1.root.json");
    compared(&sides::take_turns(&serving.address, &snapshot.sha256, &root)?);

    let library = Library::create(&folder.path().join("library"))?;
    let (report, Steps { rows, texts, index }) = synced(&library, &server)?;
    row("first sync, in this process: rows", rows);
    row("first sync: texts derived, commit", texts);
    row("first sync: index", index);
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
        row("delta of 100: rows", *rows);
        row("delta of 100: texts derived, commit", *texts);
        row("delta of 100: index", *index);
        told(report, *payload);
    }

    let (report, Steps { rows, .. }) = synced(&library, &server)?;
    row("nothing new", rows);
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

/// Prints what each round took, and of each figure the one in the middle.
fn compared(rounds: &[Round]) {
    let figures = |round: &Round| {
        let Round { floor, rows } = round;
        let [floor, commit, rows] = [floor.all, floor.commit, *rows].map(|taken| millis(taken.cpu));
        [floor, commit, rows, round.ratio(), round.ratio_with_commit()]
    };
    let print = |what: &str, [floor, commit, rows, ratio, with_commit]: [f64; 5]| {
        println!(
            "{what:<20}{floor:>9.1}{commit:>20.1}{rows:>16.1}{ratio:>10.2}{with_commit:>15.2}"
        );
    };
    println!(
        "cpu, ms             floor   of it its commit    first: rows     times    with commit"
    );
    let all: Vec<[f64; 5]> = rounds.iter().map(figures).collect();
    all.iter().for_each(|figures| print("", *figures));
    let middle = |n: usize| {
        let mut sorted: Vec<f64> = all.iter().map(|figures| figures[n]).collect();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    };
    print("in the middle", std::array::from_fn(middle));
}

fn row(what: &str, taken: Taken) {
    println!("{what:<52}{:>10.1} ms{:>12.1} ms cpu", millis(taken.wall), millis(taken.cpu));
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
