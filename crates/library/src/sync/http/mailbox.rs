//! Letters over HTTP: one thing put, one page of updates fetched, always as somebody. What an answer
//! means for what was sent is decided in `letters`.

use super::super::Server;
use super::Counts;
use super::connection::{MAX_ANSWER, client, is_json, is_page, unreached};
use hrc_domain::error;
use hrc_domain::question::LetterId;
use hrc_domain::{Error, ErrorCode};
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// What a page of updates may be at most, in bytes: every update at its longest.
const MAX_PAGE: usize = 16 << 20;

/// How many updates are asked for at once.
const PAGE: u32 = 20;

/// By what the server knows who writes.
pub(in crate::sync) enum Proof<'a> {
    /// The token of an account.
    Token(&'a str),
    /// The secret of a visitor's receipt.
    Receipt(&'a str),
}

/// The letters of one owner on one server.
pub(in crate::sync) struct Mailbox<'a> {
    client: Client,
    server: &'a Server,
    proof: HeaderValue,
    counts: Arc<Counts>,
}

/// What came of one request.
pub(in crate::sync) enum Reply {
    /// Somebody answered.
    Told(Told),
    /// No connection could be made: nothing has left.
    Unsent(Error),
    /// It has left, or part of it, and no whole answer came.
    Lost(Error),
}

/// What somebody answered: the server, or whatever stands between.
pub(in crate::sync) struct Told {
    /// The status.
    pub status: u16,
    /// Whether it is a web page.
    pub is_page: bool,
    /// Whether it says that it is JSON.
    pub is_json: bool,
    /// How long it asks to be left alone.
    pub pause: Option<Duration>,
    /// The body.
    pub body: Vec<u8>,
}

impl<'a> Mailbox<'a> {
    /// The mailbox of whoever proves to be its owner.
    pub(in crate::sync) fn new(
        server: &'a Server,
        proof: &Proof<'_>,
        counts: Arc<Counts>,
    ) -> error::Result<Self> {
        let said = match proof {
            Proof::Token(token) => format!("Bearer {token}"),
            Proof::Receipt(secret) => format!("Receipt {secret}"),
        };
        let mut proof = HeaderValue::from_str(&said)
            .map_err(|_| Error::new(ErrorCode::NotEnrolled, "the token is none"))?;
        proof.set_sensitive(true);
        // A question is told to the server that was named, and to nobody it sends us to.
        Ok(Self { client: client(&server.proxy, Policy::none())?, server, proof, counts })
    }

    /// Puts a question.
    pub(in crate::sync) async fn put_question(&self, id: &LetterId, body: Vec<u8>) -> Reply {
        self.put(&format!("v1/questions/{id}"), body).await
    }

    /// Puts an act on a question.
    pub(in crate::sync) async fn put_act(
        &self,
        question: &LetterId,
        id: &LetterId,
        body: Vec<u8>,
    ) -> Reply {
        self.put(&format!("v1/questions/{question}/acts/{id}"), body).await
    }

    /// Asks for the first updates after this sequence.
    pub(in crate::sync) async fn updates(&self, after: u32) -> Reply {
        match self.server.below(&format!("v1/updates?after={after}&limit={PAGE}")) {
            Ok(address) => self.ask(self.client.get(address), MAX_PAGE).await,
            Err(cause) => Reply::Unsent(cause),
        }
    }

    async fn put(&self, path: &str, body: Vec<u8>) -> Reply {
        match self.server.below(path) {
            Ok(address) => {
                let request = self.client.put(address).body(body);
                self.ask(request.header(header::CONTENT_TYPE, "application/json"), MAX_ANSWER).await
            }
            Err(cause) => Reply::Unsent(cause),
        }
    }

    async fn ask(&self, request: RequestBuilder, most: usize) -> Reply {
        self.counts.requests.fetch_add(1, Ordering::Relaxed);
        let asked = async {
            match request.header(header::AUTHORIZATION, &self.proof).send().await {
                Ok(response) => {
                    self.hear(response, most).await.map_or_else(Reply::Lost, Reply::Told)
                }
                Err(cause) if cause.is_connect() => Reply::Unsent(unreached(&cause)),
                Err(cause) => Reply::Lost(unreached(&cause)),
            }
        };
        let late = |_| Reply::Lost(Error::new(ErrorCode::TimedOut, "the server took too long"));
        tokio::time::timeout(self.server.patience, asked).await.unwrap_or_else(late)
    }

    async fn hear(&self, mut response: Response, most: usize) -> error::Result<Told> {
        let status = response.status().as_u16();
        let headers = response.headers();
        let (is_page, is_json, pause) = (is_page(headers), is_json(headers), pause_in(headers));
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|cause| unreached(&cause))? {
            self.counts.bytes.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            body.extend_from_slice(&chunk);
            if body.len() > most {
                let sentence = "the server's answer about letters does not end";
                return Err(Error::new(ErrorCode::ServerRefused, sentence));
            }
        }
        Ok(Told { status, is_page, is_json, pause, body })
    }
}

/// How long the answer asks to wait, where it says so in seconds; who says a date means one by a clock
/// that may be wrong here, and is asked again as always.
fn pause_in(headers: &HeaderMap) -> Option<Duration> {
    let said = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    said.trim().parse().ok().map(Duration::from_secs)
}
