//! Fetching the files a catalogue names: going on where it was cut off, believing only the hash.

use crate::carrier::{Arrival, Trouble};
use crate::catalogue::{Segment, Snapshot};
use crate::follower::Follower;
use crate::parts::{Part, segment_name, snapshot_name};
use crate::segment::{Changes, MAGIC};
use crate::trust::hex;
use aws_lc_rs::digest::{Context, SHA256};
use futures_util::StreamExt;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The slowest link that is still one, in bytes a second.
const SLOWEST: u64 = 4 << 10;

impl Follower {
    /// Fetches a segment's file, going on where an earlier try was cut off; `arrived` is told every
    /// few kilobytes how many bytes are there. What is returned has the right length and hash.
    pub async fn segment(
        &self,
        segment: &Segment,
        arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<PathBuf> {
        self.part(&segment.part, &segment_name(&segment.part), arrived).await
    }

    /// Fetches a snapshot's file, in the same way.
    pub async fn snapshot(
        &self,
        snapshot: &Snapshot,
        arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<PathBuf> {
        self.part(&snapshot.part, &snapshot_name(&snapshot.part), arrived).await
    }

    async fn part(
        &self,
        part: &Part,
        name: &str,
        arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<PathBuf> {
        let whole = self.parts().join(&part.sha256);
        if is_whole(&whole, part) {
            return Ok(whole);
        }
        let limit = self.patience + Duration::from_secs(part.len / SLOWEST);
        let begun = whole.with_extension("begun");
        let fetched = self.fetch(part, name, &begun, arrived);
        let late = |_| Error::new(ErrorCode::TimedOut, format!("{name} took too long"));
        tokio::time::timeout(limit, fetched).await.map_err(late).flatten()?;
        fs::rename(&begun, &whole).map_err(|e| failed(&e))?;
        Ok(whole)
    }

    /// Goes on with what an earlier try left. Where that leads to another file it begins anew,
    /// once: what lay there may have been the fault, and not what came.
    async fn fetch(
        &self,
        part: &Part,
        name: &str,
        begun: &Path,
        mut arrived: impl FnMut(u64) -> Result<()>,
    ) -> Result<()> {
        let kept = begun.metadata().map_or(0, |meta| meta.len());
        if 0 < kept && kept < part.len {
            match self.fetch_from(kept, part, name, begun, &mut arrived).await {
                Err(cause)
                    if matches!(
                        cause.code,
                        ErrorCode::FeedForged
                            | ErrorCode::FeedUnreadable
                            | ErrorCode::FeedIncomplete
                    ) => {}
                outcome => return outcome,
            }
        }
        self.fetch_from(0, part, name, begun, &mut arrived).await
    }

    async fn fetch_from(
        &self,
        kept: u64,
        part: &Part,
        name: &str,
        begun: &Path,
        arrived: &mut impl FnMut(u64) -> Result<()>,
    ) -> Result<()> {
        let Arrival { from, mut bytes } = match self.carrier.fetch(name, kept).await {
            Ok(arrival) => arrival,
            Err(Trouble::Missing) => {
                let sentence = format!("{name} is in the catalogue and not there");
                return Err(Error::new(ErrorCode::FeedIncomplete, sentence));
            }
            Err(Trouble::Failed(cause)) => return Err(cause),
        };
        let mut hash = Context::new(&SHA256);
        let mut file = if from == kept && kept > 0 {
            hash_file(begun, &mut hash).map_err(|e| failed(&e))?;
            File::options().append(true).open(begun).map_err(|e| failed(&e))?
        } else if from == 0 {
            File::create(begun).map_err(|e| failed(&e))?
        } else {
            let sentence = format!("{name} was asked for from byte {kept} and begins at {from}");
            return Err(Error::new(ErrorCode::FeedUnreadable, sentence));
        };
        let mut there = from;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk?;
            there += chunk.len() as u64;
            if there > part.len {
                break;
            }
            hash.update(&chunk);
            file.write_all(&chunk).map_err(|e| failed(&e))?;
            arrived(there)?;
        }
        if there == part.len && hex(hash.finish().as_ref()) == part.sha256 {
            return file.sync_all().map_err(|e| failed(&e));
        }
        let (code, why) = if !begins_as_packed(begun) {
            (ErrorCode::FeedUnreadable, "is no file of a feed".to_owned())
        } else if there >= part.len {
            (ErrorCode::FeedForged, "is not the file that was published".to_owned())
        } else if there == from {
            (ErrorCode::FeedIncomplete, format!("has {there} of {} bytes", part.len))
        } else {
            (ErrorCode::Offline, format!("was cut off after {there} of {} bytes", part.len))
        };
        if code != ErrorCode::Offline {
            // Nothing can be made of it; of what was cut off, the next try can.
            let _ = fs::remove_file(begun);
        }
        Err(Error::new(code, format!("{name} {why}")))
    }

    /// The changes in a segment's file.
    pub fn open_segment(file: &Path, segment: &Segment) -> Result<Changes<File>> {
        Changes::read(open(file)?, &segment.part, segment.from + 1, segment.to)
    }

    /// The entries in a snapshot's file.
    pub fn open_snapshot(file: &Path, snapshot: &Snapshot) -> Result<Changes<File>> {
        Changes::read(open(file)?, &snapshot.part, 1, snapshot.at)
    }

    /// Removes the files that were fetched and are applied, or that no catalogue names any more.
    pub fn clear(&self) {
        for file in fs::read_dir(self.parts()).into_iter().flatten().flatten() {
            // Best effort: what stays is only in the way.
            let _ = fs::remove_file(file.path());
        }
    }
}

fn failed(cause: &io::Error) -> Error {
    Error::io("keeping what is fetched", cause)
}

fn open(file: &Path) -> Result<File> {
    File::open(file).map_err(|e| Error::io("reading what was fetched", &e))
}

/// Whether this file is there as it was published. A disk can lose what it kept.
fn is_whole(file: &Path, part: &Part) -> bool {
    let mut hash = Context::new(&SHA256);
    file.metadata().is_ok_and(|meta| meta.len() == part.len)
        && hash_file(file, &mut hash).is_ok()
        && hex(hash.finish().as_ref()) == part.sha256
}

fn begins_as_packed(file: &Path) -> bool {
    let mut beginning = [0; MAGIC.len()];
    // Too little to tell is taken for the beginning of what was asked for.
    let told = File::open(file).and_then(|mut file| file.read_exact(&mut beginning));
    told.is_err() || beginning == MAGIC
}

fn hash_file(file: &Path, hash: &mut Context) -> io::Result<()> {
    let mut file = File::open(file)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            n => hash.update(&buffer[..n]),
        }
    }
}
