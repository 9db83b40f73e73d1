//! "Save as PDF" pressed to the end: the system's dialog asks where to, the file is there, and poppler reads it.

use super::scene::{assert_sound, strike_button};
use crate::harness::home::Home;
use crate::harness::window::Window;
use crate::harness::{dialog, eventually, pdf};
use hrc_domain::workshop::{Matter, Workshop};
use hrc_domain::{Language, RecordId};
use hrc_library::{Personal, now};
use serde_json::{Value, json};
use std::path::Path;

/// Said where the file was written.
const SAVED: &str = "document.querySelector('[data-pdf-saved]')";

/// A workshop of these cities, and their comparison, as it is kept in this home.
pub(super) fn keep(home: &Home, cities: &[&str]) -> Workshop {
    let ids: Vec<RecordId> = cities.iter().map(|id| RecordId::new(*id).unwrap()).collect();
    let mut matters: Vec<Matter> =
        ids.iter().map(|record| Matter::Case { record: record.clone() }).collect();
    if ids.len() > 1 {
        matters.push(Matter::Comparison { records: ids });
    }
    let personal = Personal::open(&home.library(), now()).unwrap();
    let begun = Personal::begin_workshop(Language::english(), matters, now()).unwrap();
    let titled = Workshop { title: "Three ways into it".into(), ..begun };
    personal.keep_workshop(&titled, now()).unwrap()
}

/// What the program answers to a question with arguments.
pub(super) fn asked(window: &Window, command: &str, arguments: &Value) -> Value {
    window.ask(&format!(
        "window.__TAURI_INTERNALS__.invoke({}, {arguments}).then(done, (error) => done({{ error }}))",
        json!(command)
    ))
}

/// Waits until the file is there and whole.
fn wait_for_file(file: &Path) {
    eventually("the file", || {
        std::fs::read(file).ok().filter(|bytes| bytes.starts_with(b"%PDF-")).map(drop)
    });
}

#[test]
fn a_record_is_saved_and_one_that_is_there_is_replaced_only_after_a_question() {
    let window = Window::open();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("york.pdf");
    window.go("#/record/york");
    strike_button(&window, "[data-tool=pdf]");
    dialog::answer(&window, dialog::SAVE, &file);
    window.wait_for("that it was saved", SAVED);
    assert!(window.text("[data-pdf-saved]").contains("york.pdf"), "and where");
    assert_sound(&window, "a saved record");
    let text = pdf::text(&file);
    assert!(text.contains("York") && text.contains("Human Rights City Network"), "{text}");

    std::fs::write(&file, "mine").unwrap();
    strike_button(&window, "[data-tool=pdf]");
    dialog::answer(&window, dialog::SAVE, &file);
    // The toolkit asks in a window without a name.
    dialog::strike_in(&window, dialog::QUESTION, "Escape");
    dialog::wait_for_none(&window, dialog::QUESTION);
    assert_eq!(std::fs::read(&file).unwrap(), b"mine", "nobody has agreed yet");
    dialog::strike_in(&window, dialog::SAVE, "Return");
    dialog::strike_in(&window, dialog::QUESTION, "Return");
    wait_for_file(&file);

    strike_button(&window, "[data-tool=pdf]");
    dialog::strike_in(&window, dialog::SAVE, "Escape");
    dialog::wait_for_none(&window, dialog::SAVE);
    let troubles = window.read("document.querySelectorAll('[data-error]').length");
    assert_eq!(troubles, 0, "to have thought better of it is no trouble");
}

#[test]
fn a_place_that_cannot_be_written_to_is_a_sentence() {
    let window = Window::open();
    window.go("#/record/york");
    strike_button(&window, "[data-tool=pdf]");
    // Nobody makes a file there, not even an administrator.
    dialog::answer(&window, dialog::SAVE, Path::new("/sys/york.pdf"));
    window.wait_for("what went wrong", "document.querySelector('[data-error]')");
    let said = window.text("[data-error]");
    assert!(said.contains("cannot be saved in that folder"), "it is the folder: {said}");
    let ways = window.read("document.querySelectorAll('[data-error] li').length");
    assert!(ways.as_u64() > Some(0), "with a way out");
    assert_sound(&window, "a document that could not be written");
    window.keep_picture("pdf-unwritable");
}

#[test]
fn a_comparison_is_saved() {
    let window = Window::open();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("compared.pdf");
    window.go("#/compare/graz/york");
    window.wait_for("the comparison", "document.querySelector('[data-row]')");
    strike_button(&window, "[data-tool=pdf]");
    dialog::answer(&window, dialog::SAVE, &file);
    window.wait_for("that it was saved", SAVED);
    let text = pdf::text(&file);
    assert!(text.contains("Graz") && text.contains("York"), "both cities: {text}");
}

#[test]
fn a_workshop_is_saved_as_slides_with_its_notes_and_as_a_hand_out() {
    let home = Home::with_library();
    let workshop = keep(&home, &["graz", "york"]);
    let window = Window::open_in(home);
    let deck = asked(&window, "deck", &json!({ "workshop": workshop }));
    let slides = deck["slides"].as_array().unwrap();
    let printed = slides
        .iter()
        .filter(|one| one["hidden"] == false || (one["spare"] == true && one["part"] == "sources"))
        .count();
    let folder = tempfile::tempdir().unwrap();
    window.go(&format!("#/workshops/{}", workshop.id));
    window.click("[data-pdf]");
    let save = |paper: &str| {
        let file = folder.path().join(format!("{paper}.pdf"));
        strike_button(&window, &format!("[data-paper={paper}]"));
        dialog::answer(&window, dialog::SAVE, &file);
        let name = format!("{paper}.pdf");
        window.wait_for(
            "that it was saved",
            &format!("document.querySelector('[data-said]')?.innerText.includes('{name}')"),
        );
        window.click("[data-pdf]");
        file
    };
    let slides_file = save("slides");
    assert_eq!(pdf::pages(&slides_file), printed, "a page for each slide that is shown");
    assert!(pdf::text(&slides_file).contains("York"), "with its words");
    let notes = save("notes");
    assert!(pdf::pages(&notes) >= printed, "notes are never cut");
    let proposed = slides[0]["notes"]["text"].as_str().unwrap();
    let begins: String = proposed.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let flowing = pdf::text(&notes).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flowing.contains(&begins), "what is to be said stands with it: {begins}");
    let handout = pdf::text(&save("handout"));
    assert!(handout.contains("Graz") && handout.contains("York"), "both records: {handout}");
}
