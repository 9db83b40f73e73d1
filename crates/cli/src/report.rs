//! `hrc content report`: how far the content has come, for people and, with `--json`, for scripts.

use crate::outcome::{Outcome, say, say_json};
use hrc_content::{KindReport, Report, SourceReport};
use hrc_domain::{Error, RecordId};
use std::fmt::Write;
use std::path::Path;

pub(crate) fn run(dir: &Path, inventory: Option<&Path>, json: bool) -> Result<Outcome, Error> {
    let list = inventory.map(|file| {
        std::fs::read_to_string(file)
            .map_err(|cause| Error::io(&format!("reading {}", file.display()), &cause))
    });
    let list = list.transpose()?;
    let collection = hrc_content::read(dir)?;
    let report = hrc_content::report(&collection, list.as_deref());
    if json {
        say_json(&report)?
    } else {
        say(&plain(&report))?
    }
    Ok(Outcome::Fine)
}

/// The report as tables of a terminal. Writing to a string cannot fail.
fn plain(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} records, {} with the practitioner's depth; {} faults, {} of them claims without a source",
        report.records, report.practitioner, report.faults, report.claims_without_source
    );
    kinds(&mut out, &report.kinds);
    languages(&mut out, &report.kinds);
    sources(&mut out, report);
    let _ = writeln!(out, "\n{:<28}{:>8}{:>8}", "Theme", "Records", "Links");
    for theme in &report.themes {
        let _ = writeln!(out, "{:<28}{:>8}{:>8}", theme.id.as_str(), theme.records, theme.links);
    }
    names(&mut out, "Named by nobody and under no theme", &report.orphans);
    names(
        &mut out,
        "City cases without the practitioner's depth",
        &report.cities_without_practitioner,
    );
    if let Some(inventory) = &report.inventory {
        let there = inventory.addresses - inventory.missing.len();
        let _ = writeln!(
            out,
            "\nAddresses of the inventory in the links: {there} of {}",
            inventory.addresses
        );
        for missing in &inventory.missing {
            let _ = writeln!(out, "  missing: {missing}");
        }
    }
    out
}

fn kinds(out: &mut String, kinds: &[KindReport]) {
    let _ = writeln!(out, "\n{:<14}{:>8}{:>14}", "Kind", "General", "Practitioner");
    for kind in kinds {
        let name = kind.kind.as_str();
        let _ = writeln!(out, "{name:<14}{:>8}{:>14}", kind.records, kind.practitioner);
    }
}

/// By kind and language, title/summary.
fn languages(out: &mut String, kinds: &[KindReport]) {
    let _ = write!(out, "\n{:<14}", "Title/summary");
    for code in kinds.first().into_iter().flat_map(|kind| kind.languages.keys()) {
        let _ = write!(out, "{code:>10}");
    }
    out.push('\n');
    for kind in kinds.iter().filter(|kind| kind.records > 0) {
        let _ = write!(out, "{:<14}", kind.kind.as_str());
        for cover in kind.languages.values() {
            let _ = write!(out, "{:>10}", format!("{}/{}", cover.title, cover.summary));
        }
        out.push('\n');
    }
}

fn sources(out: &mut String, report: &Report) {
    let _ = write!(out, "\n{:<14}{:>6}{:>10}{:>7}", "Sources", "All", "Not seen", "Share");
    for grade in report.sources.confidence.keys() {
        let _ = write!(out, "{grade:>13}");
    }
    out.push('\n');
    let own = report.kinds.iter().filter(|kind| kind.sources.all > 0);
    let rows = own.map(|kind| (kind.kind.as_str(), &kind.sources));
    for (name, sources) in rows.chain([("all", &report.sources)]) {
        let _ = write!(out, "{name:<14}{:>6}{:>10}", sources.all, sources.not_seen);
        let _ = write!(out, "{:>7}", share(sources));
        for count in sources.confidence.values() {
            let _ = write!(out, "{count:>13}");
        }
        out.push('\n');
    }
}

fn share(sources: &SourceReport) -> String {
    match sources.all {
        0 => "-".to_owned(),
        all => format!("{} %", (sources.not_seen * 100 + all / 2) / all),
    }
}

fn names(out: &mut String, title: &str, ids: &[RecordId]) {
    let ids: Vec<&str> = ids.iter().map(RecordId::as_str).collect();
    let list = if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
    let _ = writeln!(out, "\n{title}: {list}");
}
