//! Syncing in the background: at start, every quarter of an hour, and when somebody asks or brings a
//! folder.
//!
//! It waits, asks and tells; what a sync does is in `session`, when one is due in `schedule`. It
//! knows neither windows nor where settings are: whoever starts it brings an errand to run and an
//! ear to tell.

use super::{Occasion, Schedule, Server, Watch};
use hrc_domain::error::Result;
use hrc_domain::sync::{SyncProgress, SyncReport, SyncServer, SyncState};
use hrc_domain::{Error, ErrorCode};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often at most it tells how far it is.
const TELLING: Duration = Duration::from_millis(100);

/// What is run again and again.
pub trait Errand: Send + 'static {
    /// Syncs with this server.
    fn sync(&self, server: &Server, occasion: Occasion, watch: &dyn Watch) -> Result<SyncReport>;

    /// Syncs with what this server has, as it lies in a folder: nothing goes over the network.
    fn sync_folder(&self, server: &Server, folder: &Path, watch: &dyn Watch) -> Result<SyncReport>;

    /// When the library was last found to hold everything this server has.
    fn last_complete(&self, server: &Server) -> Option<String>;
}

/// Syncs in the background as long as it lives.
pub struct Courier {
    desk: Arc<Desk>,
}

type Ear = Box<dyn Fn(&SyncState) + Send + Sync>;

struct Desk {
    orders: Mutex<Orders>,
    called: Condvar,
    stop: AtomicBool,
    ear: Ear,
}

struct Orders {
    /// With whom to sync; or why that cannot be told.
    server: Result<Option<Server>>,
    is_new: bool,
    asked: bool,
    /// Why the next one over the network is.
    occasion: Occasion,
    /// The folder that somebody has brought.
    folder: Option<PathBuf>,
    dismissed: bool,
    state: SyncState,
    told: Option<Instant>,
}

impl Courier {
    /// Starts; the first sync begins at once. `ear` is told every change of the state, from another
    /// thread.
    pub fn start(
        errand: impl Errand,
        server: Result<Option<Server>>,
        ear: impl Fn(&SyncState) + Send + Sync + 'static,
    ) -> Self {
        let desk = Arc::new(Desk {
            orders: Mutex::new(Orders {
                state: fresh(&server),
                server,
                is_new: true,
                asked: true,
                occasion: Occasion::Due,
                folder: None,
                dismissed: false,
                told: None,
            }),
            called: Condvar::new(),
            stop: AtomicBool::new(false),
            ear: Box::new(ear),
        });
        let working = Arc::clone(&desk);
        thread::spawn(move || working.work(&errand));
        Self { desk }
    }

    /// Syncs now, however long it would have waited.
    pub fn go(&self) {
        {
            let mut orders = self.desk.orders();
            orders.asked = true;
            orders.occasion = Occasion::Asked;
        }
        self.desk.called.notify_all();
    }

    /// Syncs from this folder now. What is under way over the network makes room for it, and is tried
    /// again when it is due.
    pub fn go_to(&self, folder: PathBuf) {
        self.desk.orders().folder = Some(folder);
        self.stop();
        self.desk.called.notify_all();
    }

    /// Stops the sync that is under way.
    pub fn stop(&self) {
        self.desk.stop.store(true, Ordering::Relaxed);
    }

    /// Syncs with another server from now on, or with none.
    pub fn follow(&self, server: Result<Option<Server>>) {
        {
            let mut orders = self.desk.orders();
            orders.state = fresh(&server);
            orders.server = server;
            orders.is_new = true;
            orders.asked = true;
            orders.folder = None;
        }
        self.stop();
        self.desk.called.notify_all();
    }

    /// Where it stands.
    pub fn state(&self) -> SyncState {
        self.desk.orders().state.clone()
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.desk.orders().dismissed = true;
        self.stop();
        self.desk.called.notify_all();
    }
}

fn fresh(server: &Result<Option<Server>>) -> SyncState {
    let failure = server.as_ref().err().cloned();
    let server = server.as_ref().ok().and_then(Option::as_ref).map(Server::told);
    SyncState {
        server,
        running: None,
        last_complete: None,
        last_report: None,
        from_folder: false,
        failure,
    }
}

/// One sync that is to be done.
struct Order {
    server: Server,
    is_new: bool,
    occasion: Occasion,
    folder: Option<PathBuf>,
}

impl Desk {
    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, errand: &impl Errand) {
        let mut schedule = Schedule::default();
        let mut due = Instant::now();
        while let Some(Order { server, is_new, occasion, folder }) = self.wait(due) {
            if is_new {
                schedule = Schedule::default();
                let last = errand.last_complete(&server);
                self.tell(|state| state.last_complete = last);
            }
            let outcome = match &folder {
                Some(folder) => errand.sync_folder(&server, folder, self),
                None => {
                    let outcome = errand.sync(&server, occasion, self);
                    schedule.note(match &outcome {
                        Ok(_) => true,
                        // Somebody stopped it, or somebody else is at it: neither is a bad line.
                        Err(cause) => matches!(cause.code, ErrorCode::Cancelled | ErrorCode::Busy),
                    });
                    due = Instant::now() + schedule.wait(chance());
                    outcome
                }
            };
            self.conclude(&server, outcome, errand.last_complete(&server));
        }
    }

    /// Waits until a sync is due or asked for; none when there will never be another.
    fn wait(&self, due: Instant) -> Option<Order> {
        let mut orders = self.orders();
        loop {
            if orders.dismissed {
                return None;
            }
            let now = Instant::now();
            if let Ok(Some(server)) = &orders.server
                && (orders.asked || orders.folder.is_some() || now >= due)
            {
                let server = server.clone();
                let is_new = std::mem::take(&mut orders.is_new);
                let folder = orders.folder.take();
                // Whoever asked for the network, too, gets it after the folder.
                orders.asked &= folder.is_some();
                orders.state.from_folder = folder.is_some();
                self.stop.store(false, Ordering::Relaxed);
                let occasion = if folder.is_some() {
                    Occasion::Due
                } else {
                    std::mem::replace(&mut orders.occasion, Occasion::Due)
                };
                return Some(Order { server, is_new, occasion, folder });
            }
            orders = if matches!(orders.server, Ok(Some(_))) {
                let patience = due.saturating_duration_since(now);
                let waited = self.called.wait_timeout(orders, patience);
                waited.unwrap_or_else(PoisonError::into_inner).0
            } else {
                self.called.wait(orders).unwrap_or_else(PoisonError::into_inner)
            };
        }
    }

    fn conclude(&self, server: &Server, outcome: Result<SyncReport>, complete: Option<String>) {
        let (is_theirs, makes_room) = {
            let orders = self.orders();
            let is_theirs = matches!(&orders.server, Ok(Some(now)) if now.fingerprint() == server.fingerprint());
            (is_theirs, orders.folder.is_some())
        };
        self.tell(|state| {
            state.running = None;
            // What came of a server that is no longer the one is nobody's business.
            if is_theirs {
                state.last_complete = complete;
                match outcome {
                    Ok(report) => {
                        state.last_report = Some(report);
                        state.failure = None;
                    }
                    // It ended for the folder's sake; what comes of that is told next.
                    Err(cause) if cause.code == ErrorCode::Cancelled && makes_room => {}
                    Err(cause) => state.failure = Some(cause),
                }
            }
        });
    }

    fn tell(&self, change: impl FnOnce(&mut SyncState)) {
        let state = {
            let mut orders = self.orders();
            change(&mut orders.state);
            orders.told = Some(Instant::now());
            orders.state.clone()
        };
        (self.ear)(&state);
    }
}

impl Watch for Desk {
    fn progress(&self, progress: SyncProgress) {
        let is_news = {
            let orders = self.orders();
            let step = orders.state.running.map(|running| running.step);
            step != Some(progress.step) || orders.told.is_none_or(|told| told.elapsed() > TELLING)
        };
        if is_news {
            self.tell(|state| state.running = Some(progress));
        }
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Server {
    /// What a reader is told of it.
    pub fn told(&self) -> SyncServer {
        SyncServer {
            address: self.address().to_owned(),
            fingerprint: self.fingerprint().to_owned(),
            proxy: self.proxy.clone(),
        }
    }
}

/// A number from 0 to 1 that nobody can foresee; good enough to spread computers over minutes.
fn chance() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(random >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}

/// The error of a sync nobody named a server for.
pub fn not_configured() -> Error {
    Error::new(ErrorCode::NotConfigured, "no server has been named to sync with")
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::settings::Proxy;
    use hrc_domain::sync::{SyncEnd, SyncStep};
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Tells when it is run and why, and ends when it is told how, or stopped.
    struct Told {
        begun: Sender<Occasion>,
        ends: Mutex<Receiver<Result<SyncReport>>>,
    }

    const REPORT: SyncReport = SyncReport {
        head: 1,
        practitioner_head: None,
        applied: 0,
        withdrawn: 0,
        questions_sent: 0,
        updates: 0,
        requests: 2,
        bytes: 0,
        ms: 1,
        state: SyncEnd::Current,
    };

    impl Errand for Told {
        fn sync(&self, _: &Server, occasion: Occasion, watch: &dyn Watch) -> Result<SyncReport> {
            self.begun.send(occasion).unwrap();
            watch.progress(SyncProgress { step: SyncStep::Checking, done: 0, total: 0 });
            loop {
                if let Ok(end) = self.ends.lock().unwrap().recv_timeout(Duration::from_millis(5)) {
                    return end;
                }
                if watch.cancelled() {
                    return Err(Error::new(ErrorCode::Cancelled, "stopped"));
                }
            }
        }

        fn sync_folder(&self, _: &Server, folder: &Path, _: &dyn Watch) -> Result<SyncReport> {
            if folder.starts_with("/stick") {
                return Ok(SyncReport { head: 7, ..REPORT });
            }
            Err(Error::new(ErrorCode::NotFound, "there is no feed"))
        }

        fn last_complete(&self, _: &Server) -> Option<String> {
            Some("2026-11-21T08:00:00Z".to_owned())
        }
    }

    struct Scene {
        courier: Courier,
        begun: Receiver<Occasion>,
        end: Sender<Result<SyncReport>>,
        heard: Receiver<SyncState>,
    }

    fn scene(server: Result<Option<Server>>) -> Scene {
        let (begun_in, begun) = channel();
        let (end, ends) = channel();
        let (told, heard) = channel();
        let told = Mutex::new(told);
        let errand = Told { begun: begun_in, ends: Mutex::new(ends) };
        let courier = Courier::start(errand, server, move |state| {
            let _ = told.lock().unwrap().send(state.clone());
        });
        Scene { courier, begun, end, heard }
    }

    const SOON: Duration = Duration::from_secs(5);

    fn heard(scene: &Scene, what: impl Fn(&SyncState) -> bool) -> SyncState {
        loop {
            let state = scene.heard.recv_timeout(SOON).expect("it tells");
            if what(&state) {
                return state;
            }
        }
    }

    fn server() -> Server {
        Server::new("http://127.0.0.1:9/", &root(), Proxy::None).unwrap()
    }

    fn root() -> Vec<u8> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let keys: Vec<_> = (0..3).map(|_| hrc_feed::SigningKey::generate().unwrap()).collect();
        let online = hrc_feed::OnlineKeys::generate().unwrap();
        let now = jiff::Timestamp::now();
        runtime.block_on(hrc_feed::root_of(1, &keys, &online, None, &keys, now)).unwrap()
    }

    #[test]
    fn it_syncs_at_once_and_again_when_asked() {
        let scene = scene(Ok(Some(server())));
        let first = scene.begun.recv_timeout(SOON).expect("at the start");
        assert_eq!(first, Occasion::Due, "of itself");
        assert!(scene.courier.state().server.is_some(), "it says with whom");
        scene.end.send(Ok(REPORT)).unwrap();
        let done = heard(&scene, |state| state.last_report.is_some());
        assert_eq!((done.running, done.failure), (None, None), "it is over and well");
        assert!(done.last_complete.is_some(), "and when");
        scene.courier.go();
        let second = scene.begun.recv_timeout(SOON).expect("when asked, long before it is due");
        assert_eq!(second, Occasion::Asked, "which ends every pause");
    }

    #[test]
    fn a_failure_is_told_and_forgotten_at_the_next_success() {
        let scene = scene(Ok(Some(server())));
        scene.end.send(Err(Error::new(ErrorCode::Offline, "no line"))).unwrap();
        let failed = heard(&scene, |state| state.failure.is_some());
        assert_eq!(failed.failure.unwrap().code, ErrorCode::Offline, "why");
        scene.courier.go();
        scene.end.send(Ok(REPORT)).unwrap();
        let well = heard(&scene, |state| state.last_report.is_some());
        assert_eq!(well.failure, None, "what is over is over");
    }

    #[test]
    fn it_can_be_stopped_and_goes_on_later() {
        let scene = scene(Ok(Some(server())));
        scene.begun.recv_timeout(SOON).unwrap();
        scene.courier.stop();
        let stopped = heard(&scene, |state| state.failure.is_some());
        assert_eq!(stopped.failure.unwrap().code, ErrorCode::Cancelled, "by somebody");
        scene.courier.go();
        scene.begun.recv_timeout(SOON).expect("stopping once is not stopping for ever");
    }

    #[test]
    fn a_folder_comes_before_a_line_that_hangs() {
        let scene = scene(Ok(Some(server())));
        scene.begun.recv_timeout(SOON).unwrap();
        scene.courier.go_to("/stick".into());
        let done = heard(&scene, |state| state.last_report.is_some());
        assert_eq!(done.last_report.map(|report| report.head), Some(7), "what the folder had");
        assert!(done.from_folder, "and it says that it was the folder");
        assert_eq!(done.failure, None, "making room is no failure");
    }

    #[test]
    fn why_a_folder_was_refused_is_told_until_the_next_sync() {
        let scene = scene(Ok(Some(server())));
        scene.end.send(Ok(REPORT)).unwrap();
        heard(&scene, |state| state.last_report.is_some());
        scene.courier.go_to("/empty".into());
        let refused = heard(&scene, |state| state.failure.is_some());
        assert_eq!(refused.failure.unwrap().code, ErrorCode::NotFound, "why");
        assert!(refused.from_folder, "of the folder");
        scene.courier.go();
        scene.end.send(Ok(REPORT)).unwrap();
        let well = heard(&scene, |state| state.failure.is_none());
        assert!(!well.from_folder, "what follows comes from the server again");
    }

    #[test]
    fn without_a_server_it_rests_until_there_is_one() {
        let scene = scene(Ok(None));
        scene.courier.go();
        let nothing = scene.begun.recv_timeout(Duration::from_millis(100));
        assert!(nothing.is_err(), "there is nobody to ask");
        scene.courier.follow(Ok(Some(server())));
        scene.begun.recv_timeout(SOON).expect("now there is");
    }
}
