//! What the screens show: a record laid out for reading, the link directory, the front page.

use crate::kinds::{LinkCheck, LinkUrl, SourceKind};
use crate::record::Kind;
use crate::search::Layer;
use crate::{Block, ErrorCode, Language, Record, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A record laid out for reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Reading {
    /// The record itself.
    pub record: Record,
    /// The depths the library holds.
    pub layer: Layer,
    /// Its text, block by block, the practitioner's paragraphs in their places.
    pub blocks: Vec<Block>,
    /// Records it names as related, in its order.
    pub related: Vec<Reference>,
    /// Records that the fields of its kind name, each once.
    pub named: Vec<Reference>,
    /// Records that name it.
    pub cited_by: Vec<Reference>,
    /// Names of the concepts it is filed under, in the reader's language.
    pub labels: Vec<Label>,
    /// Reading time at 220 words a minute, at least 1.
    pub minutes: u32,
}

/// A record named elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Reference {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Its title in the reader's language where there is one.
    pub title: String,
    /// The language of that title.
    pub language: Language,
    /// Whether it is an answer to a question the editors asked themselves.
    pub editorial: bool,
}

/// What an article or a goal says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Wording {
    /// Its name in the reader's language.
    pub label: String,
    /// The language of the paragraphs: the reader's where there is one, else English.
    pub language: Language,
    /// Its text. Paragraphs that the text itself counts begin with their number.
    pub paragraphs: Vec<String>,
}

/// A concept by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Label {
    /// The facet group or vocabulary, as in [`crate::search::FacetGroup`].
    pub group: String,
    /// The value.
    pub value: String,
    /// Its name in the reader's language.
    pub label: String,
}

/// The link directory: all groups in the Network's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LinkDirectory {
    /// Its groups.
    pub groups: Vec<LinkGroup>,
    /// How many links carry a number of the Network's list.
    pub numbered: u32,
    /// How many entries there are.
    pub entries: u32,
    /// How many addresses there are.
    pub addresses: u32,
}

/// One group of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LinkGroup {
    /// Its concept in `link-groups`.
    pub id: String,
    /// Its name.
    pub label: String,
    /// The name of the group it stands under.
    pub parent: Option<String>,
    /// Its links in their order.
    pub links: Vec<LinkEntry>,
}

/// One link as the directory lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LinkEntry {
    /// The record.
    pub id: RecordId,
    /// Its number in the group.
    pub number: Option<u16>,
    /// Its title in the reader's language.
    pub title: String,
    /// What it is, in one line, in the reader's language.
    pub summary: String,
    /// Whether the line is in another language than the record and not yet cleared by an editor.
    pub unreviewed: bool,
    /// The language of title and summary as given here.
    pub language: String,
    /// All its addresses.
    pub urls: Vec<LinkUrl>,
    /// What sort of source it leads to.
    pub source_kind: SourceKind,
    /// Its themes.
    pub themes: Vec<Reference>,
    /// Whether its address was seen to answer.
    pub check: LinkCheck,
}

/// The front page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Overview {
    /// How many records there are.
    pub records: u32,
    /// The Centre's headings with their counts, in their order; empty ones too.
    pub sections: Vec<Count>,
    /// The thirty articles of the Universal Declaration with their counts.
    pub rights: Vec<Count>,
    /// Themes with their counts.
    pub themes: Vec<Count>,
    /// Kinds with their counts.
    pub kinds: Vec<Count>,
}

/// A concept and how many records stand under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Count {
    /// The value, as filters take it.
    pub value: String,
    /// Its name in the reader's language.
    pub label: String,
    /// How many records.
    pub count: u32,
}

/// The state of a library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct LibraryStatus {
    /// Where it lies.
    pub folder: String,
    /// How many records it holds.
    pub records: u32,
    /// The sequence it stands at; 0 for a bundle that was never synced.
    pub head: u32,
    /// The digest of its state, 64 hex digits.
    pub digest: String,
    /// The latest day a record was changed.
    pub edition: Option<String>,
    /// The version of the database's layout.
    pub schema: u32,
    /// Size of database and index, in bytes. JavaScript has it exactly up to 2^53, which no disk reaches.
    #[specta(type = f64)]
    pub bytes: u64,
    /// Whether the index stands at the same state as the database.
    pub index_current: bool,
    /// What had to be mended when the library was opened; empty when it was whole.
    pub healed: Vec<Healing>,
    /// Why nothing can be written there, such as `read_only`; none where it can.
    pub unwritable: Option<ErrorCode>,
    /// What is unsafe about such a place; none for a folder on this computer alone.
    pub place: Option<PlaceWarning>,
}

/// A place where other computers may write to the same files behind the program's back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceWarning {
    /// A drive of the network.
    Network,
    /// A folder that a cloud service copies to other computers.
    Cloud,
}

/// What was mended when a library was opened. Nothing of the reader's own is ever part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Healing {
    /// The search index was missing, damaged or behind, and was built anew.
    IndexRebuilt,
    /// The library could not be read, and was put in place again from the bundle; the damaged file
    /// is kept beside it.
    LibraryRestored,
}
