//! The errands around syncing by keyboard alone: becoming a member and no member, a sync from a folder, the
//! look at what keeps a sync from working. At every stop the focus is there, and one can see where.

use super::keyboard::{assert_focus_is_seen, tab_to};
use super::scene::{Scene, UP_TO_DATE};
use crate::faults::Fault;
use crate::harness::content::Content;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use serde_json::json;

/// Types a text where the focus is, key by key.
fn strike_text(window: &Window, text: &str) {
    for letter in text.chars() {
        window.strike(&letter.to_string());
    }
}

/// Goes to the element by Tab, and strikes Enter there.
fn press(window: &Window, selector: &str) {
    tab_to(window, selector);
    window.strike(key::ENTER);
}

/// Waits until the focus is at this selector, and fails where nobody could see it.
fn wait_for_focus(window: &Window, selector: &str) {
    let there = format!("document.activeElement?.matches({})", json!(selector));
    window.wait_for(&format!("the focus at {selector}"), &there);
    assert_focus_is_seen(window, selector);
}

#[test]
fn somebody_becomes_a_member_and_none_again_without_a_mouse() {
    let content = Content::of(3);
    content.depth("word-2", "Wheelbarrow: what only members read.");
    let (window, _content, server, _line) = Scene::of(content).preset_without_line().open();
    let code = server.invite("A. Example, City of Graz");

    window.control(",");
    window.wait_for("the settings", "location.hash === '#/settings'");
    tab_to(&window, "#invitation-code");
    // Sent without a word: what is missing is told, and the focus is where it is missing.
    window.strike(key::ENTER);
    wait_for_focus(&window, "#invitation-code[aria-invalid='true']");
    strike_text(&window, &code.to_lowercase());
    let shown = window.read("document.activeElement.value");
    assert_eq!(shown, code.as_str(), "what was typed stands in its groups");
    window.strike(key::TAB);
    wait_for_focus(&window, "#device-name");
    window.control("a");
    strike_text(&window, "Town hall 4");
    press(&window, "[data-enrol]");
    wait_for_focus(&window, "#account-title");
    assert_eq!(window.text("[data-member]"), "A. Example, City of Graz", "it is a member now");

    press(&window, "[data-focus='deep-records']");
    window.wait_for("what members read", "location.hash.includes('layer=both')");
    window.wait_for_first_hit("word-2");
    window.alt(key::LEFT);
    window.wait_for("the settings again", "document.querySelector('[data-sign-out]')");
    press(&window, "[data-sign-out]");
    window.wait_for("the question", "document.activeElement.closest('[data-sign-out-dialog]')");
    assert_focus_is_seen(&window, "at the way that changes nothing");
    window.strike(key::ENTER);
    wait_for_focus(&window, "[data-sign-out]");
    window.strike(key::ENTER);
    window.wait_for("the question", "document.activeElement.closest('[data-sign-out-dialog]')");
    press(&window, "[data-sign-out-now]");
    wait_for_focus(&window, "#account-title");
    window.wait_for("the farewell", "document.querySelector('[data-farewell]')");
    tab_to(&window, "[data-farewell] button");
    window.strike(key::SPACE);
    window.wait_for("the farewell read", "document.querySelector('[data-farewell]') === null");
    wait_for_focus(&window, "#account-title");
}

#[test]
fn a_folder_is_synced_from_without_a_mouse() {
    let Scene { content, server, line, home } = Scene::with_preset();
    content.word(1, "second");
    server.publish(&content);
    let stick = home.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    server.export(&stick);
    drop(server);
    let window = Window::open_in(home);
    window.wait_for("the failure of the start", "document.querySelector('[data-sync=\"failed\"]')");

    // From the front page: where syncing stands leads to the screen, and that to the folder.
    press(&window, "a[href='#/sync']");
    window.wait_for("the screen", "document.activeElement?.matches('h1')");
    tab_to(&window, "#folder-path");
    window.strike(key::ENTER);
    wait_for_focus(&window, "#folder-path[aria-invalid='true']");
    strike_text(&window, &stick.to_string_lossy());
    window.strike(key::TAB);
    wait_for_focus(&window, "[data-folder-choose]");
    press(&window, "[data-folder-sync]");
    window.wait_for("the sync", UP_TO_DATE);
    assert_focus_is_seen(&window, "after the sync from the folder");
    window.wait_for(
        "the outcome, told aloud",
        "[...document.querySelectorAll('[role=\"status\"]')].some(one =>
           one.textContent.includes('1 changed'))",
    );
    drop(line);
}

#[test]
fn what_keeps_a_sync_from_working_is_looked_at_without_a_mouse() {
    let (window, _content, _server, line) = Scene::with_preset().open();
    line.spoil("", Fault::LogIn);
    press(&window, "a[href='#/sync']");
    window.wait_for("the screen", "document.activeElement?.matches('h1')");
    press(&window, "[data-sync-now]");
    window.wait_for("the failure", "document.querySelector('[data-why]')");
    assert_focus_is_seen(&window, "after a sync that failed");
    press(&window, "[data-why]");
    window.wait_for("what was found", "document.querySelector('[data-diagnosis=\"failed\"]')");
    assert_focus_is_seen(&window, "on the screen of what was found");
    press(&window, "[data-copy]");
    window.wait_for(
        "the copy",
        "document.querySelector('[data-report]').innerText.includes('Copied')",
    );
    assert_focus_is_seen(&window, "where it was copied");
    // Once round the whole window, and there again: a stop that holds the focus would be noticed.
    for round in 0..2 {
        line.heal();
        press(&window, "[data-look-again]");
        let well = "document.querySelector('[data-diagnosis=\"well\"]')";
        window.wait_for("that all is well", well);
        assert_focus_is_seen(&window, &format!("after looking again, round {round}"));
        press(&window, "[data-report] summary");
        window.wait_for("the report", "document.querySelector('[data-report][open]')");
        press(&window, "[data-copy]");
        assert_focus_is_seen(&window, "where it was copied again");
        press(&window, "[data-report] summary");
        window.wait_for("no report", "!document.querySelector('[data-report][open]')");
    }
}

#[test]
fn whoever_uses_the_mouse_in_an_opened_part_goes_on_by_keys() {
    let window = Window::open();
    window.go("#/ask");
    window.click("[data-field='themes'] summary");
    window.wait_for("the themes", "document.querySelector('[data-field=\"themes\"][open]')");
    let at = "document.activeElement.outerHTML.slice(0, 200)";
    for (place, takes) in [
        ("[data-field='themes'] summary", "summary"),
        ("[data-field='themes'] label:nth-of-type(3) input", "input"),
    ] {
        window.click(place);
        let open = "document.querySelector('[data-field=\"themes\"]').open = true";
        window.wait_for("the part open", open);
        window.wait_for(place, &format!("document.activeElement?.matches({takes:?})"));
        let pressed = window.read(at);
        window.strike(key::TAB);
        assert_ne!(window.read(at), pressed, "Tab leads on from {place}");
        window.chord(&[key::SHIFT, key::TAB]);
        assert_eq!(window.read(at), pressed, "and back to {place}");
        window.chord(&[key::SHIFT, key::TAB]);
        assert_ne!(window.read(at), pressed, "and on before it: {place}");
    }
    // The words beside a box tick it; what comes after that is a stop, too.
    window.click("[data-field='themes'] label:nth-of-type(3) span");
    window.strike(key::TAB);
    assert_focus_is_seen(&window, "after the words beside a box");
}
