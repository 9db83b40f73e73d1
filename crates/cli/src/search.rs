//! `hrc search`: the same search as the window's, for scripts.

use crate::outcome::{Outcome, say, say_json};
use crate::{At, place};
use clap::Args;
use hrc_domain::record::Kind;
use hrc_domain::search::{
    AlsoSearched, FacetGroup, Hit, Layer, SearchRequest, SearchResponse, Span,
};
use hrc_domain::{Error, ErrorCode, Language, RecordId};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Args)]
pub(crate) struct Search {
    /// What to look for: words, "a phrase", -without
    #[arg(allow_hyphen_values = true)]
    words: String,
    /// How many hits at most, up to 100
    #[arg(long, default_value_t = 10)]
    limit: u32,
    /// How many hits to pass over
    #[arg(long, default_value_t = 0)]
    offset: u32,
    /// Narrow: GROUP:VALUE, such as kind:city or theme:housing; may be given several times
    #[arg(long, value_name = "GROUP:VALUE")]
    filter: Vec<String>,
    /// Take the words as typed, without correction
    #[arg(long)]
    exact: bool,
    /// The reader's language, for labels and word forms
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// The answer as scripts get it; see `docs/cli.md`.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    corrected: Option<&'a str>,
    also: &'a [AlsoSearched],
    total: u32,
    took_us: u32,
    hits: Vec<Found<'a>>,
    near: Vec<Found<'a>>,
    facets: BTreeMap<&'static str, BTreeMap<&'a str, u32>>,
}

#[derive(Serialize)]
struct Found<'a> {
    id: &'a RecordId,
    kind: Kind,
    title: String,
    layer: Layer,
    score: f32,
    urls: &'a [String],
    snippet: String,
    section: &'a str,
    anchor: Option<&'a str>,
    heading: &'a str,
    practitioner: bool,
    language: &'a Language,
}

pub(crate) fn run(at: &At, verb: &Search) -> Result<Outcome, Error> {
    let language = Language::new(verb.lang.as_str()).map_err(invalid)?;
    let mut request = SearchRequest::new(verb.words.as_str(), language, verb.limit.min(100));
    request.offset = verb.offset;
    request.exact = verb.exact;
    for filter in &verb.filter {
        let (group, value) = read_filter(filter)?;
        request.filters.entry(group).or_default().push(value);
    }
    let response = place::open(at)?.search(&request)?;
    if verb.json {
        say_json(&answer(&response))?
    } else {
        say(&plain(&response))?
    }
    Ok(Outcome::Fine)
}

fn read_filter(text: &str) -> Result<(FacetGroup, String), Error> {
    let known = || FacetGroup::ALL.map(FacetGroup::as_str).join(", ");
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| invalid(format!("a filter is GROUP:VALUE, with a group of {}", known())))?;
    FacetGroup::ALL
        .into_iter()
        .find(|group| group.as_str() == name)
        .map(|group| (group, value.to_owned()))
        .ok_or_else(|| invalid(format!("no filter group {name}; there are {}", known())))
}

fn invalid(cause: impl ToString) -> Error {
    Error::new(ErrorCode::InvalidInput, cause.to_string())
}

fn answer(response: &SearchResponse) -> Answer<'_> {
    let facets = response.facets.iter().map(|counts| {
        let values = counts.values.iter().map(|v| (v.value.as_str(), v.count)).collect();
        (counts.group.as_str(), values)
    });
    Answer {
        query: &response.query,
        corrected: response.corrected.as_ref().map(|c| c.query.as_str()),
        also: &response.also,
        total: response.total,
        took_us: response.took_us,
        hits: response.hits.iter().map(found).collect(),
        near: response.near.iter().map(found).collect(),
        facets: facets.collect(),
    }
}

fn found(hit: &Hit) -> Found<'_> {
    let best = hit.passages.first();
    Found {
        id: &hit.id,
        kind: hit.kind,
        title: joined(&hit.title),
        layer: hit.layer,
        score: hit.score,
        urls: &hit.urls,
        snippet: best.map(|p| joined(&p.text)).unwrap_or_default(),
        section: &hit.section,
        anchor: best.and_then(|p| p.anchor.as_deref()),
        heading: best.map_or("", |p| p.heading.as_str()),
        practitioner: best.is_some_and(|p| p.practitioner),
        language: &hit.language,
    }
}

fn joined(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

fn plain(response: &SearchResponse) -> String {
    let mut text = String::new();
    if let Some(correction) = &response.corrected {
        text.push_str(&format!("Showing {}\n", correction.query));
    }
    for also in &response.also {
        text.push_str(&format!("Also searched for {}\n", also.used.join(", ")));
    }
    if !response.near.is_empty() {
        text.push_str("Nothing matches. Near it:\n");
    }
    for hit in response.hits.iter().chain(&response.near) {
        let Found { id, kind, title, snippet, .. } = found(hit);
        text.push_str(&format!("{id}  {title}  [{}]\n    {snippet}\n", kind.as_str()));
    }
    text.push_str(&format!("{} of {} records\n", response.hits.len(), response.total));
    text
}
