//! Bringing a library to the newest state of a feed: ask, fetch, apply, index. And letters: what is to
//! be sent, and what came back.
//!
//! Everything is fetched and checked before anything is applied, and applied in one transaction, so
//! that whatever happens on the way the library is at exactly one published head. Reading goes on
//! all the while. A `session` brings both layers, each of which is a `leg`. The files come by `http`,
//! the only place that knows the network, or from a `stick`, on which the practitioners' feed is a
//! `parcel`; which bytes can be trusted is decided in `hrc-feed`; when the next sync is due, in
//! `schedule`; why none succeeds, in `diagnosis`. `letters` go their own way beside all that.

mod courier;
mod diagnosis;
mod http;
mod leg;
mod letters;
mod parcel;
mod plan;
mod schedule;
mod session;
mod stick;

pub use courier::{Courier, Errand, not_configured};
pub use diagnosis::diagnose;
pub(crate) use http::enrol;
pub use letters::Letters;
pub use schedule::Schedule;
pub(crate) use session::{Origin, Session, last_complete};
pub(crate) use stick::Stick;

use hrc_domain::error::Result;
use hrc_domain::settings::Proxy;
use hrc_domain::sync::SyncProgress;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::Trust;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// The folder within a library's where what is known of feeds is kept.
const FOLDER: &str = "feeds";

/// The feed of the general layer.
const PUBLIC: &str = "public";

/// The feed of the practitioners' layer.
const PRACTITIONER: &str = "practitioner";

/// How long the feed's signed files may take, all together.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server to sync with.
#[derive(Debug, Clone)]
pub struct Server {
    address: Url,
    trust: Trust,
    proxy: Proxy,
    patience: Duration,
}

impl Server {
    /// The server at this address, whose feed begins with this root, reached through this proxy.
    /// Errs when the address is not one of the web, or the root is none.
    pub fn new(address: &str, trust_root: &[u8], proxy: Proxy) -> Result<Self> {
        let refused = |why: &str| {
            Error::new(ErrorCode::InvalidInput, format!("the server's address {address}: {why}"))
        };
        let mut url = Url::parse(address.trim()).map_err(|cause| refused(&cause.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(refused("it must begin with https:// or http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it must not hold a name or password"));
        }
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Ok(Self { address: url, trust: Trust::new(trust_root)?, proxy, patience: PATIENCE })
    }

    /// The same, waiting this long for the feed's signed files.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Its address.
    pub fn address(&self) -> &str {
        self.address.as_str()
    }

    /// The identity of its feed: 64 hexadecimal digits, to be compared with what the Network tells.
    pub fn fingerprint(&self) -> &str {
        self.trust.identity()
    }

    /// The content of its feed's first root: whom the reader trusts.
    pub fn trust_root(&self) -> &[u8] {
        self.trust.root()
    }

    fn feed_address(&self, feed: &str) -> Result<Url> {
        self.below(&format!("feeds/{feed}/"))
    }

    fn below(&self, path: &str) -> Result<Url> {
        self.address
            .join(path)
            .map_err(|cause| Error::new(ErrorCode::InvalidInput, cause.to_string()))
    }
}

/// Whether this can be a way to a server, before it is kept; a preset's is looked at by `diagnosis` when
/// it fails. The address may hold a name and password, so it is not repeated.
pub fn check_proxy(proxy: &Proxy) -> Result<()> {
    let Proxy::Manual { address } = proxy else { return Ok(()) };
    let is_one = Url::parse(address.trim())
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_one {
        return Ok(());
    }
    let sentence = "the proxy's address must begin with http:// or https:// and name a host";
    Err(Error::new(ErrorCode::InvalidInput, sentence))
}

/// The identity of the feed that begins with this root; errs where it is none.
pub(crate) fn identity_of(root: &[u8]) -> Result<String> {
    Ok(Trust::new(root)?.identity().to_owned())
}

/// Where a library keeps what it knows of a feed of the general layer.
fn folder_of(library: &Path, trust: &Trust) -> PathBuf {
    library.join(FOLDER).join(trust.identity())
}

/// Where a library keeps what it knows of the practitioners' feed: in one place, to be taken away whole.
pub(crate) fn practitioner_folder(library: &Path) -> PathBuf {
    library.join(FOLDER).join(PRACTITIONER)
}

/// Why there is a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Somebody asked for it: no letter waits for the end of its pause.
    Asked,
    /// Its time has come.
    Due,
}

/// Whoever watches a sync: is told how far it is, and may stop it.
pub trait Watch: Sync {
    /// It is this far.
    fn progress(&self, progress: SyncProgress);

    /// Whether it shall stop.
    fn cancelled(&self) -> bool;
}

/// Nobody watches.
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _: SyncProgress) {}

    fn cancelled(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_none_is_refused_before_anything_is_sent() {
        for address in ["", "feed", "ftp://a", "file:///etc", "https://", "http://me:secret@a/"] {
            let refused = Server::new(address, b"{}", Proxy::System).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{address}");
            assert!(refused.message.contains("address"), "{address}: {}", refused.message);
        }
    }

    #[test]
    fn a_proxy_that_is_none_is_refused_without_repeating_its_password() {
        for address in ["", "proxy:3128", "socks5://me:hidden@proxy", "http://"] {
            let proxy = Proxy::Manual { address: address.to_owned() };
            let refused = check_proxy(&proxy).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{address}");
            assert!(refused.message.starts_with("the proxy's address"), "{}", refused.message);
            assert!(!refused.message.contains("hidden"), "a password is nobody's: {refused}");
        }
        let good = Proxy::Manual { address: " http://me:hidden@proxy:3128".to_owned() };
        assert!(check_proxy(&good).is_ok(), "with a name and password, too");
        assert!(check_proxy(&Proxy::System).is_ok(), "and as the system says");
    }

    #[test]
    fn a_trust_root_that_is_none_is_refused() {
        let refused = Server::new("http://127.0.0.1:1/", b"<html>", Proxy::System).unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "before the first request");
        assert!(refused.message.contains("trust root"), "{}", refused.message);
    }
}
