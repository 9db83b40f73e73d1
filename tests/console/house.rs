//! Journeys through the house: signing in, looking after it; by keyboard alone, and without script.

use super::{PASSWORD, inside, staffed};
use crate::harness::browser::{Browser, Setup};
use crate::harness::eventually;
use crate::harness::webdriver::key;

/// What is shown once, without the button that copies it.
fn secret(browser: &Browser) -> String {
    let text = browser.read("document.querySelector('.secret').firstChild.textContent");
    text.as_str().unwrap().trim().to_owned()
}

#[test]
fn an_administrator_brings_an_expert_in_who_works_and_is_signed_out_everywhere() {
    let server = staffed();
    let ada = inside(&server, "ada", Setup::default());
    ada.go("/console/accounts");
    ada.fill("#name", "Noor Example");
    ada.fill("#login", "noor");
    ada.click("#role-expert");
    ada.click(".beside button.primary");
    ada.says("A link for Noor Example");
    let link = secret(&ada);
    let at = &link[link.find("/console/").unwrap()..];
    let noor = Browser::at(server.address(), Setup::default());
    noor.go(at);
    noor.fill("#password", PASSWORD);
    noor.fill("#again", PASSWORD);
    noor.click("main button.primary");
    noor.says("The password is set. Sign in with it.");
    noor.sign_in("noor", PASSWORD);
    noor.go("/console/me");
    noor.says("Noor Example");
    let sections = noor.read("document.querySelector('.sections').innerText");
    assert!(!sections.as_str().unwrap().contains("Accounts"), "an expert sees no administration");
    noor.go("/console/accounts");
    noor.says("Your role does not include this.");
    ada.go("/console/accounts");
    assert!(ada.text().contains("noor"), "she is listed");
    ada.read(
        "[...document.querySelectorAll('.rows li')].find(li => li.innerText.includes('noor'))\
         .querySelector('form[action$=\"/sign-out\"] button').click()",
    );
    ada.says("The account was signed out everywhere.");
    noor.go("/console/me");
    noor.arrives("/console/sign-in");
    ada.go("/console/trail");
    ada.says("signed out everywhere");
}

#[test]
fn everything_is_reached_and_done_by_the_keyboard_alone() {
    let server = staffed();
    let browser = Browser::at(server.address(), Setup::default());
    browser.go("/console");
    browser.arrives("/console/sign-in");
    reach(&browser, "login");
    browser.type_here("ada");
    browser.press(key::TAB);
    browser.type_here(PASSWORD);
    browser.press(key::ENTER);
    browser.arrives("/console/inbox");
    browser.go("/console/members");
    browser.arrives("/console/members");
    browser.press(key::TAB);
    let first = browser.read("document.activeElement.className");
    assert_eq!(first, "skip", "the first stop leads past the head");
    browser.press(key::ENTER);
    let focused = browser.read("document.activeElement.id");
    assert_eq!(focused, "main", "to what the page is about");
    reach(&browser, "name");
    browser.type_here("Graz");
    browser.press(key::ENTER);
    browser.says("An invitation for Graz");
    browser.go("/console/members");
    browser.arrives("/console/members");
    // Taking it back asks first: the question opens, and only its button does it.
    eventually("the summary", || {
        browser.press(key::TAB);
        (browser.read("document.activeElement.tagName") == "SUMMARY").then_some(())
    });
    let outline = browser.read("getComputedStyle(document.activeElement).outlineStyle");
    assert_eq!(outline, "solid", "where one is can be seen");
    browser.press(key::ENTER);
    browser.press(key::TAB);
    let asked = browser.read("document.activeElement.textContent");
    assert!(asked.as_str().unwrap().contains("Take the invitation of Graz back"), "{asked}");
    browser.press(key::ENTER);
    browser.says("The invitation was taken back.");
}

/// Goes on with the tab key until the focus is in the field of this id.
fn reach(browser: &Browser, id: &str) {
    eventually(id, || {
        if browser.read("document.activeElement.id") == id {
            return Some(());
        }
        browser.press(key::TAB);
        None
    });
}

#[test]
fn without_script_everything_works_too() {
    let server = staffed();
    let browser = inside(&server, "ada", Setup { scriptless: true, ..Setup::default() });
    let hidden = browser.read("document.querySelector('.foot button').className");
    assert_eq!(hidden, "small", "no script ran: the button to choose a language is there");
    browser.go("/console/members");
    browser.fill("#name", "Graz");
    browser.click(".beside button.primary");
    browser.says("An invitation for Graz");
    assert!(secret(&browser).len() > 10, "its code is shown");
    browser.go("/console/members");
    browser.click("details.sure summary");
    browser.click("details.sure button");
    browser.says("The invitation was taken back.");
    browser.click("#language option[value=de]");
    browser.click(".foot button");
    browser.says("Mitglieder");
    let language = browser.read("document.documentElement.lang");
    assert_eq!(language, "de", "chosen by its button");
    browser.click(".who button");
    browser.says("Sie sind abgemeldet.");
}
