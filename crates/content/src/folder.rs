//! The folders of the content and what each file in them is.

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, Kind};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The folder of the controlled lists.
pub(crate) const TAXONOMY: &str = "taxonomy";

/// The folder of what articles and goals say themselves.
pub(crate) const REFERENCE: &str = "reference";

/// The file that names the licences of what is not authored text.
pub(crate) const LICENCES: &str = "LICENCES.toml";

/// The folder of each kind's records.
pub const FOLDERS: [(&str, Kind); 12] = [
    ("answers", Kind::Answer),
    ("articles", Kind::Article),
    ("cities", Kind::City),
    ("events", Kind::Event),
    ("institutions", Kind::Institution),
    ("instruments", Kind::Instrument),
    ("links", Kind::Link),
    ("practices", Kind::Practice),
    ("publications", Kind::Publication),
    ("terms", Kind::Term),
    ("themes", Kind::Theme),
    ("tools", Kind::Tool),
];

/// What a file is by its place and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// A record at general depth: its kind and the stem of its name.
    General(Kind, String),
    /// The practitioner's depth of the record of that name.
    Practitioner(String),
    /// A controlled list of that name.
    List(String),
    /// The wording of the concepts of the list of that name; its licence must be listed.
    Wording(String),
    /// The list of licences.
    Licences,
    /// Not authored text; its licence must be listed.
    Foreign,
    /// Authored text where none belongs.
    Astray,
}

/// A file found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub path: PathBuf,
    pub role: Role,
}

/// Every file below a folder, in the order of their paths.
pub(crate) fn files(dir: &Path) -> Result<Vec<Found>> {
    if !dir.is_dir() {
        let message = format!("{} is not a folder", dir.display());
        return Err(Error::new(ErrorCode::NotFound, message));
    }
    let mut found = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(folder) = waiting.pop() {
        let doing = || format!("reading the folder {}", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(|e| Error::io(&doing(), &e))? {
            let entry = entry.map_err(|e| Error::io(&doing(), &e))?;
            let sort = entry.file_type().map_err(|e| Error::io(&doing(), &e))?;
            if sort.is_dir() {
                waiting.push(entry.path());
            } else {
                let path = entry.path();
                let role = role(path.strip_prefix(dir).unwrap_or(&path));
                found.push(Found { path, role });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// What the file at this path below the content's folder is.
pub(crate) fn role(path: &Path) -> Role {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let folder = path.parent().and_then(Path::to_str).unwrap_or_default();
    let kind = FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, kind)| *kind);
    match (name.rsplit_once('.'), kind) {
        (Some((stem, "md")), Some(kind)) => match stem.strip_suffix(".practitioner") {
            Some(stem) => Role::Practitioner(stem.to_owned()),
            None => Role::General(kind, stem.to_owned()),
        },
        (Some((stem, "yaml")), _) if folder == TAXONOMY => Role::List(stem.to_owned()),
        (Some((stem, "json")), _) if folder == REFERENCE => Role::Wording(stem.to_owned()),
        (Some((_, "md" | "yaml")), _) => Role::Astray,
        _ if name == LICENCES && folder.is_empty() => Role::Licences,
        _ => Role::Foreign,
    }
}

/// The folder of the content a file lies in: the nearest one above it that has lists.
pub(crate) fn content_above(file: &Path) -> Option<&Path> {
    file.ancestors().skip(1).find(|folder| folder.join(TAXONOMY).is_dir())
}
