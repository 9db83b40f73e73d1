//! Markdown as the Knowledge Centre writes it: to safe blocks with lasting anchors, to plain text,
//! and to what a checker of authored texts asks of them.
//!
//! One reading serves window, console, print and index, so that a paragraph has the same anchor
//! and a source the same number wherever it is met. Every string is valid input. Whatever a
//! text holds, the HTML consists of what [`render()`] itself writes. Pure: which records and sources
//! exist is not known here; `hrc-content` compares.

mod anchors;
mod draft;
mod events;
mod examine;
mod html;
mod lines;
mod render;
mod sentences;

pub use anchors::find;
pub use events::Refusal;
pub use examine::{Citation, Examination, Mention, Sentence, examine};
pub use html::escape;
pub use render::{plain, render, render_both};
pub use sentences::sentences;
