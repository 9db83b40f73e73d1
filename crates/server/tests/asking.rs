//! Questions over HTTP and at the terminal: taken in exactly once, told to their owner alone.

use crate::harness::{Serving, Site, path, refusal};
use hrc_domain::question::body_digest;
use jiff::Timestamp;
use reqwest::blocking::Response;
use serde_json::{Value, json};

/// A visitor's receipt, and another's.
pub const RECEIPT: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const OTHER: &str = "0202020202020202020202020202020202020202020202020202020202020202";

/// The n-th id.
pub fn id(n: u32) -> String {
    format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}")
}

pub fn question(n: u32) -> Value {
    json!({
        "id": id(n), "subject": format!("Subject {n}"), "text": "How did others begin?",
        "language": "en", "city": "Lindenau", "asking_as": "named", "name": "Agnes Muster",
        "publish": "yes", "written_at": "2026-11-21T09:00:00Z",
    })
}

/// Who asks.
pub fn receipt(secret: &str) -> String {
    format!("Receipt {secret}")
}

pub fn put(served: &Serving, who: &str, at: &str, body: impl Into<String>) -> Response {
    let asked = served.client.put(served.url(at)).header("authorization", who);
    asked.header("content-type", "application/json").body(body.into()).send().unwrap()
}

pub fn ask(served: &Serving, who: &str, question: &Value) -> Response {
    let at = format!("/v1/questions/{}", question["id"].as_str().unwrap());
    put(served, who, &at, question.to_string())
}

pub fn act(served: &Serving, who: &str, n: u32, of: u32, deed: &Value) -> Response {
    let body = json!({
        "id": id(n), "question": id(of), "deed": deed, "written_at": "2026-11-21T10:00:00Z",
    });
    put(served, who, &format!("/v1/questions/{}/acts/{}", id(of), id(n)), body.to_string())
}

pub fn updates(served: &Serving, who: &str, after: u64) -> Value {
    let asked = served.ask(&format!("/v1/updates?after={after}")).header("authorization", who);
    let answer = asked.send().unwrap();
    assert_eq!(answer.status(), 200, "their own updates");
    answer.json().unwrap()
}

/// What an expert types, told as JSON.
pub fn type_in(site: &Site, arguments: &[&str]) -> Value {
    let all = [&["questions"], arguments, &["--json"]].concat();
    site.call(&all).ends_with(0).json()
}

pub fn answer(site: &Site, n: u32, text: &str) {
    let file = site.place("answer.md");
    std::fs::write(&file, text).unwrap();
    let arguments = [
        "answer",
        &id(n),
        "--summary",
        "Begin small.",
        "--text",
        path(&file),
        "--link",
        "A|https://a.example/",
    ];
    assert_eq!(type_in(site, &arguments)["state"], "answered", "it stands there now");
}

#[test]
fn the_same_question_fifty_times_at_once_is_one() {
    let site = Site::published(1);
    let served = site.serve();
    let body = question(1).to_string();
    let at = format!("/v1/questions/{}", id(1));
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..50)
            .map(|_| {
                scope.spawn(|| {
                    let answer = put(&served, &receipt(RECEIPT), &at, body.clone());
                    (answer.status().as_u16(), answer.json().unwrap())
                })
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let new = answers.iter().filter(|(status, _)| *status == 201).count();
    let again = answers.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!((new, again), (1, 49), "one is new, all others are the same again");
    for (_, told) in &answers {
        assert_eq!(told, &answers[0].1, "every acknowledgement says the same");
    }
    assert_eq!(answers[0].1["digest"], body_digest(body.as_bytes()), "of the very bytes");
    assert_eq!(answers[0].1["id"], id(1).as_str(), "by its id");
    assert_eq!(type_in(&site, &["list"]).as_array().unwrap().len(), 1, "one row");
}

#[test]
fn an_id_stands_for_one_text_of_one_owner() {
    let site = Site::published(1);
    let served = site.serve();
    assert_eq!(ask(&served, &receipt(RECEIPT), &question(1)).status(), 201, "new");
    let mut other = question(1);
    other["text"] = "Another text".into();
    let conflict = (409, "conflict".to_owned());
    assert_eq!(refusal(ask(&served, &receipt(RECEIPT), &other)), conflict, "other bytes");
    assert_eq!(refusal(ask(&served, &receipt(OTHER), &question(1))), conflict, "another's");
    let message = json!({ "what": "message", "text": "More" });
    assert_eq!(act(&served, &receipt(RECEIPT), 2, 1, &message).status(), 201, "new");
    assert_eq!(act(&served, &receipt(RECEIPT), 2, 1, &message).status(), 200, "the same again");
    let withdraw = json!({ "what": "withdraw" });
    assert_eq!(refusal(act(&served, &receipt(RECEIPT), 2, 1, &withdraw)), conflict, "other bytes");
    let told = type_in(&site, &["show", &id(1)]);
    assert_eq!(told["acts"].as_array().unwrap().len(), 1, "said once");
}

#[test]
fn of_two_users_neither_reaches_what_is_the_others() {
    let site = Site::published(1);
    let served = site.serve();
    let member = format!("Bearer {}", served.token(&site.invite("A. Example")));
    let (visitor, other) = (receipt(RECEIPT), receipt(OTHER));
    let deeds = [
        json!({ "what": "message", "text": "More" }),
        json!({ "what": "withdraw" }),
        json!({ "what": "consent", "publication": "0", "granted": true }),
    ];
    for (n, owner, others) in [(1, &member, [&visitor, &other]), (2, &visitor, [&member, &other])] {
        assert_eq!(ask(&served, owner, &question(n)).status(), 201, "their own");
        type_in(&site, &["ask", &id(n), "--text", "Which district?"]);
        let before = type_in(&site, &["show", &id(n)]);
        for who in others {
            for (k, deed) in (100..).zip(&deeds) {
                let refused = refusal(act(&served, who, k, n, deed));
                assert_eq!(refused, (404, "not_found".into()), "{deed}: as if there was none");
            }
            let told = updates(&served, who, 0).to_string();
            assert!(!told.contains(&id(n)), "not even its id: {told}");
        }
        assert_eq!(type_in(&site, &["show", &id(n)]), before, "and nothing was changed");
        let own = updates(&served, owner, 0);
        assert_eq!(own["updates"][0]["news"]["text"], "Which district?", "its owner is told");
        assert_eq!(own["updates"][0]["question"], id(n).as_str(), "of which it is");
        let refused = refusal(act(&served, owner, 100, 99, &deeds[0]));
        assert_eq!(refused, (404, "not_found".into()), "one that is not there says the same");
    }
}

#[test]
fn nobody_without_a_name_and_nobody_revoked_is_let_in() {
    let site = Site::published(1);
    let served = site.serve();
    let none = (401, "not_enrolled".to_owned());
    let wrong =
        ["", "Receipt", "Receipt abc", "Receipt ../../../../etc/passwd", "Basic YTpi", "Bearer x"];
    for who in wrong.into_iter().map(str::to_owned).chain([receipt(&"A".repeat(64))]) {
        assert_eq!(refusal(ask(&served, &who, &question(1))), none, "{who:?}");
        let message = json!({ "what": "message", "text": "More" });
        assert_eq!(refusal(act(&served, &who, 2, 1, &message)), none, "{who:?}");
        let asked = served.ask("/v1/updates").header("authorization", &who).send().unwrap();
        assert_eq!(refusal(asked), none, "{who:?}");
    }
    let member = format!("Bearer {}", served.token(&site.invite("A. Example")));
    assert_eq!(ask(&served, &member, &question(1)).status(), 201, "a member's");
    let devices = site.call(&["devices", "list", "--json"]).ends_with(0).json();
    site.call(&["devices", "revoke", devices[0]["id"].as_str().unwrap()]).ends_with(0);
    let revoked = (401, "account_revoked".to_owned());
    assert_eq!(refusal(ask(&served, &member, &question(2))), revoked, "no longer");
    answer(&site, 1, "It stays answerable.");
    let asked = served.ask("/v1/updates").header("authorization", &member).send().unwrap();
    assert_eq!(refusal(asked), revoked, "but is not delivered");
}

#[test]
fn what_cannot_be_a_question_is_refused_by_its_field() {
    let site = Site::published(1);
    let served = site.serve();
    let who = receipt(RECEIPT);
    let at = format!("/v1/questions/{}", id(1));
    let with = |field: &str, value: Value| {
        let mut wrong = question(1);
        wrong[field] = value;
        wrong.to_string()
    };
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let bad = [
        with("subject", " ".into()),
        with("text", "".into()),
        with("name", "a\u{1b}[2J".into()),
        with("publish", "maybe".into()),
        with("needed_by", "2026-12".into()),
        with("more", true.into()),
        with("id", id(2).into()),
        with("record", "../../etc".into()),
        "{".into(),
        String::new(),
        deep,
    ];
    for body in bad {
        let told = body.chars().take(80).collect::<String>();
        let refused = refusal(put(&served, &who, &at, body));
        assert_eq!(refused, (400, "invalid_input".into()), "{told}");
    }
    let refused = put(&served, &who, &at, with("subject", " ".into())).json::<Value>().unwrap();
    assert!(refused["message"].as_str().unwrap().starts_with("subject"), "{refused}");
    let large = format!(
        "PUT {at} HTTP/1.1\r\nHost: kc.example\r\nAuthorization: {who}\r\n\
         Content-Type: application/json\r\nContent-Length: 140000\r\n\r\n"
    );
    let told = served.answer_to(&large);
    assert!(told.starts_with("HTTP/1.1 413 "), "more than anybody writes: {told}");
    let wrong_ids = ["x", "..%2F..%2Fserver.sqlite", "0190A1B2-C3D4-7E5F-8A6B-000000000001"];
    for wrong in wrong_ids {
        let body = question(1).to_string();
        let refused = refusal(put(&served, &who, &format!("/v1/questions/{wrong}"), body));
        assert_eq!(refused, (400, "invalid_input".into()), "{wrong}");
    }
    for wrong in ["after=x", "after=-1", "limit=99999999999"] {
        let asked = served.ask(&format!("/v1/updates?{wrong}")).header("authorization", &who);
        assert_eq!(refusal(asked.send().unwrap()), (400, "invalid_input".into()), "{wrong}");
    }
    assert_eq!(type_in(&site, &["list"]), json!([]), "none of it was kept");
    assert_eq!(ask(&served, &who, &question(1)).status(), 201, "and a right one comes in");
}

#[test]
fn more_than_one_asks_in_a_day_waits_but_what_was_sent_is_known() {
    let site = Site::published(1);
    let served = site.serve();
    for n in 1..=60 {
        assert_eq!(ask(&served, &receipt(RECEIPT), &question(n)).status(), 201, "the {n}th");
    }
    let late = ask(&served, &receipt(RECEIPT), &question(61));
    assert!(late.headers().contains_key("retry-after"), "when to come again");
    assert_eq!(refusal(late), (429, "too_many_tries".into()), "one more");
    assert_eq!(ask(&served, &receipt(RECEIPT), &question(60)).status(), 200, "again is no more");
    assert_eq!(ask(&served, &receipt(OTHER), &question(61)).status(), 201, "nor is another's");
}

#[test]
fn a_question_goes_its_way_and_its_asker_is_told_each_step() {
    let site = Site::published(1);
    let served = site.serve();
    let who = receipt(RECEIPT);
    ask(&served, &who, &question(1));
    assert_eq!(type_in(&site, &["assign", &id(1), "--to", "E. Expert"])["state"], "assigned");
    let state = &type_in(&site, &["ask", &id(1), "--text", "Which district?"])["state"];
    assert_eq!(state, "reply_needed", "the asker's turn");
    act(&served, &who, 2, 1, &json!({ "what": "message", "text": "The second" }));
    answer(&site, 1, "**Begin** small.");
    type_in(&site, &["close", &id(1)]);
    site.call(&["questions", "decline", &id(1), "--reason", "Too late"])
        .refused(12, "conflict", "closed");
    act(&served, &who, 3, 1, &json!({ "what": "message", "text": "And then?" }));
    type_in(&site, &["decline", &id(1), "--reason", "That nobody knows."]);
    act(&served, &who, 4, 1, &json!({ "what": "withdraw" }));
    let told = updates(&served, &who, 0);
    let told = told["updates"].as_array().unwrap();
    let news: Vec<String> = told
        .iter()
        .map(|update| match update["news"]["kind"].as_str().unwrap() {
            "state" => update["news"]["state"].as_str().unwrap().to_owned(),
            kind => kind.to_owned(),
        })
        .collect();
    let expected = [
        "assigned",
        "message",
        "reply_needed",
        "assigned",
        "answer",
        "answered",
        "closed",
        "assigned",
        "declined",
        "withdrawn",
    ];
    assert_eq!(news, expected, "in this order, and nothing else");
    assert_eq!(told[8]["news"]["reason"], "That nobody knows.", "why it was declined");
    assert_eq!(told[4]["news"]["links"][0]["url"], "https://a.example/", "where to read on");
    let last = told.last().unwrap()["seq"].as_u64().unwrap();
    let rest = updates(&served, &who, last);
    assert_eq!(rest["updates"], json!([]), "nothing twice");
    assert_eq!(rest["next"].as_u64(), Some(last), "the cursor stays");
    let page = served.ask("/v1/updates?after=0&limit=3").header("authorization", &who);
    let page: Value = page.send().unwrap().json().unwrap();
    assert_eq!(page["updates"].as_array().unwrap().len(), 3, "as many as were asked for");
    assert_eq!(
        (&page["more"], &page["next"]),
        (&json!(true), &told[2]["seq"]),
        "and there is more"
    );
    let late = act(&served, &who, 5, 1, &json!({ "what": "message", "text": "Still there?" }));
    assert_eq!(refusal(late), (409, "conflict".into()), "what was withdrawn is over");
}

#[test]
fn what_was_acknowledged_outlives_twenty_kills() {
    let site = Site::published(1);
    let mut acknowledged = Vec::new();
    for round in 0..20_u32 {
        let mut served = site.serve();
        let (address, client) = (served.url(""), served.client.clone());
        let senders: Vec<_> = (0..3_u32)
            .map(|sender| {
                let (address, client) = (address.clone(), client.clone());
                std::thread::spawn(move || {
                    let mut sent = Vec::new();
                    for n in 0..1000 {
                        let number = (round * 3 + sender) * 1000 + n;
                        // No owner asks more than a day allows.
                        let who = format!("Receipt {:064x}", number / 50);
                        let body = question(number).to_string();
                        let asked = client.put(format!("{address}/v1/questions/{}", id(number)));
                        let asked = asked.header("authorization", who);
                        let asked = asked.header("content-type", "application/json").body(body);
                        match asked.send() {
                            Ok(answer) if answer.status() == 201 => sent.push(id(number)),
                            _ => break,
                        }
                    }
                    sent
                })
            })
            .collect();
        std::thread::sleep(std::time::Duration::from_millis(100));
        served.kill();
        acknowledged.extend(senders.into_iter().flat_map(|sender| sender.join().unwrap()));
    }
    let list = type_in(&site, &["list"]);
    let kept: Vec<&str> =
        list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(acknowledged.len() > 20, "something was under way: {}", acknowledged.len());
    for one in &acknowledged {
        let times = kept.iter().filter(|kept| *kept == one).count();
        assert_eq!(times, 1, "{one} was acknowledged, and is there once");
    }
}

#[test]
fn the_trail_tells_of_questions_by_ids_alone_and_deleted_texts_are_gone_from_the_disk() {
    let site = Site::published(1);
    let served = site.serve();
    let who = receipt(RECEIPT);
    let mut secret = question(1);
    secret["text"] = "CANARY-IN-THE-QUESTION".into();
    secret["name"] = "CANARY-IN-THE-NAME".into();
    ask(&served, &who, &secret);
    act(&served, &who, 2, 1, &json!({ "what": "message", "text": "CANARY-IN-THE-MESSAGE" }));
    answer(&site, 1, "CANARY-IN-THE-ANSWER");
    type_in(&site, &["close", &id(1)]);
    let trail = site.call(&["audit", "--json"]).ends_with(0).out;
    assert!(trail.contains("question_answered") && trail.contains(&id(1)), "it is told: {trail}");
    assert!(!trail.contains("CANARY"), "by ids alone: {trail}");
    assert!(!trail.contains(RECEIPT), "and no secret: {trail}");
    assert!(on_disk(&site).contains("CANARY-IN-THE-NAME"), "it was there");
    type_in(&site, &["delete", &id(1)]);
    assert!(!on_disk(&site).contains("CANARY"), "and is nowhere now, journal and all");
    let told = updates(&served, &who, 0);
    assert_eq!(told["updates"][0]["news"]["kind"], "deleted", "the asker is told");
    assert_eq!(told["updates"].as_array().unwrap().len(), 1, "and nothing else is left");
    let again = refusal(ask(&served, &who, &secret));
    assert_eq!(again, (409, "conflict".into()), "what was deleted does not come back");
    let message = json!({ "what": "message", "text": "More" });
    assert_eq!(refusal(act(&served, &who, 3, 1, &message)).0, 404, "nor is there one to act on");
}

/// Everything in the database's files.
fn on_disk(site: &Site) -> String {
    let files = std::fs::read_dir(site.data()).unwrap().flatten();
    let own = files.filter(|file| file.file_name().to_string_lossy().starts_with("server.sqlite"));
    own.map(|file| String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned())
        .collect()
}

#[test]
fn a_question_that_was_over_long_ago_is_deleted() {
    use hrc_server::store::{Questions, SqliteStore};
    let site = Site::published(1);
    let served = site.serve();
    for n in [1, 2] {
        ask(&served, &receipt(RECEIPT), &question(n));
    }
    type_in(&site, &["decline", &id(1), "--reason", "That nobody knows."]);
    let store = SqliteStore::at(&site.data());
    let day = jiff::SignedDuration::from_hours(24);
    let deleted = |days: i32| {
        let now = Timestamp::now() + day * days;
        hrc_server::questions::delete_outlived(&store, 730, now).unwrap()
    };
    assert_eq!(deleted(729), 0, "its time is not over");
    assert_eq!(deleted(731), 1, "now it is; what is still open stays");
    let left = store.questions(None).unwrap();
    let subjects: Vec<_> = left.iter().map(|one| one.subject.as_deref()).collect();
    assert_eq!(subjects, [None, Some("Subject 2")], "of the other an id");
}
