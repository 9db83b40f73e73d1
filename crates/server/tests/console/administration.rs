//! Administration: invitations, devices, accounts, the audit trail, the server's state.

use super::{Browser, account, location, store};
use crate::harness::{Site, header, path};
use hrc_server::store::{Accounts, Role, Store};
use serde_json::Value;

/// A site with an administrator signed in.
fn inside() -> (Site, crate::harness::Serving, Browser, String) {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    (site, served, browser, boss.id)
}

#[test]
fn an_invitation_is_made_shown_once_used_and_taken_back() {
    let (site, served, browser, boss) = inside();
    let fields = [("name", "Graz"), ("days", "14"), ("until", "2099-12-31")];
    let page = browser.post("/console/members/invite", &fields).text().unwrap();
    let code = page.split("data-copied=").nth(1).unwrap();
    let code = code.split('>').nth(1).unwrap().split('<').next().unwrap().trim();
    assert!(!browser.get("/console/members").text().unwrap().contains(code), "shown once");
    assert_eq!(served.enrol(code).status(), 201, "{code} is good");
    let device = store(&site).devices().unwrap().remove(0);
    assert_eq!(
        device.valid_until.unwrap().to_string(),
        "2100-01-01T00:00:00Z",
        "to the end of its day"
    );
    let page = browser.get("/console/members").text().unwrap();
    assert!(
        page.contains(&device.id) && page.contains("Town hall, room 4"),
        "the computer is listed"
    );
    let done = browser.post("/console/members/devices/revoke", &[("id", &device.id)]);
    assert_eq!(location(&done), "/console/members?said=said.device_revoked", "said");
    assert!(store(&site).devices().unwrap()[0].revoked_at.is_some(), "and done");
    browser.post("/console/members/invite", &[("name", "York"), ("days", "3")]);
    // Two of one second stand in no order.
    let york = || {
        let all = store(&site).invitations().unwrap();
        all.into_iter().find(|one| one.name == "York").unwrap()
    };
    let open = york();
    browser.post("/console/members/invitations/revoke", &[("id", &open.id)]);
    assert!(york().revoked_at.is_some(), "taken back");
    let again = browser.post("/console/members/invitations/revoke", &[("id", "none")]);
    assert_eq!(again.status(), 404, "one that is not there");
    let trail = store(&site).trail(0, 100).unwrap();
    let deeds: Vec<_> =
        trail.iter().filter(|one| one.actor == boss).map(|one| one.deed.as_str()).collect();
    let wanted =
        ["signed_in", "invitation_made", "device_revoked", "invitation_made", "invitation_revoked"];
    assert_eq!(deeds, wanted, "all of it under the account's id");
}

#[test]
fn an_account_is_added_by_a_link_that_is_shown_once() {
    let (site, served, browser, boss) = inside();
    let fields = [("name", "Ines Example"), ("login", "ines"), ("role", "editor")];
    let page = browser.post("/console/accounts/add", &fields).text().unwrap();
    let link = page.split("/console/set-password?link=").nth(1).unwrap();
    let secret = &link[..64];
    assert!(!browser.get("/console/accounts").text().unwrap().contains(secret), "shown once");
    let ines = Browser::at(&served.address);
    let fields = [("link", secret), ("password", super::PASSWORD), ("again", super::PASSWORD)];
    assert_eq!(ines.post("/console/set-password", &fields).status(), 303, "she sets it");
    assert_eq!(ines.sign_in("ines", super::PASSWORD).status(), 303, "and signs in");
    let accounts = store(&site).accounts().unwrap();
    let account = accounts.iter().find(|one| one.login == "ines").unwrap();
    assert_eq!(account.role, Role::Editor, "as what was said");
    browser.post("/console/accounts/sign-out", &[("id", &account.id)]);
    assert_eq!(ines.get("/console/me").status(), 303, "signed out by the administrator");
    let taken = browser
        .post("/console/accounts/add", &[("name", "X"), ("login", "INES"), ("role", "expert")]);
    assert_eq!(taken.status(), 422, "nobody twice");
    let none =
        browser.post("/console/accounts/add", &[("name", "X"), ("login", "x"), ("role", "king")]);
    assert_eq!(none.status(), 400, "no such role");
    let trail = store(&site).trail(0, 100).unwrap();
    let made = trail.iter().find(|one| one.deed == "account_link_made").unwrap();
    assert_eq!(
        (made.actor.as_str(), made.subject.as_str()),
        (boss.as_str(), account.id.as_str()),
        "who"
    );
}

#[test]
fn the_audit_trail_is_paged_and_exported_whole() {
    let (site, _served, browser, boss) = inside();
    for n in 0..130 {
        let deed = hrc_server::store::Deed::Exported;
        store(&site).note(deed, &format!("subject-{n}"), jiff::Timestamp::now()).unwrap();
    }
    let first = browser.get("/console/trail").text().unwrap();
    assert!(first.contains("subject-129") && !first.contains("subject-29<"), "the newest hundred");
    let older = first.split("href=\"/console/trail?before=").nth(1).unwrap();
    let older = older.split('"').next().unwrap();
    let second = browser.get(&format!("/console/trail?before={older}")).text().unwrap();
    assert!(second.contains("subject-29<") && !second.contains("subject-30<"), "then the rest");
    assert!(second.contains("boss"), "a name beside the account's id");
    assert!(!second.contains("Older"), "and that is all");
    let lines = browser.get("/console/trail/export?as=jsonl");
    assert!(header(&lines, "content-disposition").contains("audit-trail.jsonl"), "a file");
    let lines = lines.text().unwrap();
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!(last["subject"], "subject-129", "the oldest first");
    assert_eq!(lines.lines().count(), 132, "an account, a session, and the rest");
    assert!(lines.contains(&boss) && !lines.contains("boss"), "ids alone");
    let table = browser.get("/console/trail/export?as=csv").text().unwrap();
    assert!(
        table.starts_with("sequence,at,actor,deed,subject\r\n1,"),
        "with its head: {table:.80}"
    );
    assert_eq!(table.lines().count(), 133, "and every line");
}

#[test]
fn the_servers_page_says_what_needs_a_hand() {
    let (site, _served, browser, _) = inside();
    let page = browser.get("/console/server").text().unwrap();
    let status = site.status();
    assert!(page.contains(status["fingerprint"].as_str().unwrap()), "as `status` says it");
    assert!(page.contains("No backup has been made yet"), "nobody made one");
    assert!(page.contains("Everything is in order"), "the feeds are well: {page}");
    let to = site.place("backup.tar.zst");
    site.call(&["backup", "--to", path(&to)]).ends_with(0);
    let page = browser.get("/console/server").text().unwrap();
    assert!(page.contains("The backup is newer than what is published"), "made: {page}");
    // Whole seconds are kept: what comes next must be later.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    site.publish(3);
    let page = browser.get("/console/server").text().unwrap();
    assert!(page.contains("Something was published after the last backup"), "behind: {page}");
    std::fs::rename(site.keys(), site.place("stolen")).unwrap();
    let page = browser.get("/console/server").text().unwrap();
    assert!(page.contains("keys are missing"), "and this is told: {page}");
}
