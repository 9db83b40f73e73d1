//! Forms: taken from pages of the console alone, of a bounded size, and whatever is written in them
//! shown as text.

use super::roles::place;
use super::{Browser, account, is_inside, location, store};
use crate::harness::{Site, header};
use hrc_server::console::table;
use hrc_server::store::{Role, Store};
use reqwest::Method;

#[test]
fn no_form_is_taken_from_another_site() {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    let own = browser.origin();
    let elsewhere: [(&str, Option<&str>, Option<&str>); 7] = [
        ("another site", Some("https://evil.example"), Some("cross-site")),
        ("another site that says it is this", Some(&own), Some("cross-site")),
        ("a neighbour", Some(&own), Some("same-site")),
        ("nobody says from where", None, None),
        ("nobody says from which site", None, Some("same-origin")),
        ("a page without an origin", Some("null"), None),
        ("a name that begins alike", Some(&format!("{own}.evil.example")), None),
    ];
    for (_, path, _) in table().into_iter().filter(|(method, ..)| *method == Method::POST) {
        for (what, origin, site) in elsewhere {
            let mut asked = browser.form(&place(path), &[("id", "x")]);
            for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                if let Some(value) = value {
                    asked = asked.header(name, value);
                }
            }
            assert_eq!(asked.send().unwrap().status(), 403, "{what}: {path}");
        }
    }
    assert!(is_inside(&browser), "nor did any of them sign anybody out");
    let asked = browser.form("/console/language", &[("language", "de")]).header("origin", &own);
    assert_eq!(asked.send().unwrap().status(), 303, "an older browser says its origin alone");
}

#[test]
fn behind_a_proxy_it_is_the_address_that_was_set_that_counts() {
    let site = Site::published(1);
    std::fs::write(site.data().join("server.toml"), "public_address = 'https://kc.example/'\n")
        .unwrap();
    let served = site.serve();
    let browser = Browser::at(&served.address);
    let from = |origin: &str| {
        let asked = browser.form("/console/language", &[("language", "de")]);
        asked.header("origin", origin).send().unwrap().status().as_u16()
    };
    assert_eq!(from("https://kc.example"), 303, "as the world sees it");
    assert_eq!(from("https://kc.example.evil.example"), 403, "and nothing like it");
}

#[test]
fn oversized_and_hostile_bodies_are_refused_and_the_server_goes_on() {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    let send = |form: &str, body: Vec<u8>| {
        let asked = browser.bare(Method::POST, "/console/members/invite").body(body);
        let asked = asked.header("content-type", form).header("origin", browser.origin());
        asked.send().unwrap()
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    let large = [b"name=".as_slice(), &vec![b'a'; 100 << 10]].concat();
    let answer = send(FORM, large);
    assert_eq!(answer.status(), 413, "too large");
    assert!(header(&answer, "content-type").starts_with("text/html"), "told as a page");
    assert_eq!(send("application/json", b"{}".to_vec()).status(), 415, "no form");
    assert_eq!(
        send("multipart/form-data; boundary=x", b"--x--".to_vec()).status(),
        415,
        "nor this"
    );
    let many = (0..5000).map(|n| format!("f{n}=x&")).collect::<String>().into_bytes();
    for (what, body) in [
        ("nothing", Vec::new()),
        ("no text", vec![0xff, 0xfe, b'=', 0x80, b'&', b'%', b'f', b'f', b'=', b'%']),
        ("many fields", many),
        ("many signs", "&=&=".repeat(10_000).into_bytes()),
        ("days beyond counting", b"name=a&days=99999999999999999999".to_vec()),
        ("a day that is none", b"name=a&days=3&until=0000-99-99".to_vec()),
        ("the last day of all", b"name=a&days=3&until=9999-12-31".to_vec()),
    ] {
        assert_eq!(send(FORM, body).status(), 422, "{what} is told in the page");
    }
    assert!(store(&site).invitations().unwrap().is_empty(), "and nothing came of any of it");
    assert!(is_inside(&browser), "it goes on");
}

#[test]
fn what_is_written_is_text_wherever_it_is_shown() {
    const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}";
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    let invited = browser.post("/console/members/invite", &[("name", HOSTILE), ("days", "14")]);
    let added = browser
        .post("/console/accounts/add", &[("name", HOSTILE), ("login", "ines"), ("role", "expert")]);
    let wrong = browser.post(
        "/console/accounts/add",
        &[("name", HOSTILE), ("login", HOSTILE), ("role", "expert")],
    );
    assert_eq!(wrong.status(), 422, "what was typed is shown again");
    let then = format!("/console/sign-in?then=/console/{}", "%22%3E%3Cscript%3E");
    let mut pages = vec![invited, added, wrong, Browser::at(&served.address).get(&then)];
    pages.extend(
        ["/console/members", "/console/accounts", "/console/trail"].map(|at| browser.get(at)),
    );
    let kept = Browser::at(&served.address).post("/console/members/invite", &[("name", HOSTILE)]);
    assert_eq!(kept.status(), 401, "kept until they are signed in");
    pages.push(kept);
    for page in pages {
        let (url, text) = (page.url().clone(), page.text().unwrap());
        for tag in ["<script>", "<img", "onerror=alert(1)>{"] {
            assert!(!text.contains(tag), "{url} holds {tag}");
        }
    }
}

#[test]
fn every_answer_is_closed_to_scripts_frames_caches_and_guesses() {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    let stranger = Browser::at(&served.address);
    let answers = [
        stranger.get("/console"),
        stranger.get("/console/sign-in"),
        stranger.get("/console/nothing-here"),
        stranger.sign_in("nobody", "wrong"),
        stranger.form("/console/sign-out", &[]).send().unwrap(),
        browser.get("/console/members"),
        browser.get("/console/trail/export?as=csv"),
        browser.post("/console/language", &[("language", "de")]),
    ];
    for answer in answers {
        let url = answer.url().clone();
        let policy = header(&answer, "content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{url}: {part} in {policy}");
        }
        assert!(!policy.contains("unsafe"), "{url}: nothing written into a page runs: {policy}");
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(&answer, name), value, "{url}: {name}");
        }
        assert!(header(&answer, "permissions-policy").contains("camera=()"), "{url}");
        assert!(answer.headers().get("access-control-allow-origin").is_none(), "{url}");
    }
}

#[test]
fn pages_hold_no_script_and_no_style_and_load_nothing_from_elsewhere() {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    let mut files = 0;
    for at in ["/console/sign-in", "/console/members", "/console/accounts", "/console/server"] {
        let browser =
            if at.ends_with("sign-in") { &Browser::at(&served.address) } else { &browser };
        let text = browser.get(at).text().unwrap();
        for inline in ["<style", " style=", " onclick", "javascript:", "http://", "https://"] {
            assert!(!text.contains(inline), "{at}: {inline}");
        }
        for rest in
            text.split("src=\"").chain(text.split("<link rel=\"stylesheet\" href=\"")).skip(1)
        {
            let file = rest.split('"').next().unwrap();
            if !file.starts_with("/console/files/") {
                continue;
            }
            let answer = browser.get(file);
            assert_eq!(answer.status(), 200, "{file}");
            let lasts = header(&answer, "cache-control");
            assert_eq!(
                lasts, "public, max-age=31536000, immutable",
                "{file} is named by what it is"
            );
            files += 1;
        }
    }
    assert!(files >= 8, "a sheet and a script each: {files}");
    let old = browser.get("/console/files/0000000000000000/console.css");
    assert_eq!(old.status(), 404, "another edition's is not there");
}

#[test]
fn a_link_from_elsewhere_is_followed_once_more_from_here() {
    let site = Site::published(1);
    let served = site.serve();
    let stranger = Browser::at(&served.address);
    // The browser holds a SameSite=Strict cookie back.
    let asked = stranger.bare(Method::GET, "/console/trail").header("sec-fetch-site", "cross-site");
    let answer = asked.send().unwrap();
    assert_eq!(answer.status(), 200, "not yet asked who they are");
    assert_eq!(header(&answer, "refresh"), "0; url=/console/trail", "the page comes once more");
    let again =
        stranger.bare(Method::GET, "/console/trail").header("sec-fetch-site", "same-origin");
    let to = again.send().unwrap();
    assert_eq!(location(&to), "/console/sign-in?then=%2Fconsole%2Ftrail", "and only once");
}
