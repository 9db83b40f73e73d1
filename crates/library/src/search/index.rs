//! The index on disk: opened only when it is whole and of the store's state, built anew otherwise.
//!
//! It is disposable. What it must never be is silently wrong: every commit carries the format and
//! the state it was made of, and opening compares both and reads every file's checksum. A file never
//! changes once it is written, so a program reads through at its start what is there, and later only
//! what has come since.

use super::document::Feeder;
use super::frozen::Frozen;
use super::schema::{self, Fields, fault};
use super::view::View;
use crate::install::put_folder;
use crate::names::Names;
use crate::store::{DepthMark, Mark, Marks, Reader};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, RecordId};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::indexer::IndexWriterOptions;
use tantivy::{Index as Tantivy, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

/// The index's folder within a library's.
pub const FOLDER: &str = "index";

/// How folders are named that hold an index on its way.
pub const STAGED: &str = ".index-";

/// Enough that a few thousand records make one segment; more is written out in between.
const MEMORY: usize = 128 << 20;

/// From this many records on a second thread is worth its start.
const MANY: u32 = 5_000;

/// The files of an index that were read through and found whole.
pub type Whole = HashSet<PathBuf>;

/// An index that is whole and current.
pub struct Index {
    /// Its files that were found whole.
    pub whole: Whole,
    tantivy: Tantivy,
    reader: IndexReader,
    fields: Fields,
}

impl Index {
    /// Opens the index in a library's folder; errs when it is missing, damaged, of another format
    /// or of another state. Files known to be `whole` are not read through again.
    pub fn open(dir: &Path, marks: &Marks, writable: bool, whole: &Whole) -> Result<Self> {
        let directory = MmapDirectory::open(dir.join(FOLDER))
            .map_err(|cause| damaged(format!("opening the index: {cause}")))?;
        let directory: Box<dyn Directory> =
            if writable { Box::new(directory) } else { Box::new(Frozen::new(directory)) };
        let tantivy = Tantivy::open(directory).map_err(fault("opening the index"))?;
        let whole = check(&tantivy, marks, whole)?;
        Ok(Self { whole, ..Self::of(tantivy)? })
    }

    /// Builds the index of everything in the store: on disk, taking the place of the one there, or
    /// in memory.
    pub fn build(dir: Option<&Path>, reader: &Reader<'_>, names: &Names) -> Result<Self> {
        let marks = reader.marks()?;
        let (schema, fields) = schema::schema();
        let Some(dir) = dir else {
            let tantivy = Tantivy::create_in_ram(schema);
            fill(&tantivy, &fields, reader, names, &marks)?;
            return Self::of(tantivy);
        };
        let staged = tempfile::Builder::new()
            .prefix(STAGED)
            .tempdir_in(dir)
            .map_err(|e| Error::io("making room for the index", &e))?;
        let new = staged.path().join("new");
        std::fs::create_dir(&new).map_err(|e| Error::io("making room for the index", &e))?;
        let tantivy = Tantivy::create_in_dir(&new, schema).map_err(fault("making an index"))?;
        fill(&tantivy, &fields, reader, names, &marks)?;
        drop(tantivy);
        put_folder(&new, &dir.join(FOLDER), staged.path())?;
        Self::open(dir, &marks, true, &Whole::new())
    }

    /// Follows the store to a later state: these records are indexed anew or taken out.
    pub fn follow(
        &mut self,
        reader: &Reader<'_>,
        names: &Names,
        records: &BTreeSet<RecordId>,
    ) -> Result<()> {
        let mut writer = writer(&self.tantivy, 1)?;
        let mut feeder = Feeder::new(&self.fields, names);
        for id in records {
            writer.delete_term(Term::from_field_text(self.fields.id, id.as_str()));
            if let Some(card) = reader.card(id.as_str())? {
                let document = feeder.document(&card, &reader.passages(id.as_str())?);
                writer.add_document(document).map_err(fault("indexing a record"))?;
            }
        }
        commit(&mut writer, &reader.marks()?)?;
        writer.wait_merging_threads().map_err(fault("tidying the index"))?;
        self.reader.reload().map_err(fault("reading the new index"))
    }

    /// What is searched: the state of the last commit this index knows.
    pub fn view(&self, names: &Names) -> Result<View> {
        View::new(self.reader.searcher(), self.fields.clone(), names)
    }

    fn of(tantivy: Tantivy) -> Result<Self> {
        let (schema, fields) = schema::schema();
        schema::check(&tantivy.schema(), &schema)?;
        schema::teach(&tantivy);
        let reader = tantivy
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(fault("reading the index"))?;
        Ok(Self { whole: Whole::new(), tantivy, reader, fields })
    }
}

/// Everything that is wrong with the index in this folder, in plain sentences.
pub fn faults(dir: &Path, marks: &Marks, records: u32) -> Vec<String> {
    match Index::open(dir, marks, false, &Whole::new()) {
        Err(cause) => vec![format!("Index: {}.", cause.message)],
        Ok(index) => {
            let found = index.reader.searcher().num_docs();
            if found == u64::from(records) {
                return Vec::new();
            }
            vec![format!("The index has {found} records, the database {records}.")]
        }
    }
}

/// The size of the index in bytes; 0 where there is none.
pub fn bytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir.join(FOLDER)).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum()
}

/// Checks that an index is whole and of this state; gives its files, all of them whole.
fn check(tantivy: &Tantivy, marks: &Marks, whole: &Whole) -> Result<Whole> {
    let metas = tantivy.load_metas().map_err(fault("reading what the index is of"))?;
    if metas.payload.as_deref() != Some(payload(marks).as_str()) {
        return Err(damaged("the index is of another state".to_owned()));
    }
    let directory = tantivy.directory();
    let listed = directory.list_managed_files();
    for segment in &metas.segments {
        let name = segment.id().uuid_string();
        // Where a list is lost, tantivy takes nothing for damaged.
        if !listed.iter().any(|file| file.to_string_lossy().starts_with(&name)) {
            return Err(damaged(format!("the files of segment {name} are not listed")));
        }
    }
    // Not every segment has every file there might be.
    let mut files = metas.list_segment_files();
    files.retain(|file| listed.contains(file));
    for file in files.difference(whole) {
        let fine = directory.validate_checksum(file);
        if !fine.map_err(|cause| fault("reading the index through")(cause.into()))? {
            return Err(damaged(format!("{} is damaged", file.display())));
        }
    }
    Ok(files)
}

/// What a commit is of.
fn payload(marks: &Marks) -> String {
    let Mark { head, digest } = marks.general;
    let general = format!("{} {head} {digest}", schema::FORMAT);
    marks.depth.map_or(general.clone(), |DepthMark { mark: Mark { head, digest }, beside }| {
        format!("{general} {head} {digest} {beside}")
    })
}

fn fill(
    tantivy: &Tantivy,
    fields: &Fields,
    reader: &Reader<'_>,
    names: &Names,
    marks: &Marks,
) -> Result<()> {
    schema::teach(tantivy);
    let threads = if reader.count()? >= MANY { 2 } else { 1 };
    let mut writer = writer(tantivy, threads)?;
    let mut feeder = Feeder::new(fields, names);
    reader.each_card(|card| {
        let document = feeder.document(&card, &reader.passages(card.id.as_str())?);
        writer.add_document(document).map(drop).map_err(fault("indexing a record"))
    })?;
    commit(&mut writer, marks)?;
    let segments = tantivy.searchable_segment_ids().map_err(fault("counting segments"))?;
    if segments.len() > 1 {
        writer.merge(&segments).wait().map_err(fault("merging the index"))?;
        writer.garbage_collect_files().wait().map_err(fault("tidying the index"))?;
    }
    writer.wait_merging_threads().map_err(fault("tidying the index"))
}

fn writer(tantivy: &Tantivy, threads: usize) -> Result<IndexWriter<TantivyDocument>> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .memory_budget_per_thread(MEMORY)
        .build();
    tantivy.writer_with_options(options).map_err(fault("opening the index to write"))
}

fn commit(writer: &mut IndexWriter<TantivyDocument>, marks: &Marks) -> Result<()> {
    let mut prepared = writer.prepare_commit().map_err(fault("preparing the index"))?;
    prepared.set_payload(&payload(marks));
    prepared.commit().map(drop).map_err(fault("committing the index"))
}

fn damaged(sentence: String) -> Error {
    Error::new(ErrorCode::IndexDamaged, sentence)
}
