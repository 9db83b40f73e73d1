//! What belongs to the person at this computer, as the screens show it: questions with their threads,
//! notes, bookmarks.
//!
//! What is sent to the server and what comes back is in [`crate::question`]; here is what is kept and
//! shown. How it is kept is the library's matter.

use crate::question::{
    AnswerLink, AskingAs, LetterId, Publication, PublishChoice, Question, QuestionState,
};
use crate::{Error, ErrorCode, Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A question while it is being written: any field may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// One line.
    #[serde(default)]
    pub subject: String,
    /// The question itself.
    #[serde(default)]
    pub text: String,
    /// The language it is written in.
    #[serde(default = "Language::english")]
    pub language: Language,
    /// The asker's city; empty for none.
    #[serde(default)]
    pub city: String,
    /// Themes of the taxonomy, by id.
    #[serde(default)]
    pub themes: Vec<String>,
    /// The record it was asked from.
    #[serde(default)]
    pub record: Option<RecordId>,
    /// By when an answer is needed, as a day.
    #[serde(default)]
    pub needed_by: Option<PartialDate>,
    /// As whom; none as long as nothing was chosen.
    #[serde(default)]
    pub asking_as: Option<AskingAs>,
    /// The name that goes with it.
    #[serde(default)]
    pub name: String,
    /// Whether the answer may be published; none as long as nothing was chosen.
    #[serde(default)]
    pub publish: Option<PublishChoice>,
}

impl Draft {
    /// The question it has become. Errs with `invalid_input` and the field's name where something is
    /// missing or too long.
    pub fn complete(&self, id: LetterId, written_at: String) -> crate::error::Result<Question> {
        let missing = |field: &str| {
            let sentence = format!("{field}: nothing was chosen");
            Error::new(ErrorCode::InvalidInput, sentence)
        };
        let question = Question {
            id,
            subject: self.subject.trim().to_owned(),
            text: self.text.trim().to_owned(),
            language: self.language.clone(),
            city: Some(self.city.trim().to_owned()).filter(|city| !city.is_empty()),
            themes: self.themes.clone(),
            record: self.record.clone(),
            needed_by: self.needed_by.clone(),
            asking_as: self.asking_as.ok_or_else(|| missing("asking_as"))?,
            name: self.name.trim().to_owned(),
            publish: self.publish.ok_or_else(|| missing("publish"))?,
            written_at,
        };
        question.check()?;
        Ok(question)
    }
}

/// A question in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QuestionLine {
    /// The question.
    pub id: LetterId,
    /// Its subject; may be empty while it is a draft.
    pub subject: String,
    /// Where it stands.
    pub state: QuestionState,
    /// Why it was not sent, in [`QuestionState::Failed`].
    pub failure: Option<Error>,
    /// Why the experts declined, or what else they gave as a reason.
    pub reason: Option<String>,
    /// Where its publication stands.
    pub publication: PublicationLabel,
    /// When something last happened to it, as an RFC 3339 instant.
    pub changed_at: String,
    /// When the server received it, by the server's clock.
    pub received_at: Option<String>,
    /// Whether something came that was not looked at yet.
    pub unread: bool,
    /// The device id of the account it was asked with; none for a draft and for a visitor's.
    pub account: Option<String>,
    /// How much was said or done since that the server does not have yet.
    pub pending: u32,
}

/// Where a publication stands, without its text: the second label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum PublicationLabel {
    /// Between the asker and the experts.
    Private,
    /// The asker is asked to agree.
    Proposed,
    /// It is published on a day, unless the asker objects.
    Scheduled {
        /// When, as an RFC 3339 instant.
        on: String,
    },
    /// Everybody can read it.
    Published {
        /// The record it became.
        record: RecordId,
    },
}

impl From<&Publication> for PublicationLabel {
    fn from(publication: &Publication) -> Self {
        match publication {
            Publication::Private => Self::Private,
            Publication::Proposed { .. } => Self::Proposed,
            Publication::Scheduled { on, .. } => Self::Scheduled { on: on.clone() },
            Publication::Published { record, .. } => Self::Published { record: record.clone() },
        }
    }
}

/// A question with everything that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QuestionThread {
    /// As in the list.
    pub line: QuestionLine,
    /// Its words and choices.
    pub draft: Draft,
    /// When it was last queued, as an RFC 3339 instant.
    pub asked_at: Option<String>,
    /// When the server deleted it; what is kept here is the asker's own.
    pub deleted_at: Option<String>,
    /// What is being written as the next message; kept like a draft.
    pub reply: String,
    /// What was said, in its order.
    pub letters: Vec<Letter>,
    /// Where its publication stands, with the very text.
    pub publication: Publication,
}

/// One thing that was said or done after the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Letter {
    /// Its identity.
    pub id: LetterId,
    /// When, as an RFC 3339 instant: by the asker's clock for what was said here.
    pub at: String,
    /// What.
    pub what: LetterText,
    /// How far it came, for what was said here; none for what the experts said.
    pub delivery: Option<Delivery>,
}

/// What was said or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LetterText {
    /// The asker says something more.
    Message {
        /// Plain text.
        text: String,
    },
    /// The asker takes the question back.
    Withdrawal,
    /// The asker agrees to a publication, or objects.
    Consent {
        /// The digest of the text it is about.
        publication: String,
        /// Whether it may be published.
        granted: bool,
    },
    /// The experts ask back.
    Query {
        /// Markdown.
        text: String,
    },
    /// The experts answer.
    Answer {
        /// The answer in a few sentences.
        summary: String,
        /// Markdown.
        text: String,
        /// Records it points to.
        records: Vec<RecordId>,
        /// Addresses it points to.
        links: Vec<AnswerLink>,
    },
}

/// How far something that is sent has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Delivery {
    /// Goes with the next sync, after its question.
    Queued,
    /// On its way this moment.
    Sending,
    /// It may have arrived; it is sent again, which the server knows as the same.
    Unconfirmed,
    /// The server will not take it as it is.
    Failed {
        /// Why.
        error: Error,
    },
    /// The server has it.
    Received {
        /// When, by the server's clock, as an RFC 3339 instant.
        at: String,
    },
}

/// How much there is of what, for the badge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PersonalCounts {
    /// Questions not sent yet.
    pub drafts: u32,
    /// Questions and what was said after them, on their way.
    pub waiting: u32,
    /// Questions and what was said after them that the server would not take.
    pub failed: u32,
    /// Questions to which something came that was not looked at yet.
    pub unread: u32,
    /// Questions to which the experts wait for a reply.
    pub reply_needed: u32,
}

/// What a page of updates brought, for the notification: never its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Arrivals {
    /// Answers.
    pub answers: u32,
    /// Questions the experts ask back.
    pub queries: u32,
    /// Everything else that became of a question.
    pub others: u32,
}

/// A place somebody wants to find again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Bookmark {
    /// The record.
    pub record: RecordId,
    /// The paragraph; none for the whole record.
    pub anchor: Option<String>,
    /// The record's title at that time.
    pub title: String,
    /// Since when, as an RFC 3339 instant.
    pub made_at: String,
}

/// What a note is put on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct NotePlace {
    /// The record.
    pub record: RecordId,
    /// The record's title at that time.
    pub title: String,
    /// The paragraph; none for the whole record.
    pub anchor: Option<String>,
    /// The paragraph's text at that time; empty for the whole record.
    pub excerpt: String,
}

/// Something somebody wrote on a record or paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Its identity.
    pub id: LetterId,
    /// What it is put on.
    pub place: NotePlace,
    /// [`crate::question::body_digest`] of the excerpt: whether the paragraph is still the same.
    pub hash: String,
    /// What was written.
    pub text: String,
    /// When it was begun, as an RFC 3339 instant.
    pub made_at: String,
    /// When it was last written on, as an RFC 3339 instant.
    pub changed_at: String,
}

/// What became of the place a note was put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoteStanding {
    /// It is there as it was.
    There,
    /// The paragraph reads otherwise now, or is no longer in the record.
    Changed,
    /// The record was withdrawn, or is not on this computer.
    Gone,
}

/// A note with what became of its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NoteLine {
    /// The note.
    pub note: Note,
    /// What became of its place.
    pub standing: NoteStanding,
}

/// What was mended when the personal data was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PersonalHealing {
    /// The database could not be read. It was put aside, and a new one begun.
    BegunAnew {
        /// The name of the file that was put aside, in the same folder.
        kept: String,
        /// What could be read of it and is here again.
        taken_over: Imported,
    },
}

/// What an import brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Imported {
    /// Questions that were not here, or had come further.
    pub questions: u32,
    /// Notes that were not here, or were newer.
    pub notes: u32,
    /// Bookmarks that were not here.
    pub bookmarks: u32,
    /// Workshops that were not here, or were newer.
    pub workshops: u32,
    /// What was here already.
    pub known: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_becomes_a_question_only_when_everything_was_chosen() {
        let id = || LetterId::new("0190a1b2-c3d4-7e5f-8a6b-0123456789ab").unwrap();
        let empty: Draft = serde_json::from_str("{}").unwrap();
        let chosen = Draft {
            subject: " Housing ".into(),
            text: "How?".into(),
            name: "A".into(),
            asking_as: Some(AskingAs::Named),
            publish: Some(PublishChoice::No),
            ..empty.clone()
        };
        for (field, draft) in [
            ("asking_as", empty),
            ("publish", Draft { publish: None, ..chosen.clone() }),
            ("text", Draft { text: " ".into(), ..chosen.clone() }),
        ] {
            let error = draft.complete(id(), String::new()).unwrap_err();
            assert!(error.message.starts_with(field), "{field} is named: {}", error.message);
        }
        let question = chosen.complete(id(), String::new()).unwrap();
        assert_eq!(question.subject, "Housing", "spaces around it are nobody's words");
        assert_eq!(question.city, None, "an empty city is none");
    }
}
