//! Syncing over lines that are slow, cut, or in somebody else's hands: each fault has its own word,
//! leaves the library as it was, and is forgotten once the line is good again.

use crate::faults::{Fault, Proxy};
use crate::harness::content::Content;
use crate::harness::reader::Reader;
use crate::harness::server::Server;
use hrc_domain::ErrorCode;
use hrc_domain::settings::Proxy as Way;
use std::time::{Duration, Instant};

/// What is in the feed beside its signed files.
const SEGMENTS: &str = "seg/";

const TIMESTAMP: &str = "metadata/timestamp.json";
const EVERYTHING: &str = "";

/// A server with two editions, a proxy before it, and a reader behind that who has the first.
struct Line {
    server: Server,
    proxy: Proxy,
    reader: Reader,
    content: Content,
}

impl Line {
    fn new() -> Self {
        let content = Content::of(60);
        let server = Server::with(&content);
        let proxy = Proxy::before(server.address());
        let reader = Reader::of(&server).at(proxy.address());
        reader.sync();
        let line = Self { server, proxy, reader, content };
        line.publish("second");
        line
    }

    /// Publishes an edition in which a third of everything is another.
    fn publish(&self, text: &str) {
        (0..20).for_each(|n| self.content.word(n, text));
        self.server.publish(&self.content);
    }

    /// Fails unless a sync ends with this code and leaves the library as it was.
    fn is_refused(&self, code: ErrorCode, how: &str) {
        let before = self.reader.status();
        match self.reader.try_sync() {
            Ok(report) => panic!("{how}: believed, {report:?}"),
            Err(cause) => assert_eq!(cause.code, code, "{how}: {cause}"),
        }
        self.reader.is_whole(how);
        assert_eq!(self.reader.status(), before, "{how}: the library is as it was");
    }

    /// Fails unless a sync succeeds once the line is good.
    fn heals(&self, how: &str) {
        self.proxy.heal();
        let outcome = self.reader.try_sync();
        assert!(outcome.is_ok(), "{how}: the next sync succeeds, not {outcome:?}");
        self.reader.is_at(&self.server, how);
    }
}

#[test]
fn each_fault_has_its_word_and_passes() {
    let line = Line::new();
    let cases = [
        (SEGMENTS, Fault::Flip, ErrorCode::FeedForged),
        ("targets/", Fault::Flip, ErrorCode::FeedForged),
        (SEGMENTS, Fault::LogIn, ErrorCode::CaptivePortal),
        (EVERYTHING, Fault::LogIn, ErrorCode::CaptivePortal),
        (EVERYTHING, Fault::RedirectToLogIn, ErrorCode::CaptivePortal),
        (SEGMENTS, Fault::RedirectToLogIn, ErrorCode::CaptivePortal),
        (EVERYTHING, Fault::Status(500), ErrorCode::ServerRefused),
        (EVERYTHING, Fault::Status(503), ErrorCode::ServerRefused),
        (EVERYTHING, Fault::Status(407), ErrorCode::ProxyRefused),
        (EVERYTHING, Fault::Status(511), ErrorCode::CaptivePortal),
        (SEGMENTS, Fault::Status(503), ErrorCode::ServerRefused),
        ("metadata/2.root.json", Fault::Status(500), ErrorCode::ServerRefused),
        (TIMESTAMP, Fault::Status(404), ErrorCode::FeedIncomplete),
        (SEGMENTS, Fault::Status(404), ErrorCode::FeedIncomplete),
        (TIMESTAMP, Fault::Endless, ErrorCode::FeedUnreadable),
        (SEGMENTS, Fault::Endless, ErrorCode::FeedForged),
        (TIMESTAMP, Fault::Cut { tenths: 5 }, ErrorCode::Offline),
        ("targets/", Fault::Cut { tenths: 5 }, ErrorCode::Offline),
    ];
    for (n, (files, fault, code)) in cases.into_iter().enumerate() {
        let how = format!("{fault:?} of {files:?}");
        line.proxy.spoil(files, fault);
        line.is_refused(code, &how);
        line.heals(&how);
        line.publish(&format!("after {n}"));
    }
}

#[test]
fn a_flipped_bit_in_a_signed_file_is_no_news() {
    let line = Line::new();
    for files in [TIMESTAMP, "metadata/2.snapshot", "metadata/2.targets"] {
        // Which word it is depends on what the bit was part of.
        line.proxy.spoil(files, Fault::Flip);
        let before = line.reader.status();
        if let Err(cause) = line.reader.try_sync() {
            let words = [ErrorCode::FeedForged, ErrorCode::FeedUnreadable];
            assert!(words.contains(&cause.code), "{files}: {cause}");
            assert_eq!(line.reader.status(), before, "{files}: the library is as it was");
        }
        line.heals(files);
        line.publish(&files.replace(['/', '.'], " "));
    }
}

#[test]
fn a_line_that_is_cut_anywhere_goes_on_from_there() {
    let line = Line::new();
    for tenths in 1..10 {
        line.proxy.spoil(SEGMENTS, Fault::Cut { tenths });
        let began = line.proxy.sent();
        line.is_refused(ErrorCode::Offline, &format!("cut after {tenths} tenths"));
        let cut = line.proxy.sent();
        line.heals("after the cut");
        let rest = line.proxy.sent() - cut;
        line.publish(&format!("cut {tenths}"));
        if tenths >= 5 {
            assert!(rest < cut - began, "{rest} bytes were left of {} and more", cut - began);
        }
    }
}

#[test]
fn a_server_that_gets_ranges_wrong_costs_bytes_and_nothing_else() {
    let line = Line::new();
    for fault in [Fault::WholeForRange, Fault::OtherRange, Fault::LyingRange] {
        let how = format!("{fault:?}");
        line.proxy.spoil(SEGMENTS, Fault::Cut { tenths: 6 });
        line.is_refused(ErrorCode::Offline, &how);
        line.proxy.spoil(SEGMENTS, fault);
        let outcome = line.reader.try_sync();
        if how == "LyingRange" || how == "OtherRange" {
            // Asked from the beginning, it answers as it should.
            assert!(outcome.is_ok(), "{how}: begun anew, not {outcome:?}");
        }
        line.heals(&how);
        line.publish(&how);
    }
}

#[test]
fn a_server_that_drips_is_given_up_in_time() {
    let line = Line::new();
    let Line { server, proxy, reader, content } = line;
    let reader = reader.with_patience(Duration::from_secs(2));
    let line = Line { server, proxy, reader, content };
    for files in [TIMESTAMP, SEGMENTS] {
        line.proxy.spoil(files, Fault::drip());
        let began = Instant::now();
        line.is_refused(ErrorCode::TimedOut, &format!("{files} drips"));
        let took = began.elapsed();
        assert!(took < Duration::from_secs(15), "{files}: given up after {took:?}");
        line.heals(files);
        line.publish("another");
    }
}

#[test]
fn a_slow_line_is_slow_and_good() {
    let line = Line::new();
    line.proxy.spoil(EVERYTHING, Fault::Slow { bytes: 2048, pause: Duration::from_millis(20) });
    line.reader.sync();
    line.reader.is_at(&line.server, "over a slow line");
}

#[test]
fn what_was_once_rightly_signed_is_not_taken_again() {
    let line = Line::new();
    line.proxy.record();
    line.reader.sync();
    line.proxy.end_recording();
    line.publish("third");
    line.reader.sync();
    for files in [TIMESTAMP, EVERYTHING] {
        line.proxy.spoil(files, Fault::Replay);
        line.is_refused(ErrorCode::FeedRolledBack, "an older edition");
        line.heals("after the older edition");
    }
    // Even where all that is known of the feed is lost but the library itself.
    std::fs::remove_dir_all(line.reader.dir().join("feeds")).unwrap();
    line.proxy.spoil(EVERYTHING, Fault::Replay);
    line.is_refused(ErrorCode::FeedRolledBack, "an older edition to somebody who forgot");
    line.heals("after that");
}

#[test]
fn a_root_that_is_held_back_keeps_the_library_where_it_is() {
    let line = Line::new();
    line.reader.sync();
    line.server.rotate_keys();
    line.publish("by new keys");
    line.proxy.spoil("metadata/2.root.json", Fault::Status(404));
    line.is_refused(ErrorCode::FeedForged, "signed by keys nobody told of");
    line.heals("once the new root arrives");
    let fresh = Reader::of(&line.server);
    fresh.sync();
    fresh.is_at(&line.server, "whoever begins after the change of keys");
}

#[test]
fn a_damaged_copy_of_a_signed_file_is_asked_for_anew() {
    let line = Line::new();
    line.reader.sync();
    let kept =
        line.reader.dir().join("feeds").join(line.reader.server().fingerprint()).join("kept");
    line.publish("third");
    let files = || std::fs::read_dir(&kept).unwrap().map(|file| file.unwrap().path());
    for harm in ["", "<html>", "{\"signed\":"] {
        for file in files().filter(|file| file.extension().is_some_and(|e| e == "json")) {
            std::fs::write(file, harm).unwrap();
        }
        line.reader.sync();
        line.reader.is_at(&line.server, &format!("{harm:?} in place of what was kept"));
    }
}

#[test]
fn the_proxy_that_is_set_is_the_one_that_is_used() {
    let content = Content::of(5);
    let server = Server::with(&content);
    let proxy = Proxy::before(server.address());
    let manual = Way::Manual { address: proxy.address().to_owned() };
    // A name that only a proxy can make something of.
    let reader = Reader::of(&server).at("http://centre.invalid/").through(manual);
    reader.sync();
    reader.is_at(&server, "through the proxy");
    assert!(proxy.questions() > 0, "it was asked");

    let nowhere = "http://127.0.0.1:9";
    let straight = Reader::of(&server);
    let output = straight.syncing().env("HTTP_PROXY", nowhere).env("http_proxy", nowhere).output();
    assert_eq!(output.unwrap().status.code(), Some(0), "`none` means none, whatever is set");
    let reader = Reader::of(&server);
    let mut by_system = reader.hrc("sync");
    by_system.args(["--server", server.address(), "--proxy", "system"]);
    by_system.arg("--trust").arg(server.trust());
    by_system.env("http_proxy", nowhere).env_remove("NO_PROXY").env_remove("no_proxy");
    let output = by_system.output().unwrap();
    assert_eq!(output.status.code(), Some(8), "`system` means what is set: {output:?}");
}
