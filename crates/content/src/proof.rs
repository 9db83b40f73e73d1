//! The proof of one file: what was found wrong in it and what it says of other files.
//!
//! Every reader of a part of a file writes here, so that one fault never hides the next.

use crate::fault::Fault;
use crate::vocabularies::Vocabularies;
use hrc_domain::{Kind, RecordId};
use std::cell::RefCell;
use std::path::PathBuf;

/// A record named in a file; whether there is one is known when all files are read.
#[derive(Debug, Clone)]
pub(crate) struct Naming {
    pub line: u32,
    /// What names it: a field or the text.
    pub by: String,
    pub id: RecordId,
    /// The kind it must be of, where only one makes sense.
    pub kind: Option<Kind>,
}

/// The proof of one file.
pub(crate) struct Proof<'a> {
    file: PathBuf,
    pub vocabularies: &'a Vocabularies,
    faults: RefCell<Vec<Fault>>,
    namings: RefCell<Vec<Naming>>,
    cited: RefCell<Vec<(u32, RecordId)>>,
}

impl<'a> Proof<'a> {
    pub(crate) fn new(file: PathBuf, vocabularies: &'a Vocabularies) -> Self {
        let (faults, namings, cited) = Default::default();
        Self { file, vocabularies, faults, namings, cited }
    }

    /// Takes note of a fault.
    pub(crate) fn fault(&self, line: u32, sentence: impl Into<String>) {
        let fault = Fault { file: self.file.clone(), line, sentence: sentence.into() };
        self.faults.borrow_mut().push(fault);
    }

    /// Takes note that another record is named.
    pub(crate) fn names(&self, line: u32, by: &str, id: RecordId, kind: Option<Kind>) {
        self.namings.borrow_mut().push(Naming { line, by: by.to_owned(), id, kind });
    }

    /// Takes note that a source is cited.
    pub(crate) fn cites(&self, line: u32, source: RecordId) {
        self.cited.borrow_mut().push((line, source));
    }

    /// Every citation so far.
    pub(crate) fn cited(&self) -> Vec<(u32, RecordId)> {
        self.cited.borrow().clone()
    }

    /// The faults and the records named.
    pub(crate) fn close(self) -> (Vec<Fault>, Vec<Naming>) {
        (self.faults.into_inner(), self.namings.into_inner())
    }
}
