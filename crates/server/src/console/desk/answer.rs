//! The editor of an answer: what the asker reads and what everyone reads beside each other, with every
//! save a version, and nothing written over that somebody else saved.

use super::shown::{Choice, Pointed, Rendered, layer, letter};
use super::steps::question_of;
use crate::console::Console;
use crate::console::form::{Asked, Form};
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::store::{Collection, Draft, Folder, Layer, Role, Saved, Store, Wording};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, PublishChoice, Question};
use hrc_domain::{Kind, RecordId};
use jiff::Timestamp;

/// How many records a search of the picker finds.
const FOUND: u32 = 12;

/// Something to choose, with whether it is.
pub struct Ticked {
    value: String,
    name: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "desk/answer.html")]
struct AnswerPage<'a> {
    frame: &'a Frame,
    at: String,
    question: &'a Question,
    /// Of which version this was made; 0 of none.
    made_of: u32,
    /// By whom and when it was saved.
    kept: Option<String>,
    wording: &'a Wording,
    links: String,
    seek: String,
    records: Vec<Choice>,
    languages: Vec<Ticked>,
    themes: Vec<Ticked>,
    layers: Vec<Ticked>,
    consent: &'static str,
    may_publish: bool,
    told: Rendered,
    public: Rendered,
    pointed: Vec<Pointed>,
    others: Vec<String>,
    /// What somebody else saved meanwhile.
    overtaken: Option<Overtaken>,
    wrong: Option<String>,
}

/// What somebody else saved meanwhile, to be compared.
struct Overtaken {
    told: String,
    version: u32,
    wording: Wording,
}

/// What is in the form.
fn wording_of(form: &Form) -> Wording {
    let text = |name: &str| form.text(name).replace("\r\n", "\n").trim_end().to_owned();
    let line = |name: &str| form.text(name).trim().to_owned();
    let all = |name: &str| {
        let mut all: Vec<String> = Vec::new();
        for value in form.all(name).map(str::trim).filter(|value| !value.is_empty()) {
            if !all.iter().any(|one| one == value) {
                all.push(value.to_owned());
            }
        }
        all
    };
    let lines = text("links");
    let links = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    Wording {
        summary: text("summary"),
        text: text("text"),
        records: all("record"),
        links: links.map(str::to_owned).collect(),
        title: line("title"),
        public_summary: text("public_summary"),
        public_text: text("public_text"),
        language: line("language"),
        themes: all("theme"),
        layer: if form.text("layer") == "practitioner" {
            Layer::Practitioner
        } else {
            Layer::Public
        },
    }
}

/// What an answer begins with: the asker's language and themes that there are.
fn fresh(question: &Question, collection: &Collection) -> Wording {
    let themes = super::shown::themes(collection).unwrap_or_default();
    let known = question.themes.iter().filter(|id| themes.contains_key(*id));
    Wording {
        language: question.language.as_str().to_owned(),
        themes: known.cloned().collect(),
        ..Wording::default()
    }
}

/// What the page is made from beside the draft.
struct Around<'a> {
    console: &'a Console,
    frame: &'a Frame,
    signed: &'a Signed,
    folder: &'a Folder,
    others: Vec<String>,
    seek: String,
    now: Timestamp,
}

impl Around<'_> {
    fn page(
        self,
        made_of: u32,
        kept: Option<String>,
        wording: &Wording,
        overtaken: Option<Overtaken>,
        wrong: Option<String>,
    ) -> Answer {
        let Around { console, frame, signed, folder, others, seek, now } = self;
        let question = question_of(folder)?;
        let collection = console.collection();
        let chosen: Vec<RecordId> =
            wording.records.iter().filter_map(|id| RecordId::new(id.as_str()).ok()).collect();
        let mut records = Vec::new();
        for id in &chosen {
            let found = collection.record(id.as_str())?.into_iter().next();
            records.extend(found.map(|record| Choice::of(frame, &record, true, now)));
        }
        let found = collection.found(&seek, FOUND)?;
        for record in &found {
            if !records.iter().any(|one: &Choice| one.id == record.id) {
                records.push(Choice::of(frame, record, false, now));
            }
        }
        let tick = |value: &str, name: &str, on| Ticked {
            value: value.to_owned(),
            name: name.to_owned(),
            on,
        };
        let languages =
            frame.languages().map(|(code, name)| tick(code, name, code == wording.language));
        let mut languages = Vec::from(languages);
        if !languages.iter().any(|one| one.on) && !wording.language.is_empty() {
            languages.push(tick(&wording.language, &wording.language, true));
        }
        let themes = collection.of_kind(Kind::Theme)?;
        let themes = themes
            .iter()
            .map(|one| tick(&one.id, &one.title, wording.themes.contains(&one.id)))
            .collect();
        let layers = [("public", Layer::Public), ("practitioner", Layer::Practitioner)]
            .map(|(value, of)| tick(value, frame.say(layer(of)), wording.layer == of));
        let status = match () {
            () if overtaken.is_some() => StatusCode::CONFLICT,
            () if wrong.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
            () => StatusCode::OK,
        };
        let page = AnswerPage {
            at: format!("/console/questions/{}", folder.dossier.listed.id),
            made_of,
            kept,
            links: wording.links.join("\n"),
            seek,
            records,
            languages,
            themes,
            layers: layers.into(),
            consent: frame.say(super::shown::consent(question.publish)),
            may_publish: signed.may(Role::Editor) && question.publish != PublishChoice::No,
            told: Rendered::of(&wording.text),
            public: Rendered::of(&wording.public_text),
            pointed: Pointed::all(&collection, &chosen)?,
            others,
            overtaken,
            wrong,
            question,
            wording,
            frame,
        };
        reply::page_with(status, &page)
    }
}

/// A question that is there, with who works here and who else has it open.
pub async fn read(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    id: &LetterId,
) -> Result<(Folder, super::shown::People, Vec<String>)> {
    let (id, me, now) = (id.clone(), signed.id.clone(), console.now());
    let read = move |store: &dyn Store| {
        let folder = store.folder(&id)?;
        question_of(&folder)?;
        Ok((folder, store.attend(&id, &me, now)?, super::shown::People::of(store)?))
    };
    let (folder, present, people) = console.store(signed, read).await?;
    let others = super::question::others(frame, &people, &present, now);
    Ok((folder, people, others))
}

/// By whom and when a version was saved.
pub fn kept(frame: &Frame, people: &super::shown::People, draft: &Draft) -> String {
    frame.words().with(
        "desk.answer.kept",
        &[
            ("version", &draft.version.to_string()),
            ("moment", &frame.moment(&draft.at)),
            ("name", &people.name(frame, &draft.author)),
        ],
    )
}

/// `GET /console/questions/{id}/answer`.
pub async fn edit(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer {
    let (folder, people, others) = read(&console, &frame, &signed, &letter(&id)?).await?;
    let seek = asked.0.text("seek").trim().to_owned();
    let question = question_of(&folder)?;
    let (made_of, told, wording) = match &folder.draft {
        Some(draft) => (draft.version, Some(kept(&frame, &people, draft)), draft.wording.clone()),
        None => (0, None, fresh(question, &console.collection())),
    };
    let around = Around {
        console: &console,
        frame: &frame,
        signed: &signed,
        folder: &folder,
        others,
        seek,
        now: console.now(),
    };
    around.page(made_of, told, &wording, None, None)
}

/// `POST /console/questions/{id}/answer`: whatever is pressed, what was typed is saved first.
pub async fn save(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = letter(&id)?;
    let mut wording = wording_of(&form);
    let pressed = form.text("do").to_owned();
    if pressed == "copy" {
        wording.public_summary.clone_from(&wording.summary);
        wording.public_text.clone_from(&wording.text);
    }
    let made_of: u32 = form.text("made_of").parse().unwrap_or(0);
    let (own, typed, me, now) = (id.clone(), wording, signed.id.clone(), console.now());
    let (collection, is_editor) = (console.collection(), signed.may(Role::Editor));
    let saving = move |store: &dyn Store| {
        let folder = store.folder(&own)?;
        let question = question_of(&folder)?;
        let mut wording = typed;
        if !is_editor || question.publish == PublishChoice::No {
            // What is for everyone is not theirs to change: it stays as it is.
            let held = folder.draft.as_ref().map(|draft| draft.wording.clone());
            let held = held.unwrap_or_else(|| fresh(question, &collection));
            let Wording { summary, text, records, links, .. } = wording;
            wording = Wording { summary, text, records, links, ..held };
        }
        Ok((store.save_draft(&own, made_of, &wording, &me, now)?, wording))
    };
    let (saved, wording) = console.store(&signed, saving).await?;
    let at = format!("/console/questions/{id}");
    let seek = form.text("seek").trim().to_owned();
    match saved {
        Saved::As(version) => Ok(match pressed.as_str() {
            "send" => reply::go_to(&format!("{at}/answer/send?version={version}")),
            "publish" => reply::go_to(&format!("{at}/publish?version={version}")),
            // Where the copy is: the page is long.
            "copy" => reply::go_to(&format!("{at}/answer?said=said.desk.saved#everyone")),
            _ if seek.is_empty() => reply::go_and_say(&format!("{at}/answer"), "said.desk.saved"),
            _ => {
                let asked: String = url::form_urlencoded::byte_serialize(seek.as_bytes()).collect();
                reply::go_to(&format!("{at}/answer?seek={asked}#records"))
            }
        }),
        Saved::Overtaken(newest) => {
            let (folder, people, others) = read(&console, &frame, &signed, &id).await?;
            let Draft { version, author, at, wording: theirs, .. } = *newest;
            let overtaken = Overtaken {
                told: frame.words().with(
                    "desk.conflict",
                    &[("name", &people.name(&frame, &author)), ("moment", &frame.moment(&at))],
                ),
                version,
                wording: theirs,
            };
            let around = Around {
                console: &console,
                frame: &frame,
                signed: &signed,
                folder: &folder,
                others,
                seek,
                now,
            };
            // Whoever saves again has seen the other's, and puts their own on top of it.
            around.page(version, None, &wording, Some(overtaken), None)
        }
    }
}
