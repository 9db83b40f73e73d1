//! Time: sessions that run out and tokens that are replaced, by a clock that the test turns.

use super::{Browser, PASSWORD, account, is_inside, store};
use crate::harness::Site;
use hrc_server::console::Clock;
use hrc_server::store::{Accounts, Role};
use hrc_server::{Configuration, Data, accounts, http};
use jiff::{SignedDuration, Timestamp};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const SESSION: &str = "__Host-hrc-session";

/// The console in this program, with a clock to turn.
struct Turned {
    minutes: Arc<AtomicI64>,
    begun: Timestamp,
    address: String,
    _runtime: tokio::runtime::Runtime,
}

impl Turned {
    fn of(site: &Site) -> Self {
        let (minutes, begun) = (Arc::new(AtomicI64::new(0)), Timestamp::now());
        let own = Arc::clone(&minutes);
        let clock =
            Clock::of(move || begun + SignedDuration::from_mins(own.load(Ordering::SeqCst)));
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let data = Data::open(&site.data(), Configuration { listen, ..Configuration::default() });
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listening = runtime.block_on(http::listen_by(&data.unwrap(), clock)).unwrap();
        let address = listening.address.to_string();
        runtime.spawn(listening.serve(std::future::pending()));
        Self { minutes, begun, address, _runtime: runtime }
    }

    fn is(&self, minutes: i64) {
        self.minutes.store(minutes, Ordering::SeqCst);
    }
}

#[test]
fn a_session_ends_after_two_hours_alone_and_twelve_at_most() {
    let site = Site::published(1);
    let clock = Turned::of(&site);
    account(&site, "ines", Role::Expert);
    let idle = Browser::at(&clock.address);
    idle.sign_in("ines", PASSWORD);
    clock.is(119);
    assert!(is_inside(&idle), "before two hours");
    clock.is(119 + 121);
    assert!(!is_inside(&idle), "nobody was there for two hours");
    let busy = Browser::at(&clock.address);
    busy.sign_in("ines", PASSWORD);
    for hour in 1..12 {
        clock.is(240 + 60 * hour);
        assert!(is_inside(&busy), "in its {hour}th hour");
    }
    clock.is(240 + 720);
    assert!(!is_inside(&busy), "the day is over");
}

#[test]
fn a_token_is_replaced_and_an_old_one_that_was_copied_ends_the_session() {
    let site = Site::published(1);
    let clock = Turned::of(&site);
    account(&site, "ines", Role::Expert);
    let browser = Browser::at(&clock.address);
    browser.sign_in("ines", PASSWORD);
    let first = browser.cookie(SESSION).unwrap();
    clock.is(29);
    browser.get("/console/me");
    assert_eq!(browser.cookie(SESSION).unwrap(), first, "not yet");
    clock.is(30);
    let thief = Browser::at(&clock.address);
    thief.keep(SESSION, &first);
    browser.get("/console/me");
    let second = browser.cookie(SESSION).unwrap();
    assert_ne!(second, first, "every half hour");
    clock.is(31);
    assert!(is_inside(&browser), "the new one is used");
    clock.is(33);
    assert!(!is_inside(&thief), "the old one opens nothing");
    assert!(!is_inside(&browser), "and whoever it was taken from has to sign in, and learns of it");
}

#[test]
fn a_link_sets_a_password_once_and_within_three_days() {
    let site = Site::published(1);
    let clock = Turned::of(&site);
    let kept = store(&site);
    let new = accounts::add(&kept, "ines", "Ines", Role::Expert, None, clock.begun).unwrap();
    let (secret, _) = accounts::link(&kept, &new.id, clock.begun).unwrap();
    let browser = Browser::at(&clock.address);
    let at = format!("/console/set-password?link={secret}");
    clock.is(3 * 24 * 60);
    assert_eq!(browser.get(&at).status(), 410, "too late");
    clock.is(3 * 24 * 60 - 1);
    assert_eq!(browser.get(&at).status(), 200, "in time");
    assert_eq!(browser.sign_in("ines", "").status(), 401, "no password is no way in");
    let set = |password: &str| {
        let fields = [("link", secret.as_str()), ("password", password), ("again", password)];
        browser.post("/console/set-password", &fields).status().as_u16()
    };
    assert_eq!(set("short"), 422, "too short, and the link still counts");
    assert_eq!(set(PASSWORD), 303, "set");
    assert_eq!(set("another that is long"), 410, "once");
    assert_eq!(browser.sign_in("ines", PASSWORD).status(), 303, "and she is in");
    let trail = site.call(&["audit", "--json"]).out;
    assert!(
        trail.contains(&format!("\"actor\":\"{}\",\"deed\":\"account_password_set\"", new.id)),
        "by herself: {trail}"
    );
    assert_eq!(kept.accounts().unwrap().len(), 1, "one account");
}
