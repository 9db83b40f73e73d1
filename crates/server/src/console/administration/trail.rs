//! The audit trail: who did what, when. It is kept in ids; the page says beside them who an account
//! is, the export does not.

use crate::console::Console;
use crate::console::form::Asked;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::console::routes::{ADMINISTRATOR, Route};
use crate::store::{Store, Trace};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::collections::HashMap;

/// How many lines a page shows.
const LINES: u32 = 100;

/// How many are read at a time for an export.
const READ: u32 = 1000;

/// The audit trail.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("/console/trail", ADMINISTRATOR, show),
        Route::page("/console/trail/export", ADMINISTRATOR, export),
    ]
}

/// A line with who it was, where that is an account.
struct Line {
    trace: Trace,
    actor: String,
    who: Option<String>,
    deed: &'static str,
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
        Ok((traces, store.accounts()?))
    };
    let (mut traces, accounts) = console.store(&signed, read).await?;
    let has_older = traces.len() > LINES as usize;
    traces.truncate(LINES as usize);
    let older = traces.last().filter(|_| has_older).map(|trace| trace.sequence);
    let names: HashMap<String, String> =
        accounts.into_iter().map(|account| (account.id, account.name)).collect();
    let line = |trace: Trace| {
        let deed = frame.words().find(&format!("deed.{}", trace.deed)).unwrap_or_default();
        let actor = match trace.actor.as_str() {
            "administrator" => frame.say("trail.terminal").to_owned(),
            "server" => frame.say("trail.server").to_owned(),
            id => id.to_owned(),
        };
        Line { who: names.get(&trace.actor).cloned(), actor, deed, trace }
    };
    let lines = traces.into_iter().map(line).collect();
    reply::page(&Trail { frame: &frame, lines, is_newest: before.is_none(), older })
}

/// `GET /console/trail/export?as=csv` or `as=jsonl`: all of it, the oldest first.
async fn export(State(console): State<Console>, signed: Signed, Asked(asked): Asked) -> Answer {
    let is_csv = asked.text("as") == "csv";
    let write = move |store: &dyn Store| written(store, is_csv);
    let text = console.store(&signed, write).await?;
    let (form, place) = if is_csv {
        ("text/csv; charset=utf-8", "attachment; filename=\"audit-trail.csv\"")
    } else {
        ("application/jsonl", "attachment; filename=\"audit-trail.jsonl\"")
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(form)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(place)),
    ];
    Ok((headers, text).into_response())
}

fn written(store: &dyn Store, is_csv: bool) -> Result<String> {
    let mut text =
        if is_csv { "sequence,at,actor,deed,subject\r\n".to_owned() } else { String::new() };
    let mut after = 0;
    loop {
        let traces = store.trail(after, READ)?;
        let Some(last) = traces.last() else { return Ok(text) };
        after = last.sequence;
        for trace in &traces {
            if is_csv {
                let Trace { sequence, at, actor, deed, subject } = trace;
                text += &format!(
                    "{sequence},{at},{},{},{}\r\n",
                    cell(actor),
                    cell(deed),
                    cell(subject)
                );
            } else {
                let line = serde_json::to_string(trace)
                    .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
                text = text + &line + "\n";
            }
        }
    }
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
