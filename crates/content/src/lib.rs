//! Authored files to entries: Markdown with front matter, taxonomy, licences.
//!
//! The authors' checker and the maker of libraries are one and the same reader, so nothing can be
//! published that was not checked. Every fault is reported with its file and line, never only the
//! first. The format is written down for editors in docs/content.md. What Markdown means is in
//! `hrc-markup`; storing and searching are in `hrc-library`.
//!
//! The way of a file: `folder` finds it, `page` parts fields from text, `yaml` makes a located tree
//! of the fields, `fields` hands them out by name, `record` and `kinds` make a domain value of them,
//! `body` checks the text, `leaf` holds it all, and `relations` compares the files.

mod alternatives;
mod body;
mod claims;
mod collection;
mod fault;
mod fields;
mod folder;
mod kinds;
mod leaf;
mod licences;
mod page;
mod preview;
mod proof;
mod record;
mod relations;
mod report;
mod shapes;
mod vocabularies;
mod wordings;
mod yaml;

pub use collection::{Collection, Layers, read};
pub use fault::Fault;
pub use folder::FOLDERS as KINDS;
pub use preview::preview;
pub use report::{Cover, Inventory, KindReport, Report, SourceReport, ThemeReport, report};
