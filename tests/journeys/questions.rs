//! A question from a meeting room without a line to everybody's library: the real command line, the
//! real server, and what can lie between.

use crate::faults::{Fault, Proxy};
use crate::harness::content::Content;
use crate::harness::eventually;
use crate::harness::programs::{hrc, run_to_end};
use crate::harness::reader::{Reader, json};
use crate::harness::server::Server;
use serde_json::Value;
use std::process::Stdio;
use std::time::Duration;

/// What questions are put to.
const QUESTIONS: &str = "/v1/questions";

fn server() -> Server {
    Server::with(&Content::of(2))
}

/// How often the server has a question of this subject.
fn times(server: &Server, subject: &str) -> usize {
    server.questions().iter().filter(|question| question["subject"] == subject).count()
}

/// Syncs; panics where it does not end well.
fn sync(reader: &Reader) -> Value {
    let output = reader.syncs();
    assert!(output.status.success(), "synced: {}", String::from_utf8_lossy(&output.stderr));
    json(&output)
}

#[test]
fn a_question_asked_offline_comes_back_answered_and_every_library_learns_it() {
    let server = server();
    let (asker, other) = (Reader::of(&server), Reader::of(&server));
    let id = asker.asks("Tenants and heating", "ask");
    let report = sync(&asker);
    assert_eq!(report["questions_sent"], 1, "it left with the first sync: {report}");
    assert_eq!(asker.state_of(&id), "received", "and the Network has it");
    server.expert(&["assign", &id, "--to", "B. Expert"], "");
    server.expert(&["ask", &id, "--text", "Since when?"], "");
    assert!(sync(&asker)["updates"].as_u64() > Some(0), "the experts ask back");
    assert_eq!(asker.state_of(&id), "reply_needed", "which is said");
    asker.does("reply", &id, &["--text", "Since the winter."]);
    sync(&asker);
    let answer = "Begin with the **tenants' council**, the frostbell model.";
    server.expert(&["answer", &id, "--summary", "Begin with those.", "--text", "-"], answer);
    sync(&asker);
    let thread = asker.thread(&id);
    assert_eq!(thread["line"]["state"], "answered", "the answer is here: {thread}");
    let said = thread["letters"].as_array().unwrap();
    assert!(said.iter().any(|letter| letter["what"]["text"] == answer), "to be read offline");
    let publishing = [
        "publish",
        &id,
        "--title",
        "How do tenants begin?",
        "--summary",
        "With a council.",
        "--text",
        "-",
        "--language",
        "en",
    ];
    server.expert(&publishing, "The frostbell model: begin with a tenants' council.");
    sync(&asker);
    assert_eq!(
        asker.thread(&id)["publication"]["stage"],
        "proposed",
        "nobody publishes it unasked"
    );
    sync(&other);
    assert_eq!(other.found("frostbell"), Vec::<String>::new(), "nor before");
    asker.does("consent", &id, &["--yes"]);
    sync(&asker);
    let found = eventually("the answer in another library", || {
        sync(&other);
        other.found("frostbell").into_iter().next()
    });
    sync(&asker);
    let publication = &asker.thread(&id)["publication"];
    assert_eq!(publication["stage"], "published", "the asker is told: {publication}");
    assert_eq!(publication["record"], found.as_str(), "and where it is");
    asker.does("withdraw", &id, &[]);
    sync(&asker);
    eventually("the answer to go", || {
        sync(&other);
        other.found("frostbell").is_empty().then_some(())
    });
}

#[test]
fn an_acknowledgement_lost_on_the_way_leaves_the_question_there_once() {
    let server = server();
    let proxy = Proxy::before(server.address());
    let reader = Reader::of(&server).at(proxy.address());
    let id = reader.asks("Heating", "no");
    // The question gets through; the answer is cut off.
    proxy.spoil(QUESTIONS, Fault::Cut { tenths: 0 });
    let output = reader.syncs();
    assert_eq!(output.status.code(), Some(8), "that it is not sure is told");
    assert_eq!(reader.state_of(&id), "unconfirmed", "in a word");
    assert_eq!(times(&server, "Heating"), 1, "though it is there");
    proxy.heal();
    assert_eq!(sync(&reader)["questions_sent"], 1, "it is sent again");
    assert_eq!(reader.state_of(&id), "received", "and now it is sure");
    assert_eq!(times(&server, "Heating"), 1, "it is there once");
}

#[test]
fn a_network_that_wants_a_login_has_received_nothing() {
    let server = server();
    let proxy = Proxy::before(server.address());
    let reader = Reader::of(&server).at(proxy.address());
    let id = reader.asks("Heating", "no");
    for fault in [Fault::LogIn, Fault::RedirectToLogIn] {
        proxy.spoil("", fault);
        assert!(!reader.syncs().status.success(), "nothing came through");
        assert_eq!(reader.state_of(&id), "unconfirmed", "a page acknowledges nothing");
        assert_eq!(times(&server, "Heating"), 0, "it is not there");
    }
    proxy.heal();
    sync(&reader);
    assert_eq!((reader.state_of(&id).as_str(), times(&server, "Heating")), ("received", 1), "now");
}

#[test]
fn whoever_is_killed_while_sending_has_sent_each_question_once() {
    let server = server();
    let reader = Reader::of(&server);
    let subjects: Vec<_> = (0..12).map(|n| format!("Question {n}")).collect();
    let ids: Vec<_> = subjects.iter().map(|subject| reader.asks(subject, "no")).collect();
    for round in 0..6_u64 {
        let mut syncing = reader.syncing();
        let syncing = syncing.env("HRC_KEYRING", "off").stdout(Stdio::null()).stderr(Stdio::null());
        let mut syncing = syncing.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(40 + 25 * round));
        syncing.kill().unwrap();
        syncing.wait().unwrap();
    }
    sync(&reader);
    for (subject, id) in subjects.iter().zip(&ids) {
        assert_eq!(reader.state_of(id), "received", "{subject} is acknowledged");
        assert_eq!(times(&server, subject), 1, "{subject} is there once");
    }
}

#[test]
fn a_server_killed_while_it_receives_loses_nothing_it_acknowledged() {
    let mut server = server();
    let mut reader = Reader::of(&server);
    let subjects: Vec<_> = (0..12).map(|n| format!("Question {n}")).collect();
    let ids: Vec<_> = subjects.iter().map(|subject| reader.asks(subject, "no")).collect();
    for round in 0..4_u64 {
        let mut syncing = reader.syncing();
        let syncing = syncing.env("HRC_KEYRING", "off").stdout(Stdio::null()).stderr(Stdio::null());
        let mut syncing = syncing.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(60 + 30 * round));
        server.kill();
        syncing.wait().unwrap();
        server.kill_and_restart();
        reader.turn_to(&server);
        for (subject, id) in subjects.iter().zip(&ids) {
            if reader.state_of(id) == "received" {
                assert_eq!(times(&server, subject), 1, "{subject} was acknowledged, and is there");
            }
        }
    }
    sync(&reader);
    for (subject, id) in subjects.iter().zip(&ids) {
        assert_eq!(reader.state_of(id), "received", "{subject} is there in the end");
        assert_eq!(times(&server, subject), 1, "{subject} is there once");
    }
}

#[test]
fn a_visitors_answers_can_be_fetched_from_another_computer_with_the_receipts_only() {
    let server = server();
    let asker = Reader::of(&server);
    let id = asker.asks("Heating", "no");
    sync(&asker);
    for (receipts, updates) in [(false, 0), (true, 1)] {
        let other = Reader::of(&server);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.json");
        let mut export = hrc();
        export.args(["personal", "export"]).arg(&file).arg("--data").arg(asker.dir());
        if receipts {
            export.arg("--with-receipts");
        } else {
            server.expert(&["ask", &id, "--text", "Since when?"], "");
        }
        run_to_end(export);
        let mut import = hrc();
        import.args(["personal", "import"]).arg(&file).arg("--data").arg(other.dir());
        run_to_end(import);
        let came = sync(&other)["updates"].as_u64().unwrap();
        assert_eq!(came > 0, updates > 0, "receipts taken along: {receipts}; updates: {came}");
    }
}

#[test]
fn a_members_question_waits_when_the_membership_ends() {
    let server = server();
    let reader = Reader::of(&server);
    let code = server.invite("Ada of Graz");
    let trust = server.trust();
    let named = ["--server", server.address(), "--proxy", "none", "--device", "Room 4"];
    let mut enrolling = reader.hrc("enrol");
    enrolling.env("HRC_KEYRING", "off").arg(&code).args(named).arg("--trust").arg(&trust);
    let account = json(&run_to_end(enrolling));
    let device = account["device"].as_str().unwrap();
    let first = reader.asks("As a member", "no");
    let asked_with = |id: &str| reader.thread(id)["line"]["account"].clone();
    assert_eq!(asked_with(&first), device, "whoever has an account asks under it");
    sync(&reader);
    assert_eq!(reader.state_of(&first), "received", "with the token");
    server.revoke(device);
    let second = reader.asks("As one no more", "no");
    let third = reader.asks_as_a_visitor("As a visitor", "no");
    assert_eq!(asked_with(&third), Value::Null, "unless it is said otherwise");
    reader.syncs();
    assert_eq!(reader.state_of(&second), "queued", "it is kept, and not sent");
    assert_eq!(times(&server, "As one no more"), 0, "by nobody");
    assert_eq!(reader.state_of(&third), "received", "a visitor's goes all the same");
    let told = json(&reader.hrc("account").output().unwrap());
    assert_eq!(told["farewell"]["end"], "revoked", "why is said: {told}");
    assert_eq!(reader.state_of(&first), "received", "what was asked stays readable");
    assert_eq!(reader.syncs().status.code(), Some(0), "the library syncs on");
}
