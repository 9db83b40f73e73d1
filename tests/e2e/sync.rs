//! Syncing in the window, with the real server: what came is told and shown without a restart, it can
//! be stopped, failures are sentences, and without a server nothing is sent.

use super::scene::{Scene, UP_TO_DATE, strike_button};
use crate::faults::{Fault, Proxy};
use crate::harness::eventually;
use crate::harness::home::Home;
use crate::harness::server::Server;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

const NOW: &str = "[data-sync-now]";
const STOP: &str = "[data-sync-stop]";

/// What a record in the news says of itself.
fn news(window: &Window, change: &str, id: &str) -> String {
    window.text(&format!("main [data-news='{change}'][data-record-news='{id}']"))
}

fn count(window: &Window, selector: &str) -> Value {
    window.read(&format!("document.querySelectorAll({}).length", json!(selector)))
}

#[test]
fn what_was_published_comes_at_the_readers_word_and_is_told() {
    let (window, content, server, line) = Scene::with_preset().open();
    assert_eq!(
        count(&window, "[data-since]"),
        0,
        "where nothing came, the front page says nothing"
    );
    window.go("#/sync");
    window.wait_for("the screen", "document.querySelector('[data-no-news]')");
    window.keep_picture("sync-nothing-yet");

    content.term("word-3", "Word three", "second");
    content.term("zebra", "Zebra crossing", "first");
    content.remove("word-4");
    server.publish(&content);
    line.spoil("targets/", Fault::Slow { bytes: 40, pause: Duration::from_millis(150) });
    strike_button(&window, NOW);
    window.wait_for("its progress", "document.querySelector('[data-sync-steps] progress')");
    window.wait_for("that it may be stopped", &format!("document.querySelector('{STOP}')"));
    let named =
        window.read("document.querySelector('progress').getAttribute('aria-label').length > 5");
    assert_eq!(named, true, "whoever hears it knows what of");
    window.keep_picture("sync-running");
    line.heal();

    assert!(news(&window, "added", "zebra").contains("Zebra crossing"), "what is new is named");
    let changed = news(&window, "changed", "word-3");
    for part in ["Word three", "title", "text"] {
        assert!(changed.contains(part), "what changed, and what of it: {part} in {changed}");
    }
    assert!(news(&window, "withdrawn", "word-4").contains("Word 4"), "what went is named");
    assert_eq!(count(&window, "[data-record-news='word-4'] a"), 0, "and leads nowhere");
    assert_eq!(count(&window, "[data-record-news='zebra'] a"), 1, "what came is a way to it");
    window.wait_for(
        "its end, told aloud",
        "[...document.querySelectorAll('[role=\"status\"]')].some(one =>
           one.textContent.includes('1 added, 1 changed and 1 withdrawn'))",
    );
    let focus = window.read(&format!("document.activeElement.matches('{NOW}')"));
    assert_eq!(focus, true, "the focus is where the reader left it");

    window.go("#/");
    window.wait_for("the news on the front page", "document.querySelector('[data-since]')");
    assert!(window.text("[data-since]").contains("All 3 changes"), "and how many in all");
    window.keep_picture("home-since-last-sync");
    window.search_for("Zebra");
    window.wait_for_first_hit("zebra");
    window.go("#/search?q=%22Word%204%22&exact=1");
    window.wait_for("an answer", "document.querySelector('#results h1, [data-hit]')");
    assert!(!window.hits().contains(&"word-4".to_owned()), "what went is found no more");
    window.go("#/record/word-4");
    window.wait_for("why it is gone", "document.querySelector('[data-withdrawn=\"word-4\"]')");
    window.keep_picture("reader-withdrawn");
    assert_sound_in_every_light(&window);
}

/// The screen with news, in every theme, large and small, in German: sound and nothing runs out.
fn assert_sound_in_every_light(window: &Window) {
    let look = |how: &str| {
        window.go("#/sync");
        window.wait_for("the news", "document.querySelector('main [data-news]')");
        window.keep_picture(&format!("sync-news-{how}"));
        let faults = window.access_faults();
        assert!(faults.is_empty(), "{how}: {faults:#?}");
        let over = window.read("document.documentElement.scrollWidth - innerWidth");
        assert!(over.as_i64().is_some_and(|px| px <= 0), "{how} runs {over} px out of the window");
        window.go("#/");
        window.wait_for("the news on the front page", "document.querySelector('[data-since]')");
        let faults = window.access_faults();
        assert!(faults.is_empty(), "the front page, {how}: {faults:#?}");
        let over = window.read("document.documentElement.scrollWidth - innerWidth");
        assert!(
            over.as_i64().is_some_and(|px| px <= 0),
            "{how}: the front page runs {over} px out"
        );
    };
    for theme in ["dark", "contrast", "light"] {
        window.go("#/settings");
        window.click(&format!("[data-theme-choice='{theme}']"));
        look(theme);
    }
    window.go("#/settings");
    window.click("[data-language='de']");
    window.wait_for("German", "document.documentElement.lang === 'de'");
    window.keep_picture("settings-sync-german");
    look("german");
    window.resize(800, 700);
    look("german-small");
    window.click("#menu-button");
    window.wait_for(
        "the state in the menu",
        "document.querySelector('[data-sync]').offsetHeight > 0",
    );
    window.keep_picture("sync-in-the-menu");
    window.strike(key::ESCAPE);
    for _ in 0..10 {
        window.control("+");
    }
    look("german-large");
    window.go("#/settings");
    window.wait_for("the form", "document.querySelector('#server-address')");
    window.read("document.querySelector('#server-address').scrollIntoView()");
    window.keep_picture("settings-sync-german-large");
    let faults = window.access_faults();
    assert!(faults.is_empty(), "the settings: {faults:#?}");
    let over = window.read("document.documentElement.scrollWidth - innerWidth");
    assert!(over.as_i64().is_some_and(|px| px <= 0), "the settings run {over} px out");
}

#[test]
fn what_is_open_changes_in_place_and_says_when_it_is_withdrawn() {
    let (window, content, server, _line) = Scene::with_preset().open();
    window.go("#/record/word-5");
    window.wait_for("the text", "document.body.innerText.includes('first edition')");
    window.wait_for("the focus in it", "document.activeElement.closest('main')");
    let focus = "document.activeElement.outerHTML";
    let before = window.read(focus);

    content.word(5, "second");
    server.publish(&content);
    window.invoke("sync_now").unwrap();
    window.wait_for("the new text", "document.body.innerText.includes('second edition')");
    assert_eq!(window.address(), "#/record/word-5", "the reader is where he was");
    assert_eq!(window.read(focus), before, "and so is the focus");

    content.remove("word-5");
    server.publish(&content);
    window.invoke("sync_now").unwrap();
    window.wait_for("that it is gone", "document.querySelector('[data-withdrawn=\"word-5\"]')");
    let said = window.text("[data-withdrawn]");
    assert!(said.contains("while it was open here"), "it says what happened: {said}");
    assert!(said.contains("Word 5"), "and to what: {said}");
    window.wait_for("the focus not lost", "document.activeElement.closest('main')");
}

#[test]
fn a_sync_is_stopped_by_key_and_a_server_that_is_gone_is_a_sentence() {
    let (window, content, server, line) = Scene::with_preset().open();
    content.word(1, "second");
    server.publish(&content);
    line.spoil("targets/", Fault::drip());
    window.go("#/sync");
    window.wait_for("the screen", &format!("document.querySelector('{NOW}')"));
    strike_button(&window, NOW);
    window.wait_for("that it may be stopped", &format!("document.querySelector('{STOP}')"));
    strike_button(&window, STOP);
    window.wait_for("that it was", "document.querySelector('[data-error=\"cancelled\"]')");
    window.wait_for("the focus", &format!("document.activeElement.matches('{NOW}')"));
    assert_eq!(window.text("h1"), "The sync was stopped", "in plain words");

    drop(server);
    line.heal();
    strike_button(&window, NOW);
    window.wait_for("the failure", "document.querySelector('[data-error=\"offline\"]')");
    assert_eq!(window.text("h1"), "The server cannot be reached", "in plain words");
    assert!(window.text(".ways").contains("connected"), "and what a person can do");
    assert!(window.text("[data-sync]").contains("no connection"), "the frame says it too");
    let folded = window.read("document.querySelector('[data-for-it]').open");
    assert_eq!(folded, false, "what only IT understands is folded away");
    window.click("[data-for-it] summary");
    assert!(window.text("[data-for-it] pre").contains("offline:"), "and there for them");
    window.keep_picture("sync-offline");
    window.click("[data-for-it] button");
    window.wait_for(
        "the copy",
        "document.querySelector('[data-for-it]').innerText.includes('Copied')",
    );
    let faults = window.access_faults();
    assert!(faults.is_empty(), "a failure is accessible too: {faults:#?}");

    window.go("#/record/word-1");
    window.wait_for("the text", "document.body.innerText.includes('first edition')");
    window.go("#/");
    window.search_for("edition");
    window.wait_for("results", "document.querySelector('[data-hit]')");
}

#[test]
fn a_reader_names_a_server_and_each_fault_stands_at_its_field() {
    let Scene { content: _content, server, line, home } = Scene::without_preset();
    let window = Window::open_in(home);
    assert_eq!(count(&window, "[data-sync]"), 0, "the frame says nothing of a server there is not");
    let fault = |field: &str| {
        let sentence = window.text(&format!("[data-fault='{field}']"));
        window.wait_for(
            &format!("the focus at the field that is described by: {sentence}"),
            &format!(
                "document.activeElement.getAttribute('aria-invalid') === 'true'
                 && document.getElementById(document.activeElement.getAttribute('aria-describedby'))
                      .dataset.fault === '{field}'"
            ),
        );
    };
    window.go("#/settings");
    window.type_into("#server-address", "ftp://example.org");
    window.click("[data-save-server]");
    fault("address");
    window.read("document.querySelector('#server-address').scrollIntoView()");
    window.keep_picture("settings-sync-fault");
    window.clear("#server-address");
    window.type_into("#server-address", line.address());
    window.click("[data-save-server]");
    fault("root");
    assert_eq!(line.questions(), 0, "nothing was asked of anybody until now");

    let no_root = window.home().path().join("other.json");
    std::fs::write(&no_root, "<html>").unwrap();
    choose(&window, &no_root);
    window.click("[data-save-server]");
    fault("root");
    choose(&window, &server.trust());
    window.click("input[name='proxy'][value='none']");
    window.click("[data-save-server]");
    window.wait_for("the sync with it", UP_TO_DATE);
    let shown = window.text("[data-fingerprint]");
    let print: Vec<_> = shown.split_whitespace().collect();
    assert_eq!(print.len(), 16, "in groups to be compared: {print:?}");
    assert!(print.iter().all(|group| group.len() == 4), "of four: {print:?}");
    assert_eq!(print.concat(), fingerprint(&server), "it is the one the server told");
    assert_eq!(count(&window, "[data-set-by='reader']"), 1, "it says who set it");
    window.read("document.querySelector('#server-address').scrollIntoView()");
    window.keep_picture("settings-sync");
    for theme in ["dark", "contrast", "light"] {
        window.click(&format!("[data-theme-choice='{theme}']"));
        window.wait_for(theme, &format!("document.documentElement.dataset.theme === '{theme}'"));
        let faults = window.access_faults();
        assert!(faults.is_empty(), "the form in {theme}: {faults:#?}");
    }

    window.click("[data-to-preset]");
    window.wait_for("no server", "document.querySelector('[data-sync]') === null");
    window.wait_for("the focus not lost", "document.activeElement.matches('[data-save-server]')");
    assert_eq!(window.invoke("sync_now").unwrap_err()["code"], "not_configured", "as before");
}

/// Chooses a file in the form, as the system's chooser would hand it over.
fn choose(window: &Window, file: &std::path::Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy();
    window.read(&format!(
        "(() => {{
           const chosen = new DataTransfer();
           chosen.items.add(new File([{}], {}, {{ type: 'application/json' }}));
           const field = document.querySelector('#server-root');
           field.files = chosen.files;
           field.dispatchEvent(new Event('change', {{ bubbles: true }}));
         }})()",
        json!(text),
        json!(name)
    ));
    window.wait_for(
        "the file's name",
        &format!("document.querySelector('.file').innerText.includes({})", json!(name)),
    );
}

/// What the server told its administrator.
fn fingerprint(server: &Server) -> String {
    let preset: PathBuf = server.trust().with_file_name("preset.toml");
    let text = std::fs::read_to_string(preset).unwrap();
    let line = text.lines().find(|line| line.contains("fingerprint is")).unwrap();
    line.rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn without_a_server_nothing_is_sent() {
    let outside = Proxy::before("127.0.0.1:9");
    let address = outside.address().to_owned();
    // Whoever drives the window is on this computer.
    let mut home = Home::new().set("NO_PROXY", "127.0.0.1").set("no_proxy", "127.0.0.1");
    for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"]
    {
        home = home.set(name, address.clone());
    }
    let window = Window::open_in(home);
    for screen in ["#/sync", "#/settings", "#/"] {
        window.go(screen);
        window.wait_for(screen, "document.querySelector('h1')");
    }
    assert_eq!(window.invoke("sync_now").unwrap_err()["code"], "not_configured", "nobody to ask");
    eventually("the log of the start", || window.home().log().contains("searchable").then_some(()));
    assert_eq!(outside.questions(), 0, "not one question left the computer");
}
