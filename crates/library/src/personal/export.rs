//! Everything personal into one file. Secrets of an account are never in it.

use super::fault::{fault, unreadable};
use super::file::{self, Content, KeptLetter, KeptPost, KeptQuestion, KeptReceipt};
use super::{Personal, bookmarks, drafts, images, notes, workshops};
use crate::install::sync_folder;
use hrc_domain::Error;
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use rusqlite::{Connection, Row};
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::Path;

/// Whether the receipts' secrets go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    /// With them: whoever has the file can read the answers to what was asked as a visitor, on any
    /// computer.
    Included,
    /// Without: what was asked as a visitor can be read from the file, and nothing more is fetched.
    LeftOut,
}

impl Personal {
    /// Everything personal as one file.
    pub fn export(&self, secrets: Secrets, now: jiff::Timestamp) -> Result<Vec<u8>> {
        let content = self.read(|connection| content(connection, secrets))?;
        file::write(&content, now)
    }

    /// The same put in its place, whole or not at all, for its owner alone.
    pub fn export_to(&self, place: &Path, secrets: Secrets, now: jiff::Timestamp) -> Result<()> {
        let bytes = self.export(secrets, now)?;
        put(place, &bytes)
    }
}

/// Puts a file in its place, whole or not at all, for its owner alone.
pub fn put(place: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("writing the export", &e);
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Such files are its owner's alone from the beginning.
    let mut staged = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    staged.write_all(bytes).map_err(failed)?;
    staged.as_file().sync_all().map_err(failed)?;
    staged.persist(place).map_err(|e| failed(e.error))?;
    sync_folder(folder)
}

/// Everything, from one state.
pub fn content(connection: &Connection, secrets: Secrets) -> Result<Content> {
    let mut questions = all(connection, QUESTIONS, question)?;
    for question in &mut questions {
        let id = question.id.as_str();
        question.letters = of(connection, LETTERS, id, letter)?;
        question.outbox = of(connection, OUTBOX, id, post)?;
    }
    let receipts = match secrets {
        Secrets::Included => all(connection, RECEIPTS, receipt)?,
        Secrets::LeftOut => Vec::new(),
    };
    Ok(Content {
        questions,
        notes: notes::list(connection, None, &[])?,
        bookmarks: bookmarks::list(connection)?,
        workshops: workshops::kept(connection)?,
        images: images::all(connection)?,
        receipts,
    })
}

pub(super) const QUESTIONS: &str =
    "SELECT id, owner, state, draft, reply, made_at, changed_at, asked_at,
    received_at, deleted_at, reason, publication, unread, seq FROM question ORDER BY made_at, id";
pub(super) const LETTERS: &str =
    "SELECT id, at, what, received_at FROM letter WHERE question = ? ORDER BY ordinal";
pub(super) const OUTBOX: &str =
    "SELECT id, body, state, uncertain, error FROM outbox WHERE question = ? ORDER BY ordinal";
pub(super) const RECEIPTS: &str =
    "SELECT server, secret, made_at FROM receipt ORDER BY made_at, id";

pub(super) type Reading<T> = fn(&Row<'_>) -> rusqlite::Result<Result<T>>;

fn all<T>(connection: &Connection, sql: &str, reading: Reading<T>) -> Result<Vec<T>> {
    let read = || -> rusqlite::Result<Vec<Result<T>>> {
        connection.prepare(sql)?.query_map([], reading)?.collect()
    };
    read().map_err(fault("reading for an export"))?.into_iter().collect()
}

fn of<T>(connection: &Connection, sql: &str, id: &str, reading: Reading<T>) -> Result<Vec<T>> {
    let read = || -> rusqlite::Result<Vec<Result<T>>> {
        connection.prepare_cached(sql)?.query_map([id], reading)?.collect()
    };
    read().map_err(fault("reading for an export"))?.into_iter().collect()
}

pub(super) fn question(row: &Row<'_>) -> rusqlite::Result<Result<KeptQuestion>> {
    let (id, state): (String, String) = (row.get(0)?, row.get(2)?);
    let (draft, publication): (String, String) = (row.get(3)?, row.get(11)?);
    let (owner, reply, made_at, changed_at) = (row.get(1)?, row.get(4)?, row.get(5)?, row.get(6)?);
    let (asked_at, received_at, deleted_at) = (row.get(7)?, row.get(8)?, row.get(9)?);
    let (reason, unread, seq) = (row.get(10)?, row.get(12)?, row.get(13)?);
    let understood = || {
        Ok(KeptQuestion {
            id: LetterId::new(id)?,
            owner,
            state: drafts::read_state(&state)?,
            draft: from_json("a draft", &draft)?,
            reply,
            made_at,
            changed_at,
            asked_at,
            received_at,
            deleted_at,
            reason,
            publication: from_json("a publication", &publication)?,
            unread,
            seq,
            letters: Vec::new(),
            outbox: Vec::new(),
        })
    };
    Ok(understood())
}

pub(super) fn letter(row: &Row<'_>) -> rusqlite::Result<Result<KeptLetter>> {
    let (id, what): (String, String) = (row.get(0)?, row.get(2)?);
    let (at, received_at) = (row.get(1)?, row.get(3)?);
    let understood = || {
        Ok(KeptLetter {
            id: LetterId::new(id)?,
            at,
            what: from_json("a letter", &what)?,
            received_at,
        })
    };
    Ok(understood())
}

pub(super) fn post(row: &Row<'_>) -> rusqlite::Result<Result<KeptPost>> {
    let (id, body): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
    let (state, uncertain): (String, bool) = (row.get(2)?, row.get(3)?);
    let error: Option<String> = row.get(4)?;
    let understood = || {
        Ok(KeptPost {
            id: LetterId::new(id)?,
            body: String::from_utf8(body).map_err(|e| unreadable("what is sent", e))?,
            state: drafts::read_state(&state)?,
            uncertain,
            error: error.map(|json| from_json("an error", &json)).transpose()?,
        })
    };
    Ok(understood())
}

pub(super) fn receipt(row: &Row<'_>) -> rusqlite::Result<Result<KeptReceipt>> {
    Ok(Ok(KeptReceipt { server: row.get(0)?, secret: row.get(1)?, made_at: row.get(2)? }))
}

fn from_json<T: DeserializeOwned>(what: &str, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|e| unreadable(what, e))
}
