//! Why a library cannot sync: the way to the server, walked step by step as a sync would.
//!
//! It needs no library that opens, changes nothing, and sends nothing but plain questions to the
//! server that is named. `line` is the way: name and connection (`reaching`), `proxy`,
//! `certificate`, answers, signature, `membership`; `place` is the disk. Each step waits only so long, and what was
//! found by then is told when all of it took too long or somebody stopped it. What a finding means
//! is in the domain.

mod certificate;
mod chart;
mod line;
mod membership;
mod place;
mod proxy;
mod reaching;

use super::{Server, Watch};
use chart::Chart;
use hrc_domain::diagnosis::{Cause, Check, Diagnosis, Examination, FactName};
use hrc_domain::error::Result;
use hrc_domain::settings::Proxy;
use jiff::Timestamp as Instant;
use line::Line;
use std::path::Path;
use std::time::Duration;

/// How long it may take, all together.
const WHOLE: Duration = Duration::from_secs(28);

/// How often it looks whether it shall stop.
const GLANCE: Duration = Duration::from_millis(40);

/// Looks why the library in this folder cannot sync with this server, in half a minute at most.
///
/// `server` is what the settings came to, also where they are wrong; `now` is the time by this
/// computer's clock. Of `watch` only its wish to stop is heard.
pub fn diagnose(
    dir: &Path,
    server: &Result<Option<Server>>,
    watch: &dyn Watch,
    now: Instant,
) -> Diagnosis {
    let chart = Chart::default();
    let named = server.as_ref().ok().and_then(Option::as_ref);
    chart.note(configuration(server));
    let ended = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            let ended = runtime.block_on(async {
                let line = async {
                    if let Some(server) = named {
                        Line::new(server, dir, &chart, now).walk().await;
                    }
                };
                let all = async { tokio::join!(line, place::examine(dir, &chart)) };
                tokio::select! {
                    _ = all => None,
                    () = tokio::time::sleep(WHOLE) => Some(Cause::TookTooLong),
                    () = stopped(watch) => Some(Cause::Stopped),
                }
            });
            // A question to the system that hangs is not waited for.
            runtime.shutdown_background();
            ended
        }
        Err(cause) => {
            let failed = Examination::failed(Check::Disk, Cause::DiskFailed);
            chart.note(failed.saying(cause.to_string()));
            None
        }
    };
    Diagnosis {
        at: Instant::from_second(now.as_second()).unwrap_or(now).to_string(),
        server: named.map(|server| server.address().to_owned()),
        findings: chart.conclude(ended),
    }
}

fn configuration(server: &Result<Option<Server>>) -> Examination {
    match server {
        Err(cause) => Examination::failed(Check::Configuration, Cause::ConfigurationInvalid)
            .saying(cause.message.clone()),
        Ok(None) => Examination::failed(Check::Configuration, Cause::NotConfigured),
        Ok(Some(server)) => {
            let finding = Examination::well(Check::Configuration)
                .with(FactName::Address, server.address())
                .with(FactName::Feed, server.fingerprint());
            finding.saying(match &server.proxy {
                Proxy::System => "the proxy is the system's",
                Proxy::None => "no proxy is used",
                Proxy::Manual { .. } => "a proxy is set",
            })
        }
    }
}

async fn stopped(watch: &dyn Watch) {
    while !watch.cancelled() {
        tokio::time::sleep(GLANCE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unwatched;
    use hrc_domain::diagnosis::Verdict;
    use hrc_domain::sync::SyncProgress;
    use hrc_domain::{Error, ErrorCode};

    pub(super) fn server(address: &str, proxy: &str) -> Server {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let keys: Vec<_> = (0..3).map(|_| hrc_feed::SigningKey::generate().unwrap()).collect();
        let online = hrc_feed::OnlineKeys::generate().unwrap();
        let now = jiff::Timestamp::now();
        let root = runtime.block_on(hrc_feed::root_of(1, &keys, &online, None, &keys, now));
        let proxy = Proxy::Manual { address: proxy.to_owned() };
        Server::new(address, &root.unwrap(), proxy).unwrap()
    }

    fn found(diagnosis: &Diagnosis, check: Check) -> (Verdict, Option<Cause>) {
        let finding = diagnosis.findings.iter().find(|finding| finding.check == check).unwrap();
        (finding.verdict, finding.cause)
    }

    #[test]
    fn without_a_server_it_says_so_and_looks_at_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let diagnosis = diagnose(folder.path(), &Ok(None), &Unwatched, crate::now());
        let configuration = found(&diagnosis, Check::Configuration);
        assert_eq!(configuration, (Verdict::Failed, Some(Cause::NotConfigured)), "{diagnosis:?}");
        assert_eq!(
            found(&diagnosis, Check::Name),
            (Verdict::NotReached, None),
            "nobody to look up"
        );
        assert_eq!(found(&diagnosis, Check::Lock), (Verdict::Well, None), "the folder is its own");
        assert!(!diagnosis.is_well(), "nothing can be synced");
    }

    #[test]
    fn settings_that_cannot_be_meant_are_told_without_their_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let wrong = Server::new("http://me:secret@centre.example/", b"{}", Proxy::None).map(Some);
        assert!(
            wrong.as_ref().is_err_and(|cause| cause.message.contains("secret")),
            "it could tell"
        );
        let diagnosis = diagnose(folder.path(), &wrong, &Unwatched, crate::now());
        let configuration = found(&diagnosis, Check::Configuration);
        assert_eq!(configuration.1, Some(Cause::ConfigurationInvalid), "{diagnosis:?}");
        let everything = format!("{diagnosis:?}{}", diagnosis.report());
        assert!(!everything.contains("secret"), "{everything}");
    }

    /// Somebody who wants it to stop at once.
    struct Impatient;

    impl Watch for Impatient {
        fn progress(&self, _: SyncProgress) {}

        fn cancelled(&self) -> bool {
            true
        }
    }

    #[test]
    fn somebody_can_stop_it() {
        let folder = tempfile::tempdir().unwrap();
        // It takes connections and never says a word.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = format!("http://{}", silent.local_addr().unwrap());
        let server = Ok(Some(server("https://centre.invalid/", &proxy)));
        let diagnosis = diagnose(folder.path(), &server, &Impatient, crate::now());
        let signature = found(&diagnosis, Check::Signature);
        assert_eq!(signature, (Verdict::NotReached, Some(Cause::Stopped)), "{diagnosis:?}");
    }

    #[test]
    fn an_error_of_the_settings_keeps_its_word() {
        let folder = tempfile::tempdir().unwrap();
        let gone = Err(Error::new(ErrorCode::NotFound, "reading the preset: not there"));
        let diagnosis = diagnose(folder.path(), &gone, &Unwatched, crate::now());
        let finding = &diagnosis.findings[0];
        assert_eq!(finding.message, "reading the preset: not there", "for whoever helps");
    }
}
