//! Where the bundle lies that a program was delivered with.

use crate::store;
use std::path::{Path, PathBuf};

/// The bundle: the folder named in `HRC_BUNDLE`; else `bundle` beside the executable; else
/// `target/bundle`, in this folder or one above, seen from the executable or from here. None where
/// there is none of these.
///
/// A bundle that was named is the one that is meant, even when it turns out not to be there.
pub fn find_bundle() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("HRC_BUNDLE") {
        return Some(PathBuf::from(named));
    }
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(|dir| dir.join("bundle"));
    let starts = [program, std::env::current_dir().ok()];
    let above = starts.iter().flatten().flat_map(|start| start.ancestors());
    let built = above.map(|dir| dir.join("target/bundle"));
    beside.into_iter().chain(built).find(|dir| is_library(dir))
}

/// Whether this folder holds a library.
pub fn is_library(dir: &Path) -> bool {
    dir.join(store::FILE).is_file()
}
