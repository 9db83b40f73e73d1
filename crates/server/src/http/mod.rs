//! What the world sees: feeds, enrolment, questions and published answers, and whether the server is
//! well. The console's pages are in `crate::console`.

mod accounts;
mod answers;
pub(crate) mod body;
pub(crate) mod connections;
mod feeds;
mod openapi;
mod questions;
pub(crate) mod refusal;
pub(crate) mod tries;
mod vital;

pub use vital::{FeedVital, Vital};

use crate::Data;
use crate::console::{self, Clock, Console};
use crate::store::{Owner, Store};
use axum::Router;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post, put};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::Standing;
use object_store::ObjectStore;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tries::Tries;

/// How many wrong codes in a row an address may send, and after how long one is forgotten.
const WRONG_CODES: (u32, Duration) = (100, Duration::from_secs(36));

/// How many requests about questions an owner may send in a row, likewise: 600 an hour.
const REQUESTS: (u32, Duration) = (600, Duration::from_secs(6));

/// How many visitors who never asked before may come from one address in a row, likewise.
const VISITORS: (u32, Duration) = (1000, Duration::from_secs(36));

/// A feed as it is served.
#[derive(Debug, Clone)]
struct Served {
    store: Arc<dyn ObjectStore>,
    vital: Arc<FeedVital>,
}

/// What every request can reach.
#[derive(Debug, Clone)]
struct Shared {
    public: Served,
    practitioner: Option<Served>,
    vital: Arc<Vital>,
    members: Arc<dyn Store>,
    tries: Arc<Tries<IpAddr>>,
    requests: Arc<Tries<Owner>>,
    visitors: Arc<Tries<IpAddr>>,
}

/// Asks the members' store, beside what else is going on: it may wait for a disk.
async fn beside<T: Send + 'static>(
    store: &Arc<dyn Store>,
    work: impl FnOnce(&dyn Store) -> Result<T> + Send + 'static,
) -> Result<T> {
    let store = Arc::clone(store);
    tokio::task::spawn_blocking(move || work(store.as_ref()))
        .await
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
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
    listen_by(data, Clock::default()).await
}

/// The same with another clock for the console's sessions.
pub async fn listen_by(data: &Data, clock: Clock) -> Result<Listening> {
    let mut served = Vec::new();
    for feed in data.feeds().await? {
        let (store, vital) = (data.store(feed)?, Arc::new(FeedVital::of(feed)));
        // Fails here rather than at the first request.
        vital.note(&Standing::read(&store, feed).await?);
        served.push(Served { store, vital });
    }
    let vital = Arc::new(Vital::of(served.iter().map(|one| Arc::clone(&one.vital)).collect()));
    let mut served = served.into_iter();
    let none = || Error::new(ErrorCode::NotFound, "there is no feed: `init` makes one");
    let members: Arc<dyn Store> = Arc::new(data.members());
    let console = Console::of(data, Arc::clone(&members), clock);
    let shared = Shared {
        public: served.next().ok_or_else(none)?,
        practitioner: served.next(),
        vital: Arc::clone(&vital),
        members,
        tries: Arc::new(Tries::of(WRONG_CODES.0, WRONG_CODES.1)),
        requests: Arc::new(Tries::of(REQUESTS.0, REQUESTS.1)),
        visitors: Arc::new(Tries::of(VISITORS.0, VISITORS.1)),
    };
    let at = data.configuration().listen;
    let failed = |e: std::io::Error| Error::new(ErrorCode::Io, format!("listening on {at}: {e}"));
    let listener = TcpListener::bind(at).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Listening { listener, router: router(shared, console), address, vital })
}

impl Listening {
    /// Answers until `stop` is done, then finishes what was begun.
    pub async fn serve(self, stop: impl Future<Output = ()>) {
        connections::serve(self.listener, self.router, stop).await;
    }
}

fn router(shared: Shared, console: Console) -> Router {
    let fixed =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .route("/feeds/public/{folder}/{file}", get(feeds::public))
        .route("/feeds/practitioner/{folder}/{file}", get(feeds::practitioner))
        .route("/v1/enrolments", post(accounts::enrol))
        .route("/v1/account", get(accounts::account))
        .route("/v1/questions/{id}", put(questions::ask))
        .route("/v1/questions/{id}/acts/{act}", put(questions::act))
        .route("/v1/updates", get(questions::updates))
        .route("/v1/answers", get(answers::list))
        .route("/answers.atom", get(answers::atom))
        .route("/v1/openapi.json", get(openapi::describe))
        .route("/healthz", get(vital::healthz))
        .route("/metrics", get(vital::metrics))
        .fallback(async || feeds::missing())
        .with_state(shared)
        .merge(console::router(console))
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
    status == StatusCode::OK
        && (form == b"application/json"
            || form.starts_with(b"text/plain")
            // Pages themselves are not: they hold what somebody typed beside what is secret.
            || form.starts_with(b"text/css")
            || form.starts_with(b"text/javascript")
            || form.starts_with(b"application/atom+xml"))
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
