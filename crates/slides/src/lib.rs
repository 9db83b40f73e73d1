//! Slides from records: nobody designs anything, and window and PDF show the same.
//!
//! [`deck()`] makes the slides of a workshop from the records it names. Every sentence is the record's own,
//! the Declaration's or the author's; text is taken whole sentence by whole sentence, so much as a room can read
//! on one slide, and goes on on the next. What a talk rarely has time for waits hidden
//! ([`hrc_domain::deck::Slide::spare`]). Of the practitioner's depth only what was chosen paragraph by paragraph
//! is in an [`hrc_domain::workshop::Exhibit`] at all.
//!
//! `case` one record · `chapters` its text by parts · `comparison` cities field by field · `own` what is
//! the author's · `paging` how much stands on a slide · `talk` what is shown by itself · `arranging` order, hidden, notes, agenda · `newer` what the
//! library has newer · `wording` the headings. How slides look is the window's and the printer's matter; where
//! records come from is the library's.

mod arranging;
mod case;
mod chapters;
mod comparison;
mod draft;
mod newer;
mod own;
mod paging;
mod talk;
mod wording;

pub use arranging::deck;
pub use newer::newer;
pub use paging::{LINES, WIDTH, lines};
pub use wording::Wording;
