//! What a reader may set, and what it is when nothing was set.

use crate::record::FraElement;
use crate::{Language, RecordId};
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
    /// The system notifies that an answer arrived while the window is not in front.
    pub notify: bool,
    /// Keys without Ctrl or Alt that are single letters, digits or signs work while presenting.
    pub letter_keys: bool,
    /// With whom to sync, and how.
    pub sync: SyncSettings,
    /// The reader's own city, to find others like it; never sent anywhere.
    pub my_city: Option<MyCity>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_size: 100,
            language: None,
            reduce_motion: false,
            practitioner_depth: true,
            notify: true,
            letter_keys: true,
            sync: SyncSettings::default(),
            my_city: None,
        }
    }
}

impl Settings {
    /// The same with every value inside its bounds.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.text_size = self.text_size.clamp(100, 200);
        self.my_city = self.my_city.map(MyCity::bounded);
        self
    }
}

/// The reader's own city, as far as it was described. A city case of the library may stand for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct MyCity {
    /// Its name, 100 characters at most.
    pub name: String,
    /// The city case it is, where it is one: such a city is not like itself.
    pub case: Option<RecordId>,
    /// Inhabitants.
    pub population: Option<u32>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// The themes it works on.
    pub themes: Vec<RecordId>,
    /// What it has of the FRA framework.
    pub has: Vec<FraElement>,
}

impl MyCity {
    const LONGEST_NAME: usize = 100;
    const MOST_THEMES: usize = 60;

    fn bounded(mut self) -> Self {
        self.name = self.name.trim().chars().take(Self::LONGEST_NAME).collect();
        let code = |c: &String| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase());
        self.country = self.country.filter(code);
        self.population = self.population.filter(|&people| people > 0);
        self.themes.sort_unstable();
        self.themes.dedup();
        self.themes.truncate(Self::MOST_THEMES);
        self.has.sort_unstable();
        self.has.dedup();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_ones_own_city_is_kept_within_bounds() {
        let theme = RecordId::new("housing").unwrap();
        let city = MyCity {
            name: format!(" {} ", "ä".repeat(200)),
            population: Some(0),
            country: Some("Austria".to_owned()),
            themes: vec![theme.clone(), theme],
            has: vec![FraElement::Tool, FraElement::Structure, FraElement::Tool],
            case: None,
        };
        let kept = Settings { my_city: Some(city), ..Settings::default() }.bounded();
        let city = kept.my_city.unwrap();
        assert_eq!(
            city.name.chars().count(),
            100,
            "a name is no essay, and is not cut in a letter"
        );
        assert_eq!(city.population, None, "a city without people is one whose size is not known");
        assert_eq!(city.country, None, "a country is a code of two letters");
        assert_eq!(city.themes.len(), 1, "a theme counts once");
        assert_eq!(city.has, [FraElement::Structure, FraElement::Tool], "and so does what it has");
    }
}
