//! Connections: taken in, given their time, and seen out.
//!
//! HTTP/1.1 alone: it is what proxies speak to the server behind them, and one protocol less to
//! defend. Nobody holds a connection for nothing: who sends no request or takes no answer for a
//! while is let go.

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep};
use tracing::{error, warn};

/// How long a client may take for a request's head, and be idle between two. Longer than proxies
/// keep theirs, so that it is they who close.
const SILENCE: Duration = Duration::from_secs(75);

/// How long a client may take nothing of an answer.
const STALLED: Duration = Duration::from_secs(60);

/// How long what was begun may take when the server stops.
const GRACE: Duration = Duration::from_secs(30);

/// What the head of a request may be at most, in bytes.
const MAX_HEAD: usize = 32 << 10;

/// How long to wait when the system has no connection to spare.
const BREATH: Duration = Duration::from_millis(500);

/// From which address a request came; behind a proxy it is the proxy's.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Answers until `stop` is done, then finishes what was begun.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let (ending, ends) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Without it small answers wait 40 ms for more to come.
                let _ = stream.set_nodelay(true);
                tokio::spawn(attend(stream, Peer(peer.ip()), router.clone(), ends.clone()));
            }
            // The client was gone again already.
            Err(cause) if is_of_one_client(&cause) => {}
            Err(cause) => {
                error!(%cause, "no connection can be taken in");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop((listener, ends));
    // Nobody listens where nobody is connected.
    let _ = ending.send(());
    if tokio::time::timeout(GRACE, ending.closed()).await.is_err() {
        warn!(left = ending.receiver_count(), "stopped before everybody was through");
    }
}

fn is_of_one_client(cause: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Answers one client until it goes, or the server stops.
async fn attend(stream: TcpStream, peer: Peer, router: Router, mut ends: watch::Receiver<()>) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(peer);
        router.call(request)
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(SILENCE)
            .max_buf_size(MAX_HEAD)
            .serve_connection(TokioIo::new(Patience::with(stream)), service)
    );
    tokio::select! {
        // However it ended: the client is gone, and nobody is left to be told.
        _ = connection.as_mut() => return,
        _ = ends.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// A connection to a client who takes what is sent within [`STALLED`].
struct Patience {
    stream: TcpStream,
    until: Pin<Box<Sleep>>,
    waits: bool,
}

impl Patience {
    fn with(stream: TcpStream) -> Self {
        Self { stream, until: Box::pin(tokio::time::sleep(STALLED)), waits: false }
    }

    /// What came of writing; an error once nothing could be written for too long.
    fn judge<T>(
        &mut self,
        outcome: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.waits = false;
            return outcome;
        }
        if !self.waits {
            self.until.as_mut().reset(Instant::now() + STALLED);
            self.waits = true;
        }
        ready!(self.until.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patience {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Patience {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.judge(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
