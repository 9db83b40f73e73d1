//! What brings a feed's files: a web server, a folder. The feed asks by name and trusts nothing.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use hrc_domain::error::Result as Outcome;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp as Instant;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use tough::{Transport, TransportError, TransportErrorKind, TransportStream};
use url::Url;

/// A file on its way.
pub struct Arrival {
    /// The offset at which the bytes begin: the one asked for, or 0 where the carrier cannot begin
    /// in the middle.
    pub from: u64,
    /// The bytes.
    pub bytes: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send + Sync>>,
}

/// Why there is no file.
#[derive(Debug)]
pub enum Trouble {
    /// There is none of that name.
    Missing,
    /// It could not be brought.
    Failed(Error),
}

/// Whoever brings files.
#[async_trait]
pub trait Carrier: fmt::Debug + Send + Sync {
    /// The file of this name, if possible from this offset on. Names have one slash and are made
    /// of letters, digits and dots; they come from the feed's format, never from its data.
    async fn fetch(&self, name: &str, from: u64) -> Result<Arrival, Trouble>;

    /// Forgets whatever is kept of earlier files: what was kept may be what is wrong.
    fn forget(&self);

    /// What the other side last said the time was: a hint for a sentence, no proof.
    fn their_time(&self) -> Option<Instant>;
}

/// What a signed file or a catalogue may be at most, in bytes; ours are a hundredth of it.
///
/// Held for each of them, whatever length the files above it declare: those are signed by keys
/// that lie on a server.
pub(crate) const MAX_METADATA: u64 = 256 << 10;

/// Where the adapter's made-up addresses begin; only their path means anything.
pub(crate) fn base(folder: &str) -> Outcome<Url> {
    Url::parse(&format!("feed:///{folder}/"))
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))
}

/// A carrier as the TUF client wants it.
#[derive(Debug, Clone)]
pub(crate) struct Adapter(pub Arc<dyn Carrier>);

#[async_trait]
impl Transport for Adapter {
    async fn fetch(&self, url: Url) -> Result<TransportStream, TransportError> {
        let named = url.clone();
        let failed = move |cause: Error| {
            TransportError::new_with_cause(TransportErrorKind::Other, named.clone(), cause)
        };
        let name = url.path().trim_start_matches('/');
        if !is_flat(name) {
            // A carrier makes a path or an address of it.
            return Err(TransportError::new(TransportErrorKind::FileNotFound, url));
        }
        match self.0.fetch(name, 0).await {
            Ok(arrival) => {
                let mut watch = Watch { name: name.to_owned(), from: arrival.from, there: 0 };
                let part = move |part: Outcome<Bytes>| {
                    part.and_then(|part| watch.pass(part)).map_err(&failed)
                };
                Ok(Box::pin(arrival.bytes.map(part)))
            }
            Err(Trouble::Missing) => {
                Err(TransportError::new(TransportErrorKind::FileNotFound, url))
            }
            // Inside the stream: outside it, the client would take any failure to bring the next
            // root for there being none, and go on with the old one.
            Err(Trouble::Failed(cause)) => Ok(Box::pin(stream::iter([Err(failed(cause))]))),
        }
    }
}

/// Whether a name is of the feed's format: a folder, a slash, and letters, digits and dots.
fn is_flat(name: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.')
    };
    name.split_once('/').is_some_and(|(folder, file)| is_plain(folder) && is_plain(file))
}

/// Watches over a file of JSON as it comes.
struct Watch {
    name: String,
    from: u64,
    there: u64,
}

impl Watch {
    /// Lets these bytes through, or says why they cannot be of such a file. A page of HTML is what
    /// a network sends that wants somebody to log in first: that is no forgery.
    fn pass(&mut self, bytes: Bytes) -> Outcome<Bytes> {
        let refused = |why: &str| {
            let sentence = format!("{} {why}", self.name);
            Err(Error::new(ErrorCode::FeedUnreadable, sentence))
        };
        if self.from > 0 || (self.there == 0 && bytes.first().is_some_and(|c| *c != b'{')) {
            return refused("is no file of a feed");
        }
        self.there += bytes.len() as u64;
        if self.there > MAX_METADATA {
            return refused("does not end where it must");
        }
        Ok(bytes)
    }
}
