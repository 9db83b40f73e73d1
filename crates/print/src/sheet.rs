//! A document before it is set: plain data, each piece saying what it is. The templates read exactly
//! this, as JSON, and decide how it looks.

use crate::chart::Chart;
use crate::words::Words;
use hrc_domain::{Language, PartialDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Sheet {
    /// The template that sets it.
    #[serde(skip)]
    pub template: &'static str,
    /// The language of the words around the texts.
    pub language: Language,
    /// Its title, as readers of the file see it.
    pub title: String,
    /// Whose work it is.
    pub brand: String,
    /// When it was printed, in words.
    pub printed: Option<String>,
    /// Words the template sets itself, by their names in it.
    pub words: BTreeMap<&'static str, String>,
    /// Whether letters are missing that no font here has; said at the end.
    pub letters_missing: bool,
    /// What it consists of, where it is made of pages.
    pub parts: Vec<Part>,
    /// Whether it is dark.
    pub dark: bool,
    /// Whether each slide stands above what is to be said with it.
    pub with_notes: bool,
    /// By how many steps its slides are larger.
    pub larger: u8,
    /// What it consists of, where it is made of slides.
    pub slides: Vec<Projected>,
}

impl Sheet {
    /// A document of these parts.
    pub(crate) fn new(
        template: &'static str,
        title: String,
        parts: Vec<Part>,
        words: &Words,
    ) -> Self {
        let named = [
            ("page", "print.page"),
            ("letters", "print.letters"),
            ("practitioner", "practitioner.paragraph"),
            ("field", "print.field"),
            ("questions", "print.questions"),
            ("own_notes", "print.own_notes"),
        ];
        Self {
            template,
            language: words.language().clone(),
            title,
            brand: words.say("brand.full").to_owned(),
            printed: None,
            words: named.iter().map(|(name, key)| (*name, words.say(key).to_owned())).collect(),
            letters_missing: false,
            parts,
            dark: false,
            with_notes: false,
            larger: 0,
            slides: Vec::new(),
        }
    }

    /// The same, printed on this day.
    pub(crate) fn printed(mut self, day: Option<&PartialDate>, words: &Words) -> Self {
        self.printed = day.map(|day| words.fill("print.printed", &[("date", &words.date(day))]));
        self
    }
}

/// A part of a document that begins on a page of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Part {
    /// The language of its texts.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// The language of the title.
    pub title_language: Language,
    /// What sort of thing it is, such as "City case".
    pub kind: String,
    /// When it was last changed, in words.
    pub updated: String,
    /// What it is about.
    pub lead: Vec<Inline>,
    /// The language of the lead.
    pub lead_language: Language,
    /// Articles of the Universal Declaration it touches.
    pub articles: Vec<u8>,
    /// The same in words.
    pub articles_said: String,
    /// The one figure to remember.
    pub key_figure: Option<String>,
    /// What stands on it.
    pub nodes: Vec<Node>,
    /// What to ask the room.
    pub questions: Vec<String>,
    /// Whether room for notes is left at its end.
    pub room: bool,
}

/// A slide.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Projected {
    /// The language of what it shows.
    pub language: Language,
    pub heading: String,
    pub heading_language: Language,
    /// Which of how many of the same heading, such as `2/3`.
    pub page: Option<String>,
    /// Whether it opens a record, with its title set large.
    pub title: bool,
    pub nodes: Vec<Node>,
    /// The file of a picture, and what is to be seen on it.
    pub picture: Option<String>,
    pub alt: String,
    /// Where the places lie that it names.
    pub chart: Option<Chart>,
    /// Articles of the Universal Declaration, for the stave.
    pub articles: Vec<u8>,
    /// Where it comes from and up to when it speaks, in short.
    pub foot: String,
    /// Whether it shows the practitioners' depth.
    pub practitioner: bool,
    /// What is to be said with it, paragraph by paragraph.
    pub notes: Vec<String>,
    pub notes_language: Language,
}

/// A piece of a text that makes a line of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(crate) enum Node {
    /// A heading; 2 is the highest. In the language of the words where it has one of its own.
    Heading { level: u8, c: Vec<Inline>, ours: bool },
    /// A paragraph.
    P { c: Vec<Inline> },
    /// A list, numbered from `start` where it is ordered.
    List { start: Option<u64>, items: Vec<Vec<Node>> },
    /// A quotation.
    Quote { c: Vec<Node> },
    /// A table.
    Table { head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>> },
    /// Preformatted text.
    Pre { s: String },
    /// A paragraph of the practitioners' depth, labelled.
    Deep { c: Vec<Node> },
    /// Fields: a name, and what it says.
    Facts { rows: Vec<Fact> },
    /// Dated steps.
    Steps { rows: Vec<Step> },
    /// Figures with their dates.
    Figures { rows: Vec<Number> },
    /// Cities side by side.
    Comparison { cities: Vec<Compared>, rows: Vec<Field> },
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Fact {
    pub name: String,
    pub c: Vec<Inline>,
}

/// A dated step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Step {
    pub when: String,
    pub c: Vec<Inline>,
    /// "Breach of the commitment", where it was one.
    pub breach: Option<String>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Number {
    pub value: String,
    pub c: Vec<Inline>,
    pub as_of: String,
}

/// A city in a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Compared {
    pub title: String,
    pub language: Language,
    pub country: String,
}

/// A row of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Field {
    pub name: String,
    /// "Same", "Same where found" or "Differs".
    pub likeness: String,
    pub differs: bool,
    /// For each city what it has, one piece an entry; none where nothing was found.
    pub cells: Vec<Vec<Entry>>,
    /// What stands in a cell without an entry.
    pub none: String,
}

/// One thing a city has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Entry {
    pub c: Vec<Inline>,
    /// "only here", where no other city has it.
    pub only: Option<String>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(crate) enum Inline {
    /// Characters, as they are.
    S { s: String },
    /// Characters of another language than what is around them.
    In { language: Language, s: String },
    /// Characters that say something about what is before them, set smaller.
    Small { s: String },
    /// Emphasis.
    Em { c: Vec<Inline> },
    /// Weight.
    B { c: Vec<Inline> },
    /// Code.
    Code { s: String },
    /// A link to the web or to a mail program.
    A { url: String, c: Vec<Inline> },
    /// The number of a note; the note itself where it is called for the first time.
    Cite { label: String, note: Option<Note> },
}

impl Inline {
    /// Characters.
    pub(crate) fn s(text: impl Into<String>) -> Self {
        Self::S { s: text.into() }
    }
}

/// A note at the foot of the page: a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Note {
    /// Who published what.
    pub title: String,
    /// The language of that.
    pub language: Option<Language>,
    /// Its date, and how far it carries.
    pub grade: String,
    /// Its address in full.
    pub url: Option<String>,
    /// Whether the address may be followed.
    pub safe: bool,
}
