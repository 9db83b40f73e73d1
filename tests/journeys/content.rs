//! The authored knowledge base itself: complete, faultless, and whole in the bundle.

use crate::harness::programs::{bundle, hrc, hrc_on_bundle, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn listed(kind: &str) -> Vec<Value> {
    let output = hrc_on_bundle(&["list", "--kind", kind, "--json"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn practitioner_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("resources/content")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".practitioner.md") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn the_authored_content_has_no_fault() {
    let output =
        hrc().args(["content", "check"]).arg(root().join("resources/content")).output().unwrap();
    let faults = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && faults.is_empty(), "faults:\n{faults}");
}

#[test]
fn the_whole_link_directory_is_in_the_bundle() {
    let links = listed("link");
    assert_eq!(links.len(), 110, "98 numbered links, 4 institutions, 8 of associate members");
    let entries: Vec<Value> = links
        .iter()
        .map(|link| {
            let output = hrc_on_bundle(&["show", link["id"].as_str().unwrap(), "--json"]);
            serde_json::from_slice(&output.stdout).unwrap()
        })
        .collect();
    let numbered = entries.iter().filter(|entry| entry["number"].is_u64()).count();
    assert_eq!(numbered, 98, "the Network's list has 98 numbers");
    let addresses: usize =
        entries.iter().map(|entry| entry["urls"].as_array().unwrap().len()).sum();
    assert_eq!(addresses, 118, "the list's 118 addresses, twice where it gives one twice");
    let inventory: BTreeSet<_> =
        entries.iter().map(|entry| entry["entry"].as_str().unwrap()).collect();
    assert_eq!(inventory.len(), 110, "no entry of the inventory stands twice");
    let in_group = |group: &str| entries.iter().filter(|entry| entry["group"] == group).count();
    assert_eq!(in_group("thematic-cities"), 54, "all thematic cities are there");
    for entry in &entries {
        assert_eq!(
            entry["check"]["state"], "not_checked",
            "{}: nobody has looked yet",
            entry["id"]
        );
    }
}

#[test]
fn the_first_content_is_there() {
    for (kind, least) in [("city", 6), ("article", 6), ("term", 20), ("theme", 31)] {
        let records = listed(kind);
        assert!(records.len() >= least, "{} {kind} records, {least} at least", records.len());
        if ["city", "article"].contains(&kind) {
            for record in records {
                let sources = record["sources"].as_array().unwrap();
                assert!(sources.len() >= 3, "{} stands on {} sources", record["id"], sources.len());
            }
        }
    }
}

#[test]
fn no_practitioner_text_is_in_the_bundle() {
    let files = practitioner_files();
    assert!(!files.is_empty(), "there is practitioner text to keep out");
    let database = std::fs::read(bundle().join("public.sqlite")).unwrap();
    let log = std::fs::read(bundle().join("public.sqlite-wal")).unwrap_or_default();
    let contains =
        |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // The longest run of the body without any markup: nothing stands between file and store.
        let body = text.rsplit("\n---\n").next().unwrap();
        let canary = body.split(['[', ']', '*', '\n', '"']).max_by_key(|run| run.len()).unwrap();
        assert!(canary.len() > 40, "{} gives a canary", file.display());
        assert!(!contains(&database, canary), "{}: {canary:?} lies in the bundle", file.display());
        assert!(!contains(&log, canary), "{}: {canary:?} lies in the bundle's log", file.display());
    }
}

#[test]
fn the_bundle_is_whole_by_its_own_account() {
    let output = hrc_on_bundle(&["verify", "--json"]);
    let verdict: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(verdict["whole"], true, "{verdict}");
}

#[test]
fn the_same_content_makes_the_same_state_again() {
    let folder = tempfile::tempdir().unwrap();
    let again = folder.path().join("again");
    let made = hrc()
        .arg("bundle")
        .arg("--content")
        .arg(root().join("resources/content"))
        .arg("--out")
        .arg(&again)
        .status()
        .unwrap();
    assert!(made.success(), "the bundle can be made again");
    let digest = |dir: &std::path::Path| {
        let manifest = std::fs::read_to_string(dir.join("bundle.json")).unwrap();
        serde_json::from_str::<Value>(&manifest).unwrap()["digest"].clone()
    };
    assert_eq!(
        digest(&again),
        digest(bundle()),
        "equal content, equal digest: a first sync downloads nothing"
    );
}
