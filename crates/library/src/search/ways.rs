//! The ways one thing asked for may match: any of them will do, and each adds to the score.

use tantivy::query::Query;
use tantivy::schema::Field;
use tantivy::{Score, Term};

/// A word of a field with what it counts.
pub type Counted = (Term, Score);

/// See the module.
#[derive(Default)]
pub struct Ways {
    /// Words of fields.
    pub terms: Vec<Counted>,
    /// Each time several words of which the best counts.
    pub best_of: Vec<Alternatives>,
    /// Runs of letters.
    pub runs: Option<Runs>,
    /// Words one after the other.
    pub phrases: Vec<Box<dyn Query>>,
}

/// Several words that one may stand for, of which the best counts.
pub struct Alternatives {
    /// Each with the fields it may stand in.
    pub words: Vec<Vec<Counted>>,
    /// Each counts as if at least so many records had it: what may be meant by a common word tells no
    /// more than the word, however rare it is itself.
    pub common: u64,
}

/// Runs of letters, of which some must be there.
pub struct Runs {
    /// The runs.
    pub terms: Vec<Term>,
    /// What each counts.
    pub counts: Score,
    /// How many must be there.
    pub least: usize,
}

impl Ways {
    /// Adds a word of a field.
    pub fn add(&mut self, field: Field, word: &str, counts: Score) {
        self.terms.push(counted(field, word, counts));
    }
}

/// A word of a field with what it counts.
pub fn counted(field: Field, word: &str, counts: Score) -> Counted {
    (Term::from_field_text(field, word), counts)
}
