//! The proxy on the way, where there is one: which, and whether it lets through.
//!
//! Which one is decided by the code the HTTP client itself decides with. The name and password that
//! an address may hold are only ever sent to the proxy.

use super::reaching::{Broken, Stream, connect, look_up};
use crate::sync::Server;
use hrc_domain::diagnosis::Cause;
use hrc_domain::settings::Proxy;
use hyper_util::client::proxy::matcher::Matcher;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// How long a proxy may take to make a tunnel.
const PATIENCE: Duration = Duration::from_secs(8);

/// What the head of a proxy's answer may have at most, in bytes.
const MAX_HEAD: usize = 16 << 10;

/// The way to a server.
pub(super) enum Route {
    /// Straight.
    Straight,
    /// Through this proxy.
    Through(Gate),
    /// A proxy is set whose address is none, or of a kind that is not spoken; what it says of it.
    Unusable(String),
}

/// A proxy.
pub(super) struct Gate {
    host: String,
    port: u16,
    is_encrypted: bool,
    /// What is sent to be let through.
    credentials: Option<String>,
}

impl Route {
    /// The way to this server, as a sync would take it.
    pub(super) fn to(server: &Server) -> Self {
        let matcher = match &server.proxy {
            Proxy::None => return Self::Straight,
            Proxy::System => Matcher::from_system(),
            Proxy::Manual { address } => Matcher::builder().all(address).build(),
        };
        let address = server.address().parse().ok();
        let Some(found) = address.and_then(|address| matcher.intercept(&address)) else {
            return match server.proxy {
                Proxy::Manual { .. } => Self::Unusable("its address is none".to_owned()),
                _ => Self::Straight,
            };
        };
        let is_encrypted = match found.uri().scheme_str() {
            None | Some("http") => false,
            Some("https") => true,
            Some(other) => return Self::Unusable(format!("{other} is not spoken")),
        };
        let Some(host) = found.uri().host().filter(|host| !host.is_empty()) else {
            return Self::Unusable("its address names no host".to_owned());
        };
        Self::Through(Gate {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: found.uri().port_u16().unwrap_or(if is_encrypted { 443 } else { 80 }),
            is_encrypted,
            credentials: found.basic_auth().and_then(|auth| Some(auth.to_str().ok()?.to_owned())),
        })
    }
}

impl Gate {
    /// Its address, as anybody may see it.
    pub(super) fn told(&self) -> String {
        let scheme = if self.is_encrypted { "https" } else { "http" };
        format!("{scheme}://{}:{}", self.host, self.port)
    }

    /// Connects to it.
    pub(super) async fn reach(&self) -> Result<Box<dyn Stream>, Broken> {
        let unreachable = |broken: Broken| Broken { cause: Cause::ProxyUnreachable, ..broken };
        let addresses = look_up(&self.host, self.port).await.map_err(unreachable)?;
        let (stream, _) = connect(&addresses).await.map_err(unreachable)?;
        if !self.is_encrypted {
            return Ok(Box::new(stream));
        }
        let shaken = super::certificate::shake_hands(Box::new(stream), &self.host).await;
        shaken.secured.map_err(unreachable)
    }

    /// Has it make a tunnel to the server.
    pub(super) async fn tunnel(
        &self,
        mut stream: Box<dyn Stream>,
        host: &str,
        port: u16,
    ) -> Result<Box<dyn Stream>, Broken> {
        let mut asked = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        if let Some(credentials) = &self.credentials {
            asked.push_str(&format!("Proxy-Authorization: {credentials}\r\n"));
        }
        asked.push_str("\r\n");
        let answered = async {
            stream.write_all(asked.as_bytes()).await?;
            status(&mut stream).await
        };
        let failed = |message: String| Broken { cause: Cause::ProxyFailed, message, status: None };
        let status = match timeout(PATIENCE, answered).await {
            Ok(Ok(status)) => status,
            Ok(Err(cause)) => return Err(failed(format!("asking the proxy: {cause}"))),
            Err(_) => return Err(failed("the proxy does not answer".to_owned())),
        };
        let cause = match status {
            200..300 => return Ok(stream),
            407 => Cause::ProxyWantsLogin,
            400..500 => Cause::ProxyForbids,
            _ => Cause::ProxyFailed,
        };
        let message = format!("the proxy answers {status} when asked for a tunnel");
        Err(Broken { cause, message, status: Some(status) })
    }
}

/// The status of the answer that comes, read to the end of its head and no further.
async fn status(stream: &mut Box<dyn Stream>) -> std::io::Result<u16> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < MAX_HEAD {
        head.push(stream.read_u8().await?);
    }
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut answer = httparse::Response::new(&mut headers);
    // What could not be read to its end may still have begun with a status.
    let parsed = answer.parse(&head);
    let none = || std::io::Error::new(std::io::ErrorKind::InvalidData, "it speaks no HTTP");
    parsed.ok().and(answer.code).ok_or_else(none)
}

#[cfg(test)]
mod tests {
    use super::super::tests::server;
    use super::*;

    fn told(address: &str) -> Result<String, String> {
        match Route::to(&server("https://centre.example/", address)) {
            Route::Straight => Ok("straight".to_owned()),
            Route::Through(gate) => Ok(gate.told()),
            Route::Unusable(why) => Err(why),
        }
    }

    #[test]
    fn a_proxy_is_told_without_name_and_password() {
        assert_eq!(told("http://me:secret@proxy:3128").unwrap(), "http://proxy:3128");
        assert_eq!(told("proxy:3128").unwrap(), "http://proxy:3128", "the usual short way");
        assert_eq!(told("https://proxy").unwrap(), "https://proxy:443", "an encrypted one");
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_named_so() {
        for address in ["", "socks5://proxy:1080", "http://"] {
            assert!(told(address).is_err(), "{address:?} is no proxy the program could use");
        }
    }
}
