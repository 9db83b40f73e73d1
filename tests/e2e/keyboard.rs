//! Whole journeys by keyboard alone: every step has the focus somewhere, and one can see where.

use crate::harness::webdriver::key;
use crate::harness::window::{SEARCH_FIELD, Window};

/// Stops the journey where the focus is lost, or where nobody could see it.
pub(super) fn assert_focus_is_seen(window: &Window, step: &str) {
    // What draws a field's focus may be the frame around it.
    let seen = window.read(
        "(() => {
           const e = document.activeElement;
           if (e === null || e === document.body) return 'the focus is lost';
           // The heading a screen begins at, or the paragraph that was come for, is no stop: nothing
           // can be done with it, Tab leads on.
           const box = e.getBoundingClientRect();
           const inView = box.bottom > 0 && box.top < innerHeight;
           const begins = e.matches('h1[tabindex=\"-1\"], .found[tabindex=\"-1\"]');
           if (begins) return inView ? 'seen' : 'where it begins is out of view';
           const drawn = (one) => {
             const style = getComputedStyle(one);
             return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
           };
           const around = e.matches('input') ? [e, e.parentElement, e.closest('label')] : [e];
           if (around.some(one => one !== null && drawn(one))) return 'seen';
           return 'no focus is drawn at ' + e.outerHTML.slice(0, 160);
         })()",
    );
    assert_eq!(seen, "seen", "{step}");
}

/// Strikes Tab until the focus is at this selector, seeing it at every stop.
pub(super) fn tab_to(window: &Window, selector: &str) {
    let there = format!("document.activeElement?.matches({selector:?})");
    for _ in 0..120 {
        if window.read(&there) == true {
            return;
        }
        window.strike(key::TAB);
        assert_focus_is_seen(window, &format!("on the way to {selector}"));
    }
    panic!("{selector} is not reached by Tab");
}

#[test]
fn everything_is_done_by_keyboard_alone_and_the_focus_is_always_seen() {
    let window = Window::open();
    assert_ne!(window.read("document.activeElement?.tagName"), "BODY", "it begins somewhere");

    window.control("k");
    window.wait_for("the field", &format!("document.activeElement?.matches('{SEARCH_FIELD}')"));
    assert_focus_is_seen(&window, "in the search field");
    for letter in ["g", "r", "a", "z"] {
        window.strike(letter);
    }
    window.wait_for_first_hit("graz");
    assert_focus_is_seen(&window, "in the field while results come");
    window.strike(key::DOWN);
    window.wait_for("a result", "document.activeElement?.closest('[data-hit]')");
    assert_focus_is_seen(&window, "on a result");
    window.strike(key::UP);
    window.strike(key::ENTER);
    window.wait_for("the record", "location.hash.startsWith('#/record/graz')");
    window.wait_for("the focus in it", "document.activeElement !== document.body");

    window.alt(key::LEFT);
    window.wait_for("the results again", "location.hash.startsWith('#/search?')");
    window.wait_for_first_hit("graz");
    window.wait_for("the focus in them", "document.activeElement !== document.body");
    assert_focus_is_seen(&window, "back among the results");

    window.control("k");
    window.chord(&[key::CONTROL, key::SHIFT, "f"]);
    window.wait_for("the filters", "document.activeElement?.closest('.facets')");
    assert_focus_is_seen(&window, "among the filters");
    tab_to(&window, "[data-facet='kind:article']");
    window.strike(key::SPACE);
    window.wait_for("the filter", "location.hash.includes('kind=article')");
    assert_focus_is_seen(&window, "on the filter that was ticked");
    window.wait_for("its tick", "document.querySelector(\"[data-facet='kind:article']\").checked");

    window.strike(key::ESCAPE);
    window.control("k");
    tab_to(&window, "a[href='#/links']");
    window.strike(key::ENTER);
    window.wait_for("the links", "location.hash.startsWith('#/links')");
    window.wait_for("their heading", "document.activeElement?.closest('main')");
    assert_focus_is_seen(&window, "on the links screen");

    window.control(",");
    window.wait_for("the settings", "location.hash === '#/settings'");
    window.wait_for("their heading", "document.activeElement?.matches('h1')");
    tab_to(&window, "[data-theme-choice='system']");
    window.strike(key::RIGHT);
    window.strike(key::RIGHT);
    window.wait_for("dark by arrows", "document.documentElement.dataset.theme === 'dark'");
    assert_focus_is_seen(&window, "on the theme that was chosen");

    window.strike(key::F1);
    window.wait_for(
        "the keys",
        "location.hash.startsWith('#/help') || document.querySelector('dialog[open]')",
    );
    window.wait_for("the focus there", "document.activeElement !== document.body");
    assert_focus_is_seen(&window, "where the keys are listed");
    window.strike(key::ESCAPE);
    window.alt(key::LEFT);
    window.wait_for(
        "a screen before it",
        "!location.hash.startsWith('#/help') && !document.querySelector('dialog[open]')",
    );
    window.wait_for("the focus there", "document.activeElement !== document.body");
    assert_focus_is_seen(&window, "back from the keys");
}

#[test]
fn the_way_forward_the_panes_and_the_way_out_of_the_window_need_no_mouse() {
    let window = Window::open();
    window.go("#/search?q=graz");
    window.wait_for_first_hit("graz");
    window.control("k");
    window.strike(key::ENTER);
    window.wait_for("the record", "location.hash.startsWith('#/record/graz')");
    window.alt(key::LEFT);
    window.wait_for("the results", "location.hash.startsWith('#/search?')");
    window.wait_for("the focus in them", "document.activeElement !== document.body");
    window.alt(key::RIGHT);
    window.wait_for("the record again", "location.hash.startsWith('#/record/graz')");
    window.wait_for("the focus in it", "document.activeElement !== document.body");
    assert_focus_is_seen(&window, "where Alt and the right arrow lead");

    // Every pane in its turn, and round again to the first.
    let count = "[...document.querySelectorAll('[data-pane]')].filter(p => p.getClientRects().length).length";
    let panes = window.read(count).as_u64().unwrap();
    assert!(panes >= 3, "rail, bar and text at least: {panes}");
    let at = "[...document.querySelectorAll('[data-pane]')].findIndex(p => p.contains(document.activeElement))";
    let mut seen = std::collections::BTreeSet::new();
    let began = window.read(at);
    for _ in 0..panes {
        window.strike(key::F6);
        assert_focus_is_seen(&window, "in the pane after");
        seen.insert(window.read(at).to_string());
    }
    assert_eq!(seen.len() as u64, panes, "each is reached: {seen:?}");
    assert_eq!(window.read(at), began, "and the last leads to where it began");

    // A link in running text asks first; Esc stays, with the focus where it was.
    window.go("#/record/contact-the-network");
    let link = "article.text a[href^='http']";
    window.wait_for("a link out", &format!("document.querySelector({link:?})"));
    tab_to(&window, link);
    let address = window.read("document.activeElement.href");
    window.strike(key::ENTER);
    window.wait_for("the question", "document.querySelector('dialog[open] .address')");
    window.wait_for("the focus in it", "document.activeElement.closest('dialog')");
    assert_focus_is_seen(&window, "in the question before the browser opens");
    window.strike(key::ESCAPE);
    window.wait_for("no question", "document.querySelector('dialog[open]') === null");
    let back = "document.activeElement.href";
    assert_eq!(window.read(back), address, "the focus is where it was");
    assert_eq!(window.opened_outside(), Vec::<String>::new(), "and nothing was opened");
    window.strike(key::ENTER);
    window.wait_for("the question", "document.activeElement.closest('dialog[open]')");
    window.strike(key::TAB);
    assert_focus_is_seen(&window, "on the way to stay");
    window.chord(&[key::SHIFT, key::TAB]);
    assert_focus_is_seen(&window, "back on the way out");
    window.strike(key::ENTER);
    let opened = crate::harness::eventually("the browser", || window.opened_outside().pop());
    assert_eq!(Some(opened.as_str()), address.as_str(), "the very address that was shown");
    window.wait_for("no question", "document.querySelector('dialog[open]') === null");
    assert_eq!(window.read(back), address, "reading goes on where it was");
}

#[test]
fn a_system_without_animations_is_obeyed() {
    let home = crate::harness::home::Home::new();
    let folder = home.path().join("config/gtk-3.0");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n").unwrap();
    let window = Window::open_in(home);
    let asked = window.read("matchMedia('(prefers-reduced-motion: reduce)').matches");
    assert_eq!(asked, true, "the window hears what the system says");
    // A button of the product's own style, whatever the screen shows at the moment.
    let lasting = "(() => {
        const button = document.createElement('button');
        button.className = 'btn';
        document.querySelector('main').append(button);
        const style = getComputedStyle(button);
        const all = style.transitionDuration + ', ' + style.animationDuration;
        button.remove();
        return all.split(', ').map(parseFloat).reduce((a, b) => Math.max(a, b));
      })()";
    let longest = window.read(lasting).as_f64();
    assert!(longest.is_some_and(|s| s < 0.001), "nothing moves: {longest:?} s");
    let moving = Window::open().read(lasting).as_f64();
    assert!(moving.is_some_and(|s| s > 0.0), "elsewhere it does: {moving:?} s");
}
