//! The numbers of a name, and a connection to one of them: to the server, or to its proxy.

use futures_util::future::select_ok;
use hrc_domain::diagnosis::{Cause, Check, Examination, FactName};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// How long a name may take.
const NAMING: Duration = Duration::from_secs(6);

/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(8);

/// A connection, of whatever kind.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Why a step failed.
#[derive(Debug)]
pub(super) struct Broken {
    /// The cause.
    pub cause: Cause,
    /// What the machinery said.
    pub message: String,
    /// The status of an answer, where one came.
    pub status: Option<u16>,
}

impl Broken {
    fn new(cause: Cause, message: impl ToString) -> Self {
        Self { cause, message: message.to_string(), status: None }
    }

    /// The finding of the check that was made.
    pub(super) fn finding(self, check: Check) -> Examination {
        let finding = Examination::failed(check, self.cause).saying(self.message);
        match self.status {
            Some(status) => finding.with(FactName::Status, status.to_string()),
            None => finding,
        }
    }
}

/// The numbers of a name. Those of a number are itself, and nobody is asked.
pub(super) async fn look_up(host: &str, port: u16) -> Result<Vec<SocketAddr>, Broken> {
    if let Ok(number) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(number, port)]);
    }
    let unknown = || Broken::new(Cause::NameUnknown, format!("{host} has no number"));
    match timeout(NAMING, lookup_host((host, port))).await {
        Ok(Ok(found)) => {
            let found: Vec<_> = found.collect();
            if found.is_empty() { Err(unknown()) } else { Ok(found) }
        }
        Ok(Err(cause)) => Err(Broken::new(Cause::NameUnknown, format!("{host}: {cause}"))),
        Err(_) => {
            let sentence = format!("looking up {host} took too long");
            Err(Broken::new(Cause::NameTimedOut, sentence))
        }
    }
}

/// Connects to whichever of these answers first.
pub(super) async fn connect(addresses: &[SocketAddr]) -> Result<(TcpStream, SocketAddr), Broken> {
    let tries = addresses.iter().map(|at| {
        Box::pin(async move { TcpStream::connect(at).await.map(|stream| (stream, *at)) })
    });
    match timeout(CONNECTING, select_ok(tries)).await {
        Ok(Ok((connected, _))) => Ok(connected),
        Ok(Err(cause)) => Err(Broken::new(unconnected(&cause), cause)),
        Err(_) => Err(Broken::new(Cause::ConnectionTimedOut, "nobody answers")),
    }
}

fn unconnected(cause: &io::Error) -> Cause {
    match cause.kind() {
        // A firewall of this computer's own says the latter.
        ErrorKind::ConnectionRefused | ErrorKind::PermissionDenied => Cause::ConnectionRefused,
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            Cause::NetworkUnreachable
        }
        ErrorKind::TimedOut => Cause::ConnectionTimedOut,
        _ => Cause::ConnectionLost,
    }
}
