//! From an invitation to the first practitioner's paragraph, and back: the real server, the real
//! command line, with a keyring and without.

use crate::harness::content::Content;
use crate::harness::reader::{Reader, json};
use crate::harness::server::Server;
use hrc_domain::search::Layer;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A word that stands in the practitioners' depth and nowhere else.
const CANARY: &str = "quagmirebird";

/// A server whose first word has a depth.
fn server() -> (Content, Server) {
    let content = Content::of(3);
    content.depth("word-0", &format!("The {CANARY} nests here."));
    let server = Server::with(&content);
    (content, server)
}

/// `hrc` with this verb on this reader's library, asking no keyring.
fn hrc(reader: &Reader, arguments: &[&str]) -> Output {
    let mut command = reader.hrc(arguments[0]);
    command.args(&arguments[1..]).env("HRC_KEYRING", "off").output().unwrap()
}

/// Enrols this reader with a new invitation.
fn enrol(reader: &Reader, server: &Server) -> Value {
    let code = server.invite("Ada of Graz");
    let trust = server.trust();
    let output = hrc(
        reader,
        &[
            "enrol",
            &code,
            "--server",
            server.address(),
            "--trust",
            trust.to_str().unwrap(),
            "--proxy",
            "none",
            "--device",
            "Room 4",
        ],
    );
    assert!(output.status.success(), "enrolled: {}", String::from_utf8_lossy(&output.stderr));
    json(&output)
}

fn sync(reader: &Reader) -> Output {
    reader.syncing().env("HRC_KEYRING", "off").output().unwrap()
}

fn mentions(dir: &Path, word: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(mentions(&path, word));
        } else if let Ok(bytes) = std::fs::read(&path)
            && bytes.windows(word.len()).any(|part| part == word.as_bytes())
        {
            found.push(path);
        }
    }
    found
}

fn layer(reader: &Reader, id: &str) -> Layer {
    reader.library().record(&hrc_domain::RecordId::new(id).unwrap()).unwrap().1
}

#[test]
fn an_invitation_leads_to_the_practitioners_paragraphs_and_signing_out_back() {
    let (_content, server) = server();
    let reader = Reader::of(&server);
    assert!(sync(&reader).status.success(), "before, like everybody");
    assert_eq!(layer(&reader, "word-0"), Layer::General, "with one depth");
    let account = enrol(&reader, &server);
    assert_eq!(account["name"], "Ada of Graz", "as the administrator wrote it");
    assert_eq!(account["custody"], "file", "without a keyring it says so");
    let report = json(&sync(&reader));
    assert_eq!(report["practitioner_head"], 1, "the layer came: {report}");
    assert_eq!(layer(&reader, "word-0"), Layer::Both, "with both depths");
    assert_eq!(reader.found(CANARY), ["word-0"], "and is found");
    let idle = json(&sync(&reader));
    assert_eq!(idle["requests"], 4, "where nothing is new, two questions a feed: {idle}");
    assert_eq!(json(&hrc(&reader, &["account"]))["account"], account, "it says who it is");
    let farewell = json(&hrc(&reader, &["sign-out"]));
    assert_eq!(farewell["removed"], 1, "one text goes: {farewell}");
    assert_eq!(mentions(&reader.dir(), CANARY), Vec::<PathBuf>::new(), "not a word of it is left");
    assert_eq!(layer(&reader, "word-0"), Layer::General, "what everybody has remains");
    reader.is_whole("signed out");
    let again = hrc(&reader, &["sign-out"]);
    assert_eq!(again.status.code(), Some(11), "there is no account any more");
}

#[test]
fn a_code_is_refused_with_its_reason() {
    let (_content, server) = server();
    let reader = Reader::of(&server);
    let trust = server.trust();
    let code_of = |code: &str| {
        let trust = trust.to_str().unwrap();
        let named =
            ["enrol", code, "--server", server.address(), "--trust", trust, "--proxy", "none"];
        let output = hrc(&reader, &named);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said.split(": ").nth(1).unwrap_or_default().to_owned())
    };
    let unknown = hrc_domain::InvitationCode::from_bits(1).to_string();
    assert_eq!(code_of(&unknown), (Some(11), "invitation_unknown".into()), "nobody's");
    assert_eq!(code_of("mistyped"), (Some(2), "invalid_input".into()), "a slip");
    let used = server.invite("Somebody else");
    let other = Reader::of(&server);
    let first = hrc(
        &other,
        &[
            "enrol",
            &used,
            "--server",
            server.address(),
            "--trust",
            trust.to_str().unwrap(),
            "--proxy",
            "none",
        ],
    );
    assert!(first.status.success(), "once: {}", String::from_utf8_lossy(&first.stderr));
    assert_eq!(code_of(&used), (Some(11), "invitation_used".into()), "and not twice");
}

#[test]
fn a_computer_that_is_revoked_loses_the_layer_with_its_next_sync() {
    let (content, server) = server();
    let reader = Reader::of(&server);
    let account = enrol(&reader, &server);
    sync(&reader);
    assert_eq!(reader.found(CANARY), ["word-0"], "it was there");
    server.revoke(account["device"].as_str().unwrap());
    content.word(1, "second");
    server.publish(&content);
    let report = json(&sync(&reader));
    assert_eq!(report["practitioner_head"], Value::Null, "the layer is gone: {report}");
    assert_eq!(report["applied"], 1, "everybody's is brought as ever");
    let told = json(&hrc(&reader, &["account"]));
    assert_eq!(told["farewell"]["end"], "revoked", "it says why: {told}");
    assert_eq!(told["account"], Value::Null, "and that there is no account");
    assert_eq!(mentions(&reader.dir(), CANARY), Vec::<PathBuf>::new(), "not a word of it is left");
    reader.is_at(&server, "revoked");
}

#[test]
fn a_stick_from_the_server_is_followed_at_both_depths_and_known_as_the_same_feed() {
    let (content, server) = server();
    let reader = Reader::of(&server);
    enrol(&reader, &server);
    content.depth("word-1", &format!("Another {CANARY}."));
    server.publish(&content);
    let stick = tempfile::tempdir().unwrap();
    server.export(stick.path());
    assert_eq!(mentions(stick.path(), CANARY), Vec::<PathBuf>::new(), "nobody else reads it");
    let folder = stick.path().to_str().unwrap();
    let trust = server.trust();
    let output = hrc(&reader, &["sync", "--folder", folder, "--trust", trust.to_str().unwrap()]);
    let report = json(&output);
    assert!(output.status.success() && report["requests"] == 0, "without a network: {report}");
    assert_eq!(reader.found(CANARY).len(), 2, "both depths came");
    let later = json(&sync(&reader));
    assert_eq!(later["state"], "current", "the server has nothing else: {later}");
    let empty = tempfile::tempdir().unwrap();
    let nothing = hrc(&reader, &["sync", "--folder", empty.path().to_str().unwrap()]);
    assert_eq!(nothing.status.code(), Some(3), "a folder without a feed is told");
}

#[test]
fn the_doctor_tells_what_became_of_a_membership() {
    let (_content, server) = server();
    let reader = Reader::of(&server);
    let found = || {
        let diagnosis = json(&reader.doctor().env("HRC_KEYRING", "off").output().unwrap());
        let findings = diagnosis["findings"].as_array().unwrap();
        let token = findings.iter().find(|finding| finding["check"] == "token").unwrap();
        (token["verdict"].clone(), token["cause"].clone())
    };
    assert_eq!(found(), ("well".into(), "not_enrolled".into()), "nobody needs one");
    let account = enrol(&reader, &server);
    assert_eq!(found(), ("well".into(), Value::Null), "the server knows it");
    server.revoke(account["device"].as_str().unwrap());
    assert_eq!(found(), ("failed".into(), "account_revoked".into()), "and took it back");
}

#[test]
fn with_a_keyring_no_secret_lies_in_the_library() {
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !is_there("gnome-keyring-daemon") || !is_there("dbus-run-session") {
        assert!(std::env::var_os("CI").is_none(), "where it counts, a keyring is installed");
        eprintln!("NOT TESTED: gnome-keyring or dbus is not installed here");
        return;
    }
    let (_content, server) = server();
    let reader = Reader::of(&server);
    let home = tempfile::tempdir().unwrap();
    let code = server.invite("Ada of Graz");
    let mut enrolling = reader.hrc("enrol");
    enrolling.args([&code, "--server", server.address(), "--proxy", "none", "--trust"]);
    enrolling.arg(server.trust());
    let syncing = reader.syncing();
    let leaving = reader.hrc("sign-out");
    let lines: Vec<String> = [&enrolling, &syncing, &leaving].map(line).into();
    let script = format!(
        "printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null\n\
         {}\n{}\ngrep -rl AGE-SECRET-KEY '{}' && exit 1\n{}\n",
        lines[0],
        lines[1],
        reader.dir().display(),
        lines[2],
    );
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &script])
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("HRC_BUNDLE", home.path().join("no-bundle"))
        .env_remove("HRC_KEYRING")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    let answers: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(answers.len(), 3, "each of the three answers: {said} {complaint}");
    assert_eq!(answers[0]["custody"], "keyring", "it says where: {}", answers[0]);
    assert_eq!(answers[1]["practitioner_head"], 1, "the token is found there: {}", answers[1]);
    assert_eq!(answers[2]["end"], "signed_out", "and taken out again: {}", answers[2]);
}

/// A command as a shell takes it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| format!("'{}'", word.to_str().unwrap())).collect::<Vec<_>>().join(" ")
}
