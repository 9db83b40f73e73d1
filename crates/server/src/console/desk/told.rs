//! The steps that have a text: asking back, declining, sending what is there already. The text is shown
//! first as the asker will read it, and only what was shown is done: the form says which text its page
//! showed, and where the question stood.

use super::shown::{Pointed, Rendered, letter, words_for};
use super::steps::{Preview, StepPage, folder, is_overtaken, page_of, question_of, store_of, then};
use crate::console::Console;
use crate::console::form::{Asked, Form};
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::console::routes::{EXPERT, Route};
use crate::questions::{self, moves};
use crate::store::{Collection, Folder, Questions, Seen, Store};
use axum::extract::{Path, State};
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, MAX_TEXT, Question, body_digest};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;

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

/// A step that has a text, before and after it is looked at.
struct Told {
    /// The last part of its address, and of its words' keys.
    step: &'static str,
    made: moves::Move,
    is_markdown: bool,
    has_summary: bool,
    /// What is said once it is done.
    said: &'static str,
    /// What stands there to begin with.
    begun: fn(&Question, &Collection, &Asked) -> Result<Typed>,
    /// What is done.
    done: fn(&Doing<'_>) -> Result<()>,
}

/// What a step is done with.
struct Doing<'a> {
    store: &'a dyn Questions,
    collection: &'a Collection,
    id: &'a LetterId,
    typed: &'a Typed,
    seen: Option<Seen>,
    now: Timestamp,
}

static ASK: Told = Told {
    step: "ask",
    made: moves::Move::AskBack,
    is_markdown: true,
    has_summary: false,
    said: "said.desk.asked",
    begun: nothing_yet,
    done: |by| questions::ask(by.store, by.id, &by.typed.text, by.seen, by.now).map(drop),
};
static DECLINE: Told = Told {
    step: "decline",
    made: moves::Move::Decline,
    is_markdown: false,
    has_summary: false,
    said: "said.desk.declined",
    begun: nothing_yet,
    done: |by| questions::decline(by.store, by.id, &by.typed.text, by.seen, by.now).map(drop),
};
static JOIN: Told = Told {
    step: "join",
    made: moves::Move::Answer,
    is_markdown: true,
    has_summary: true,
    said: "said.desk.answered",
    begun: words_for_a_record,
    done: send_a_record,
};

/// The pages and forms of the steps that have a text; a form may be as large as this.
pub fn routes(most: usize) -> Vec<Route> {
    let routes = |(path, told): (&'static str, &'static Told)| {
        let show = move |State(console): State<Console>,
                         frame: Frame,
                         signed: Signed,
                         Path(id): Path<String>,
                         asked: Asked| async move {
            told.show(&console, &frame, &signed, &id, &asked).await
        };
        let take = move |State(console): State<Console>,
                         frame: Frame,
                         signed: Signed,
                         Path(id): Path<String>,
                         form: Form| async move {
            told.take(&console, &frame, &signed, &id, Typed::of(&form)).await
        };
        [Route::page(path, EXPERT, show), Route::form(path, EXPERT, take).of_bytes(most)]
    };
    let all = [
        ("/console/questions/{id}/ask", &ASK),
        ("/console/questions/{id}/decline", &DECLINE),
        ("/console/questions/{id}/join", &JOIN),
    ];
    all.into_iter().flat_map(routes).collect()
}

impl Told {
    /// Shows the step, with nothing of one's own in it yet.
    async fn show(
        &self,
        console: &Console,
        frame: &Frame,
        signed: &Signed,
        id: &str,
        asked: &Asked,
    ) -> Answer {
        let folder = folder(console, signed, &letter(id)?).await?;
        let not_now = || Error::new(ErrorCode::Conflict, "that does not follow from where it is");
        then(&folder, self.made).ok_or_else(not_now)?;
        let typed = (self.begun)(question_of(&folder)?, &console.collection(), asked)?;
        self.page(console, frame, &folder, &typed, None, None)
    }

    /// The page, with what the asker will see where there is a text. Where it is shown because of what was
    /// sent, it is said whether something had happened meanwhile.
    fn page(
        &self,
        console: &Console,
        frame: &Frame,
        folder: &Folder,
        typed: &Typed,
        overtaken: Option<bool>,
        wrong: Option<&'static str>,
    ) -> Answer {
        let state = then(folder, self.made);
        let mut page = StepPage::of(frame, folder, self.step)?;
        if let Some(state) = state
            && wrong.is_none()
            && !typed.text.is_empty()
        {
            let mut preview = Preview::of(page.question, state, &typed.text);
            if self.is_markdown {
                preview.told = Rendered::of(&typed.text);
            }
            preview.summary.clone_from(&typed.summary);
            if let Ok(record) = hrc_domain::RecordId::new(typed.record.as_str()) {
                preview.records = Pointed::all(&console.collection(), &[record])?;
            }
            page.preview = Some(preview);
        }
        page.text = Some(&typed.text);
        page.summary = self.has_summary.then_some(typed.summary.as_str());
        page.record = &typed.record;
        page.is_markdown = self.is_markdown;
        page.seen = typed.digest();
        page.follows = state.is_some();
        page.overtaken = overtaken == Some(true);
        page.looked = overtaken == Some(false) && wrong.is_none();
        page.wrong = wrong;
        page.answer()
    }

    /// Does it where it was shown and is sure, else shows it. Where something happened meanwhile nothing
    /// is done, and the words are still there.
    async fn take(
        &'static self,
        console: &Console,
        frame: &Frame,
        signed: &Signed,
        id: &str,
        typed: Typed,
    ) -> Answer {
        let id = letter(id)?;
        let wrong = typed.wrong(frame);
        let is_ready = wrong.is_none() && typed.is_sure;
        if is_ready && typed.seen == typed.digest() {
            let (own, me, now) = (id.clone(), signed.id.clone(), console.now());
            let (typed, collection) = (typed.clone(), console.collection());
            let work = move |store: &dyn Store| {
                let seen = Some(Seen::at(typed.stand));
                let (store_of, typed) = (store_of(store), &typed);
                let (collection, id) = (&collection, &own);
                (self.done)(&Doing { store: store_of, collection, id, typed, seen, now })?;
                store.leave(&own, &me)
            };
            let outcome = console.store(signed, work).await;
            if !is_overtaken(&outcome) {
                outcome?;
                return Ok(reply::go_and_say(&page_of(&id), self.said));
            }
        }
        let folder = folder(console, signed, &id).await?;
        let overtaken = is_ready && typed.stand != folder.stand();
        self.page(console, frame, &folder, &typed, Some(overtaken), wrong)
    }
}

fn nothing_yet(_: &Question, _: &Collection, _: &Asked) -> Result<Typed> {
    Ok(Typed::default())
}

/// What is sent with a record, in the asker's language, to be changed before it is sent.
fn words_for_a_record(
    question: &Question,
    collection: &Collection,
    asked: &Asked,
) -> Result<Typed> {
    let record = asked.0.text("record").to_owned();
    let found = collection.record(&record)?.into_iter().next();
    let found = found.ok_or_else(|| Error::new(ErrorCode::NotFound, "there is no such record"))?;
    let words = words_for(question);
    Ok(Typed {
        summary: words.with("desk.join.summary", &[("title", &found.title)]),
        text: words.say("desk.join.text").to_owned(),
        record,
        ..Typed::default()
    })
}

fn send_a_record(by: &Doing<'_>) -> Result<()> {
    let Typed { summary, text, record, .. } = by.typed;
    if by.collection.record(record)?.is_empty() {
        return Err(Error::new(ErrorCode::NotFound, "there is no such record any more"));
    }
    let records = std::slice::from_ref(record);
    let answer = questions::Answer { summary, text, records, links: &[] };
    questions::answer(by.store, by.id, &answer, by.seen, by.now).map(drop)
}
