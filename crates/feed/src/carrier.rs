//! What brings a feed's files: a web server, a folder. The feed asks by name and trusts nothing.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use hrc_domain::Error;
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

/// Where the adapter's made-up addresses begin; only their path means anything.
pub(crate) fn base(folder: &str) -> Result<Url, Error> {
    Url::parse(&format!("feed:///{folder}/"))
        .map_err(|cause| Error::new(hrc_domain::ErrorCode::Internal, cause.to_string()))
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
        match self.0.fetch(url.path().trim_start_matches('/'), 0).await {
            Ok(arrival) => Ok(Box::pin(arrival.bytes.map(move |part| part.map_err(&failed)))),
            Err(Trouble::Missing) => {
                Err(TransportError::new(TransportErrorKind::FileNotFound, url))
            }
            // Inside the stream: outside it, the client would take any failure to bring the next
            // root for there being none, and go on with the old one.
            Err(Trouble::Failed(cause)) => Ok(Box::pin(stream::iter([Err(failed(cause))]))),
        }
    }
}
