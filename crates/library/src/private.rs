//! Files that are nobody else's: made so that only their owner can read them, whole or not at all.

use crate::install::sync_folder;
use hrc_domain::Error;
use hrc_domain::error::Result;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Makes an empty file that only its owner can read; errs where there is one.
pub fn create(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// Puts these bytes into a file that only its owner can read, in the place of one that is there.
pub fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |cause: io::Error| Error::io(&format!("keeping {}", file.display()), &cause);
    let folder = file.parent().unwrap_or(Path::new("."));
    // Such files are made for their owner alone.
    let mut staged = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    staged.write_all(bytes).map_err(failed)?;
    staged.as_file().sync_all().map_err(failed)?;
    staged.persist(file).map_err(|cause| failed(cause.error))?;
    sync_folder(folder)
}
