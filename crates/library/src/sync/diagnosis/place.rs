//! The library's folder: whether there is room, whether it can be written to, whether another
//! program is at it. Nothing is left there.

use super::chart::{Chart, shown};
use crate::bundle::is_library;
use crate::lock::{self, SyncTurn, WriterLock};
use crate::store::Store;
use hrc_domain::ErrorCode;
use hrc_domain::diagnosis::{Cause, Check, Examination, FactName};
use std::path::{Path, PathBuf};

/// Where nothing more will fit, in bytes.
const FULL: u64 = 1 << 20;

/// Where it is getting tight, in bytes: the general layer, unpacked and indexed, several times over.
const TIGHT: u64 = 100 << 20;

/// Examines it, off the thread on which the network is waited for.
pub(super) async fn examine(dir: &Path, chart: &Chart) {
    let dir = dir.to_owned();
    let examined = tokio::task::spawn_blocking(move || {
        let disk = disk(&dir);
        let lock = lock(&dir);
        [disk, lock]
    });
    // Where the task cannot end, its checks count as not reached.
    for finding in examined.await.into_iter().flatten() {
        chart.note(finding);
    }
}

fn disk(dir: &Path) -> Examination {
    let at = nearest(dir);
    let free = fs4::available_space(&at).ok();
    let described = |finding: Examination| {
        let finding = finding.with(FactName::Folder, shown(dir));
        match free {
            Some(free) => finding.with(FactName::Free, free.to_string()),
            None => finding,
        }
    };
    described(match (lock::try_writing(&at), free) {
        (Err(cause), _) => {
            let why = match cause.code {
                ErrorCode::DiskFull => Cause::DiskFull,
                ErrorCode::ReadOnly => Cause::DiskReadOnly,
                _ => Cause::DiskFailed,
            };
            Examination::failed(Check::Disk, why).saying(cause.message)
        }
        (Ok(()), Some(..FULL)) => Examination::failed(Check::Disk, Cause::DiskFull),
        (Ok(()), free) => match store_fault(dir) {
            Some(fault) => fault,
            None if crate::place::warning(dir).is_some() => {
                Examination::warning(Check::Disk, Cause::FolderShared)
            }
            None if free.is_some_and(|free| free < TIGHT) => {
                Examination::warning(Check::Disk, Cause::DiskNearlyFull)
            }
            None => Examination::well(Check::Disk),
        },
    })
}

/// What is wrong with the library in this folder, where there is one.
fn store_fault(dir: &Path) -> Option<Examination> {
    let cause = is_library(dir).then(|| Store::open(dir, true).err()).flatten()?;
    let why = match cause.code {
        ErrorCode::LibraryDamaged => Cause::LibraryDamaged,
        ErrorCode::LibraryNewer => Cause::LibraryNewer,
        ErrorCode::DiskFull => Cause::DiskFull,
        ErrorCode::ReadOnly => Cause::DiskReadOnly,
        ErrorCode::Io => Cause::DiskFailed,
        _ => return None,
    };
    Some(Examination::failed(Check::Disk, why).saying(cause.message))
}

fn lock(dir: &Path) -> Examination {
    if !is_library(dir) {
        return Examination::well(Check::Lock);
    }
    // Taken and given back at once. A sync takes the writer's lock too: only one of them is told.
    let syncing = SyncTurn::take(dir).map(drop);
    let outcome = match syncing {
        Ok(()) => WriterLock::take(dir).map(drop).map_err(|cause| (Cause::WriterBusy, cause)),
        Err(cause) => Err((Cause::SyncBusy, cause)),
    };
    match outcome {
        Ok(()) => Examination::well(Check::Lock),
        Err((why, cause)) if cause.code == ErrorCode::Busy => match why {
            // It passes by itself, and brings what was wanted.
            Cause::SyncBusy => Examination::warning(Check::Lock, why),
            _ => Examination::failed(Check::Lock, why),
        }
        .saying(cause.message),
        Err((_, cause)) => Examination::not_reached(Check::Lock, None).saying(cause.message),
    }
}

/// The folder, or the nearest above it that is there: the one it would be made in.
fn nearest(dir: &Path) -> PathBuf {
    let there = dir.ancestors().find(|at| at.is_dir());
    there.filter(|at| !at.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::diagnosis::Verdict;

    #[test]
    fn a_folder_that_is_not_there_yet_is_judged_by_the_one_it_would_be_made_in() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a/b");
        let finding = disk(&dir);
        assert_ne!(finding.verdict, Verdict::Failed, "it can be made: {finding:?}");
        assert_eq!(lock(&dir).verdict, Verdict::Well, "and nobody is at it");
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 0, "nothing is left there");
    }

    #[test]
    fn a_library_that_another_sync_is_at_is_warned_of() {
        let folder = tempfile::tempdir().unwrap();
        drop(crate::Library::create(folder.path()).unwrap());
        let turn = SyncTurn::take(folder.path()).unwrap();
        let finding = lock(folder.path());
        assert_eq!(finding.cause, Some(Cause::SyncBusy), "{finding:?}");
        assert_eq!(finding.verdict, Verdict::Warning, "it passes by itself");
        drop(turn);
        assert_eq!(lock(folder.path()).verdict, Verdict::Well, "once it is done");
    }

    #[test]
    fn a_library_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("public.sqlite"), "no database at all").unwrap();
        let finding = disk(folder.path());
        assert_eq!(finding.cause, Some(Cause::LibraryDamaged), "{finding:?}");
    }
}
