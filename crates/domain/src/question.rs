//! Questions to the experts: what is written here, what the server acknowledges, what comes back.
//!
//! The contract between the asker's computer and the server. Whoever asks makes the ids (UUIDv7), so
//! that sending twice is the same as sending once. The server orders what it tells by a sequence of
//! its own; clocks order nothing.

use crate::digest::canonical;
use crate::{Error, ErrorCode, Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;

/// What a subject may have at most, in characters.
pub const MAX_SUBJECT: usize = 200;
/// What the text of a question, message or reply may have at most, in characters.
pub const MAX_TEXT: usize = 20_000;
/// What a name or the name of a city may have at most, in characters.
pub const MAX_NAME: usize = 120;
/// How many themes a question may have at most.
pub const MAX_THEMES: usize = 12;
/// What the body of a request may be at most, in bytes: every text at its longest, in any script.
pub const MAX_BODY: usize = 128 << 10;

/// The identity of a question, an act or a message: a UUID of version 7 in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct LetterId(String);

impl LetterId {
    /// Reads an id; errs with `invalid_input` when the text is no UUIDv7 in lower case.
    pub fn new(text: impl Into<String>) -> crate::error::Result<Self> {
        let text = text.into();
        let bytes = text.as_bytes();
        let well_formed = bytes.len() == 36
            && bytes.iter().enumerate().all(|(at, c)| match at {
                8 | 13 | 18 | 23 => *c == b'-',
                14 => *c == b'7',
                19 => matches!(c, b'8' | b'9' | b'a' | b'b'),
                _ => matches!(c, b'0'..=b'9' | b'a'..=b'f'),
            });
        if well_formed { Ok(Self(text)) } else { Err(refused("an id is a UUIDv7 in lower case")) }
    }

    /// The UUID itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LetterId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl From<LetterId> for String {
    fn from(id: LetterId) -> Self {
        id.0
    }
}

/// As whom somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AskingAs {
    /// Under their name, which the experts see.
    Named,
    /// Under their name, which the secretariat alone sees.
    Confidential,
    /// Under a name they made up.
    Pseudonym,
}

/// Whether the answer may be published without the asker's name. There is no default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PublishChoice {
    /// Yes: the asker sees the text and has some days to object.
    Yes,
    /// Only after the asker has agreed to the very text.
    Ask,
    /// Never.
    No,
}

/// A question as it is sent: the body of `PUT /v1/questions/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its identity, made where it was written.
    pub id: LetterId,
    /// One line.
    pub subject: String,
    /// The question itself: plain text, paragraphs apart by an empty line.
    pub text: String,
    /// The language it is written in.
    pub language: Language,
    /// The asker's city, in their words.
    #[serde(default)]
    pub city: Option<String>,
    /// Themes of the taxonomy, by id.
    #[serde(default)]
    pub themes: Vec<String>,
    /// The record it was asked from.
    #[serde(default)]
    pub record: Option<RecordId>,
    /// By when the asker needs an answer, as a day; a wish, never a promise.
    #[serde(default)]
    pub needed_by: Option<PartialDate>,
    /// As whom.
    pub asking_as: AskingAs,
    /// The name that goes with it.
    pub name: String,
    /// Whether the answer may be published.
    pub publish: PublishChoice,
    /// When it was written, by the asker's clock, as an RFC 3339 instant: shown, never relied on.
    pub written_at: String,
}

impl Question {
    /// Errs with `invalid_input` and the field's name when a field is empty or too long. Both ends
    /// ask this, so that what is refused is refused before it is sent.
    pub fn check(&self) -> crate::error::Result<()> {
        filled("subject", &self.subject, MAX_SUBJECT)?;
        if self.subject.contains(['\n', '\r']) {
            return Err(refused("subject: it is one line"));
        }
        filled("text", &self.text, MAX_TEXT)?;
        filled("name", &self.name, MAX_NAME)?;
        if let Some(city) = &self.city {
            filled("city", city, MAX_NAME)?;
        }
        if self.themes.len() > MAX_THEMES {
            return Err(refused("themes: too many"));
        }
        if self.needed_by.as_ref().is_some_and(|day| !day.is_full()) {
            return Err(refused("needed_by: it is a day"));
        }
        self.themes.iter().try_for_each(|theme| filled("themes", theme, MAX_NAME))
    }
}

/// What an asker does to a question that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// Says something more: an answer to what the experts asked back, or a follow-up, which reopens
    /// what was closed.
    Message {
        /// Plain text.
        text: String,
    },
    /// Takes the question back; what was published of it is withdrawn too.
    Withdraw,
    /// Agrees to the text that would be published, or does not; also the objection to one that
    /// would be published without being asked.
    Consent {
        /// The digest of the text it is about, so that nobody agrees to another.
        publication: String,
        /// Whether it may be published.
        granted: bool,
    },
}

/// An act on a question: the body of `PUT /v1/questions/{question}/acts/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Its identity.
    pub id: LetterId,
    /// The question it is about.
    pub question: LetterId,
    /// What is done.
    pub deed: Deed,
    /// When, by the asker's clock, as an RFC 3339 instant.
    pub written_at: String,
}

impl Act {
    /// Errs with `invalid_input` when what is said is empty or too long.
    pub fn check(&self) -> crate::error::Result<()> {
        match &self.deed {
            Deed::Message { text } => filled("text", text, MAX_TEXT),
            Deed::Consent { publication, .. } => filled("publication", publication, 64),
            Deed::Withdraw => Ok(()),
        }
    }
}

/// What the server answers when it has a question or an act, on disk and for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// The id that was sent.
    pub id: LetterId,
    /// [`body_digest`] of the bytes that came: proof that it is what was sent.
    pub digest: String,
    /// When it was first received, as an RFC 3339 instant.
    pub received_at: String,
}

/// The digest of a body: blake3 of its bytes, 64 hexadecimal digits.
pub fn body_digest(body: &[u8]) -> String {
    blake3::hash(body).to_hex().to_string()
}

/// Where a question stands on the asker's computer: the only list, in this order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum QuestionState {
    /// Only on this computer.
    Draft,
    /// Goes with the next sync.
    Queued,
    /// On its way this moment.
    Sending,
    /// It may have arrived; it is sent again, which the server knows as the same.
    Unconfirmed,
    /// The server will not take it as it is.
    Failed,
    /// The server has it.
    Received,
    /// Somebody of the experts has it.
    Assigned,
    /// The experts ask back.
    ReplyNeeded,
    /// There is an answer.
    Answered,
    /// The experts cannot answer it.
    Declined,
    /// Nothing more is to come.
    Closed,
    /// The asker took it back.
    Withdrawn,
}

impl QuestionState {
    /// Every state, in the order a question may go through them.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Queued,
        Self::Sending,
        Self::Unconfirmed,
        Self::Failed,
        Self::Received,
        Self::Assigned,
        Self::ReplyNeeded,
        Self::Answered,
        Self::Declined,
        Self::Closed,
        Self::Withdrawn,
    ];

    /// The state as it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unconfirmed => "unconfirmed",
            Self::Failed => "failed",
            Self::Received => "received",
            Self::Assigned => "assigned",
            Self::ReplyNeeded => "reply_needed",
            Self::Answered => "answered",
            Self::Declined => "declined",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether the server says this of a question, and not the asker's computer.
    pub fn is_the_servers(self) -> bool {
        self >= Self::Received
    }
}

/// Where the publication of an answer stands: the second label beside the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Publication {
    /// Between the asker and the experts.
    Private,
    /// The asker is asked to agree to this text.
    Proposed {
        /// What everybody would read.
        text: PublicText,
    },
    /// It is published on a day, unless the asker objects.
    Scheduled {
        /// What everybody will read.
        text: PublicText,
        /// When, as an RFC 3339 instant.
        on: String,
    },
    /// Everybody can read it.
    Published {
        /// What everybody reads.
        text: PublicText,
        /// The record it became.
        record: RecordId,
    },
}

/// The exact text that is or would be published: the asker's name, city and situation left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PublicText {
    /// [`body_digest`] of its canonical JSON without this field: what an asker agrees to.
    pub digest: String,
    /// The question in general words.
    pub title: String,
    /// The answer in a few sentences.
    pub summary: String,
    /// The answer, in Markdown.
    pub body: String,
    /// The language of it all.
    pub language: Language,
}

impl PublicText {
    /// A text with its digest.
    pub fn new(title: String, summary: String, body: String, language: Language) -> Self {
        let mut text = Self { digest: String::new(), title, summary, body, language };
        text.digest = text.computed();
        text
    }

    /// Whether its digest is that of its words. Nobody is asked to agree to a text that is not.
    pub fn is_whole(&self) -> bool {
        self.digest == self.computed()
    }

    fn computed(&self) -> String {
        let Self { title, summary, body, language, .. } = self;
        let words = serde_json::json!({
            "title": title, "summary": summary, "body": body, "language": language.as_str(),
        });
        body_digest(canonical(&words).as_bytes())
    }
}

/// What became of a question, in the order the server tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Update {
    /// The server's sequence: greater is later.
    pub seq: u32,
    /// The question.
    pub question: LetterId,
    /// When, by the server's clock, as an RFC 3339 instant.
    pub at: String,
    /// What.
    pub news: UpdateNews,
}

/// One thing that became of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UpdateNews {
    /// It stands elsewhere now: from [`QuestionState::Received`] on.
    State {
        /// Where.
        state: QuestionState,
        /// Why, where a reason was given: always for what was declined.
        reason: Option<String>,
    },
    /// The experts ask back.
    Message {
        /// The message.
        id: LetterId,
        /// Markdown.
        text: String,
    },
    /// The experts answer.
    Answer {
        /// The answer.
        id: LetterId,
        /// The answer in a few sentences.
        summary: String,
        /// Markdown.
        text: String,
        /// Records it points to.
        records: Vec<RecordId>,
        /// Addresses it points to.
        links: Vec<AnswerLink>,
    },
    /// Its publication stands elsewhere now.
    Publication {
        /// Where.
        publication: Publication,
    },
    /// It was deleted from the server, on request or because its time was over; what is kept here
    /// is the asker's own.
    Deleted,
}

/// An address an answer points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AnswerLink {
    /// What it is.
    pub title: String,
    /// `https://` or `http://`.
    pub url: String,
}

/// A page of updates: the answer to `GET /v1/updates?after=N&limit=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Updates {
    /// In the order of their sequence.
    pub updates: Vec<Update>,
    /// Ask for what is after this the next time.
    pub next: u32,
    /// Whether there is more already.
    pub more: bool,
}

fn filled(field: &str, text: &str, most: usize) -> crate::error::Result<()> {
    if text.trim().is_empty() {
        return Err(refused(&format!("{field}: it is empty")));
    }
    if text.chars().count() > most {
        return Err(refused(&format!("{field}: it has more than {most} characters")));
    }
    // Nobody types them; in JSON each takes six bytes, and MAX_BODY would not hold.
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(refused(&format!("{field}: it has a control character")));
    }
    Ok(())
}

fn refused(why: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190a1b2-c3d4-7e5f-8a6b-0123456789ab";

    fn question() -> Question {
        serde_json::from_value(serde_json::json!({
            "id": ID, "subject": "Housing", "text": "How did others begin?", "language": "en",
            "asking_as": "named", "name": "A. Example", "publish": "ask",
            "written_at": "2026-11-21T09:00:00Z",
        }))
        .unwrap()
    }

    #[test]
    fn an_id_is_a_uuid_of_version_seven_and_nothing_else() {
        assert!(LetterId::new(ID).is_ok(), "as both ends make it");
        for bad in [
            "",
            "0190A1B2-C3D4-7E5F-8A6B-0123456789AB",
            "0190a1b2-c3d4-4e5f-8a6b-0123456789ab",
            "0190a1b2-c3d4-7e5f-ca6b-0123456789ab",
            "0190a1b2c3d47e5f8a6b0123456789ab",
            "../../../../etc/passwd-0123456789abcd",
        ] {
            assert!(LetterId::new(bad).is_err(), "{bad:?}: ids become parts of addresses");
        }
    }

    #[test]
    fn a_question_is_refused_by_its_field_before_it_is_sent() {
        assert!(question().check().is_ok(), "what is optional may be missing");
        let long = "ä".repeat(MAX_SUBJECT + 1);
        for (field, wrong) in [
            ("subject", Question { subject: " ".into(), ..question() }),
            ("subject", Question { subject: "two\nlines".into(), ..question() }),
            ("subject", Question { subject: long, ..question() }),
            ("text", Question { text: String::new(), ..question() }),
            ("name", Question { name: String::new(), ..question() }),
            ("themes", Question { themes: vec!["a".into(); MAX_THEMES + 1], ..question() }),
            ("text", Question { text: "a\u{1b}[2J".into(), ..question() }),
            ("needed_by", Question { needed_by: PartialDate::new("2026-12").ok(), ..question() }),
        ] {
            let refused = wrong.check().unwrap_err();
            assert!(refused.message.starts_with(field), "{field}: {}", refused.message);
        }
    }

    #[test]
    fn whether_it_may_be_published_has_no_default() {
        let mut without = serde_json::to_value(question()).unwrap();
        without.as_object_mut().unwrap().remove("publish");
        assert!(serde_json::from_value::<Question>(without).is_err(), "it must be chosen");
    }

    #[test]
    fn the_longest_question_fits_the_largest_body() {
        let longest = Question {
            subject: "語".repeat(MAX_SUBJECT),
            text: "\u{10348}".repeat(MAX_TEXT),
            name: "語".repeat(MAX_NAME),
            city: Some("語".repeat(MAX_NAME)),
            themes: vec!["語".repeat(MAX_NAME); MAX_THEMES],
            ..question()
        };
        longest.check().unwrap();
        let body = serde_json::to_vec(&longest).unwrap();
        assert!(body.len() <= MAX_BODY, "{} bytes: what may be written can be sent", body.len());
    }

    #[test]
    fn every_state_is_stored_under_the_name_it_is_sent_by() {
        for state in QuestionState::ALL {
            let json = serde_json::to_string(&state).unwrap();
            assert_eq!(json, format!("\"{}\"", state.as_str()), "one name everywhere");
            assert_eq!(QuestionState::from_name(state.as_str()), Some(state), "and back");
        }
        assert!(QuestionState::Received.is_the_servers(), "it alone can say so");
        assert!(!QuestionState::Failed.is_the_servers(), "this is told here");
    }

    #[test]
    fn a_public_text_that_was_changed_is_not_what_was_agreed_to() {
        let text = PublicText::new("T".into(), "S".into(), "B".into(), Language::english());
        assert!(text.is_whole(), "as it was made");
        assert!(!PublicText { body: "C".into(), ..text }.is_whole(), "one letter is another text");
    }
}
