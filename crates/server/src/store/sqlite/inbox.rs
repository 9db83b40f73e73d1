//! The experts' list, read from the tables of questions, publications and spoken words.

use super::fault::fault;
use super::questions::{LISTED_COLUMNS, listed};
use crate::store::{Inbox, Pile, ROWS, Sieve, Waiting};
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, Question};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Whose turn it is: every question that is there has exactly one.
const PILE: &str = "CASE \
    WHEN q.state = 'received' THEN 'new' \
    WHEN q.state = 'assigned' THEN 'ours' \
    WHEN q.state = 'withdrawn' THEN 'over' \
    WHEN q.state = 'reply_needed' OR p.stage = 'proposed' THEN 'askers' \
    WHEN p.stage = 'scheduled' THEN 'publishing' \
    WHEN q.state = 'answered' AND q.body ->> 'publish' <> 'no' AND p.stage IS NULL THEN 'publishing' \
    ELSE 'over' END";

/// Those that pass the sieve, whatever their pile.
fn sifted(columns: &str) -> String {
    format!(
        "SELECT {columns}, {PILE} AS pile FROM questions q \
         LEFT JOIN publications p ON p.question = q.id WHERE q.body IS NOT NULL \
         AND (?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(q.body, '$.themes') WHERE value = ?1)) \
         AND (?2 IS NULL OR q.received_at <= ?2) \
         AND (?3 IS NULL OR coalesce(q.expert, '') = ?3) \
         AND (?4 IS NULL OR q.id IN (SELECT question FROM spoken WHERE spoken MATCH ?4))"
    )
}

/// A page.
pub fn page(connection: &Connection, sieve: &Sieve) -> Result<Inbox> {
    let failed = fault("reading the list");
    let words = matching(&sieve.words);
    let until = sieve.until.map(jiff::Timestamp::as_second);
    let sql = format!("SELECT pile, count(*) FROM ({}) GROUP BY pile", sifted("q.id"));
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let values = params![sieve.theme, until, sieve.expert, words];
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?));
    let rows = statement.query_map(values, read).map_err(&failed)?;
    let counted: Vec<(String, u32)> = rows.collect::<rusqlite::Result<_>>().map_err(&failed)?;
    let count_of = |pile: Pile| {
        counted.iter().find(|(name, _)| name == pile.as_str()).map_or(0, |(_, count)| *count)
    };
    let counts: Vec<(Pile, u32)> = Pile::ALL.map(|pile| (pile, count_of(pile))).to_vec();
    let total = match sieve.pile {
        Some(pile) => count_of(pile),
        None => counts.iter().map(|(_, count)| count).sum(),
    };
    let sql = format!(
        "SELECT * FROM ({}) WHERE ?5 IS NULL OR pile = ?5 \
         ORDER BY pile = 'over', CASE WHEN pile = 'over' THEN -changed_at ELSE received_at END, id \
         LIMIT ?6 OFFSET ?7",
        sifted(&format!("{LISTED_COLUMNS}, q.body"))
    );
    let mut statement = connection.prepare_cached(&sql).map_err(&failed)?;
    let offset = i64::from(sieve.page) * i64::from(ROWS);
    let pile = sieve.pile.map(Pile::as_str);
    let values = params![sieve.theme, until, sieve.expert, words, pile, ROWS, offset];
    let rows = statement.query_map(values, waiting).map_err(&failed)?;
    let rows = rows.collect::<rusqlite::Result<_>>().map_err(&failed)?;
    let experts = "SELECT DISTINCT expert FROM questions WHERE expert IS NOT NULL ORDER BY expert";
    let themes = "SELECT DISTINCT value FROM questions q, json_each(q.body, '$.themes') \
                  WHERE q.body IS NOT NULL ORDER BY value";
    Ok(Inbox {
        rows,
        counts,
        total,
        experts: texts(connection, experts)?,
        themes: texts(connection, themes)?,
    })
}

/// Whose turn it is; none where the question was deleted, or never was.
pub fn pile_of(connection: &Connection, id: &LetterId) -> Result<Option<Pile>> {
    let sql = format!(
        "SELECT {PILE} FROM questions q LEFT JOIN publications p ON p.question = q.id \
         WHERE q.id = ?1 AND q.body IS NOT NULL"
    );
    let found: Option<String> = connection
        .query_row(&sql, [id.as_str()], |row| row.get(0))
        .optional()
        .map_err(fault("looking for a question"))?;
    Ok(found.as_deref().and_then(Pile::from_name))
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    let (json, pile): (String, String) = (row.get(7)?, row.get(8)?);
    let question: Question = serde_json::from_str(&json)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(7, Type::Text, why.into()))?;
    let unknown = || rusqlite::Error::FromSqlConversionFailure(8, Type::Text, "no pile".into());
    let pile = Pile::from_name(&pile).ok_or_else(unknown)?;
    Ok(Waiting { listed: listed(row)?, pile, question })
}

fn texts(connection: &Connection, sql: &str) -> Result<Vec<String>> {
    let failed = fault("reading what can be chosen from");
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let rows = statement.query_map([], |row| row.get(0)).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// What is typed, as a search: all words, the last may go on. None where there is no word in it.
/// Nothing typed has a meaning of its own.
pub fn matching(typed: &str) -> Option<String> {
    let words: Vec<String> = words_of(typed).take(32).map(|word| format!("\"{word}\"")).collect();
    (!words.is_empty()).then(|| format!("{}*", words.join(" ")))
}

/// The words of a text as the index cuts them.
pub fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
