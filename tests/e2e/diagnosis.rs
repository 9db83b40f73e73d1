//! "Why can't I sync?" in the window: a log-in page in the way is found and said, with what to do; and
//! where nothing is in the way, that is said calmly.

use super::scene::{Scene, assert_sound, strike_button};
use crate::faults::Fault;

#[test]
fn a_log_in_page_in_the_way_is_found_and_said() {
    let (window, _content, _server, line) = Scene::with_preset().open();
    line.spoil("", Fault::LogIn);
    window.go("#/sync");
    strike_button(&window, "[data-sync-now]");
    window.wait_for("the failure", "document.querySelector('[data-why]')");
    strike_button(&window, "[data-why]");
    window.wait_for("what was found", "document.querySelector('[data-diagnosis=\"failed\"]')");
    assert_eq!(window.text("h1"), "The network wants you to log in first", "in plain words");
    let verdict = |check: &str| {
        let row = format!("document.querySelector('[data-check=\"{check}\"]').dataset.verdict");
        window.read(&row)
    };
    assert_eq!(verdict("connection"), "well", "what works is said too");
    assert_eq!(verdict("portal"), "failed", "where it stopped");
    assert_eq!(verdict("signature"), "not_reached", "and what could not be tried");
    assert!(window.text(".ways").contains("browser"), "what a person can do");
    window.wait_for(
        "the way without a network",
        "document.querySelector('[data-focus=\"to-folder\"]')",
    );
    assert!(window.text("[data-report] pre").contains("log_in_page"), "and a report for IT");
    window.click("[data-copy]");
    window.wait_for(
        "the copy",
        "document.querySelector('[data-report]').innerText.includes('Copied')",
    );
    assert_sound(&window, "a diagnosis");
    window.keep_picture("diagnosis-portal");

    // By keys from where the mouse was: nothing on the way holds the focus.
    line.heal();
    strike_button(&window, "[data-look-again]");
    window.wait_for("that all is well", "document.querySelector('[data-diagnosis=\"well\"]')");
    window.wait_for(
        "it, told aloud",
        "[...document.querySelectorAll('[role=\"status\"]')].some(one =>
           one.textContent === document.querySelector('h1').textContent)",
    );
    assert_eq!(verdict("signature"), "well", "the content is the Network's");
    assert_sound(&window, "a diagnosis that found nothing");
    window.keep_picture("diagnosis-well");
}
