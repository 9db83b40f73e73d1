//! A sync from a stick on a computer without a network: what is new comes, what is no feed is refused in
//! a sentence.

use super::scene::{Scene, UP_TO_DATE, assert_sound, strike_button};
use crate::harness::webdriver::key;
use crate::harness::window::Window;

#[test]
fn a_stick_brings_what_no_network_does() {
    let Scene { content, server, line, home } = Scene::with_preset();
    content.word(1, "second");
    server.publish(&content);
    let stick = home.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    server.export(&stick);
    drop(server);
    let window = Window::open_in(home);
    window.wait_for("the failure of the start", "document.querySelector('[data-sync=\"failed\"]')");
    let asked = line.questions();

    window.go("#/sync/folder");
    window.wait_for("the part", "document.activeElement.id === 'folder-title'");
    strike_button(&window, "[data-folder-sync]");
    window.wait_for(
        "the focus where the path is missing",
        "document.activeElement.matches('#folder-path[aria-invalid=\"true\"]')",
    );
    let elsewhere = window.home().path().join("browser");
    window.type_into("#folder-path", &elsewhere.to_string_lossy());
    window.strike(key::ENTER);
    let refused = window.text("[data-folder-outcome]");
    assert!(refused.contains("There is nothing to sync from"), "in plain words: {refused}");
    assert_eq!(window.text("h1"), "There is nothing to sync from in this folder", "above, too");
    assert_sound(&window, "a folder that was refused");
    window.keep_picture("folder-refused");

    window.clear("#folder-path");
    window.type_into("#folder-path", &stick.to_string_lossy());
    window.strike(key::ENTER);
    window.wait_for("the sync", UP_TO_DATE);
    assert!(window.text("[data-folder-outcome]").contains("1 changed"), "what it brought");
    assert_eq!(line.questions(), asked, "and nothing was asked of the network");
    assert_sound(&window, "a folder that was taken in");
    window.keep_picture("folder-done");
    window.go("#/record/word-1");
    window.wait_for("the new text", "document.body.innerText.includes('second edition')");
}
