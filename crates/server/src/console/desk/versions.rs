//! The versions of an answer in the making: every save is one, and none is ever lost.

use super::answer::kept;
use super::shown::{self, letter};
use super::steps::{page_of, question_of};
use crate::console::Console;
use crate::console::form::Form;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::store::{Draft, Saved, Store, Wording};
use askama::Template;
use axum::extract::{Path, State};
use hrc_domain::{Error, ErrorCode};

/// A version in the list of them.
struct Version {
    version: u32,
    told: String,
    made_of: Option<String>,
    wording: Wording,
    is_newest: bool,
}

#[derive(Template)]
#[template(path = "desk/versions.html")]
struct VersionsPage<'a> {
    frame: &'a Frame,
    at: String,
    subject: &'a str,
    newest: u32,
    versions: Vec<Version>,
}

/// `GET /console/questions/{id}/versions`.
pub async fn list(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id = letter(&id)?;
    let own = id.clone();
    let read = move |store: &dyn Store| {
        Ok((store.folder(&own)?, store.drafts(&own)?, shown::People::of(store)?))
    };
    let (folder, drafts, people) = console.store(&signed, read).await?;
    let newest = drafts.first().map_or(0, |draft| draft.version);
    let version = |draft: Draft| Version {
        told: kept(&frame, &people, &draft),
        made_of: (draft.made_of > 0 && draft.made_of + 1 != draft.version)
            .then(|| frame.with("desk.versions.made_of", "version", draft.made_of)),
        is_newest: draft.version == newest,
        version: draft.version,
        wording: draft.wording,
    };
    reply::page(&VersionsPage {
        at: page_of(&id),
        subject: &question_of(&folder)?.subject,
        newest,
        versions: drafts.into_iter().map(version).collect(),
        frame: &frame,
    })
}

/// `POST /console/questions/{id}/versions`: an older version becomes the newest; none is lost.
pub async fn restore(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, me, now) = (letter(&id)?, signed.id.clone(), console.now());
    let number = |name: &str| form.text(name).parse::<u32>().unwrap_or(0);
    let (version, newest) = (number("version"), number("newest"));
    let to = format!("{}/answer", page_of(&id));
    let restoring = move |store: &dyn Store| {
        let draft = store.draft(&id, version)?;
        store.save_draft(&id, newest, &draft.wording, &me, now)
    };
    match console.store(&signed, restoring).await? {
        Saved::As(_) => Ok(reply::go_and_say(&to, "said.desk.restored")),
        Saved::Overtaken(_) => {
            Err(Error::new(ErrorCode::Conflict, "somebody saved a version meanwhile").into())
        }
    }
}
