//! Files that are not authored text: each must be listed with a licence that lets us pass it on.

use crate::fault::Fault;
use crate::folder::LICENCES;
use hrc_domain::Error;
use hrc_domain::error::Result;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Licences under which a file may be bundled.
const ALLOWED: [&str; 10] = [
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "MIT",
    "ISC",
    "OFL-1.1",
    "Apache-2.0",
    "Unicode-3.0",
    "public-domain",
    "EU-reuse",
];

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    file: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    licence: Spanned<String>,
    /// Where the file is from; asked for, so that the licence can be looked up.
    #[serde(rename = "source")]
    _source: String,
}

/// The faults of these files of a content folder.
pub(crate) fn check(dir: &Path, files: &[PathBuf]) -> Result<Vec<Fault>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let Some(list) = list_of(dir) else {
        return Ok(files.iter().map(|file| unlisted(file, "there is no LICENCES.toml")).collect());
    };
    let text = std::fs::read_to_string(&list)
        .map_err(|e| Error::io(&format!("reading {}", list.display()), &e))?;
    let fault_at = |offset: usize, sentence: String| {
        let before = text.bytes().take(offset).filter(|b| *b == b'\n').count();
        let line = u32::try_from(before + 1).unwrap_or(u32::MAX);
        Fault { file: list.clone(), line, sentence }
    };
    let listing: Listing = match toml::from_str(&text) {
        Ok(listing) => listing,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let sentence = format!("the list of licences cannot be read: {}", error.message());
            return Ok(vec![fault_at(offset, sentence)]);
        }
    };
    let home = list.parent().unwrap_or(Path::new(""));
    let same = |listed: &Listed, file: &Path| match (
        home.join(&listed.path).canonicalize(),
        file.canonicalize(),
    ) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    };
    let check = |file: &PathBuf| match listing.file.iter().find(|l| same(l, file)) {
        None => Some(unlisted(file, "LICENCES.toml does not have it")),
        Some(listed) => {
            let licence = listed.licence.get_ref().as_str();
            let sentence = format!(
                "the licence `{licence}` of {} is not one of {}",
                listed.path,
                ALLOWED.join(", ")
            );
            (!ALLOWED.contains(&licence)).then(|| fault_at(listed.licence.span().start, sentence))
        }
    };
    Ok(files.iter().filter_map(check).collect())
}

/// The list in the folder itself or in the one above it.
fn list_of(dir: &Path) -> Option<PathBuf> {
    // A path such as `.` has no parent by name.
    let above = match dir.parent() {
        Some(parent) if dir.file_name().is_some() => parent.to_owned(),
        _ => dir.join(".."),
    };
    [dir.join(LICENCES), above.join(LICENCES)].into_iter().find(|list| list.is_file())
}

fn unlisted(file: &Path, reason: &str) -> Fault {
    let sentence =
        format!("a file of an unlisted licence: {reason}; only .md and .yaml are authored text");
    Fault { file: file.to_owned(), line: 1, sentence }
}
