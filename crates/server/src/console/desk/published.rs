//! What is out: every answer that everyone, or every member, can read.

use super::shown::{self, People};
use crate::console::Console;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::store::{Deed, Posted, Role, Store};
use askama::Template;
use axum::extract::State;
use hrc_domain::error::Result;

/// An answer that is out.
struct Out {
    record: String,
    question: String,
    title: String,
    summary: String,
    language: String,
    since: String,
    /// Who offered it.
    by: Option<String>,
    layer: &'static str,
}

#[derive(Template)]
#[template(path = "desk/published.html")]
struct PublishedPage<'a> {
    frame: &'a Frame,
    out: Vec<Out>,
    counted: String,
    may_withdraw: bool,
}

/// `GET /console/published`.
pub async fn list(State(console): State<Console>, frame: Frame, signed: Signed) -> Answer {
    let read = |store: &dyn Store| {
        let offered = |one: Posted| {
            let by = store.last_on(Deed::PublicationOffered, one.question.as_str(), u64::MAX)?;
            Ok((one, by.map(|trace| trace.actor)))
        };
        let posted = store.published()?.into_iter().map(offered);
        Ok((posted.collect::<Result<Vec<_>>>()?, People::of(store)?))
    };
    let (posted, people) = console.store(&signed, read).await?;
    let out = |(one, by): (Posted, Option<String>)| Out {
        by: by.map(|by| frame.with("desk.published.by", "name", people.name(&frame, &by))),
        record: one.record.to_string(),
        question: one.question.to_string(),
        title: one.placard.text.title,
        summary: one.placard.text.summary,
        language: super::question::language(&frame, one.placard.text.language.as_str()),
        since: frame.moment(&one.since),
        layer: frame.say(shown::layer(one.placard.layer)),
    };
    let counted = frame.count("desk.published.counted", posted.len() as u64);
    let out = posted.into_iter().map(out).collect();
    let may_withdraw = signed.may(Role::Editor);
    reply::page(&PublishedPage { frame: &frame, out, counted, may_withdraw })
}
