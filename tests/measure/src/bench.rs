//! `make bench`: how quick our search is beside SQLite's FTS5, on many documents, in one run.
//!
//! 100,000 generated documents, or `DOCUMENTS=n`, or `CORPUS=docs.jsonl` with `QUERIES=queries.jsonl`
//! in the language `--lang`. Every time is that of a whole page: hits, snippets, and in ours the
//! counts of all facets. Beside the time by the clock stands that of the processor alone: on a computer
//! that does other things, too, the clock counts the waiting for them.
//!
//! With `KEEP=folder` what was built stays there and is searched again by the next run, which
//! replaces nothing in it: building takes minutes, and two states of the code are compared on one
//! library. With `--ours` the peer is left out.

use clap::Parser;
use cpu_time::ThreadTime;
use hrc_measure::Outcome;
use hrc_measure::collection::{Document, Question, lines};
use hrc_measure::generated;
use hrc_measure::misspelling::misspell;
use hrc_measure::speed::{Asked, Fts5OnDisk, OurLibrary, Timed};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Questions asked, at most.
const QUESTIONS: usize = 500;

/// Of these, how many are typed letter by letter.
const TYPED: usize = 50;

/// Measures speed; what is measured stands in the environment.
#[derive(Parser)]
struct Arguments {
    /// The language of the documents
    #[arg(long, default_value = "en")]
    lang: String,
    /// Our search alone, while one works on it
    #[arg(long)]
    ours: bool,
}

fn main() -> Outcome<()> {
    let Arguments { lang: language, ours: alone } = Arguments::parse();
    let (documents, mut questions) = material()?;
    questions.truncate(QUESTIONS);
    let bytes: usize = documents.iter().map(|d| d.title.len() + d.body.len()).sum();
    println!(
        "{} documents, {} of text, {} questions",
        documents.len(),
        megabytes(bytes),
        questions.len()
    );
    let passing = tempfile::tempdir()?;
    let kept = std::env::var("KEEP").ok().map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(passing.path());
    let bench = Bench { documents, ways: ways(&questions), language, keep: kept.is_some() };
    let ours = bench.measure::<OurLibrary>(&folder.join("ours"))?;
    if alone {
        return Ok(());
    }
    let peer = bench.measure::<Fts5OnDisk>(&folder.join("fts5"))?;
    println!("{:<44}{:>26}{:>26}", "", OurLibrary::NAME, Fts5OnDisk::NAME);
    for ((what, ours), (_, peer)) in ours.iter().zip(&peer) {
        println!("{what:<44}{ours:>26}{peer:>26}");
    }
    Ok(())
}

/// The documents and questions asked for by the environment.
fn material() -> Outcome<(Vec<Document>, Vec<Question>)> {
    let documents = match std::env::var("CORPUS") {
        Ok(file) => lines(Path::new(&file))?,
        Err(_) => {
            let count = std::env::var("DOCUMENTS").ok().map(|n| n.parse()).transpose()?;
            generated::documents(count.unwrap_or(100_000))
        }
    };
    let questions = match std::env::var("QUERIES") {
        Ok(file) => lines(Path::new(&file))?,
        Err(_) => generated::questions(&documents, QUESTIONS),
    };
    Ok((documents, questions))
}

/// A name for a row, and what is asked for it.
type Way = (&'static str, Vec<Asked>);

fn ways(questions: &[Question]) -> [Way; 4] {
    let asked = |words: String| Asked { words, ..Asked::default() };
    let whole = || questions.iter().map(|question| question.text.clone());
    let wrong = (1_u64..).zip(questions).map(|(seed, q)| asked(misspell(&q.text, 1, seed)));
    [
        ("as asked", whole().map(asked).collect()),
        ("each letter of the last word", whole().take(TYPED).flat_map(|q| letters(&q)).collect()),
        ("a word misspelt", wrong.collect()),
        ("country and theme ticked", whole().map(|q| Asked { ticked: true, ..asked(q) }).collect()),
    ]
}

/// The question at each letter of its last word.
fn letters(question: &str) -> Vec<Asked> {
    let begun = question.rfind(' ').map_or(0, |space| space + 1);
    let ends = question.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let ends = ends.filter(|end| *end > begun);
    ends.map(|end| Asked { words: question[..end].to_owned(), open: true, ticked: false }).collect()
}

/// What is measured.
struct Bench {
    documents: Vec<Document>,
    ways: [Way; 4],
    language: String,
    keep: bool,
}

impl Bench {
    /// The rows of one engine in this folder.
    fn measure<T: Timed>(&self, folder: &Path) -> Outcome<Vec<(String, String)>> {
        let mut rows = Vec::new();
        // The whole takes minutes: what is known is said.
        let mut row = |what: String, value: String| {
            eprintln!("{}: {what} {value}", T::NAME);
            rows.push((what, value));
        };
        if !folder.exists() {
            let before = memory("VmRSS")?;
            // The kernel begins anew to note the most there was.
            std::fs::write("/proc/self/clear_refs", "5")?;
            let began = Instant::now();
            drop(T::fill(folder, &self.documents, &self.language)?);
            row("built in".to_owned(), format!("{:.1} s", began.elapsed().as_secs_f64()));
            row("memory to build it, above the documents'".to_owned(), grown(before)?);
        }
        row("on disk".to_owned(), megabytes(size(folder)?));

        std::fs::write("/proc/self/clear_refs", "5")?;
        let before = memory("VmRSS")?;
        let began = Instant::now();
        let mut timed = T::open(folder, &self.language)?;
        if let Some(first) = self.ways.iter().flat_map(|(_, asked)| asked).next() {
            timed.page(first)?;
        }
        row("opened, and a first page shown, in".to_owned(), milliseconds(began.elapsed()));
        for (what, asked) in &self.ways {
            let (mut by_clock, mut by_processor, mut empty) = (Vec::new(), Vec::new(), 0_usize);
            for asked in asked {
                let (began, worked) = (Instant::now(), ThreadTime::now());
                empty += usize::from(timed.page(asked)? == 0);
                by_clock.push(began.elapsed());
                by_processor.push(worked.elapsed());
            }
            row(format!("{what}: p50 / p99"), percentiles(by_clock));
            row(format!("{what}: of the processor"), percentiles(by_processor));
            row(format!("{what}: empty"), format!("{empty} of {}", asked.len()));
        }
        row("memory to search, mapped files included".to_owned(), grown(before)?);
        for count in if self.keep { &[][..] } else { &[1, 100] } {
            let changed: Vec<Document> =
                self.documents.iter().rev().take(*count).cloned().collect();
            let began = Instant::now();
            timed.update(&changed)?;
            row(format!("{count} documents replaced in"), milliseconds(began.elapsed()));
        }
        Ok(rows)
    }
}

/// Of these times, which half of them do not exceed, and which hardly any does.
fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    format!("{:.2} / {:.2} ms", at(50), at(99))
}

/// The most memory there was since the kernel last began to note it, above this.
fn grown(before: usize) -> Outcome<String> {
    Ok(megabytes(memory("VmHWM")?.saturating_sub(before)))
}

/// A line of what Linux knows of this process's memory, in bytes.
fn memory(name: &str) -> Outcome<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).ok_or("no such line")?;
    Ok(kilobytes.parse::<usize>()? * 1024)
}

/// The bytes of all files in a folder and the folders in it.
fn size(folder: &Path) -> Outcome<usize> {
    let mut sum = 0;
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let meta = file.metadata()?;
        sum += if meta.is_dir() { size(&file.path())? } else { usize::try_from(meta.len())? };
    }
    Ok(sum)
}

fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes / 1_000_000)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
