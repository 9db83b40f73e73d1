//! `make relevance COLLECTION=dir`: how well our search finds, beside its peers, on a judged
//! collection: as asked, with one and two words misspelt, and while it is still being typed.
//!
//! At the end: how much of a question has to be typed until a record that answers it is among the
//! first five. Half of the questions need no more than the median.

use clap::Parser;
use hrc_measure::Outcome;
use hrc_measure::collection::{Collection, Question, ndcg_at_10, recall_at_100};
use hrc_measure::engines::{Engine, Fts5, Ours, TantivyDefault};
use hrc_measure::misspelling::misspell;
use std::collections::HashMap;
use std::path::PathBuf;

/// Measures relevance on a judged collection.
#[derive(Parser)]
struct Arguments {
    /// The folder of the collection
    collection: PathBuf,
    /// The language of its documents
    #[arg(long, default_value = "en")]
    lang: String,
}

/// The sums over all questions of one way of asking.
#[derive(Default)]
struct Tally {
    ndcg: f64,
    recall: f64,
    empty: f64,
    first_five: f64,
}

fn main() -> Outcome<()> {
    let Arguments { collection, lang } = Arguments::parse();
    let judged = Collection::read(&collection)?;
    let folder = tempfile::tempdir()?;
    let engines: [Box<dyn Engine>; 3] = [
        Box::new(Ours::fill(&folder.path().join("library"), &judged.documents, &lang)?),
        Box::new(TantivyDefault::fill(&judged.documents)?),
        Box::new(Fts5::fill(&judged.documents)?),
    ];
    println!(
        "{}: {} documents, {} questions, language {lang}",
        collection.display(),
        judged.documents.len(),
        judged.questions.len()
    );
    println!(
        "{:<24}{:<17}{:>9}{:>12}{:>9}{:>12}",
        "asked", "engine", "nDCG@10", "recall@100", "empty", "first five"
    );
    type Way = (&'static str, fn(&Question, u64) -> String);
    let ways: [Way; 4] = [
        ("as written", |question, _| question.text.clone()),
        ("one word misspelt", |question, seed| misspell(&question.text, 1, seed)),
        ("two words misspelt", |question, seed| misspell(&question.text, 2, seed)),
        ("60 % of the letters", |question, _| begun(&question.text)),
    ];
    for (name, ask) in ways {
        for engine in &engines {
            let tally = measure(engine.as_ref(), &judged, ask)?;
            // Counts of questions are far below the precision of a float.
            let share = |sum: f64| 100.0 * sum / judged.questions.len().max(1) as f64;
            println!(
                "{name:<24}{:<17}{:>9.2}{:>12.2}{:>8.1}%{:>11.1}%",
                engine.name(),
                share(tally.ndcg),
                share(tally.recall),
                share(tally.empty),
                share(tally.first_five)
            );
        }
    }
    println!("\n{:<24}{:<17}{:>9}", "letters needed", "engine", "median");
    for engine in &engines {
        let needed = needed(engine.as_ref(), &judged)?;
        println!("{:<24}{:<17}{:>8.0}%", "", engine.name(), 100.0 * needed);
    }
    Ok(())
}

/// The median share of letters from which on a record that answers is among the first five. A question
/// whose answer never is needs more letters than it has.
fn needed(engine: &dyn Engine, judged: &Collection) -> Outcome<f64> {
    let mut shares = Vec::with_capacity(judged.questions.len());
    for question in &judged.questions {
        let ends: Vec<usize> =
            question.text.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
        let mut share = f64::INFINITY;
        for (typed, end) in (1_u32..).zip(&ends) {
            if is_early(engine, &question.text[..*end], &judged.grades[&question.id])? {
                // Lengths of questions are far below the precision of a float.
                share = f64::from(typed) / ends.len() as f64;
                break;
            }
        }
        shares.push(share);
    }
    shares.sort_by(f64::total_cmp);
    Ok(shares.get(shares.len() / 2).copied().unwrap_or(f64::INFINITY))
}

/// Whether one of the first five answers.
fn is_early(engine: &dyn Engine, query: &str, grades: &HashMap<String, f64>) -> Outcome<bool> {
    Ok(engine.find(query, 5)?.iter().any(|id| grades.contains_key(id)))
}

/// The first 60 % of the letters, as the field holds them while a person is typing.
fn begun(text: &str) -> String {
    let letters = text.chars().count();
    text.chars().take((letters * 3).div_ceil(5)).collect()
}

fn measure(
    engine: &dyn Engine,
    judged: &Collection,
    ask: fn(&Question, u64) -> String,
) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for (seed, question) in (1_u64..).zip(&judged.questions) {
        let found = engine.find(&ask(question, seed), 100)?;
        let grades = &judged.grades[&question.id];
        tally.ndcg += ndcg_at_10(&found, grades);
        tally.recall += recall_at_100(&found, grades);
        tally.empty += f64::from(u8::from(found.is_empty()));
        let early = found.iter().take(5).any(|id| grades.contains_key(id));
        tally.first_five += f64::from(u8::from(early));
    }
    Ok(tally)
}
