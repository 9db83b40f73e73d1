//! Invitations, and computers that are enrolled by them.

use crate::harness::{Site, application, header, mode, recipient, refusal};
use hrc_domain::InvitationCode;
use hrc_server::{Configuration, Data, members};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};

fn data(site: &Site) -> Data {
    Data::open(&site.data(), Configuration::default()).unwrap()
}

fn list(site: &Site, what: &str) -> Vec<Value> {
    let told = site.call(&[what, "list", "--json"]).ends_with(0).json();
    told.as_array().unwrap().clone()
}

#[test]
fn a_code_brings_one_computer_in() {
    let site = Site::published(1);
    let served = site.serve();
    let told = site.call(&["invite", "--name", "A. Example", "--json"]).ends_with(0).json();
    assert_eq!(told["name"], "A. Example", "for whom it is");
    let until: Timestamp = told["valid_until"].as_str().unwrap().parse().unwrap();
    let days = until.duration_since(Timestamp::now()).as_hours() / 24;
    assert_eq!(days, 13, "two weeks, of which a moment is gone");
    let code = told["code"].as_str().unwrap();
    let answer = served.enrol(&code.to_lowercase().replace('-', " "));
    assert_eq!(answer.status(), 201, "however it is typed, while the server runs");
    assert_eq!(header(&answer, "cache-control"), "no-store", "nobody on the way keeps a token");
    let grant: Value = answer.json().unwrap();
    assert_eq!(grant["name"], "A. Example", "the name on the invitation");
    assert!(grant["valid_until"].is_null(), "until it is revoked");
    let token = grant["token"].as_str().unwrap();
    assert_eq!(token.len(), 64, "256 bits");
    assert_eq!(refusal(served.enrol(code)), (409, "invitation_used".into()), "once");
    let device = &list(&site, "devices")[0];
    assert_eq!(device["id"], grant["device"], "the administrator sees it");
    assert_eq!(device["computer"], "Town hall, room 4", "by what it calls itself");
    assert_eq!(list(&site, "invitations")[0]["used_by"], grant["device"], "and who used what");
}

#[test]
fn secrets_are_kept_as_hashes_in_a_file_for_its_owner_alone() {
    let site = Site::published(1);
    let served = site.serve();
    let code = site.invite("A. Example");
    let token = served.token(&code);
    for file in std::fs::read_dir(site.data()).unwrap().flatten() {
        let name = file.file_name().into_string().unwrap();
        if !name.starts_with("server.sqlite") {
            continue;
        }
        assert_eq!(mode(&file.path()), 0o600, "{name} holds names");
        let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
        let drawn = code.replace('-', "");
        for secret in [token.as_str(), &code, &drawn[..20]] {
            assert!(!text.contains(secret), "{name} holds a secret");
        }
    }
    let told = [
        site.call(&["devices", "list", "--json"]).out,
        site.call(&["invitations", "list", "--json"]).out,
        site.call(&["audit", "--json"]).out,
    ];
    assert!(told.iter().all(|told| !told.contains(&token) && !told.contains(&code)), "nor is told");
    assert!(!told[2].contains("Example") && !told[2].contains("room"), "ids alone: {}", told[2]);
    assert_eq!(told[2].lines().count(), 2, "an invitation and an enrolment: {}", told[2]);
}

#[test]
fn codes_that_are_none_any_more_are_told_apart() {
    let site = Site::published(1);
    let served = site.serve();
    let revoked = site.invite("A. Example");
    let id = list(&site, "invitations")[0]["id"].as_str().unwrap().to_owned();
    site.call(&["invitations", "revoke", &id]).ends_with(0);
    let past = Timestamp::now() - SignedDuration::from_hours(24 * 15);
    let late = members::invite(&data(&site).members(), "B. Example", 14, None, past).unwrap();
    let foreign = InvitationCode::from_bits(4711).to_string();
    let mut slip = site.invite("C. Example").into_bytes();
    slip[3] = if slip[3] == b'7' { b'8' } else { b'7' };
    for (code, status, expected) in [
        (revoked, 404, "invitation_unknown"),
        (foreign, 404, "invitation_unknown"),
        (late.code.to_string(), 410, "invitation_expired"),
        (String::from_utf8(slip).unwrap(), 400, "invalid_input"),
        (String::new(), 400, "invalid_input"),
    ] {
        assert_eq!(refusal(served.enrol(&code)), (status, expected.to_owned()), "{code}");
    }
    assert_eq!(list(&site, "devices").len(), 0, "nobody came in");
    site.call(&["invitations", "revoke", "none"]).refused(3, "not_found", "no invitation none");
}

#[test]
fn an_invitation_that_means_nothing_is_not_made() {
    let site = Site::published(1);
    for wrong in [
        &["--name", " "][..],
        &["--name", "two\nlines"],
        &["--name", "A", "--days", "0"],
        &["--name", "A", "--days", "366"],
        &["--name", "A", "--member-until", "2020-12-31"],
    ] {
        let call = site.call(&[&["invite"], wrong].concat());
        call.refused(2, "invalid_input", "");
    }
    site.call(&["invite", "--name", "A", "--member-until", "soon"]).ends_with(2);
    assert_eq!(list(&site, "invitations").len(), 0, "none of them");
    let made = site.call(&["invite", "--name", "A", "--days", "3", "--member-until", "2999-12-31"]);
    assert!(made.ends_with(0).out.contains("A. It can be used once"), "for people");
    let until = list(&site, "invitations")[0]["member_until"].clone();
    assert_eq!(until, "3000-01-01T00:00:00Z", "the last day is the member's as well");
}

#[test]
fn what_is_no_request_is_refused_by_its_kind() {
    let site = Site::published(1);
    let served = site.serve();
    let sound = application(&site.invite("A. Example"), &recipient());
    let large = format!("{}{}", " ".repeat(4096), sound);
    let deep = "[".repeat(4000);
    let with = |from: &str, to: &str| sound.replace(from, to);
    for (body, status) in [
        (large, 413),
        (deep, 400),
        (String::new(), 400),
        ("null".to_owned(), 400),
        (with("device", "computer"), 400),
        (with("{", "{\"more\":1,"), 400),
        (with("Town hall, room 4", ""), 400),
        (with("Town hall, room 4", "a\\u0000b"), 400),
        (with("age1", "age2"), 400),
        (with("age1", "age1qqqq"), 400),
        ("\u{0}".repeat(100), 400),
    ] {
        let told = refusal(served.post(body.clone()));
        assert_eq!(told, (status, "invalid_input".to_owned()), "{body:.60}");
    }
    let url = served.url("/v1/enrolments");
    let client = reqwest::blocking::Client::builder().no_proxy().build().unwrap();
    for form in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let asked = client.post(&url).header("content-type", form).body(sound.clone());
        let told = refusal(asked.send().unwrap());
        assert_eq!(told, (415, "invalid_input".to_owned()), "{form}");
    }
    // Without a length said beforehand, the size is found out on the way.
    let endless = std::io::Read::take(std::io::repeat(b' '), 1 << 14);
    let told = refusal(served.post(reqwest::blocking::Body::new(endless)));
    assert_eq!(told, (413, "invalid_input".to_owned()), "as much as is sent");
    assert_eq!(served.get("/v1/enrolments").status(), 405, "asking for them is no way in");
    assert_eq!(served.post(sound).status(), 201, "and the code is as good as it was");
}

#[test]
fn a_computer_whose_answer_was_lost_asks_again() {
    let site = Site::published(1);
    let served = site.serve();
    let (code, own) = (site.invite("A. Example"), recipient());
    let grant = |answer: reqwest::blocking::Response| -> Value {
        assert_eq!(answer.status(), 201, "the same computer, the same code");
        answer.json().unwrap()
    };
    let lost = grant(served.post(application(&code, &own)));
    let got = grant(served.post(application(&code, &own)));
    assert_eq!(lost["device"], got["device"], "one device, not two");
    let status = |grant: &Value| {
        served.ask_as(grant["token"].as_str().unwrap(), "/v1/account").status().as_u16()
    };
    assert_eq!((status(&got), status(&lost)), (200, 401), "of two tokens the last one counts");
    let late = refusal(served.post(application(&code, &own)));
    assert_eq!(late, (409, "invitation_used".into()), "now that it has spoken");
}

/// A town hall shares one address, and one of those in it guesses.
#[test]
fn five_hundred_come_in_from_one_address_while_one_of_them_guesses() {
    const PEOPLE: usize = 500;
    const GUESSES: u32 = 1000;
    let site = Site::published(1);
    let served = site.serve();
    let store = data(&site).members();
    let codes: Vec<String> = (0..PEOPLE)
        .map(|n| {
            let name = format!("Person {n}");
            members::invite(&store, &name, 14, None, Timestamp::now()).unwrap().code.to_string()
        })
        .collect();
    let (told, waits) = (AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for guess in 0..GUESSES {
                let code = InvitationCode::from_bits(guess.into()).to_string();
                let answer = served.enrol(&code);
                let wait = header(&answer, "retry-after").parse::<u64>();
                match refusal(answer) {
                    (404, code) if code == "invitation_unknown" => {
                        told.fetch_add(1, Ordering::Relaxed);
                    }
                    (429, code) if code == "too_many_tries" => {
                        assert!(wait.is_ok_and(|wait| wait > 0), "and for how long");
                        waits.fetch_add(1, Ordering::Relaxed);
                    }
                    other => panic!("a wrong code is answered {other:?}"),
                }
            }
        });
        for part in codes.chunks(PEOPLE / 4) {
            let served = &served;
            scope.spawn(move || part.iter().for_each(|code| drop(served.token(code))));
        }
    });
    assert_eq!(list(&site, "devices").len(), PEOPLE, "everybody who was invited");
    assert!(waits.load(Ordering::Relaxed) > 0, "and the guesser was told to wait");
    assert!(told.load(Ordering::Relaxed) >= 100, "though not at the first slip");
    // Also long after the address is known for it.
    served.token(&site.invite("Somebody late"));
}

#[test]
fn a_database_that_is_damaged_stops_no_feed() {
    let site = Site::published(1);
    std::fs::write(site.data().join("server.sqlite"), "no database".repeat(1000)).unwrap();
    let served = site.serve();
    assert_eq!(served.file("metadata/timestamp.json").status(), 200, "everybody's feed");
    let code = InvitationCode::from_bits(1).to_string();
    let answer = served.enrol(&code);
    assert_eq!(answer.status(), 503, "later, perhaps");
    let text = answer.text().unwrap();
    assert!(!text.contains("sqlite"), "how the server is built is nobody's business: {text}");
    site.call(&["devices", "list"]).refused(6, "io", "");
}
