//! Workshops: kept as their author has them, with the records that came with them in a file.

use super::fault::{fault, unreadable};
use super::file::KeptWorkshop;
use super::{Personal, images, instant, new_id};
use hrc_domain::error::Result;
use hrc_domain::question::LetterId;
use hrc_domain::workshop::{
    AgendaItem, Exhibit, ItemId, MAX_CARRIED, Matter, Workshop, WorkshopLine,
};
use hrc_domain::{Error, ErrorCode, Language};
use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::Serialize;

impl Personal {
    /// A new workshop of these matters, not kept yet: presenting a record is one of a single item.
    pub fn begin_workshop(
        language: Language,
        matters: Vec<Matter>,
        now: jiff::Timestamp,
    ) -> Result<Workshop> {
        let mut workshop = Workshop::begun(new_id(now)?, language, instant(now));
        for (n, matter) in matters.into_iter().enumerate() {
            let id = ItemId::new(format!("item-{}", n + 1))?;
            let (minutes, added, taken) = Default::default();
            workshop.items.push(AgendaItem { id, minutes, matter, added, taken });
        }
        workshop.check()?;
        Ok(workshop)
    }

    /// All workshops, the last changed first.
    pub fn workshops(&self) -> Result<Vec<WorkshopLine>> {
        self.read(|connection| {
            let mut lines = Vec::new();
            for workshop in list(connection)? {
                let carried = connection
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM exhibit WHERE workshop = ?)")
                    .and_then(|mut query| query.query_row([workshop.id.as_str()], |row| row.get(0)))
                    .map_err(fault("reading a workshop's records"))?;
                lines.push(workshop.line(carried));
            }
            Ok(lines)
        })
    }

    /// A workshop.
    pub fn workshop(&self, id: &LetterId) -> Result<Workshop> {
        self.read(|connection| find(connection, id))?.ok_or_else(|| missing(id))
    }

    /// Keeps a workshop, new or in the place of what its editor read, and says when. Errs with `conflict`
    /// where somebody else, such as a second window, has written since: nobody's words are lost by being
    /// overwritten.
    pub fn keep_workshop(&self, workshop: &Workshop, now: jiff::Timestamp) -> Result<Workshop> {
        workshop.check()?;
        self.write(|transaction| {
            let ours = find(transaction, &workshop.id)?;
            if ours.as_ref().is_some_and(|ours| ours.changed_at != workshop.changed_at) {
                let sentence = "the workshop was changed elsewhere meanwhile";
                return Err(Error::new(ErrorCode::Conflict, sentence));
            }
            let changed_at = later(&workshop.changed_at, now);
            let kept = Workshop { changed_at, ..workshop.clone() };
            put(transaction, &kept)?;
            images::tidy(transaction, &list(transaction)?, now)?;
            Ok(kept)
        })
    }

    /// Takes down what the room said to an item, and touches nothing else: it can be written while the
    /// workshop is presented. Errs with `not_found` where there is no such item.
    pub fn take_down(
        &self,
        id: &LetterId,
        item: &ItemId,
        text: &str,
        now: jiff::Timestamp,
    ) -> Result<Workshop> {
        self.write(|transaction| {
            let mut workshop = find(transaction, id)?.ok_or_else(|| missing(id))?;
            let found = workshop.items.iter_mut().find(|one| one.id == *item);
            found.ok_or_else(|| missing(item))?.taken = text.to_owned();
            workshop.changed_at = later(&workshop.changed_at, now);
            workshop.check()?;
            put(transaction, &workshop)?;
            Ok(workshop)
        })
    }

    /// Deletes a workshop with the records it carries.
    pub fn delete_workshop(&self, id: &LetterId, now: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute("DELETE FROM workshop WHERE id = ?", [id.as_str()])
                .map_err(fault("deleting a workshop"))?;
            images::tidy(transaction, &list(transaction)?, now)
        })
    }

    /// The records that came with a workshop in a file; none where it was made here.
    pub fn carried(&self, id: &LetterId) -> Result<Vec<Exhibit>> {
        self.read(|connection| carried(connection, id))
    }

    /// Puts records in the place of those that a workshop carries.
    pub(crate) fn carry(&self, id: &LetterId, exhibits: &[Exhibit]) -> Result<()> {
        self.write(|transaction| {
            exhibits.iter().try_for_each(|exhibit| {
                transaction
                    .execute(
                        "UPDATE exhibit SET json = ? WHERE workshop = ? AND record = ?",
                        [&json_of(exhibit)?, id.as_str(), exhibit.record.id.as_str()],
                    )
                    .map(drop)
                    .map_err(fault("renewing a workshop's record"))
            })
        })
    }
}

/// Errs with `invalid_input` where a workshop or a record it carries is beyond all measure.
pub fn bounded(kept: &KeptWorkshop) -> Result<()> {
    kept.workshop.check()?;
    if kept.carried.len() > MAX_CARRIED {
        return Err(Error::new(ErrorCode::InvalidInput, "records: too many"));
    }
    kept.carried.iter().try_for_each(Exhibit::check)
}

/// All workshops with what they carry.
pub fn kept(connection: &Connection) -> Result<Vec<KeptWorkshop>> {
    let workshops = list(connection)?.into_iter();
    let with_records = |workshop: Workshop| {
        let carried = carried(connection, &workshop.id)?;
        Ok(KeptWorkshop { workshop, carried })
    };
    workshops.map(with_records).collect()
}

/// A workshop.
pub fn find(connection: &Connection, id: &LetterId) -> Result<Option<Workshop>> {
    connection
        .query_row("SELECT json FROM workshop WHERE id = ?", [id.as_str()], |row| row.get(0))
        .optional()
        .map_err(fault("reading a workshop"))?
        .map(|json: String| serde_json::from_str(&json).map_err(|e| unreadable("a workshop", e)))
        .transpose()
}

/// Takes one in from a file of everything personal; true where it was not here, or newer. The one that is
/// here is then kept beside it.
pub fn take(
    transaction: &Transaction<'_>,
    kept: KeptWorkshop,
    now: jiff::Timestamp,
) -> Result<bool> {
    if let Some(ours) = find(transaction, &kept.workshop.id)? {
        if ours.changed_at >= kept.workshop.changed_at {
            return Ok(false);
        }
        if !is_same(&ours, &kept.workshop) {
            let carried = carried(transaction, &ours.id)?;
            let copy = KeptWorkshop { workshop: Workshop { id: new_id(now)?, ..ours }, carried };
            insert(transaction, &copy)?;
        }
    }
    insert(transaction, &kept)?;
    Ok(true)
}

/// Takes one in that came in a file of its own, and says as which it is kept. Where another of its name is
/// here, it comes beside it.
pub fn receive(
    transaction: &Transaction<'_>,
    mut kept: KeptWorkshop,
    now: jiff::Timestamp,
) -> Result<Workshop> {
    if let Some(ours) = find(transaction, &kept.workshop.id)? {
        if is_same(&ours, &kept.workshop) {
            return Ok(ours);
        }
        kept.workshop.id = new_id(now)?;
    }
    insert(transaction, &kept)?;
    Ok(kept.workshop)
}

fn insert(transaction: &Transaction<'_>, kept: &KeptWorkshop) -> Result<()> {
    put(transaction, &kept.workshop)?;
    let id = kept.workshop.id.as_str();
    let failed = fault("keeping a workshop's records");
    transaction.execute("DELETE FROM exhibit WHERE workshop = ?", [id]).map_err(&failed)?;
    for (ordinal, exhibit) in (0_i64..).zip(&kept.carried) {
        let row = (id, exhibit.record.id.as_str(), ordinal, json_of(exhibit)?);
        transaction
            .execute(
                "INSERT OR REPLACE INTO exhibit (workshop, record, ordinal, json)
                 VALUES (?, ?, ?, ?)",
                row,
            )
            .map_err(&failed)?;
    }
    Ok(())
}

fn json_of<T: Serialize>(kept: &T) -> Result<String> {
    serde_json::to_string(kept)
        .map_err(|e| Error::new(ErrorCode::Internal, format!("writing a workshop: {e}")))
}

fn put(transaction: &Transaction<'_>, workshop: &Workshop) -> Result<()> {
    let json = json_of(workshop)?;
    transaction
        .execute(
            "INSERT INTO workshop (id, json, changed_at) VALUES (?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET json = excluded.json, changed_at = excluded.changed_at",
            [workshop.id.as_str(), &json, &workshop.changed_at],
        )
        .map(drop)
        .map_err(fault("keeping a workshop"))
}

/// All workshops, the last changed first.
fn list(connection: &Connection) -> Result<Vec<Workshop>> {
    let read = || -> rusqlite::Result<Vec<String>> {
        connection
            .prepare_cached("SELECT json FROM workshop ORDER BY changed_at DESC, id DESC")?
            .query_map([], |row| row.get(0))?
            .collect()
    };
    let rows = read().map_err(fault("reading the workshops"))?;
    let workshop =
        |json: &String| serde_json::from_str(json).map_err(|cause| unreadable("a workshop", cause));
    rows.iter().map(workshop).collect()
}

fn carried(connection: &Connection, id: &LetterId) -> Result<Vec<Exhibit>> {
    let read = || -> rusqlite::Result<Vec<String>> {
        connection
            .prepare_cached("SELECT json FROM exhibit WHERE workshop = ? ORDER BY ordinal, record")?
            .query_map([id.as_str()], |row| row.get(0))?
            .collect()
    };
    let rows = read().map_err(fault("reading a workshop's records"))?;
    let exhibit = |json: &String| {
        serde_json::from_str(json).map_err(|cause| unreadable("a workshop's record", cause))
    };
    rows.iter().map(exhibit).collect()
}

/// Whether two are the same but for when they were written.
fn is_same(ours: &Workshop, theirs: &Workshop) -> bool {
    let timeless = |workshop: &Workshop| Workshop {
        changed_at: String::new(),
        made_at: String::new(),
        ..workshop.clone()
    };
    timeless(ours) == timeless(theirs)
}

/// An instant that is another than the last: by it an editor knows whether somebody wrote meanwhile.
fn later(last: &str, now: jiff::Timestamp) -> String {
    let at = instant(now);
    let next = now.checked_add(jiff::SignedDuration::from_millis(1)).unwrap_or(now);
    if at == last { instant(next) } else { at }
}

fn missing(what: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::NotFound, format!("there is no workshop or item {what}"))
}
