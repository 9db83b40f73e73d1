//! Who may do what: every route in every role, from the table that the router is made of.

use super::{Browser, account, location};
use crate::harness::Site;
use hrc_server::console::{Least, table};
use hrc_server::store::{Account, Role};
use reqwest::Method;

/// A route's path with something in its places.
pub fn place(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{*rest}" => "nothing-here",
        part if part.starts_with('{') => "none",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn try_route(browser: &Browser, method: &Method, path: &str) -> (u16, String) {
    let answer = if method == Method::POST { browser.post(path, &[]) } else { browser.get(path) };
    (answer.status().as_u16(), location(&answer).to_owned())
}

#[test]
fn every_route_is_open_to_its_roles_and_closed_to_all_others() {
    let site = Site::published(1);
    let served = site.serve();
    let accounts: Vec<Account> =
        Role::ALL.into_iter().map(|role| account(&site, role.as_str(), role)).collect();
    let table = table();
    assert!(table.len() > 20, "the whole table: {}", table.len());
    for (method, path, least) in &table {
        let path = place(path);
        let (status, to) = try_route(&Browser::at(&served.address), method, &path);
        let is_asked = status == 401 || to.starts_with("/console/sign-in?then=");
        let is_entrance = path == "/console/sign-in";
        let asks = matches!(least, Least::Role(_)) || (is_entrance && method == Method::POST);
        assert_eq!(is_asked, asks, "nobody: {method} {path} answers {status} {to}");
        for account in &accounts {
            // A session each: some of the forms end it.
            let browser = Browser::signed(&served.address, &site, account);
            let (status, to) = try_route(&browser, method, &path);
            let is_refused = status == 403;
            let may = match least {
                Least::Anyone => true,
                Least::Role(role) => account.role >= *role,
            };
            let who = account.role.as_str();
            assert_eq!(is_refused, !may, "{who}: {method} {path} answers {status} {to}");
            assert!(status < 500, "{who}: {method} {path} answers {status}");
        }
    }
}

#[test]
fn what_somebody_may_counts_from_their_next_request_on() {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let other = account(&site, "other", Role::Administrator);
    let (first, second) = (
        Browser::signed(&served.address, &site, &boss),
        Browser::signed(&served.address, &site, &other),
    );
    assert_eq!(second.get("/console/accounts").status(), 200, "an administrator");
    let told = first.post("/console/accounts/role", &[("id", &other.id), ("role", "expert")]);
    assert_eq!(location(&told), "/console/accounts?said=said.role_set", "done");
    assert_eq!(second.get("/console/accounts").status(), 403, "is none any more");
    assert_eq!(second.get("/console/me").status(), 200, "but still somebody");
    first.post("/console/accounts/remove", &[("id", &other.id)]);
    assert_eq!(second.get("/console/me").status(), 303, "and then nobody");
    assert_eq!(second.sign_in("other", super::PASSWORD).status(), 401, "nor let in again");
}

#[test]
fn nobody_locks_themselves_out_and_so_everybody() {
    let site = Site::published(1);
    let served = site.serve();
    let boss = account(&site, "boss", Role::Administrator);
    let browser = Browser::signed(&served.address, &site, &boss);
    for (path, fields) in [
        ("/console/accounts/role", vec![("id", boss.id.as_str()), ("role", "expert")]),
        ("/console/accounts/remove", vec![("id", boss.id.as_str())]),
        ("/console/accounts/sign-out", vec![("id", boss.id.as_str())]),
    ] {
        assert_eq!(browser.post(path, &fields).status(), 400, "{path} is not for one's own");
    }
    assert_eq!(browser.get("/console/accounts").status(), 200, "still an administrator");
}
