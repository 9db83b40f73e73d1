//! The system's notification that an answer arrived, with the real server and a desktop that writes down
//! what it is asked to show.

use super::scene::Scene;
use crate::harness::content::Content;
use crate::harness::eventually;
use crate::harness::programs::run_to_end;
use crate::harness::server::Server;
use crate::harness::window::Window;
use hrc_domain::personal::Draft;
use hrc_domain::question::{AskingAs, LetterId, PublishChoice};
use hrc_library::{Owner, Personal, now};
use serde_json::json;

/// The title of every notification in English, and the sentence that one answer came.
const ANSWERED: (&str, &str) = ("Human Rights Cities Knowledge Centre", "An answer arrived.");

/// Whether this was told to whoever listens in the window.
fn told(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('[role=\"status\"]')].some(one => one.textContent.includes({}))",
        json!(words)
    )
}

/// Opens the window where the server has two questions of its reader.
fn open(scene: Scene) -> (Window, Server, [LetterId; 2]) {
    let (window, _content, server, _line) = scene.preset_without_line().open();
    let personal = Personal::open(&window.home().library(), now()).unwrap();
    let ids = ["Heating for tenants", "A charter for our town"].map(|subject| {
        let draft = Draft {
            subject: subject.to_owned(),
            text: "How did others begin?".to_owned(),
            asking_as: Some(AskingAs::Named),
            name: "A. Example".to_owned(),
            publish: Some(PublishChoice::No),
            ..serde_json::from_str("{}").unwrap()
        };
        personal.ask(&draft, &Owner::Visitor, now()).unwrap()
    });
    sync(&window);
    eventually("both at the server", || (server.questions().len() == 2).then_some(()));
    for id in &ids {
        server.expert(&["assign", id.as_str(), "--to", "B. Expert"], "");
    }
    // No other window stands on this display: that the reader looks elsewhere is said instead.
    window.read("(document.hasFocus = () => false)()");
    (window, server, ids)
}

fn sync(window: &Window) {
    window.invoke("sync_now").expect("a sync can be asked for at any time");
}

fn answer(server: &Server, id: &LetterId) {
    let answering = ["answer", id.as_str(), "--summary", "Begin with those.", "--text", "-"];
    server.expert(&answering, "The frostbell model.");
}

/// Presses the notification that is shown, as the desktop tells it.
fn press_notification(window: &Window) {
    let mut telling = window.beside("dbus-send");
    telling.args(["--session", "--type=signal", "/org/freedesktop/Notifications"]);
    telling.args(["org.freedesktop.Notifications.ActionInvoked", "uint32:1", "string:default"]);
    run_to_end(telling);
}

#[test]
fn an_answer_is_announced_without_a_word_of_it_and_only_to_whoever_wants_that() {
    let scene = Scene::of(Content::of(2));
    let (window, server, [first, second]) =
        open(Scene { home: scene.home.with_notifications(), ..scene });

    window.go("#/settings/own");
    window.click("[data-notify]");
    eventually("that choice kept", || {
        let kept = std::fs::read_to_string(window.settings_file()).ok()?;
        kept.contains("\"notify\": false").then_some(())
    });
    server.expert(&["ask", first.as_str(), "--text", "Since when?"], "");
    sync(&window);
    window.wait_for("that, told in the window", &told("The experts need to know more"));

    window.click("[data-notify]");
    window.keep_picture("settings-notify");
    answer(&server, &second);
    sync(&window);
    eventually("the notification", || (!window.home().notified().is_empty()).then_some(()));
    let (title, words) = ANSWERED;
    assert_eq!(
        window.home().notified(),
        [(title.to_owned(), words.to_owned())],
        "that an answer came, no word of it, and nothing of what came while it was switched off"
    );

    // Pressed, it leads to what is new: to all of it, or to the one question there is.
    press_notification(&window);
    window.wait_for("both questions", "location.hash === '#/questions'");
    window.go(&format!("#/questions/{first}"));
    window.wait_for("the first one", "document.querySelector('[data-letter=query]')");
    window.go("#/");
    window.wait_for("the front page", "location.hash === '#/'");
    press_notification(&window);
    window.wait_for("the answer", "document.querySelector('[data-letter=answer]')");
    assert_eq!(window.address(), format!("#/questions/{second}"), "of the second one");
    assert!(window.home().log().contains("the window comes forward"), "whatever covers it");
}

#[test]
fn a_desktop_without_notifications_keeps_nobody_from_the_answer() {
    let scene = Scene::of(Content::of(2));
    let (window, server, [first, _]) = open(Scene { home: scene.home.on_a_bus(), ..scene });
    answer(&server, &first);
    sync(&window);
    window.wait_for("the answer, told in the window", &told(ANSWERED.1));
    window.go(&format!("#/questions/{first}"));
    window.wait_for("the answer", "document.querySelector('[data-letter=answer]')");
}
