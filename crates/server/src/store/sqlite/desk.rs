//! The desk, each call in one transaction over the tables it takes.

use super::{
    SqliteStore, drafts, editions, inbox, notes, nothing, presence, publications, questions, trail,
};
use crate::store::{
    Deed, Desk, Draft, Edition, Folder, Inbox, MAX_DRAFT, Present, Publishing, Questions, Saved,
    Sieve, Wording,
};
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use rusqlite::Connection;

impl Desk for SqliteStore {
    fn inbox(&self, sieve: &Sieve) -> Result<Inbox> {
        self.read(|connection| inbox::page(connection, sieve))
    }

    fn folder(&self, id: &LetterId) -> Result<Folder> {
        let dossier = self.question(id)?;
        self.read(|connection| {
            let publishing = publications::of(connection, id)?.map(|kept| Publishing {
                stage: kept.stage,
                placard: kept.placard,
                due: kept.due,
                objected: kept.objected,
            });
            Ok(Folder {
                dossier,
                pile: inbox::pile_of(connection, id)?,
                notes: notes::of(connection, id)?,
                draft: drafts::newest(connection, id)?,
                publishing,
                trail: trail::of(connection, id.as_str())?,
            })
        })
    }

    fn note_down(&self, id: &LetterId, text: &str, by: &str, now: Timestamp) -> Result<()> {
        self.write(|t| {
            is_there(t, id)?;
            notes::insert(t, id, text, by, now)?;
            trail::add(t, by, Deed::NoteAdded, id.as_str(), now)
        })
    }

    fn save_draft(
        &self,
        id: &LetterId,
        made_of: u32,
        wording: &Wording,
        by: &str,
        now: Timestamp,
    ) -> Result<Saved> {
        let json = serde_json::to_string(wording)
            .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
        if json.len() > MAX_DRAFT {
            return Err(Error::new(ErrorCode::InvalidInput, "the draft is too long"));
        }
        self.write(|t| {
            is_there(t, id)?;
            let newest = drafts::newest(t, id)?;
            if let Some(newest) = &newest
                && newest.wording == *wording
            {
                return Ok(Saved::As(newest.version));
            }
            if newest.as_ref().map_or(0, |newest| newest.version) != made_of {
                let overtaken = newest.map(|newest| Saved::Overtaken(Box::new(newest)));
                return overtaken.ok_or_else(|| nothing("version", &made_of.to_string()));
            }
            let draft = drafts::next(newest.as_ref(), wording.clone(), by, now);
            drafts::insert(t, id, &draft, &json)?;
            Ok(Saved::As(draft.version))
        })
    }

    fn drafts(&self, id: &LetterId) -> Result<Vec<Draft>> {
        self.read(|connection| drafts::of(connection, id))
    }

    fn draft(&self, id: &LetterId, version: u32) -> Result<Draft> {
        self.read(|connection| {
            drafts::by_version(connection, id, version)?
                .ok_or_else(|| nothing("version", &version.to_string()))
        })
    }

    fn attend(&self, id: &LetterId, by: &str, now: Timestamp) -> Result<Vec<Present>> {
        self.write(|t| {
            is_there(t, id)?;
            presence::attend(t, id, by, now)?;
            presence::others(t, id, by)
        })
    }

    fn leave(&self, id: &LetterId, by: &str) -> Result<()> {
        self.write(|t| presence::leave(t, id, by))
    }

    fn keep_edition(
        &self,
        file: &str,
        before: Option<&str>,
        by: &str,
        now: Timestamp,
    ) -> Result<()> {
        self.write(|t| {
            editions::insert(t, file, before, by, now)?;
            let published = trail::last(t, Deed::ContentPublished)?.map(|trace| trace.at);
            editions::sweep(t, file, published, now)?;
            trail::add(t, by, Deed::ContentChanged, file, now)
        })
    }

    fn editions(&self, file: Option<&str>, most: u32) -> Result<Vec<Edition>> {
        self.read(|connection| editions::newest(connection, file, most))
    }

    fn edition(&self, id: i64) -> Result<Edition> {
        self.read(|connection| {
            editions::by_id(connection, id)?.ok_or_else(|| nothing("edition", &id.to_string()))
        })
    }
}

/// Errs where there is no question, or its texts were deleted.
fn is_there(connection: &Connection, id: &LetterId) -> Result<()> {
    let standing = questions::standing(connection, id)?;
    let standing = standing.ok_or_else(|| nothing("question", id.as_str()))?;
    if standing.body.is_some() {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Conflict, "the question was deleted"))
}
