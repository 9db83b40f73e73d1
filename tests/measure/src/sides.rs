//! The two sides of a first sync, each in a process of its own: the floor, and ours.
//!
//! The floor is the least that any way of bringing records over could do: one compressed file
//! fetched, unpacked, its lines put into one SQLite table in one transaction, nothing checked,
//! nothing derived. A process finds nothing warm that another left behind, and its processor time is
//! its own alone. The two take turns, for a computer that is shared is faster in one second than in the
//! next: what is compared is always a pair that ran one right after the other.

use crate::taken::{Taken, Watching, timed};
use hrc_domain::settings::Proxy;
use hrc_library::{Library, Server};
use hrc_measure::Outcome;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// How often the two take turns.
const ROUNDS: usize = 9;

/// What the floor took.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Floor {
    /// From the request to the closed database.
    pub all: Taken,
    /// Of it what came after the last line was put: the commit, and closing.
    pub commit: Taken,
}

/// One turn of each.
#[derive(Clone, Copy)]
pub struct Round {
    /// The floor's.
    pub floor: Floor,
    /// Ours, from the first question to the last row that was put, each checked.
    pub rows: Taken,
}

impl Round {
    /// Our processor time in times of the floor's.
    pub fn ratio(&self) -> f64 {
        self.rows.cpu.as_secs_f64() / self.floor.all.cpu.as_secs_f64()
    }

    /// The same, were our rows committed for themselves at the floor's price. They are not: what is
    /// derived from them is committed with them.
    pub fn ratio_with_commit(&self) -> f64 {
        let ours = self.rows.cpu + self.floor.commit.cpu;
        ours.as_secs_f64() / self.floor.all.cpu.as_secs_f64()
    }
}

/// Lets the two take turns at the same server, the first in every other round the other.
pub fn take_turns(address: &str, snapshot: &str, root: &Path) -> Outcome<Vec<Round>> {
    let url = format!("{address}feeds/{}/snap/{snapshot}", hrc_server::PUBLIC);
    (0..ROUNDS)
        .map(|n| {
            let folder = tempfile::tempdir()?;
            let file = folder.path().join("floor.sqlite");
            let library = folder.path().join("library");
            let floor = || child(&["floor", &url], &[&file]);
            let ours = || child(&["rows", address], &[root, &library]);
            let (floor, rows) = if n % 2 == 0 {
                let floor = floor()?;
                (floor, ours()?)
            } else {
                let rows = ours()?;
                (floor()?, rows)
            };
            Ok(Round { floor, rows })
        })
        .collect()
}

/// Does one side where this process was started for it.
pub fn play(arguments: &[String]) -> Outcome<()> {
    let told = match arguments {
        [side, url, file] if side == "floor" => serde_json::to_string(&floor(url, file.as_ref())?)?,
        [side, address, root, folder] if side == "rows" => {
            serde_json::to_string(&rows(address, root.as_ref(), folder.as_ref())?)?
        }
        _ => return Err("bench-sync is started without arguments".into()),
    };
    println!("{told}");
    Ok(())
}

fn child<T: DeserializeOwned>(words: &[&str], files: &[&Path]) -> Outcome<T> {
    let output = Command::new(std::env::current_exe()?)
        .args(words)
        .args(files)
        .stderr(Stdio::inherit())
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The least that brings the records over.
fn floor(url: &str, file: &Path) -> Outcome<Floor> {
    let mut until_commit = Taken::default();
    let (_, all) = timed(|began| -> Outcome<()> {
        let compressed = reqwest::blocking::get(url)?.bytes()?;
        let lines = BufReader::new(zstd::stream::read::Decoder::new(&compressed[..])?).lines();
        let mut db = rusqlite::Connection::open(file)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        let all = db.transaction()?;
        all.execute("CREATE TABLE entry (number INTEGER PRIMARY KEY, json TEXT NOT NULL)", [])?;
        {
            let mut insert = all.prepare("INSERT INTO entry (json) VALUES (?1)")?;
            for line in lines {
                insert.execute([line?])?;
            }
        }
        until_commit = began.taken();
        all.commit()?;
        Ok(())
    })?;
    Ok(Floor { all, commit: all.since(until_commit) })
}

/// Our rows, into a library that was empty; stopped before anything is derived from them.
fn rows(address: &str, root: &Path, folder: &Path) -> Outcome<Taken> {
    let server = Server::new(address, &std::fs::read(root)?, Proxy::None)?;
    let library = Library::create(folder)?;
    let watching = Watching::until_rows();
    match library.sync(&server, &watching, jiff::Timestamp::now()) {
        Err(cause) => watching.rows().ok_or_else(|| cause.into()),
        Ok(_) => Err("the sync did not stop when its rows were in".into()),
    }
}
