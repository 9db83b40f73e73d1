//! A file as text: its bytes made characters, its front matter parted from its text.

use crate::proof::Proof;
use hrc_domain::RecordId;
use std::path::Path;

/// The characters of a file, without a byte order mark and with plain line ends.
pub(crate) fn characters(path: &Path, proof: &Proof<'_>) -> Option<String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(cause) => {
            proof.fault(1, format!("the file cannot be read: {cause}"));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n")),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let before = error.as_bytes().iter().take(good).filter(|b| **b == b'\n').count();
            let line = u32::try_from(before + 1).unwrap_or(u32::MAX);
            proof.fault(line, "the file is not UTF-8 text; save it with the encoding UTF-8");
            None
        }
    }
}

/// The two parts of a file.
pub(crate) struct Page<'a> {
    /// What stands between the two `---` lines; it begins in line 2.
    pub fields: &'a str,
    /// The text below.
    pub body: &'a str,
    /// How many lines stand above the body.
    pub above: u32,
}

/// Parts a file at its `---` lines.
pub(crate) fn part<'a>(text: &'a str, proof: &Proof<'_>) -> Option<Page<'a>> {
    let Some(rest) = text.strip_prefix("---\n") else {
        proof.fault(1, "the front matter is missing: the first line must be `---`");
        return None;
    };
    let mut end = 0;
    for (number, line) in (2_u32..).zip(rest.split_inclusive('\n')) {
        if line.trim_end() == "---" {
            let fields = rest.get(..end).unwrap_or_default();
            let body = rest.get(end + line.len()..).unwrap_or_default();
            return Some(Page { fields, body, above: number });
        }
        end += line.len();
    }
    proof.fault(1, "the front matter does not end: a second line `---` is missing");
    None
}

/// The id a file's name gives its record.
pub(crate) fn id(stem: &str, proof: &Proof<'_>) -> Option<RecordId> {
    match RecordId::new(stem) {
        Ok(id) => Some(id),
        Err(why) => {
            proof.fault(1, format!("the file's name gives the id `{stem}`, but {why}"));
            None
        }
    }
}

/// Finds the line of a byte.
pub(crate) struct LineIndex {
    starts: Vec<usize>,
    above: u32,
}

impl LineIndex {
    pub(crate) fn new(text: &str, above: u32) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        Self { starts, above }
    }

    pub(crate) fn line(&self, offset: usize) -> u32 {
        let before = self.starts.partition_point(|start| *start <= offset);
        self.above + u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}
