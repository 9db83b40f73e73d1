//! What the world sees: feeds, and whether the server is well.

mod feeds;

use crate::{Data, PUBLIC};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::serve::ListenerExt;
use hrc_domain::Error;
use hrc_domain::error::Result;
use jiff::Timestamp;
use object_store::ObjectStore;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// What is counted while the server runs.
#[derive(Debug, Default)]
pub struct Vital {
    /// Until when the feed's timestamp holds, in seconds since 1970; 0 before it is known.
    pub vouched_until: AtomicI64,
    /// How often in a row vouching failed.
    pub failures: AtomicU64,
    /// Files of feeds that were sent.
    pub sent: AtomicU64,
    /// Requests for files that had not changed.
    pub unchanged: AtomicU64,
}

/// What every request can reach.
#[derive(Debug, Clone)]
struct Shared {
    public: Arc<dyn ObjectStore>,
    vital: Arc<Vital>,
}

/// A server that listens and is ready to answer.
pub struct Listening {
    listener: TcpListener,
    router: Router,
    /// Where it listens; the port is a real one also where 0 was asked for.
    pub address: SocketAddr,
    /// What is counted.
    pub vital: Arc<Vital>,
}

/// Begins to listen.
pub async fn listen(data: &Data) -> Result<Listening> {
    // Fails here rather than at the first request.
    data.publisher()?.standing().await?;
    let vital = Arc::new(Vital::default());
    let shared = Shared { public: data.store(PUBLIC)?, vital: Arc::clone(&vital) };
    let at = data.configuration().listen;
    let failed = |e: std::io::Error| Error::io(&format!("listening on {at}"), &e);
    let listener = TcpListener::bind(at).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Listening { listener, router: router(shared), address, vital })
}

impl Listening {
    /// Answers until `stop` is done, then finishes what was begun.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        // Without it small answers wait 40 ms for more to come.
        let listener = self.listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, self.router)
            .with_graceful_shutdown(stop)
            .await
            .map_err(|e| Error::io("serving", &e))
    }
}

fn router(shared: Shared) -> Router {
    let fixed =
        |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .route("/feeds/public/{folder}/{file}", get(feeds::file))
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .with_state(shared)
        .layer(CompressionLayer::new())
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'"))
}

/// Whether clients can trust what is served.
async fn healthz(State(shared): State<Shared>) -> impl IntoResponse {
    let until = shared.vital.vouched_until.load(Ordering::Relaxed);
    if until > Timestamp::now().as_second() {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the feed is not vouched for\n")
    }
}

/// The counts, in the text format of Prometheus.
async fn metrics(State(shared): State<Shared>) -> impl IntoResponse {
    let Vital { vouched_until, failures, sent, unchanged } = shared.vital.as_ref();
    let left = vouched_until.load(Ordering::Relaxed) - Timestamp::now().as_second();
    let rows = [
        (
            "hrc_feed_vouched_seconds",
            "gauge",
            "Seconds until clients stop trusting the feed.",
            left,
        ),
        (
            "hrc_feed_vouch_failures",
            "gauge",
            "Times in a row the feed could not be vouched for.",
            count(failures),
        ),
        ("hrc_feed_files_sent", "counter", "Files of feeds that were sent.", count(sent)),
        (
            "hrc_feed_files_unchanged",
            "counter",
            "Requests for files that had not changed.",
            count(unchanged),
        ),
    ];
    let text: String = rows
        .map(|(name, form, help, value)| {
            format!("# HELP {name} {help}\n# TYPE {name} {form}\n{name} {value}\n")
        })
        .concat();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}

fn count(counter: &AtomicU64) -> i64 {
    i64::try_from(counter.load(Ordering::Relaxed)).unwrap_or(i64::MAX)
}
