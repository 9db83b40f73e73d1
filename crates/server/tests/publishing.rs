//! `publish`.

use crate::harness::{BESIDE, Call, Site, path, write_term};
use serde_json::Value;
use std::path::Path;

fn publish(site: &Site, content: &std::path::Path, more: &[&str]) -> Call {
    site.call(&[&["publish", "--content", path(content)], more].concat())
}

fn json(call: Call) -> [u64; 3] {
    let told: Value = serde_json::from_str(&call.ends_with(0).out).expect("JSON and nothing else");
    ["head", "upserted", "withdrawn"].map(|field| told[field].as_u64().unwrap())
}

#[test]
fn what_changed_is_counted_and_what_did_not_is_not_published_again() {
    let site = Site::founded();
    let content = site.content(8);
    assert_eq!(json(publish(&site, &content, &["--json"])), [16, 16, 0], "everything is new");
    assert_eq!(json(publish(&site, &content, &["--json"])), [16, 0, 0], "nothing is");
    let told = publish(&site, &content, &[]).ends_with(0).out;
    let other = "Practitioners' feed: Nothing changed: head 1.\n";
    assert_eq!(told, format!("Nothing changed: head 16.\n{other}"), "for people");
    write_term(&content, 0, "Another word");
    std::fs::remove_file(content.join("terms/word-1.md")).unwrap();
    let told = publish(&site, &content, &[]).ends_with(0).out;
    let expected = format!("Published: head 18, 1 put, 1 withdrawn.\n{other}");
    assert_eq!(told, expected, "a change and a withdrawal");
    assert_eq!(site.status()["entries"], 7 + BESIDE, "and what there is now");
}

/// Everything in the files of a folder, unpacked where it is packed.
fn read_all(folder: &Path) -> String {
    let mut all = String::new();
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        if file.path().is_dir() {
            all += &read_all(&file.path());
            continue;
        }
        let bytes = std::fs::read(file.path()).unwrap();
        all += &String::from_utf8_lossy(&zstd::decode_all(&bytes[..]).unwrap_or(bytes));
    }
    all
}

#[test]
fn practitioners_text_is_in_their_feed_and_nowhere_else() {
    const CANARY: &str = "canary-4711";
    let site = Site::founded();
    let content = site.content(3);
    let deep = content.join("cities/lindenau.practitioner.md");
    let text = std::fs::read_to_string(&deep).unwrap();
    std::fs::write(&deep, format!("{text}\n## {CANARY}\n\nWhat only practitioners read.\n"))
        .unwrap();
    site.publish_from(&content);
    let status = site.status();
    assert_eq!(status["entries"], 3 + BESIDE, "not the town's second depth");
    assert_eq!(status["practitioner"]["entries"], 1, "which is here");
    assert!(read_all(&site.data().join("feeds/practitioner")).contains(CANARY), "to be read");
    for folder in ["feeds/public", "client"] {
        let all = read_all(&site.data().join(folder));
        assert!(!all.contains(CANARY), "{folder} is for everybody");
        assert!(all.contains("Word") || folder == "client", "{folder} was read at all");
    }
}

#[test]
fn a_folder_without_practitioners_texts_withdraws_them_only_if_that_is_meant() {
    let site = Site::published(3);
    let before = site.status();
    let content = site.content(4);
    std::fs::remove_file(content.join("cities/lindenau.practitioner.md")).unwrap();
    publish(&site, &content, &[]).refused(2, "invalid_input", "for the feed practitioner");
    assert_eq!(site.status(), before, "nor is the general layer published");
    publish(&site, &content, &["--withdraw-many"]).ends_with(0);
    assert_eq!(site.status()["practitioner"]["entries"], 0, "if meant");
}

#[test]
fn content_with_a_fault_is_not_published_at_all_and_the_fault_is_named() {
    let site = Site::published(3);
    let before = site.status();
    let content = site.content(4);
    std::fs::write(content.join("terms/word-2.md"), "---\nkind: term\ntitle: [\n---\n").unwrap();
    publish(&site, &content, &[]).refused(7, "content_faulty", "word-2.md:");
    assert_eq!(site.status(), before, "the good part neither");
}

#[test]
fn a_wrong_folder_withdraws_nothing() {
    let site = Site::published(30);
    let before = site.status();
    let empty = site.place("empty");
    std::fs::create_dir(&empty).unwrap();
    publish(&site, &empty, &[]).refused(2, "invalid_input", "holds no content");
    publish(&site, &site.place("nowhere"), &[]).refused(3, "not_found", "nowhere");
    let few = site.content(1);
    publish(&site, &few, &[]).refused(2, "invalid_input", "--withdraw-many");
    assert_eq!(site.status(), before, "as it was");
    assert_eq!(json(publish(&site, &few, &["--withdraw-many", "--json"])), [67, 0, 29], "if meant");
}

#[test]
fn two_who_publish_at_once_take_turns() {
    let site = Site::founded();
    let contents = [site.content(5), site.content(6)];
    let running: Vec<_> = contents
        .iter()
        .map(|content| site.command(&["publish", "--content", path(content)]).spawn().unwrap())
        .collect();
    for mut one in running {
        assert!(one.wait().unwrap().success(), "neither is turned away");
    }
    let entries = site.status()["entries"].as_u64().unwrap();
    assert!(entries == 5 + BESIDE || entries == 6 + BESIDE, "one came last, whole: {entries}");
}

#[test]
fn without_a_feed_there_is_nothing_to_publish_to() {
    let site = Site::bare();
    std::fs::create_dir(site.data()).unwrap();
    let content = site.content(1);
    publish(&site, &content, &[]).refused(3, "not_found", "`init` makes one");
    site.call(&["serve"]).refused(3, "not_found", "`init` makes one");
    site.call(&["status"]).refused(3, "not_found", "`init` makes one");
}
