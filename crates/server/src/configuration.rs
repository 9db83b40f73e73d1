//! What an administrator sets: in `server.toml` in the data folder, in the environment, or on the
//! command line; the later of these wins.

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::Path;

/// The file's name in the data folder.
pub const FILE: &str = "server.toml";

/// What is set. Everything has a default; a name that means nothing is an error, not a silence.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Configuration {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where feeds are kept, as a URL; none means the folder `feeds` in the data folder.
    pub feed_store: Option<String>,
    /// The address under which the world sees the server, for the preset that clients are given.
    pub public_address: Option<String>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8480)),
            feed_store: None,
            public_address: None,
        }
    }
}

impl Configuration {
    /// Reads the file, where there is one, and what the environment says
    /// (`HRC_SERVER_LISTEN`, `HRC_SERVER_FEED_STORE`, `HRC_SERVER_PUBLIC_ADDRESS`).
    pub fn load(data: &Path) -> Result<Self> {
        let file = data.join(FILE);
        let refused =
            |why: String| Error::new(ErrorCode::InvalidInput, format!("{}: {why}", file.display()));
        let mut configuration: Self = match std::fs::read_to_string(&file) {
            Ok(text) => toml::from_str(&text).map_err(|cause| refused(cause.to_string()))?,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(cause) => return Err(Error::io("reading the configuration", &cause)),
        };
        let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        if let Some(listen) = named("HRC_SERVER_LISTEN") {
            configuration.listen = listen.parse().map_err(|_| {
                Error::new(
                    ErrorCode::InvalidInput,
                    format!("HRC_SERVER_LISTEN is {listen}: not an address with a port"),
                )
            })?;
        }
        if let Some(store) = named("HRC_SERVER_FEED_STORE") {
            configuration.feed_store = Some(store);
        }
        if let Some(address) = named("HRC_SERVER_PUBLIC_ADDRESS") {
            configuration.public_address = Some(address);
        }
        Ok(configuration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Configuration> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE), text).unwrap();
        Configuration::load(dir.path())
    }

    #[test]
    fn a_server_without_a_file_listens_on_this_computer_alone() {
        let dir = tempfile::tempdir().unwrap();
        let configuration = Configuration::load(dir.path()).unwrap();
        assert!(configuration.listen.ip().is_loopback(), "nobody opens a door unasked");
    }

    #[test]
    fn a_misspelt_name_or_value_is_told_with_the_file() {
        for text in ["lisen = '127.0.0.1:1'", "listen = 'here'", "listen ="] {
            let refused = load(text).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{text}");
            assert!(refused.message.contains(FILE), "where to look: {}", refused.message);
        }
        assert_eq!(load("listen = '0.0.0.0:80'").unwrap().listen.port(), 80, "what is set counts");
    }
}
