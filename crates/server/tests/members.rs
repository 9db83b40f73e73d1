//! Members: what a token opens, and when it does no more.

use crate::following::Reader;
use crate::harness::{Site, header, refusal};
use hrc_server::{Configuration, Data, members};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

const TIMESTAMP: &str = "/feeds/practitioner/metadata/timestamp.json";

fn device(site: &Site) -> Value {
    site.call(&["devices", "list", "--json"]).ends_with(0).json()[0].clone()
}

#[test]
fn a_token_opens_the_practitioners_feed_which_the_general_one_vouches_for() {
    let site = Site::published(3);
    let served = site.serve();
    let token = served.token(&site.invite("A. Example"));
    let mut reader = Reader::member(&site, &served, &token);
    assert_eq!(reader.look(&served).unwrap().catalogue.entries, 1, "the town's second depth");
    let companions = Reader::of(&site).look(&served).unwrap().catalogue.companions;
    assert_eq!(
        companions["practitioner"],
        site.status()["practitioner"]["fingerprint"],
        "the identity that is told at the server"
    );
    let account: Value = served.ask_as(&token, "/v1/account").json().unwrap();
    assert_eq!(account["name"], "A. Example", "and whose it is");
    assert_eq!(account["device"], device(&site)["id"], "on which device");
    assert!(served.metric_of("practitioner", "hrc_feed_files_sent") > 0, "counted by itself");
}

#[test]
fn nobody_on_the_way_keeps_what_is_for_members() {
    let site = Site::published(3);
    let served = site.serve();
    let token = served.token(&site.invite("A. Example"));
    for at in [TIMESTAMP, "/feeds/practitioner/metadata/1.root.json"] {
        let answer = served.ask_as(&token, at);
        assert_eq!(answer.status(), 200, "{at}");
        assert_eq!(header(&answer, "cache-control"), "private, no-store", "{at}");
    }
    let tag = header(&served.ask_as(&token, TIMESTAMP), "etag").to_owned();
    let asked = served.ask(TIMESTAMP).header("authorization", format!("bearer {token}"));
    let answer = asked.header("if-none-match", tag).send().unwrap();
    assert_eq!(answer.status(), 304, "who has the newest is told so all the same");
    let missing = served.ask_as(&token, "/feeds/practitioner/seg/none.zst");
    assert_eq!(missing.status(), 404, "as in the other feed");
}

#[test]
fn who_has_no_token_sees_nothing_whatever_is_asked_for() {
    let site = Site::published(3);
    let served = site.serve();
    let token = served.token(&site.invite("A. Example"));
    for at in [TIMESTAMP, "/feeds/practitioner/other/x", "/v1/account"] {
        let answer = served.get(at);
        assert_eq!(header(&answer, "www-authenticate"), "Bearer", "{at}");
        assert_eq!(refusal(answer), (401, "not_enrolled".into()), "{at}");
    }
    for said in [
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Basic {token}"),
        format!("Bearer {}", "0".repeat(64)),
        format!("Bearer {token}0"),
        format!("Bearer {}", &token[1..]),
        format!("Bearer {}", "a".repeat(8000)),
        format!("Bearer ' OR 1=1 --{}", "0".repeat(46)),
    ] {
        let answer = served.ask(TIMESTAMP).header("authorization", &said).send().unwrap();
        assert_eq!(refusal(answer), (401, "not_enrolled".into()), "{said:.40}");
    }
    let asked = served.ask("/feeds/public/metadata/timestamp.json");
    let answer = asked.header("authorization", "Bearer nonsense").send().unwrap();
    assert_eq!(answer.status(), 200, "the general feed asks nobody who he is");
}

#[test]
fn what_is_revoked_counts_for_nothing_at_the_next_request() {
    let site = Site::published(3);
    let served = site.serve();
    let token = served.token(&site.invite("A. Example"));
    let other = served.token(&site.invite("B. Example"));
    let mut reader = Reader::member(&site, &served, &token);
    reader.look(&served).unwrap();
    let id = served.ask_as(&token, "/v1/account").json::<Value>().unwrap()["device"].clone();
    let id = id.as_str().unwrap();
    site.call(&["devices", "revoke", id]).ends_with(0);
    for at in [TIMESTAMP, "/v1/account"] {
        let told = refusal(served.ask_as(&token, at));
        assert_eq!(told, (401, "account_revoked".into()), "{at}: without a restart");
    }
    reader.look(&served).expect_err("nor is there anything to follow");
    assert_eq!(served.ask_as(&other, TIMESTAMP).status(), 200, "others are as they were");
    let told = site.call(&["devices", "list"]).ends_with(0).out;
    assert!(told.contains(&format!("{id}  A. Example (Town hall, room 4): revoked")), "{told}");
    site.call(&["devices", "revoke", "none"]).refused(3, "not_found", "no device none");
}

#[test]
fn a_membership_whose_time_is_over_is_told_apart_from_one_that_was_revoked() {
    let site = Site::published(3);
    let served = site.serve();
    let now = Timestamp::now();
    let (past, yesterday) =
        (now - SignedDuration::from_hours(72), now - SignedDuration::from_hours(24));
    let store = Data::open(&site.data(), Configuration::default()).unwrap().members();
    let invited = members::invite(&store, "A. Example", 14, Some(yesterday), past).unwrap();
    let answer = served.enrol(&invited.code.to_string());
    let grant: Value = answer.json().unwrap();
    assert!(grant["valid_until"].is_string(), "it was said from the beginning");
    let told = refusal(served.ask_as(grant["token"].as_str().unwrap(), TIMESTAMP));
    assert_eq!(told, (401, "account_expired".into()), "its day is over");
}

#[test]
fn of_a_devices_visits_the_day_is_kept() {
    let site = Site::published(3);
    let served = site.serve();
    let token = served.token(&site.invite("A. Example"));
    assert!(device(&site)["last_seen"].is_null(), "it has not been back yet");
    served.ask_as(&token, "/v1/account");
    let seen = device(&site)["last_seen"].as_str().unwrap().to_owned();
    assert_eq!(seen.len(), "2026-11-21".len(), "{seen}: a day and no more");
}
