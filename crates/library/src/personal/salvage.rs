//! What can still be read of a damaged file, taken over into the new one.
//!
//! SQLite stops at the first page it cannot read; here a table is asked again for what lies behind. Rows
//! go through a database in memory, whose layout refuses what is no row of its table, and then the way
//! that anything goes which comes from elsewhere: what only waited to be sent is a draft again, and what may
//! have left keeps its bytes and its owner. What the server told of a question is asked for once more.

use super::export::{self, LETTERS, OUTBOX, QUESTIONS, RECEIPTS};
use super::fault::fault;
use super::file::{self, Content, KeptQuestion};
use super::{bookmarks, import, notes, schema};
use hrc_domain::error::Result;
use hrc_domain::personal::{Imported, Note};
use hrc_domain::question::LetterId;
use rusqlite::config::DbConfig;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, Row, Statement, params_from_iter};
use std::path::Path;

/// The tables whose rows are numbered.
const NUMBERED: [&str; 4] = ["question", "letter", "outbox", "note"];

/// The others, with what their rows are ordered by.
const ORDERED: [(&str, [&str; 2]); 2] =
    [("receipt", ["id", "id DESC"]), ("bookmark", ["record, anchor", "record DESC, anchor DESC"])];

/// How far behind a page that cannot be read the next one is looked for, as a power of two.
const FARTHEST: u32 = 40;

/// Takes over from a damaged file what can be read of it; says how much. The file stays as it is.
pub fn take_over(
    connection: &mut Connection,
    damaged: &Path,
    now: jiff::Timestamp,
) -> Result<Imported> {
    let mut memory = Connection::open_in_memory().map_err(fault("beginning to salvage"))?;
    schema::migrate(&mut memory)?;
    // A letter may come before its question, or without it.
    memory.pragma_update(None, "foreign_keys", "OFF").map_err(fault("beginning to salvage"))?;
    let Some(damaged) = open(damaged) else { return Ok(Imported::default()) };
    for table in NUMBERED {
        numbered(&damaged, &memory, table);
    }
    for (table, orders) in ORDERED {
        // From both ends, each as far as it leads.
        for order in orders {
            let sql = format!("SELECT * FROM {table} ORDER BY {order}");
            let Ok(mut statement) = damaged.prepare(&sql) else { continue };
            let names = names(&statement, 0);
            each(&mut statement, [], |row| put(&memory, table, &names, row, 0));
        }
    }
    let content = understood(&memory)?;
    let transaction = connection.transaction().map_err(fault("taking over what was read"))?;
    let taken_over = import::merge(&transaction, content, now)?;
    transaction.commit().map_err(fault("taking over what was read"))?;
    Ok(taken_over)
}

/// The damaged file, to be read and left as it is; none where it is not even a database of ours.
fn open(file: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).ok()?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    schema::is_ours(&connection).then_some(connection)
}

/// Reads the rows of a table whose rows are numbered, around what cannot be read.
fn numbered(damaged: &Connection, memory: &Connection, table: &str) {
    // By the table itself: an index may be whole where it is not, and lead nowhere.
    let sql =
        format!("SELECT rowid AS place, * FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid");
    let Ok(mut statement) = damaged.prepare(&sql) else { return };
    let names = names(&statement, 1);
    let mut after = i64::MIN;
    loop {
        let is_whole = each(&mut statement, [after], |row| {
            after = row.get("place").unwrap_or(after);
            put(memory, table, &names, row, 1);
        });
        if is_whole {
            return;
        }
        let Some(next) = behind(&mut statement, after.max(0)) else { return };
        after = next;
    }
}

/// The first number behind this one, behind which there is a row that can be read, or none at all.
fn behind(statement: &mut Statement<'_>, after: i64) -> Option<i64> {
    let mut reads = |after: i64| {
        let Ok(mut rows) = statement.query([after]) else { return false };
        match rows.next() {
            Ok(Some(row)) => (0..).map_while(|at| row.get_ref(at).ok()).count() > 0,
            Ok(None) => true,
            Err(_) => false,
        }
    };
    let steps = (0..FARTHEST).map(|power| 1_i64 << power);
    let mut far = steps.map(|step| after.saturating_add(step)).find(|&far| reads(far))?;
    let mut near = after;
    while far - near > 1 {
        let middle = near + (far - near) / 2;
        if reads(middle) { far = middle } else { near = middle }
    }
    Some(far)
}

/// Hands over the rows one by one; whether it came to the end of them.
fn each<P: rusqlite::Params>(
    statement: &mut Statement<'_>,
    values: P,
    mut take: impl FnMut(&Row<'_>),
) -> bool {
    let Ok(mut rows) = statement.query(values) else { return false };
    loop {
        match rows.next() {
            Ok(Some(row)) => take(row),
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// The names of a statement's columns from this one on.
fn names(statement: &Statement<'_>, from: usize) -> Vec<String> {
    statement.column_names().into_iter().skip(from).map(str::to_owned).collect()
}

/// Puts a row into the same table in memory; one that is none of that table is passed over.
fn put(memory: &Connection, table: &str, names: &[String], row: &Row<'_>, from: usize) {
    let value = |at: usize| match row.get_ref(at).ok()? {
        ValueRef::Null => Some(Value::Null),
        ValueRef::Integer(number) => Some(Value::Integer(number)),
        ValueRef::Real(number) => Some(Value::Real(number)),
        ValueRef::Text(text) => Some(Value::Text(String::from_utf8(text.to_vec()).ok()?)),
        ValueRef::Blob(bytes) => Some(Value::Blob(bytes.to_vec())),
    };
    let values: Option<Vec<_>> = (0..names.len()).map(|at| value(at + from)).collect();
    let Some(values) = values else { return };
    let places = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({places})", names.join(", "));
    // Refused by the layout, or there already from the other end.
    let _ = memory.prepare_cached(&sql).and_then(|mut sql| sql.execute(params_from_iter(values)));
}

/// What of it means something, and is no more than could have been written here.
fn understood(memory: &Connection) -> Result<Content> {
    let mut questions: Vec<KeptQuestion> = readable(memory, QUESTIONS, None, export::question)?;
    for question in &mut questions {
        let id = Some(question.id.as_str().to_owned());
        question.letters = readable(memory, LETTERS, id.as_deref(), export::letter)?;
        question.outbox = readable(memory, OUTBOX, id.as_deref(), export::post)?;
        let id = question.id.clone();
        question.outbox.retain(|post| file::check_post(&id, post).is_ok());
        if question.received_at.is_some() {
            // What was told since may be among what is lost.
            question.seq = 0;
        }
    }
    questions.retain(|question| file::check(question).is_ok());
    let ids = readable(memory, "SELECT id FROM note", None, |row| {
        Ok(LetterId::new(row.get::<_, String>(0)?))
    })?;
    let found = ids.iter().filter_map(|id| notes::find(memory, id).ok().flatten());
    let notes: Vec<Note> = found.filter(|note| notes::bounded(note).is_ok()).collect();
    let mut bookmarks = readable(memory, bookmarks::ALL, None, bookmarks::bookmark)?;
    bookmarks.retain(|bookmark| bookmarks::bounded(bookmark).is_ok());
    let receipts = readable(memory, RECEIPTS, None, export::receipt)?;
    Ok(Content { questions, notes, bookmarks, receipts })
}

/// The rows that can be understood.
fn readable<T>(
    memory: &Connection,
    sql: &str,
    of: Option<&str>,
    reading: export::Reading<T>,
) -> Result<Vec<T>> {
    let read = || -> rusqlite::Result<Vec<T>> {
        let mut statement = memory.prepare_cached(sql)?;
        let rows = statement.query_map(params_from_iter(of), reading)?;
        Ok(rows.flatten().flatten().collect())
    };
    read().map_err(fault("reading what was salvaged"))
}
