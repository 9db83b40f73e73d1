//! What is done to a question without a text of one's own: taking it, passing it on, being through with
//! it, deleting it; and the page that every step has. Whatever its asker hears of is shown first in the
//! asker's language. A step is done only where nothing happened since its page was shown.

use super::question;
use super::shown::{self, Pointed, Rendered, letter, words_for};
use crate::console::Console;
use crate::console::form::Form;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::questions::{self, moves};
use crate::store::{Folder, Seen, Store};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hrc_domain::ErrorCode;
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, Question, QuestionState};

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

/// Somebody to choose.
#[derive(Debug)]
pub struct Offered {
    value: String,
    name: String,
    here: bool,
}

/// The page of a step.
#[derive(Template)]
#[template(path = "desk/step.html")]
pub struct StepPage<'a> {
    /// What stands around it.
    pub frame: &'a Frame,
    /// The question's page.
    pub at: String,
    /// Which step: the last part of its address, and of its words' keys.
    pub step: &'a str,
    /// What was asked.
    pub question: &'a Question,
    /// Until where the question had come when this was shown.
    pub stand: u64,
    /// What is typed; none where nothing is.
    pub text: Option<&'a str>,
    /// Its summary, where it has one.
    pub summary: Option<&'a str>,
    /// The record that is sent.
    pub record: &'a str,
    /// Whether the text is Markdown.
    pub is_markdown: bool,
    /// To whom it can go.
    pub to: Vec<Offered>,
    /// What the asker will see; none before there is something to see.
    pub preview: Option<Preview>,
    /// The digest of what is shown.
    pub seen: String,
    /// Whether something happened since it was shown before.
    pub overtaken: bool,
    /// What is wrong with what was typed.
    pub wrong: Option<&'static str>,
    /// Whether it can be done from where the question stands.
    pub follows: bool,
    /// Whether it cannot be taken back.
    pub is_final: bool,
    /// Whether somebody asked to see what comes of it: then they go on from where they were.
    pub looked: bool,
}

impl<'a> StepPage<'a> {
    /// The page of a step without a text.
    pub fn of(frame: &'a Frame, folder: &'a Folder, step: &'a str) -> Result<Self> {
        Ok(Self {
            frame,
            at: page_of(&folder.dossier.listed.id),
            step,
            question: question_of(folder)?,
            stand: folder.stand(),
            text: None,
            summary: None,
            record: "",
            is_markdown: false,
            to: Vec::new(),
            preview: None,
            seen: String::new(),
            overtaken: false,
            wrong: None,
            follows: true,
            is_final: false,
            looked: false,
        })
    }

    /// The page as it is answered.
    pub fn answer(&self) -> Answer {
        let status = match () {
            () if self.overtaken => StatusCode::CONFLICT,
            () if self.wrong.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
            () => StatusCode::OK,
        };
        reply::page_with(status, self)
    }

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

/// The question of a folder; `conflict` where it was deleted.
pub fn question_of(folder: &Folder) -> Result<&Question> {
    folder.dossier.question.as_ref().ok_or_else(shown::deleted)
}

/// Everything about a question.
pub async fn folder(console: &Console, signed: &Signed, id: &LetterId) -> Result<Folder> {
    let id = id.clone();
    console.store(signed, move |store| store.folder(&id)).await
}

/// Where a question would stand; none where the step is not one that follows.
pub fn then(folder: &Folder, made: moves::Move) -> Option<QuestionState> {
    let listed = &folder.dossier.listed;
    moves::after(listed.state, made, listed.expert.is_some())
}

/// The page of a question.
pub fn page_of(id: &LetterId) -> String {
    format!("/console/questions/{id}")
}

/// What a form says that its page had shown.
pub fn seen(form: &Form) -> Option<Seen> {
    Some(Seen::at(form.text("stand").parse().unwrap_or(0)))
}

/// Whether something happened since a step's page was shown, so that nothing was done.
pub fn is_overtaken<T>(outcome: &Result<T>) -> bool {
    matches!(outcome, Err(cause) if cause.code == ErrorCode::Conflict)
}

/// `POST /console/questions/{id}/take`.
pub async fn take(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now, name) = (letter(&id)?, console.now(), signed.name.clone());
    let (own, seen) = (id.clone(), seen(&form));
    let take = move |store: &dyn Store| {
        // Who has it already only goes on; nothing is told anew.
        let has = store.question(&own)?.listed.expert;
        if has.as_deref() == Some(name.as_str()) {
            return Ok(());
        }
        questions::assign(store_of(store), &own, &name, seen, now).map(drop)
    };
    let outcome = console.store(&signed, take).await;
    if is_overtaken(&outcome) {
        return question::page(&console, &frame, &signed, &id, true).await;
    }
    outcome?;
    Ok(reply::go_to(&format!("{}/answer", page_of(&id))))
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
    pass_page(&console, &frame, &signed, &letter(&id)?, false).await
}

async fn pass_page(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    id: &LetterId,
    overtaken: bool,
) -> Answer {
    let own = id.clone();
    let read = move |store: &dyn Store| Ok((store.folder(&own)?, store.accounts()?));
    let (folder, mut accounts) = console.store(signed, read).await?;
    let state = then(&folder, moves::Move::Assign);
    let has = folder.dossier.listed.expert.as_deref();
    accounts.retain(|account| account.removed_at.is_none());
    accounts.sort_by_key(|account| account.name.to_lowercase());
    let to = accounts.into_iter().map(|account| Offered {
        here: has == Some(account.name.as_str()),
        value: account.id,
        name: account.name,
    });
    let mut page = StepPage::of(frame, &folder, "pass")?;
    page.to = to.collect();
    page.preview = state.map(|state| Preview::of(page.question, state, ""));
    page.follows = state.is_some();
    page.overtaken = overtaken;
    page.answer()
}

/// `POST /console/questions/{id}/pass`.
pub async fn pass_on(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now, me) = (letter(&id)?, console.now(), signed.id.clone());
    let (to, own, seen) = (form.text("to").to_owned(), id.clone(), seen(&form));
    let pass = move |store: &dyn Store| {
        let account = store.account(&to)?;
        questions::assign(store_of(store), &own, &account.name, seen, now)?;
        store.leave(&own, &me)
    };
    let outcome = console.store(&signed, pass).await;
    if is_overtaken(&outcome) {
        return pass_page(&console, &frame, &signed, &id, true).await;
    }
    outcome?;
    Ok(reply::go_and_say(&page_of(&id), "said.desk.passed"))
}

/// `GET /console/questions/{id}/close`.
pub async fn close(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    close_page(&console, &frame, &signed, &letter(&id)?, false).await
}

async fn close_page(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    id: &LetterId,
    overtaken: bool,
) -> Answer {
    let folder = folder(console, signed, id).await?;
    let state = then(&folder, moves::Move::Close);
    let mut page = StepPage::of(frame, &folder, "close")?;
    page.preview = state.map(|state| Preview::of(page.question, state, ""));
    page.follows = state.is_some();
    page.overtaken = overtaken;
    page.answer()
}

/// `POST /console/questions/{id}/close`.
pub async fn be_through(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, now) = (letter(&id)?, console.now());
    let (own, seen) = (id.clone(), seen(&form));
    let close =
        move |store: &dyn Store| questions::close(store_of(store), &own, seen, now).map(drop);
    let outcome = console.store(&signed, close).await;
    if is_overtaken(&outcome) {
        return close_page(&console, &frame, &signed, &id, true).await;
    }
    outcome?;
    Ok(reply::go_and_say(&page_of(&id), "said.desk.closed"))
}

/// `GET /console/questions/{id}/delete`.
pub async fn delete(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let folder = folder(&console, &signed, &letter(&id)?).await?;
    let mut page = StepPage::of(&frame, &folder, "delete")?;
    page.is_final = true;
    page.answer()
}

/// `POST /console/questions/{id}/delete`: whatever happened meanwhile goes with the rest.
pub async fn delete_for_good(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, now) = (letter(&id)?, console.now());
    console.store(&signed, move |store| store.delete(&id, now)).await?;
    Ok(reply::go_and_say("/console/inbox", "said.desk.deleted"))
}
