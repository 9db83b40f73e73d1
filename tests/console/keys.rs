//! The desk by the keyboard alone, to its end: answered, declined, published, taken back; a file broken,
//! mended and published. Whoever presses a button goes on from what came of it.

use super::desk::{asked, at};
use super::{inside, with_staff};
use crate::harness::browser::{Browser, Setup};
use crate::harness::content::Content;
use crate::harness::eventually;
use crate::harness::programs::hrc;
use crate::harness::reader::Reader;
use crate::harness::server::Server;
use crate::harness::webdriver::key;

/// Goes on with the tab key until this is true of where the focus is.
fn tab_to(browser: &Browser, what: &str) {
    eventually(what, || {
        browser.press(key::TAB);
        (browser.read(&format!("document.activeElement.matches({what:?})")) == true).then_some(())
    });
}

#[test]
fn a_question_is_declined_by_the_keyboard_alone() {
    let (server, asker, id) = asked("no");
    let ines = inside(&server, "ines", Setup::default());
    ines.go("/console/inbox");
    ines.says("Tenants and heating");
    tab_to(&ines, ".letters h2 a");
    ines.press(key::ENTER);
    ines.arrives(&at(&id, ""));
    tab_to(&ines, "a[href$='/decline']");
    ines.press(key::ENTER);
    ines.arrives(&at(&id, "/decline"));
    tab_to(&ines, "#text");
    ines.type_here("Ask a lawyer.");
    tab_to(&ines, "button[value=look]");
    ines.press(key::ENTER);
    ines.says("Declined: Ask a lawyer.");
    tab_to(&ines, "button[value=confirm]");
    ines.press(key::ENTER);
    ines.says("Nobody has to do anything");
    assert!(asker.syncs().status.success(), "it is told");
    assert_eq!(asker.state_of(&id), "declined", "with its reason");
}

#[test]
fn a_question_is_taken_answered_and_sent_by_the_keyboard_alone() {
    let (server, asker, id) = asked("no");
    let ines = inside(&server, "ines", Setup::default());
    ines.go("/console/inbox");
    ines.says("Tenants and heating");
    tab_to(&ines, ".letters h2 a");
    ines.press(key::ENTER);
    ines.arrives(&at(&id, ""));
    tab_to(&ines, ".next form button.primary");
    ines.press(key::ENTER);
    ines.arrives(&at(&id, "/answer"));
    tab_to(&ines, "#summary");
    ines.type_here("Begin with those.");
    tab_to(&ines, "#text");
    ines.type_here("Begin with the council.");
    tab_to(&ines, ".bar button[value=send]");
    ines.press(key::ENTER);
    ines.arrives(&at(&id, "/answer/send"));
    tab_to(&ines, "main form button.primary");
    ines.press(key::ENTER);
    ines.says("The answer goes out");
    assert!(asker.syncs().status.success(), "the answer comes");
    assert_eq!(asker.state_of(&id), "answered", "without a mouse");
}

/// Goes on with the tab key to this and presses it.
fn press(browser: &Browser, what: &str) {
    tab_to(browser, what);
    browser.press(key::ENTER);
}

/// What came of a button is where the focus is: the next stop is what stands below it.
fn is_told(browser: &Browser, words: &str) {
    browser.says(words);
    let focused = browser.read("document.activeElement.innerText");
    assert!(focused.as_str().unwrap_or_default().contains(words), "{words:?} has it: {focused}");
}

/// Takes the question, answers it, and writes what is for everyone, or for practitioners only.
fn answer(browser: &Browser, id: &str, is_for_practitioners: bool) {
    browser.go(&at(id, ""));
    browser.arrives(&at(id, ""));
    press(browser, ".next form button.primary");
    browser.arrives(&at(id, "/answer"));
    for (field, text) in [
        ("#summary", "With those."),
        ("#text", "With the council."),
        ("#title", "How does one begin?"),
        ("#public_summary", "With some."),
        ("#public_text", "By the frostbell model."),
    ] {
        tab_to(browser, field);
        browser.type_here(text);
    }
    if is_for_practitioners {
        tab_to(browser, "[name=layer]:checked");
        browser.press(key::DOWN);
        let chosen = browser.read("document.querySelector('[name=layer]:checked').value");
        assert_eq!(chosen, "practitioner", "chosen by the arrow");
    }
    press(browser, ".bar button[value=send]");
    browser.arrives(&at(id, "/answer/send"));
    press(browser, "main form button.primary");
    is_told(browser, "The answer goes out");
}

/// Offers what is for everyone.
fn offer(browser: &Browser, id: &str) {
    press(browser, "a[href$='/publish']");
    browser.arrives(&at(id, "/publish"));
    browser.says("By the frostbell model.");
    if browser.read("document.querySelector('[name=looked]') !== null") == true {
        tab_to(browser, "[name=looked]");
        browser.press(key::SPACE);
    }
    press(browser, "form.fields button.primary");
    is_told(browser, "Offered.");
}

/// Takes it back: that is asked once more before it is done.
fn take_back(browser: &Browser) {
    press(browser, "details.sure summary");
    press(browser, "details.sure button");
    is_told(browser, "Taken back.");
}

#[test]
fn an_answer_gets_its_day_is_undone_agreed_to_published_and_withdrawn_by_the_keyboard_alone() {
    let (server, _asker, with_day) = asked("yes");
    let asker = Reader::of(&server);
    let other = Reader::of(&server);
    let id = asker.asks("Neighbours and noise", "ask");
    assert!(asker.syncs().status.success(), "the second question leaves");
    let edda = inside(&server, "edda", Setup::default());
    answer(&edda, &with_day, false);
    offer(&edda, &with_day);
    edda.says("Will be published on");
    take_back(&edda);
    assert!(!edda.text().contains("Will be published on"), "its day is gone: {}", edda.text());

    answer(&edda, &id, false);
    offer(&edda, &id);
    edda.says("The asker is asked");
    assert!(asker.syncs().status.success(), "the very text comes");
    asker.does("consent", &id, &["--yes"]);
    assert!(asker.syncs().status.success(), "the consent leaves");
    eventually("the answer in another library", || {
        other.syncs();
        (!other.found("frostbell").is_empty()).then_some(())
    });
    edda.go("/console/published");
    edda.says("offered by edda");
    press(&edda, "a[href$='/publish']");
    edda.arrives(&at(&id, "/publish"));
    edda.says("Published since");
    take_back(&edda);
    eventually("the answer gone from another library", || {
        other.syncs();
        other.found("frostbell").is_empty().then_some(())
    });
    edda.go(&at(&id, ""));
    edda.says("by the calendar, chosen by edda");
}

#[test]
fn an_answer_goes_to_the_practitioners_only_by_the_keyboard_alone() {
    let (server, asker, id) = asked("ask");
    let visitor = Reader::of(&server);
    let edda = inside(&server, "edda", Setup::default());
    answer(&edda, &id, true);
    offer(&edda, &id);
    assert!(asker.syncs().status.success(), "the very text comes");
    asker.does("consent", &id, &["--yes"]);
    assert!(asker.syncs().status.success(), "the consent leaves");
    eventually("the answer among what is out", || {
        edda.go("/console/published");
        edda.text().contains("For practitioners only").then_some(())
    });
    visitor.syncs();
    assert!(visitor.found("frostbell").is_empty(), "a visitor is given nothing of it");
    press(&edda, "a[href$='/publish']");
    edda.arrives(&at(&id, "/publish"));
    take_back(&edda);
}

#[test]
fn a_file_is_broken_mended_shown_and_published_by_the_keyboard_alone() {
    let content = Content::of(2);
    let server = with_staff(Server::with_desk(&content));
    let reader = Reader::of(&server);
    let edda = inside(&server, "edda", Setup::default());
    edda.go("/console/content");
    edda.arrives("/console/content");
    tab_to(&edda, "#q");
    edda.type_here("word-0");
    edda.press(key::ENTER);
    edda.says("1 file");
    press(&edda, ".files a");
    edda.arrives("/console/content/file");
    tab_to(&edda, "#text");
    edda.chord(&[key::CONTROL, key::HOME]);
    (0..3).for_each(|_| edda.press(key::DOWN));
    edda.press(key::END);
    edda.type_here("x");
    press(&edda, "button[value=save]");
    is_told(&edda, "terms/word-0.md:4");
    let told = edda.read("document.querySelector('.faults li span').innerText");
    assert!(is_said_by_the_check(told.as_str().unwrap()), "in the check's words: {told}");
    let kept = std::fs::read_to_string(content.path().join("terms/word-0.md")).unwrap();
    assert!(!kept.contains("frameworkx"), "nothing was saved");

    press(&edda, ".faults a[data-line]");
    let line = "document.activeElement.value.slice(document.activeElement.selectionStart, \
                document.activeElement.selectionEnd)";
    assert_eq!(edda.read(line), "section: frameworkx", "the fault leads to its line");
    edda.press(key::RIGHT);
    edda.press(key::BACKSPACE);
    edda.chord(&[key::CONTROL, key::END]);
    edda.type_here("by the frostbell model.");
    press(&edda, "button[value=check]");
    is_told(&edda, "without a fault");
    let shown = edda.read("document.querySelector('.will-see').innerText");
    assert!(shown.as_str().unwrap().contains("frostbell"), "as readers will see it: {shown}");
    press(&edda, "button[value=save]");
    is_told(&edda, "Saved, without a fault.");
    press(&edda, "main a[href='/console/content']");
    edda.arrives("/console/content");
    edda.says("edda");
    press(&edda, "form[action='/console/content'][method=post] button");
    is_told(&edda, "Publishing has begun.");
    eventually("what came of it", || {
        edda.go("/console/content");
        edda.text().contains("Last published on").then_some(())
    });
    assert!(edda.text().contains("by edda"), "who published what: {}", edda.text());
    assert!(reader.syncs().status.success(), "it comes");
    assert!(!reader.found("frostbell").is_empty(), "to every library");
}

/// Whether `hrc content check` says this of a file with the same fault.
fn is_said_by_the_check(sentence: &str) -> bool {
    let content = Content::of(2);
    let file = content.path().join("terms/word-0.md");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(file, text.replace("section: framework\n", "section: frameworkx\n")).unwrap();
    let checked = hrc().args(["content", "check"]).arg(content.path()).output().unwrap();
    let said = [checked.stdout, checked.stderr].concat();
    String::from_utf8(said).unwrap().contains(sentence)
}
