//! A question from a meeting room without a line to everybody's library: real windows, the real server,
//! and experts at their terminal.

use super::scene::{Scene, UP_TO_DATE, assert_sound};
use crate::faults::{Proxy, deaf};
use crate::harness::content::Content;
use crate::harness::eventually;
use crate::harness::home::Home;
use crate::harness::server::Server;
use crate::harness::window::Window;
use serde_json::json;

const SUBJECT: &str = "May tenants sit on the council?";

/// Whether these words stand in the part of the window.
fn says(selector: &str, words: &str) -> String {
    format!("document.querySelector({})?.innerText.includes({})", json!(selector), json!(words))
}

/// Has the window sync, and waits until what became of the question says these words.
fn sync_until(window: &Window, words: &str) {
    window.invoke("sync_now").expect("a sync can be asked for at any time");
    window.wait_for(words, &says("[data-standing]", words));
}

fn field(name: &str) -> String {
    format!("[data-field='{name}'] :is(textarea, input)")
}

/// A second computer with the same bundle and the same administrator.
fn second_machine(first: &Home) -> Home {
    let of_first = |name: &str| first.path().join(name).to_string_lossy().into_owned();
    Home::new()
        .set("HRC_KEYRING", "off")
        .set("HRC_BUNDLE", of_first("bundle"))
        .set("HRC_PRESET", of_first("preset.toml"))
}

/// Writes the question in the window, and sends it.
fn ask(window: &Window) {
    window.go("#/ask");
    window.type_into(&field("subject"), SUBJECT);
    window.type_into(&field("text"), "Two houses want to send somebody.");
    window.click("[data-asking_as='named']");
    window.type_into(&field("name"), "A. Example");
    window.click("[data-publish='ask']");
    window.click("[data-send]");
    window.wait_for("the question", "location.hash.startsWith('#/questions/')");
    window.wait_for("how it stands", &says("[data-standing]", "Waiting to send at next sync"));
}

/// What the experts have of it; none until it arrived.
fn at_the_experts(server: &Server) -> Option<String> {
    let asked = server.questions();
    assert!(asked.len() < 2, "it is there once: {asked:?}");
    asked.first().map(|question| question["id"].as_str().unwrap().to_owned())
}

#[test]
fn a_question_asked_offline_survives_a_power_cut_and_its_answer_is_found_on_a_second_machine() {
    // No line: nothing listens where the server will be.
    let address = deaf::closed();
    let Scene { server, home, .. } =
        Scene::of(Content::of(2)).preset_to(&format!("http://{address}"));
    let window = Window::open_in(home);
    window.wait_for("no network", "document.querySelector('[data-sync=\"failed\"]')");
    ask(&window);
    let question = window.address();

    // The power goes; the question does not.
    let window = Window::open_in(window.kill());
    window.wait_for("no network yet", "document.querySelector('[data-sync=\"failed\"]')");
    window.go(&question);
    window.wait_for("the question", &says("main", SUBJECT));
    window.wait_for("how it stands", &says("[data-standing]", "Waiting to send at next sync"));
    assert_eq!(at_the_experts(&server), None, "nothing has left");

    // A line at last.
    let _line = Proxy::at(&address, server.address());
    sync_until(&window, "Received by the Network");
    let id = eventually("the question at the experts", || at_the_experts(&server));
    assert!(question.ends_with(&id), "the very question: {id}");
    server.expert(&["assign", &id, "--to", "B. Expert"], "");
    server.expert(&["ask", &id, "--text", "Since when do they want to?"], "");
    sync_until(&window, "Your reply is needed");

    window.type_into(&field("reply"), "Since the winter.");
    window.click("[data-send-reply]");
    window.wait_for("the reply", "document.querySelector('[data-letter=message]')");
    window.invoke("sync_now").expect("a sync can be asked for at any time");
    let told = eventually("the reply at the experts", || {
        let told = server.expert(&["show", &id], "").to_string();
        told.contains("Since the winter.").then_some(told)
    });
    assert_eq!(told.matches("Since the winter.").count(), 1, "once: {told}");

    let answering = ["answer", &id, "--summary", "They may.", "--text", "-"];
    server.expert(&answering, "The **frostbell** model.");
    sync_until(&window, "Answered");
    window.wait_for("the answer", &says("[data-letter=answer]", "frostbell"));
    let title = ["--title", "May tenants sit on a council?", "--language", "en"];
    let publishing = ["publish", &id, "--summary", "They may.", "--text", "-"];
    server.expert(&[&publishing[..], &title[..]].concat(), "The frostbell model, at length.");
    window.invoke("sync_now").expect("a sync can be asked for at any time");
    window.wait_for("the very text", &says("[data-public-text]", "frostbell model, at length"));

    // Nobody finds it before its asker agrees.
    let second = Window::open_in(second_machine(window.home()));
    second.wait_for("the sync of the start", UP_TO_DATE);
    second.go("#/search?q=frostbell&exact=1");
    second.wait_for("an answer", "document.querySelector('#results h1')");
    assert_eq!(second.hits(), Vec::<String>::new(), "it is not public");
    window.click("[data-agree]");
    window.wait_for("the agreement", "document.querySelector('[data-decided=\"true\"]')");
    window.invoke("sync_now").expect("a sync can be asked for at any time");

    eventually("the answer on the second machine", || {
        second.invoke("sync_now").expect("a sync can be asked for at any time");
        std::thread::sleep(std::time::Duration::from_millis(500));
        second.read("document.querySelector('[data-hit]')?.dataset.hit ?? null").as_str().map(drop)
    });
    assert_sound(&second, "a search that finds an answer");
    second.click("[data-hit] h2 a");
    second.wait_for("the answer", &says("main", "The frostbell model, at length."));
    assert!(!second.text("main").contains("A. Example"), "without the asker's name");
    second.keep_picture("answer-second-machine");

    sync_until(&window, "Published");
    let record = second.address();
    let record = record.trim_start_matches("#/record/").split(['?', '/']).next().unwrap();
    let link = format!("main a[href^='#/record/{record}']");
    window.wait_for("the way to it", &format!("document.querySelector({link:?})"));
    assert_sound(&window, "a question that was published");
    window.keep_picture("question-published");
}
