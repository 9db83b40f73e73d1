//! Search: built from the store, thrown away at will, and the only room that knows tantivy.
//!
//! Going in: `document` makes of a record what the `index` holds. Coming out: `asked` reads a query,
//! `expansion` finds what the `dictionary` has for its words and `synonyms` what the editors say
//! means the same, and `matching` makes a question of them. `collecting` answers it: a `pass` over
//! each segment reads the `evidence` of every word, `facets` counts what matches, `ranking` finds
//! the best. `nearness` looks again at those, and `answer` shows where they match.

mod answer;
mod asked;
mod collecting;
mod dictionary;
mod document;
mod evidence;
mod expansion;
mod facets;
mod fed;
mod frozen;
mod index;
mod marking;
mod matching;
mod nearness;
mod order;
mod pass;
mod ranking;
mod records;
mod schema;
mod snippet;
mod stems;
mod synonyms;
mod view;
mod ways;

pub use index::{FOLDER, Index, STAGED, Whole, bytes, faults};
pub use view::View;
