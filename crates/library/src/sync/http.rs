//! The network: a feed's files over HTTP, asked for as seldom as can be.
//!
//! Files whose name has a version or hash never change: what was fetched once is not asked for
//! again. Of the one file that does change, the timestamp, the server is asked only whether it did.
//! So a poll that finds nothing new is two requests without a body. What fails is told by a word of
//! its own where a person can do something about it; who stands behind that word is looked for in
//! `diagnosis`, which asks its questions `plainly`. Letters have a `mailbox`, who this computer is has
//! its `membership`; what all of them need of a server is a `connection`.

mod connection;
mod mailbox;
mod membership;
mod plainly;

pub(super) use mailbox::{Mailbox, Proof, Reply, Told};
pub(crate) use membership::enrol;
pub(super) use membership::{REFUSED_TOKEN, ask_membership};
pub(super) use plainly::{Answer, ask_plainly};

use super::leg::Source;
use async_trait::async_trait;
use connection::{client, is_page, refusal, refused, time_in, unreached};
use futures_util::{StreamExt, stream};
use hrc_domain::error;
use hrc_domain::settings::Proxy;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Arrival, Carrier, Trouble};
use jiff::Timestamp as Instant;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// What a file that is kept may be at most, in bytes: more than any signed file is allowed.
const MAX_KEPT: usize = 1 << 20;

const TIMESTAMP: &str = "metadata/timestamp.json";

/// A feed on a web server.
#[derive(Debug)]
pub(super) struct Http {
    client: Client,
    base: Url,
    token: Option<HeaderValue>,
    kept: PathBuf,
    counts: Arc<Counts>,
    their_time: Mutex<Option<Instant>>,
    asked_for: Mutex<BTreeSet<PathBuf>>,
    used_kept: AtomicBool,
}

/// What was asked and answered.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Requests sent.
    pub requests: AtomicU64,
    /// Bytes of bodies received.
    pub bytes: AtomicU64,
}

impl Http {
    /// The feed below this address. Files that never change are kept in `kept`.
    pub(super) fn new(
        base: Url,
        proxy: &Proxy,
        kept: PathBuf,
        counts: Arc<Counts>,
    ) -> error::Result<Self> {
        let client = client(proxy, Policy::default())?;
        fs::create_dir_all(&kept).map_err(|e| Error::io("making the feed's folder", &e))?;
        Ok(Self {
            client,
            base,
            token: None,
            kept,
            counts,
            their_time: Mutex::default(),
            asked_for: Mutex::default(),
            used_kept: AtomicBool::new(false),
        })
    }

    /// The same, saying who asks. Whoever is sent elsewhere by the server does not say it there.
    pub(super) fn with_token(self, token: &str) -> error::Result<Self> {
        let mut said = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| Error::new(ErrorCode::NotEnrolled, "the token is none"))?;
        said.set_sensitive(true);
        Ok(Self { token: Some(said), ..self })
    }

    fn give_kept(&self, bytes: Vec<u8>) -> Vec<u8> {
        self.used_kept.store(true, Ordering::Relaxed);
        bytes
    }

    async fn ask(&self, name: &str, headers: HeaderMap) -> Result<Response, Trouble> {
        let url = self.base.join(name).map_err(|cause| {
            Trouble::Failed(Error::new(ErrorCode::Internal, format!("{name}: {cause}")))
        })?;
        self.counts.requests.fetch_add(1, Ordering::Relaxed);
        let mut request = self.client.get(url).headers(headers);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, token);
        }
        let sent = request.send().await;
        let response = sent.map_err(|cause| Trouble::Failed(unreached(&cause)))?;
        self.note_time(&response);
        match response.status() {
            StatusCode::NOT_FOUND => Err(Trouble::Missing),
            // No file of a feed is a web page: this one is a network's that wants a log-in first.
            status if status.is_success() && is_page(response.headers()) => {
                let sentence = format!("a web page came in place of {name}");
                Err(Trouble::Failed(Error::new(ErrorCode::CaptivePortal, sentence)))
            }
            status if status.is_success() || status == StatusCode::NOT_MODIFIED => Ok(response),
            StatusCode::RANGE_NOT_SATISFIABLE => Ok(response),
            StatusCode::UNAUTHORIZED if self.token.is_some() => {
                Err(Trouble::Failed(refusal(response, name, &REFUSED_TOKEN).await))
            }
            status => Err(Trouble::Failed(refused(status, name))),
        }
    }

    fn note_time(&self, response: &Response) {
        if let Some(time) = time_in(response.headers()) {
            let mut theirs = self.their_time.lock().unwrap_or_else(PoisonError::into_inner);
            *theirs = Some(time);
        }
    }

    /// A small file as a whole, from what is kept where that will do.
    async fn small(&self, name: &str) -> Result<Vec<u8>, Trouble> {
        let kept = self.kept.join(name.replace('/', "-"));
        let tag_file = kept.with_extension("tag");
        let files = [kept.clone(), tag_file.clone()];
        self.asked_for.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
        if is_unchanging(name)
            && let Ok(bytes) = fs::read(&kept)
        {
            return Ok(self.give_kept(bytes));
        }
        let earlier = (name == TIMESTAMP).then(|| (fs::read(&kept), fs::read_to_string(&tag_file)));
        let mut headers = HeaderMap::new();
        if let Some((Ok(_), Ok(tag))) = &earlier
            && let Ok(tag) = tag.parse()
        {
            headers.insert(header::IF_NONE_MATCH, tag);
        }
        let response = self.ask(name, headers).await?;
        if response.status() == StatusCode::NOT_MODIFIED {
            return match earlier {
                Some((Ok(bytes), _)) => Ok(self.give_kept(bytes)),
                _ => Err(Trouble::Failed(answer(name, "says that nothing changed, unasked"))),
            };
        }
        let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
        let tag = tag.map(ToOwned::to_owned);
        let bytes = self.body(name, response).await?;
        if is_unchanging(name) || name == TIMESTAMP {
            // Best effort: what cannot be kept is asked for again.
            let _ = fs::remove_file(&tag_file);
            if fs::write(&kept, &bytes).is_ok()
                && name == TIMESTAMP
                && let Some(tag) = tag
            {
                let _ = fs::write(&tag_file, tag);
            }
        }
        Ok(bytes)
    }

    async fn body(&self, name: &str, response: Response) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::new();
        let mut stream = response.bytes_stream();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(|cause| Trouble::Failed(unreached(&cause)))?;
            self.counts.bytes.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAX_KEPT {
                return Err(Trouble::Failed(answer(name, "does not end")));
            }
        }
        Ok(bytes)
    }

    /// A large file, from this offset where the server can.
    async fn large(&self, name: &str, from: u64) -> Result<Arrival, Trouble> {
        let mut response = self.ask(name, range(from)).await?;
        let mut begins = begins_at(&response, from);
        if begins.is_none() {
            // The server began somewhere else, or nowhere: then from the beginning.
            response = self.ask(name, HeaderMap::new()).await?;
            begins = begins_at(&response, 0);
        }
        let Some(from) = begins else {
            return Err(Trouble::Failed(answer(name, "is a part nobody asked for")));
        };
        let counts = Arc::clone(&self.counts);
        let bytes = response.bytes_stream().map(move |chunk| {
            let chunk = chunk.map_err(|cause| unreached(&cause))?;
            counts.bytes.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            Ok(chunk)
        });
        Ok(Arrival { from, bytes: Box::pin(bytes) })
    }
}

#[async_trait]
impl Carrier for Http {
    async fn fetch(&self, name: &str, from: u64) -> Result<Arrival, Trouble> {
        if name.starts_with("metadata/") || name.starts_with("targets/") {
            let bytes = self.small(name).await?;
            let once = stream::iter([Ok(bytes.into())]);
            return Ok(Arrival { from: 0, bytes: Box::pin(once) });
        }
        self.large(name, from).await
    }

    fn forget(&self) {
        for file in fs::read_dir(&self.kept).into_iter().flatten().flatten() {
            // What cannot be removed is overwritten when it is next fetched.
            let _ = fs::remove_file(file.path());
        }
    }

    fn their_time(&self) -> Option<Instant> {
        *self.their_time.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source for Http {
    fn used_kept(&self) -> bool {
        self.used_kept.load(Ordering::Relaxed)
    }

    fn clear_old(&self) {
        let asked_for = self.asked_for.lock().unwrap_or_else(PoisonError::into_inner);
        for file in fs::read_dir(&self.kept).into_iter().flatten().flatten() {
            if !asked_for.contains(&file.path()) {
                // What cannot be removed is only in the way.
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

/// Whether a file of this name never changes. Roots do not either, but only the next one is ever
/// asked for, and it is not there.
fn is_unchanging(name: &str) -> bool {
    name.starts_with("targets/")
        || name.ends_with(".snapshot.json")
        || name.ends_with(".targets.json")
}

fn range(from: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if from > 0
        && let Ok(value) = format!("bytes={from}-").parse()
    {
        headers.insert(header::RANGE, value);
    }
    headers
}

/// Where an answer begins: where it was asked to, or at the beginning; none when elsewhere.
fn begins_at(response: &Response, asked: u64) -> Option<u64> {
    match response.status() {
        StatusCode::OK => Some(0),
        StatusCode::PARTIAL_CONTENT => {
            let said = response.headers().get(header::CONTENT_RANGE)?.to_str().ok()?;
            let first = said.strip_prefix("bytes ")?.split('-').next()?.parse().ok()?;
            (asked == first).then_some(first)
        }
        _ => None,
    }
}

fn answer(name: &str, what: &str) -> Error {
    Error::new(ErrorCode::FeedUnreadable, format!("the answer for {name} {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// What the library makes of this answer to a question asked with a token.
    fn told(answer: &'static str) -> Error {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answering = std::thread::spawn(move || {
            let (mut line, _) = listener.accept().unwrap();
            let mut asked = [0; 4096];
            let n = line.read(&mut asked).unwrap();
            line.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&asked[..n]).to_lowercase()
        });
        let kept = tempfile::tempdir().unwrap();
        let base = Url::parse(&format!("http://{address}/feeds/practitioner/")).unwrap();
        let http = Http::new(base, &Proxy::None, kept.path().to_owned(), Arc::default()).unwrap();
        let http = http.with_token("abcd").unwrap();
        assert!(!format!("{http:?}").contains("abcd"), "a token is never printed");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcome = runtime.block_on(http.fetch(TIMESTAMP, 0));
        let asked = answering.join().unwrap();
        assert!(asked.contains("authorization: bearer abcd"), "it says who asks: {asked}");
        match outcome {
            Err(Trouble::Failed(cause)) => cause,
            Err(Trouble::Missing) => panic!("it is not missing"),
            Ok(_) => panic!("it is refused"),
        }
    }

    #[test]
    fn only_the_servers_own_word_ends_an_account() {
        let revoked = "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\n\
            connection: close\r\n\r\n{\"code\":\"account_revoked\",\"message\":\"taken back\"}";
        assert_eq!(told(revoked).code, ErrorCode::AccountRevoked, "typed, and of a token");
        for (who, answer) in [
            (
                "a captive portal",
                "HTTP/1.1 401 Unauthorized\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n\
                 {\"code\":\"account_revoked\",\"message\":\"in a page\"}",
            ),
            (
                "one that answers in JSON of its own",
                "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\n\
                 connection: close\r\n\r\n{\"error\":\"log in\"}",
            ),
            (
                "one that uses another of our words",
                "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\n\
                 connection: close\r\n\r\n{\"code\":\"feed_forged\",\"message\":\"?\"}",
            ),
            (
                "another status",
                "HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\n\
                 connection: close\r\n\r\n{\"code\":\"account_revoked\",\"message\":\"?\"}",
            ),
        ] {
            assert_eq!(told(answer).code, ErrorCode::ServerRefused, "{who} ends nothing");
        }
    }
}
