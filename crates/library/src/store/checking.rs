//! Whether a database is what it says it is.

use super::fault::fault;
use hrc_domain::Entry;
use hrc_domain::digest::{StateDigest, entry_digest};
use hrc_domain::error::Result;
use rusqlite::Connection;

/// What SQLite itself finds wrong without comparing indexes with tables: quick enough for a start.
pub fn quick_faults(connection: &Connection) -> Result<Vec<String>> {
    pragma_faults(connection, "quick_check")
}

/// Everything that is wrong with one file, in plain sentences.
pub fn faults(connection: &Connection) -> Result<Vec<String>> {
    let mut faults = pragma_faults(connection, "integrity_check")?;
    faults.extend(entry_faults(connection)?);
    let orphans: u32 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
        .map_err(fault("checking references"))?;
    if orphans > 0 {
        faults.push(format!("{orphans} derived rows belong to no record."));
    }
    Ok(faults)
}

/// Records of the general layer that stand nowhere but in their entry; listed ones without any.
pub fn underived(connection: &Connection) -> Result<Vec<String>> {
    let count = |sql: &str| -> Result<u32> {
        connection.query_row(sql, [], |row| row.get(0)).map_err(fault("checking cards"))
    };
    let unlisted = count(
        "SELECT count(*) FROM entry e WHERE kind = 'record'
         AND NOT EXISTS (SELECT 1 FROM card WHERE record = e.key)",
    )?;
    let ghosts = count(
        "SELECT count(*) FROM card c WHERE NOT EXISTS (SELECT 1 FROM entry WHERE key = c.record)",
    )?;
    let mut faults = Vec::new();
    if unlisted > 0 {
        faults.push(format!("{unlisted} records are stored but cannot be listed."));
    }
    if ghosts > 0 {
        faults.push(format!("{ghosts} records are listed but not stored."));
    }
    Ok(faults)
}

/// Hashes every entry anew and compares: each with its own digest, the sum with the library's.
fn entry_faults(connection: &Connection) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut sum = StateDigest::default();
    let mut query = connection
        .prepare("SELECT key, json, digest FROM entry ORDER BY key")
        .map_err(fault("reading all entries"))?;
    let mut rows = query.query([]).map_err(fault("reading all entries"))?;
    while let Some(row) = rows.next().map_err(fault("reading all entries"))? {
        let read = || Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let (key, json, digest): (String, String, [u8; 32]) =
            read().map_err(fault("reading an entry"))?;
        let computed = entry_digest(&key, &json);
        sum.add(&computed);
        if computed != digest {
            faults.push(format!("The entry {key} is not what was put there."));
        }
        match serde_json::from_str::<Entry>(&json) {
            Ok(entry) if entry.key() != key => {
                faults.push(format!("The entry {key} calls itself {}.", entry.key()));
            }
            Ok(_) => {}
            Err(cause) => faults.push(format!("The entry {key} cannot be read: {cause}.")),
        }
    }
    let kept = super::writing::mark(connection)?.digest;
    if kept != sum {
        faults.push(format!("The entries sum up to {sum}, the library says {kept}."));
    }
    Ok(faults)
}

fn pragma_faults(connection: &Connection, check: &str) -> Result<Vec<String>> {
    let lines: Vec<String> = connection
        .prepare(&format!("PRAGMA {check}(10)"))
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .map_err(fault("checking the database"))?;
    Ok(lines.into_iter().filter(|line| line != "ok").map(|l| format!("Database: {l}.")).collect())
}
