//! Filling a reader's folder from the bundle that came with the program.
//!
//! Everything is first copied beside, brought safely to disk, and then renamed into place, the
//! database last: whenever the computer stops, the folder holds no library, the old one or the new
//! one. The index may then be the other one's; opening sees that and heals it.

use crate::lock::{WriterLock, is_writable};
use crate::search;
use crate::store::{self, Mark, Store};
use hrc_domain::Error;
use hrc_domain::error::Result;
use std::fs::{self, File};
use std::path::Path;

/// How folders are named that hold a copy on its way.
const STAGED: &str = ".install-";

/// Puts the bundle's library into `dir` where there is none, or only an earlier bundle's.
pub fn install(dir: &Path, bundle: &Path) -> Result<()> {
    if !dir.join(store::FILE).exists() {
        fs::create_dir_all(dir).map_err(|e| Error::io("making the library's folder", &e))?;
        let _lock = WriterLock::take(dir)?;
        // Another start of the program may have been quicker.
        return if dir.join(store::FILE).exists() {
            Ok(())
        } else {
            copy(dir, bundle, Old::Replaced)
        };
    }
    // A bundle that is missing or not readable must not keep a good library from opening; nor must
    // somebody who writes right now: the next start will see.
    match bundle_mark(bundle) {
        Ok(offered) if is_writable(dir) && matches!(is_superseded(dir, &offered), Ok(true)) => {}
        _ => return Ok(()),
    }
    // Nor must a disk too full for the new one.
    let _ = WriterLock::take(dir).and_then(|_lock| {
        // Asked again now that nobody writes: meanwhile a first sync may have ended.
        let offered = bundle_mark(bundle)?;
        if is_superseded(dir, &offered)? { copy(dir, bundle, Old::Replaced) } else { Ok(()) }
    });
    Ok(())
}

/// Puts the bundle's library in the place of one that cannot be read; the damaged file stays beside
/// it, for whoever wants to know what happened.
pub fn restore(dir: &Path, bundle: &Path) -> Result<()> {
    let _lock = WriterLock::take(dir)?;
    // The bundle is looked at first: a damaged one must not take the place of anything.
    bundle_mark(bundle)?;
    copy(dir, bundle, Old::KeptBeside)
}

/// What becomes of the database that was there.
#[derive(PartialEq, Eq)]
enum Old {
    Replaced,
    KeptBeside,
}

fn bundle_mark(bundle: &Path) -> Result<Mark> {
    Store::open(bundle, is_writable(bundle))?.mark()
}

/// Whether the library is an earlier bundle's and has never followed a feed.
fn is_superseded(dir: &Path, offered: &Mark) -> Result<bool> {
    // Why it does not open is for the opening to tell.
    let Ok(held) = Store::open(dir, true) else { return Ok(false) };
    held.read(|reader| {
        let mark = reader.mark()?;
        Ok(reader.feed()?.is_none() && mark.head == 0 && mark.digest != offered.digest)
    })
}

/// The caller holds the lock.
fn copy(dir: &Path, bundle: &Path, old: Old) -> Result<()> {
    clear_away(dir);
    // Closes the bundle again before its file is copied, so that a log it may have is folded in.
    drop(Store::open(bundle, is_writable(bundle))?);
    let staged = tempfile::Builder::new()
        .prefix(STAGED)
        .tempdir_in(dir)
        .map_err(|e| Error::io("making room for the library", &e))?;
    let database = staged.path().join(store::FILE);
    copy_synced(&bundle.join(store::FILE), &database)?;
    let index = staged.path().join(search::FOLDER);
    if let Ok(files) = fs::read_dir(bundle.join(search::FOLDER)) {
        fs::create_dir(&index).map_err(|e| Error::io("making room for the index", &e))?;
        for file in files {
            let file = file.map_err(|e| Error::io("reading the bundle's index", &e))?;
            copy_synced(&file.path(), &index.join(file.file_name()))?;
        }
        sync_folder(&index)?;
        put_folder(&index, &dir.join(search::FOLDER), staged.path())?;
    }
    for log in ["sqlite-wal", "sqlite-shm"] {
        // A log belongs to the database it was written for and would damage this one.
        match fs::remove_file(dir.join(store::FILE).with_extension(log)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io("removing an old log", &e));
            }
            _ => {}
        }
    }
    let place = dir.join(store::FILE);
    if old == Old::KeptBeside {
        // Only now that its successor is on the disk; stopped here, the next start installs it.
        fs::rename(&place, place.with_extension("sqlite.damaged"))
            .map_err(|e| Error::io("putting the damaged library aside", &e))?;
    }
    fs::rename(&database, place).map_err(|e| Error::io("putting the library in place", &e))?;
    sync_folder(dir)
}

/// Removes what a copy left that was stopped by a crash: it may be as large as the library. Best
/// effort, for it is only in the way.
fn clear_away(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(STAGED) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Puts a folder in the place of another, which ends in `attic`.
pub fn put_folder(new: &Path, place: &Path, attic: &Path) -> Result<()> {
    if place.exists() {
        fs::rename(place, attic.join("replaced"))
            .map_err(|e| Error::io("putting the old index aside", &e))?;
    }
    fs::rename(new, place).map_err(|e| Error::io("putting the index in place", &e))
}

fn copy_synced(from: &Path, to: &Path) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("copying the library", &e);
    let mut source = File::open(from).map_err(failed)?;
    let mut target = File::create(to).map_err(failed)?;
    std::io::copy(&mut source, &mut target).map_err(failed)?;
    target.sync_all().map_err(failed)
}

/// Makes renames within a folder last. Windows has no such call and needs none.
pub fn sync_folder(dir: &Path) -> Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| Error::io("bringing the folder to disk", &e))
}
