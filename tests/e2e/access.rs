//! Every screen, light, dark and high contrast, held against WCAG 2.2 by axe-core in the real window.

use crate::harness::window::Window;

const SCREENS: &[(&str, &str, &str)] = &[
    ("home", "#/", "document.querySelector('main a[href*=\"section=\"]')"),
    ("search", "#/search?q=human%20rights", "document.querySelector('[data-hit]')"),
    ("search-empty", "#/search?q=zzzzqqqq&exact=1", "document.querySelector('#results h1.big')"),
    ("reader-city", "#/record/york", "document.querySelector('.sheet h1')"),
    (
        "reader-article",
        "#/record/what-is-a-human-rights-city",
        "document.querySelector('.sheet h1')",
    ),
    ("reader-link", "#/record/link-d37", "document.querySelector('.sheet h1')"),
    (
        "links",
        "#/links/thematic-cities?link=link-d37",
        "document.querySelector('[data-link-detail]')",
    ),
    ("settings", "#/settings", "document.querySelector('[data-theme-choice]')"),
    ("browse", "#/browse", "document.querySelector('main a[href*=\"section=\"]')"),
    ("browse-right", "#/browse/right/25", "document.querySelector('main a[href^=\"#/record/\"]')"),
    ("cities", "#/cities", "document.querySelector('main a[href*=\"record/graz\"]')"),
    ("glossary", "#/glossary", "document.querySelector('main a[href^=\"#/record/\"]')"),
    ("theme", "#/record/housing", "document.querySelector('.sheet h1')"),
    ("term", "#/record/shelter-city", "document.querySelector('.sheet h1')"),
    ("sources", "#/sources", "document.querySelector('main h1')"),
    ("help", "#/help", "document.querySelector('main kbd')"),
];

#[test]
fn axe_finds_nothing_wrong_with_any_screen_in_any_theme() {
    let window = Window::open();
    for theme in ["light", "dark", "contrast"] {
        window.go("#/settings");
        window.click(&format!("[data-theme-choice='{theme}']"));
        window.wait_for(theme, &format!("document.documentElement.dataset.theme === '{theme}'"));
        for (name, address, shown) in SCREENS {
            window.go(address);
            window.wait_for(name, &on(address, shown));
            window.keep_picture(&format!("{name}-{theme}"));
            let faults = window.access_faults();
            assert!(faults.is_empty(), "{name} in {theme}: {faults:#?}");
        }
    }
}

#[test]
fn nothing_runs_out_of_a_small_window_with_large_text() {
    let window = Window::open();
    window.resize(800, 700);
    for _ in 0..10 {
        window.control("+");
    }
    window.wait_for(
        "the largest text",
        "parseFloat(getComputedStyle(document.documentElement).fontSize) >= 31",
    );
    for (name, address, shown) in SCREENS {
        window.go(address);
        window.wait_for(name, &on(address, shown));
        window.keep_picture(&format!("{name}-large"));
        let overflow = window.read("document.documentElement.scrollWidth - innerWidth");
        assert!(
            overflow.as_i64().is_some_and(|px| px <= 0),
            "{name} runs {overflow} px out of the window"
        );
    }
}

/// Whether this screen is the one shown; the window may write the rest of an address in its own way.
fn on(address: &str, shown: &str) -> String {
    let path = address.split('?').next().unwrap_or(address);
    format!("location.hash.split('?')[0] === '{path}' && {shown}")
}
