//! What the world sees: feeds, and whether the server is well.

mod connections;
mod feeds;

use crate::{Data, PUBLIC};
use axum::Router;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::Standing;
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
    /// Until when the feed's root holds, likewise.
    pub rooted_until: AtomicI64,
    /// How often in a row vouching failed.
    pub failures: AtomicU64,
    /// Files of feeds that were sent.
    pub sent: AtomicU64,
    /// Requests for files that had not changed.
    pub unchanged: AtomicU64,
}

impl Vital {
    /// Notes until when things hold.
    pub fn note(&self, standing: &Standing) {
        self.vouched_until.store(standing.vouched_until.as_second(), Ordering::Relaxed);
        self.rooted_until.store(standing.rooted_until.as_second(), Ordering::Relaxed);
    }

    /// How many seconds are left until clients stop trusting the feed.
    fn seconds_left(&self) -> (i64, i64) {
        let now = Timestamp::now().as_second();
        let left = |until: &AtomicI64| until.load(Ordering::Relaxed) - now;
        (left(&self.vouched_until), left(&self.rooted_until))
    }
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

/// Begins to listen. It takes no keys: what is published can be served without.
pub async fn listen(data: &Data) -> Result<Listening> {
    let vital = Arc::new(Vital::default());
    let shared = Shared { public: data.store(PUBLIC)?, vital: Arc::clone(&vital) };
    // Fails here rather than at the first request.
    vital.note(&Standing::read(&shared.public, PUBLIC).await?);
    let at = data.configuration().listen;
    let failed = |e: std::io::Error| Error::new(ErrorCode::Io, format!("listening on {at}: {e}"));
    let listener = TcpListener::bind(at).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Listening { listener, router: router(shared), address, vital })
}

impl Listening {
    /// Answers until `stop` is done, then finishes what was begun.
    pub async fn serve(self, stop: impl Future<Output = ()>) {
        connections::serve(self.listener, self.router, stop).await;
    }
}

fn router(shared: Shared) -> Router {
    let fixed =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .route("/feeds/public/{folder}/{file}", get(feeds::file))
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .fallback(async || feeds::missing())
        .with_state(shared)
        .layer(CompressionLayer::new().compress_when(is_worth_compressing))
        .layer(map_response(weaken_tag))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
}

/// Text only: segments and snapshots are compressed as they lie there. Parts of files are never
/// compressed, which the layer sees to itself.
fn is_worth_compressing(
    status: StatusCode,
    _: Version,
    headers: &HeaderMap,
    _: &Extensions,
) -> bool {
    let form = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    status == StatusCode::OK && (form == b"application/json" || form.starts_with(b"text/plain"))
}

/// What is compressed on the way is not byte for byte what the tag stands for.
async fn weaken_tag(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && let Ok(weak) = HeaderValue::from_str(&format!("W/{tag}"))
    {
        headers.insert(header::ETAG, weak);
    }
    response
}

/// Whether clients can trust what is served.
async fn healthz(State(shared): State<Shared>) -> impl IntoResponse {
    match shared.vital.seconds_left() {
        (1.., 1..) => (StatusCode::OK, "ok\n"),
        (_, 1..) => (StatusCode::SERVICE_UNAVAILABLE, "the feed is not vouched for\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the feed's root has run out\n"),
    }
}

/// The counts, in the text format of Prometheus.
async fn metrics(State(shared): State<Shared>) -> impl IntoResponse {
    let (vouched, rooted) = shared.vital.seconds_left();
    let Vital { failures, sent, unchanged, .. } = shared.vital.as_ref();
    let rows = [
        (
            "hrc_feed_vouched_seconds",
            "gauge",
            "Seconds until clients stop trusting the feed; vouching daily renews it.",
            vouched,
        ),
        (
            "hrc_feed_rooted_seconds",
            "gauge",
            "Seconds until clients stop trusting the root; `keys rotate` renews it.",
            rooted,
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
