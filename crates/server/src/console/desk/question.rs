//! A question with everything that is kept of it, and what may be done next.

use super::inbox;
use super::shown::{self, Choice, People, Pointed, Rendered, letter};
use crate::console::Console;
use crate::console::form::Form;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::questions::moves::{self, Move};
use crate::store::{Deed as Offered, Folder, Present, Role, Stage, Store, Trace};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hrc_domain::error::Result;
use hrc_domain::question::{
    Act, AnswerLink, Deed, LetterId, MAX_TEXT, PublishChoice, Question, QuestionState, Update,
    UpdateNews,
};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;

/// How many records are offered beside a question.
const NEAR: u32 = 6;

/// Something that was done or said.
pub struct Said {
    who: String,
    at: String,
    what: String,
    /// What an asker wrote, as paragraphs.
    plain: Vec<String>,
    /// What the experts wrote, as the asker sees it.
    told: Rendered,
    summary: String,
    records: Vec<Pointed>,
    links: Vec<AnswerLink>,
}

/// A note among the experts.
struct Noted {
    who: String,
    at: String,
    text: Vec<String>,
}

/// What may be done now.
#[derive(Debug, Clone, Copy, Default)]
struct May {
    take: bool,
    pass: bool,
    ask: bool,
    answer: bool,
    decline: bool,
    close: bool,
    publish: bool,
    delete: bool,
}

#[derive(Template)]
#[template(path = "desk/question.html")]
struct QuestionPage<'a> {
    frame: &'a Frame,
    at: String,
    question: &'a Question,
    text: Vec<String>,
    name: String,
    city: String,
    state: &'static str,
    turn: &'static str,
    ours: bool,
    icon: &'static str,
    /// Until where it had come when this was shown.
    stand: u64,
    overtaken: bool,
    received: String,
    written_in: String,
    consent: &'static str,
    needed: Option<String>,
    themes: Vec<String>,
    record: Option<Pointed>,
    expert: Option<&'a str>,
    stage: Option<String>,
    has_draft: bool,
    others: Vec<String>,
    history: Vec<Said>,
    notes: Vec<Noted>,
    near: Vec<Choice>,
    may: May,
}

#[derive(Template)]
#[template(path = "desk/gone.html")]
struct GonePage<'a> {
    frame: &'a Frame,
    id: &'a str,
    history: Vec<Said>,
}

#[derive(Template)]
#[template(path = "desk/present.html")]
struct PresentPage<'a> {
    frame: &'a Frame,
    others: Vec<String>,
}

/// Who else has it open, in words.
pub fn others(frame: &Frame, people: &People, present: &[Present], now: Timestamp) -> Vec<String> {
    let tell = |one: &Present| {
        let name = people.name(frame, &one.account);
        let minutes = u64::try_from(now.duration_since(one.since).as_mins()).unwrap_or(0);
        match minutes {
            0 => frame.with("desk.present.now", "name", name),
            minutes => frame
                .words()
                .with("desk.present.for", &[("name", &name), ("n", &minutes.to_string())]),
        }
    };
    present.iter().map(tell).collect()
}

/// `GET /console/questions/{id}`.
pub async fn show(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    page(&console, &frame, &signed, &letter(&id)?, false).await
}

/// The page of a question; `overtaken` where something was to be done to it and something else happened
/// meanwhile.
pub async fn page(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    id: &LetterId,
    overtaken: bool,
) -> Answer {
    let (id, now, collection) = (id.clone(), console.now(), console.collection());
    let me = signed.id.clone();
    let read = move |store: &dyn Store| {
        let folder = store.folder(&id)?;
        let is_there = folder.dossier.question.is_some();
        let present = if is_there { store.attend(&id, &me, now)? } else { Vec::new() };
        let near = folder.dossier.question.as_ref().map_or(Ok(Vec::new()), |question| {
            collection.near(&format!("{} {}", question.subject, question.text), NEAR)
        });
        // Without what is published a question can be answered all the same.
        let near = near.unwrap_or_default();
        let themes = shown::themes(&collection).unwrap_or_default();
        Ok((folder, present, near, themes, People::of(store)?))
    };
    let (folder, present, near, themes, people) = console.store(signed, read).await?;
    let history = history(console, frame, &people, &folder)?;
    let listed = &folder.dossier.listed;
    let Some(question) = &folder.dossier.question else {
        return reply::page(&GonePage { frame, id: listed.id.as_str(), history });
    };
    let words = frame.words();
    let turn = inbox::Turn::of(folder.pile, listed.publication);
    let noted = |note: &crate::store::Note| Noted {
        who: people.name(frame, &note.author),
        at: frame.moment(&note.at),
        text: shown::paragraphs(&note.text),
    };
    let record = question.record.as_ref();
    let record = Pointed::all(&console.collection(), record.map_or(&[][..], std::slice::from_ref));
    let page = QuestionPage {
        at: format!("/console/questions/{}", listed.id),
        text: shown::paragraphs(&question.text),
        name: shown::name_of(frame, signed, question),
        city: question.city.clone().unwrap_or_else(|| frame.say("desk.no_city").to_owned()),
        state: frame.say(shown::stands(listed.state)),
        turn: frame.say(turn.key),
        ours: turn.ours,
        icon: turn.icon,
        stand: folder.stand(),
        overtaken,
        received: frame.moment(&listed.received_at),
        written_in: language(frame, question.language.as_str()),
        consent: frame.say(shown::consent(question.publish)),
        needed: question.needed_by.as_ref().map(|day| shown::day_of(words, day)),
        themes: question.themes.iter().map(|id| themes.get(id).unwrap_or(id).clone()).collect(),
        record: record.unwrap_or_default().into_iter().next(),
        expert: listed.expert.as_deref(),
        stage: folder
            .publishing
            .as_ref()
            .map(|kept| shown::stage_told(frame, kept.stage, kept.due)),
        has_draft: folder.draft.is_some(),
        others: others(frame, &people, &present, now),
        history,
        notes: folder.notes.iter().map(noted).collect(),
        near: near.iter().map(|record| Choice::of(frame, record, false, now)).collect(),
        may: may(signed, &folder, question),
        frame,
        question,
    };
    reply::page_with(if overtaken { StatusCode::CONFLICT } else { StatusCode::OK }, &page)
}

fn may(signed: &Signed, folder: &Folder, question: &Question) -> May {
    let state = folder.dossier.listed.state;
    let can = |made| moves::after(state, made, folder.dossier.listed.expert.is_some()).is_some();
    let is_answered = folder
        .dossier
        .updates
        .iter()
        .any(|update| matches!(update.news, UpdateNews::Answer { .. }));
    let is_out = folder.publishing.as_ref().is_some_and(|kept| kept.stage != Stage::Private);
    May {
        take: can(Move::Assign),
        pass: can(Move::Assign),
        ask: can(Move::AskBack),
        answer: can(Move::Answer),
        decline: can(Move::Decline),
        close: can(Move::Close),
        publish: signed.may(Role::Editor)
            && is_answered
            && state != QuestionState::Withdrawn
            && (question.publish != PublishChoice::No || is_out),
        delete: signed.may(Role::Administrator),
    }
}

/// A language by its own name where the console speaks it, else its code.
pub fn language(frame: &Frame, code: &str) -> String {
    let known = frame.languages().into_iter().find(|(of, _)| *of == code);
    known.map_or_else(|| code.to_owned(), |(_, name)| name.to_owned())
}

/// `POST /console/questions/{id}/presence`: whoever has it open tells so, and is told who else has.
pub async fn present(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, now, me) = (letter(&id)?, console.now(), signed.id.clone());
    let read = move |store: &dyn Store| Ok((store.attend(&id, &me, now)?, People::of(store)?));
    let (present, people) = console.store(&signed, read).await?;
    let others = others(&frame, &people, &present, now);
    reply::page(&PresentPage { frame: &frame, others })
}

/// `POST /console/questions/{id}/notes`.
pub async fn note(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now, me) = (letter(&id)?, console.now(), signed.id.clone());
    let text = form.text("text").trim().to_owned();
    if text.is_empty() || text.chars().count() > MAX_TEXT {
        return Err(Error::new(ErrorCode::InvalidInput, "text: empty or too long").into());
    }
    let back = format!("/console/questions/{id}");
    console.store(&signed, move |store| store.note_down(&id, &text, &me, now)).await?;
    Ok(reply::go_and_say(&back, "said.desk.noted"))
}

/// Who did something. What the server publishes on its day somebody has chosen before.
fn doer(frame: &Frame, people: &People, trail: &[Trace], trace: &Trace) -> String {
    let offered = trail.iter().rev().find(|one| {
        one.sequence < trace.sequence && one.deed == Offered::PublicationOffered.as_str()
    });
    people.behind(frame, trace, offered)
}

/// What was done and said, in the order of the trail: each line of it takes the next text of its sort.
pub fn history(
    console: &Console,
    frame: &Frame,
    people: &People,
    folder: &Folder,
) -> Result<Vec<Said>> {
    let collection = console.collection();
    let mut acts = folder.dossier.acts.iter();
    let updates = &folder.dossier.updates;
    let mut queries = updates.iter().filter(|one| matches!(one.news, UpdateNews::Message { .. }));
    let mut answers = updates.iter().filter(|one| matches!(one.news, UpdateNews::Answer { .. }));
    let declined = |one: &&Update| matches!(&one.news, UpdateNews::State { reason: Some(_), .. });
    let mut refusals = updates.iter().filter(declined);
    let line = |trace: &Trace| {
        let mut said = Said {
            who: doer(frame, people, &folder.trail, trace),
            at: frame.moment(&trace.at),
            what: frame.words().find(&format!("deed.{}", trace.deed)).unwrap_or_default().into(),
            plain: Vec::new(),
            told: Rendered::default(),
            summary: String::new(),
            records: Vec::new(),
            links: Vec::new(),
        };
        match trace.deed.as_str() {
            "message_received" => {
                if let Some(Act { deed: Deed::Message { text }, .. }) = acts.next() {
                    said.plain = shown::paragraphs(text);
                }
            }
            "consent_given" | "consent_refused" | "question_withdrawn" => drop(acts.next()),
            "question_asked_back" => {
                if let Some(UpdateNews::Message { text, .. }) = queries.next().map(|one| &one.news)
                {
                    said.told = Rendered::of(text);
                }
            }
            "question_declined" => {
                if let Some(UpdateNews::State { reason: Some(reason), .. }) =
                    refusals.next().map(|one| &one.news)
                {
                    said.plain = shown::paragraphs(reason);
                }
            }
            "question_answered" => {
                if let Some(UpdateNews::Answer { summary, text, records, links, .. }) =
                    answers.next().map(|one| &one.news)
                {
                    said.summary.clone_from(summary);
                    said.told = Rendered::of(text);
                    said.records = Pointed::all(&collection, records).unwrap_or_default();
                    said.links.clone_from(links);
                }
            }
            _ => {}
        }
        said
    };
    Ok(folder.trail.iter().map(line).collect())
}
