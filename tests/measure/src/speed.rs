//! The two that are timed, both on disk and both with everything a results page shows.

use crate::Outcome;
use crate::collection::Document;
use crate::engines::record;
use hrc_domain::search::{FacetGroup, SearchRequest};
use hrc_domain::{Entry, Language, Record};
use hrc_library::{Batch, Change, Library};
use std::path::{Path, PathBuf};

/// Hits on a page.
const PAGE: u32 = 10;

/// Countries the documents are filed under, one after the other; themes likewise.
const COUNTRIES: [&str; 7] = ["AT", "DE", "SE", "NL", "ES", "FR", "GB"];
const THEMES: [&str; 5] = ["housing", "participation", "children", "older-people", "peace"];

/// One search as a person makes it.
#[derive(Clone, Default)]
pub struct Asked {
    /// The words.
    pub words: String,
    /// Whether the last is still being typed.
    pub open: bool,
    /// Whether a country and a theme are ticked.
    pub ticked: bool,
}

/// Something whose speed is measured.
pub trait Timed: Sized {
    /// What it is called in the table.
    const NAME: &'static str;

    /// Makes it of these documents, in this folder.
    ///
    /// # Errors
    /// When it cannot be made.
    fn fill(folder: &Path, documents: &[Document], language: &str) -> Outcome<Self>;

    /// Opens what was made.
    ///
    /// # Errors
    /// When it cannot be opened.
    fn open(folder: &Path, language: &str) -> Outcome<Self>;

    /// How many hits a page shows, each with its snippet.
    ///
    /// # Errors
    /// When the search is refused.
    fn page(&self, asked: &Asked) -> Outcome<usize>;

    /// Puts these documents in the place of the first ones there are.
    ///
    /// # Errors
    /// When it cannot be written.
    fn update(&mut self, documents: &[Document]) -> Outcome<()>;
}

/// Our library. Every answer of it has the counts of all facets.
pub struct OurLibrary {
    library: Library,
    language: Language,
    head: u64,
}

impl OurLibrary {
    fn put(&self, sequence: u64, documents: &[Document]) -> Outcome<Batch> {
        let change = |(number, document)| -> Outcome<Change> {
            let record = filed(number, document, &self.language)?;
            Ok(Change::upsert(sequence, Entry::Record(Box::new(record)))?)
        };
        let changes = documents.iter().enumerate().map(change).collect::<Outcome<_>>()?;
        Ok(Batch { head: sequence, changes })
    }
}

fn filed(number: usize, document: &Document, language: &Language) -> Outcome<Record> {
    let mut record = record(&format!("d-{number}"), document, language)?;
    record.facets.country = Some(COUNTRIES[number % COUNTRIES.len()].to_owned());
    record.facets.themes = vec![hrc_domain::RecordId::new(THEMES[number % THEMES.len()])?];
    record.facets.udhr = vec![1 + u8::try_from(number % 30)?];
    Ok(record)
}

impl Timed for OurLibrary {
    const NAME: &'static str = "ours";

    fn fill(folder: &Path, documents: &[Document], language: &str) -> Outcome<Self> {
        let library = Library::create(folder)?;
        let made = Self { library, language: Language::new(language)?, head: 0 };
        made.library.apply(made.put(0, documents)?)?;
        Ok(made)
    }

    fn open(folder: &Path, language: &str) -> Outcome<Self> {
        let language = Language::new(language)?;
        Ok(Self { library: Library::open(folder)?, language, head: 0 })
    }

    fn page(&self, asked: &Asked) -> Outcome<usize> {
        let space = if asked.open { "" } else { " " };
        let words = format!("{}{space}", asked.words);
        let mut request = SearchRequest::new(words, self.language.clone(), PAGE);
        if asked.ticked {
            request.filters.insert(FacetGroup::Country, vec![COUNTRIES[0].to_owned()]);
            request.filters.insert(FacetGroup::Theme, vec![THEMES[0].to_owned()]);
        }
        Ok(self.library.search(&request)?.hits.len())
    }

    fn update(&mut self, documents: &[Document]) -> Outcome<()> {
        self.head += 1;
        self.library.apply(self.put(self.head, documents)?)?;
        Ok(())
    }
}

/// SQLite's FTS5 with `porter unicode61`: words joined by AND, which is its default and its quicker
/// way; ranked by its BM25; with its snippets. Facets are counted only where they are ticked.
pub struct Fts5OnDisk {
    database: rusqlite::Connection,
}

fn file(folder: &Path) -> PathBuf {
    folder.join("fts5.sqlite")
}

impl Timed for Fts5OnDisk {
    const NAME: &'static str = "FTS5 porter";

    fn fill(folder: &Path, documents: &[Document], language: &str) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        let mut made = Self::open(folder, language)?;
        made.database.execute_batch(
            "CREATE VIRTUAL TABLE d USING fts5(title, body, tokenize = 'porter unicode61');
             CREATE TABLE filed (id INTEGER PRIMARY KEY, country TEXT, theme TEXT)",
        )?;
        made.update(documents)?;
        made.database.execute("INSERT INTO d(d) VALUES ('optimize')", [])?;
        Ok(made)
    }

    fn open(folder: &Path, _language: &str) -> Outcome<Self> {
        let database = rusqlite::Connection::open(file(folder))?;
        database.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")?;
        Ok(Self { database })
    }

    fn page(&self, asked: &Asked) -> Outcome<usize> {
        let words = asked.words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
        if words.is_empty() {
            return Ok(0);
        }
        let matching = format!("{}{}", words.join(" "), if asked.open { "*" } else { "" });
        if !asked.ticked {
            return self.shown(
                "SELECT title, snippet(d, 1, '[', ']', '…', 32) FROM d WHERE d MATCH ?1
                 ORDER BY rank LIMIT 10",
                &matching,
            );
        }
        for group in ["country", "theme"] {
            self.shown(
                &format!(
                    "SELECT {group}, count(*) FROM d JOIN filed ON filed.id = d.rowid
                     WHERE d MATCH ?1 GROUP BY {group}"
                ),
                &matching,
            )?;
        }
        self.shown(
            "SELECT title, snippet(d, 1, '[', ']', '…', 32) FROM d JOIN filed ON filed.id = d.rowid
             WHERE d MATCH ?1 AND country = 'AT' AND theme = 'housing' ORDER BY rank LIMIT 10",
            &matching,
        )
    }

    fn update(&mut self, documents: &[Document]) -> Outcome<()> {
        let transaction = self.database.transaction()?;
        {
            let mut put = transaction
                .prepare("INSERT OR REPLACE INTO d(rowid, title, body) VALUES (?1, ?2, ?3)")?;
            let mut file =
                transaction.prepare("INSERT OR REPLACE INTO filed VALUES (?1, ?2, ?3)")?;
            for (number, document) in documents.iter().enumerate() {
                let row = i64::try_from(number)?;
                put.execute(rusqlite::params![row, document.title, document.body])?;
                let (country, theme) =
                    (COUNTRIES[number % COUNTRIES.len()], THEMES[number % THEMES.len()]);
                file.execute(rusqlite::params![row, country, theme])?;
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

impl Fts5OnDisk {
    /// How many rows; each is read as a page would.
    fn shown(&self, question: &str, matching: &str) -> Outcome<usize> {
        let mut ask = self.database.prepare_cached(question)?;
        let mut rows = ask.query([matching])?;
        let mut shown = 0;
        while let Some(row) = rows.next()? {
            let _: (String, rusqlite::types::Value) = (row.get(0)?, row.get(1)?);
            shown += 1;
        }
        Ok(shown)
    }
}
