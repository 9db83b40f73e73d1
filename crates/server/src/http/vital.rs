//! Whether the server is well: what is counted while it runs.

use super::Shared;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use hrc_feed::Standing;
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// What is counted, feed by feed.
#[derive(Debug)]
pub struct Vital(Vec<Arc<FeedVital>>);

/// What is counted of a feed.
#[derive(Debug)]
pub struct FeedVital {
    /// Its name.
    pub feed: &'static str,
    /// Until when its timestamp holds, in seconds since 1970; 0 before it is known.
    pub vouched_until: AtomicI64,
    /// Until when its root holds, likewise.
    pub rooted_until: AtomicI64,
    /// How often in a row vouching failed.
    pub failures: AtomicU64,
    /// Files that were sent.
    pub sent: AtomicU64,
    /// Requests for files that had not changed.
    pub unchanged: AtomicU64,
}

impl Vital {
    /// Of these feeds.
    pub(super) const fn of(feeds: Vec<Arc<FeedVital>>) -> Self {
        Self(feeds)
    }

    /// Each feed's.
    pub fn feeds(&self) -> impl Iterator<Item = &FeedVital> {
        self.0.iter().map(AsRef::as_ref)
    }
}

impl FeedVital {
    /// Of this feed, nothing so far.
    pub(super) fn of(feed: &'static str) -> Self {
        Self {
            feed,
            vouched_until: AtomicI64::default(),
            rooted_until: AtomicI64::default(),
            failures: AtomicU64::default(),
            sent: AtomicU64::default(),
            unchanged: AtomicU64::default(),
        }
    }

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

/// Whether clients can trust what is served.
pub async fn healthz(State(shared): State<Shared>) -> impl IntoResponse {
    for own in shared.vital.feeds() {
        let sentence = match own.seconds_left() {
            (1.., 1..) => continue,
            (_, 1..) => "is not vouched for",
            _ => "has a root that has run out",
        };
        let sentence = format!("the feed {} {sentence}\n", own.feed);
        return (StatusCode::SERVICE_UNAVAILABLE, sentence);
    }
    (StatusCode::OK, "ok\n".to_owned())
}

/// A metric: its name, form and help, and how it is read off a feed.
type Metric = (&'static str, &'static str, &'static str, fn(&FeedVital) -> i64);

const METRICS: [Metric; 5] = [
    (
        "hrc_feed_vouched_seconds",
        "gauge",
        "Seconds until clients stop trusting the feed; vouching daily renews it.",
        |own| own.seconds_left().0,
    ),
    (
        "hrc_feed_rooted_seconds",
        "gauge",
        "Seconds until clients stop trusting the root; `keys rotate` renews it.",
        |own| own.seconds_left().1,
    ),
    (
        "hrc_feed_vouch_failures",
        "gauge",
        "Times in a row the feed could not be vouched for.",
        |own| count(&own.failures),
    ),
    ("hrc_feed_files_sent", "counter", "Files of the feed that were sent.", |own| count(&own.sent)),
    ("hrc_feed_files_unchanged", "counter", "Requests for files that had not changed.", |own| {
        count(&own.unchanged)
    }),
];

/// The counts, in the text format of Prometheus.
pub async fn metrics(State(shared): State<Shared>) -> impl IntoResponse {
    let mut text = String::new();
    for (name, form, help, value) in METRICS {
        text += &format!("# HELP {name} {help}\n# TYPE {name} {form}\n");
        for own in shared.vital.feeds() {
            text += &format!("{name}{{feed=\"{}\"}} {}\n", own.feed, value(own));
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}

fn count(counter: &AtomicU64) -> i64 {
    i64::try_from(counter.load(Ordering::Relaxed)).unwrap_or(i64::MAX)
}
