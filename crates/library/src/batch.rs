//! What a library is given, and what comes of it: the façade's own words for writing.

use hrc_domain::Entry;

/// What a library is to become: the next state of its feed, or the bundle's.
pub struct Batch {
    /// The sequence after it; 0 for the bundle.
    pub head: u64,
    /// The changes, in the order of their sequence.
    pub changes: Vec<Change>,
}

/// One change.
pub enum Change {
    /// Put this in the place of what has its key.
    Upsert {
        /// Its sequence.
        sequence: u64,
        /// What to put.
        entry: Entry,
    },
    /// Take this away for good.
    Withdraw {
        /// Its sequence.
        sequence: u64,
        /// The key of what to take away.
        key: String,
    },
}

/// What an apply did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    /// Entries put.
    pub upserted: u32,
    /// Entries taken away.
    pub withdrawn: u32,
}

/// The outcome of a full check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Everything that was found wrong, in plain sentences; empty when all is well.
    pub faults: Vec<String>,
    /// How many records were read.
    pub records: u32,
}
