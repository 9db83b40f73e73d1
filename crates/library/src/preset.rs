//! What an administrator sets for everybody on a computer: with whom to sync.
//!
//! A file beside the program, so that a town hall's IT department hands out one folder and nobody
//! has to type anything. What a reader sets goes before it.

use crate::Server;
use hrc_domain::error::Result;
use hrc_domain::settings::{Proxy, SyncSettings};
use hrc_domain::{Error, ErrorCode};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file's name.
const FILE: &str = "preset.toml";

/// What may stand in the file; anything else is an error, for it would mean nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    server: String,
    /// The feed's 1.root.json, relative to this file.
    trust_root: PathBuf,
    /// `system`, `none`, or an address.
    #[serde(default)]
    proxy: Option<String>,
}

/// A preset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// The server's address.
    pub server: String,
    /// The content of the feed's 1.root.json.
    pub trust_root: Vec<u8>,
    /// How the server is reached.
    pub proxy: Proxy,
}

impl Preset {
    /// Reads the file.
    pub fn load(file: &Path) -> Result<Self> {
        let failed = |cause| Error::io(&format!("reading the preset {}", file.display()), &cause);
        let text = std::fs::read_to_string(file).map_err(failed)?;
        let written: Written = toml::from_str(&text).map_err(|cause| {
            let sentence = format!("the preset {}: {cause}", file.display());
            Error::new(ErrorCode::InvalidInput, sentence)
        })?;
        let root = file.parent().unwrap_or(Path::new("")).join(&written.trust_root);
        let trust_root = std::fs::read(root).map_err(failed)?;
        let proxy = match written.proxy.as_deref() {
            None | Some("system") => Proxy::System,
            Some("none") => Proxy::None,
            Some(address) => Proxy::Manual { address: address.to_owned() },
        };
        Ok(Self { server: written.server, trust_root, proxy })
    }
}

/// The preset: the file named in `HRC_PRESET`, else `preset.toml` beside the executable. None where
/// there is none; one that was named must be there.
pub fn find_preset() -> Result<Option<Preset>> {
    if let Some(named) = std::env::var_os("HRC_PRESET") {
        return Preset::load(Path::new(&named)).map(Some);
    }
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(|folder| folder.join(FILE));
    beside.filter(|file| file.is_file()).map(|file| Preset::load(&file)).transpose()
}

/// The server to sync with: the reader's, else the preset's, else none. A proxy may be set by the
/// reader alone.
pub fn server_of(settings: &SyncSettings, preset: Option<&Preset>) -> Result<Option<Server>> {
    let proxy = || settings.proxy.clone().or_else(|| preset.map(|p| p.proxy.clone()));
    let named = match (&settings.server, &settings.trust_root, preset) {
        (Some(server), Some(root), _) => Some((server.as_str(), root.as_bytes())),
        (_, _, Some(preset)) => Some((preset.server.as_str(), &preset.trust_root[..])),
        _ => None,
    };
    named.map(|(server, root)| Server::new(server, root, proxy().unwrap_or_default())).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Preset> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("1.root.json"), b"root").unwrap();
        std::fs::write(dir.path().join(FILE), text).unwrap();
        Preset::load(&dir.path().join(FILE))
    }

    #[test]
    fn a_preset_names_server_root_and_proxy() {
        let plain = load("server = 'https://a.example'\ntrust_root = '1.root.json'").unwrap();
        assert_eq!(plain.trust_root, b"root", "the root lies beside the file");
        assert_eq!(plain.proxy, Proxy::System, "unless it says otherwise");
        let text = "server = 'https://a.example'\ntrust_root = '1.root.json'\nproxy = 'http://p:1'";
        let manual = Proxy::Manual { address: "http://p:1".into() };
        assert_eq!(load(text).unwrap().proxy, manual, "a proxy's address");
    }

    #[test]
    fn a_preset_that_cannot_be_meant_is_told_not_passed_over() {
        for text in ["", "server = 1", "server = 'a'\ntrust_root = '1.root.json'\nprocsy = 'b'"] {
            assert_eq!(load(text).unwrap_err().code, ErrorCode::InvalidInput, "{text}");
        }
        let gone = load("server = 'https://a.example'\ntrust_root = 'other.json'").unwrap_err();
        assert_eq!(gone.code, ErrorCode::NotFound, "the root it names is not there");
    }

    #[test]
    fn without_anything_set_there_is_no_server() {
        let none = server_of(&SyncSettings::default(), None).unwrap();
        assert!(none.is_none(), "and nothing is ever sent");
    }
}
