//! Every screen, light, dark and high contrast, held against WCAG 2.2 by axe-core in the real window.

use crate::harness::window::Window;

/// A screen: its name, its address, and the expression that is true once it is shown.
type Screen = (&'static str, &'static str, &'static str);

const THEMES: [&str; 3] = ["light", "dark", "contrast"];

const SCREENS: &[Screen] = &[
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
        "reader-practice",
        "#/record/york-resident-chosen-indicators",
        "document.querySelector('.sheet h1')",
    ),
    (
        "reader-instrument",
        "#/record/hrc-resolutions-local-government",
        "document.querySelector('.sheet h1')",
    ),
    ("reader-institution", "#/record/fra", "document.querySelector('.sheet h1')"),
    ("reader-publication", "#/record/fra-report-2021", "document.querySelector('.sheet h1')"),
    (
        "reader-event",
        "#/record/2018-cities-for-rights-barcelona",
        "document.querySelector('.sheet h1')",
    ),
    ("reader-tool", "#/record/fra-framework-checklist", "document.querySelector('.sheet h1')"),
    ("reader-answer", "#/record/editorial-small-town", "document.querySelector('.sheet h1')"),
    (
        "links",
        "#/links/thematic-cities?link=link-d37",
        "document.querySelector('[data-link-detail]')",
    ),
    ("settings", "#/settings", "document.querySelector('[data-theme-choice]')"),
    ("browse", "#/browse", "document.querySelector('main a[href*=\"section=\"]')"),
    ("browse-right", "#/browse/right/25", "document.querySelector('main a[href^=\"#/record/\"]')"),
    ("browse-goal", "#/browse/goal/11", "document.querySelector('main a[href^=\"#/record/\"]')"),
    ("cities", "#/cities", "document.querySelector('main a[href*=\"record/graz\"]')"),
    ("compare", "#/compare/graz/york/utrecht", "document.querySelector('[data-row]')"),
    ("compare-none", "#/compare", "document.querySelector('[data-focus=\"add-city\"]')"),
    ("pairing", "#/pairing/graz", "document.querySelector('[data-suggested]')"),
    ("pairing-untold", "#/pairing", "document.querySelector('[data-my-city]')"),
    ("glossary", "#/glossary", "document.querySelector('main a[href^=\"#/record/\"]')"),
    ("theme", "#/record/housing", "document.querySelector('.sheet h1')"),
    ("term", "#/record/shelter-city", "document.querySelector('.sheet h1')"),
    ("sources", "#/sources", "document.querySelector('main h1')"),
    ("sync", "#/sync", "document.querySelector('#sync-title')"),
    ("diagnosis", "#/diagnosis", "document.querySelector('[data-check]')"),
    ("ask", "#/ask", "document.querySelector('[data-ask]')"),
    ("questions", "#/questions", "document.querySelector('[data-no-questions]')"),
    ("workshops", "#/workshops", "document.querySelector('[data-no-workshops]')"),
    ("notes", "#/notes", "document.querySelector('[data-no-notes]')"),
    ("help", "#/help", "document.querySelector('main kbd')"),
];

#[test]
fn axe_finds_nothing_wrong_with_any_screen_in_any_theme() {
    let window = Window::open();
    for theme in THEMES {
        choose(&window, theme);
        for screen in SCREENS {
            show(&window, screen, theme);
            assert_sound(&window, screen, theme);
        }
    }
}

#[test]
fn axe_finds_nothing_wrong_and_nothing_runs_out_with_the_largest_text() {
    let window = Window::open();
    window.resize(800, 700);
    enlarge(&window);
    for theme in THEMES {
        choose(&window, theme);
        for screen in SCREENS {
            let how = format!("{theme}-large");
            show(&window, screen, &how);
            assert_sound(&window, screen, &how);
            assert_fits(&window, screen, &how);
        }
    }
}

#[test]
fn every_language_fits_in_a_small_window_with_the_largest_text() {
    let window = Window::open();
    window.resize(800, 700);
    enlarge(&window);
    for language in ["de", "fr", "nl", "sv", "es"] {
        window.go("#/settings");
        window.click(&format!("[data-language='{language}']"));
        window.wait_for(language, &format!("document.documentElement.lang === '{language}'"));
        for screen in SCREENS {
            let how = format!("{language}-large");
            show(&window, screen, &how);
            assert_fits(&window, screen, &how);
        }
    }
}

fn choose(window: &Window, theme: &str) {
    window.go("#/settings");
    window.click(&format!("[data-theme-choice='{theme}']"));
    window.wait_for(theme, &format!("document.documentElement.dataset.theme === '{theme}'"));
}

fn enlarge(window: &Window) {
    for _ in 0..10 {
        window.control("+");
    }
    let size = "parseFloat(getComputedStyle(document.documentElement).fontSize)";
    window.wait_for("the largest text", &format!("{size} >= 31"));
}

fn show(window: &Window, (name, address, shown): &Screen, how: &str) {
    window.go(address);
    window.wait_for(name, &on(address, shown));
    window.keep_picture(&format!("{name}-{how}"));
}

fn assert_sound(window: &Window, (name, ..): &Screen, how: &str) {
    let faults = window.access_faults();
    assert!(faults.is_empty(), "{name} in {how}: {faults:#?}");
}

fn assert_fits(window: &Window, (name, ..): &Screen, how: &str) {
    let overflow = window.read("document.documentElement.scrollWidth - innerWidth");
    let fits = overflow.as_i64().is_some_and(|px| px <= 0);
    assert!(fits, "{name} in {how} runs {overflow} px out of the window");
}

/// Whether this screen is the one shown; the window may write the rest of an address in its own way.
fn on(address: &str, shown: &str) -> String {
    let path = address.split('?').next().unwrap_or(address);
    format!("location.hash.split('?')[0] === '{path}' && {shown}")
}
