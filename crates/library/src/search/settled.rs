//! A question answered beforehand, as a set of records: what a phrase must be before it can be
//! excluded.
//!
//! tantivy 0.27 asks an excluded phrase again for records it has already passed, which its phrase
//! scorer forbids (it stops the program in debug builds). A set does not mind.

use std::sync::Arc;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// See the module.
#[derive(Debug, Clone)]
pub struct Settled(Arc<dyn Query>);

struct SettledWeight(Box<dyn Weight>);

impl Settled {
    /// The records that answer this question, without scores.
    pub fn new(query: Box<dyn Query>) -> Self {
        Self(query.into())
    }
}

impl Query for Settled {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SettledWeight(self.0.weight(scoring)?)))
    }
}

impl Weight for SettledWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut records = BitSet::with_max_value(reader.max_doc());
        let mut found = self.0.scorer(reader, 1.0)?;
        while found.doc() != TERMINATED {
            records.insert(found.doc());
            found.advance();
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(records), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) == doc {
            return Ok(Explanation::new("in the set", 1.0));
        }
        Err(TantivyError::InvalidArgument(format!("record {doc} is not in the set")))
    }
}
