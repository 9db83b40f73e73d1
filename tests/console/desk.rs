//! Journeys over the desk: from a question in a meeting room to everybody's library, in a browser; without
//! script, light and dark. By the keyboard alone: `keys`.

use super::{inside, staffed, with_staff};
use crate::harness::browser::{Browser, Setup};
use crate::harness::content::Content;
use crate::harness::eventually;
use crate::harness::reader::Reader;
use crate::harness::server::Server;

/// A server with something published, and a question of a reader of it.
pub fn asked(choice: &str) -> (Server, Reader, String) {
    let server = staffed();
    server.publish(&Content::of(2));
    let asker = Reader::of(&server);
    let id = asker.asks("Tenants and heating", choice);
    assert!(asker.syncs().status.success(), "the question leaves");
    (server, asker, id)
}

/// A page of a question.
pub fn at(id: &str, rest: &str) -> String {
    format!("/console/questions/{id}{rest}")
}

/// Writes an answer and looks at it before it is sent.
fn write(browser: &Browser, id: &str) {
    browser.go(&at(id, "/answer"));
    browser.fill("#summary", "Begin with those.");
    browser.fill("#text", "Begin with the **council**.");
}

#[test]
fn a_question_is_answered_in_the_browser_agreed_to_and_found_by_every_library() {
    let (server, asker, id) = asked("ask");
    let other = Reader::of(&server);
    let edda = inside(&server, "edda", Setup::default());
    edda.go("/console/inbox");
    edda.says("Tenants and heating");
    edda.click(".letters h2 a");
    edda.says("How did others begin?");
    edda.click(".next form button.primary");
    edda.arrives(&at(&id, "/answer"));

    edda.go(&at(&id, "/ask"));
    edda.fill("#text", "Since *when*?");
    edda.click("button[value=look]");
    edda.says("Your reply is needed");
    edda.click("button[value=confirm]");
    edda.says("It is the asker’s turn");
    assert!(asker.syncs().status.success(), "the experts ask back");
    assert_eq!(asker.state_of(&id), "reply_needed", "which is said");
    asker.does("reply", &id, &["--text", "Since the winter."]);
    assert!(asker.syncs().status.success(), "the reply leaves");

    write(&edda, &id);
    eventually("the preview, while it is typed", || {
        let shown = edda.read("document.querySelector('#told strong')?.textContent");
        (shown == "council").then_some(())
    });
    edda.click("button[value=copy]");
    edda.says("Version 1");
    edda.fill("#title", "How do tenants begin?");
    edda.fill("#public_text", " It is the frostbell model.");
    edda.click("button[value=send]");
    edda.arrives(&at(&id, "/answer/send"));
    edda.click("main form button.primary");
    edda.says("The answer goes out");
    edda.says("Since the winter.");
    assert!(asker.syncs().status.success(), "the answer comes");
    assert_eq!(asker.state_of(&id), "answered", "to be read offline");

    edda.go(&at(&id, "/publish"));
    edda.says("It is the frostbell model.");
    if edda.read("document.querySelector('[name=looked]') !== null") == true {
        edda.click("[name=looked]");
    }
    edda.click("form.fields button.primary");
    edda.says("The asker is asked");
    assert!(asker.syncs().status.success(), "the very text comes");
    assert_eq!(asker.thread(&id)["publication"]["stage"], "proposed", "nobody publishes unasked");
    asker.does("consent", &id, &["--yes"]);
    assert!(asker.syncs().status.success(), "the consent leaves");
    eventually("the answer in another library", || {
        other.syncs();
        (!other.found("frostbell").is_empty()).then_some(())
    });
    edda.go("/console/published");
    edda.says("How do tenants begin?");
    edda.says("is not tracked");
}

#[test]
fn a_question_is_answered_without_any_script() {
    let (server, asker, id) = asked("no");
    let ines = inside(&server, "ines", Setup { scriptless: true, ..Setup::default() });
    write(&ines, &id);
    ines.click(".bar button[value=save]");
    ines.says("Saved as a version.");
    let shown = ines.read("document.querySelector('#told strong').textContent");
    assert_eq!(shown, "council", "the server shows it as readers will see it");
    ines.click(".bar button[value=send]");
    ines.arrives(&at(&id, "/answer/send"));
    ines.click("main form button.primary");
    ines.says("The answer goes out");
    assert!(asker.syncs().status.success(), "the answer comes");
    assert_eq!(asker.state_of(&id), "answered", "to be read offline");
}

#[test]
fn a_file_is_taken_from_ones_own_computer_without_any_script() {
    let content = Content::of(2);
    let server = with_staff(Server::with_desk(&content));
    let edda = inside(&server, "edda", Setup { scriptless: true, ..Setup::default() });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("anything.md");
    let text = std::fs::read_to_string(content.path().join("terms/word-1.md")).unwrap();
    std::fs::write(&file, text.replace("first edition", "frostbell edition")).unwrap();
    edda.go("/console/content/file?name=terms/word-1.md");
    edda.fill("#upload", file.to_str().unwrap());
    edda.click(".upload button");
    edda.says("With this text the whole content is without a fault.");
    let typed = edda.read("document.querySelector('#text').value.includes('frostbell')");
    assert_eq!(typed, true, "it is in the field");
    let kept = std::fs::read_to_string(content.path().join("terms/word-1.md")).unwrap();
    assert_eq!(kept, text, "and nothing was saved yet");
    edda.click(".bar button[value=save]");
    edda.says("Saved, without a fault.");
    let kept = std::fs::read_to_string(content.path().join("terms/word-1.md")).unwrap();
    assert!(kept.contains("frostbell edition"), "now it is");
}

#[test]
fn axe_finds_nothing_wrong_with_the_desk_light_or_dark() {
    let (server, _asker, id) = asked("yes");
    let pages = [
        "/console/inbox".to_owned(),
        "/console/inbox?q=nothing-of-this".to_owned(),
        at(&id, ""),
        at(&id, "/pass"),
        at(&id, "/ask"),
        at(&id, "/decline"),
        at(&id, "/answer"),
        at(&id, "/versions"),
        at(&id, "/publish"),
        "/console/published".to_owned(),
        "/console/records?q=word".to_owned(),
        "/console/content".to_owned(),
    ];
    for dark in [false, true] {
        let how = if dark { "dark" } else { "light" };
        let edda = inside(&server, "edda", Setup { dark, ..Setup::default() });
        if !dark {
            write(&edda, &id);
            edda.click(".bar button[value=save]");
            edda.says("Version 1");
        }
        for (n, page) in pages.iter().enumerate() {
            edda.go(page);
            edda.keep_picture(&format!("desk-{n}-{how}"));
            let faults = edda.access_faults();
            assert!(faults.is_empty(), "{page}, {how}: {faults:#?}");
            for (width, size) in [(500, 100), (1000, 200)] {
                edda.resize(width, 900);
                edda.read(&format!("document.documentElement.style.fontSize = '{size}%'"));
                let over = "document.documentElement.scrollWidth - innerWidth";
                let over = edda.read(over).as_i64();
                assert!(over <= Some(0), "{page} runs out of {width} px at {size} %: {over:?}");
            }
            edda.resize(1280, 900);
        }
    }
}
