//! What an administrator sets: in `server.toml` in the data folder, in the environment, or on the
//! command line; the later of these wins.

use crate::mail::Mail;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use url::Url;

/// The file's name in the data folder.
pub const FILE: &str = "server.toml";

/// How the names in the environment begin that are meant for the server.
const PREFIX: &str = "HRC_SERVER_";

/// How they go on.
const ENVIRONMENT: [&str; 4] = ["DATA", "LISTEN", "FEED_STORE", "PUBLIC_ADDRESS"];

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
    /// The folder of authored content that editors work on in the console; none means that they do
    /// not.
    pub content: Option<PathBuf>,
    /// How many days an asker may object before an answer is published.
    pub objection_days: u16,
    /// After how many days a question that is over is deleted.
    pub retention_days: u16,
    /// The zone in which the console tells hours, by its name in the time zone database.
    pub time_zone: String,
    /// How the experts are told by mail that something waits; none means that nobody is.
    pub mail: Option<Mail>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8480)),
            feed_store: None,
            public_address: None,
            content: None,
            objection_days: 14,
            retention_days: 730,
            time_zone: "UTC".to_owned(),
            mail: None,
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
            Ok(text) => toml::from_str(&text).map_err(|cause| {
                let line = cause.span().map_or(1, |at| 1 + text[..at.start].matches('\n').count());
                refused(format!("line {line}: {}", cause.message().replace('\n', " ")))
            })?,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(cause) => return Err(Error::io("reading the configuration", &cause)),
        };
        no_unknown_names(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))?;
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
        if configuration.objection_days == 0 || configuration.retention_days == 0 {
            return Err(refused("objection_days and retention_days are at least 1".to_owned()));
        }
        let zone = &configuration.time_zone;
        TimeZone::get(zone).map_err(|_| {
            refused(format!("time_zone is {zone}: no such zone is known here; try Europe/Vienna"))
        })?;
        if let Some(address) = &configuration.public_address {
            check_web_address(address)?;
        }
        if let Some(mail) = &configuration.mail {
            mail.check().map_err(|cause| refused(format!("[mail] {}", cause.message)))?;
            if configuration.public_address.is_none() {
                return Err(refused(
                    "[mail] needs public_address, which is all it tells".to_owned(),
                ));
            }
        }
        Ok(configuration)
    }

    /// The zone in which the console tells hours.
    pub fn zone(&self) -> TimeZone {
        // That there is one of this name was looked at when it was read.
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

/// A misspelt name in the environment would be a setting that silently does nothing.
fn no_unknown_names(mut names: impl Iterator<Item = String>) -> Result<()> {
    let unknown =
        names.find(|name| name.strip_prefix(PREFIX).is_some_and(|own| !ENVIRONMENT.contains(&own)));
    unknown.map_or(Ok(()), |name| {
        let known = ENVIRONMENT.map(|own| format!("{PREFIX}{own}")).join(", ");
        let sentence = format!("{name} in the environment means nothing; there are {known}");
        Err(Error::new(ErrorCode::InvalidInput, sentence))
    })
}

fn check_web_address(address: &str) -> Result<()> {
    let is_one = Url::parse(address)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    if is_one {
        return Ok(());
    }
    let sentence = format!("public_address is {address}: it must begin with https:// or http://");
    Err(Error::new(ErrorCode::InvalidInput, sentence))
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
    fn a_misspelt_name_in_the_environment_is_told() {
        let check = |name: &str| no_unknown_names([name.to_owned()].into_iter());
        assert!(
            check("HRC_SERVER_LISTEN").is_ok() && check("HRC_BUNDLE").is_ok(),
            "these are fine"
        );
        let refused = check("HRC_SERVER_LISEN").unwrap_err();
        assert!(refused.message.contains("HRC_SERVER_LISTEN"), "the right ones: {refused}");
    }

    #[test]
    fn an_address_clients_cannot_use_is_told_before_they_are_given_it() {
        for text in ["public_address = 'kc.example'", "public_address = 'ftp://kc.example/'"] {
            assert_eq!(load(text).unwrap_err().code, ErrorCode::InvalidInput, "{text}");
        }
        assert!(load("public_address = 'https://kc.example/'").is_ok(), "this one is fine");
    }

    #[test]
    fn hours_are_told_in_a_zone_that_there_is() {
        let vienna = load("time_zone = 'Europe/Vienna'").unwrap().zone();
        let noon: jiff::Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
        assert_eq!(noon.to_zoned(vienna).hour(), 14, "in summer two hours on");
        assert_eq!(load("").unwrap().zone(), TimeZone::UTC, "nothing said is said plainly");
    }

    #[test]
    fn a_misspelt_name_or_value_is_told_with_the_file() {
        for text in ["time_zone = 'Vienna'", "lisen = '127.0.0.1:1'", "listen = 'here'", "listen ="]
        {
            let refused = load(text).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{text}");
            assert!(refused.message.contains(FILE), "where to look: {}", refused.message);
        }
        assert_eq!(load("listen = '0.0.0.0:80'").unwrap().listen.port(), 80, "what is set counts");
    }
}
