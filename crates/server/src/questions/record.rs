//! A published answer as everybody reads it: a record of the general layer.

use crate::store::Posted;
use hrc_domain::error::Result;
use hrc_domain::kinds::{Answer, Origin};
use hrc_domain::question::LetterId;
use hrc_domain::{Detail, Error, ErrorCode, Facets, PartialDate, Record, RecordId};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The heading under which answers stand.
const SECTION: &str = "experts";

/// The id of the record that a question's answer becomes. Nothing leads from it to the question,
/// whose own id tells when it was written.
pub fn id_of(question: &LetterId) -> Result<RecordId> {
    let key = blake3::derive_key(
        "hrc-server 2026-11-21 record of an answer",
        question.as_str().as_bytes(),
    );
    let name = blake3::Hash::from_bytes(key).to_hex();
    RecordId::new(format!("answer-{}", &name[..16])).map_err(|_| internal("an answer's id"))
}

/// The record.
pub fn of(posted: &Posted) -> Result<Record> {
    let day = posted.since.to_zoned(TimeZone::UTC).date().to_string();
    let day = PartialDate::new(day).map_err(|_| internal("an answer's day"))?;
    let text = posted.placard.text.clone();
    Ok(Record {
        id: posted.record.clone(),
        section: SECTION.to_owned(),
        title: text.title.clone(),
        summary: text.summary,
        language: text.language,
        aliases: Vec::new(),
        translations: BTreeMap::new(),
        facets: Facets { themes: posted.placard.themes.clone(), ..Facets::default() },
        body: text.body,
        sources: Vec::new(),
        related: posted.placard.related.clone(),
        updated: day.clone(),
        presenting: None,
        detail: Detail::Answer(Answer {
            question: text.title,
            published: day,
            origin: Origin::User,
        }),
    })
}

fn internal(what: &str) -> Error {
    Error::new(ErrorCode::Internal, format!("{what} cannot be made"))
}
