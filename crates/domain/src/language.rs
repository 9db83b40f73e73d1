//! Languages by their code, as far as the product needs to tell them apart.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;

/// A primary language subtag of BCP 47 in lower case, two or three letters: `en`, `sv`, `ca`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct Language(String);

/// The six languages of the interface, in the order they are offered.
pub const INTERFACE: [&str; 6] = ["en", "de", "fr", "nl", "sv", "es"];

/// Why a text is not a [`Language`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadLanguage;

impl fmt::Display for BadLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a language is two or three lower-case letters, such as en, de or sv")
    }
}

impl std::error::Error for BadLanguage {}

impl Language {
    /// Reads a code; errs when it is not two or three lower-case letters.
    pub fn new(code: impl Into<String>) -> Result<Self, BadLanguage> {
        let code = code.into();
        let well_formed =
            (2..=3).contains(&code.len()) && code.chars().all(|c| c.is_ascii_lowercase());
        if well_formed { Ok(Self(code)) } else { Err(BadLanguage) }
    }

    /// English, in which records are written first.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = BadLanguage;
    fn try_from(code: String) -> Result<Self, BadLanguage> {
        Self::new(code)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}
