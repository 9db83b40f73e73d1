//! The names of items, slides and images within workshops: nothing that could lead elsewhere.

use super::refused;
use crate::Error;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;

/// The name of an item or of an added slide within its workshop: 1 to 40 characters, `a` to `z`, digits and
/// hyphens. Made where it is added; a UUID is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct ItemId(String);

impl ItemId {
    /// Reads a name; errs with `invalid_input` when the text is none.
    pub fn new(text: impl Into<String>) -> crate::error::Result<Self> {
        let text = text.into();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=40).contains(&text.len()) && text.chars().all(plain) {
            return Ok(Self(text));
        }
        Err(refused("an item's name is 1 to 40 characters: a to z, digits, hyphens"))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ItemId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl From<ItemId> for String {
    fn from(id: ItemId) -> Self {
        id.0
    }
}

/// The lasting name of a slide within a workshop: `<item>/<part>/<n>`. The same slide has the same name
/// whenever the deck is made anew, so that what was hidden, moved and noted stays with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct SlideKey(String);

impl SlideKey {
    /// Reads a name; errs with `invalid_input` when the text is none.
    pub fn new(text: impl Into<String>) -> crate::error::Result<Self> {
        let text = text.into();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
        let parts = text.split('/').collect::<Vec<_>>();
        let named = parts.len() == 3 && parts.iter().all(|part| !part.is_empty());
        if text.len() <= 240 && text.chars().all(plain) && named {
            return Ok(Self(text));
        }
        Err(refused("a slide's name is <item>/<part>/<n>"))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SlideKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for SlideKey {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl From<SlideKey> for String {
    fn from(key: SlideKey) -> Self {
        key.0
    }
}

/// An image by the digest of its bytes: 64 hex digits in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct ImageId(String);

impl ImageId {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).to_hex().to_string())
    }

    /// Reads a name; errs with `invalid_input` when the text is no digest.
    pub fn new(text: impl Into<String>) -> crate::error::Result<Self> {
        let text = text.into();
        if text.len() == 64 && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
            return Ok(Self(text));
        }
        Err(refused("an image's name is 64 hex digits in lower case"))
    }

    /// The digest itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ImageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ImageId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl From<ImageId> for String {
    fn from(id: ImageId) -> Self {
        id.0
    }
}

/// What an image's bytes are. Nothing that can hold a program or an address is among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ImageKind {
    /// Portable Network Graphics.
    Png,
    /// Joint Photographic Experts Group.
    Jpeg,
    /// WebP.
    Webp,
}

impl ImageKind {
    /// What these bytes say they are; none for everything else.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}
