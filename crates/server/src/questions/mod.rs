//! What the experts do: take questions, ask back, answer, decline, and offer answers to be published.
//!
//! What they type is checked here and kept in `store`. Whoever says what they had `seen` is told by
//! `conflict` where something happened since; the terminal does without. `moves` says what may follow what, `discretion`
//! that nothing published names its asker, `record` what a published answer looks like;
//! `tending` does what is due. How an answer comes into the feed is in `publishing`.

pub mod discretion;
pub mod moves;
pub(crate) mod record;
pub mod tending;

use crate::members::new_id;
use crate::store::{Layer, Placard, Questions, Seen, Step};
use hrc_domain::error::Result;
use hrc_domain::question::{AnswerLink, LetterId, MAX_NAME, MAX_SUBJECT, MAX_TEXT};
use hrc_domain::question::{PublicText, Publication, QuestionState};
use hrc_domain::{Error, ErrorCode, Language, RecordId};
use jiff::{SignedDuration, Timestamp};
use url::Url;

/// How many texts or addresses an answer may point to.
const MOST_POINTERS: usize = 50;

/// Gives a question to somebody.
pub fn assign(
    store: &dyn Questions,
    id: &LetterId,
    to: &str,
    seen: Option<Seen>,
    now: Timestamp,
) -> Result<QuestionState> {
    let to = filled("to", to, MAX_NAME)?;
    store.step(id, &Step::Assign { to }, seen, now)
}

/// Asks back.
pub fn ask(
    store: &dyn Questions,
    id: &LetterId,
    text: &str,
    seen: Option<Seen>,
    now: Timestamp,
) -> Result<QuestionState> {
    let text = filled("text", text, MAX_TEXT)?;
    store.step(id, &Step::Ask { id: LetterId::new(new_id(now)?)?, text }, seen, now)
}

/// An answer as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// In a few sentences.
    pub summary: &'a str,
    /// Markdown.
    pub text: &'a str,
    /// Records it points to.
    pub records: &'a [String],
    /// Addresses it points to, each as `Title|URL`.
    pub links: &'a [String],
}

/// Answers.
pub fn answer(
    store: &dyn Questions,
    id: &LetterId,
    answer: &Answer<'_>,
    seen: Option<Seen>,
    now: Timestamp,
) -> Result<QuestionState> {
    let step = Step::Answer {
        id: LetterId::new(new_id(now)?)?,
        summary: filled("summary", answer.summary, MAX_TEXT)?,
        text: filled("text", answer.text, MAX_TEXT)?,
        records: ids("record", answer.records)?,
        links: few("link", answer.links)?.iter().map(|said| link(said)).collect::<Result<_>>()?,
    };
    store.step(id, &step, seen, now)
}

/// Declines.
pub fn decline(
    store: &dyn Questions,
    id: &LetterId,
    reason: &str,
    seen: Option<Seen>,
    now: Timestamp,
) -> Result<QuestionState> {
    let reason = filled("reason", reason, MAX_TEXT)?;
    store.step(id, &Step::Decline { reason }, seen, now)
}

/// Closes.
pub fn close(
    store: &dyn Questions,
    id: &LetterId,
    seen: Option<Seen>,
    now: Timestamp,
) -> Result<QuestionState> {
    store.step(id, &Step::Close, seen, now)
}

/// A text to be published, as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// The question in general words.
    pub title: &'a str,
    /// The answer in a few sentences.
    pub summary: &'a str,
    /// The answer, in Markdown.
    pub text: &'a str,
    /// The language of it all.
    pub language: &'a str,
    /// Themes, by id.
    pub themes: &'a [String],
    /// To whom it goes.
    pub layer: Layer,
}

/// Offers a text to be published, which must not name the asker. The records that the newest answer
/// points to are read next. `days` is how long the asker may object.
pub fn publish(
    store: &dyn Questions,
    id: &LetterId,
    offer: &Offer<'_>,
    days: u16,
    seen: Option<Seen>,
    now: Timestamp,
) -> Result<Publication> {
    use hrc_domain::question::UpdateNews::Answer;
    let dossier = store.question(id)?;
    let gone = || Error::new(ErrorCode::Conflict, "the question was deleted");
    let question = dossier.question.ok_or_else(gone)?;
    let title = filled("title", offer.title, MAX_SUBJECT)?;
    if title.contains(['\n', '\r']) {
        return Err(refused("title: it is one line"));
    }
    let text = PublicText::new(
        title,
        filled("summary", offer.summary, MAX_TEXT)?,
        filled("text", offer.text, MAX_TEXT)?,
        Language::new(offer.language).map_err(|why| refused(&format!("language: {why}")))?,
    );
    discretion::check(&text, &question)?;
    let mut answers = dossier.updates.into_iter().rev().filter_map(|update| match update.news {
        Answer { records, .. } => Some(records),
        _ => None,
    });
    let related = answers.next().unwrap_or_default();
    let placard =
        Placard { text, themes: ids("themes", offer.themes)?, related, layer: offer.layer };
    let due = now + SignedDuration::from_hours(24 * i64::from(days));
    store.offer(id, &placard, due, seen, now)
}

/// Deletes what was over before so many days.
pub fn delete_outlived(store: &dyn Questions, days: u16, now: Timestamp) -> Result<usize> {
    let outlived = store.outlived(now - SignedDuration::from_hours(24 * i64::from(days)))?;
    outlived.iter().try_for_each(|id| store.delete(id, now))?;
    Ok(outlived.len())
}

/// What is said by `Title|URL`; errs with `invalid_input` where it says nothing else.
pub fn link(said: &str) -> Result<AnswerLink> {
    let wrong = || refused(&format!("link: {said} is not \u{201c}Title|https://…\u{201d}"));
    let (title, address) = said.rsplit_once('|').ok_or_else(wrong)?;
    let title = filled("link", title, MAX_SUBJECT)?;
    let address = Url::parse(address.trim()).map_err(|_| wrong())?;
    if !matches!(address.scheme(), "http" | "https") || address.host().is_none() {
        return Err(wrong());
    }
    Ok(AnswerLink { title, url: address.into() })
}

fn ids(field: &str, said: &[String]) -> Result<Vec<RecordId>> {
    let read = |id: &String| {
        RecordId::new(id.clone()).map_err(|why| refused(&format!("{field}: {id}: {why}")))
    };
    few(field, said)?.iter().map(read).collect()
}

fn few<'a>(field: &str, said: &'a [String]) -> Result<&'a [String]> {
    if said.len() > MOST_POINTERS {
        return Err(refused(&format!("{field}: more than {MOST_POINTERS}")));
    }
    Ok(said)
}

/// What was typed, without what is around it.
fn filled(field: &str, text: &str, most: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(refused(&format!("{field}: it is empty")));
    }
    if text.chars().count() > most {
        return Err(refused(&format!("{field}: it has more than {most} characters")));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(refused(&format!("{field}: it has a control character")));
    }
    Ok(text.to_owned())
}

fn refused(why: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, why)
}
