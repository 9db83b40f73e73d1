//! The engines that are compared, each as it comes: ours, tantivy's default, SQLite's FTS5.

use crate::Outcome;
use crate::collection::Document;
use hrc_domain::record::{Facets, Record};
use hrc_domain::search::SearchRequest;
use hrc_domain::{Detail, Entry, Language, PartialDate, RecordId};
use hrc_library::{Batch, Change, Library};
use std::collections::BTreeMap;
use std::path::Path;

/// Something that finds documents.
pub trait Engine {
    /// What it is called in the tables.
    fn name(&self) -> &'static str;

    /// The names of the best documents, best first.
    ///
    /// # Errors
    /// When the engine refuses the query.
    fn find(&self, query: &str, limit: u32) -> Outcome<Vec<String>>;
}

/// Our library, filled by the code that fills the bundle.
pub struct Ours {
    library: Library,
    language: Language,
    names: BTreeMap<String, String>,
}

impl Ours {
    /// Fills a library in this folder.
    ///
    /// # Errors
    /// When the library cannot be made.
    pub fn fill(folder: &Path, documents: &[Document], language: &str) -> Outcome<Self> {
        let language = Language::new(language)?;
        let library = Library::create(folder)?;
        let mut names = BTreeMap::new();
        let mut changes = Vec::new();
        for (number, document) in documents.iter().enumerate() {
            let id = format!("d-{number}");
            names.insert(id.clone(), document.id.clone());
            let entry = Entry::Record(Box::new(record(&id, document, &language)?));
            changes.push(Change::upsert(0, entry)?);
        }
        library.apply(Batch { head: 0, changes })?;
        Ok(Self { library, language, names })
    }
}

pub(crate) fn record(id: &str, document: &Document, language: &Language) -> Outcome<Record> {
    Ok(Record {
        id: RecordId::new(id)?,
        section: "framework".to_owned(),
        title: document.title.clone(),
        summary: String::new(),
        language: language.clone(),
        aliases: Vec::new(),
        translations: BTreeMap::new(),
        facets: Facets::default(),
        body: document.body.clone(),
        sources: Vec::new(),
        related: Vec::new(),
        updated: PartialDate::new("2026-11-20")?,
        presenting: None,
        detail: Detail::Article {},
    })
}

impl Engine for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn find(&self, query: &str, limit: u32) -> Outcome<Vec<String>> {
        let request = SearchRequest::new(query, self.language.clone(), limit);
        let response = self.library.search(&request)?;
        Ok(response
            .hits
            .iter()
            .filter_map(|hit| self.names.get(hit.id.as_str()).cloned())
            .collect())
    }
}

/// tantivy with the schema of its first example: two text fields, its own analyser, its own query
/// parser, read leniently as it advises for people's input.
pub struct TantivyDefault {
    searcher: tantivy::Searcher,
    parser: tantivy::query::QueryParser,
    name: tantivy::schema::Field,
}

impl TantivyDefault {
    /// Fills an index in memory.
    ///
    /// # Errors
    /// When tantivy refuses.
    pub fn fill(documents: &[Document]) -> Outcome<Self> {
        use tantivy::schema::{STORED, STRING, Schema, TEXT};
        let mut schema = Schema::builder();
        let name = schema.add_text_field("name", STRING | STORED);
        let title = schema.add_text_field("title", TEXT);
        let body = schema.add_text_field("body", TEXT);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 100_000_000)?;
        for document in documents {
            let mut row = tantivy::TantivyDocument::new();
            row.add_text(name, &document.id);
            row.add_text(title, &document.title);
            row.add_text(body, &document.body);
            writer.add_document(row)?;
        }
        writer.commit()?;
        let parser = tantivy::query::QueryParser::for_index(&index, vec![title, body]);
        Ok(Self { searcher: index.reader()?.searcher(), parser, name })
    }
}

impl Engine for TantivyDefault {
    fn name(&self) -> &'static str {
        "tantivy default"
    }

    fn find(&self, query: &str, limit: u32) -> Outcome<Vec<String>> {
        use tantivy::schema::Value;
        let (query, _) = self.parser.parse_query_lenient(query);
        let top = tantivy::collector::TopDocs::with_limit(usize::try_from(limit)?).order_by_score();
        let mut found = Vec::new();
        for (_, address) in self.searcher.search(&query, &top)? {
            let document: tantivy::TantivyDocument = self.searcher.doc(address)?;
            let name = document.get_first(self.name).and_then(|value| value.as_str());
            found.extend(name.map(str::to_owned));
        }
        Ok(found)
    }
}

/// SQLite FTS5 with `porter unicode61`, ranked by its BM25; words joined by OR, which finds more than
/// its default AND and ranks the same.
pub struct Fts5 {
    database: rusqlite::Connection,
}

impl Fts5 {
    /// Fills a table in memory.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn fill(documents: &[Document]) -> Outcome<Self> {
        let mut database = rusqlite::Connection::open_in_memory()?;
        database.execute_batch(
            "CREATE VIRTUAL TABLE d USING fts5(name UNINDEXED, title, body, tokenize = 'porter unicode61')",
        )?;
        let transaction = database.transaction()?;
        {
            let mut put = transaction.prepare("INSERT INTO d VALUES (?1, ?2, ?3)")?;
            for document in documents {
                put.execute([&document.id, &document.title, &document.body])?;
            }
        }
        transaction.commit()?;
        Ok(Self { database })
    }
}

impl Engine for Fts5 {
    fn name(&self) -> &'static str {
        "FTS5 porter"
    }

    fn find(&self, query: &str, limit: u32) -> Outcome<Vec<String>> {
        let words: Vec<String> = query
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\""))
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut ask = self
            .database
            .prepare_cached("SELECT name FROM d WHERE d MATCH ?1 ORDER BY rank LIMIT ?2")?;
        let rows = ask.query_map(rusqlite::params![words.join(" OR "), limit], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
