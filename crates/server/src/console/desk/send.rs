//! The last look before an answer goes out, and sending it.

use super::answer;
use super::shown::{Choice, Pointed, Rendered, letter};
use super::steps::{Preview, is_overtaken, page_of, question_of, store_of, then};
use crate::console::Console;
use crate::console::form::Form;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::questions::{self, moves};
use crate::store::{Draft, Folder, Seen, Store, Wording};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, RecordId};

#[derive(Template)]
#[template(path = "desk/send.html")]
struct SendPage<'a> {
    frame: &'a Frame,
    at: String,
    subject: &'a str,
    version: u32,
    stand: u64,
    preview: Preview,
    links: Vec<(String, String)>,
    old: Vec<String>,
    overtaken: bool,
    wrong: Option<String>,
}

/// What keeps an answer from being sent, in words.
fn wrong(frame: &Frame, wording: &Wording) -> Option<String> {
    if wording.summary.trim().is_empty() || wording.text.trim().is_empty() {
        return Some(frame.say("desk.send.empty").to_owned());
    }
    let is_bad = |link: &&String| questions::link(link).is_err();
    let bad = wording.links.iter().find(is_bad);
    bad.map(|link| frame.with("desk.send.link", "link", link))
}

fn send_page(
    console: &Console,
    frame: &Frame,
    folder: &Folder,
    draft: &Draft,
    overtaken: bool,
) -> Answer {
    let question = question_of(folder)?;
    let listed = &folder.dossier.listed;
    let over = || Error::new(ErrorCode::Conflict, "it is over");
    let state = then(folder, moves::Move::Answer).ok_or_else(over)?;
    let mut preview = Preview::of(question, state, "");
    let wording = &draft.wording;
    preview.summary.clone_from(&wording.summary);
    preview.told = Rendered::of(&wording.text);
    let collection = console.collection();
    let ids: Vec<RecordId> =
        wording.records.iter().filter_map(|id| RecordId::new(id.as_str()).ok()).collect();
    preview.records = Pointed::all(&collection, &ids)?;
    let mut old = Vec::new();
    for id in &ids {
        let found = collection.record(id.as_str())?.into_iter().next();
        let choice = found.map(|record| Choice::of(frame, &record, true, console.now()));
        old.extend(choice.and_then(|one| Some(format!("{}: {}", one.title, one.old?))));
    }
    let links = wording.links.iter().filter_map(|link| questions::link(link).ok());
    let page = SendPage {
        at: format!("/console/questions/{}", listed.id),
        subject: &question.subject,
        version: draft.version,
        stand: folder.stand(),
        preview,
        links: links.map(|link| (link.title, link.url)).collect(),
        old,
        overtaken,
        wrong: wrong(frame, wording),
        frame,
    };
    reply::page_with(if overtaken { StatusCode::CONFLICT } else { StatusCode::OK }, &page)
}

fn newest(folder: &Folder) -> Result<&Draft> {
    let none = || Error::new(ErrorCode::NotFound, "nothing was written yet");
    folder.draft.as_ref().ok_or_else(none)
}

/// `GET /console/questions/{id}/answer/send`.
pub async fn look(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (folder, ..) = answer::read(&console, &frame, &signed, &letter(&id)?).await?;
    send_page(&console, &frame, &folder, newest(&folder)?, false)
}

/// `POST /console/questions/{id}/answer/send`: what is sent is the version that was shown, where it still
/// is the newest and nothing has happened since.
pub async fn send(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = letter(&id)?;
    let (folder, ..) = answer::read(&console, &frame, &signed, &id).await?;
    let draft = newest(&folder)?;
    let number = |name: &str| form.text(name).parse::<u64>().unwrap_or(0);
    let is_shown = number("version") == u64::from(draft.version);
    if !is_shown || wrong(&frame, &draft.wording).is_some() {
        return send_page(&console, &frame, &folder, draft, !is_shown);
    }
    let seen = Seen { stand: number("stand"), draft: Some(draft.version) };
    let (own, wording, me, now) =
        (id.clone(), draft.wording.clone(), signed.id.clone(), console.now());
    let sending = move |store: &dyn Store| {
        let Wording { summary, text, records, links, .. } = &wording;
        let answer = questions::Answer { summary, text, records, links };
        questions::answer(store_of(store), &own, &answer, Some(seen), now)?;
        store.leave(&own, &me)
    };
    let outcome = console.store(&signed, sending).await;
    if is_overtaken(&outcome) {
        let (folder, ..) = answer::read(&console, &frame, &signed, &id).await?;
        return send_page(&console, &frame, &folder, newest(&folder)?, true);
    }
    outcome?;
    Ok(reply::go_and_say(&page_of(&id), "said.desk.answered"))
}
