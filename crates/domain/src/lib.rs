//! The product's words: what a record is, what a search asks and answers, which errors exist.
//!
//! Every other room speaks this language, so it must stay free of disk, network and clock: dates
//! come in as values, text comes in as text. Rendering lives in `hrc-markup`, files in
//! `hrc-content`, storage and search in `hrc-library`.

pub mod block;
pub mod change;
pub mod cities;
pub mod date;
pub mod deck;
pub mod diagnosis;
pub mod digest;
pub mod enrolment;
pub mod entry;
pub mod error;
pub mod id;
pub mod invitation;
pub mod kinds;
pub mod language;
pub mod personal;
pub mod question;
pub mod reading;
pub mod record;
pub mod search;
pub mod settings;
pub mod show;
pub mod sync;
pub mod vocabulary;
pub mod workshop;

pub use block::Block;
pub use change::{Change, EntryKind, SealedEntry};
pub use date::PartialDate;
pub use digest::StateDigest;
pub use entry::{Entry, Supplement};
pub use error::{Error, ErrorCode};
pub use id::RecordId;
pub use invitation::InvitationCode;
pub use kinds::Detail;
pub use language::Language;
pub use record::{Facets, Kind, Record, Source};
pub use vocabulary::Vocabulary;
