//! The editors' desk over the content folder: files are read, checked with all others as they would be,
//! and written only when the whole folder is without a fault.
//!
//! What an editor may touch is named, not walked to: a folder of records and the file's own name, both
//! checked letter by letter; what lies there must be a plain file in a plain folder. Nothing is written
//! over that somebody else changed meanwhile: who saves names the digest of what was read.

use hrc_content::{Fault, KINDS};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, RecordId};
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What an authored file may have at most, in bytes: several times the longest there is.
pub const MAX_FILE: usize = 256 << 10;

/// How the name of a practitioners' text ends, before `.md`.
const DEEPER: &str = ".practitioner";

/// The name of an authored file below the content folder, `cities/graz.md` or
/// `cities/graz.practitioner.md`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileName {
    folder: &'static str,
    record: RecordId,
    deeper: bool,
}

impl FileName {
    /// Reads a name; errs with `invalid_input` where it is none of an authored file.
    pub fn new(name: &str) -> Result<Self> {
        let none = || {
            let sentence = "a file is FOLDER/ID.md or FOLDER/ID.practitioner.md";
            Error::new(ErrorCode::InvalidInput, sentence)
        };
        let (folder, file) = name.split_once('/').ok_or_else(none)?;
        let (folder, _) = KINDS.iter().find(|(known, _)| *known == folder).ok_or_else(none)?;
        let stem = file.strip_suffix(".md").ok_or_else(none)?;
        let (id, deeper) =
            stem.strip_suffix(DEEPER).map_or((stem, false), |general| (general, true));
        // Ids are small letters, digits and hyphens: nothing that leads anywhere.
        let record = RecordId::new(id).map_err(|_| none())?;
        Ok(Self { folder, record, deeper })
    }

    /// The record it is of.
    pub const fn record(&self) -> &RecordId {
        &self.record
    }

    fn below(&self, dir: &Path) -> PathBuf {
        dir.join(self.to_string())
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let deeper = if self.deeper { DEEPER } else { "" };
        write!(f, "{}/{}{deeper}.md", self.folder, self.record)
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its text.
    pub text: String,
    /// The digest of its bytes; empty where there is no such file.
    pub digest: String,
}

/// A fault as the check says it, without where the folder lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The file, below the content folder.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong.
    pub sentence: String,
}

/// What came of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is written; what the file held before, where there was one.
    Written(Option<String>),
    /// It holds just this already.
    Same,
    /// Nothing was written: somebody changed the file since it was read. It holds this.
    Overtaken(Leaf),
    /// Nothing was written: the content would have these faults.
    Faulty(Vec<Told>),
}

/// The content folder that editors work on.
#[derive(Debug, Clone)]
pub struct Desk {
    dir: PathBuf,
}

impl Desk {
    /// Over this folder, which must be there.
    pub fn at(dir: &Path) -> Result<Self> {
        let failed = |e: std::io::Error| Error::io("finding the content folder", &e);
        // Its own name may be a link; what is in it may not.
        let dir = fs::canonicalize(dir).map_err(failed)?;
        Ok(Self { dir })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The authored files there are, by name.
    pub fn files(&self) -> Result<Vec<FileName>> {
        let mut names = Vec::new();
        for (folder, _) in KINDS {
            let place = self.dir.join(folder);
            // What is no plain folder is not offered.
            if !is_plain(&place, fs::FileType::is_dir).unwrap_or(false) {
                continue;
            }
            let failed = |e: std::io::Error| Error::io("reading the content folder", &e);
            for entry in fs::read_dir(place).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let is_file = entry.file_type().map_err(failed)?.is_file();
                let name = entry.file_name();
                let name = name.to_str().filter(|_| is_file);
                names.extend(name.and_then(|name| FileName::new(&format!("{folder}/{name}")).ok()));
            }
        }
        names.sort();
        Ok(names)
    }

    /// What a file holds; empty where there is none yet.
    pub fn read(&self, name: &FileName) -> Result<Leaf> {
        let path = name.below(&self.dir);
        if !is_plain(&self.dir.join(name.folder), fs::FileType::is_dir)?
            || !is_plain(&path, fs::FileType::is_file)?
        {
            return Ok(Leaf { text: String::new(), digest: String::new() });
        }
        let failed = |e: std::io::Error| Error::io("reading an authored file", &e);
        if fs::metadata(&path).map_err(failed)?.len() > MAX_FILE as u64 {
            return Err(Error::new(ErrorCode::InvalidInput, "the file is too large for the desk"));
        }
        let bytes = fs::read(&path).map_err(failed)?;
        let digest = digest_of(&bytes);
        let no_text = |_| Error::new(ErrorCode::InvalidInput, "the file is not UTF-8 text");
        Ok(Leaf { text: String::from_utf8(bytes).map_err(no_text)?, digest })
    }

    /// Every fault the content would have with this text in the file. Nothing is written where the
    /// content lies.
    pub fn check(&self, name: &FileName, text: &str) -> Result<Vec<Told>> {
        let (_rehearsal, dir) = self.rehearsed(name, text)?;
        let faults = hrc_content::read(&dir)?.faults;
        Ok(faults.into_iter().map(|fault| told(&dir, fault)).collect())
    }

    /// Writes a text that was made of the file with this digest (empty where there was none), if the
    /// content is without a fault with it. `before` is called with what the file holds, just before it
    /// is written.
    pub fn keep(
        &self,
        name: &FileName,
        text: &str,
        digest: &str,
        before: impl FnOnce(Option<&str>) -> Result<()>,
    ) -> Result<Kept> {
        let text = tidy(text)?;
        let faults = self.check(name, &text)?;
        let held = self.read(name)?;
        if held.text == text && !held.digest.is_empty() {
            return Ok(Kept::Same);
        }
        if held.digest != digest {
            return Ok(Kept::Overtaken(held));
        }
        if !faults.is_empty() {
            return Ok(Kept::Faulty(faults));
        }
        let held = (!held.digest.is_empty()).then_some(held.text);
        before(held.as_deref())?;
        self.write(name, &text)?;
        Ok(Kept::Written(held))
    }

    /// All at once, or not at all.
    fn write(&self, name: &FileName, text: &str) -> Result<()> {
        let failed = |e: std::io::Error| Error::io("writing an authored file", &e);
        let folder = self.dir.join(name.folder);
        if !is_plain(&folder, fs::FileType::is_dir)? {
            fs::create_dir(&folder).map_err(failed)?;
        }
        let path = name.below(&self.dir);
        // A link in its place would not be followed but replaced; it is refused when it is read.
        let mut file = tempfile::Builder::new()
            .prefix(".desk-")
            .suffix(".tmp")
            .tempfile_in(&folder)
            .map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        // As readable as what it replaces, or as what is authored usually is.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).map_or(0o644, |held| held.permissions().mode());
            file.as_file().set_permissions(fs::Permissions::from_mode(mode)).map_err(failed)?;
        }
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|cause| failed(cause.error))?;
        Ok(())
    }

    /// The content with this text in the file, elsewhere: as links to the files where that can be, with
    /// the licences where the check looks for them.
    fn rehearsed(&self, name: &FileName, text: &str) -> Result<(tempfile::TempDir, PathBuf)> {
        let text = tidy(text)?;
        let failed = |e: std::io::Error| Error::io("rehearsing a change of the content", &e);
        let place = tempfile::tempdir().map_err(failed)?;
        let own = self.dir.file_name().unwrap_or("content".as_ref());
        let dir = place.path().join(own);
        copy(&self.dir, &dir, 0).map_err(failed)?;
        let licences = self.dir.with_file_name("LICENCES.toml");
        if licences.is_file() {
            fs::copy(licences, place.path().join("LICENCES.toml")).map_err(failed)?;
        }
        let path = name.below(&dir);
        fs::create_dir_all(dir.join(name.folder)).map_err(failed)?;
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed(cause));
            }
            _ => {}
        }
        fs::write(path, text).map_err(failed)?;
        Ok((place, dir))
    }
}

/// How deep folders of content may lie in each other.
const DEEPEST: u32 = 8;

/// Copies what is plain. A link to the same file costs nothing; where none can be made it is copied.
fn copy(from: &Path, to: &Path, depth: u32) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    if depth > DEEPEST {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (sort, to) = (entry.file_type()?, to.join(entry.file_name()));
        if sort.is_dir() {
            copy(&entry.path(), &to, depth + 1)?;
        } else if sort.is_file() && fs::hard_link(entry.path(), &to).is_err() {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Whether it is there and is what it should be, itself: a link is refused, whatever it leads to.
fn is_plain(path: &Path, is: impl Fn(&fs::FileType) -> bool) -> Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(found) if is(&found.file_type()) => Ok(true),
        Ok(_) => {
            let sentence = "in its place lies something else, a link say";
            Err(Error::new(ErrorCode::InvalidInput, sentence))
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::io("looking into the content folder", &cause)),
    }
}

/// As browsers send it, with plain line ends and one at its end.
fn tidy(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n");
    if text.len() > MAX_FILE {
        return Err(Error::new(ErrorCode::InvalidInput, "the file is too large for the desk"));
    }
    Ok(format!("{}\n", text.trim_end()))
}

/// What stands below the fields of an authored text.
pub fn body(text: &str) -> &str {
    let fields = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---"));
    fields.map_or(text, |(_, rest)| rest.split_once('\n').map_or("", |(_, body)| body))
}

/// The digest of what a file holds.
pub fn digest_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn told(dir: &Path, fault: Fault) -> Told {
    let file = fault.file.strip_prefix(dir).unwrap_or(&fault.file).display().to_string();
    let sentence = fault.sentence.replace(&format!("{}/", dir.display()), "");
    Told { file, line: fault.line, sentence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_elsewhere_is_none() {
        for name in [
            "",
            "cities",
            "cities/",
            "cities/.md",
            "cities/../x.md",
            "../cities/graz.md",
            "/cities/graz.md",
            "cities//graz.md",
            "cities/graz.md/",
            "cities/a/b.md",
            "cities/Graz.md",
            "cities/graz.yaml",
            "taxonomy/sections.yaml",
            "CITIES/graz.md",
            "cities/graz\0.md",
            "cities/graz.md\n",
            "cities/.practitioner.md",
            "cities\\graz.md",
        ] {
            assert!(FileName::new(name).is_err(), "{name:?} is no authored file");
        }
        for name in ["cities/graz.md", "cities/graz.practitioner.md"] {
            assert_eq!(FileName::new(name).unwrap().to_string(), name, "and back");
        }
    }
}
