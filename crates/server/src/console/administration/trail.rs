//! The audit trail: who did what, when. It is kept in ids; the page says beside them who an account
//! is, the export does not.

use crate::console::Console;
use crate::console::form::Asked;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::console::routes::{ADMINISTRATOR, Route};
use crate::store::{Deed, Store, Trace};
use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use futures_util::{StreamExt, stream};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::collections::HashMap;

/// How many lines a page shows.
const LINES: u32 = 100;

/// How many are read at a time for an export.
const READ: u32 = 1000;

/// How a table begins.
const HEAD: &str = "sequence,at,actor,deed,subject\r\n";

/// The audit trail.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("/console/trail", ADMINISTRATOR, show),
        Route::page("/console/trail/export", ADMINISTRATOR, export),
    ]
}

/// Who does what nobody typed, as it is kept.
const SERVER: &str = "server";

/// The deeds that are done to questions.
const OF_QUESTIONS: [&str; 15] = [
    "question_received",
    "message_received",
    "question_withdrawn",
    "consent_given",
    "consent_refused",
    "question_assigned",
    "question_asked_back",
    "question_answered",
    "question_declined",
    "question_closed",
    "question_deleted",
    "publication_offered",
    "publication_withdrawn",
    "answer_published",
    "note_added",
];

/// Whether the server published something on its day, as somebody had chosen.
fn is_of_the_calendar(trace: &Trace) -> bool {
    trace.actor == SERVER && trace.deed == Deed::AnswerPublished.as_str()
}

/// A line with who it was, where that is an account.
struct Line {
    trace: Trace,
    actor: String,
    who: Option<String>,
    deed: &'static str,
    /// Whose account it was done to.
    whom: Option<String>,
    /// The page of the question it was done to.
    page: Option<String>,
}

#[derive(Template)]
#[template(path = "trail.html")]
struct Trail<'a> {
    frame: &'a Frame,
    lines: Vec<Line>,
    is_newest: bool,
    older: Option<u64>,
}

/// `GET /console/trail?before=N`.
async fn show(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Asked(asked): Asked,
) -> Answer {
    let before = asked.get("before").and_then(|text| text.parse().ok());
    let read = move |store: &dyn Store| {
        // One more than is shown, to know whether there are more.
        let traces = store.newest_traces(before.unwrap_or(u64::MAX), LINES + 1)?;
        let offers = traces.iter().filter(|trace| is_of_the_calendar(trace));
        let offers = offers.map(|trace| {
            let deed = Deed::PublicationOffered;
            let offer = store.last_on(deed, &trace.subject, trace.sequence)?;
            Ok(offer.map(|offer| (trace.sequence, offer.actor)))
        });
        let offers = offers.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        Ok((traces, store.accounts()?, offers))
    };
    let (mut traces, accounts, offers): (_, _, HashMap<u64, String>) =
        console.store(&signed, read).await?;
    let has_older = traces.len() > LINES as usize;
    traces.truncate(LINES as usize);
    let older = traces.last().filter(|_| has_older).map(|trace| trace.sequence);
    let names: HashMap<String, String> =
        accounts.into_iter().map(|account| (account.id, account.name)).collect();
    let line = |trace: Trace| {
        let deed = frame.words().find(&format!("deed.{}", trace.deed)).unwrap_or_default();
        let told = |actor: &str| match actor {
            "administrator" => frame.say("trail.terminal").to_owned(),
            SERVER => frame.say("trail.server").to_owned(),
            id => id.to_owned(),
        };
        let actor = match offers.get(&trace.sequence) {
            Some(offerer) => {
                let name = names.get(offerer).cloned().unwrap_or_else(|| told(offerer));
                frame.with("desk.who.calendar", "name", name)
            }
            None => told(&trace.actor),
        };
        let (who, whom) = (names.get(&trace.actor).cloned(), names.get(&trace.subject).cloned());
        let is_question = OF_QUESTIONS.contains(&trace.deed.as_str());
        let page = is_question.then(|| format!("/console/questions/{}", trace.subject));
        Line { who, actor, deed, whom, page, trace }
    };
    let lines = traces.into_iter().map(line).collect();
    reply::page(&Trail { frame: &frame, lines, is_newest: before.is_none(), older })
}

/// `GET /console/trail/export?as=csv` or `as=jsonl`: all of it, the oldest first,
/// as it is read: nothing of it is gathered in memory.
async fn export(State(console): State<Console>, signed: Signed, Asked(asked): Asked) -> Answer {
    let is_csv = asked.text("as") == "csv";
    // Read before anything is answered, so that a fault is told as one.
    let (first, last) = part(&console, &signed, is_csv, 0).await?;
    let head = if is_csv { HEAD } else { "" };
    let begun = stream::iter([Ok(Bytes::from_static(head.as_bytes())), Ok(Bytes::from(first))]);
    let rest =
        stream::try_unfold((console, signed, last), move |(console, signed, last)| async move {
            let Some(after) = last else { return Ok::<_, Error>(None) };
            let (lines, last) = part(&console, &signed, is_csv, after).await?;
            Ok(Some((Bytes::from(lines), (console, signed, last))))
        });
    let (form, place) = if is_csv {
        ("text/csv; charset=utf-8", "attachment; filename=\"audit-trail.csv\"")
    } else {
        ("application/jsonl", "attachment; filename=\"audit-trail.jsonl\"")
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(form)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(place)),
    ];
    Ok((headers, Body::from_stream(begun.chain(rest))).into_response())
}

/// The lines after this one, and the last of them where there may be more.
async fn part(
    console: &Console,
    signed: &Signed,
    is_csv: bool,
    after: u64,
) -> Result<(String, Option<u64>)> {
    let read = move |store: &dyn Store| store.trail(after, READ);
    let traces = console.store(signed, read).await?;
    let last = traces.last().filter(|_| traces.len() == READ as usize);
    let last = last.map(|trace| trace.sequence);
    let lines = traces.iter().map(|trace| if is_csv { row(trace) } else { object(trace) });
    Ok((lines.collect::<Result<_>>()?, last))
}

fn row(trace: &Trace) -> Result<String> {
    let Trace { sequence, at, actor, deed, subject } = trace;
    let (actor, deed, subject) = (cell(actor), cell(deed), cell(subject));
    Ok(format!("{sequence},{at},{actor},{deed},{subject}\r\n"))
}

fn object(trace: &Trace) -> Result<String> {
    let line = serde_json::to_string(trace);
    line.map(|line| line + "\n").map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))
}

/// Ids and fixed words hold none of what would end a cell or begin a formula; should one ever, it is
/// kept text.
fn cell(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    if value.chars().all(is_plain) && !value.starts_with('-') {
        return value.to_owned();
    }
    format!("\"'{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_nor_two_cells() {
        assert_eq!(cell("019aa-b1"), "019aa-b1", "an id");
        assert_eq!(cell("=1+1"), "\"'=1+1\"", "a formula");
        assert_eq!(cell("a\",b"), "\"'a\"\",b\"", "two cells");
    }
}
