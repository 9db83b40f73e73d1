//! Backup and restore: everything in the data folder, in one file. Feeds that are kept in a store of
//! their own (`feed_store`) are not in it.
//!
//! Restored feeds may be older than what clients have seen, and clients refuse to go back. So
//! restoring is for a lost disk: publishing brings the head up again, and a change of keys lets the
//! signed files count afresh. Memberships that were taken back after the backup hold again.

use crate::store::{self, Deed, Store};
use crate::{Data, PUBLIC};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// What a backup holds of the data folder. Root keys that were not taken offline are left out: a
/// backup is no place for them.
const FOLDERS: [&str; 3] = ["keys", "feeds", "client"];

/// Writes a backup to a file that is not there yet, readable by its owner alone: it holds keys.
/// Noted in the audit trail, so that somebody can see how old the last one is.
pub fn back_up(data: &Data, to: &Path, now: Timestamp) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("writing the backup", &e);
    if !data.keys_folder(PUBLIC).is_dir() {
        let sentence = format!("{} has no keys: it is no server's", data.dir().display());
        return Err(Error::new(ErrorCode::NotFound, sentence));
    }
    let _turn = data.turn()?;
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if to.exists() {
        return Err(Error::new(
            ErrorCode::InvalidInput,
            format!("{} is there already", to.display()),
        ));
    }
    // A temporary file is made for its owner alone.
    let staged = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let encoder = zstd::Encoder::new(staged, 0).map_err(failed)?;
    let mut archive = tar::Builder::new(encoder);
    for name in FOLDERS {
        let folder = data.dir().join(name);
        if folder.is_dir() {
            archive.append_dir_all(name, folder).map_err(failed)?;
        }
    }
    let settings = data.dir().join(crate::configuration::FILE);
    if settings.is_file() {
        archive.append_path_with_name(settings, crate::configuration::FILE).map_err(failed)?;
    }
    if data.dir().join(store::FILE).is_file() {
        // As it is at one moment, while the server may be writing.
        let aside = tempfile::tempdir_in(folder).map_err(failed)?;
        let copy = aside.path().join(store::FILE);
        data.members().copy_to(&copy)?;
        archive.append_path_with_name(copy, store::FILE).map_err(failed)?;
    }
    let mut staged = archive.into_inner().and_then(zstd::Encoder::finish).map_err(failed)?;
    staged.flush().and_then(|()| staged.as_file().sync_all()).map_err(failed)?;
    staged.persist_noclobber(to).map_err(|e| failed(e.error))?;
    data.note(Deed::BackupMade, "server", now);
    Ok(())
}

/// Restores a backup into a folder that is empty or not there.
pub fn restore(dir: &Path, from: &Path) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("restoring the backup", &e);
    if fs::read_dir(dir).is_ok_and(|mut files| files.next().is_some()) {
        return Err(Error::new(ErrorCode::InvalidInput, format!("{} is not empty", dir.display())));
    }
    let file = File::open(from).map_err(failed)?;
    fs::create_dir_all(dir).map_err(failed)?;
    // A backup that breaks off leaves nothing behind.
    let staged = tempfile::tempdir_in(dir).map_err(failed)?;
    let mut archive = tar::Archive::new(zstd::Decoder::new(file).map_err(failed)?);
    archive.set_preserve_permissions(true);
    // The crate refuses paths that lead outside.
    archive.unpack(staged.path()).map_err(failed)?;
    if !staged.path().join("keys").is_dir() {
        let sentence = format!("{} is no backup of a server", from.display());
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    for part in fs::read_dir(staged.path()).map_err(failed)? {
        let part = part.map_err(failed)?;
        fs::rename(part.path(), dir.join(part.file_name())).map_err(failed)?;
    }
    Ok(())
}
