//! Vouching: at the start, daily, and what is seen when it fails.

use crate::following::Reader;
use crate::harness::Site;
use hrc_domain::ErrorCode;
use hrc_server::{Configuration, Data, founding};
use jiff::{SignedDuration, Timestamp};

const DAY: i64 = 24 * 60 * 60;

/// A feed that was last vouched for so many days ago.
fn vouched_for(days_ago: i64) -> Site {
    let site = Site::bare();
    let past = Timestamp::now() - SignedDuration::from_secs(days_ago * DAY);
    let data = Data::make(&site.data(), Configuration::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(founding::found(&data, past)).unwrap();
    site
}

#[test]
fn a_feed_nobody_vouched_for_is_vouched_for_before_the_first_client_asks() {
    for days_ago in [2, 10] {
        let site = vouched_for(days_ago);
        assert_eq!(site.status()["in_force"], days_ago < 7, "{days_ago} days ago");
        let served = site.serve();
        assert_eq!(served.get("/healthz").status(), 200, "{days_ago} days ago");
        let left = served.metric("hrc_feed_vouched_seconds");
        assert!((7 * DAY - 120..=7 * DAY).contains(&left), "{left} seconds are left");
        let other = served.metric_of("practitioner", "hrc_feed_vouched_seconds");
        assert!((7 * DAY - 120..=7 * DAY).contains(&other), "the other feed too: {other}");
        assert_eq!(served.metric("hrc_feed_vouch_failures"), 0, "no alarm");
        Reader::of(&site).look(&served).unwrap();
    }
}

#[test]
fn what_was_vouched_for_today_is_not_signed_again() {
    let site = Site::published(1);
    let at = site.data().join("feeds/public/metadata/timestamp.json");
    let before = std::fs::read(&at).unwrap();
    drop(site.serve());
    assert_eq!(std::fs::read(&at).unwrap(), before, "starting often costs nothing");
}

#[test]
fn missing_or_wrong_keys_raise_the_alarm_while_what_is_published_is_served_on() {
    let (site, other) = (Site::published(1), Site::founded());
    let away = site.place("away");
    std::fs::rename(site.keys(), &away).unwrap();
    for (what, keys_fault) in [("missing", "not there"), ("wrong", "not those")] {
        if what == "wrong" {
            crate::harness::copy(&other.keys(), &site.keys());
        }
        let fault = site.status()["keys_fault"].as_str().unwrap_or_default().to_owned();
        assert!(fault.contains(keys_fault), "{what}: {fault}");
        let told = site.call(&["status"]).ends_with(0).out;
        assert!(told.contains("WARNING: this server cannot vouch"), "{told}");
        let served = site.serve();
        assert_eq!(served.metric("hrc_feed_vouch_failures"), 1, "{what}: the alarm");
        assert!(served.metric("hrc_feed_vouched_seconds") > 5 * DAY, "there are days to mend it");
        assert_eq!(served.get("/healthz").status(), 200, "until then all is well for clients");
        Reader::of(&site).look(&served).unwrap();
    }
    std::fs::remove_dir_all(site.keys()).unwrap();
    std::fs::rename(away, site.keys()).unwrap();
    assert_eq!(site.serve().metric("hrc_feed_vouch_failures"), 0, "mended");
}

#[test]
fn a_feed_that_ran_out_and_cannot_be_vouched_for_is_not_healthy() {
    let site = vouched_for(10);
    std::fs::remove_dir_all(site.keys()).unwrap();
    let served = site.serve();
    assert_eq!(served.get("/healthz").status(), 503, "a balancer looks elsewhere");
    assert!(served.metric("hrc_feed_vouched_seconds") < 0, "and the metric says since when");
    let refused = Reader::of(&site).look(&served).unwrap_err();
    assert_eq!(refused.code, ErrorCode::FeedExpired, "clients see for themselves");
    assert!(site.call(&["status"]).ends_with(0).out.contains("NOT IN FORCE"), "and so is told");
}

#[test]
fn the_practitioners_feed_raises_the_alarm_as_well() {
    let site = vouched_for(10);
    std::fs::remove_dir_all(site.data().join("keys/practitioner")).unwrap();
    let served = site.serve();
    assert_eq!(served.get("/healthz").status(), 503, "members could not sync");
    assert_eq!(served.metric_of("practitioner", "hrc_feed_vouch_failures"), 1, "the alarm");
    assert_eq!(served.metric("hrc_feed_vouch_failures"), 0, "and all is well with the other");
    Reader::of(&site).look(&served).unwrap();
}

#[test]
fn a_root_that_ran_out_is_told_and_a_new_one_mends_it() {
    let site = vouched_for(400);
    let served = site.serve();
    assert_eq!(served.get("/healthz").status(), 503, "clients trust nothing below it");
    assert!(served.metric("hrc_feed_rooted_seconds") < 0, "and the metric says since when");
    let offline = site.data().join("take-offline");
    let call = site.call(&["keys", "rotate", "--root-keys", offline.to_str().unwrap()]);
    call.ends_with(0);
    let served = site.serve();
    assert_eq!(served.get("/healthz").status(), 200, "a year more");
    Reader::of(&site).look(&served).unwrap();
}
