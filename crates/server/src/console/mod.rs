//! The console: the web pages of experts, editors and administrators, under `/console`.
//!
//! `routes` is the table of every page and form with the least role it asks for; `gate` holds each
//! request against it before any page is asked, so that no page can forget to. `frame` is what stands
//! around every page, `words` the six languages, `form` and `cookies` what a browser sends, `reply`
//! what it gets. `entrance` lets people in, `own` is everybody's own account, `desk` is where questions are
//! answered and the content is written, and `administration` the rest of the house. Pages are templates in `crates/server/console/pages`: they work without
//! script, by forms and redirects; the one script makes them better. What is kept is in `store`.

mod administration;
mod cookies;
mod desk;
mod entrance;
mod files;
mod form;
mod frame;
mod gate;
mod icons;
mod own;
mod reply;
mod routes;
mod words;

pub use routes::{ADMINISTRATOR, EDITOR, EXPERT, Least, table};

use crate::Data;
use crate::accounts::passwords::Turns;
use crate::http::tries::Tries;
use crate::store::Store;
use axum::Router;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How many wrong passwords of one account may come in a row from a computer that is known, or from
/// an address, and after how long one is forgotten.
const WRONG_PASSWORDS: (u32, Duration) = (10, Duration::from_secs(60));

/// What tells the time. The world's is the system's; a test's is its own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that tells what this does.
    pub fn of(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// What it is now.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::of(Timestamp::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Whose wrong passwords are counted: of which account, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Guesser {
    /// A computer that was signed in to this account before.
    Known(String, String),
    /// Any other, by its network.
    Stranger(String, IpAddr),
}

/// What every page can reach.
#[derive(Debug, Clone)]
pub struct Console {
    data: Data,
    members: Arc<dyn Store>,
    clock: Clock,
    turns: Turns,
    tries: Arc<Tries<Guesser>>,
    /// What becomes of the content that is being published.
    run: desk::Run,
    /// Under which origin the world sees the server, where it was set.
    origin: Option<String>,
    /// The zone in which hours are told.
    zone: TimeZone,
}

impl Console {
    /// The console of a data folder.
    pub fn of(data: &Data, members: Arc<dyn Store>, clock: Clock) -> Self {
        let address = data.configuration().public_address.as_deref();
        let origin = address.and_then(|address| Url::parse(address).ok());
        Self {
            data: data.clone(),
            members,
            clock,
            turns: Turns::default(),
            tries: Arc::new(Tries::of(WRONG_PASSWORDS.0, WRONG_PASSWORDS.1)),
            run: desk::Run::default(),
            origin: origin.map(|address| address.origin().ascii_serialization()),
            zone: data.configuration().zone(),
        }
    }

    /// What it is now.
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks the store, beside what else is going on, in the name of whoever is signed in: the audit
    /// trail says that it was them.
    async fn store<T: Send + 'static>(
        &self,
        signed: &Signed,
        work: impl FnOnce(&dyn Store) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        beside(self.members.by(&signed.id), work).await
    }

    /// Asks the store where nobody is signed in.
    async fn any_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Store) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        beside(Arc::clone(&self.members), work).await
    }
}

async fn beside<T: Send + 'static>(
    store: Arc<dyn Store>,
    work: impl FnOnce(&dyn Store) -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(move || work(store.as_ref()))
        .await
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
}

pub use gate::Signed;

/// Everything under `/console`.
pub fn router(console: Console) -> Router {
    routes::router(console)
}
