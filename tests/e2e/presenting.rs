//! Presenting on one display: from a record to the last row, with the keys a clicker sends.

use super::scene::{assert_sound, strike_button};
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use serde_json::Value;

/// Which slide the audience sees, counted from 0.
const SHOWN: &str = "document.querySelector('[data-audience]')?.dataset.shown";

/// The window with the sheet that asks before a presentation, for this record.
fn prepare(window: &Window, record: &str) {
    window.go(&format!("#/record/{record}"));
    window.wait_for("what can be done with it", "document.querySelector('[data-tool=present]')");
    window.strike(key::F5);
    window.wait_for("the sheet before it", "document.querySelector('[data-begin]:not(:disabled)')");
}

/// Presents this record, and speaks to the audience's window.
fn present(window: &Window, record: &str) {
    prepare(window, record);
    window.click("[data-begin]");
    window.turn_to("audience");
    window.wait_for("the first slide", "document.querySelector('[data-fitted]')");
}

fn wait_for_slide(window: &Window, at: u32) {
    window.wait_for(&format!("slide {at}"), &format!("{SHOWN} === '{at}'"));
    window.wait_for("its text", "document.querySelector('[data-fitted]')");
}

/// How many slides there are, by going to the last and back.
fn count(window: &Window) -> u32 {
    window.strike(key::END);
    let last = || window.read(SHOWN).as_str().and_then(|at| at.parse::<u32>().ok()).unwrap_or(0);
    window.wait_for("the last slide", &format!("Number({SHOWN}) > 0"));
    let last = last();
    window.strike(key::HOME);
    wait_for_slide(window, 0);
    last + 1
}

/// What of the slide runs out of its room, or is too small for the last row. Empty where all is well.
const FAULTS: &str = "(() => {
  const faults = [];
  const sheet = document.querySelector('[data-audience] .sheet');
  const room = document.querySelector('[data-audience] .content');
  if (room.scrollHeight > room.clientHeight + 1) faults.push('below: ' + room.scrollHeight + ' of ' + room.clientHeight);
  if (room.scrollWidth > room.clientWidth + 1) faults.push('beside: ' + room.scrollWidth + ' of ' + room.clientWidth);
  const least = Math.min(innerWidth, innerHeight * 16 / 9) * 0.0195 - 0.1;
  for (const one of sheet.querySelectorAll('*')) {
    const own = [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== '');
    if (!own || one.closest('svg, .sr, [aria-hidden]')) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < least) faults.push(size + ' px, ' + least + ' at least: ' + one.textContent.slice(0, 40));
  }
  return faults;
})()";

fn assert_legible(window: &Window, what: &str) {
    let faults: Vec<String> = serde_json::from_value(window.read(FAULTS)).unwrap();
    assert!(faults.is_empty(), "{what}: {faults:#?}");
}

#[test]
fn a_city_is_presented_without_anybody_having_made_a_slide_and_resumes_where_it_was_left() {
    let window = Window::open();
    present(&window, "york");
    assert!(!window.has("presenter"), "one display has no room for a second window");
    window.turn_to("audience");
    wait_for_slide(&window, 0);
    assert!(window.text("[data-slide]").contains("York"), "the city is named");

    // As a clicker sends them.
    window.strike(key::PAGE_DOWN);
    wait_for_slide(&window, 1);
    window.strike(key::PAGE_DOWN);
    wait_for_slide(&window, 2);
    window.strike(key::PAGE_UP);
    wait_for_slide(&window, 1);
    for black in ["b", "."] {
        window.strike(black);
        window.wait_for("a black screen", "document.querySelector('[data-blank=black]')");
        window.strike(black);
        window.wait_for("the slide again", "!document.querySelector('[data-blank]')");
    }
    window.strike_last(key::ESCAPE);
    crate::harness::eventually("the end", || (!window.has("audience")).then_some(()));
    window.turn_to("index");
    window.strike(key::F5);
    window.turn_to("audience");
    wait_for_slide(&window, 1);
}

#[test]
fn every_key_of_presenting_does_what_the_table_says() {
    let window = Window::open();
    present(&window, "york");
    let slides = count(&window);
    assert!(slides > 5, "a city has a story to tell: {slides} slides");
    for next in [key::RIGHT, key::DOWN, key::PAGE_DOWN, key::SPACE, key::ENTER, "n"] {
        window.strike(key::HOME);
        wait_for_slide(&window, 0);
        window.strike(next);
        wait_for_slide(&window, 1);
    }
    for back in [key::LEFT, key::UP, key::PAGE_UP, key::BACKSPACE, "p"] {
        window.strike(key::END);
        wait_for_slide(&window, slides - 1);
        window.strike(back);
        wait_for_slide(&window, slides - 2);
    }
    window.strike("4");
    window.wait_for("the number", "document.querySelector('[data-banner=number]')");
    window.strike(key::ENTER);
    wait_for_slide(&window, 3);

    for white in ["w", ","] {
        window.strike(white);
        window.wait_for("a white screen", "document.querySelector('[data-blank=white]')");
        window.strike(white);
        window.wait_for("the slide", "!document.querySelector('[data-blank]')");
    }
    for (letter, banner) in [("z", "zoom"), ("l", "pointer")] {
        window.strike(letter);
        window.wait_for(banner, &format!("document.querySelector('[data-banner={banner}]')"));
        window.strike(key::ESCAPE);
        window.wait_for("nothing over it", "!document.querySelector('[data-banner]')");
    }
    window.chord(&[key::SHIFT, "f"]);
    window.wait_for("frozen", "document.querySelector('[data-banner=frozen]')");
    window.strike(key::RIGHT);
    wait_for_slide(&window, 3);
    window.chord(&[key::SHIFT, "f"]);
    wait_for_slide(&window, 4);

    window.strike("o");
    window.wait_for("all slides", "document.querySelector('[data-overview]')");
    window.strike(key::RIGHT);
    window.strike(key::ENTER);
    wait_for_slide(&window, 5);
    window.wait_for("the slide alone", "!document.querySelector('[data-overview]')");

    window.strike("s");
    window.wait_for("the notes", "document.querySelector('[data-notes]')");
    let notes = "parseFloat(getComputedStyle(document.querySelector('[data-notes] p')).fontSize)";
    let before = window.read(notes).as_f64().unwrap_or(0.0);
    window.control("+");
    window.wait_for("larger notes", &format!("{notes} > {before}"));
    window.strike("t");
    window.wait_for("the clock to stand", "document.querySelector('.paused')");
    window.strike("s");
    window.wait_for("no notes", "!document.querySelector('[data-notes]')");

    window.strike("d");
    window.wait_for("dark", "document.querySelector('[data-slide]').dataset.theme === 'dark'");
    window.strike("?");
    window.wait_for("the keys", "document.querySelector('dialog[open] kbd')");
    window.strike(key::ESCAPE);
    window.wait_for("no keys", "!document.querySelector('dialog[open]')");
    assert!(window.has("audience"), "what lay over the slide was closed, not the show");
}

#[test]
fn single_letters_do_nothing_once_they_are_switched_off() {
    let window = Window::open();
    window.go("#/settings");
    window.click("[data-letter-keys]");
    window.wait_for("kept", "!document.querySelector('[data-letter-keys]').checked");
    present(&window, "york");
    window.strike("b");
    window.strike("n");
    window.strike("z");
    window.strike(key::PAGE_DOWN);
    wait_for_slide(&window, 1);
    let over = window.read("document.querySelectorAll('[data-blank], [data-banner]').length");
    assert_eq!(over, 0, "the letters did nothing, the clicker's key did");
}

/// At every size of text, every slide of a record.
fn assert_all_legible(window: &Window, name: &str, pictures: bool) {
    let slides = count(window);
    for at in 0..slides {
        wait_for_slide(window, at);
        if pictures {
            window.keep_picture(&format!("slide-{name}-{at:02}"));
        }
        assert_legible(window, &format!("{name}, slide {at}"));
        window.strike(key::RIGHT);
    }
    window.strike(key::HOME);
    wait_for_slide(window, 0);
}

#[test]
fn nothing_runs_out_of_a_slide_or_is_too_small_at_any_size() {
    let window = Window::open_at(1024, 768);
    present(&window, "graz");
    assert_all_legible(&window, "graz-1024", true);
    for step in 1..=4 {
        window.strike("+");
        let size = "document.querySelector('[data-audience]').dataset.size";
        window.wait_for("larger text", &format!("{size} === '{step}'"));
        assert_all_legible(&window, &format!("graz-1024-larger-{step}"), step == 4);
    }
    for _ in 0..6 {
        window.strike("-");
    }
    window.wait_for(
        "smaller text",
        "document.querySelector('[data-audience]').dataset.size === '-2'",
    );
    assert_all_legible(&window, "graz-1024-smaller", false);
}

#[test]
fn a_very_large_wall_shows_the_same_slides() {
    let window = Window::open_at(3840, 2160);
    present(&window, "york");
    assert_eq!(window.read("innerWidth"), 3840, "the slides fill the wall");
    window.strike("d");
    window.wait_for("dark", "document.querySelector('[data-slide]').dataset.theme === 'dark'");
    assert_all_legible(&window, "york-3840-dark", true);
}

#[test]
fn cities_side_by_side_are_presented_too() {
    let window = Window::open();
    window.go("#/compare/graz/york/utrecht");
    window.wait_for("the comparison", "document.querySelector('[data-row]')");
    window.strike(key::F5);
    window.click("[data-begin]");
    window.turn_to("audience");
    wait_for_slide(&window, 0);
    assert_all_legible(&window, "compare", true);
}

#[test]
fn what_is_changed_before_showing_is_shown_and_kept() {
    let window = Window::open();
    prepare(&window, "york");
    let shown = |window: &Window| window.text("[data-count]");
    let before = shown(&window);
    window.click("[data-slides]");
    window.click("[data-row]:nth-of-type(2) input[type=checkbox]");
    window.wait_for("kept", "document.querySelector('[data-count]').innerText.includes('·')");
    assert_ne!(shown(&window), before, "one slide fewer is shown");
    window.click("[data-add=text]");
    window.wait_for("a slide of one's own", "document.querySelector('[data-own] input')");
    window.type_into("[data-own] input", "Our own city");
    window.strike(key::TAB);
    window.wait_for(
        "its name among the slides",
        "[...document.querySelectorAll('[data-row]')].some(r => r.innerText.includes('Our own city'))",
    );
    let kept = window.invoke("workshops").unwrap();
    assert_eq!(kept.as_array().map(Vec::len), Some(1), "kept as one workshop: {kept}");
    assert_sound(&window, "the sheet before presenting");
    window.keep_picture("present-sheet");
    window.click("[data-begin]");
    window.turn_to("audience");
    wait_for_slide(&window, 0);
    window.strike("o");
    window.wait_for(
        "the slide of one's own",
        "document.querySelector('[data-overview]')?.innerText.includes('Our own city')",
    );
}

#[test]
fn a_talk_is_short_and_what_waits_hidden_is_one_press_away() {
    let window = Window::open();
    prepare(&window, "york");
    let rows = |selector: &str| {
        let found = format!("document.querySelectorAll('[data-row]{selector}').length");
        window.read(&found).as_u64().unwrap()
    };
    let waiting = |count: u64| format!("document.querySelector('[data-hidden=\"{count}\"]')");
    window.click("[data-slides]");
    let (all, hidden) = (rows(""), rows(".out"));
    assert!((8..=14).contains(&(all - hidden)), "ten minutes: {hidden} of {all} wait");
    window.wait_for("that they wait", &waiting(hidden));
    window.keep_picture("present-sheet-short");
    strike_button(&window, "[data-show=all]");
    window.wait_for("none to wait", &waiting(0));
    assert_eq!(rows(".out"), 0, "all of them are shown");
    assert_sound(&window, "all slides shown");
    strike_button(&window, "[data-show=few]");
    window.wait_for("the short talk again", &waiting(hidden));
}

#[test]
fn what_nobody_changed_leaves_nothing_behind() {
    let window = Window::open();
    present(&window, "york");
    window.strike_last(key::ESCAPE);
    window.turn_to("index");
    let kept = window.invoke("workshops").unwrap();
    assert_eq!(kept, Value::Array(Vec::new()), "presenting is no change");
}

#[test]
fn the_slides_are_sound_in_every_light_and_say_where_one_is() {
    let window = Window::open();
    present(&window, "york");
    window.strike("s");
    window.wait_for("the notes", "document.querySelector('[data-notes]')");
    for look in ["light", "dark"] {
        window.wait_for(
            look,
            &format!("document.querySelector('[data-slide]').dataset.theme === '{look}'"),
        );
        assert_sound(&window, look);
        window.strike("d");
    }
    let said = "document.querySelector('[aria-live] p')?.innerText ?? ''";
    window.strike(key::RIGHT);
    window.wait_for("the second slide to be said", &format!("({said}).includes('2')"));
    window.strike("o");
    window.wait_for("all slides", "document.querySelector('[data-overview]')");
    assert_sound(&window, "all slides");
}
