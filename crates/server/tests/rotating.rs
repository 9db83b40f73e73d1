//! `keys rotate` and `root rotate`.

use crate::following::Reader;
use crate::harness::{BESIDE, Call, Site, copy, mode, path};
use std::path::Path;

fn rotate_keys(site: &Site, root_keys: &Path) -> Call {
    site.call(&["keys", "rotate", "--root-keys", path(root_keys)])
}

fn rotate_root(site: &Site, root_keys: &Path, new: &Path) -> Call {
    let arguments =
        ["root", "rotate", "--root-keys", path(root_keys), "--new-root-keys", path(new)];
    site.call(&arguments)
}

#[test]
fn every_reader_gets_through_from_the_first_root_to_the_third() {
    let site = Site::published(3);
    let served = site.serve();
    let mut always = Reader::of(&site);
    assert_eq!(always.look(&served).unwrap().versions.root, 1, "the first");
    let told = rotate_keys(&site, &site.offline()).ends_with(0).out;
    assert!(told.contains("version 2"), "{told}");
    assert_eq!(always.look(&served).unwrap().versions.root, 2, "new keys, without a restart");
    site.publish(4);
    let new = site.place("new-root-keys");
    rotate_root(&site, &site.offline(), &new).ends_with(0);
    assert_eq!(mode(&new), 0o700, "for their owner alone");
    assert_eq!(mode(&new.join("practitioner/root-1.pem")), 0o600, "each of them");
    site.publish(5);
    assert_eq!(always.look(&served).unwrap().versions.root, 3, "who was there all along");
    let edition = Reader::of(&site).look(&served).unwrap();
    assert_eq!(edition.versions.root, 3, "who comes with the first root");
    assert_eq!(edition.catalogue.entries, 5 + BESIDE, "and finds everything");
    assert_eq!(site.status()["root"], 3, "and so it is told");
    assert_eq!(site.status()["practitioner"]["root"], 3, "the other feed went along");
    rotate_keys(&site, &site.offline()).refused(2, "invalid_input", "0 of the feed's 3");
    rotate_keys(&site, &new).ends_with(0);
}

#[test]
fn keys_that_were_given_up_count_for_nothing() {
    let site = Site::published(3);
    let old = site.place("old-keys");
    copy(&site.keys(), &old);
    rotate_keys(&site, &site.offline()).ends_with(0);
    for key in ["targets.pem", "snapshot.pem", "timestamp.pem"] {
        let (old, new) = (old.join(key), site.keys().join(key));
        assert_ne!(std::fs::read(old).unwrap(), std::fs::read(&new).unwrap(), "{key} is new");
        assert_eq!(mode(&new), 0o600, "{key} is for its owner alone");
    }
    std::fs::remove_dir_all(site.keys()).unwrap();
    copy(&old, &site.keys());
    let content = site.content(4);
    site.call(&["publish", "--content", path(&content)]).refused(
        2,
        "invalid_input",
        "not those the feed's newest root names",
    );
}

#[test]
fn a_root_key_left_at_home_is_asked_for_rather_than_lost() {
    let site = Site::published(3);
    let two = site.place("two");
    copy(&site.offline(), &two);
    std::fs::remove_file(two.join("public/root-3.pem")).unwrap();
    rotate_keys(&site, &two).refused(2, "invalid_input", "2 of the feed's 3 root keys");
    assert_eq!(site.status()["root"], 1, "nothing happened");
    let new = site.place("new");
    rotate_root(&site, &two, &new).ends_with(0);
    assert_eq!(site.status()["root"], 2, "two are enough to replace all three");
    rotate_keys(&site, &new).ends_with(0);
}

#[test]
fn where_the_keys_of_one_feed_are_missing_neither_is_changed() {
    let site = Site::published(3);
    let half = site.place("half");
    copy(&site.offline(), &half);
    std::fs::remove_dir_all(half.join("practitioner")).unwrap();
    rotate_keys(&site, &half).refused(2, "invalid_input", "root keys (practitioner)");
    rotate_root(&site, &half, &site.place("new")).refused(2, "invalid_input", "(practitioner)");
    assert_eq!(site.status()["root"], 1, "the general one neither");
    assert!(!site.place("new").exists(), "and no keys that are none");
}

#[test]
fn one_root_key_is_not_enough_and_leaves_nothing_behind() {
    let site = Site::published(3);
    let (one, new) = (site.place("one"), site.place("new"));
    copy(&site.offline(), &one);
    for key in ["root-2.pem", "root-3.pem"] {
        std::fs::remove_file(one.join("public").join(key)).unwrap();
    }
    rotate_root(&site, &one, &new).refused(2, "invalid_input", "2 are needed");
    assert!(!new.exists(), "no keys that are none");
    std::fs::create_dir(&new).unwrap();
    rotate_root(&site, &site.offline(), &new).refused(2, "invalid_input", "is there already");
    rotate_keys(&site, &site.place("nowhere")).refused(3, "not_found", "root keys");
}

#[test]
fn a_change_of_keys_that_was_cut_off_is_ended_by_whoever_comes_next() {
    let site = Site::published(3);
    let (old, keys) = (site.place("old-keys"), site.data().join("keys"));
    copy(&site.keys(), &old);
    for old_are_there in [true, false] {
        rotate_keys(&site, &site.offline()).ends_with(0);
        // As a power cut leaves it after the root was published.
        std::fs::rename(site.keys(), keys.join("public.next")).unwrap();
        if old_are_there {
            copy(&old, &site.keys());
        }
        assert_eq!(site.serve().metric("hrc_feed_vouch_failures"), 0, "the server mends it");
        assert!(!keys.join("public.next").exists(), "it is through");
        let fault = site.status()["keys_fault"].clone();
        assert!(fault.is_null(), "with the new keys: {fault}");
    }
    site.publish(4);
}

#[test]
fn a_server_that_lost_its_keys_is_given_new_ones() {
    let site = Site::published(3);
    std::fs::remove_dir_all(site.keys()).unwrap();
    rotate_keys(&site, &site.offline()).ends_with(0);
    site.publish(4);
    let served = site.serve();
    assert_eq!(
        Reader::of(&site).look(&served).unwrap().catalogue.entries,
        4 + BESIDE,
        "and readers follow"
    );
}
