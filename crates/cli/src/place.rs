//! Which library a call means when it names none, and where the bundle lies.

use crate::{At, bundle};
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Library, find_bundle, is_library};
use std::path::{Path, PathBuf};

/// Opens the library the call means: `--data DIR` (made if absent, filled from the bundle), else the
/// bundle itself.
pub(crate) fn open(at: &At) -> Result<Library, Error> {
    match &at.data {
        // A library that is there needs no bundle, and none is built for it.
        Some(dir) if is_library(dir) && find_bundle().is_none() => Library::open(dir),
        Some(dir) => Library::open_or_install(dir, &bundle_folder()?),
        None => Library::open(&bundle_folder()?),
    }
}

/// The folder of a library of one's own, which the call must name.
pub(crate) fn own(at: &At) -> Result<&Path, Error> {
    at.data.as_deref().ok_or_else(|| {
        let sentence = "name the library with --data; a bundle is never synced nor enrolled";
        Error::new(ErrorCode::InvalidInput, sentence)
    })
}

/// Opens the library in this folder to write to it; one that is not there is filled from the bundle
/// the program was delivered with, and begins empty where there is none.
pub(crate) fn open_to_write(dir: &Path) -> Result<Library, Error> {
    match find_bundle() {
        Some(bundle) => Library::open_or_install(dir, &bundle),
        None if is_library(dir) => Library::open(dir),
        None => Library::create(dir),
    }
}

/// The bundle the program was delivered with; else one built from `resources/content` into the cache
/// folder, said in one line.
fn bundle_folder() -> Result<PathBuf, Error> {
    find_bundle().map_or_else(build_into_cache, Ok)
}

/// The first folder of this relative path, seen from here or from the executable, going up.
fn upwards(relative: &Path) -> Option<PathBuf> {
    let starts = [std::env::current_dir().ok(), std::env::current_exe().ok()];
    starts.into_iter().flatten().find_map(|start| {
        start.ancestors().map(|dir| dir.join(relative)).find(|candidate| candidate.is_dir())
    })
}

fn build_into_cache() -> Result<PathBuf, Error> {
    let missing = |what: &str| Error::new(ErrorCode::LibraryMissing, what.to_owned());
    let content = upwards(Path::new("resources/content"))
        .ok_or_else(|| missing("no library: name one with --data, or a bundle with HRC_BUNDLE"))?;
    let cache = dirs::cache_dir().ok_or_else(|| missing("the system names no cache folder"))?;
    let out = cache.join("knowledge-centre").join(format!("bundle-{}", fingerprint(&content)?));
    if !is_library(&out) {
        eprintln!("hrc: building the bundle from {} into {}", content.display(), out.display());
        bundle::make(&content, &out)?;
    }
    Ok(out)
}

/// A name for the content as it stands, so that a change makes another bundle.
fn fingerprint(content: &Path) -> Result<String, Error> {
    let mut hash = blake3::Hasher::new();
    for file in files(content)? {
        let bytes = std::fs::read(&file)
            .map_err(|cause| Error::io(&format!("reading {}", file.display()), &cause))?;
        hash.update(file.to_string_lossy().as_bytes()).update(&[0]).update(&bytes);
    }
    Ok(hash.finalize().to_hex().chars().take(16).collect())
}

fn files(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |cause| Error::io(&format!("reading {}", dir.display()), &cause);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
