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
    /// Each time several words of which the best counts, each with the fields it may stand in.
    pub best_of: Vec<Vec<Vec<Counted>>>,
    /// Runs of letters.
    pub runs: Option<Runs>,
    /// Words one after the other.
    pub phrases: Vec<Box<dyn Query>>,
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
