//! What the library says already: searched, and read as readers see it.

use super::shown::{self, Choice, Rendered};
use crate::console::Console;
use crate::console::form::{Asked, Form};
use crate::console::frame::Frame;
use crate::console::reply::{self, Answer};
use crate::store::Collected;
use askama::Template;
use axum::extract::{Path, State};
use hrc_domain::question::MAX_TEXT;
use hrc_domain::{Error, ErrorCode};

/// How many records a search shows.
const FOUND: u32 = 40;

#[derive(Template)]
#[template(path = "desk/preview.html")]
struct PreviewPage {
    told: Rendered,
}

/// `POST /console/preview`: a text as readers will see it, for the page that is being typed in.
pub async fn preview(form: Form) -> Answer {
    let text = form.text("text");
    if text.chars().count() > MAX_TEXT {
        return Err(Error::new(ErrorCode::InvalidInput, "text: it is too long").into());
    }
    reply::page(&PreviewPage { told: Rendered::of(text) })
}

#[derive(Template)]
#[template(path = "desk/records.html")]
struct RecordsPage<'a> {
    frame: &'a Frame,
    words: String,
    found: Vec<Choice>,
    counted: String,
}

/// `GET /console/records?q=`.
pub async fn search(State(console): State<Console>, frame: Frame, asked: Asked) -> Answer {
    let words = asked.0.text("q").trim().to_owned();
    let (collection, sought) = (console.collection(), words.clone());
    // One more than is shown, to know whether there are more.
    let mut found = beside(move || collection.found(&sought, FOUND + 1)).await?;
    let has_more = found.len() > FOUND as usize;
    found.truncate(FOUND as usize);
    let now = console.now();
    let found: Vec<Choice> =
        found.iter().map(|record| Choice::of(&frame, record, false, now)).collect();
    let counted = if has_more {
        frame.with("desk.records.most", "n", FOUND)
    } else {
        frame.count("desk.records.counted", found.len() as u64)
    };
    reply::page(&RecordsPage { frame: &frame, words, found, counted })
}

/// A depth of a record.
struct Depth {
    deep: bool,
    told: Rendered,
    standing: Choice,
    sources: Vec<Source>,
}

/// A source as it is shown.
struct Source {
    id: String,
    title: String,
    publisher: String,
    url: Option<String>,
    as_of: Option<String>,
    grade: &'static str,
}

#[derive(Template)]
#[template(path = "desk/record.html")]
struct RecordPage<'a> {
    frame: &'a Frame,
    title: &'a str,
    summary: &'a str,
    language: &'a str,
    kind: &'static str,
    depths: Vec<Depth>,
}

/// `GET /console/records/{id}`.
pub async fn read(State(console): State<Console>, frame: Frame, Path(id): Path<String>) -> Answer {
    let collection = console.collection();
    let depths = beside(move || collection.record(&id)).await?;
    let none = || Error::new(ErrorCode::NotFound, "there is no such record");
    let first = depths.first().ok_or_else(none)?;
    let now = console.now();
    let depth = |record: &Collected| Depth {
        deep: record.deep,
        told: Rendered::of(&record.body),
        standing: Choice::of(&frame, record, false, now),
        sources: record
            .sources
            .iter()
            .map(|source| Source {
                id: source.id.clone(),
                title: source.title.clone(),
                publisher: source.publisher.clone(),
                url: source
                    .url
                    .clone()
                    .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
                as_of: source.as_of.as_ref().map(|date| {
                    let day = shown::day_of(frame.words(), date);
                    frame.with("desk.as_of", "date", day)
                }),
                grade: frame.say(shown::confidence(source.confidence)),
            })
            .collect(),
    };
    reply::page(&RecordPage {
        frame: &frame,
        title: &first.title,
        summary: &first.summary,
        language: &first.language,
        kind: frame.say(shown::kind(first.kind)),
        depths: depths.iter().map(depth).collect(),
    })
}

/// Beside what else is going on: it may wait for a disk.
pub async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> hrc_domain::error::Result<T> + Send + 'static,
) -> hrc_domain::error::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
}
