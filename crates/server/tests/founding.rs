//! `init` and `preset`.

use crate::harness::{Site, mode, path};

#[test]
fn keys_are_for_their_owner_alone_and_somebody_is_told_to_take_the_root_keys_away() {
    let site = Site::bare();
    let call = site.call(&["init"]).ends_with(0);
    for (folder, files) in [
        ("keys/public", ["targets.pem", "snapshot.pem", "timestamp.pem"]),
        ("take-offline/public", ["root-1.pem", "root-2.pem", "root-3.pem"]),
        ("keys/practitioner", ["targets.pem", "snapshot.pem", "timestamp.pem"]),
        ("take-offline/practitioner", ["root-1.pem", "root-2.pem", "root-3.pem"]),
    ] {
        let folder = site.data().join(folder);
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        assert_eq!(mode(folder.parent().unwrap()), 0o700, "and the one above");
        for file in files {
            assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
        }
    }
    let members_alone = mode(&site.data().join("feeds/practitioner"));
    assert_eq!(members_alone, 0o700, "the practitioners' feed is not encrypted where it lies");
    let told = std::fs::read_to_string(site.data().join("take-offline/public/READ-ME-FIRST.txt"));
    assert!(told.unwrap().contains("Delete this folder from the server"), "and how");
    assert!(call.out.contains("take-offline"), "the terminal says it too: {}", call.out);
    assert!(
        site.call(&["status"]).ends_with(0).out.contains("WARNING: root keys"),
        "until it is done"
    );
}

#[test]
fn a_second_init_changes_nothing() {
    let site = Site::bare();
    site.call(&["init"]).ends_with(0);
    let key = site.keys().join("timestamp.pem");
    let before = (site.status(), std::fs::read(&key).unwrap());
    site.call(&["init"]).refused(2, "invalid_input", "there is a feed already");
    assert_eq!((site.status(), std::fs::read(&key).unwrap()), before, "nothing was overwritten");
}

#[test]
fn a_data_folder_from_before_there_were_members_gets_their_feed_by_a_second_init() {
    let site = Site::published(3);
    let before = site.status();
    for part in ["feeds", "keys"] {
        std::fs::remove_dir_all(site.data().join(part).join("practitioner")).unwrap();
    }
    assert!(site.status()["practitioner"].is_null(), "as it was then");
    let told = site.publish_from(&site.content(4)).out;
    assert!(told.contains("WARNING: 1 practitioner texts were not published"), "{told}");
    let told = site.call(&["init"]).ends_with(0).out;
    assert!(told.contains("take-offline/practitioner"), "its root keys are told of: {told}");
    assert!(!told.contains("take-offline/public"), "and no others: {told}");
    assert_eq!(site.status()["fingerprint"], before["fingerprint"], "the general feed stays");
    site.publish(4);
    assert_eq!(site.status()["practitioner"]["entries"], 1, "and what was left is published");
}

#[test]
fn an_init_that_was_cut_off_goes_on_with_the_keys_it_had_made() {
    let site = Site::bare();
    site.call(&["init"]).ends_with(0);
    let first = site.status()["fingerprint"].clone();
    // As a power cut before the last file leaves it.
    std::fs::remove_file(site.data().join("feeds/public/metadata/timestamp.json")).unwrap();
    std::fs::remove_dir_all(site.data().join("client")).unwrap();
    site.call(&["init"]).ends_with(0);
    assert_eq!(site.status()["fingerprint"], first, "the same feed");
    site.publish(1);
}

#[test]
fn where_the_feeds_files_are_lost_but_its_keys_are_not_no_other_feed_is_made() {
    let site = Site::founded();
    std::fs::remove_dir_all(site.data().join("feeds")).unwrap();
    site.call(&["init"]).refused(2, "invalid_input", "restore them from a backup");
}

#[test]
fn clients_are_given_the_trust_root_and_a_preset_with_the_servers_address() {
    let mut site = Site::bare();
    let call = site.call(&["init"]).ends_with(0);
    assert!(call.out.contains("public_address"), "one that is not set is told: {}", call.out);
    let client = site.data().join("client");
    let root = std::fs::read(client.join("1.root.json")).unwrap();
    let feed = site.data().join("feeds/public/metadata/1.root.json");
    assert_eq!(root, std::fs::read(feed).unwrap(), "the feed's own first root");
    let preset = || -> toml::Table {
        std::fs::read_to_string(client.join("preset.toml")).unwrap().parse().unwrap()
    };
    assert_eq!(preset()["server"].as_str(), Some("http://127.0.0.1:8480/"), "until one is set");
    site.set("HRC_SERVER_PUBLIC_ADDRESS", "https://kc.example/base/");
    let call = site.call(&["preset"]).ends_with(0);
    assert_eq!(preset()["server"].as_str(), Some("https://kc.example/base/"), "laid out anew");
    assert_eq!(preset()["trust_root"].as_str(), Some("1.root.json"), "beside it");
    let fingerprint = site.status()["fingerprint"].as_str().unwrap().to_owned();
    assert!(call.out.contains(&fingerprint), "for people to compare: {}", call.out);
}

#[test]
fn a_misspelt_data_folder_is_told_not_made() {
    let site = Site::bare();
    let (content, wrong) = (site.content(1), site.place("misspelt"));
    for verb in [
        &["status"][..],
        &["serve"],
        &["publish", "--content", path(&content)],
        &["backup", "--to", "backup.tar.zst"],
        &["keys", "rotate", "--root-keys", "."],
        &["preset"],
        &["invite", "--name", "A. Example"],
        &["devices", "list"],
        &["invitations", "list"],
        &["audit"],
        &["export", "--to", "stick"],
    ] {
        let call = [verb, &["--data", path(&wrong)]].concat();
        site.call(&call).refused(3, "not_found", "no data folder");
        assert!(!wrong.exists(), "{verb:?} made nothing");
    }
}
