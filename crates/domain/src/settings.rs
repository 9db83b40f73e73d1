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
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::System, text_size: 100, language: None, reduce_motion: false }
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
