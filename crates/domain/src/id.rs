//! The stable name of a record: a slug, given once, never reused.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;

/// A record's identity: 1 to 80 characters, `a` to `z`, digits and single hyphens between them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct RecordId(String);

/// Why a text is not a [`RecordId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadId;

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is 1 to 80 characters: a to z, digits, single hyphens between them")
    }
}

impl std::error::Error for BadId {}

impl RecordId {
    /// Reads an id; errs when the text is not a slug.
    pub fn new(text: impl Into<String>) -> Result<Self, BadId> {
        let text = text.into();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let well_formed = (1..=80).contains(&text.len())
            && text.chars().all(plain)
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if well_formed { Ok(Self(text)) } else { Err(BadId) }
    }

    /// The slug itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for RecordId {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        Self::new(text)
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_accepted_and_everything_else_is_refused() {
        for good in ["graz", "york-2023", "c2-9", "a"] {
            assert!(RecordId::new(good).is_ok(), "{good} is a slug");
        }
        for bad in ["", "Graz", "piteå", "-a", "a-", "a--b", "a/b", "..", "a b"] {
            assert!(
                RecordId::new(bad).is_err(),
                "{bad:?} must not become an id: ids end up in file names"
            );
        }
        assert!(RecordId::new("a".repeat(81)).is_err(), "ids are bounded");
    }
}
