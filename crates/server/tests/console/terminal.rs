//! Accounts, at the server's terminal.

use super::{Browser, PASSWORD, is_inside};
use crate::harness::Site;
use std::io::Write;
use std::process::Stdio;

/// A call that is given this on its standard input.
fn told(site: &Site, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut command = site.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn an_administrator_makes_the_first_account_and_looks_after_it() {
    let site = Site::published(1);
    let served = site.serve();
    let add =
        ["account", "add", "Ada", "--name", "Ada Example", "--role", "administrator", "--json"];
    let (code, out, err) = told(&site, &add, "heather on the moor\n");
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(!out.contains("heather") && !err.contains("heather"), "the password is not told again");
    assert!(err.is_empty(), "and where nobody sits there nothing is asked: {err}");
    let browser = Browser::at(&served.address);
    assert_eq!(browser.sign_in("ada", PASSWORD).status(), 303, "while the server runs");
    assert_eq!(browser.get("/console/accounts").status(), 200, "as an administrator");
    let told_role = site.call(&["account", "role", "ada", "editor", "--json"]).ends_with(0).json();
    assert_eq!(told_role["role"], "editor", "another role");
    assert_eq!(browser.get("/console/accounts").status(), 403, "at once");
    site.call(&["account", "sign-out", "ada"]).ends_with(0);
    assert!(!is_inside(&browser), "signed out everywhere");
    let (code, ..) = told(&site, &["account", "password", "ada"], "gorse along the coast\n");
    assert_eq!(code, Some(0), "another password");
    assert_eq!(browser.sign_in("ada", PASSWORD).status(), 401, "the old one is none");
    assert_eq!(browser.sign_in("ada", "gorse along the coast").status(), 303, "the new one is");
    site.call(&["account", "remove", "ada"]).ends_with(0);
    assert!(!is_inside(&browser), "and then nobody");
    let list = site.call(&["account", "list"]).ends_with(0).out;
    assert!(list.contains("ada (Ada Example): removed at"), "the name stays: {list}");
    let trail = site.call(&["audit"]).ends_with(0).out;
    for deed in
        ["account_added", "account_role_changed", "signed_out_everywhere", "account_removed"]
    {
        assert!(trail.contains(&format!("administrator  {deed}")), "{deed} in {trail}");
    }
}

#[test]
fn a_link_is_printed_where_somebody_sets_their_own_password() {
    let site = Site::published(1);
    let served = site.serve();
    let add = ["account", "add", "ines", "--name", "Ines", "--role", "expert", "--link", "--json"];
    let told = site.call(&add).ends_with(0).json();
    let link = told["link"].as_str().unwrap();
    let at = &link[link.find("/console/").unwrap()..];
    assert_eq!(Browser::at(&served.address).get(at).status(), 200, "it leads to a page: {link}");
}

#[test]
fn what_makes_no_account_is_refused_in_one_sentence() {
    let site = Site::published(1);
    let add = |login: &str, password: &str| {
        let add = ["account", "add", login, "--name", "Ines Example", "--role", "expert"];
        let (code, _, err) = told(&site, &add, password);
        (code, err)
    };
    let (code, err) = add("ines", "short\n");
    assert_eq!(code, Some(2), "{err}");
    assert!(err.starts_with("hrc-server: invalid_input: a password has at least 12"), "{err}");
    assert_eq!(add("ines", "").0, Some(2), "nothing is no password");
    assert_eq!(add("a b", "heather on the moor\n").0, Some(2), "a name with a space");
    assert_eq!(add("ines", "heather on the moor\n").0, Some(0), "this is fine");
    let (_, err) = add("Ines", "heather on the moor\n");
    assert!(err.starts_with("hrc-server: conflict:"), "nobody twice: {err}");
    site.call(&["account", "remove", "nobody"]).refused(3, "not_found", "nobody");
}
