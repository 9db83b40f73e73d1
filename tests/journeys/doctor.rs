//! `hrc doctor` on lines with every fault it knows: each is produced for real, and named by its
//! check and cause.

use crate::faults::{Authority, Fault, Proxy, Secure, Terms, Tunnels, deaf};
use crate::harness::content::Content;
use crate::harness::disk::{Disk, unless_forbidden};
use crate::harness::programs::root;
use crate::harness::reader::{Reader, json};
use crate::harness::server::Server;
use crate::journeys::clocks::at_another_time;
use hrc_domain::diagnosis::{Cause, Check};
use hrc_domain::settings::Proxy as Way;
use serde_json::{Value, json as expected};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const CHECKS: [&str; 12] = [
    "configuration",
    "clock",
    "name",
    "connection",
    "proxy",
    "certificate",
    "portal",
    "answer",
    "token",
    "signature",
    "disk",
    "lock",
];

/// What an address of a proxy holds that nobody may ever see.
const SECRET: &str = "geheim-7t5";

/// Verdict and cause of a check.
pub(super) fn found(diagnosis: &Value, check: &str) -> Value {
    let finding = finding(diagnosis, check);
    expected!([finding["verdict"], finding["cause"]])
}

pub(super) fn finding<'a>(diagnosis: &'a Value, check: &str) -> &'a Value {
    let findings = diagnosis["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["check"] == check).unwrap()
}

/// The value of a fact; null where there is none.
pub(super) fn fact<'a>(diagnosis: &'a Value, check: &str, name: &str) -> &'a Value {
    let facts = finding(diagnosis, check)["facts"].as_array().unwrap();
    facts.iter().find(|fact| fact["name"] == name).map_or(&Value::Null, |fact| &fact["value"])
}

/// Runs it; fails where it tells a secret, or ends otherwise than by what it found.
pub(super) fn diagnosed(mut doctor: Command) -> Value {
    let output = doctor.output().unwrap();
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(!said.contains(SECRET), "no secret is told: {said}");
    let diagnosis = json(&output);
    let checks: Vec<_> =
        diagnosis["findings"].as_array().unwrap().iter().map(|f| &f["check"]).collect();
    assert_eq!(checks, CHECKS, "one finding a check, in order");
    let has_failed =
        diagnosis["findings"].as_array().unwrap().iter().any(|f| f["verdict"] == "failed");
    assert_eq!(output.status.code(), Some(i32::from(has_failed)), "{diagnosis:#}");
    diagnosis
}

/// Fails unless this check failed for this cause, and what the way leads to after it was not reached.
pub(super) fn fails(doctor: Command, check: &str, cause: &str, how: &str) -> Value {
    let diagnosis = diagnosed(doctor);
    assert_eq!(found(&diagnosis, check), expected!(["failed", cause]), "{how}: {diagnosis:#}");
    if check != "signature" && !["disk", "lock"].contains(&check) {
        let end = &finding(&diagnosis, "signature")["verdict"];
        assert_eq!(end, "not_reached", "{how}: the way ends there: {diagnosis:#}");
    }
    diagnosis
}

/// A server, and a reader who has its edition.
fn scene() -> (Server, Reader) {
    let server = Server::with(&Content::of(10));
    let reader = Reader::of(&server);
    reader.sync();
    (server, reader)
}

/// `hrc doctor` on a computer that trusts only whom this file names.
fn trusting(reader: &Reader, authorities: &Path) -> Command {
    let nobody = authorities.with_file_name("no-folder");
    let mut command = reader.doctor();
    command.env("SSL_CERT_FILE", authorities).env("SSL_CERT_DIR", nobody);
    command
}

#[test]
fn a_good_way_is_well_to_its_end_and_nothing_is_left_behind() {
    let server = Server::with(&Content::of(10));
    let reader = Reader::of(&server);
    let before = reader.status();
    let diagnosis = diagnosed(reader.doctor());
    for check in CHECKS {
        assert_eq!(finding(&diagnosis, check)["verdict"], "well", "{check}: {diagnosis:#}");
    }
    assert_eq!(fact(&diagnosis, "signature", "head"), "15", "it saw the feed's head");
    assert_eq!(
        finding(&diagnosis, "certificate")["cause"],
        "not_encrypted",
        "there is none to see"
    );
    assert_eq!(finding(&diagnosis, "token")["cause"], "not_enrolled", "and no membership");
    assert_eq!(reader.status(), before, "nothing was brought");
    assert!(!reader.dir().join("feeds").exists(), "and nothing is left in the library");
}

#[test]
fn each_fault_of_a_line_has_its_check_and_cause() {
    let (server, reader) = scene();
    let proxy = Proxy::before(server.address());
    let reader = reader.at(proxy.address());
    let cases = [
        ("", Fault::LogIn, "portal", "log_in_page"),
        ("", Fault::RedirectToLogIn, "portal", "leads_elsewhere"),
        ("", Fault::Status(511), "portal", "log_in_page"),
        ("", Fault::Status(407), "proxy", "proxy_wants_login"),
        ("", Fault::Status(403), "answer", "server_refuses"),
        ("", Fault::Status(404), "answer", "no_feed_here"),
        ("", Fault::Status(500), "answer", "server_failed"),
        ("metadata/", Fault::Cut { tenths: 5 }, "answer", "answer_cut"),
        ("metadata/timestamp", Fault::drip(), "answer", "answer_timed_out"),
        ("metadata/timestamp", Fault::Endless, "signature", "feed_unreadable"),
        ("targets/", Fault::Flip, "signature", "feed_forged"),
        ("targets/", Fault::Status(404), "signature", "feed_incomplete"),
        ("targets/", Fault::LogIn, "portal", "log_in_page"),
    ];
    for (files, fault, check, cause) in cases {
        let how = format!("{fault:?} of {files:?}");
        proxy.spoil(files, fault);
        fails(reader.doctor(), check, cause, &how);
    }
    proxy.spoil("/healthz", Fault::Status(503));
    let unwell = diagnosed(reader.doctor());
    assert_eq!(found(&unwell, "answer"), expected!(["warning", "server_unwell"]), "{unwell:#}");
    assert_eq!(finding(&unwell, "signature")["verdict"], "well", "the feed is good all the same");
}

#[test]
fn a_server_that_moved_and_says_where_is_no_log_in_page() {
    let (server, reader) = scene();
    let proxy = Proxy::before(server.address());
    proxy.spoil("", Fault::Moved { to: server.address().to_owned() });
    let diagnosis = diagnosed(reader.at(proxy.address()).doctor());
    assert_eq!(found(&diagnosis, "portal"), expected!(["well", null]), "{diagnosis:#}");
    let there = format!("{}/feeds/public/metadata/timestamp.json", server.address());
    assert_eq!(fact(&diagnosis, "portal", "leads_to"), &expected!(there), "it says where");
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "and the feed is there");
}

#[test]
fn an_older_edition_is_known_for_one() {
    let content = Content::of(10);
    let server = Server::with(&content);
    let proxy = Proxy::before(server.address());
    let reader = Reader::of(&server).at(proxy.address());
    proxy.record();
    reader.sync();
    proxy.end_recording();
    content.word(1, "second");
    server.publish(&content);
    reader.sync();
    proxy.spoil("", Fault::Replay);
    fails(reader.doctor(), "signature", "feed_rolled_back", "an older edition");
    let other = Server::with(&content);
    let turned = reader.at(other.address());
    fails(turned.doctor(), "signature", "feed_forged", "the feed of another Network");
}

#[test]
fn ends_at_which_nobody_answers_are_told_apart() {
    let (_server, reader) = scene();
    let hole = deaf::BlackHole::dig();
    let cases = [
        ("http://centre.invalid/".to_owned(), "name", "name_unknown"),
        (format!("http://{}/", deaf::closed()), "connection", "connection_refused"),
        (format!("http://{}/", hole.address()), "connection", "connection_timed_out"),
        (format!("http://{}/", deaf::hanging_up()), "answer", "answer_cut"),
    ];
    let mut reader = reader;
    for (address, check, cause) in cases {
        reader = reader.at(&address);
        fails(reader.doctor(), check, cause, &address);
    }
}

#[test]
fn a_certificate_that_is_trusted_is_well_and_says_who_issued_it() {
    let (server, reader) = scene();
    let authority = Authority::named("Lindenau Inspection");
    let secure = Secure::before(server.address(), &authority, Terms::Good);
    let reader = reader.at(secure.address());
    let diagnosis = diagnosed(trusting(&reader, &authority.file()));
    assert_eq!(found(&diagnosis, "certificate"), expected!(["well", null]), "{diagnosis:#}");
    assert_eq!(
        fact(&diagnosis, "certificate", "issuer"),
        "CN=Lindenau Inspection",
        "{diagnosis:#}"
    );
    assert_eq!(fact(&diagnosis, "certificate", "valid_until"), "2090-01-01T00:00:00Z", "its end");
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "and it leads to the feed");
}

#[test]
fn a_certificate_that_is_refused_says_why_and_who_issued_it() {
    let (server, reader) = scene();
    let (known, unknown) = (Authority::named("Known"), Authority::named("Lindenau Inspection"));
    let cases = [
        (&unknown, Terms::Good, "issuer_unknown", "CN=Lindenau Inspection"),
        (&known, Terms::Expired, "certificate_expired", "CN=Known"),
        (&known, Terms::Early, "certificate_early", "CN=Known"),
        (&known, Terms::ForOther, "certificate_for_other", "CN=Known"),
    ];
    let mut reader = reader;
    for (authority, terms, cause, issuer) in cases {
        let secure = Secure::before(server.address(), authority, terms);
        reader = reader.at(secure.address());
        let diagnosis = fails(trusting(&reader, &known.file()), "certificate", cause, cause);
        assert_eq!(fact(&diagnosis, "certificate", "issuer"), issuer, "{cause}: whose it is");
        let mut syncing = reader.syncing();
        syncing.env("SSL_CERT_FILE", known.file());
        let refused = syncing.output().unwrap();
        let complaint = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(8), "{cause}: a sync fails too: {complaint}");
        assert!(complaint.contains("certificate_refused"), "{cause}: and says so: {complaint}");
        assert_eq!(secure.questions(), 0, "{cause}: nothing was ever asked over it");
    }
}

#[test]
fn what_speaks_no_tls_or_hangs_up_is_told_apart_from_a_bad_certificate() {
    let (server, reader) = scene();
    let authority = Authority::named("Known");
    let plain = server.address().replace("http://", "https://");
    let reader = reader.at(&plain);
    fails(trusting(&reader, &authority.file()), "certificate", "no_tls", "plain HTTP");
    let reader = reader.at(&format!("https://{}", deaf::hanging_up()));
    fails(trusting(&reader, &authority.file()), "certificate", "handshake_cut", "hung up");
    let none = authority.file().with_file_name("none.pem");
    std::fs::write(&none, "").unwrap();
    fails(trusting(&reader, &none), "certificate", "no_authorities", "nobody to trust");
    let reader = reader.at(server.address());
    fails(trusting(&reader, &none), "certificate", "no_authorities", "nor without encryption");
}

#[test]
fn a_proxy_that_is_not_there_or_not_one_is_named() {
    let (_server, reader) = scene();
    let mut reader = reader.at("http://centre.invalid/");
    let cases = [
        (format!("http://me:{SECRET}@{}", deaf::closed()), "proxy_unreachable"),
        (format!("http://me:{SECRET}@proxy.invalid:3128"), "proxy_unreachable"),
        (format!("socks5://me:{SECRET}@127.0.0.1:9"), "proxy_unusable"),
        (format!("http://me:{SECRET}@:x"), "proxy_unusable"),
    ];
    for (address, cause) in cases {
        reader = reader.through(Way::Manual { address: address.clone() });
        fails(reader.doctor(), "proxy", cause, &address);
        let report = reader.doctor_report();
        assert!(report.contains(cause) && !report.contains(SECRET), "{address}: {report}");
    }
}

#[test]
fn a_proxy_makes_tunnels_for_whom_it_knows_and_others_learn_why_not() {
    let (server, reader) = scene();
    let authority = Authority::named("Known");
    let secure = Secure::before(server.address(), &authority, Terms::Good);
    // `me` and the secret, as proxies are told them.
    const CREDENTIALS: &str = "Basic bWU6Z2VoZWltLTd0NQ==";
    let mut reader = reader.at(secure.address());
    let cases = [(407, "proxy_wants_login"), (403, "proxy_forbids"), (502, "proxy_failed")];
    for (status, cause) in cases {
        let tunnels = Tunnels::for_whom(CREDENTIALS, status);
        let wrong = format!("http://me:{SECRET}-wrong@{}", tunnels.address());
        reader = reader.through(Way::Manual { address: wrong });
        let diagnosis = fails(trusting(&reader, &authority.file()), "proxy", cause, cause);
        assert_eq!(fact(&diagnosis, "proxy", "status"), &expected!(status.to_string()), "{cause}");
        let right = format!("http://me:{SECRET}@{}", tunnels.address());
        reader = reader.through(Way::Manual { address: right });
        let diagnosis = diagnosed(trusting(&reader, &authority.file()));
        for check in ["name", "connection"] {
            let spared = expected!(["well", "left_to_proxy"]);
            assert_eq!(found(&diagnosis, check), spared, "{check}: the proxy's task");
        }
        assert_eq!(found(&diagnosis, "proxy"), expected!(["well", null]), "{diagnosis:#}");
        let told = format!("http://{}", tunnels.address());
        assert_eq!(fact(&diagnosis, "proxy", "proxy"), &expected!(told), "which it is");
        assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "and it leads to the feed");
    }
    let forbidding = Tunnels::for_whom(CREDENTIALS, 407);
    let wrong = format!("http://me:{SECRET}-wrong@{}", forbidding.address());
    let mut syncing = reader.hrc("sync");
    syncing
        .args(["--server", secure.address(), "--proxy", &wrong])
        .arg("--trust")
        .arg(server.trust());
    syncing.env("SSL_CERT_FILE", authority.file());
    let refused = syncing.output().unwrap();
    let complaint = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(complaint.contains("proxy_refused"), "a sync says so too: {complaint}");
    assert!(!complaint.contains(SECRET), "without the secret: {complaint}");
}

#[test]
fn a_proxy_without_tunnels_is_asked_question_by_question() {
    let (server, reader) = scene();
    let proxy = Proxy::before(server.address());
    let address = proxy.address().replace("http://", &format!("http://me:{SECRET}@"));
    // A name that only a proxy can make something of.
    let reader = reader.at("http://centre.invalid/").through(Way::Manual { address });
    let diagnosis = diagnosed(reader.doctor());
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "{diagnosis:#}");
    proxy.spoil("", Fault::Status(407));
    let diagnosis = fails(reader.doctor(), "proxy", "proxy_wants_login", "for every question");
    assert_eq!(fact(&diagnosis, "proxy", "proxy"), proxy.address(), "which it is");
}

#[test]
fn the_systems_proxy_is_the_one_that_is_looked_at() {
    let (_server, reader) = scene();
    let reader = reader.through(Way::System);
    let nowhere = deaf::closed();
    let mut doctor = reader.doctor();
    doctor.env("http_proxy", format!("http://me:{SECRET}@{nowhere}"));
    doctor.env_remove("HTTP_PROXY").env_remove("NO_PROXY").env_remove("no_proxy");
    let diagnosis = fails(doctor, "proxy", "proxy_unreachable", "as the environment says");
    assert_eq!(
        fact(&diagnosis, "proxy", "proxy"),
        &expected!(format!("http://{nowhere}")),
        "which"
    );
    let mut doctor = reader.doctor();
    doctor.env("http_proxy", format!("http://{nowhere}")).env("no_proxy", "127.0.0.1");
    doctor.env_remove("HTTP_PROXY").env_remove("NO_PROXY");
    let diagnosis = diagnosed(doctor);
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "but not for this server");
}

#[test]
fn a_clock_that_is_off_is_warned_of_and_a_wrong_one_fails() {
    let (_server, reader) = scene();
    let Some(doctor) = at_another_time("+10m", &reader.doctor()) else { return };
    let diagnosis = diagnosed(doctor);
    assert_eq!(found(&diagnosis, "clock"), expected!(["warning", "clock_off"]), "{diagnosis:#}");
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "ten minutes hinder nothing");
    for shift in ["+8d", "-8d"] {
        let Some(doctor) = at_another_time(shift, &reader.doctor()) else { return };
        fails(doctor, "clock", "clock_wrong", shift);
    }
}

#[test]
fn a_disk_that_is_full_or_protected_is_named() {
    let server = Server::with(&Content::of(10));
    let reader = Reader::without_library(&server);
    let Some(disk) = unless_forbidden(Disk::mount(&reader.dir(), 8 * 1024)) else { return };
    drop(hrc_library::Library::create(&reader.dir()).unwrap());
    let tight = diagnosed(reader.doctor());
    assert_eq!(found(&tight, "disk"), expected!(["warning", "disk_nearly_full"]), "{tight:#}");
    disk.fill_but(0);
    let full = fails(reader.doctor(), "disk", "disk_full", "no byte is left");
    assert_eq!(finding(&full, "signature")["verdict"], "well", "the line is good all the same");
    disk.free();
    disk.protect();
    fails(reader.doctor(), "disk", "disk_read_only", "write-protected");
}

#[test]
fn a_library_that_cannot_be_read_hinders_nothing_but_itself() {
    let (_server, reader) = scene();
    std::fs::write(reader.dir().join("public.sqlite"), "no database").unwrap();
    let diagnosis = fails(reader.doctor(), "disk", "library_damaged", "a damaged library");
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "the line is looked at");
}

/// Another program that holds a lock, until this value is gone.
struct Holder(Child);

impl Holder {
    fn of(file: &Path) -> Self {
        let mut command = Command::new("flock");
        command
            .arg("--no-fork")
            .arg(file)
            .args(["sh", "-c", "echo held; exec sleep 60"])
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut said = [0; 4];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut said).unwrap();
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn another_program_at_the_library_is_named() {
    let (_server, reader) = scene();
    let writing = Holder::of(&reader.dir().join("writer.lock"));
    fails(reader.doctor(), "lock", "writer_busy", "another program writes");
    let _syncing = Holder::of(&reader.dir().join("sync.lock"));
    let diagnosis = diagnosed(reader.doctor());
    assert_eq!(found(&diagnosis, "lock"), expected!(["warning", "sync_busy"]), "a sync passes");
    drop(writing);
}

#[test]
fn without_a_server_in_the_call_the_applications_own_is_meant() {
    let (server, reader) = scene();
    let home = tempfile::tempdir().unwrap();
    let doctor = || {
        let mut command = reader.hrc("doctor");
        command.env("XDG_CONFIG_HOME", home.path());
        command
    };
    fails(doctor(), "configuration", "not_configured", "nothing is set");
    let folder = home.path().join("net.humanrightscities.knowledge-centre");
    std::fs::create_dir(&folder).unwrap();
    let root = std::fs::read_to_string(server.trust()).unwrap();
    let settings = |address: &str| {
        let sync = expected!({ "server": address, "trust_root": root, "proxy": { "way": "none" } });
        std::fs::write(folder.join("settings.json"), expected!({ "sync": sync }).to_string())
            .unwrap();
    };
    settings(server.address());
    let diagnosis = diagnosed(doctor());
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "the application's server");
    settings(&format!("http://me:{SECRET}@centre.example/"));
    fails(doctor(), "configuration", "configuration_invalid", "an address with a password");
}

#[test]
fn every_word_is_explained_to_those_who_can_act_on_it() {
    let text = std::fs::read_to_string(root().join("docs/troubleshooting.md")).unwrap();
    let words = [
        Cause::ALL.map(|cause| expected!(cause)).to_vec(),
        Check::ALL.map(|check| expected!(check)).to_vec(),
    ];
    for word in words.concat() {
        let written = format!("`{}`", word.as_str().unwrap());
        assert!(text.contains(&written), "docs/troubleshooting.md explains {written}");
    }
}
