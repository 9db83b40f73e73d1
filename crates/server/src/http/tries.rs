//! What was tried of late, counted by who tried it, in bounded memory.
//!
//! A code has 100 bits: nobody guesses one, at whatever speed, and counting is only there to keep
//! those from the database who try all the same. So it must never keep anybody out who has a code. A
//! code is looked up first, and only where it is wrong is it counted: a town hall of five hundred
//! shares one address, and a proxy before this server makes all the world one, and still every right
//! code gets through while one of them guesses on. Of questions every request counts, by its owner;
//! by its address only a visitor's first, generously, for the same reason.

use jiff::Timestamp;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many are remembered at most: a few megabytes.
const REMEMBERED: usize = 10_000;

/// Tries of late.
#[derive(Debug)]
pub struct Tries<K> {
    many: u32,
    forgotten: Duration,
    by_key: Mutex<HashMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    full: u32,
    since: Timestamp,
}

impl<K: Eq + Hash> Tries<K> {
    /// So many in a row are let through; one of them is forgotten after this time.
    pub fn of(many: u32, forgotten: Duration) -> Self {
        Self { many, forgotten, by_key: Mutex::default() }
    }

    /// Counts one; errs with how long to wait where there were too many.
    pub fn count(&self, who: K, now: Timestamp) -> Result<(), Duration> {
        let mut buckets = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED && !buckets.contains_key(&who) {
            buckets.retain(|_, bucket| bucket.leaked(self.forgotten, now).full > 0);
            if buckets.len() >= REMEMBERED {
                // So many at once come from one who has many names: each has his tries anyway.
                buckets.clear();
            }
        }
        let bucket = buckets.entry(who).or_insert(Bucket { full: 0, since: now });
        *bucket = bucket.leaked(self.forgotten, now);
        if bucket.full >= self.many {
            let passed = u64::try_from(now.duration_since(bucket.since).as_secs()).unwrap_or(0);
            return Err(self.forgotten.saturating_sub(Duration::from_secs(passed)));
        }
        bucket.full += 1;
        Ok(())
    }

    /// Forgets what somebody tried: it was their right.
    pub fn forgive(&self, who: &K) {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner).remove(who);
    }
}

impl Bucket {
    /// What is left of it after the time that passed; a clock that was put back changes nothing.
    fn leaked(self, forgotten: Duration, now: Timestamp) -> Self {
        let forgotten = forgotten.as_secs().max(1);
        let passed = u64::try_from(now.duration_since(self.since).as_secs()).unwrap_or(0);
        let gone = passed / forgotten;
        let full = self.full.saturating_sub(u32::try_from(gone).unwrap_or(u32::MAX));
        if full == 0 {
            return Self { full, since: now };
        }
        let on = Duration::from_secs(gone * forgotten);
        let since = self.since.checked_add(jiff::SignedDuration::try_from(on).unwrap_or_default());
        Self { full, since: since.unwrap_or(now) }
    }
}

/// By what an address is counted: whoever has one of the sixth version has 2^64 of them.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: u32 = 100;

    fn wrong_codes() -> Tries<IpAddr> {
        Tries::of(MANY, Duration::from_secs(36))
    }

    const HALL: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_hundred_wrong_codes_are_told_and_then_there_is_a_wait() {
        let tries = wrong_codes();
        for n in 0..MANY {
            assert!(tries.count(HALL, at(0)).is_ok(), "the {n}th is told to be wrong");
        }
        let wait = tries.count(HALL, at(6)).unwrap_err();
        assert_eq!(wait, Duration::from_secs(30), "until one of them is forgotten");
        assert!(tries.count(HALL, at(36)).is_ok(), "and so it is");
        assert!(tries.count(HALL, at(36)).is_err(), "but no more than one");
        assert!(tries.count(HALL, at(-100)).is_err(), "a clock put back forgets nothing");
    }

    #[test]
    fn others_are_not_counted_with_them_but_neighbours_of_the_sixth_version_are() {
        let tries = wrong_codes();
        let [one, neighbour, other] = ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"]
            .map(|address| address.parse::<IpAddr>().unwrap());
        for _ in 0..MANY {
            tries.count(network_of(one), at(0)).unwrap();
        }
        assert!(tries.count(network_of(neighbour), at(0)).is_err(), "one network is one");
        assert!(tries.count(network_of(other), at(0)).is_ok(), "another is another");
        assert!(tries.count(HALL, at(0)).is_ok(), "and so is this");
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let tries = wrong_codes();
        for n in 0..3 * u32::try_from(REMEMBERED).unwrap() {
            tries.count(IpAddr::from(n.to_be_bytes()), at(0)).unwrap();
        }
        assert!(tries.by_key.lock().unwrap().len() <= REMEMBERED, "whoever comes from where");
    }
}
