//! The editors' desk: authored files, each fault as `hrc content check` says it, and publishing.

use super::records::beside;
use super::shown::{People, Rendered};
use crate::authoring::{self, Desk, FileName, Kept, Leaf, Told};
use crate::console::Console;
use crate::console::form::{Asked, Form, Parts};
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::publishing::{self, Published};
use crate::store::{Deed, EDITION_DAYS, EDITIONS, Edition, Store};
use crate::{FEEDS, PUBLIC};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Outcome, Tallied};
use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::error;

/// How many changes are shown.
const CHANGES: u32 = 100;

/// What became of publishing the content, as far as this server has done it since it runs.
#[derive(Debug, Clone, Default)]
pub struct Run(Arc<Mutex<Course>>);

#[derive(Debug, Clone, Default)]
enum Course {
    /// Nothing was done.
    #[default]
    Idle,
    /// It goes on since then, begun by this account.
    Under(Timestamp, String),
    /// It was done then.
    Done(Timestamp, Published),
    /// It was not, and why.
    Failed(Timestamp, Error),
}

impl Run {
    fn course(&self) -> Course {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, course: Course) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = course;
    }

    /// Begins, unless it goes on already.
    fn begin(&self, now: Timestamp, by: &str) -> bool {
        let mut course = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*course, Course::Under(..)) {
            return false;
        }
        *course = Course::Under(now, by.to_owned());
        true
    }
}

/// A change of a file.
struct Change {
    id: i64,
    file: String,
    who: String,
    at: String,
    /// What the link to what it held before is called.
    earlier: String,
}

#[derive(Template)]
#[template(path = "desk/content.html")]
struct ContentPage<'a> {
    frame: &'a Frame,
    is_set: bool,
    /// Folders, each with the names of its files.
    folders: Vec<(String, Vec<String>)>,
    counted: String,
    words: String,
    changes: Vec<Change>,
    published: Vec<String>,
    keys: Option<String>,
    course: Option<(&'static str, String)>,
    is_running: bool,
}

fn desk(console: &Console) -> Result<Desk> {
    let none =
        || Error::new(ErrorCode::NotFound, "no content folder is set: `serve --content DIR`");
    Desk::at(console.data.configuration().content.as_deref().ok_or_else(none)?)
}

/// `GET /console/content`.
pub async fn list(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    asked: Asked,
) -> Answer {
    let is_set = console.data.configuration().content.is_some();
    let words = asked.0.text("q").trim().to_lowercase();
    let own = console.clone();
    let all = if is_set { beside(move || desk(&own)?.files()).await? } else { Vec::new() };
    let files = all.iter().map(ToString::to_string);
    let files: Vec<String> = files.filter(|name| name.contains(&words)).collect();
    let mut folders: Vec<(String, Vec<String>)> = Vec::new();
    for (folder, name) in files.iter().filter_map(|file| file.split_once('/')) {
        match folders.last_mut() {
            Some((last, names)) if last == folder => names.push(name.to_owned()),
            _ => folders.push((folder.to_owned(), vec![name.to_owned()])),
        }
    }
    let read = |store: &dyn Store| {
        Ok((store.editions(None, 12)?, store.last(Deed::ContentPublished)?, People::of(store)?))
    };
    let (changes, published, people) = console.store(&signed, read).await?;
    let own = console.clone();
    let keys = beside(move || Ok(keys_fault(&own))).await?;
    let course = match console.run.course() {
        Course::Idle => None,
        Course::Under(since, by) => {
            let name = people.name(&frame, &by);
            let values = [("moment", frame.moment(&since)), ("name", name)];
            let values: Vec<_> = values.iter().map(|(of, value)| (*of, value.as_str())).collect();
            Some(("info", frame.words().with("desk.content.running", &values)))
        }
        Course::Done(at, published) => Some(("ok", told(&frame, at, &published))),
        Course::Failed(at, cause) => {
            let values = [("moment", frame.moment(&at)), ("why", cause.message)];
            let values: Vec<_> = values.iter().map(|(of, value)| (*of, value.as_str())).collect();
            Some(("bad", frame.words().with("desk.content.failed", &values)))
        }
    };
    reply::page(&ContentPage {
        is_set,
        counted: frame.count("desk.content.counted", files.len() as u64),
        folders,
        words,
        changes: changes.iter().map(|one| change(&frame, &people, one)).collect(),
        published: published
            .iter()
            .map(|trace| {
                let (at, name) = (frame.moment(&trace.at), people.name(&frame, &trace.actor));
                let values = [("moment", at.as_str()), ("name", &name), ("what", &trace.subject)];
                frame.words().with("desk.content.published", &values)
            })
            .collect(),
        keys,
        is_running: matches!(console.run.course(), Course::Under(..)),
        course,
        frame: &frame,
    })
}

fn change(frame: &Frame, people: &People, edition: &Edition) -> Change {
    let at = frame.moment(&edition.at);
    let values = [("file", edition.file.as_str()), ("moment", &at)];
    Change {
        id: edition.id,
        file: edition.file.clone(),
        who: people.name(frame, &edition.author),
        earlier: frame.words().with("desk.content.before_one", &values),
        at,
    }
}

/// Why nothing can be published from here; none where it can.
fn keys_fault(console: &Console) -> Option<String> {
    let missing = FEEDS.into_iter().find(|feed| {
        // A feed that was never founded needs none.
        let is_there = *feed == PUBLIC || console.data.keys_folder(feed).exists();
        is_there && console.data.keys(feed).is_err()
    });
    missing.map(str::to_owned)
}

fn told(frame: &Frame, at: Timestamp, published: &Published) -> String {
    let count = |outcome: &Outcome| match outcome {
        Outcome::Published(Tallied { upserted, withdrawn, .. }) => (*upserted, *withdrawn),
        Outcome::Unchanged { .. } => (0, 0),
    };
    let (put, gone) = count(&published.public);
    let (deep_put, deep_gone) = published.practitioner.as_ref().map_or((0, 0), count);
    let values = [
        ("moment", frame.moment(&at)),
        ("put", (put + deep_put).to_string()),
        ("gone", (gone + deep_gone).to_string()),
    ];
    let values: Vec<_> = values.iter().map(|(of, value)| (*of, value.as_str())).collect();
    frame.words().with("desk.content.done", &values)
}

/// `POST /console/content`: publishes the content as it stands, beside everything else.
pub async fn publish(State(console): State<Console>, signed: Signed) -> Answer {
    let own = console.clone();
    let dir = beside(move || Ok(desk(&own)?.dir().to_owned())).await?;
    let now = console.now();
    if !console.run.begin(now, &signed.id) {
        return Ok(reply::go_to("/console/content"));
    }
    // In the name of whoever asks for it: the trail says that it was them.
    let (data, run) = (console.data.by(&signed.id), console.run.clone());
    // Publishing waits for disks and for other publishers: on a thread of its own.
    let handle = tokio::runtime::Handle::current();
    drop(tokio::task::spawn_blocking(move || {
        let outcome = handle.block_on(publishing::publish(&data, &dir, false, now));
        run.set(match outcome {
            Ok(published) => Course::Done(now, published),
            Err(cause) => {
                error!(%cause, "the content could not be published from the desk");
                Course::Failed(now, cause)
            }
        });
    }));
    Ok(reply::go_and_say("/console/content", "said.desk.publishing"))
}

#[derive(Template)]
#[template(path = "desk/file.html")]
struct FilePage<'a> {
    frame: &'a Frame,
    name: String,
    is_new: bool,
    text: &'a str,
    digest: &'a str,
    faults: Option<Vec<Told>>,
    counted: String,
    told: Option<Rendered>,
    theirs: Option<Leaf>,
    wrong: Option<&'static str>,
    changes: Vec<Change>,
}

/// What a new file begins with: the least that every kind asks for.
const BEGUN: &str = "---\nkind: \ntitle: \nsection: \nlanguage: en\nupdated: \nsummary: \n---\n";

/// `GET /console/content/file?name=`.
pub async fn edit(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    asked: Asked,
) -> Answer {
    let typed = asked.0.text("name").trim().to_owned();
    let Ok(name) = FileName::new(&typed) else {
        return reply::page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &FilePage {
                name: typed,
                is_new: true,
                text: "",
                digest: "",
                faults: None,
                counted: String::new(),
                told: None,
                theirs: None,
                wrong: Some(frame.say("desk.file.bad_name")),
                changes: Vec::new(),
                frame: &frame,
            },
        );
    };
    let (own, wanted) = (console.clone(), name.clone());
    let leaf = beside(move || desk(&own)?.read(&wanted)).await?;
    let is_new = leaf.digest.is_empty();
    let text = if is_new { BEGUN } else { &leaf.text };
    let changes = changes(&console, &frame, &signed, &name).await?;
    reply::page(&FilePage {
        name: name.to_string(),
        is_new,
        text,
        digest: &leaf.digest,
        faults: None,
        counted: String::new(),
        told: None,
        theirs: None,
        wrong: None,
        changes,
        frame: &frame,
    })
}

async fn changes(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    name: &FileName,
) -> Result<Vec<Change>> {
    let file = name.to_string();
    let read =
        move |store: &dyn Store| Ok((store.editions(Some(&file), CHANGES)?, People::of(store)?));
    let (changes, people) = console.store(signed, read).await?;
    Ok(changes.iter().map(|one| change(frame, &people, one)).collect())
}

/// `POST /console/content/file`: checks, shows, or saves what is without fault.
pub async fn keep(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    form: Form,
) -> Answer {
    let name = FileName::new(form.text("name").trim())?;
    let text = form.text("text").replace("\r\n", "\n");
    let digest = form.text("digest").to_owned();
    let is_saving = form.text("do") == "save";
    let (own, wanted, typed, read) = (console.clone(), name.clone(), text.clone(), digest.clone());
    let (store, by, now) = (console.members.by(&signed.id), signed.id.clone(), console.now());
    let outcome = beside(move || {
        let desk = desk(&own)?;
        if is_saving {
            let file = wanted.to_string();
            return desk.keep(&wanted, &typed, &read, |before| {
                store.keep_edition(&file, before, &by, now)
            });
        }
        Ok(Kept::Faulty(desk.check(&wanted, &typed)?))
    })
    .await?;
    let at = format!("/console/content/file?name={name}");
    let (mut digest, mut theirs, mut faults) = (digest, None, None);
    match outcome {
        Kept::Written(_) => return Ok(reply::go_and_say(&at, "said.desk.file_saved")),
        Kept::Same => return Ok(reply::go_and_say(&at, "said.desk.file_same")),
        // Whoever saves again has seen what is there.
        Kept::Overtaken(leaf) => {
            digest.clone_from(&leaf.digest);
            theirs = Some(leaf);
        }
        Kept::Faulty(found) => faults = Some(found),
    }
    let status = match &faults {
        _ if theirs.is_some() => StatusCode::CONFLICT,
        Some(found) if is_saving && !found.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let typed = Typed { name, text, digest, faults, theirs };
    shown(&console, &frame, &signed, status, typed).await
}

/// `POST /console/content/upload`: takes a file of somebody's own computer into the form, checked and
/// shown. Nothing is saved.
pub async fn upload(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Parts(form): Parts,
) -> Answer {
    let name = FileName::new(form.text("name").trim())?;
    let text = form.text("file").trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (own, wanted, typed) = (console.clone(), name.clone(), text.clone());
    let faults = beside(move || desk(&own)?.check(&wanted, &typed)).await?;
    let digest = form.text("digest").to_owned();
    let typed = Typed { name, text, digest, faults: Some(faults), theirs: None };
    shown(&console, &frame, &signed, StatusCode::OK, typed).await
}

/// A file's text as it was typed or taken, with what is to be said of it.
struct Typed {
    name: FileName,
    text: String,
    digest: String,
    faults: Option<Vec<Told>>,
    theirs: Option<Leaf>,
}

async fn shown(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    status: StatusCode,
    typed: Typed,
) -> Answer {
    let Typed { name, text, digest, faults, theirs } = typed;
    let page = FilePage {
        name: name.to_string(),
        is_new: digest.is_empty(),
        text: &text,
        digest: &digest,
        counted: frame.count("desk.file.faults", faults.as_ref().map_or(0, Vec::len) as u64),
        faults,
        told: Some(Rendered::of(authoring::body(&text))),
        theirs,
        wrong: None,
        changes: changes(console, frame, signed, &name).await?,
        frame,
    };
    reply::page_with(status, &page)
}

#[derive(Template)]
#[template(path = "desk/history.html")]
struct HistoryPage<'a> {
    frame: &'a Frame,
    /// How long former texts are kept, in words.
    kept: String,
    changes: Vec<Change>,
}

/// `GET /console/content/history`.
pub async fn history(State(console): State<Console>, frame: Frame, signed: Signed) -> Answer {
    let read = |store: &dyn Store| Ok((store.editions(None, CHANGES)?, People::of(store)?));
    let (changes, people) = console.store(&signed, read).await?;
    let changes = changes.iter().map(|one| change(&frame, &people, one)).collect();
    let bounds = [("n", EDITIONS.to_string()), ("days", EDITION_DAYS.to_string())];
    let kept =
        frame.words().with("desk.content.kept", &bounds.each_ref().map(|(k, v)| (*k, v.as_str())));
    reply::page(&HistoryPage { frame: &frame, kept, changes })
}

#[derive(Template)]
#[template(path = "desk/before.html")]
struct BeforePage<'a> {
    frame: &'a Frame,
    change: Change,
    before: Option<String>,
}

/// `GET /console/content/before?id=`.
pub async fn before(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    asked: Asked,
) -> Answer {
    let id: i64 = asked.0.text("id").parse().unwrap_or(0);
    let read = move |store: &dyn Store| Ok((store.edition(id)?, People::of(store)?));
    let (edition, people) = console.store(&signed, read).await?;
    let change = change(&frame, &people, &edition);
    reply::page(&BeforePage { frame: &frame, change, before: edition.before })
}
