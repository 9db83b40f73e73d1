//! Workshops in the real window: an agenda made by keyboard alone and kept as it is written; taken to a
//! computer that never saw its records, and presented there.

use super::scene::{Scene, assert_sound, strike_button};
use crate::harness::eventually;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use hrc_domain::workshop::Workshop;
use hrc_library::{Personal, now};
use serde_json::{Value, json};

/// The reader's own file, opened beside the window as `hrc` does.
fn own(window: &Window) -> Personal {
    Personal::open(&window.home().library(), now()).unwrap()
}

/// The workshop as it is kept, once this is true of it.
fn kept(window: &Window, what: &str, holds: impl Fn(&Workshop) -> bool) -> Workshop {
    eventually(what, || {
        let personal = own(window);
        let line = personal.workshops().unwrap().into_iter().next()?;
        personal.workshop(&line.id).ok().filter(|workshop| holds(workshop))
    })
}

/// Puts the focus on this control by Tab alone.
fn tab_to(window: &Window, selector: &str) {
    let there = format!("document.activeElement?.matches({})", json!(selector));
    for _ in 0..120 {
        if window.read(&there) == true {
            return;
        }
        window.strike(key::TAB);
    }
    panic!("{selector} is not reached by Tab");
}

/// What the items are called, in their order.
fn names(window: &Window) -> Vec<String> {
    let names = "[...document.querySelectorAll('[data-open]')].map(one => one.textContent.trim())";
    serde_json::from_value(window.read(names)).unwrap()
}

/// Whether something was told to whoever listens.
fn told(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('[role=\"status\"]')].some(one => one.textContent.includes({}))",
        json!(words)
    )
}

fn choose(window: &Window, theme: &str) {
    window.go("#/settings");
    window.click(&format!("[data-theme-choice='{theme}']"));
    window.wait_for(theme, &format!("document.documentElement.dataset.theme === '{theme}'"));
}

/// Begins a workshop of these cities and twenty minutes, with their comparison at the end.
fn begin(window: &Window, cities: &[&str]) {
    window.go("#/workshops");
    strike_button(window, "[data-new]");
    window.wait_for("an empty agenda", "document.querySelector('[data-no-items]')");
    strike_button(window, "[data-begin]");
    window.wait_for(
        "the focus where one searches",
        "document.activeElement.matches('[data-picker] input[type=search]')",
    );
    window.wait_for("the cities", "document.querySelector('[data-pick=graz]')");
    for city in cities {
        tab_to(window, &format!("[data-pick='{city}']"));
        window.strike(key::SPACE);
    }
    let chosen = format!("document.querySelector('[data-chosen=\"{}\"]')", cities.len());
    window.wait_for("what was chosen", &chosen);
    tab_to(window, "[data-compare-too]");
    window.strike(key::SPACE);
    strike_button(window, "[data-take]");
    let items = format!("document.querySelectorAll('[data-item]').length === {}", cities.len() + 1);
    window.wait_for("the agenda", &items);
    window.wait_for("its slides", "document.querySelectorAll('[data-slides]').length > 0");
}

#[test]
fn an_agenda_is_made_by_keyboard_alone_and_kept_as_it_is_written() {
    let window = Window::open();
    window.go("#/workshops");
    window.wait_for("that there is none", "document.querySelector('[data-no-workshops]')");
    assert_sound(&window, "no workshop yet");
    window.keep_picture("workshops-none");
    begin(&window, &["graz", "utrecht", "york"]);
    window.wait_for("what is told", &told("4 items added"));
    assert_eq!(
        names(&window),
        ["Graz", "Utrecht", "York", "Graz, Utrecht and York"],
        "the cities and then all of them side by side"
    );
    let workshop = kept(&window, "it to be kept", |workshop| workshop.items.len() == 4);
    let minutes: Vec<_> = workshop.items.iter().map(|item| item.minutes).collect();
    assert_eq!(minutes, [Some(5); 4], "the twenty minutes are shared out");
    assert!(workshop.chosen.is_empty(), "no practitioner paragraph is in it by itself");

    // A title, and when it begins: the plan follows.
    window.type_into("[data-field='workshop-title'] input", "Three ways into it");
    window.type_into("[data-begins]", "14:00");
    window.strike(key::TAB);
    window.wait_for(
        "when it ends",
        "document.querySelector('[data-total]').innerText.includes('14:20')",
    );
    assert_eq!(window.text(".turn"), "14:00–14:05", "each item knows its turn");

    // Reordered; the focus stays where it acts.
    tab_to(&window, "[data-item]:first-child [data-down]");
    window.strike(key::ENTER);
    window.wait_for("that, told aloud", &told("Graz is now number 2 of 4"));
    assert_eq!(names(&window)[..2], ["Utrecht", "Graz"], "it went down");
    window.wait_for(
        "the focus on the same button",
        "document.activeElement.matches('[data-down]') && document.activeElement.ariaLabel.includes('Graz')",
    );

    // Taken out, and put back.
    strike_button(&window, "[data-item]:last-child [data-remove]");
    window.wait_for("three items", "document.querySelectorAll('[data-item]').length === 3");
    window.wait_for("the way back", "document.activeElement.matches('[data-undo]')");
    window.strike(key::ENTER);
    window.wait_for("it again", "document.querySelectorAll('[data-item]').length === 4");

    // An item opened: a slide left out, moved and spoken to, and what the room said.
    tab_to(&window, "[data-item]:first-child [data-open]");
    window.strike(key::ENTER);
    window.wait_for(
        "its slides, drawn",
        "document.querySelectorAll('[data-tile] [data-fitted]').length > 1",
    );
    tab_to(&window, "[data-tile]:nth-child(2) [data-shows]");
    window.strike(key::SPACE);
    window.wait_for(
        "it is left out",
        "document.querySelector('[data-tile]:nth-child(2)').matches('.out')",
    );
    let second = window.read("document.querySelector('[data-tile]:nth-child(2)').dataset.tile");
    tab_to(&window, "[data-tile]:nth-child(2) [data-later]");
    window.strike(key::ENTER);
    window.wait_for(
        "it comes later",
        &format!("document.querySelector('[data-tile]:nth-child(3)').dataset.tile === {second}"),
    );
    tab_to(&window, "[data-tile]:nth-child(3) [data-later]");
    tab_to(&window, "[data-tile]:nth-child(4) [data-note]");
    window.strike(key::ENTER);
    window.wait_for("a place for notes", "document.querySelector('[data-tile] textarea')");
    window.type_into("[data-tile] textarea", "Say this slowly.");
    window.type_into("[data-field='taken'] textarea", "They asked who pays.");
    let workshop = kept(&window, "all of it", |workshop| {
        workshop.items.first().is_some_and(|item| item.taken == "They asked who pays.")
            && workshop.own_notes.values().any(|note| note == "Say this slowly.")
    });
    assert_eq!(workshop.title, "Three ways into it", "the title");
    assert_eq!(workshop.begins.as_deref(), Some("14:00"), "when it begins");
    assert_eq!(workshop.hidden.len(), 1, "the slide that is left out");
    assert!(!workshop.order.is_empty(), "the slide that was moved");
    window.keep_picture("workshop-open");

    // Something of one's own: the focus is where it is written.
    window.click("[data-item]:first-child [data-open]");
    strike_button(&window, ".add [data-add=discussion]");
    window.wait_for(
        "its first field",
        "document.activeElement.matches('[data-own=discussion] input')",
    );
    let questions = "[data-own=discussion] textarea";
    window.type_into(questions, "Who would stand up for this?");
    window.strike(key::ENTER);
    window.type_into(questions, "Who pays?");
    kept(&window, "the questions", |workshop| {
        serde_json::to_string(&workshop.items)
            .unwrap()
            .contains("[\"Who would stand up for this?\",\"Who pays?\"]")
    });
    strike_button(&window, ".add [data-add=link]");
    window.wait_for("its first field", "document.activeElement.matches('[data-own=link] input')");
    window.type_into("[data-own=link] [data-field='own-url'] input", "javascript:alert(1)");
    window.wait_for("what is wrong with it", "document.querySelector('[data-own=link] .fault')");
    assert_sound(&window, "an agenda with a fault");
    assert!(
        !serde_json::to_string(&kept(&window, "it", |_| true)).unwrap().contains("alert(1)"),
        "what is no address is not kept"
    );

    // Closed in the middle of it, it is all there again.
    let address = window.address();
    let window = Window::open_in(window.close());
    window.go(&address);
    window.wait_for("the agenda again", "document.querySelectorAll('[data-item]').length === 6");
    assert_eq!(window.text("h1"), "Three ways into it", "by its title");
}

#[test]
fn the_agenda_is_for_everybody_in_every_light_size_and_language() {
    let window = Window::open();
    begin(&window, &["graz", "utrecht", "york"]);
    let address = window.address();
    let show = |how: &str| {
        window.go(&address);
        window.click("[data-item] [data-open]");
        window.wait_for("the item", "document.querySelector('[data-tile]')");
        window.keep_picture(&format!("workshop-{how}"));
        // They are drawn once they come into view.
        window.wait_for(
            "its slides",
            "(document.querySelector('[data-tile]').scrollIntoView(), \
             document.querySelector('[data-tile] [data-fitted]'))",
        );
        window.keep_picture(&format!("workshop-slides-{how}"));
        assert_sound(&window, how);
        window.click("[data-item] [data-open]");
        strike_button(&window, ".add [data-add=case]");
        window.wait_for("the picker", "document.querySelector('[data-pick=graz]')");
        window.keep_picture(&format!("workshop-picker-{how}"));
        assert_sound(&window, &format!("the picker in {how}"));
        window.strike(key::ESCAPE);
        window.wait_for("the way back", "document.querySelector('[data-picker]') === null");
    };
    for theme in ["light", "dark", "contrast"] {
        choose(&window, theme);
        show(theme);
    }
    choose(&window, "light");
    window.resize(800, 700);
    window.go("#/settings");
    window.click("[data-language='de']");
    window.wait_for("German", "document.documentElement.lang === 'de'");
    show("narrow-de");
    for _ in 0..10 {
        window.control("+");
    }
    show("largest-de");
}

#[test]
fn a_workshop_is_presented_on_a_computer_that_never_saw_its_records() {
    let window = Window::open();
    begin(&window, &["graz", "york"]);
    let made = kept(&window, "it", |workshop| workshop.items.len() == 3);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("three-ways.hrcworkshop");
    // The system's own dialog, which chooses the place, is nobody's to drive.
    let asked = |window: &Window, command: &str, arguments: Value| {
        window.ask(&format!(
            "window.__TAURI_INTERNALS__.invoke({}, {}).then(done, (error) => done({{ error }}))",
            json!(command),
            arguments
        ))
    };
    let put = asked(&window, "export_workshop", json!({"id": made.id, "path": file}));
    assert!(put.is_null(), "the file is written: {put}");
    drop(window);

    // Its bundle holds twelve words, and nothing of any city.
    let window = Window::open_in(Scene::without_preset().home);
    window.go("#/record/graz");
    window.wait_for("that Graz is not here", "document.querySelector('[data-error=not_found]')");
    let taken = asked(&window, "import_workshop", json!({"path": file}));
    assert!(taken.get("error").is_none(), "the file is taken in: {taken}");
    window.go("#/workshops");
    window.wait_for("it in the list", "document.querySelector('[data-workshop]')");
    assert!(window.text("[data-workshop]").contains("Came in a file"), "as what it is");
    assert_sound(&window, "a workshop from a file");
    window.click("[data-workshop] a");
    window.wait_for("its slides", "document.querySelectorAll('[data-slides]').length === 3");
    assert_eq!(names(&window), ["Graz", "York", "Graz and York"], "with the names it brought");
    window.keep_picture("workshop-carried");
    let paper = folder.path().join("hand-out.pdf");
    let printed = asked(&window, "print_handout", json!({"workshop": taken, "path": paper}));
    assert!(printed.is_null(), "it can be given out here: {printed}");
    let text = crate::harness::pdf::text(&paper);
    assert!(text.contains("Graz") && text.contains("York"), "with what it brought: {text}");
    window.strike(key::F5);
    window.wait_for("the sheet before it", "document.querySelector('[data-begin]:not(:disabled)')");
    window.click("dialog [data-begin]");
    window.turn_to("audience");
    window.wait_for("the first slide", "document.querySelector('[data-fitted]')");
    assert!(window.text("[data-slide]").contains("Graz"), "the audience sees the city");
    window.keep_picture("workshop-presented");

    // A copy brings its records along, too.
    window.turn_to("index");
    window.click("[data-copy]");
    window.wait_for("the copy", "document.querySelector('h1').innerText.startsWith('Copy of')");
    window.wait_for("its slides", "document.querySelectorAll('[data-slides]').length === 3");
    assert_eq!(names(&window), ["Graz", "York", "Graz and York"], "all of it");
}
