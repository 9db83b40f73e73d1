//! Notes on records and paragraphs, kept whatever becomes of what they are on.

use super::fault::fault;
use super::{Personal, drafts, instant, new_id};
use crate::words;
use hrc_domain::error::Result;
use hrc_domain::personal::{Note, NoteLine, NotePlace, NoteStanding};
use hrc_domain::question::{LetterId, body_digest};
use hrc_domain::{Error, ErrorCode, RecordId};
use rusqlite::{Connection, Row, Transaction};

/// What the library has now where a note was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Present {
    /// No record of that id.
    Gone,
    /// The record, and the text of the paragraph the anchor finds in it, if any.
    There(Option<String>),
}

const COLUMNS: &str =
    "SELECT id, record, title, anchor, excerpt, hash, text, made_at, changed_at FROM note";

impl Personal {
    /// Puts a note on a record or paragraph.
    pub fn add_note(
        &self,
        place: &NotePlace,
        text: &str,
        now: jiff::Timestamp,
    ) -> Result<LetterId> {
        let (id, at) = (new_id(now)?, instant(now));
        let note = Note {
            id: id.clone(),
            hash: body_digest(place.excerpt.as_bytes()),
            place: place.clone(),
            text: text.to_owned(),
            made_at: at.clone(),
            changed_at: at,
        };
        bounded(&note)?;
        self.write(|transaction| put(transaction, &note))?;
        Ok(id)
    }

    /// Rewrites a note. What it is on stays as it was noted.
    pub fn edit_note(&self, id: &LetterId, text: &str, now: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| {
            let note = find(transaction, id)?
                .ok_or_else(|| Error::new(ErrorCode::NotFound, format!("there is no note {id}")))?;
            let note = Note { text: text.to_owned(), changed_at: instant(now), ..note };
            bounded(&note)?;
            put(transaction, &note)
        })
    }

    /// Removes a note.
    pub fn remove_note(&self, id: &LetterId) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute("DELETE FROM note WHERE id = ?", [id.as_str()])
                .map(drop)
                .map_err(fault("removing a note"))
        })
    }

    /// The notes that have all these words, in them or in what they are on, the last written first; all
    /// of them for no words. `present` says what the library has now at the place of a note.
    pub fn notes(
        &self,
        words: &str,
        present: impl Fn(&RecordId, Option<&str>) -> Present,
    ) -> Result<Vec<NoteLine>> {
        let asked = words::whole(words);
        let asked: Vec<_> = asked.split_whitespace().collect();
        let notes = self.read(|connection| list(connection, None, &asked))?;
        Ok(notes.into_iter().map(|note| standing(note, &present)).collect())
    }

    /// The notes on one record, the last written first.
    pub fn notes_on(
        &self,
        record: &RecordId,
        present: impl Fn(&RecordId, Option<&str>) -> Present,
    ) -> Result<Vec<NoteLine>> {
        let notes = self.read(|connection| list(connection, Some(record), &[]))?;
        Ok(notes.into_iter().map(|note| standing(note, &present)).collect())
    }
}

fn standing(note: Note, present: &impl Fn(&RecordId, Option<&str>) -> Present) -> NoteLine {
    let anchor = note.place.anchor.as_deref();
    let standing = match (present(&note.place.record, anchor), anchor) {
        (Present::Gone, _) => NoteStanding::Gone,
        (Present::There(_), None) => NoteStanding::There,
        (Present::There(Some(text)), Some(_)) if body_digest(text.as_bytes()) == note.hash => {
            NoteStanding::There
        }
        (Present::There(_), Some(_)) => NoteStanding::Changed,
    };
    NoteLine { note, standing }
}

/// Errs with `invalid_input` where a note is beyond all measure.
pub fn bounded(note: &Note) -> Result<()> {
    let NotePlace { title, anchor, excerpt, .. } = &note.place;
    let bytes = title.len() + anchor.as_ref().map_or(0, String::len) + excerpt.len();
    if bytes + note.text.len() > drafts::MAX_DRAFT {
        return Err(Error::new(ErrorCode::InvalidInput, "text: it is beyond all measure"));
    }
    Ok(())
}

/// Keeps a note in the place of the one of its id.
pub fn put(transaction: &Transaction<'_>, note: &Note) -> Result<()> {
    let Note { id, place, hash, text, made_at, changed_at } = note;
    let NotePlace { record, title, anchor, excerpt } = place;
    let folded = words::whole(&format!("{title} {excerpt} {text}"));
    transaction
        .execute(
            "INSERT OR REPLACE INTO note
             (id, record, title, anchor, excerpt, hash, text, made_at, changed_at, folded)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                id.as_str(),
                record.as_str(),
                title,
                anchor,
                excerpt,
                hash,
                text,
                made_at,
                changed_at,
                folded,
            ),
        )
        .map(drop)
        .map_err(fault("keeping a note"))
}

/// The note of this id.
pub fn find(connection: &Connection, id: &LetterId) -> Result<Option<Note>> {
    let rows = query(connection, &format!("{COLUMNS} WHERE id = ?"), &[id.as_str()])?;
    Ok(rows.into_iter().next())
}

/// The notes on a record, or on all, that have all these folded words.
pub fn list(
    connection: &Connection,
    record: Option<&RecordId>,
    words: &[&str],
) -> Result<Vec<Note>> {
    let mut sql = format!("{COLUMNS} WHERE (?1 = '' OR record = ?1)");
    let mut values = vec![record.map_or("", RecordId::as_str)];
    for word in words {
        values.push(word);
        // Not LIKE: it knows signs of its own, and only the ASCII capitals.
        sql.push_str(&format!(" AND instr(folded, ?{}) > 0", values.len()));
    }
    sql.push_str(" ORDER BY changed_at DESC, id DESC");
    query(connection, &sql, &values)
}

fn query(connection: &Connection, sql: &str, values: &[&str]) -> Result<Vec<Note>> {
    let read = || -> rusqlite::Result<Vec<Note>> {
        connection.prepare(sql)?.query_map(rusqlite::params_from_iter(values), note)?.collect()
    };
    read().map_err(fault("reading the notes"))
}

fn note(row: &Row<'_>) -> rusqlite::Result<Note> {
    let foreign = |at: usize, cause: &str| {
        let cause = std::io::Error::other(cause.to_owned());
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, cause.into())
    };
    Ok(Note {
        id: LetterId::new(row.get::<_, String>(0)?).map_err(|e| foreign(0, &e.message))?,
        place: NotePlace {
            record: RecordId::new(row.get::<_, String>(1)?)
                .map_err(|e| foreign(1, &e.to_string()))?,
            title: row.get(2)?,
            anchor: row.get(3)?,
            excerpt: row.get(4)?,
        },
        hash: row.get(5)?,
        text: row.get(6)?,
        made_at: row.get(7)?,
        changed_at: row.get(8)?,
    })
}
