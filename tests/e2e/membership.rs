//! Membership in the window, with the real server: from an invitation to the first practitioner
//! paragraph, the choice between two depths, signing out, and a membership that was taken back.

use super::scene::{Scene, UP_TO_DATE, assert_sound, strike_button};
use crate::harness::content::Content;
use crate::harness::server::Server;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use serde_json::Value;

/// What only members read.
const DEEP: &str = "Wheelbarrow: what only members read.";
const SHOWS_DEEP: &str = "document.body.innerText.includes('Wheelbarrow')";

/// A server with one text for practitioners, named by the administrator.
fn scene() -> Scene {
    let content = Content::of(6);
    content.depth("word-2", DEEP);
    Scene::of(content).preset_without_line()
}

fn count(window: &Window, selector: &str) -> Value {
    window.read(&format!("document.querySelectorAll({}).length", serde_json::json!(selector)))
}

/// Opens the window on the part of the settings.
fn open() -> (Window, Server, Content) {
    let (window, content, server, _line) = scene().open();
    window.go("#/settings/account");
    window.wait_for("the form", "document.querySelector('#invitation-code')");
    (window, server, content)
}

/// Types the code of an invitation and sends it, and waits until the texts are there.
fn join(window: &Window, code: &str) {
    window.clear("#invitation-code");
    window.type_into("#invitation-code", code);
    window.click("[data-enrol]");
    window.wait_for("the membership", "document.querySelector('[data-account=\"member\"]')");
    window.go("#/record/word-2");
    window.wait_for("the practitioners' text", SHOWS_DEEP);
}

#[test]
fn an_invitation_leads_to_the_first_practitioner_paragraph() {
    let (window, server, _content) = open();
    assert_nothing_of_it_shows(&window);
    window.go("#/settings/account");
    let code = server.invite("A. Example, City of Graz");

    // A slip is told while the code is being typed, before anything is sent.
    let last = if code.ends_with('0') { "1" } else { "0" };
    let slip = format!("{}{last}", &code[..code.len() - 1]);
    window.type_into("#invitation-code", &slip.to_lowercase().replace('-', " "));
    assert!(window.text("[data-fault='code']").contains("mistake"), "told at once, in plain words");
    window.keep_picture("account-slip");
    assert!(server.devices().is_empty(), "and nothing was sent");

    window.clear("#invitation-code");
    window.type_into("#invitation-code", &code.to_lowercase().replace('-', ""));
    let shown = window.read("document.querySelector('#invitation-code').value");
    assert_eq!(shown, code.as_str(), "it stands in its groups, however it was typed");
    window.wait_for("a name", "document.querySelector('#device-name').value !== ''");
    window.clear("#device-name");
    window.type_into("#device-name", "Town hall 4");
    assert!(window.text(".sent").contains("public key"), "what is sent is said before it is");
    assert_sound(&window, "the form of membership");
    window.keep_picture("account-join");
    window.click("[data-enrol]");
    window.wait_for("the membership", "document.querySelector('[data-account=\"member\"]')");
    window.wait_for("the focus", "document.activeElement.id === 'account-title'");
    assert_eq!(window.text("[data-member]"), "A. Example, City of Graz", "as it was invited");
    assert_eq!(count(&window, "[data-custody='file']"), 1, "without a keyring it says so");
    assert_eq!(server.devices()[0]["computer"], "Town hall 4", "the name that was typed");
    assert_sound(&window, "a membership");
    window.keep_picture("account-member");

    window.go("#/record/word-2");
    window.wait_for("the practitioners' text", SHOWS_DEEP);
    assert_eq!(count(&window, ".block.practitioner.paragraph"), 1, "ruled as such");
    assert!(window.text(".notes .depth").contains("Practitioner"), "and labelled in words");
    assert_sound(&window, "two depths");
    window.keep_picture("reader-depth-both");
    assert_depths_are_chosen_by_key_and_remembered(&window);
}

/// Nothing of the practitioners' layer is to be seen without a membership.
fn assert_nothing_of_it_shows(window: &Window) {
    window.go("#/record/word-2");
    window.wait_for("the text", "document.body.innerText.includes('first edition')");
    assert_eq!(count(window, "[data-depth]"), 0, "no choice where there is none");
    assert_eq!(window.read(SHOWS_DEEP), false, "no text");
    window.go("#/search?q=word");
    window.wait_for("results", "document.querySelector('[data-hit]')");
    assert_eq!(count(window, "[data-facet^='layer:']"), 0, "no depth to narrow by");
    window.go("#/help");
    window.wait_for("the help", "document.querySelector('#help-read')");
    assert!(!window.text("main").contains("double blue rule"), "and no word of it in the help");
}

fn assert_depths_are_chosen_by_key_and_remembered(window: &Window) {
    window.read("document.querySelector('[data-segment=\"deep\"]').focus()");
    window.strike(key::LEFT);
    window.wait_for("the general depth", "document.querySelector('[data-depth=\"general\"]')");
    assert_eq!(window.read(SHOWS_DEEP), false, "only the general text is shown");
    window.wait_for(
        "what happened, told aloud",
        "[...document.querySelectorAll('[role=\"status\"]')].some(one =>
           one.textContent.includes('1 practitioner paragraph is hidden'))",
    );
    window.keep_picture("reader-depth-general");
    window.go("#/record/word-1");
    window.wait_for("another record", "document.body.innerText.includes('Word 1')");
    window.go("#/record/word-2");
    window.wait_for("the same choice", "document.querySelector('[data-depth=\"general\"]')");

    // Found all the same, labelled and counted; and whoever comes for it sees it.
    window.go("#/search?q=wheelbarrow");
    window.wait_for_first_hit("word-2");
    assert!(window.text("[data-hit='word-2'] .depth").contains("practitioner"), "labelled");
    let paragraph = window.text("[data-hit='word-2'] .passage .depth");
    assert_eq!(paragraph, "Practitioner paragraph", "and so is the very paragraph");
    window.wait_for("the facet", "document.querySelector('[data-facet=\"layer:both\"]')");
    window.keep_picture("search-depth");
    window.click("[data-hit='word-2'] .passage");
    window.wait_for("the paragraph", SHOWS_DEEP);
    window.read("document.querySelector('[data-segment=\"general\"]').focus()");
    window.strike(key::RIGHT);
    window.wait_for("both depths", "document.querySelector('[data-depth=\"deep\"]')");
}

#[test]
fn signing_out_says_what_goes_and_takes_it() {
    let (window, server, _content) = open();
    join(&window, &server.invite("B. Example"));
    window.go("#/settings/account");
    window.wait_for("the membership", "document.querySelector('[data-sign-out]')");
    strike_button(&window, "[data-sign-out]");
    window.wait_for("the question", "document.querySelector('[data-sign-out-dialog]')?.open");
    assert!(window.text("[data-sign-out-dialog]").contains("This stays"), "what stays is said");
    assert_sound(&window, "the question before signing out");
    window.keep_picture("account-sign-out");
    window.strike(key::ESCAPE);
    window.wait_for("the focus back", "document.activeElement.matches('[data-sign-out]')");
    assert_eq!(count(&window, "[data-account='member']"), 1, "nothing happened");

    window.strike(key::ENTER);
    window.click("[data-sign-out-now]");
    window.wait_for("the end", "document.querySelector('[data-account=\"none\"]')");
    window.wait_for("the focus", "document.activeElement.id === 'account-title'");
    assert!(window.text("[data-farewell='signed_out']").contains("1 practitioners"), "counted");
    window.keep_picture("account-signed-out");
    window.go("#/record/word-2");
    window.wait_for("the general text", "document.body.innerText.includes('first edition')");
    assert_eq!(window.read(SHOWS_DEEP), false, "the deep one is gone");
    window.go("#/search?q=wheelbarrow&exact=1");
    window.wait_for("an answer", "document.querySelector('#results h1.big')");
    assert!(window.hits().is_empty(), "and is found no more");

    window.go("#/");
    window.click("[data-farewell-read]");
    window.wait_for("it read", "document.querySelector('[data-farewell]') === null");
    let again = Window::open_in(window.close());
    again.wait_for("the next start", UP_TO_DATE);
    assert_eq!(count(&again, "[data-farewell]"), 0, "what was read is not told again");
}

#[test]
fn a_membership_that_was_taken_back_ends_with_a_sentence_where_one_reads() {
    let (window, server, _content) = open();
    join(&window, &server.invite("C. Example"));
    server.revoke(server.devices()[0]["id"].as_str().unwrap());
    window.invoke("sync_now").unwrap();
    window.wait_for("the text gone where it is read", &format!("!({SHOWS_DEEP})"));
    assert!(window.text("main").contains("first edition"), "the general text is still there");
    window.go("#/");
    let told = window.text("[data-farewell='revoked']");
    assert!(told.contains("The Network has ended"), "what happened: {told}");
    assert!(told.contains("settings"), "and what stays: {told}");
    assert_sound(&window, "the front page with a farewell");
    window.keep_picture("home-farewell");
    let again = Window::open_in(window.close());
    again.wait_for("it, until it was read", "document.querySelector('[data-farewell]')");
}
