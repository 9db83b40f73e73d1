//! What a library is given, and what comes of it: the façade's own words for writing.

use hrc_domain::Change;

/// What a library is to become: the bundle's content, or another state nobody signed.
///
/// A feed's next state comes by syncing, which checks what it must be.
pub struct Batch {
    /// The sequence after it; 0 for the bundle.
    pub head: u64,
    /// The changes, in the order of their sequence.
    pub changes: Vec<Change>,
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
