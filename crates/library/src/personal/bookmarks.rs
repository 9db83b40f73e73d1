//! Bookmarks: places in the library somebody wants to find again.

use super::fault::{fault, unreadable};
use super::{Personal, drafts, instant};
use hrc_domain::error::Result;
use hrc_domain::personal::Bookmark;
use hrc_domain::{Error, ErrorCode, RecordId};
use rusqlite::{Connection, Row, Transaction};

impl Personal {
    /// Marks a record or paragraph under the title it has now. What is marked already stays as it is.
    pub fn add_bookmark(
        &self,
        record: &RecordId,
        anchor: Option<&str>,
        title: &str,
        now: jiff::Timestamp,
    ) -> Result<()> {
        let bookmark = Bookmark {
            record: record.clone(),
            anchor: anchor.map(ToOwned::to_owned),
            title: title.to_owned(),
            made_at: instant(now),
        };
        bounded(&bookmark)?;
        self.write(|transaction| put(transaction, &bookmark).map(drop))
    }

    /// Takes a mark away.
    pub fn remove_bookmark(&self, record: &RecordId, anchor: Option<&str>) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute(
                    "DELETE FROM bookmark WHERE record = ? AND anchor = ?",
                    [record.as_str(), anchor.unwrap_or_default()],
                )
                .map(drop)
                .map_err(fault("removing a bookmark"))
        })
    }

    /// All bookmarks, the latest first.
    pub fn bookmarks(&self) -> Result<Vec<Bookmark>> {
        self.read(list)
    }
}

/// Errs with `invalid_input` where a bookmark is beyond all measure.
pub fn bounded(bookmark: &Bookmark) -> Result<()> {
    let bytes = bookmark.title.len() + bookmark.anchor.as_ref().map_or(0, String::len);
    if bytes > drafts::MAX_DRAFT {
        return Err(Error::new(ErrorCode::InvalidInput, "title: it is beyond all measure"));
    }
    Ok(())
}

/// Keeps a bookmark; true where there was none.
pub fn put(transaction: &Transaction<'_>, bookmark: &Bookmark) -> Result<bool> {
    let Bookmark { record, anchor, title, made_at } = bookmark;
    transaction
        .execute(
            "INSERT OR IGNORE INTO bookmark (record, anchor, title, made_at) VALUES (?, ?, ?, ?)",
            [record.as_str(), anchor.as_deref().unwrap_or_default(), title, made_at],
        )
        .map(|new| new == 1)
        .map_err(fault("keeping a bookmark"))
}

/// Reads all bookmarks, the latest first.
pub const ALL: &str = "SELECT record, anchor, title, made_at FROM bookmark
    ORDER BY made_at DESC, record, anchor";

/// All bookmarks, the latest first.
pub fn list(connection: &Connection) -> Result<Vec<Bookmark>> {
    let read = || -> rusqlite::Result<Vec<Result<Bookmark>>> {
        connection.prepare(ALL)?.query_map([], bookmark)?.collect()
    };
    read().map_err(fault("reading the bookmarks"))?.into_iter().collect()
}

/// A bookmark, as its row has it.
pub fn bookmark(row: &Row<'_>) -> rusqlite::Result<Result<Bookmark>> {
    let (record, anchor): (String, String) = (row.get(0)?, row.get(1)?);
    let (title, made_at) = (row.get(2)?, row.get(3)?);
    let record = RecordId::new(record).map_err(|e| unreadable("a bookmark", e));
    let anchor = Some(anchor).filter(|anchor| !anchor.is_empty());
    Ok(record.map(|record| Bookmark { record, anchor, title, made_at }))
}
