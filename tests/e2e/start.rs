//! Starting: how long it takes, a second time, without a display, a bus or a library.

use crate::harness::home::{Home, in_environment};
use crate::harness::programs::application;
use crate::harness::window::Window;
use crate::harness::{eventually, window};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The number in `words N ms` of the log.
fn milliseconds(log: &str, words: &str) -> Option<u64> {
    let after = log.split(words).nth(1)?;
    after.trim_start().split(' ').next()?.parse().ok()
}

#[test]
fn the_log_says_how_long_the_start_took() {
    let window = Window::open();
    for words in ["searchable after", "painted after"] {
        let took = eventually(words, || milliseconds(&window.home().log(), words));
        assert!((1..60_000).contains(&took), "{words} {took} ms is a time");
    }
}

/// The windows of the display from the front to the back, one line each.
fn stacked(window: &Window) -> Vec<String> {
    let output = window.beside("xwininfo").args(["-root", "-children"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().filter(|line| line.trim_start().starts_with("0x")).map(str::to_owned).collect()
}

fn position(windows: &[String], name: &str) -> Option<usize> {
    windows.iter().position(|line| line.contains(name))
}

#[test]
fn a_second_start_brings_the_first_window_forward_and_ends() {
    let window = Window::open_in(Home::new().on_a_bus());
    let mut other = window
        .beside("xmessage")
        .args(["-name", "in-front", "-geometry", "900x700+0+0", "another program's window"])
        .stderr(Stdio::null())
        .spawn()
        .expect("x11-utils is installed by `make setup`");
    let in_front = |name: &str, than: &str| {
        let windows = stacked(&window);
        let both = (position(&windows, name), position(&windows, than));
        matches!(both, (Some(one), Some(another)) if one < another).then_some(())
    };
    eventually("another window in front", || in_front("in-front", "Knowledge Centre"));

    let began = Instant::now();
    let second = window.beside(application()).output().unwrap();
    let took = began.elapsed();
    assert_eq!(second.status.code(), Some(0), "nothing went wrong: {}", complaint(&second));
    assert!(took < Duration::from_secs(10), "it ends at once, not after {took:?}");
    eventually("the first window in front", || in_front("Knowledge Centre", "in-front"));
    let log = window.home().log();
    assert_eq!(log.matches("searchable after").count(), 1, "the library was opened once: {log}");
    assert!(log.contains("started a second time"), "and the log says why it came: {log}");
    window.search_for("Wien");
    window.wait_for_first_hit("vienna");
    let _ = other.kill();
    let _ = other.wait();
}

#[test]
fn without_a_session_bus_the_window_opens_all_the_same() {
    for (how, home) in [
        ("none is named", Home::new().without("DBUS_SESSION_BUS_ADDRESS")),
        ("its address is nonsense", Home::new().set("DBUS_SESSION_BUS_ADDRESS", "nonsense")),
    ] {
        let window = Window::open_in(home);
        assert!(window.invoke("status").is_ok(), "{how}: the library is open");
    }
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn without_a_display_one_sentence_says_so() {
    // In a language every system has: of a missing one GTK would have something to say.
    let home = Home::new().set("LC_ALL", "C.UTF-8");
    for display in ["", ":4711"] {
        let mut command = Command::new(application());
        let output = in_environment(&mut command, &home.environment(display)).output().unwrap();
        let said = complaint(&output);
        assert_eq!(output.status.code(), Some(2), "display {display:?}: its own code, not {said}");
        assert_eq!(said.lines().count(), 1, "display {display:?}: one line alone: {said}");
        assert!(
            said.starts_with("The Knowledge Centre needs a graphical session"),
            "display {display:?}: in plain words: {said}"
        );
        assert!(output.stdout.is_empty(), "display {display:?}: and nothing else");
    }
    assert!(!home.library().exists(), "nothing was begun");
}

#[test]
fn without_bundle_and_library_the_window_stands_and_says_what_is_missing() {
    let home = Home::new().without("HRC_BUNDLE");
    // Away from this build, which has a bundle of its own somewhere above.
    let program = home.path().join("knowledge-centre");
    std::fs::copy(application(), &program).unwrap();
    let window = Window::open_program(&program, home);
    let error = window.invoke("status").expect_err("there is nothing to open");
    assert_eq!(error["code"], "library_missing", "it is named: {error}");
    window.wait_for(
        "the sentence",
        "document.body.innerText.includes('The collection is not where it should be')",
    );
    window.keep_picture("library-missing");
    assert!(
        window
            .read(&format!("document.querySelector('{}') !== null", window::SEARCH_FIELD))
            .as_bool()
            .is_some_and(|there| there),
        "the window stands, with everything in it"
    );
}
