//! The one place that meets Typst: a world of templates, one sheet and the fonts, and out of it a PDF.
//!
//! The world has no disk, no network, no packages and no clock: whatever a template asked for beyond
//! the files given here would not be found. The document is checked against PDF/UA-1 while it is
//! written, as far as a program can check it: tags, languages, title, alternative texts.

use crate::fonts;
use crate::letters;
use crate::sheet::Sheet;
use crate::slides::{Files, SLIDES};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::collections::HashMap;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The templates, by the names they call each other.
const TEMPLATES: [(&str, &str); 3] = [
    ("/look.typ", include_str!("../templates/look.typ")),
    (PAGES, include_str!("../templates/pages.typ")),
    (SLIDES, include_str!("../templates/slides.typ")),
];

/// The template of records, hand-outs and comparisons.
pub(crate) const PAGES: &str = "/pages.typ";

/// Where the templates find the sheet.
const SHEET: &str = "/sheet.json";

/// Sets a document and writes it as PDF.
pub(crate) fn set(sheet: &Sheet, files: &Files) -> Result<Vec<u8>> {
    let fonts = fonts::all();
    let mut data = serde_json::to_value(sheet)
        .map_err(|cause| internal(&format!("the sheet cannot be written: {cause}")))?;
    if letters::make_printable(&mut data, &fonts)
        && let Some(said) = data.get_mut("letters_missing")
    {
        *said = true.into();
    }
    let world = Desk::new(sheet.template, &data, files, fonts)?;
    let document: PagedDocument =
        typst::compile(&world).output.map_err(|faults| faulty("set", &faults))?;
    match written(&document, &sheet.brand, &[PdfStandard::Ua_1]) {
        Ok(pdf) => Ok(pdf),
        // What the check minds in a text nobody foresaw must not keep the text from its readers: the
        // document is tagged all the same, and does not claim the standard.
        Err(_) => written(&document, &sheet.brand, &[]),
    }
}

fn written(document: &PagedDocument, creator: &str, standards: &[PdfStandard]) -> Result<Vec<u8>> {
    let standards = PdfStandards::new(standards)
        .map_err(|cause| internal(&format!("the standard is not known: {}", cause.message())))?;
    let creator = Smart::Custom(Some(creator.to_owned()));
    let options = PdfOptions { creator, standards, ..PdfOptions::default() };
    typst_pdf::pdf(document, &options).map_err(|faults| faulty("written", &faults))
}

fn internal(sentence: &str) -> Error {
    Error::new(ErrorCode::Internal, sentence)
}

fn faulty(done: &str, faults: &[SourceDiagnostic]) -> Error {
    let said: Vec<&str> = faults.iter().take(5).map(|fault| fault.message.as_str()).collect();
    internal(&format!("the document cannot be {done}: {}", said.join("; ")))
}

/// Everything a template can see.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    fn new(
        template: &str,
        data: &serde_json::Value,
        given: &Files,
        fonts: Vec<Font>,
    ) -> Result<Self> {
        let mut sources = HashMap::new();
        for (name, text) in TEMPLATES {
            let id = file(name)?;
            sources.insert(id, Source::new(id, text.to_owned()));
        }
        let data = serde_json::to_vec(data)
            .map_err(|cause| internal(&format!("the sheet cannot be written: {cause}")))?;
        let mut files = HashMap::from([(file(SHEET)?, Bytes::new(data))]);
        for (name, bytes) in given {
            files.insert(file(name)?, Bytes::new(bytes.clone()));
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file(template)?,
            sources,
            files,
        })
    }
}

fn file(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name)
        .map_err(|_| internal(&format!("{name} is no name of a template")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
