//! Opening the file of personal data: for its owner alone, made where there is none, put aside where
//! it is damaged.

use super::{FILE, fault::fault, salvage, schema};
use crate::install::sync_folder;
use crate::lock::try_writing;
use hrc_domain::error::Result;
use hrc_domain::personal::{Imported, PersonalHealing};
use hrc_domain::{Error, ErrorCode};
use rusqlite::Connection;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// The file whose lock gives the turn to make, to mend or to wipe.
const TURN: &str = "personal.lock";
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// How the files that were put aside begin.
pub const ASIDE: &str = "personal-damaged-";

/// What SQLite keeps beside the database.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Opens the file in this folder, and says what had to be mended.
pub fn open(dir: &Path, now: jiff::Timestamp) -> Result<(Connection, Option<PersonalHealing>)> {
    fs::create_dir_all(dir).map_err(|e| Error::io("making the folder of personal data", &e))?;
    let outcome = open_in(dir, now);
    outcome.map_err(|cause| explained(dir, cause))
}

/// SQLite says little about why a file could not be written; the folder itself tells more.
pub fn explained(dir: &Path, cause: Error) -> Error {
    match cause.code {
        ErrorCode::Io | ErrorCode::ReadOnly => try_writing(dir).err().unwrap_or(cause),
        _ => cause,
    }
}

fn open_in(dir: &Path, now: jiff::Timestamp) -> Result<(Connection, Option<PersonalHealing>)> {
    let file = dir.join(FILE);
    if matches!(version(&file), Ok(schema::VERSION)) {
        restrict(&file)?;
        return Ok((schema::connect(&file)?, None));
    }
    // Whatever is amiss, one program at a time mends it; another may just have done so.
    let _turn = turn(dir)?;
    let mut healed = None;
    match version(&file) {
        Err(cause) if cause.code == ErrorCode::PersonalDamaged => {
            let kept = put_aside(dir, now)?;
            healed = Some(PersonalHealing::BegunAnew { kept, taken_over: Imported::default() });
        }
        Err(cause) => return Err(cause),
        Ok(_) => {}
    }
    if !file.exists() {
        begin(dir, &file, now)?;
    }
    restrict(&file)?;
    let mut connection = schema::connect(&file)?;
    schema::migrate(&mut connection)?;
    if let Some(PersonalHealing::BegunAnew { kept, taken_over }) = &mut healed {
        // What cannot be taken over now is where it was, in the file that is named.
        *taken_over = salvage::take_over(&mut connection, &dir.join(kept), now).unwrap_or_default();
    }
    Ok((connection, healed))
}

/// The layout of what is there; 0 for nothing.
fn version(file: &Path) -> Result<u32> {
    match file.metadata() {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(cause) => Err(Error::io("looking at the personal data", &cause)),
        // Begun, and stopped before anything was written. With a log beside it, it was emptied.
        Ok(meta) if meta.len() == 0 => match beside(file, "-wal").metadata() {
            Ok(log) if log.len() > 0 => {
                Err(Error::new(ErrorCode::PersonalDamaged, "the database was emptied"))
            }
            _ => Ok(0),
        },
        Ok(_) => schema::examine(file),
    }
}

/// Makes the empty file, for its owner alone from its first moment on. SQLite gives what it keeps
/// beside it the same permissions.
fn begin(dir: &Path, file: &Path, now: jiff::Timestamp) -> Result<()> {
    // A log without its database would be taken for the new one's.
    if beside(file, "-wal").exists() {
        put_aside(dir, now)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map_err(|e| Error::io("making the file of personal data", &e))?;
    sync_folder(dir)
}

/// Takes from others what an older umask or a copy may have given them.
fn restrict(file: &Path) -> Result<()> {
    #[cfg(unix)]
    for file in [file.to_owned(), beside(file, "-wal"), beside(file, "-shm")] {
        use std::os::unix::fs::PermissionsExt;
        let Ok(meta) = file.metadata() else { continue };
        if meta.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600))
                .map_err(|e| Error::io("making the personal data its owner's alone", &e))?;
        }
    }
    let _ = file;
    Ok(())
}

/// Puts the file aside with its log, under a name that is not taken, and says the name.
fn put_aside(dir: &Path, now: jiff::Timestamp) -> Result<String> {
    let day = now.strftime("%Y-%m-%d");
    let names = std::iter::once(format!("{ASIDE}{day}.sqlite"))
        .chain((2..).map(|n| format!("{ASIDE}{day}-{n}.sqlite")));
    let free = |name: &String| {
        let place = dir.join(name);
        !place.exists() && !BESIDE.iter().any(|ending| beside(&place, ending).exists())
    };
    let name = names.into_iter().find(free).unwrap_or_default();
    let (file, place) = (dir.join(FILE), dir.join(&name));
    for (from, to) in std::iter::once((file.clone(), place.clone()))
        .chain(BESIDE.map(|ending| (beside(&file, ending), beside(&place, ending))))
    {
        match fs::rename(from, to) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io("putting the damaged personal data aside", &e));
            }
            _ => {}
        }
    }
    sync_folder(dir)?;
    Ok(name)
}

/// Overwrites and removes what was put aside.
pub fn remove_aside(dir: &Path) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("removing what was put aside", &e);
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with(ASIDE) {
            let mut file = OpenOptions::new().write(true).open(entry.path()).map_err(failed)?;
            let length = file.metadata().map_err(failed)?.len();
            std::io::copy(&mut std::io::Read::take(std::io::repeat(0), length), &mut file)
                .map_err(failed)?;
            file.sync_all().map_err(failed)?;
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    sync_folder(dir)
}

/// Folds the log into the file and empties it. Errs with `busy` while another program reads.
pub fn fold_in(connection: &Connection) -> Result<()> {
    let hindered: bool = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(fault("folding the log in"))?;
    if hindered {
        return Err(Error::new(ErrorCode::Busy, "another program uses the personal data"));
    }
    Ok(())
}

/// The turn to make, mend or wipe; waits 5 seconds for another program's, then it is `busy`.
pub fn turn(dir: &Path) -> Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(dir.join(TURN))
        .map_err(|e| Error::io("opening a lock", &e))?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                let sentence = "another program is opening the personal data";
                return Err(Error::new(ErrorCode::Busy, sentence));
            }
            Err(TryLockError::Error(cause)) => return Err(Error::io("taking a lock", &cause)),
        }
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
