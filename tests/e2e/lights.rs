//! The screens around syncing and membership in every light, in a small window and in the language that
//! takes most room: sound, and nothing runs out. The pictures are for people to look at.

use super::scene::{Scene, assert_sound};
use crate::faults::Fault;
use crate::harness::content::Content;
use crate::harness::webdriver::key;
use crate::harness::window::Window;

/// How it is looked at: theme, language, and the window's size.
const LOOKS: [(&str, &str, (u32, u32)); 5] = [
    ("dark", "en", (1280, 800)),
    ("contrast", "en", (1280, 800)),
    ("light", "de", (1280, 800)),
    ("dark", "de", (800, 700)),
    ("contrast", "de", (800, 700)),
];

/// A screen: its name, its address, what is there once it stands, and what is to be in view.
type Screen = (&'static str, &'static str, &'static str, &'static str);

/// Looks at these screens in every way; `open` does what else a screen needs.
fn look(window: &Window, screens: &[Screen], open: impl Fn(&Window, &str)) {
    for (theme, language, (width, height)) in LOOKS {
        window.resize(width, height);
        window.go("#/settings");
        window.click(&format!("[data-theme-choice='{theme}']"));
        window.click(&format!("[data-language='{language}']"));
        window.wait_for(language, &format!("document.documentElement.lang === '{language}'"));
        for (name, address, there, seen) in screens {
            window.go(address);
            let there =
                format!("location.hash === '{address}' && document.querySelector({there:?})");
            window.wait_for(name, &there);
            open(window, name);
            window.read(&format!("document.querySelector({seen:?}).scrollIntoView()"));
            window.keep_picture(&format!("lights-{name}-{theme}-{language}-{width}"));
            assert_sound(window, &format!("{name}, {theme}, {language}, {width} px"));
            if window.read("document.querySelector('dialog[open]') !== null") == true {
                window.strike(key::ESCAPE);
            }
        }
    }
    window.resize(1280, 800);
}

#[test]
fn what_surrounds_a_membership_stands_in_every_light_small_and_large() {
    let content = Content::of(6);
    content.depth("word-2", "Wheelbarrow: what only members read.");
    let (window, _content, server, line) = Scene::of(content).preset().open();
    line.spoil("", Fault::LogIn);
    let outside: [Screen; 3] = [
        ("join", "#/settings/account", "[data-join]", "#account-title"),
        ("diagnosis", "#/diagnosis", "[data-diagnosis='failed']", "h1"),
        ("folder", "#/sync/folder", "[data-folder-sync]", "#folder-title"),
    ];
    look(&window, &outside, |window, name| {
        if name == "join" {
            window.clear("#invitation-code");
            window.type_into("#invitation-code", "abcd");
            window.strike(key::ENTER);
            window.wait_for("the fault", "document.querySelector('[data-fault=code]')");
        } else if name == "folder" {
            window.click("[data-folder-sync]");
            window.wait_for("the fault", "document.querySelector('[data-fault=folder]')");
        }
    });

    line.heal();
    window.go("#/settings/account");
    window.clear("#invitation-code");
    window.type_into("#invitation-code", &server.invite("A. Example, City of Graz"));
    window.click("[data-enrol]");
    window.wait_for("the membership", "document.querySelector('[data-account=\"member\"]')");
    window.go("#/record/word-2");
    window.wait_for("the text", "document.body.innerText.includes('Wheelbarrow')");
    let within: [Screen; 3] = [
        ("member", "#/settings/account", "[data-sign-out]", "#account-title"),
        ("sign-out", "#/settings/account", "[data-sign-out]", "#account-title"),
        ("found", "#/search?q=wheelbarrow", ".passage .depth", "h1"),
    ];
    look(&window, &within, |window, name| {
        if name == "sign-out" {
            window.click("[data-sign-out]");
            window.wait_for("the question", "document.querySelector('dialog[open]')");
        }
    });

    server.revoke(server.devices()[0]["id"].as_str().unwrap());
    window.invoke("sync_now").unwrap();
    window.go("#/");
    window.wait_for("the farewell", "document.querySelector('[data-farewell]')");
    let after: [Screen; 2] = [
        ("farewell", "#/", "[data-farewell]", "[data-farewell]"),
        ("ended", "#/settings/account", "[data-farewell]", "#account-title"),
    ];
    look(&window, &after, |_, _| {});
}
