//! Signing in and out: what a session is, whose it is, and when it is over.

use super::{Browser, PASSWORD, account, is_inside, location, store};
use crate::harness::{Site, header, mode};
use hrc_server::store::{Accounts, Role};

const SESSION: &str = "__Host-hrc-session";
const COMPUTER: &str = "__Host-hrc-computer";

#[test]
fn somebody_signs_in_comes_where_they_wanted_and_signs_out() {
    let site = Site::published(1);
    let served = site.serve();
    account(&site, "ines", Role::Expert);
    let browser = Browser::at(&served.address);
    let asked = browser.get("/console/me");
    assert_eq!(location(&asked), "/console/sign-in?then=%2Fconsole%2Fme", "asked who they are");
    let page = browser.get(location(&asked)).text().unwrap();
    assert!(page.contains("name=\"then\" value=\"/console/me\""), "where they wanted to: {page}");
    let fields = [("login", " Ines"), ("password", PASSWORD), ("then", "/console/me")];
    let let_in = browser.post("/console/sign-in", &fields);
    assert_eq!(location(&let_in), "/console/me?begun=1", "and come there");
    let set: Vec<_> = let_in.headers().get_all("set-cookie").iter().collect();
    assert_eq!(set.len(), 2, "a session, and a computer that is known: {set:?}");
    for cookie in set {
        let cookie = cookie.to_str().unwrap();
        for part in ["__Host-", "; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "for this server alone: {cookie}");
    }
    let page = browser.get("/console/me").text().unwrap();
    assert!(page.contains("<h1>ines</h1>") && page.contains("Here and now"), "inside: {page}");
    let token = browser.cookie(SESSION).unwrap();
    let gone = browser.post("/console/sign-out", &[]);
    assert_eq!(location(&gone), "/console/sign-in?said=said.signed_out", "said so");
    assert!(browser.cookie(SESSION).is_none(), "the cookie is taken back");
    browser.keep(SESSION, &token);
    assert!(!is_inside(&browser), "and whoever copied it has nothing");
}

#[test]
fn a_wrong_name_and_a_wrong_password_are_told_alike() {
    let site = Site::published(1);
    let served = site.serve();
    account(&site, "ines", Role::Expert);
    let told = |login: &str, password: &str| {
        let answer = Browser::at(&served.address).sign_in(login, password);
        assert_eq!(answer.status(), 401, "{login}");
        assert!(answer.headers().get("set-cookie").is_none(), "{login} is given nothing");
        answer.text().unwrap().replace(login, "LOGIN")
    };
    let wrong = told("ines", "not the password at all");
    assert!(wrong.contains("Sign-in name or password is wrong."), "in words: {wrong}");
    assert_eq!(wrong, told("nobody", PASSWORD), "whoever is not there is told the same");
    assert_eq!(wrong, told("ines", &"x".repeat(5000)), "and so is who sends a book");
    assert_eq!(wrong, told("ines", ""), "or nothing");
}

#[test]
fn a_session_that_somebody_else_knew_before_is_never_used() {
    let site = Site::published(1);
    let served = site.serve();
    let (ines, other) =
        (account(&site, "ines", Role::Expert), account(&site, "other", Role::Expert));
    let browser = Browser::at(&served.address);
    let made_up = "f".repeat(64);
    browser.keep(SESSION, &made_up);
    browser.sign_in("ines", PASSWORD);
    let token = browser.cookie(SESSION).unwrap();
    assert_ne!(token, made_up, "a token is drawn anew");
    let thief = Browser::at(&served.address);
    thief.keep(SESSION, &made_up);
    assert!(!is_inside(&thief), "the one that was set before opens nothing");
    // Somebody else's session in one's browser, to look over one's shoulder: it ends.
    let before = Browser::signed(&served.address, &site, &other);
    let others = before.cookie(SESSION).unwrap();
    before.sign_in("ines", PASSWORD);
    assert_ne!(before.cookie(SESSION).unwrap(), others, "their own");
    thief.keep(SESSION, &others);
    assert!(!is_inside(&thief), "and the one before is over");
    assert_eq!(store(&site).sessions(&ines.id).unwrap().len(), 2, "two browsers, two sessions");
}

#[test]
fn signing_out_everywhere_ends_what_a_thief_has() {
    let site = Site::published(1);
    let served = site.serve();
    let ines = account(&site, "ines", Role::Expert);
    let [here, there] = [(); 2].map(|()| Browser::signed(&served.address, &site, &ines));
    let other = Browser::signed(&served.address, &site, &account(&site, "other", Role::Expert));
    let there_id = store(&site).sessions(&ines.id).unwrap();
    assert_eq!(there_id.len(), 2, "listed");
    let foreign = other.post("/console/me/sessions/end", &[("session", &there_id[0].id)]);
    assert_eq!(foreign.status(), 303, "nothing is told of whose it is");
    assert!(is_inside(&here) && is_inside(&there), "and nobody ends another's");
    let gone = here.post("/console/me/sessions/end-all", &[]);
    assert_eq!(location(&gone), "/console/sign-in?said=said.signed_out_everywhere", "here too");
    assert!(!is_inside(&here) && !is_inside(&there), "everywhere");
    assert!(is_inside(&other), "others are as they were");
}

#[test]
fn a_new_password_ends_every_session_of_the_old_one() {
    const NEW: &str = "gorse along the coast";
    let site = Site::published(1);
    let served = site.serve();
    let ines = account(&site, "ines", Role::Expert);
    let [here, there] = [(); 2].map(|()| Browser::signed(&served.address, &site, &ines));
    let change = |old: &str, new: &str, again: &str| {
        let fields = [("old", old), ("password", new), ("again", again)];
        here.post("/console/me/password", &fields).status().as_u16()
    };
    assert_eq!(change("not it at all", NEW, NEW), 422, "who does not know the old one");
    assert_eq!(change(PASSWORD, NEW, "gorse along the coat"), 422, "a slip");
    assert_eq!(change(PASSWORD, "short", "short"), 422, "too short");
    assert!(is_inside(&there), "nothing happened yet");
    assert_eq!(change(PASSWORD, NEW, NEW), 303, "done");
    assert!(!is_inside(&here) && !is_inside(&there), "with the old one nobody is inside");
    assert_eq!(here.sign_in("ines", PASSWORD).status(), 401, "nor comes in");
    assert_eq!(here.sign_in("ines", NEW).status(), 303, "with the new one they do");
}

#[test]
fn what_was_written_is_kept_when_the_session_is_over() {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    store(&site).end_sessions(&boss.id, &[1; 32], jiff::Timestamp::now()).unwrap();
    let name = "Graz, Menschenrechtsbüro & \"Friends\"";
    let over = browser.post("/console/members/invite", &[("name", name), ("days", "9")]);
    assert_eq!(over.status(), 401, "signed out meanwhile");
    let page = over.text().unwrap();
    let packed = page.split("name=\"kept\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let packed = packed.replace("&#38;", "&").replace("&amp;", "&");
    let then = "/console/members/invite";
    let fields =
        [("login", "boss"), ("password", PASSWORD), ("then", then), ("kept", packed.as_str())];
    let go_on = browser.post("/console/sign-in", &fields);
    assert_eq!(go_on.status(), 200, "shown what they were about to send");
    let page = go_on.text().unwrap();
    assert!(page.contains("action=\"/console/members/invite\""), "where to: {page}");
    assert!(page.contains("name=\"days\" value=\"9\""), "all of it: {page}");
    assert_eq!(
        browser.post(then, &[("name", name), ("days", "9")]).status(),
        200,
        "and it is sent"
    );
}

#[test]
fn who_guesses_waits_and_nobody_else_does() {
    let site = Site::published(1);
    let served = site.serve();
    for login in ["ines", "other"] {
        account(&site, login, Role::Expert);
    }
    let own = Browser::at(&served.address);
    assert_eq!(own.sign_in("ines", PASSWORD).status(), 303, "her computer is known from then on");
    let mark = own.cookie(COMPUTER).unwrap();
    let guesser = Browser::at(&served.address);
    for n in 0..10 {
        assert_eq!(guesser.sign_in("ines", "a guess that is wrong").status(), 401, "the {n}th");
    }
    let waits = guesser.sign_in("ines", "a guess that is wrong");
    assert_eq!(waits.status(), 429, "and then there is a wait");
    let seconds: u64 = header(&waits, "retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "of a minute at most: {seconds}");
    assert_eq!(guesser.sign_in("ines", PASSWORD).status(), 429, "whatever is guessed");
    assert_eq!(own.sign_in("ines", PASSWORD).status(), 303, "she is let in at her own computer");
    let colleague = Browser::at(&served.address);
    assert_eq!(colleague.sign_in("other", PASSWORD).status(), 303, "and so are her colleagues");
    let forged = Browser::at(&served.address);
    forged.keep(COMPUTER, &format!("{}{}", &mark[..32], "0".repeat(64)));
    assert_eq!(
        forged.sign_in("ines", PASSWORD).status(),
        429,
        "a mark that is made up helps nobody"
    );
    // Nor is it told by a wait whether an account is there.
    for _ in 0..10 {
        guesser.sign_in("nobody", "a guess that is wrong");
    }
    assert_eq!(
        guesser.sign_in("nobody", PASSWORD).status(),
        429,
        "one that is not there waits too"
    );
}

#[test]
fn passwords_and_tokens_are_kept_in_no_form_that_opens_anything() {
    let site = Site::published(1);
    let served = site.serve();
    account(&site, "ines", Role::Expert);
    let browser = Browser::at(&served.address);
    browser.sign_in("ines", PASSWORD);
    let token = browser.cookie(SESSION).unwrap();
    for file in std::fs::read_dir(site.data()).unwrap().flatten() {
        let name = file.file_name().into_string().unwrap();
        if !name.starts_with("server.sqlite") {
            continue;
        }
        assert_eq!(mode(&file.path()), 0o600, "{name} is its owner's alone");
        let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
        for secret in [PASSWORD, &token] {
            assert!(!text.contains(secret), "{name} holds a secret");
        }
    }
    let told = site.call(&["audit", "--json"]).out + &site.call(&["account", "list", "--json"]).out;
    assert!(!told.contains(&token) && !told.contains("argon2"), "nor is any told: {told}");
}
