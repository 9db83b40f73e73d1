//! `hrc list` and `hrc show`: records as scripts read them.

use crate::outcome::{Outcome, say, say_json};
use crate::{At, place};
use clap::Args;
use hrc_domain::record::Kind;
use hrc_domain::search::Layer;
use hrc_domain::{Error, ErrorCode, Language, Record, RecordId, Source};
use serde::Serialize;

#[derive(Args)]
pub(crate) struct List {
    /// Only records of this kind, such as city or link
    #[arg(long, value_parser = read_kind)]
    kind: Option<Kind>,
    /// Answer in JSON: an array, one object a record id
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Show {
    /// The record's id
    id: String,
    /// The whole record in JSON
    #[arg(long)]
    json: bool,
}

/// A record in a list; see `docs/cli.md`.
#[derive(Serialize)]
struct Listed {
    id: RecordId,
    kind: Kind,
    title: String,
    layer: Layer,
    section: String,
    language: Language,
    urls: Vec<String>,
    sources: Vec<Source>,
}

/// A whole record with the depths the library holds.
#[derive(Serialize)]
struct Whole {
    layer: Layer,
    #[serde(flatten)]
    record: Record,
}

fn read_kind(name: &str) -> Result<Kind, String> {
    let known = || Kind::ALL.map(Kind::as_str).join(", ");
    Kind::from_name(name).ok_or_else(|| format!("there are {}", known()))
}

pub(crate) fn list(at: &At, verb: &List) -> Result<Outcome, Error> {
    let records = place::open(at)?.list(verb.kind)?;
    if verb.json {
        let listed: Vec<Listed> = records.into_iter().map(listed).collect();
        say_json(&listed)?;
    } else {
        let lines =
            records.iter().map(|(r, _)| format!("{}  {}  {}\n", r.id, r.kind().as_str(), r.title));
        say(&lines.collect::<String>())?;
    }
    Ok(Outcome::Fine)
}

fn listed((record, layer): (Record, Layer)) -> Listed {
    Listed {
        kind: record.kind(),
        urls: record.urls(),
        id: record.id,
        title: record.title,
        layer,
        section: record.section,
        language: record.language,
        sources: record.sources,
    }
}

pub(crate) fn show(at: &At, verb: &Show) -> Result<Outcome, Error> {
    let id = RecordId::new(verb.id.as_str())
        .map_err(|cause| Error::new(ErrorCode::InvalidInput, cause.to_string()))?;
    let (record, layer) = place::open(at)?.record(&id)?;
    if verb.json {
        say_json(&Whole { layer, record })?;
    } else {
        let Record { title, summary, body, sources, updated, .. } = &record;
        let mut text = format!(
            "{title}\n{} · updated {updated}\n\n{summary}\n\n{body}\n",
            record.kind().as_str()
        );
        for url in record.urls() {
            text.push_str(&format!("{url}\n"));
        }
        for Source { id, title, publisher, url, .. } in sources {
            let url = url.as_deref().unwrap_or_default();
            text.push_str(&format!("[^{id}] {publisher}: {title} {url}\n"));
        }
        say(&text)?;
    }
    Ok(Outcome::Fine)
}
