//! The one file that everything personal is exported to: its format, and how it proves to be whole.
//!
//! docs/privacy.md describes it. A file is taken as a whole or refused as a whole.

use super::owner::Receipt;
use super::{drafts, notes, outbox::Way};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hrc_domain::digest::canonical;
use hrc_domain::error::Result;
use hrc_domain::personal::{Bookmark, Draft, LetterText, Note};
use hrc_domain::question::{
    Act, LetterId, MAX_BODY, Publication, Question, QuestionState, body_digest,
};
use hrc_domain::workshop::{Exhibit, Workshop};
use hrc_domain::{Error, ErrorCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 256 << 20;

/// By what a file says that it is one.
const FORMAT: &str = "hrc-personal";
/// The version of the format this program writes; the first had no workshops.
const VERSION: u32 = 2;

/// What every version of the file begins with.
#[derive(Serialize, Deserialize)]
struct Envelope {
    format: String,
    version: u32,
    exported_at: String,
    digest: String,
    content: Value,
}

/// Everything personal.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub questions: Vec<KeptQuestion>,
    pub notes: Vec<Note>,
    pub bookmarks: Vec<Bookmark>,
    #[serde(default)]
    pub workshops: Vec<KeptWorkshop>,
    /// The images of the workshops.
    #[serde(default)]
    pub images: Vec<KeptImage>,
    /// Only where they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<KeptReceipt>,
}

/// A workshop with the records it carries.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptWorkshop {
    pub workshop: Workshop,
    pub carried: Vec<Exhibit>,
}

/// An image, its name by its bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeptImage(pub Vec<u8>);

impl TryFrom<String> for KeptImage {
    type Error = base64::DecodeError;
    fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
        STANDARD.decode(text).map(Self)
    }
}

impl From<KeptImage> for String {
    fn from(image: KeptImage) -> Self {
        STANDARD.encode(image.0)
    }
}

/// A question, as its row has it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptQuestion {
    pub id: LetterId,
    pub owner: Option<String>,
    pub state: QuestionState,
    pub draft: Draft,
    pub reply: String,
    pub made_at: String,
    pub changed_at: String,
    pub asked_at: Option<String>,
    pub received_at: Option<String>,
    pub deleted_at: Option<String>,
    pub reason: Option<String>,
    pub publication: Publication,
    pub unread: bool,
    pub seq: u32,
    pub letters: Vec<KeptLetter>,
    pub outbox: Vec<KeptPost>,
}

/// Something that was said after a question.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptLetter {
    pub id: LetterId,
    pub at: String,
    pub what: LetterText,
    pub received_at: Option<String>,
}

/// Something that was still to be sent.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptPost {
    pub id: LetterId,
    /// The very bytes, which are JSON and therefore text.
    pub body: String,
    pub state: QuestionState,
    pub uncertain: bool,
    pub error: Option<Error>,
}

/// The secret by which a server knows a visitor again.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptReceipt {
    pub server: String,
    pub secret: String,
    pub made_at: String,
}

/// Writes a file of it.
pub fn write(content: &Content, now: jiff::Timestamp) -> Result<Vec<u8>> {
    let failed = |e: serde_json::Error| {
        Error::new(ErrorCode::Internal, format!("writing the personal data: {e}"))
    };
    let content = serde_json::to_value(content).map_err(failed)?;
    let envelope = Envelope {
        format: FORMAT.to_owned(),
        version: VERSION,
        exported_at: super::instant(now),
        digest: body_digest(canonical(&content).as_bytes()),
        content,
    };
    let bytes = serde_json::to_vec_pretty(&envelope).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_FILE) {
        return Ok(bytes);
    }
    // What could not be read again must not pass for a copy.
    Err(Error::new(ErrorCode::InvalidInput, "there is more than a file may hold"))
}

/// Reads a file. Errs with `personal_damaged` when it is none, or not whole, and with
/// `personal_newer`.
pub fn read(bytes: &[u8]) -> Result<Content> {
    if u64::try_from(bytes.len()).map_or(true, |length| length > MAX_FILE) {
        return Err(damaged("it is larger than any export"));
    }
    let envelope: Envelope =
        serde_json::from_slice(bytes).map_err(|e| damaged(&format!("it is no export: {e}")))?;
    if envelope.format != FORMAT {
        return Err(damaged("it is another format"));
    }
    if envelope.version > VERSION {
        let sentence = format!("its format is {}, this program knows {VERSION}", envelope.version);
        return Err(Error::new(ErrorCode::PersonalNewer, sentence));
    }
    if envelope.digest != body_digest(canonical(&envelope.content).as_bytes()) {
        return Err(damaged("it is not as it was written"));
    }
    let content: Content = serde_json::from_value(envelope.content)
        .map_err(|e| damaged(&format!("it cannot be understood: {e}")))?;
    content.questions.iter().try_for_each(check)?;
    content.notes.iter().try_for_each(notes::bounded)?;
    content.bookmarks.iter().try_for_each(super::bookmarks::bounded)?;
    content.workshops.iter().try_for_each(super::workshops::bounded)?;
    content.images.iter().try_for_each(|image| super::images::bounded(&image.0).map(drop))?;
    for KeptReceipt { secret, .. } in &content.receipts {
        Receipt::of(secret.clone()).ok_or_else(|| damaged("a receipt is none"))?;
    }
    Ok(content)
}

/// A file may come from anywhere: nothing is ever sent that could not have been written here.
pub fn check(question: &KeptQuestion) -> Result<()> {
    drafts::bounded_json(&question.draft)?;
    if question.state != QuestionState::Draft && !question.state.is_the_servers() {
        return Err(damaged("a question stands where none can"));
    }
    if question.reply.len() > drafts::MAX_DRAFT {
        return Err(damaged("a reply is beyond all measure"));
    }
    question.outbox.iter().try_for_each(|post| check_post(&question.id, post))
}

/// The same for one thing that is to be sent of this question.
pub fn check_post(question: &LetterId, post: &KeptPost) -> Result<()> {
    Way::read(post.state.as_str()).map_err(|_| damaged("something is on no way"))?;
    let body = post.body.as_bytes();
    let checked = match (body.len() <= MAX_BODY, post.id == *question) {
        (false, _) => None,
        (true, true) => serde_json::from_slice::<Question>(body)
            .ok()
            .filter(|sent| sent.id == post.id && sent.check().is_ok())
            .map(drop),
        (true, false) => serde_json::from_slice::<Act>(body)
            .ok()
            .filter(|act| act.id == post.id && act.question == *question)
            .filter(|act| act.check().is_ok())
            .map(drop),
    };
    checked.ok_or_else(|| damaged("something in the outbox is not what can be sent"))
}

fn damaged(why: &str) -> Error {
    Error::new(ErrorCode::PersonalDamaged, format!("the exported file: {why}"))
}
