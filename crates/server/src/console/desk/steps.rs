//! What is done to a question. Whatever its asker hears of is shown first in the asker's language, just
//! as they will read it, and only what was shown is done: the page says which text it showed, and where
//! the question stood.

use super::shown::{self, Pointed, Rendered, letter, words_for};
use crate::console::Console;
use crate::console::form::{Asked, Form};
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::questions::{self, moves};
use crate::store::{Folder, Store};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, MAX_TEXT, Question, QuestionState, body_digest};
use hrc_domain::{Error, ErrorCode};

/// What the asker will see.
pub struct Preview {
    /// The language it is said in.
    pub language: &'static str,
    /// Where the question stands then, in the asker's words.
    pub state: String,
    /// Plain text.
    pub plain: Vec<String>,
    /// The summary.
    pub summary: String,
    /// Markdown, as the asker reads it.
    pub told: Rendered,
    /// Records it points to.
    pub records: Vec<Pointed>,
}

impl Preview {
    /// Of a question that then stands here.
    pub fn of(question: &Question, state: QuestionState, reason: &str) -> Self {
        let words = words_for(question);
        Self {
            language: words.code(),
            state: match state {
                QuestionState::Declined => {
                    words.with("desk.state.declined_why", &[("reason", reason)])
                }
                state => words.say(shown::state(state)).to_owned(),
            },
            plain: Vec::new(),
            summary: String::new(),
            told: Rendered::default(),
            records: Vec::new(),
        }
    }
}

/// Somebody or something to choose.
struct Offered {
    value: String,
    name: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "desk/step.html")]
struct StepPage<'a> {
    frame: &'a Frame,
    /// The question's page.
    at: String,
    /// Which step: the last part of its address, and of its words' keys.
    step: &'a str,
    subject: &'a str,
    /// Until where the question had come when this was shown.
    stand: u64,
    /// What is typed; none where nothing is.
    text: Option<&'a str>,
    summary: Option<&'a str>,
    record: &'a str,
    is_markdown: bool,
    to: Vec<Offered>,
    preview: Option<Preview>,
    /// The digest of what is shown.
    seen: String,
    overtaken: bool,
    wrong: Option<&'static str>,
    is_final: bool,
}

impl StepPage<'_> {
    /// What the step is called.
    fn title(&self) -> &'static str {
        self.part("")
    }

    /// What it does.
    fn lead(&self) -> &'static str {
        self.part("_lead")
    }

    /// What is typed.
    fn label(&self) -> &'static str {
        self.part("_label")
    }

    /// What the button says.
    fn does(&self) -> &'static str {
        self.part("_do")
    }

    fn part(&self, part: &str) -> &'static str {
        self.frame.say(&format!("desk.step.{}{part}", self.step))
    }
}

/// A step as it is typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    text: String,
    summary: String,
    record: String,
    stand: u64,
    seen: String,
    is_sure: bool,
}

impl Typed {
    fn of(form: &Form) -> Self {
        let text = |name: &str| form.text(name).replace("\r\n", "\n").trim().to_owned();
        Self {
            text: text("text"),
            summary: text("summary"),
            record: text("record"),
            stand: form.text("stand").parse().unwrap_or(0),
            seen: form.text("seen").to_owned(),
            is_sure: form.text("do") == "confirm",
        }
    }

    /// What names just this text.
    fn digest(&self) -> String {
        let Self { text, summary, record, .. } = self;
        body_digest(format!("{summary}\u{0}{text}\u{0}{record}").as_bytes())
    }

    fn wrong(&self, frame: &Frame) -> Option<&'static str> {
        let longest = self.text.chars().count().max(self.summary.chars().count());
        match () {
            () if self.text.is_empty() => Some(frame.say("desk.step.empty")),
            () if longest > MAX_TEXT => Some(frame.say("desk.step.long")),
            () => None,
        }
    }
}

/// Until where a question has come.
pub fn stand(folder: &Folder) -> u64 {
    folder.trail.last().map_or(0, |trace| trace.sequence)
}

/// The question of a folder; `conflict` where it was deleted.
pub fn question_of(folder: &Folder) -> Result<&Question> {
    folder.dossier.question.as_ref().ok_or_else(shown::deleted)
}

async fn folder(console: &Console, signed: &Signed, id: &LetterId) -> Result<Folder> {
    let id = id.clone();
    console.store(signed, move |store| store.folder(&id)).await
}

/// Where a question would stand; `conflict` where the step is not one that follows.
fn then(folder: &Folder, made: moves::Move) -> Result<QuestionState> {
    let listed = &folder.dossier.listed;
    moves::after(listed.state, made, listed.expert.is_some())
        .ok_or_else(|| Error::new(ErrorCode::Conflict, "that does not follow from where it stands"))
}

fn page_of(id: &LetterId) -> String {
    format!("/console/questions/{id}")
}

/// `POST /console/questions/{id}/take`.
pub async fn take(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, now, name) = (letter(&id)?, console.now(), signed.name.clone());
    let to = format!("{}/answer", page_of(&id));
    let take = move |store: &dyn Store| {
        // Who has it already only goes on; nothing is told anew.
        let has = store.question(&id)?.listed.expert;
        if has.as_deref() == Some(name.as_str()) {
            return Ok(());
        }
        questions::assign(store_of(store), &id, &name, now).map(drop)
    };
    console.store(&signed, take).await?;
    Ok(reply::go_to(&to))
}

/// Questions are part of every store.
pub fn store_of(store: &dyn Store) -> &dyn crate::store::Questions {
    store
}

/// `GET /console/questions/{id}/pass`.
pub async fn pass(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id = letter(&id)?;
    let read = move |store: &dyn Store| Ok((store.folder(&id)?, store.accounts()?));
    let (folder, accounts) = console.store(&signed, read).await?;
    let question = question_of(&folder)?;
    let state = then(&folder, moves::Move::Assign)?;
    let has = folder.dossier.listed.expert.as_deref();
    let there = accounts.into_iter().filter(|account| account.removed_at.is_none());
    let to = there.map(|account| Offered {
        here: has == Some(account.name.as_str()),
        value: account.id,
        name: account.name,
    });
    reply::page(&StepPage {
        at: page_of(&folder.dossier.listed.id),
        step: "pass",
        subject: &question.subject,
        stand: stand(&folder),
        text: None,
        summary: None,
        record: "",
        is_markdown: false,
        to: to.collect(),
        preview: Some(Preview::of(question, state, "")),
        seen: String::new(),
        overtaken: false,
        wrong: None,
        is_final: false,
        frame: &frame,
    })
}

/// `POST /console/questions/{id}/pass`.
pub async fn pass_on(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now, me) = (letter(&id)?, console.now(), signed.id.clone());
    let (to, back) = (form.text("to").to_owned(), page_of(&id));
    let pass = move |store: &dyn Store| {
        let account = store.account(&to)?;
        questions::assign(store_of(store), &id, &account.name, now)?;
        store.leave(&id, &me)
    };
    console.store(&signed, pass).await?;
    Ok(reply::go_and_say(&back, "said.desk.passed"))
}

/// A step that has a text, before and after it is looked at.
struct Told<'a> {
    step: &'a str,
    made: moves::Move,
    is_markdown: bool,
    has_summary: bool,
    /// What is said once it is done.
    said: &'static str,
}

const ASK: Told<'_> = Told {
    step: "ask",
    made: moves::Move::AskBack,
    is_markdown: true,
    has_summary: false,
    said: "said.desk.asked",
};
const DECLINE: Told<'_> = Told {
    step: "decline",
    made: moves::Move::Decline,
    is_markdown: false,
    has_summary: false,
    said: "said.desk.declined",
};
const JOIN: Told<'_> = Told {
    step: "join",
    made: moves::Move::Answer,
    is_markdown: true,
    has_summary: true,
    said: "said.desk.answered",
};

impl Told<'_> {
    /// The page, with what the asker will see where there is a text.
    fn page(
        &self,
        console: &Console,
        frame: &Frame,
        folder: &Folder,
        typed: &Typed,
        overtaken: bool,
        asked: bool,
    ) -> Answer {
        let question = question_of(folder)?;
        let state = then(folder, self.made)?;
        let wrong = if asked { typed.wrong(frame) } else { None };
        let preview = if wrong.is_none() && !typed.text.is_empty() {
            let mut preview = Preview::of(question, state, &typed.text);
            if self.is_markdown {
                preview.told = Rendered::of(&typed.text);
            }
            preview.summary.clone_from(&typed.summary);
            if let Ok(record) = hrc_domain::RecordId::new(typed.record.as_str()) {
                preview.records = Pointed::all(&console.collection(), &[record])?;
            }
            Some(preview)
        } else {
            None
        };
        let status = match () {
            () if overtaken => StatusCode::CONFLICT,
            () if wrong.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
            () => StatusCode::OK,
        };
        let page = StepPage {
            at: page_of(&folder.dossier.listed.id),
            step: self.step,
            subject: &question.subject,
            stand: stand(folder),
            text: Some(&typed.text),
            summary: self.has_summary.then_some(typed.summary.as_str()),
            record: &typed.record,
            is_markdown: self.is_markdown,
            to: Vec::new(),
            seen: typed.digest(),
            preview,
            overtaken,
            wrong,
            is_final: false,
            frame,
        };
        reply::page_with(status, &page)
    }

    /// Does it where it was shown and is sure, else shows it.
    async fn take(
        &self,
        console: &Console,
        frame: &Frame,
        signed: &Signed,
        id: &LetterId,
        typed: Typed,
        step: impl FnOnce(&dyn Store, &LetterId, &Typed) -> Result<()> + Send + 'static,
    ) -> Answer {
        let folder = folder(console, signed, id).await?;
        let is_wrong = typed.wrong(frame).is_some();
        let overtaken = typed.is_sure && !is_wrong && typed.stand != stand(&folder);
        let is_seen = typed.is_sure && !overtaken && typed.seen == typed.digest();
        if !is_seen || is_wrong {
            return self.page(console, frame, &folder, &typed, overtaken, true);
        }
        let (own, me) = (id.clone(), signed.id.clone());
        let work = move |store: &dyn Store| {
            step(store, &own, &typed)?;
            store.leave(&own, &me)
        };
        console.store(signed, work).await?;
        Ok(reply::go_and_say(&page_of(id), self.said))
    }
}

/// `GET /console/questions/{id}/ask`.
pub async fn ask(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let folder = folder(&console, &signed, &letter(&id)?).await?;
    ASK.page(&console, &frame, &folder, &Typed::default(), false, false)
}

/// `POST /console/questions/{id}/ask`.
pub async fn ask_back(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now, typed) = (letter(&id)?, console.now(), Typed::of(&form));
    let step = move |store: &dyn Store, id: &LetterId, typed: &Typed| {
        questions::ask(store_of(store), id, &typed.text, now).map(drop)
    };
    ASK.take(&console, &frame, &signed, &id, typed, step).await
}

/// `GET /console/questions/{id}/decline`.
pub async fn decline(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let folder = folder(&console, &signed, &letter(&id)?).await?;
    DECLINE.page(&console, &frame, &folder, &Typed::default(), false, false)
}

/// `POST /console/questions/{id}/decline`.
pub async fn say_no(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now, typed) = (letter(&id)?, console.now(), Typed::of(&form));
    let step = move |store: &dyn Store, id: &LetterId, typed: &Typed| {
        questions::decline(store_of(store), id, &typed.text, now).map(drop)
    };
    DECLINE.take(&console, &frame, &signed, &id, typed, step).await
}

/// `GET /console/questions/{id}/join?record=ID`: to send what is there already.
pub async fn join(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer {
    let id = letter(&id)?;
    let record = asked.0.text("record").to_owned();
    let folder = folder(&console, &signed, &id).await?;
    let found = console.collection().record(&record)?.into_iter().next();
    let none = || Error::new(ErrorCode::NotFound, "there is no such record");
    let found = found.ok_or_else(none)?;
    // In the asker's language, to be changed before it is sent.
    let words = words_for(question_of(&folder)?);
    let typed = Typed {
        summary: words.with("desk.join.summary", &[("title", &found.title)]),
        text: words.say("desk.join.text").to_owned(),
        record,
        ..Typed::default()
    };
    JOIN.page(&console, &frame, &folder, &typed, false, false)
}

/// `POST /console/questions/{id}/join`.
pub async fn send_this(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now, typed) = (letter(&id)?, console.now(), Typed::of(&form));
    let collection = console.collection();
    let step = move |store: &dyn Store, id: &LetterId, typed: &Typed| {
        if collection.record(&typed.record)?.is_empty() {
            return Err(Error::new(ErrorCode::NotFound, "there is no such record any more"));
        }
        let records = [typed.record.clone()];
        let Typed { summary, text, .. } = typed;
        let answer = questions::Answer { summary, text, records: &records, links: &[] };
        questions::answer(store_of(store), id, &answer, now).map(drop)
    };
    JOIN.take(&console, &frame, &signed, &id, typed, step).await
}

/// A step that has no text: looked at once.
async fn plain(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    id: &str,
    step: &str,
    state: impl FnOnce(&Folder) -> Result<Option<QuestionState>>,
) -> Answer {
    let folder = folder(console, signed, &letter(id)?).await?;
    let question = question_of(&folder)?;
    let state = state(&folder)?;
    reply::page(&StepPage {
        at: page_of(&folder.dossier.listed.id),
        step,
        subject: &question.subject,
        stand: stand(&folder),
        text: None,
        summary: None,
        record: "",
        is_markdown: false,
        to: Vec::new(),
        preview: state.map(|state| Preview::of(question, state, "")),
        seen: String::new(),
        overtaken: false,
        wrong: None,
        is_final: step == "delete",
        frame,
    })
}

/// `GET /console/questions/{id}/close`.
pub async fn close(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let state = |folder: &Folder| then(folder, moves::Move::Close).map(Some);
    plain(&console, &frame, &signed, &id, "close", state).await
}

/// `POST /console/questions/{id}/close`.
pub async fn be_through(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, now) = (letter(&id)?, console.now());
    let back = page_of(&id);
    let close = move |store: &dyn Store| questions::close(store_of(store), &id, now).map(drop);
    console.store(&signed, close).await?;
    Ok(reply::go_and_say(&back, "said.desk.closed"))
}

/// `GET /console/questions/{id}/delete`.
pub async fn delete(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    plain(&console, &frame, &signed, &id, "delete", |_| Ok(None)).await
}

/// `POST /console/questions/{id}/delete`.
pub async fn delete_for_good(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, now) = (letter(&id)?, console.now());
    console.store(&signed, move |store| store.delete(&id, now)).await?;
    Ok(reply::go_and_say("/console/inbox", "said.desk.deleted"))
}
