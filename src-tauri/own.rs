//! What is the reader's own: opened when it is first asked for, kept open, tried again where it did not
//! open. Commands and the courier share it.

use hrc_domain::Error;
use hrc_library::{Personal, now};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The personal data of this reader, open or not yet.
pub struct Own {
    dir: PathBuf,
    kept: Mutex<Option<Arc<Personal>>>,
}

impl Own {
    /// What lies in this folder.
    pub(crate) fn of(dir: PathBuf) -> Self {
        Self { dir, kept: Mutex::default() }
    }

    /// Opens it; begins it where there is none.
    pub(crate) fn open(&self) -> Result<Arc<Personal>, Error> {
        let mut kept = self.kept();
        if let Some(personal) = &*kept {
            return Ok(Arc::clone(personal));
        }
        let personal = Arc::new(Personal::open(&self.dir, now())?);
        *kept = Some(Arc::clone(&personal));
        Ok(personal)
    }

    /// Opens it; none where nothing was ever kept.
    pub(crate) fn find(&self) -> Result<Option<Arc<Personal>>, Error> {
        let mut kept = self.kept();
        if kept.is_none() {
            *kept = Personal::find(&self.dir, now())?.map(Arc::new);
        }
        Ok(kept.clone())
    }

    fn kept(&self) -> MutexGuard<'_, Option<Arc<Personal>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
