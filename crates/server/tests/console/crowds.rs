//! Crowds: many who sign in at once, and many who share one address.

use super::{Browser, PASSWORD};
use crate::harness::{Serving, Site};
use hrc_server::accounts::passwords::{self, AT_ONCE};
use hrc_server::store::{Account, Accounts, Credentials, Role};
use jiff::Timestamp;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// What one check of a password takes, in KiB.
const ONE: u64 = 19_456;

/// So many accounts, all with the same password: hashed once, as that is what takes its time.
fn crowd(site: &Site, many: usize) -> Vec<String> {
    let (store, hash) = (super::store(site), passwords::hashed(PASSWORD).unwrap());
    let logins: Vec<String> = (0..many).map(|n| format!("expert-{n}")).collect();
    for login in &logins {
        let account = Account {
            id: login.clone(),
            login: login.clone(),
            name: login.clone(),
            role: Role::Expert,
            language: None,
            has_password: true,
            link_until: None,
            made_at: Timestamp::UNIX_EPOCH,
            last_seen: None,
            removed_at: None,
        };
        let new = Credentials { account, password: Some(hash.clone()), known_by: [7; 32] };
        store.add_account(&new, Timestamp::now()).unwrap();
    }
    logins
}

/// The most memory the server ever had, in KiB.
fn peak(served: &Serving) -> u64 {
    let told = std::fs::read_to_string(format!("/proc/{}/status", served.process())).unwrap();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Signs all of them in, so many at the same time; how many came in.
fn sign_in(served: &Serving, logins: &[String], at_once: usize) -> usize {
    let (next, inside) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(login) = logins.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let answer = Browser::at(&served.address).sign_in(login, PASSWORD);
                    inside.fetch_add(usize::from(answer.status() == 303), Ordering::SeqCst);
                }
            });
        }
    });
    inside.into_inner()
}

#[test]
fn a_hundred_who_sign_in_at_once_take_the_memory_of_a_few() {
    let site = Site::published(1);
    let served = site.serve();
    let logins = crowd(&site, 101);
    let (first, rest) = logins.split_first().unwrap();
    // Whatever else a first request makes the server keep.
    assert_eq!(sign_in(&served, std::slice::from_ref(first), 1), 1, "one is let in");
    let before = peak(&served);
    assert_eq!(sign_in(&served, rest, 100), 100, "all are let in");
    let grown = peak(&served) - before;
    let bound = 2 * AT_ONCE as u64 * ONE;
    assert!(grown < bound, "{grown} KiB more; {AT_ONCE} at once may take up to {bound}");
    assert!(bound < 100 * ONE / 10, "which is far from a hundred times one");
}

#[test]
fn five_hundred_behind_one_address_come_in_while_one_of_them_guesses() {
    let site = Site::published(1);
    let served = site.serve();
    let logins = crowd(&site, 500);
    let guesser = Browser::at(&served.address);
    let guess = || guesser.sign_in("victim", "a guess that is wrong").status().as_u16();
    let began = Instant::now();
    let told: Vec<u16> = (0..11).map(|_| guess()).collect();
    assert_eq!(told.last(), Some(&429), "one of them is made to wait: {told:?}");
    assert_eq!(sign_in(&served, &logins, 50), 500, "all others come in");
    // Each minute gives one try back, and the others may have taken some.
    let given_back = began.elapsed().as_secs() / 60 + 1;
    let told: Vec<u16> = (0..=given_back).map(|_| guess()).collect();
    assert_eq!(told.last(), Some(&429), "and the one still waits: {told:?}");
}
