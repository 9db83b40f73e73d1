//! `backup` and `restore`.

use crate::following::Reader;
use crate::harness::{Site, mode, path};
use hrc_domain::ErrorCode;
use hrc_server::{Configuration, Data};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;

/// Every file of the data folder with its permissions and content.
fn files(dir: &Path) -> BTreeMap<String, (u32, Vec<u8>)> {
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(dir).unwrap().flatten() {
        let name = file.file_name().into_string().unwrap();
        if file.path().is_dir() {
            found.insert(format!("{name}/"), (mode(&file.path()), Vec::new()));
            let below = files(&file.path()).into_iter();
            found.extend(below.map(|(below, file)| (format!("{name}/{below}"), file)));
        } else {
            found.insert(name, (mode(&file.path()), std::fs::read(file.path()).unwrap()));
        }
    }
    found
}

#[test]
fn everything_comes_back_but_the_root_keys() {
    let site = Site::bare();
    site.call(&["init"]).ends_with(0);
    std::fs::write(site.data().join("server.toml"), "listen = '127.0.0.1:0'\n").unwrap();
    site.publish(3);
    let backup = site.place("backup.tar.zst");
    site.call(&["backup", "--to", path(&backup)]).ends_with(0);
    assert_eq!(mode(&backup), 0o600, "it holds keys");
    let mut before = files(&site.data());
    before.retain(|name, _| !name.starts_with("take-offline") && name != "publishing.lock");
    std::fs::remove_dir_all(site.data()).unwrap();
    let told = site.call(&["restore", "--from", path(&backup)]).ends_with(0).out;
    assert!(told.contains("docs/server.md"), "what to do next: {told}");
    assert_eq!(files(&site.data()), before, "byte for byte, permissions too");
    site.publish(4);
    Reader::of(&site).look(&site.serve_with(&[])).unwrap();
}

#[test]
fn members_come_back_and_are_known_again() {
    let site = Site::published(3);
    let served = site.serve();
    let (token, open) = (served.token(&site.invite("A. Example")), site.invite("B. Example"));
    let backup = site.place("backup.tar.zst");
    // While the server runs and has the database open.
    site.call(&["backup", "--to", path(&backup)]).ends_with(0);
    let list = |what: &str| site.call(&[what, "list", "--json"]).ends_with(0).out;
    let before = (list("devices"), list("invitations"));
    drop(served);
    std::fs::remove_dir_all(site.data()).unwrap();
    site.call(&["restore", "--from", path(&backup)]).ends_with(0);
    assert_eq!(mode(&site.data().join("server.sqlite")), 0o600, "it holds names");
    assert_eq!((list("devices"), list("invitations")), before, "as they were");
    let served = site.serve();
    assert_eq!(served.ask_as(&token, "/v1/account").status(), 200, "the device is known");
    served.token(&open);
}

#[test]
fn nothing_is_overwritten() {
    let site = Site::published(1);
    let backup = site.place("backup.tar.zst");
    site.call(&["backup", "--to", path(&backup)]).ends_with(0);
    let before = std::fs::read(&backup).unwrap();
    site.call(&["backup", "--to", path(&backup)]).refused(2, "invalid_input", "there already");
    assert_eq!(std::fs::read(&backup).unwrap(), before, "the earlier backup");
    site.call(&["restore", "--from", path(&backup)]).refused(2, "invalid_input", "not empty");
}

#[test]
fn a_damaged_backup_leaves_nothing_behind() {
    let site = Site::published(1);
    let (backup, half) = (site.place("backup.tar.zst"), site.place("half"));
    site.call(&["backup", "--to", path(&backup)]).ends_with(0);
    let bytes = std::fs::read(&backup).unwrap();
    for damaged in [&bytes[..bytes.len() / 2], b"no backup", b""] {
        std::fs::write(&half, damaged).unwrap();
        let new = site.place("new");
        let call = site.call(&["restore", "--data", path(&new), "--from", path(&half)]);
        assert!(matches!(call.code, Some(2 | 6)), "{}", call.err);
        let left = std::fs::read_dir(&new).map_or(0, Iterator::count);
        assert_eq!(left, 0, "the next try finds an empty folder");
    }
    site.call(&["restore", "--from", "nowhere"]).refused(2, "invalid_input", "not empty");
    site.call(&["restore", "--data", "new", "--from", "nowhere"]).refused(
        3,
        "not_found",
        "restoring",
    );
    site.call(&["restore", "--data", "new", "--from", path(&backup)]).ends_with(0);
}

/// Clients refuse to go back, and a restored server has gone back: new keys let them follow again.
#[test]
fn after_a_restore_new_keys_bring_everybody_along() {
    let site = Site::published(5);
    let backup = site.place("backup.tar.zst");
    site.call(&["backup", "--to", path(&backup)]).ends_with(0);
    let data = Data::open(&site.data(), Configuration::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for _ in 0..5 {
        runtime.block_on(data.publisher("public").unwrap().vouch(Timestamp::now())).unwrap();
    }
    let mut reader = Reader::of(&site);
    reader.look(&site.serve()).unwrap();
    std::fs::remove_dir_all(site.data()).unwrap();
    site.call(&["restore", "--from", path(&backup)]).ends_with(0);
    let refused = reader.look(&site.serve()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::FeedRolledBack, "it has seen five days more");
    site.call(&["keys", "rotate", "--root-keys", path(&site.offline())]).ends_with(0);
    reader.look(&site.serve()).expect("a new root counts afresh");
}
