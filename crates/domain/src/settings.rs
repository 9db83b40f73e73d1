//! What a reader may set, and what it is when nothing was set.

use crate::Language;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The reader's settings. Unknown fields of a newer version are passed over, missing ones are
/// their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct Settings {
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// Percent of the normal size, 100 to 200.
    pub text_size: u16,
    /// The language of the interface; none means the system's where the program speaks it.
    pub language: Option<Language>,
    /// No motion, whatever the system says.
    pub reduce_motion: bool,
    /// Records are read with the practitioners' depth, where this computer has it.
    pub practitioner_depth: bool,
    /// With whom to sync, and how.
    pub sync: SyncSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_size: 100,
            language: None,
            reduce_motion: false,
            practitioner_depth: true,
            sync: SyncSettings::default(),
        }
    }
}

impl Settings {
    /// The same with every value inside its bounds.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.text_size = self.text_size.clamp(100, 200);
        self
    }
}

/// With whom to sync, and how. What is not set is as the administrator's preset says, where there is
/// one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct SyncSettings {
    /// The server's address.
    pub server: Option<String>,
    /// The content of the feed's `1.root.json`.
    pub trust_root: Option<String>,
    /// How the server is reached.
    pub proxy: Option<Proxy>,
}

/// How the server is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Proxy {
    /// As the system says.
    #[default]
    System,
    /// Straight.
    None,
    /// Through the proxy at this address.
    Manual {
        /// The address, such as `http://proxy.example:3128`.
        address: String,
    },
}

/// The look of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Dark ink on limestone.
    Light,
    /// Light ink on slate.
    Dark,
    /// Black on white, strong borders.
    Contrast,
}
