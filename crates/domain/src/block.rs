//! A rendered piece of a text: what readers scroll to, cite, annotate and find.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a block is, for layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading of level 2.
    Heading,
    /// A heading of level 3 or deeper.
    Subheading,
    /// A paragraph.
    Paragraph,
    /// A list, ordered or not.
    List,
    /// A quotation.
    Quote,
    /// A table.
    Table,
    /// Preformatted text.
    Code,
}

/// One block of a text, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Block {
    /// `<heading slug>.<ordinal within the section>.<8 hex digits of the text's blake3>`; for a
    /// heading the slug alone. Unique within a text.
    pub anchor: String,
    /// What it is.
    pub kind: BlockKind,
    /// Safe HTML: only elements and attributes that the renderer itself writes.
    pub html: String,
    /// The same as plain text, one line a paragraph, list item or table row.
    pub text: String,
    /// The ids of the sources it cites, in the order of first citation.
    pub sources: Vec<String>,
    /// The heading it stands under; empty before the first one.
    pub heading: String,
    /// Whether it comes from the practitioner's depth.
    pub practitioner: bool,
}
