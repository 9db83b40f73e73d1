//! The way to the server, one step after the other; a step that fails ends it.

use super::certificate::shake_hands;
use super::chart::Chart;
use super::membership::{self, Known};
use super::proxy::{Gate, Route};
use super::reaching::{Broken, Stream, connect, look_up};
use crate::store::{Floors, Store};
use crate::sync::http::{Answer, Counts, Http, ask_plainly};
use crate::sync::{PUBLIC, Server};
use hrc_domain::diagnosis::{Cause, Check, Examination, FactName};
use hrc_domain::error::Result as Outcome;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Carrier, Edition, Follower, Versions};
use jiff::{SignedDuration, Timestamp as Instant};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Clock};
use tokio::time::timeout;
use url::{Host, Url};

/// How long a plain answer may take.
pub(super) const ANSWERING: Duration = Duration::from_secs(8);

/// How long the signed files may take, all together.
const FOLLOWING: Duration = Duration::from_secs(12);

/// How far two clocks may be apart without a word.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// The file every sync begins with.
const FIRST_FILE: &str = "metadata/timestamp.json";

/// The way from a library to its server.
pub(super) struct Line<'a> {
    server: &'a Server,
    dir: &'a Path,
    chart: &'a Chart,
    now: Instant,
    began: Clock,
}

impl<'a> Line<'a> {
    pub(super) fn new(server: &'a Server, dir: &'a Path, chart: &'a Chart, now: Instant) -> Self {
        Self { server, dir, chart, now, began: Clock::now() }
    }

    /// Walks it as far as it leads.
    pub(super) async fn walk(&self) {
        let member = match membership::known(self.dir, self.server, self.now) {
            Known::Found(finding) => {
                self.chart.note(finding);
                None
            }
            Known::Member(kept) => Some(kept),
        };
        // Where it ended stands on the chart.
        if self.steps().await.is_some()
            && let Some(kept) = member
        {
            self.chart.note(membership::asked(self.dir, self.server, &kept).await);
        }
    }

    async fn steps(&self) -> Option<()> {
        let url = &self.server.address;
        let (host, port) = (bare(url)?, url.port_or_known_default()?);
        let stream = match Route::to(self.server) {
            Route::Straight => self.straight(&host, port).await?,
            Route::Through(gate) => self.through(&gate, &host, port).await?,
            Route::Unusable(why) => {
                let finding = Examination::failed(Check::Proxy, Cause::ProxyUnusable);
                self.chart.note(finding.saying(why));
                return None;
            }
        };
        if url.scheme() == "https" {
            self.certificate(stream, &host).await?;
        } else {
            self.chart.note(Examination::spared(Check::Certificate, Cause::NotEncrypted));
        }
        let leads_to = self.answers().await?;
        self.signature(leads_to).await
    }

    async fn straight(&self, host: &str, port: u16) -> Option<Box<dyn Stream>> {
        self.chart.note(Examination::well(Check::Proxy).saying("none is used"));
        let named = look_up(host, port).await;
        let addresses = self.noted(Check::Name, named, |finding, addresses| {
            let numbers: Vec<_> = addresses.iter().map(|at| at.ip().to_string()).collect();
            finding.with(FactName::Host, host).with(FactName::Ip, numbers.join(", "))
        })?;
        let connected = connect(&addresses).await;
        let (stream, _) = self.noted(Check::Connection, connected, |finding, (_, at)| {
            finding.with(FactName::Ip, at.to_string())
        })?;
        Some(Box::new(stream))
    }

    async fn through(&self, gate: &Gate, host: &str, port: u16) -> Option<Box<dyn Stream>> {
        for check in [Check::Name, Check::Connection] {
            self.chart.note(Examination::spared(check, Cause::LeftToProxy));
        }
        let opened = async {
            let stream = gate.reach().await?;
            match self.server.address.scheme() {
                "https" => gate.tunnel(stream, &bracketed(host), port).await,
                // Without encryption it is asked question by question.
                _ => Ok(stream),
            }
        };
        let described = |finding: Examination| finding.with(FactName::Proxy, gate.told());
        match opened.await {
            Ok(stream) => {
                self.chart.note(described(Examination::well(Check::Proxy)));
                Some(stream)
            }
            Err(broken) => {
                self.chart.note(described(broken.finding(Check::Proxy)));
                None
            }
        }
    }

    async fn certificate(&self, stream: Box<dyn Stream>, host: &str) -> Option<()> {
        let handshake = shake_hands(stream, host).await;
        let finding = match &handshake.secured {
            Ok(_) => Examination::well(Check::Certificate),
            Err(Broken { cause, message, .. }) => {
                Examination::failed(Check::Certificate, *cause).saying(message)
            }
        };
        self.chart.note(match &handshake.shown {
            Some(shown) => shown.described(finding),
            None => finding,
        });
        handshake.secured.ok().map(drop)
    }

    /// Asks for the feed's first file, and how the server is. Hands back where the answer leads,
    /// where it leads elsewhere.
    async fn answers(&self) -> Option<Option<Url>> {
        let file = self.server.feed_address(PUBLIC).ok()?.join(FIRST_FILE).ok()?;
        let health = self.server.address.join("healthz").ok()?;
        let (file, health) = tokio::join!(self.ask(file), self.ask(health));
        let answer = match file {
            Ok(answer) => answer,
            Err(cause) => {
                self.blame(&cause);
                return None;
            }
        };
        if answer.status == 511 || answer.status < 300 && answer.is_page {
            let finding = Examination::failed(Check::Portal, Cause::LogInPage);
            self.chart.note(finding.with(FactName::Status, answer.status.to_string()));
            return None;
        }
        if answer.status == 407 {
            let broken = Broken {
                cause: Cause::ProxyWantsLogin,
                message: "a proxy answers in the server's place".to_owned(),
                status: Some(407),
            };
            let finding = broken.finding(Check::Proxy);
            self.chart.note(match Route::to(self.server) {
                Route::Through(gate) => finding.with(FactName::Proxy, gate.told()),
                _ => finding,
            });
            return None;
        }
        self.clock(&answer);
        if let Some(to) = answer.leads_to {
            return Some(Some(to));
        }
        self.chart.note(Examination::well(Check::Portal));
        let described =
            |finding: Examination| finding.with(FactName::Status, answer.status.to_string());
        let cause = match answer.status {
            200..300 => None,
            404 | 410 => Some(Cause::NoFeedHere),
            500.. => Some(Cause::ServerFailed),
            _ => Some(Cause::ServerRefuses),
        };
        if let Some(cause) = cause {
            self.chart.note(described(Examination::failed(Check::Answer, cause)));
            return None;
        }
        // A feed may lie on a server that knows no such question.
        let unwell = health.ok().filter(|health| !matches!(health.status, 200 | 404 | 405));
        self.chart.note(match unwell {
            Some(health) => Examination::warning(Check::Answer, Cause::ServerUnwell)
                .with(FactName::Status, health.status.to_string()),
            None => described(Examination::well(Check::Answer)),
        });
        Some(None)
    }

    async fn ask(&self, address: Url) -> Outcome<Answer> {
        let late = |_| Error::new(ErrorCode::TimedOut, "the answer took too long");
        let asked = ask_plainly(&self.server.proxy, address);
        timeout(ANSWERING, asked).await.map_err(late).flatten()
    }

    fn clock(&self, answer: &Answer) {
        let Some(theirs) = answer.time else { return };
        let passed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        let here = self.now.checked_add(passed).unwrap_or(self.now);
        let apart = here.duration_since(theirs);
        let finding = if apart.abs() > TOLERANCE {
            Examination::warning(Check::Clock, Cause::ClockOff)
        } else {
            Examination::well(Check::Clock)
        };
        let whole = Instant::from_second(here.as_second()).unwrap_or(here);
        self.chart.note(
            finding
                .with(FactName::TimeHere, whole.to_string())
                .with(FactName::TimeThere, theirs.to_string())
                .with(FactName::Apart, apart.as_secs().to_string()),
        );
    }

    /// Whether the feed is the Network's. It is followed as a sync would, from the trust on and in
    /// a folder that is gone afterwards, and nothing of its content is fetched.
    async fn signature(&self, leads_to: Option<Url>) -> Option<()> {
        let followed = self.follow().await;
        if let Some(to) = leads_to {
            let told = format!("{}{}", to.origin().ascii_serialization(), to.path());
            let finding = match &followed {
                Ok(_) => Examination::well(Check::Portal),
                Err(_) => Examination::failed(Check::Portal, Cause::LeadsElsewhere),
            };
            self.chart.note(finding.with(FactName::LeadsTo, told));
            if followed.is_ok() {
                self.chart.note(Examination::well(Check::Answer));
            } else {
                return None;
            }
        }
        match followed {
            Ok(edition) => {
                let head = edition.catalogue.head.to_string();
                self.chart.note(Examination::well(Check::Signature).with(FactName::Head, head));
                Some(())
            }
            Err(cause) => {
                self.blame(&cause);
                None
            }
        }
    }

    async fn follow(&self) -> Outcome<Edition> {
        let folder = tempfile::tempdir().map_err(|e| Error::io("making a folder", &e))?;
        let Server { trust, proxy, .. } = self.server;
        let kept = folder.path().join("kept");
        let carrier =
            Http::new(self.server.feed_address(PUBLIC)?, proxy, kept, Arc::<Counts>::default());
        let carrier: Arc<dyn Carrier> = Arc::new(carrier?);
        let known = folder.path().join("feed");
        let follower = Follower::new(carrier, trust.clone(), PUBLIC, &known, FOLLOWING)?;
        let Floors { head, root, timestamp, snapshot, targets } = self.floors();
        let least = Versions { root, timestamp, snapshot, targets };
        follower.edition(&least, head, self.now).await
    }

    /// How far the library followed this feed; as if never, where the library cannot say.
    fn floors(&self) -> Floors {
        let store = Store::open(self.dir, crate::lock::is_writable(self.dir));
        let floors = store.and_then(|s| s.read(|reader| reader.floors(self.server.fingerprint())));
        floors.unwrap_or_default()
    }

    /// Notes the finding that an error of a sync stands for.
    fn blame(&self, cause: &Error) {
        let (check, why) = match cause.code {
            ErrorCode::Offline => (Check::Answer, Cause::AnswerCut),
            ErrorCode::TimedOut => (Check::Answer, Cause::AnswerTimedOut),
            ErrorCode::ServerRefused => (Check::Answer, Cause::ServerRefuses),
            ErrorCode::ProxyRefused => (Check::Proxy, Cause::ProxyWantsLogin),
            // Where none is shown, none is refused: the program begins with nobody to trust.
            ErrorCode::CertificateRefused if self.server.address.scheme() == "http" => {
                (Check::Certificate, Cause::NoAuthorities)
            }
            ErrorCode::CertificateRefused => (Check::Certificate, Cause::CertificateInvalid),
            ErrorCode::CaptivePortal => (Check::Portal, Cause::LogInPage),
            ErrorCode::ClockWrong => (Check::Clock, Cause::ClockWrong),
            ErrorCode::FeedUnreadable => (Check::Signature, Cause::FeedUnreadable),
            ErrorCode::FeedIncomplete => (Check::Signature, Cause::FeedIncomplete),
            ErrorCode::FeedForged => (Check::Signature, Cause::FeedForged),
            ErrorCode::FeedForeign => (Check::Signature, Cause::FeedForeign),
            ErrorCode::FeedRolledBack => (Check::Signature, Cause::FeedRolledBack),
            ErrorCode::FeedExpired => (Check::Signature, Cause::FeedExpired),
            ErrorCode::FeedNewer => (Check::Signature, Cause::FeedNewer),
            ErrorCode::InvalidInput => (Check::Configuration, Cause::ConfigurationInvalid),
            // No room for a folder of its own, say: of the feed that tells nothing.
            _ => {
                let finding = Examination::not_reached(Check::Signature, None);
                return self.chart.note(finding.saying(cause.message.clone()));
            }
        };
        self.chart.note(Examination::failed(check, why).saying(cause.message.clone()));
    }

    /// What came of a step, noted; none where it failed.
    fn noted<T>(
        &self,
        check: Check,
        outcome: Result<T, Broken>,
        describe: impl FnOnce(Examination, &T) -> Examination,
    ) -> Option<T> {
        match outcome {
            Ok(done) => {
                self.chart.note(describe(Examination::well(check), &done));
                Some(done)
            }
            Err(broken) => {
                self.chart.note(broken.finding(check));
                None
            }
        }
    }
}

/// The host of an address, without the brackets around a number.
fn bare(address: &Url) -> Option<String> {
    Some(match address.host()? {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(number) => number.to_string(),
        Host::Ipv6(number) => number.to_string(),
    })
}

/// The host as it stands before a port.
fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}
