//! Making the bundle: the library the application starts from, filled by the code that applies
//! every later change.

use crate::outcome::{Outcome, say};
use clap::Args;
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Batch, Change, Library};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct Bundle {
    /// The folder of authored content
    #[arg(long, value_name = "DIR", default_value = "resources/content")]
    content: PathBuf,
    /// The folder to make; replaced as a whole when it is there
    #[arg(long, value_name = "DIR", default_value = "target/bundle")]
    out: PathBuf,
}

/// What the bundle says of itself, for packagers and for a first sync that compares digests.
#[derive(Serialize)]
pub(crate) struct Manifest {
    schema: u32,
    head: u32,
    records: u32,
    digest: String,
    edition: Option<String>,
}

pub(crate) fn run(verb: &Bundle) -> Result<Outcome, Error> {
    let manifest = make(&verb.content, &verb.out)?;
    let Manifest { records, digest, .. } = &manifest;
    say(&format!("{}: {records} records, digest {digest}\n", verb.out.display()))?;
    Ok(Outcome::Fine)
}

/// Makes the bundle beside its place and moves it there whole, so that nobody ever opens half of
/// one. Errs when the content has faults.
pub(crate) fn make(content: &Path, out: &Path) -> Result<Manifest, Error> {
    let parent = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|cause| failed(parent, &cause))?;
    let workshop = tempfile::tempdir_in(parent).map_err(|cause| failed(parent, &cause))?;
    let fresh = workshop.path().join("bundle");
    let manifest = fill(content, &fresh)?;
    write_manifest(&fresh, &manifest)?;
    if out.exists() {
        std::fs::rename(out, workshop.path().join("replaced"))
            .map_err(|cause| failed(out, &cause))?;
    }
    std::fs::rename(&fresh, out).map_err(|cause| failed(out, &cause))?;
    Ok(manifest)
}

fn fill(content: &Path, fresh: &Path) -> Result<Manifest, Error> {
    let library = Library::create(fresh)?;
    library.apply(Batch { head: 0, changes: general_layer(content)? })?;
    let status = library.status()?;
    Ok(Manifest {
        schema: status.schema,
        head: status.head,
        records: status.records,
        digest: status.digest,
        edition: status.edition,
    })
}

/// Everything but the practitioners' depth, which reaches a computer by enrolment alone.
fn general_layer(content: &Path) -> Result<Vec<Change>, Error> {
    let layers = hrc_content::read(content)?.layers()?;
    layers.general.into_iter().map(|entry| Change::upsert(0, entry)).collect()
}

fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<(), Error> {
    let file = dir.join("bundle.json");
    let json = serde_json::to_vec_pretty(manifest)
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
    std::fs::write(&file, json).map_err(|cause| failed(&file, &cause))
}

fn failed(path: &Path, cause: &std::io::Error) -> Error {
    Error::io(&format!("making the bundle at {}", path.display()), cause)
}
