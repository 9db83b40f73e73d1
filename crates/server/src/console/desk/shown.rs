//! What several pages of the desk show alike: names, words, and texts as readers see them.

use crate::console::Console;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::words::Words;
use crate::store::{Collected, Collection, Deed, Layer, Role, Stage, Store, Trace};
use askama::filters::HtmlSafe;
use axum::http::HeaderMap;
use hrc_domain::error::Result;
use hrc_domain::question::{AskingAs, LetterId, PublishChoice, Question, QuestionState};
use hrc_domain::record::Confidence;
use hrc_domain::{Error, ErrorCode, Kind, PartialDate, RecordId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// From how many years on a source is called old. What a city did ten years ago two councils have
/// decided upon since: whoever tells of it says the year, and looks whether it still holds.
pub const OLD: i16 = 10;

/// Who does what is typed into a terminal on the server, as the trail has it.
const TERMINAL: &str = "administrator";

/// Who does what nobody typed, likewise.
const SERVER: &str = "server";

/// Markup that [`hrc_markup`] wrote: of any text only what that writes itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered(String);

impl Rendered {
    /// Markdown, by the rules by which readers see it; records lead to their pages here.
    pub fn of(markdown: &str) -> Self {
        let blocks: Vec<String> =
            hrc_markup::render(markdown).into_iter().map(|block| block.html).collect();
        // What an author types cannot hold this: its quotes are written otherwise.
        Self(blocks.join("\n").replace("href=\"#/record/", "href=\"/console/records/"))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Every element and attribute of it is the renderer's own.
impl HtmlSafe for Rendered {}

/// A record in a list to choose from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its kind, in words.
    pub kind: &'static str,
    /// How old it is and how far it can be relied on, in words.
    pub standing: String,
    /// That it is old, in words, where it is.
    pub old: Option<String>,
    /// Whether it is for members alone.
    pub deep: bool,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A record as the pages show it.
    pub fn of(frame: &Frame, record: &Collected, chosen: bool, now: Timestamp) -> Self {
        let words = frame.words();
        let day = match &record.newest {
            Some(date) => words.with("desk.newest", &[("date", &day_of(words, date))]),
            None => words.with("desk.updated", &[("date", &day_of(words, &record.updated))]),
        };
        let grade = record.confidence.map(|grade| frame.say(confidence(grade)));
        let weakest = grade.map(|grade| frame.with("desk.weakest", "grade", grade));
        let standing = weakest.map_or_else(|| day.clone(), |grade| format!("{day} · {grade}"));
        Self {
            id: record.id.clone(),
            title: record.title.clone(),
            kind: frame.say(kind(record.kind)),
            standing,
            old: is_old(record, now).then(|| frame.count("desk.old", OLD.unsigned_abs().into())),
            deep: record.deep,
            chosen,
        }
    }
}

/// Whether all that a record rests on is old.
pub fn is_old(record: &Collected, now: Timestamp) -> bool {
    let year = now.to_zoned(TimeZone::UTC).year();
    record.newest.as_ref().is_some_and(|date| i32::from(year) - i32::from(date.year()) > OLD.into())
}

/// A date in words, as exact as it is known.
pub fn day_of(words: Words, date: &PartialDate) -> String {
    if let Ok(day) = date.as_str().parse() {
        return words.day(day);
    }
    match date.as_str().split_once('-') {
        Some((year, month)) => {
            let month = words.say(&format!("month.{}", month.trim_start_matches('0')));
            words.with("desk.month", &[("month", month), ("year", year)])
        }
        None => date.as_str().to_owned(),
    }
}

/// What is behind an id in an address.
pub fn letter(id: &str) -> Result<LetterId> {
    LetterId::new(id)
}

/// The names of those who work here, by account.
#[derive(Debug, Clone, Default)]
pub struct People(HashMap<String, String>);

impl People {
    /// Everybody who ever had an account.
    pub fn of(store: &dyn Store) -> Result<Self> {
        let all = store.accounts()?;
        Ok(Self(all.into_iter().map(|account| (account.id, account.name)).collect()))
    }

    /// Who is behind a line of the trail. What the server published by itself on its day was offered by
    /// somebody before: they have chosen it.
    pub fn behind(&self, frame: &Frame, trace: &Trace, offered: Option<&Trace>) -> String {
        match offered {
            Some(offered)
                if trace.actor == SERVER && trace.deed == Deed::AnswerPublished.as_str() =>
            {
                frame.with("desk.who.calendar", "name", self.name(frame, &offered.actor))
            }
            _ => self.name(frame, &trace.actor),
        }
    }

    /// Who did something, by what the trail or a note has.
    pub fn name(&self, frame: &Frame, actor: &str) -> String {
        let told = match actor {
            TERMINAL => frame.say("desk.who.terminal"),
            SERVER => frame.say("desk.who.server"),
            actor => {
                let asker = || frame.say("desk.who.asker").to_owned();
                return self.0.get(actor).cloned().unwrap_or_else(asker);
            }
        };
        told.to_owned()
    }
}

/// Titles of the themes there are, by id.
pub fn themes(collection: &Collection) -> Result<BTreeMap<String, String>> {
    let themes = collection.of_kind(Kind::Theme)?;
    Ok(themes.into_iter().map(|theme| (theme.id, theme.title)).collect())
}

/// The asker's name as whoever is signed in may see it: the secretariat alone sees one that was given
/// to it in confidence.
pub fn name_of(frame: &Frame, signed: &Signed, question: &Question) -> String {
    match question.asking_as {
        AskingAs::Confidential if !signed.may(Role::Administrator) => {
            frame.say("desk.name.confidential").to_owned()
        }
        AskingAs::Pseudonym => frame.with("desk.name.pseudonym", "name", &question.name),
        AskingAs::Confidential => frame.with("desk.name.secretariat", "name", &question.name),
        AskingAs::Named => question.name.clone(),
    }
}

/// The language in which an asker reads what this server says, as far as it speaks it.
pub fn words_for(question: &Question) -> Words {
    Words::preferred(Some(question.language.as_str()), &HeaderMap::new())
}

/// The key of a state's words, as askers read them.
pub const fn state(state: QuestionState) -> &'static str {
    match state {
        QuestionState::Assigned => "desk.state.assigned",
        QuestionState::ReplyNeeded => "desk.state.reply_needed",
        QuestionState::Answered => "desk.state.answered",
        QuestionState::Declined => "desk.state.declined",
        QuestionState::Closed => "desk.state.closed",
        QuestionState::Withdrawn => "desk.state.withdrawn",
        _ => "desk.state.received",
    }
}

/// The key of a state's words, as those who answer read them.
pub const fn stands(at: QuestionState) -> &'static str {
    match at {
        QuestionState::ReplyNeeded => "desk.stands.reply_needed",
        QuestionState::Withdrawn => "desk.stands.withdrawn",
        other => state(other),
    }
}

/// The key of a stage's words.
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Private => "desk.stage.private",
        Stage::Proposed => "desk.stage.proposed",
        Stage::Scheduled => "desk.stage.scheduled",
        Stage::Published => "desk.stage.published",
    }
}

/// A stage in words, with the day it has or had.
pub fn stage_told(frame: &Frame, at: Stage, due: Option<Timestamp>) -> String {
    let key = match at {
        Stage::Scheduled => "desk.stage.scheduled_on",
        Stage::Published => "desk.stage.published_on",
        Stage::Private | Stage::Proposed => stage(at),
    };
    due.map_or_else(
        || frame.say(stage(at)).to_owned(),
        |due| frame.with(key, "date", frame.moment(&due)),
    )
}

/// The key of what an asker chose.
pub const fn consent(choice: PublishChoice) -> &'static str {
    match choice {
        PublishChoice::Yes => "desk.consent.yes",
        PublishChoice::Ask => "desk.consent.ask",
        PublishChoice::No => "desk.consent.no",
    }
}

/// The key of a layer's words.
pub const fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Public => "desk.layer.public",
        Layer::Practitioner => "desk.layer.practitioner",
    }
}

/// The key of a grade's words.
pub const fn confidence(grade: Confidence) -> &'static str {
    match grade {
        Confidence::Confirmed => "desk.grade.confirmed",
        Confidence::Single => "desk.grade.single",
        Confidence::Contested => "desk.grade.contested",
        Confidence::Established => "desk.grade.established",
    }
}

/// The key of a kind's words.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "desk.kind.article",
        Kind::City => "desk.kind.city",
        Kind::Practice => "desk.kind.practice",
        Kind::Institution => "desk.kind.institution",
        Kind::Instrument => "desk.kind.instrument",
        Kind::Publication => "desk.kind.publication",
        Kind::Term => "desk.kind.term",
        Kind::Theme => "desk.kind.theme",
        Kind::Link => "desk.kind.link",
        Kind::Answer => "desk.kind.answer",
        Kind::Event => "desk.kind.event",
        Kind::Tool => "desk.kind.tool",
    }
}

/// A record that an answer points to, with its title where it is in the collection.
#[derive(Debug, Clone)]
pub struct Pointed {
    /// Its id.
    pub id: String,
    /// Its title, or else its id.
    pub title: String,
}

impl Pointed {
    /// These records.
    pub fn all(collection: &Collection, records: &[RecordId]) -> Result<Vec<Self>> {
        let point = |id: &RecordId| {
            let found = collection.record(id.as_str())?.into_iter().next();
            let title = found.map_or_else(|| id.to_string(), |record| record.title);
            Ok(Self { id: id.to_string(), title })
        };
        records.iter().map(point).collect()
    }
}

impl Console {
    /// What is published, for the experts.
    pub(super) fn collection(&self) -> Collection {
        Collection::at(self.data.dir())
    }
}

/// Plain text as paragraphs: what an asker writes is no Markdown.
pub fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// There is nothing to be found any more.
pub fn deleted() -> Error {
    Error::new(ErrorCode::Conflict, "the question was deleted")
}
