//! What only one kind of record has.
//!
//! Every kind of the design is here, also those no content uses yet, so that files written later
//! need no new format.

use crate::record::{FraElement, Kind};
use crate::{Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The fields of one kind, tagged by `kind`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Detail {
    /// See [`Kind::Article`].
    Article {},
    /// See [`Kind::City`].
    City(City),
    /// See [`Kind::Practice`].
    Practice(Practice),
    /// See [`Kind::Institution`].
    Institution(Institution),
    /// See [`Kind::Instrument`].
    Instrument(Instrument),
    /// See [`Kind::Publication`].
    Publication(Publication),
    /// See [`Kind::Term`].
    Term {},
    /// See [`Kind::Theme`].
    Theme {},
    /// See [`Kind::Link`].
    Link(Link),
    /// See [`Kind::Answer`].
    Answer(Answer),
    /// See [`Kind::Event`].
    Event(Event),
    /// See [`Kind::Tool`].
    Tool(Tool),
}

impl Detail {
    /// The kind these fields belong to.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Article {} => Kind::Article,
            Self::City(_) => Kind::City,
            Self::Practice(_) => Kind::Practice,
            Self::Institution(_) => Kind::Institution,
            Self::Instrument(_) => Kind::Instrument,
            Self::Publication(_) => Kind::Publication,
            Self::Term {} => Kind::Term,
            Self::Theme {} => Kind::Theme,
            Self::Link(_) => Kind::Link,
            Self::Answer(_) => Kind::Answer,
            Self::Event(_) => Kind::Event,
            Self::Tool(_) => Kind::Tool,
        }
    }

    /// The addresses of the thing itself, original before cleaned.
    pub fn urls(&self) -> Vec<String> {
        match self {
            Self::Link(link) => link
                .urls
                .iter()
                .flat_map(|u| std::iter::once(&u.original).chain(u.cleaned.as_ref()))
                .cloned()
                .collect(),
            Self::Institution(i) => i.urls.clone(),
            Self::Instrument(i) => i.urls.clone(),
            Self::Publication(p) => p.urls.clone(),
            Self::Event(e) => e.urls.clone(),
            _ => Vec::new(),
        }
    }
}

/// Something that was looked for in the sources: found, or openly not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Finding<T> {
    /// What was found.
    Found(T),
    /// Nothing was found in our sources; said so to the reader.
    NotFound,
}

/// A city's way and state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct City {
    /// What it is to the Network and the movement; at least one.
    pub roles: Vec<CityRole>,
    /// Where it lies and how large it is.
    pub place: Place,
    /// The decision that made it a human rights city.
    pub declaration: Finding<Declaration>,
    /// Foundations, structures and tools on the FRA framework.
    pub elements: Vec<Element>,
    /// Dated steps, in the order of time.
    pub milestones: Vec<Milestone>,
    /// Figures with their dates.
    pub figures: Vec<Figure>,
}

/// A city's standing, with who gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CityRole {
    /// Declared itself by a formal decision.
    SelfDeclared,
    /// A guest member of the Network.
    GuestMember,
    /// On the way, or working without a declaration.
    Aspiring,
    /// Given the title by its government.
    Awarded,
    /// Host of the World Human Rights Cities Forum.
    ForumHost,
}

/// Where a city lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Place {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
    /// Inhabitants, as the gazetteer has them.
    pub population: Option<u32>,
    /// The GeoNames number of the place, from which these figures come (CC BY 4.0).
    pub geonames: Option<u32>,
}

/// The decision that made a city a human rights city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Declaration {
    /// When it was taken.
    pub date: PartialDate,
    /// Who took it.
    pub body: String,
    /// Whether it was formally adopted.
    pub process: Process,
    /// Who started it.
    pub initiative: Initiative,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// How a city became one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Process {
    /// By an adopted declaration or decision.
    Formal,
    /// By work or a title without such a decision.
    Informal,
}

/// Who started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Initiative {
    /// Mayor or council.
    TopDown,
    /// Civil society.
    BottomUp,
    /// Both.
    Mixed,
}

/// One element of the FRA framework in a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Element {
    /// Which group it belongs to.
    pub element: FraElement,
    /// What it is, in a few words.
    pub name: String,
    /// Whether the city has it, as far as the sources tell.
    pub presence: Presence,
    /// Since when.
    pub since: Option<PartialDate>,
    /// Ids of sources; empty only where it was not found.
    pub sources: Vec<String>,
}

/// Whether a city has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It is there.
    Present,
    /// In part, or no longer.
    Partly,
    /// Not found in our sources.
    NotFound,
}

/// A dated step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Milestone {
    /// When.
    pub date: PartialDate,
    /// What happened, in one sentence.
    pub text: String,
    /// Whether it was a breach of the commitment.
    pub breach: bool,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// A figure that is nothing without its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// The figure as its source has it, with unit.
    pub value: String,
    /// The date it stands for.
    pub as_of: PartialDate,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// One programme of a city that others could take up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Practice {
    /// When it began.
    pub from: Finding<PartialDate>,
    /// When it ended, if it did.
    pub to: Option<PartialDate>,
    /// How far it is.
    pub stage: Stage,
    /// Who leads it.
    pub lead: String,
    /// Who takes part.
    pub partners: Vec<String>,
}

/// How far a practice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Decided, not begun.
    Planned,
    /// Tried.
    Pilot,
    /// In operation when the source was written.
    Running,
    /// Over.
    Ended,
    /// The sources do not tell.
    Unknown,
}

/// A body that works on the subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Institution {
    /// What sort of body it is, in a few words.
    pub form: String,
    /// Whether it is an associate member of the Network.
    pub associate_member: bool,
    /// Its addresses.
    pub urls: Vec<String>,
}

/// A declaration, charter or resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Instrument {
    /// When it was adopted.
    pub adopted: PartialDate,
    /// Who adopted it.
    pub adopted_by: String,
    /// Whether it binds in law; none where that depends on the place.
    pub binding: Option<bool>,
    /// Its official reference.
    pub reference: Option<String>,
    /// Its addresses.
    pub urls: Vec<String>,
}

/// A book, report or handbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Publication {
    /// Authors or editors.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: String,
    /// When.
    pub published: PartialDate,
    /// International Standard Book Number.
    pub isbn: Option<String>,
    /// Digital Object Identifier.
    pub doi: Option<String>,
    /// Number of pages.
    pub pages: Option<u32>,
    /// Languages it can be had in.
    pub languages: Vec<Language>,
    /// Its addresses.
    pub urls: Vec<String>,
}

/// An entry of the link directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Link {
    /// A concept of the vocabulary `link-groups`.
    pub group: String,
    /// Its number in the Network's list; none for institutions and associate members.
    pub number: Option<u16>,
    /// Its number in the inventory of the list, such as `D37`.
    pub entry: String,
    /// All its addresses in the list's order; empty where the list gives none.
    pub urls: Vec<LinkUrl>,
    /// What sort of source it leads to.
    pub source_kind: SourceKind,
    /// The languages of the page, where known.
    pub languages: Vec<Language>,
    /// Whether the address was seen to answer.
    pub check: LinkCheck,
    /// An archived copy.
    pub archived: Option<String>,
}

/// One address of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LinkUrl {
    /// As the list has it.
    pub original: String,
    /// The address to open, where the list's has stray characters.
    pub cleaned: Option<String>,
}

impl LinkUrl {
    /// The address to open.
    pub fn target(&self) -> &str {
        self.cleaned.as_deref().unwrap_or(&self.original)
    }
}

/// What sort of source a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A programme or campaign.
    Initiative,
    /// A network or association.
    Network,
    /// A body such as an institute or a United Nations office.
    Institution,
    /// A city's or state's own page.
    PublicAuthority,
    /// A company's page.
    Company,
    /// An encyclopaedia.
    Encyclopaedia,
    /// A newspaper or magazine.
    Newspaper,
    /// A blog.
    Blog,
    /// A forum where anyone writes.
    Forum,
    /// A document to read, often PDF.
    Document,
    /// Data or indicators.
    Data,
    /// Research.
    Research,
    /// A ranking of cities.
    Ranking,
    /// The record of a meeting.
    Meeting,
}

/// Whether an address was seen to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LinkCheck {
    /// Nobody has looked yet.
    NotChecked,
    /// It answered.
    Answered {
        /// When.
        on: PartialDate,
    },
    /// It answered from another address.
    Moved {
        /// When.
        on: PartialDate,
        /// The address it is at now.
        to: String,
    },
    /// It does not answer.
    Gone {
        /// When.
        on: PartialDate,
    },
}

/// A published reply of the experts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Answer {
    /// The question as published.
    pub question: String,
    /// When the reply was published.
    pub published: PartialDate,
    /// Who asked: a user, or the editors to give a start.
    pub origin: Origin,
}

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A person who used the Experts' facility.
    User,
    /// The editors.
    Editorial,
}

/// Something that took or takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Event {
    /// When it begins.
    pub from: PartialDate,
    /// When it ends, where that is another day.
    pub to: Option<PartialDate>,
    /// Where.
    pub place: Option<String>,
    /// Who holds it.
    pub organiser: String,
    /// Its addresses.
    pub urls: Vec<String>,
}

/// A checklist or monitoring framework to work with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Tool {
    /// Its questions.
    pub items: Vec<ChecklistItem>,
}

/// One question of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChecklistItem {
    /// Its name within the tool, so that an assessment finds it again.
    pub id: String,
    /// The group of the FRA framework it belongs to.
    pub element: FraElement,
    /// What to ask.
    pub question: String,
    /// What to look for.
    pub evidence: String,
    /// Records that help.
    pub related: Vec<RecordId>,
    /// Ids of sources.
    pub sources: Vec<String>,
}
