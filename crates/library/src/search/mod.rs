//! Search: built from the store, thrown away at will, and the only room that knows tantivy.
//!
//! Going in: `document` makes of a record what the
//! `index` holds. Coming out: `asked` reads a query, `expansion` finds what the dictionary has for
//! its words and `synonyms` what the editors say means the same, `matching` makes questions of them for tantivy, `collecting` counts and ranks in one
//! pass, `nearness` looks again at the best, and `answer` shows where they match.

mod answer;
mod asked;
mod collecting;
mod dictionary;
mod document;
mod expansion;
mod facets;
mod fed;
mod frozen;
mod index;
mod marking;
mod matching;
mod nearness;
mod schema;
mod settled;
mod snippet;
mod stems;
mod synonyms;
mod view;

pub use index::{FOLDER, Index, bytes, faults};
pub use view::View;
