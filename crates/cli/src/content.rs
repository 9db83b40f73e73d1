//! For editors: every fault of a folder, and one record as its readers will see it.

use crate::outcome::{Outcome, say};
use crate::report;
use clap::Subcommand;
use hrc_domain::{Entry, Error};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub(crate) enum Content {
    /// Name every fault of a folder of content as `file:line: sentence`
    Check {
        /// The folder
        #[arg(value_name = "DIR", default_value = "resources/content")]
        dir: PathBuf,
    },
    /// Say how far the content has come: kinds, languages, sources, themes, what is missing
    Report {
        /// The folder
        #[arg(value_name = "DIR", default_value = "resources/content")]
        dir: PathBuf,
        /// A list of addresses, one a line, that the links should have
        #[arg(long, value_name = "FILE")]
        inventory: Option<PathBuf>,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Print one record as a web page, with its faults on top
    Preview {
        /// The record's file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub(crate) fn run(verb: &Content) -> Result<Outcome, Error> {
    match verb {
        Content::Check { dir } => check(dir),
        Content::Report { dir, inventory, json } => report::run(dir, inventory.as_deref(), *json),
        Content::Preview { file } => {
            say(&hrc_content::preview(file)?)?;
            Ok(Outcome::Fine)
        }
    }
}

fn check(dir: &Path) -> Result<Outcome, Error> {
    let collection = hrc_content::read(dir)?;
    let mut report = String::new();
    for fault in &collection.faults {
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{fault}");
    }
    say(&report)?;
    eprintln!(
        "{}: {}; {}",
        dir.display(),
        tally(&collection.entries),
        match collection.faults.len() {
            1 => "1 fault".to_owned(),
            many => format!("{many} faults"),
        }
    );
    Ok(if collection.faults.is_empty() { Outcome::Fine } else { Outcome::Faults })
}

/// "6 article, 8 city, …": what was read, so that a missing file is noticed too.
fn tally(entries: &[Entry]) -> String {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in entries {
        let what = match entry {
            Entry::Record(record) => record.kind().as_str(),
            Entry::Supplement(_) => "practitioner text",
            Entry::Vocabulary(_) => "vocabulary",
        };
        *counts.entry(what).or_default() += 1;
    }
    let parts: Vec<String> = counts.iter().map(|(what, n)| format!("{n} {what}")).collect();
    parts.join(", ")
}
