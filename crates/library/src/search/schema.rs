//! The fields of the index, and what each is for.

use super::fed;
use crate::alphabet;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index as Tantivy, TantivyError};

/// Counted up whenever documents of the same record would look different.
pub const FORMAT: u32 = 1;

/// The fields. No text is stored: the store has it.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The record's id: to find it again, to replace it, to break ties.
    pub id: Field,
    /// Words of the title.
    pub title: Field,
    /// Words of aliases, translated names and hosts.
    pub names: Field,
    /// Words of summary, text and fields, and of translated summaries.
    pub body: Field,
    /// Words of what it is filed under, in all languages, and of its addresses.
    pub labels: Field,
    /// Stems of title and names, each in its language.
    pub title_stems: Field,
    /// Stems of the body's words.
    pub body_stems: Field,
    /// The first one to four letters of each word of title and names.
    pub title_starts: Field,
    /// The first two to four letters of each word of the body.
    pub body_starts: Field,
    /// Runs of four letters within words, for words nothing else finds.
    pub grams: Field,
    /// Titles as a whole.
    pub whole_title: Field,
    /// Other names, hosts and addresses as a whole.
    pub whole_name: Field,
    /// `group=value` for everything it is filed under.
    pub facet: Field,
    /// Its day of change as a number.
    pub updated: Field,
    /// How readily it comes first among equals, in percent.
    pub prior: Field,
    /// What it is sorted by under "title", by language.
    pub sort: Vec<(&'static str, Field)>,
}

/// The fast field of the id.
pub const ID: &str = "id";
/// The fast field of the facets.
pub const FACET: &str = "facet";
/// The fast field of the day of change.
pub const UPDATED: &str = "updated";
/// The fast field of the prior.
pub const PRIOR: &str = "prior";

/// The schema with its fields.
pub fn schema() -> (Schema, Fields) {
    let text = |record: IndexRecordOption, norms: bool| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(fed::NAME)
                .set_index_option(record)
                .set_fieldnorms(norms),
        )
    };
    let exact = || text(IndexRecordOption::WithFreqsAndPositions, true);
    let counted = || text(IndexRecordOption::WithFreqs, true);
    let present = || text(IndexRecordOption::Basic, false);
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_text_field(ID, STRING | FAST),
        title: builder.add_text_field("title", exact()),
        names: builder.add_text_field("names", exact()),
        body: builder.add_text_field("body", exact()),
        labels: builder.add_text_field("labels", counted()),
        title_stems: builder.add_text_field("title_stems", counted()),
        body_stems: builder.add_text_field("body_stems", counted()),
        title_starts: builder.add_text_field("title_starts", present()),
        body_starts: builder.add_text_field("body_starts", present()),
        grams: builder.add_text_field("grams", present()),
        whole_title: builder.add_text_field("whole_title", STRING),
        whole_name: builder.add_text_field("whole_name", STRING),
        facet: builder.add_text_field(FACET, FAST),
        updated: builder.add_u64_field(UPDATED, FAST),
        prior: builder.add_u64_field(PRIOR, FAST),
        sort: alphabet::LANGUAGES
            .iter()
            .map(|language| (*language, builder.add_text_field(&alphabet::field(language), FAST)))
            .collect(),
    };
    (builder.build(), fields)
}

/// Makes an opened index able to take text in.
pub fn teach(index: &Tantivy) {
    index.tokenizers().register(fed::NAME, tantivy::tokenizer::TextAnalyzer::from(fed::Fed));
}

/// A function for `map_err`: what was being done, and the code that tells a person what to do.
pub fn fault(doing: &'static str) -> impl Fn(TantivyError) -> Error {
    move |cause| match &cause {
        TantivyError::IoError(io) => Error::io(doing, io),
        TantivyError::LockFailure(..) => Error::new(ErrorCode::Busy, format!("{doing}: {cause}")),
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(_)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::SchemaError(_) => {
            Error::new(ErrorCode::IndexDamaged, format!("{doing}: {cause}"))
        }
        _ => Error::new(ErrorCode::Internal, format!("{doing}: {cause}")),
    }
}

/// Checks that an index on disk has exactly these fields.
pub fn check(found: &Schema, expected: &Schema) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(Error::new(ErrorCode::IndexDamaged, "the index has other fields"))
}
