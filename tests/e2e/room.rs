//! What a facilitator meets in the room and just before it: figures that are newer in the library, notes of what was
//! said, practitioners' paragraphs and pictures chosen for one talk; and an editor whose disk is full, or whose
//! workshop is changed from elsewhere. Nothing of theirs is ever lost.

use super::printing::keep;
use super::scene::{Scene, assert_sound, strike_button};
use crate::harness::content::Content;
use crate::harness::disk::unless_forbidden;
use crate::harness::home::Home;
use crate::harness::programs::root;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use crate::harness::{dialog, eventually};
use hrc_domain::workshop::{OwnSlide, Workshop};
use hrc_domain::{Detail, PartialDate};
use hrc_library::{Library, Personal, now};

/// The reader's own file, opened beside the window as `hrc` does.
fn own(window: &Window) -> Personal {
    Personal::open(&window.home().library(), now()).unwrap()
}

/// All workshops that are kept.
fn all_kept(window: &Window) -> Vec<Workshop> {
    let personal = own(window);
    let lines = personal.workshops().unwrap();
    lines.iter().map(|line| personal.workshop(&line.id).unwrap()).collect()
}

/// Presents what is open on two displays, and speaks to the presenter's window.
fn present(window: &Window) {
    window.strike(key::F5);
    window.click("dialog [data-begin]:not(:disabled)");
    window.turn_to("presenter");
    window.wait_for("the presenter's slide", "document.querySelector('[data-fitted]')");
}

#[test]
fn a_newer_figure_in_the_library_is_said_to_the_presenter_and_taken_with_a_press() {
    let home = Home::with_library();
    let workshop = keep(&home, &["graz"]);
    {
        // The same workshop from a file that was written when the figures were others.
        let library = Library::open(&home.library()).unwrap();
        let personal = Personal::open(&home.library(), now()).unwrap();
        let mut exhibits = library.exhibits(&workshop).unwrap();
        let record = &mut exhibits.first_mut().unwrap().record;
        record.updated = PartialDate::new("2019-01-01").unwrap();
        let Detail::City(city) = &mut record.detail else { panic!("Graz is a city") };
        city.figures.first_mut().unwrap().value = "FORMER".into();
        let file = personal.workshop_file(&workshop.id, exhibits, now()).unwrap();
        personal.delete_workshop(&workshop.id, now()).unwrap();
        personal.import_workshop(&file, now()).unwrap();
    }
    let window = Window::open_on_two_in(home, (1024, 768));
    window.go(&format!("#/workshops/{}", workshop.id));
    window.wait_for("its slides", "document.querySelector('[data-slides]')");
    present(&window);
    window.wait_for("the warning", "document.querySelector('[data-newer]')");
    let said = window.text("[data-newer]");
    assert!(said.contains("a newer figure is in the library"), "in plain words: {said}");
    let drawn = "document.querySelector('.presenter').innerText.includes('FORMER')";
    let at = said.split_once("Slide ").and_then(|(_, rest)| rest.split_once(':')).unwrap().0;
    for digit in at.chars() {
        window.strike(&digit.to_string());
    }
    window.strike(key::ENTER);
    window.wait_for("the slide it names, as it came", drawn);
    assert_sound(&window, "a newer figure");
    window.keep_picture("presenter-newer");
    window.click("[data-take]");
    window.wait_for("the library's figure", &format!("!({drawn})"));
    window.wait_for("no warning any more", "!document.querySelector('[data-newer]')");
    let here = window.read("document.querySelector('[data-presenter]').dataset.at");
    let before: u32 = at.parse().unwrap();
    assert_eq!(here, (before - 1).to_string(), "on the slide where one was");
}

#[test]
fn what_the_room_says_is_kept_as_it_is_written_and_stands_in_the_agenda() {
    let window = Window::open_on_two((1024, 768));
    window.go("#/record/york");
    window.wait_for("what can be done with it", "document.querySelector('[data-tool=present]')");
    present(&window);
    assert!(all_kept(&window).is_empty(), "nothing was changed yet");
    window.type_into("[data-taken]", "They asked who pays.");
    // They are kept while they are written: for a moment there are some of them.
    let kept = eventually("all the words to be kept", || {
        let kept = all_kept(&window);
        kept.into_iter()
            .find(|one| one.items.first().is_some_and(|item| item.taken == "They asked who pays."))
    });
    assert!(!kept.title.is_empty(), "as a workshop that has a name");
    // Letters are letters in a field, and slides stay where they are.
    let at = window.read("document.querySelector('[data-presenter]').dataset.at");
    assert_eq!(at, "0", "no key that was typed went on");
    window.strike(key::PAGE_DOWN);
    window.wait_for(
        "the clicker's key",
        "document.querySelector('[data-presenter]').dataset.at === '1'",
    );
    let still = window.read("document.querySelector('[data-taken]').value");
    assert_eq!(still, "They asked who pays.", "the same item has the same notes");
    window.strike_last(key::ESCAPE);
    window.turn_to("index");
    window.go(&format!("#/workshops/{}", kept.id));
    window.click("[data-item] [data-open]");
    window.wait_for(
        "them in the agenda",
        "document.querySelector('[data-field=taken] textarea')?.value === 'They asked who pays.'",
    );
}

#[test]
fn a_practitioners_paragraph_and_a_picture_are_shown_once_they_are_chosen() {
    let content = Content::of(3);
    content.article("a-method", "A method", "for all");
    content.depth("a-method", "Wheelbarrow: what only members read.");
    let (window, _content, server, _line) = Scene::of(content).preset_without_line().open();
    let code = server.invite("A. Example, City of Graz");
    window.go("#/settings/account");
    window.type_into("#invitation-code", &code);
    window.click("[data-enrol]");
    window.wait_for("the membership", "document.querySelector('[data-account=\"member\"]')");
    window.go("#/record/a-method");
    window.wait_for("what members read", "document.body.innerText.includes('Wheelbarrow')");
    window.strike(key::F5);
    window.wait_for("the sheet before it", "document.querySelector('[data-begin]:not(:disabled)')");
    let labelled =
        "[...document.querySelectorAll('[data-row]')].filter(row => row.querySelector('.depth'))";
    assert_eq!(window.read(&format!("{labelled}.length")), 0, "none is chosen by itself");
    window.click("[data-paragraphs]");
    window.click("[data-paragraph]");
    window.wait_for("its slide, labelled", &format!("{labelled}.length === 1"));
    assert_sound(&window, "a chosen paragraph");
    window.click("[data-slides]");
    window.click("[data-add=image]");
    dialog::answer(&window, dialog::OPEN, &root().join("src-tauri/icons/128x128.png"));
    window.type_into("[data-own] label:first-child input", "Five bars");
    window.strike(key::TAB);
    let image = eventually("the picture to be kept", || {
        let kept = all_kept(&window).into_iter().next()?;
        let added = kept.items.into_iter().next()?.added;
        added.into_iter().find_map(|one| match one.slide {
            OwnSlide::Image { alt, .. } if alt == "Five bars" => Some(one.id),
            _ => None,
        })
    });
    window.keep_picture("present-sheet-chosen");
    window.click("[data-begin]");
    window.turn_to("audience");
    window.wait_for("the first slide", "document.querySelector('[data-fitted]')");
    let deep = "document.querySelector('[data-slide] .practitioner')";
    let picture =
        format!("document.querySelector('[data-slide*=\"added.{image}\"] img')?.naturalWidth > 0");
    let mut seen = (false, false);
    let last = {
        window.strike(key::END);
        let at = "Number(document.querySelector('[data-audience]').dataset.shown)";
        window.wait_for("the last slide", &format!("{at} > 0"));
        window.read(at).as_u64().unwrap()
    };
    window.strike(key::HOME);
    for at in 0..=last {
        window.wait_for(
            "the slide",
            &format!("document.querySelector('[data-audience]').dataset.shown === '{at}' && document.querySelector('[data-fitted]')"),
        );
        if window.read(&format!("Boolean({deep})")) == true {
            seen.0 = true;
            assert!(window.text("[data-slide]").contains("Wheelbarrow"), "with its label");
            assert_sound(&window, "a labelled slide");
        } else {
            let text = window.text("[data-slide]");
            assert!(!text.contains("Wheelbarrow"), "and on no slide without it: {text}");
        }
        if window.read("Boolean(document.querySelector('[data-slide*=\"added.\"]'))") == true {
            window.wait_for("the picture, drawn", &picture);
            seen.1 = true;
        }
        window.strike(key::RIGHT);
    }
    assert_eq!(seen, (true, true), "the paragraph and the picture were shown");
}

/// The editor of a workshop that is kept, and its id.
fn editor(window: &Window, workshop: &Workshop) {
    window.go(&format!("#/workshops/{}", workshop.id));
    window.wait_for("its slides", "document.querySelector('[data-slides]')");
}

/// Replaces the title, letter by letter.
fn retitle(window: &Window, title: &str) {
    let field = "[data-field='workshop-title'] input";
    window.clear(field);
    window.type_into(field, title);
}

#[test]
fn an_editor_on_a_full_disk_says_so_keeps_what_was_written_and_saves_it_once_there_is_room() {
    let Some(home) = unless_forbidden(Home::new().on_a_disk_of(96 * 1024)) else { return };
    home.install();
    let workshop = keep(&home, &["graz"]);
    let window = Window::open_in(home);
    editor(&window, &workshop);
    window.home().disk().fill_but(0);
    // More than the file of one's own has room for within itself.
    retitle(&window, "Written on a full disk");
    window.click("[data-item] [data-open]");
    let long = "They said much, and all of it counts. ".repeat(40);
    window.type_into("[data-field='taken'] textarea", &long);
    window.wait_for("the sentence", "document.querySelector('[data-unkept]')");
    assert!(
        window.text(".trouble").contains("There is no space left on this disk"),
        "what is wrong, in plain words"
    );
    assert!(
        !window.text(".trouble").contains("start it again"),
        "nobody is told to end the program that holds their words"
    );
    assert_sound(&window, "a workshop on a full disk");
    window.keep_picture("workshop-disk-full");
    assert_eq!(
        window.read("document.querySelector('[data-field=\"workshop-title\"] input').value"),
        "Written on a full disk",
        "what was written stays on the desk"
    );
    window.home().disk().free();
    strike_button(&window, "[data-keep-again]");
    window.wait_for("no trouble any more", "!document.querySelector('[data-unkept]')");
    let kept = own(&window).workshop(&workshop.id).unwrap();
    assert_eq!(kept.title, "Written on a full disk", "it is kept now");
    assert_eq!(kept.items.first().unwrap().taken, long, "with every word");
}

#[test]
fn a_workshop_that_is_changed_in_two_places_loses_neither_change() {
    let home = Home::with_library();
    let workshop = keep(&home, &["graz", "york"]);
    let window = Window::open_in(home);
    editor(&window, &workshop);
    let personal = own(&window);
    let theirs = Workshop { title: "Theirs".into(), ..personal.workshop(&workshop.id).unwrap() };
    personal.keep_workshop(&theirs, now()).unwrap();
    drop(personal);
    retitle(&window, "Ours");
    window
        .wait_for("the sentence", "document.querySelector('[data-error=conflict] [data-unkept]')");
    assert_sound(&window, "a workshop that was changed elsewhere");
    window.keep_picture("workshop-conflict");
    let kept = own(&window).workshop(&workshop.id).unwrap();
    assert_eq!(kept.title, "Theirs", "what somebody else wrote is not overwritten");
    strike_button(&window, "[data-keep-beside]");
    window.wait_for("no trouble any more", "!document.querySelector('[data-error]')");
    let both = eventually("both to be kept", || {
        let kept = all_kept(&window);
        (kept.len() == 2).then_some(kept)
    });
    let titles: Vec<&str> = both.iter().map(|one| one.title.as_str()).collect();
    assert!(titles.contains(&"Theirs"), "theirs: {titles:?}");
    assert!(titles.contains(&"Copy of Ours"), "and ours beside it: {titles:?}");
    assert!(both.iter().all(|one| one.items.len() == 3), "each with its agenda");
    // The room's words alone are no quarrel: both are kept in one.
    let ours = both.iter().find(|one| one.title == "Copy of Ours").unwrap();
    let item = &ours.items.first().unwrap().id;
    own(&window).take_down(&ours.id, item, "They asked who pays.", now()).unwrap();
    retitle(&window, "Ours again");
    eventually("both of it", || {
        let kept = own(&window).workshop(&ours.id).ok()?;
        let taken = &kept.items.first()?.taken;
        (kept.title == "Ours again" && taken == "They asked who pays.").then_some(())
    });
}
