//! What something took, by the clock and of the processors; and a sync's steps told apart.

use cpu_time::ProcessTime;
use hrc_domain::sync::{SyncProgress, SyncReport, SyncStep};
use hrc_library::{Library, Server, Watch};
use hrc_measure::Outcome;
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What something took.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub struct Taken {
    /// By the clock.
    pub wall: Duration,
    /// Of the processors, this process's alone.
    pub cpu: Duration,
}

impl Taken {
    /// What came after `earlier`.
    pub fn since(self, earlier: Self) -> Self {
        let wall = self.wall.saturating_sub(earlier.wall);
        Self { wall, cpu: self.cpu.saturating_sub(earlier.cpu) }
    }
}

/// A beginning.
#[derive(Clone, Copy)]
pub struct Began(Instant, ProcessTime);

impl Began {
    /// Now.
    pub fn now() -> Self {
        Self(Instant::now(), ProcessTime::now())
    }

    /// What was taken since.
    pub fn taken(&self) -> Taken {
        Taken { wall: self.0.elapsed(), cpu: self.1.elapsed() }
    }
}

/// Does something, and says what it took.
pub fn timed<T, E: Into<Box<dyn Error>>>(
    work: impl FnOnce(Began) -> Result<T, E>,
) -> Outcome<(T, Taken)> {
    let began = Began::now();
    let outcome = work(began).map_err(Into::into)?;
    Ok((outcome, began.taken()))
}

/// Notes when the rows are in, and when what is derived from them is committed with them.
pub struct Watching {
    began: Began,
    stops: bool,
    rows: Mutex<Option<Taken>>,
    texts: Mutex<Option<Taken>>,
}

impl Watching {
    /// Of a whole sync, which begins now.
    pub fn whole() -> Self {
        let (rows, texts) = (Mutex::default(), Mutex::default());
        Self { began: Began::now(), stops: false, rows, texts }
    }

    /// Of a sync that is stopped when the rows are in.
    pub fn until_rows() -> Self {
        Self { stops: true, ..Self::whole() }
    }

    /// What it took until the rows were in, if they are.
    pub fn rows(&self) -> Option<Taken> {
        self.rows.lock().ok().and_then(|noted| *noted)
    }
}

impl Watch for Watching {
    fn progress(&self, progress: SyncProgress) {
        let noted = match progress.step {
            SyncStep::Preparing => &self.rows,
            SyncStep::Indexing => &self.texts,
            SyncStep::Checking | SyncStep::Fetching | SyncStep::Applying => return,
        };
        if let Ok(mut noted) = noted.lock() {
            noted.get_or_insert(self.began.taken());
        }
    }

    fn cancelled(&self) -> bool {
        self.stops && self.rows().is_some()
    }
}

/// What a sync took, step by step.
pub struct Steps {
    /// To fetch, check and put the rows.
    pub rows: Taken,
    /// To derive what screens and search show, and to commit all of it.
    pub texts: Taken,
    /// To make it searchable.
    pub index: Taken,
}

/// Syncs to the end.
pub fn synced(library: &Library, server: &Server) -> Outcome<(SyncReport, Steps)> {
    let watching = Watching::whole();
    let report = library.sync(server, &watching, jiff::Timestamp::now())?;
    let all = watching.began.taken();
    let texts = watching.texts.into_inner().ok().flatten().unwrap_or(all);
    let rows = watching.rows.into_inner().ok().flatten().unwrap_or(texts);
    let steps = Steps { rows, texts: texts.since(rows), index: all.since(texts) };
    Ok((report, steps))
}
