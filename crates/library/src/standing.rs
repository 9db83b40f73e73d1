//! Where a library stands: one state of its databases with the index and the names of that state.
//!
//! It is replaced as a whole, so that a search in progress ends on the state it began with.

use crate::lock::WriterLock;
use crate::names::Names;
use crate::search::{Index, View, Whole};
use crate::store::{Marks, Reader, Store, Written};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::path::Path;

/// One state, ready to be searched.
pub struct Standing {
    /// The state the index is of.
    pub marks: Marks,
    /// The names of that state.
    pub names: Names,
    /// The index of that state.
    pub view: View,
    /// The index's files that were read through.
    pub whole: Whole,
}

impl Standing {
    /// Stands at the store's state with whatever index can be had: the one there is, one built
    /// anew, or, where nothing can be written, one in memory. A bad index is never fatal; whether
    /// there was one is told.
    pub fn take(dir: &Path, store: &Store, writable: bool) -> Result<(Self, bool)> {
        let unread = Whole::new();
        if let Ok(standing) = Self::current(dir, store, writable, &unread) {
            return Ok((standing, false));
        }
        if !writable {
            return Ok((Self::in_memory(store)?, true));
        }
        // Whoever held the lock before us may have healed it.
        let healed = WriterLock::take(dir).and_then(|_lock| {
            Self::current(dir, store, true, &unread).or_else(|_| Self::built(store, Some(dir)))
        });
        Ok((healed.or_else(|_| Self::in_memory(store))?, true))
    }

    /// Stands at the store's state; errs when the index is missing, damaged or of another state.
    /// Files of it known to be `whole` are not read through again.
    pub fn current(dir: &Path, store: &Store, writable: bool, whole: &Whole) -> Result<Self> {
        store.read(|reader| {
            let index = Index::open(dir, &reader.marks()?, writable, whole)?;
            Self::of(reader, index, Names::read(reader)?)
        })
    }

    /// The standing after an apply, whose lock the caller holds; before it the states were these, and
    /// these files of the index known to be `whole`.
    pub fn follow(
        dir: &Path,
        store: &Store,
        (before, written): (&Marks, &Written),
        whole: &Whole,
    ) -> Result<Self> {
        let followed = store.read(|reader| {
            // Names stand in the index of every record filed under them; and from a quarter of all
            // records on, building anew is quicker and leaves one tidy segment.
            let Some(records) = written.records.as_ref().filter(|_| !written.names) else {
                return Self::build(reader, Some(dir));
            };
            if !reader.has_more_than((records.len() * 4).saturating_sub(1))? {
                return Self::build(reader, Some(dir));
            }
            // Opened afresh: another program may have written to it since we did.
            let names = Names::read(reader)?;
            let mut index = Index::open(dir, before, true, whole)?;
            index.follow(reader, &names, records)?;
            Self::of(reader, index, names)
        });
        let healed = followed.or_else(|_| Self::built(store, Some(dir)));
        healed.map_err(|cause| {
            let sentence = format!("the batch is applied, the index is not: {}", cause.message);
            Error::new(ErrorCode::IndexDamaged, sentence)
        })
    }

    /// Stands at the store's state with an index built anew, whatever there was. The caller holds the
    /// lock.
    pub fn rebuilt(dir: &Path, store: &Store) -> Result<Self> {
        Self::built(store, Some(dir)).or_else(|_| Self::in_memory(store))
    }

    /// Stands at the store's state with an index in memory, for where none can be written.
    pub fn in_memory(store: &Store) -> Result<Self> {
        Self::built(store, None)
    }

    fn built(store: &Store, dir: Option<&Path>) -> Result<Self> {
        store.read(|reader| Self::build(reader, dir))
    }

    fn build(reader: &Reader<'_>, dir: Option<&Path>) -> Result<Self> {
        let names = Names::read(reader)?;
        Self::of(reader, Index::build(dir, reader, &names)?, names)
    }

    fn of(reader: &Reader<'_>, index: Index, names: Names) -> Result<Self> {
        let view = index.view(&names)?;
        Ok(Self { marks: reader.marks()?, view, names, whole: index.whole })
    }
}
