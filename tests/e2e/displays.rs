//! Presenting on two real displays: the audience's window full screen on the second, the presenter's on the first;
//! swapped, closed, unplugged and plugged in again.

use super::scene::assert_sound;
use crate::harness::eventually;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use std::process::Output;

const AUDIENCE: &str = "Slides for the audience · Human Rights Cities Knowledge Centre";
const PRESENTER: &str = "Presenter window · Human Rights Cities Knowledge Centre";

/// Presents York on two displays and speaks to the presenter's window.
fn present() -> Window {
    let window = Window::open_on_two((1024, 768));
    window.go("#/record/york");
    window.wait_for("what can be done with it", "document.querySelector('[data-tool=present]')");
    window.strike(key::F5);
    window.click("[data-begin]");
    window.turn_to("audience");
    window.wait_for("the first slide", "document.querySelector('[data-fitted]')");
    window.turn_to("presenter");
    window.wait_for("the presenter's slide", "document.querySelector('[data-fitted]')");
    window
}

/// Where the server has a window of this title, whether it is seen, and how large it is.
fn place(window: &Window, title: &str) -> (i32, u32, bool) {
    let Output { stdout, .. } = window.beside("xwininfo").args(["-name", title]).output().unwrap();
    let told = String::from_utf8_lossy(&stdout).into_owned();
    let field = |name: &str| {
        let line = told.lines().find_map(|line| line.trim().strip_prefix(name));
        line.unwrap_or_default().trim().to_owned()
    };
    let x = field("Absolute upper-left X:").parse().unwrap_or(-1);
    let width = field("Width:").parse().unwrap_or(0);
    (x, width, field("Map State:") == "IsViewable")
}

fn wait_for_place(window: &Window, title: &str, wanted: (i32, u32, bool)) {
    let mut last = None;
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eventually("the window's place", || {
            last = Some(place(window, title));
            (last == Some(wanted)).then_some(())
        });
    }));
    assert!(found.is_ok(), "{title} is at {wanted:?} in the end; it is at {last:?}");
}

fn shown_to_all(window: &Window, at: u32) {
    window.turn_to("audience");
    let shown = "document.querySelector('[data-audience]').dataset.shown";
    window.wait_for("the audience's slide", &format!("{shown} === '{at}'"));
    window.turn_to("presenter");
    let here = "document.querySelector('[data-presenter]').dataset.at";
    window.wait_for("the presenter's slide", &format!("{here} === '{at}'"));
}

#[test]
fn the_audience_sees_slides_full_screen_on_the_second_display_and_they_are_swapped() {
    let window = present();
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    assert!(place(&window, PRESENTER).0 < 1280, "the presenter sits at the first");
    window.wait_for(
        "which display the audience sees",
        "document.querySelector('[data-audience-on=DUMMY1]')",
    );
    window.keep_picture("presenter-light");
    window.strike(key::RIGHT);
    shown_to_all(&window, 1);
    window.click("[data-do=show_next]");
    shown_to_all(&window, 2);
    window.turn_to("audience");
    window.strike(key::PAGE_UP);
    shown_to_all(&window, 1);
    window.turn_to("presenter");
    window.strike("b");
    window.wait_for("the banner", "document.querySelector('[data-banner=black]')");
    window.turn_to("audience");
    window.wait_for("a black screen", "document.querySelector('[data-blank=black]')");
    window.turn_to("presenter");
    window.strike("b");
    window.strike("z");
    window.turn_to("audience");
    window.wait_for("the slide nearer", "document.querySelector('[data-zoom=\"150\"]')");
    let banners = window.read("document.querySelectorAll('[data-banner]').length");
    assert_eq!(banners, 0, "the audience is not told what the presenter pressed");
    window.turn_to("presenter");
    window.strike(key::ESCAPE);
    window.wait_for("no banner", "!document.querySelector('[data-banner]')");

    window.strike("x");
    wait_for_place(&window, AUDIENCE, (0, 1280, true));
    eventually("the presenter on the second", || {
        (place(&window, PRESENTER).0 >= 1280).then_some(())
    });
    window.strike("x");
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    shown_to_all(&window, 1);
}

#[test]
fn a_projector_that_is_unplugged_never_covers_the_presenter_and_comes_back() {
    let window = present();
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    window.strike(key::RIGHT);
    shown_to_all(&window, 1);
    window.displays().unplug();
    eventually("the audience's window to be gone from sight", || {
        (!place(&window, AUDIENCE).2).then_some(())
    });
    window.wait_for("that it is said", "document.querySelector('[data-audience-on=\"\"]')");
    assert!(place(&window, PRESENTER).2, "the presenter's window is seen");
    window.strike(key::RIGHT);
    let here = "document.querySelector('[data-presenter]').dataset.at";
    window.wait_for("the presenter going on", &format!("{here} === '2'"));
    window.keep_picture("presenter-unplugged");
    window.displays().plug();
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    shown_to_all(&window, 2);
}

#[test]
fn with_the_projector_gone_slides_and_notes_share_a_window_until_it_is_back() {
    let window = present();
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    window.strike(key::RIGHT);
    shown_to_all(&window, 1);
    window.displays().unplug();
    window.wait_for("that it is said", "document.querySelector('[data-audience-on=\"\"]')");
    window.click("[data-do=show_resume]");
    wait_for_place(&window, AUDIENCE, (0, 1280, true));
    eventually("the presenter's window to be out of the way", || {
        (!place(&window, PRESENTER).2).then_some(())
    });
    window.turn_to("audience");
    let shown = "document.querySelector('[data-audience]')?.dataset.shown";
    window.wait_for("the same slide", &format!("{shown} === '1'"));
    window.strike("s");
    window.wait_for("the notes, on the key", "document.querySelector('[data-notes-over]')");
    window.keep_picture("audience-alone-with-notes");
    window.strike("x");
    window.strike(key::PAGE_DOWN);
    window.wait_for("the next slide", &format!("{shown} === '2'"));
    assert!(!place(&window, PRESENTER).2, "there is nothing to swap with");

    window.displays().plug();
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    eventually("the presenter's window", || {
        let (x, _, seen) = place(&window, PRESENTER);
        (seen && x < 1280).then_some(())
    });
    window.turn_to("audience");
    window.wait_for("no notes before the room", "!document.querySelector('[data-notes-over]')");
    shown_to_all(&window, 2);
}

#[test]
fn a_projector_that_comes_during_a_talk_takes_the_slides_and_leaves_the_notes_here() {
    let window = Window::open_on_two((1024, 768));
    window.displays().unplug();
    window.go("#/record/york");
    window.wait_for("what can be done with it", "document.querySelector('[data-tool=present]')");
    window.strike(key::F5);
    window.click("[data-begin]");
    window.turn_to("audience");
    window.wait_for("the first slide", "document.querySelector('[data-fitted]')");
    wait_for_place(&window, AUDIENCE, (0, 1280, true));
    assert!(!window.has("presenter"), "there is no room for it");
    window.turn_to("audience");
    window.strike(key::RIGHT);
    window.displays().plug();
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    window.turn_to("presenter");
    assert!(place(&window, PRESENTER).0 < 1280, "the notes stay where the presenter sits");
    shown_to_all(&window, 1);
}

#[test]
fn closing_the_slides_while_the_presenters_window_waits_ends_all_of_it() {
    let window = present();
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    window.displays().unplug();
    window.wait_for("that it is said", "document.querySelector('[data-audience-on=\"\"]')");
    window.click("[data-do=show_resume]");
    wait_for_place(&window, AUDIENCE, (0, 1280, true));
    window.close_by_frame(AUDIENCE);
    eventually("the end", || (!window.has("audience") && !window.has("presenter")).then_some(()));
    window.turn_to("index");
    window.strike(key::F5);
    window.turn_to("audience");
    window.wait_for("it again", "document.querySelector('[data-fitted]')");
}

#[test]
fn either_window_may_be_closed_and_the_show_goes_on_from_the_same_slide() {
    let window = present();
    window.strike(key::RIGHT);
    shown_to_all(&window, 1);
    window.close_by_frame(AUDIENCE);
    window.wait_for("that it is said", "document.querySelector('[data-audience-on=\"\"]')");
    window.strike(key::F5);
    wait_for_place(&window, AUDIENCE, (1280, 1024, true));
    shown_to_all(&window, 1);
    window.close_by_frame(PRESENTER);
    eventually("the presenter's window to close", || (!window.has("presenter")).then_some(()));
    window.turn_to("audience");
    window.strike(key::RIGHT);
    window.wait_for("on", "document.querySelector('[data-audience]').dataset.shown === '2'");
    window.strike("s");
    window.turn_to("presenter");
    shown_to_all(&window, 2);
    window.strike_last(key::ESCAPE);
    eventually("the end", || (!window.has("audience") && !window.has("presenter")).then_some(()));
    window.turn_to("index");
    window.strike(key::F5);
    window.turn_to("presenter");
    shown_to_all(&window, 2);
}

#[test]
fn the_presenters_window_is_sound_in_every_light_and_with_the_largest_text() {
    for theme in ["light", "dark", "contrast"] {
        let window = Window::open_on_two((1024, 768));
        window.go("#/settings");
        window.click(&format!("[data-theme-choice='{theme}']"));
        if theme == "dark" {
            for _ in 0..10 {
                window.control("+");
            }
        }
        window.go("#/record/york");
        window.wait_for("its tools", "document.querySelector('[data-tool=present]')");
        window.strike(key::F5);
        window.click("[data-begin]");
        window.turn_to("presenter");
        window.wait_for("its slide", "document.querySelector('[data-fitted]')");
        window.strike(key::RIGHT);
        assert_sound(&window, &format!("presenter in {theme}"));
        window.keep_picture(&format!("presenter-{theme}"));
        window.strike("o");
        window.wait_for("all slides", "document.querySelector('[data-overview]')");
        assert_sound(&window, &format!("all slides in {theme}"));
        window.strike("o");
        window.turn_to("audience");
        assert_sound(&window, &format!("audience in {theme}"));
    }
}
