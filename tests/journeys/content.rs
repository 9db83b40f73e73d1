//! The authored knowledge base itself: complete, faultless, and whole in the bundle.

use crate::harness::programs::{bundle, hrc, hrc_on_bundle, root};
use hrc_domain::search::FacetGroup;
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

/// What `hrc content report` says of the authored content, held against the link list.
fn report() -> Value {
    let output = hrc()
        .args(["content", "report", "--json"])
        .arg(root().join("resources/content"))
        .arg("--inventory")
        .arg(root().join("tests/fixtures/link-list.txt"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const LANGUAGES: [&str; 6] = ["en", "de", "fr", "nl", "sv", "es"];

#[test]
fn the_knowledge_base_has_the_size_that_was_promised() {
    let promised = [
        ("article", 20),
        ("city", 14),
        ("practice", 12),
        ("link", 110),
        ("institution", 12),
        ("instrument", 15),
        ("publication", 12),
        ("term", 70),
        ("theme", 31),
        ("tool", 1),
    ];
    let short: Vec<_> = promised
        .into_iter()
        .map(|(kind, least)| (kind, listed(kind).len(), least))
        .filter(|(_, found, least)| found < least)
        .collect();
    assert!(short.is_empty(), "kind, in the bundle, promised: {short:?}");
    for kind in ["city", "article"] {
        for record in listed(kind) {
            let sources = record["sources"].as_array().unwrap().len();
            // Of the Network and its facility only the Network itself speaks.
            let own = ["network", "experts"].contains(&record["section"].as_str().unwrap());
            let least = if own { 1 } else { 3 };
            assert!(sources >= least, "{} stands on {sources} sources", record["id"]);
        }
    }
}

#[test]
fn what_readers_look_for_has_a_title_in_all_six_languages_and_what_they_read_a_summary() {
    let titled = ["city", "theme", "link", "institution", "instrument", "term", "article"];
    let summarised = ["article", "city", "theme"];
    let mut missing = Vec::new();
    for kind in titled {
        for record in listed(kind) {
            let id = record["id"].as_str().unwrap();
            let whole = hrc_on_bundle(&["show", id, "--json"]);
            let whole: Value = serde_json::from_slice(&whole.stdout).unwrap();
            for code in LANGUAGES.into_iter().filter(|code| whole["language"] != *code) {
                let translation = &whole["translations"][code];
                // Articles were promised by their summaries; their titles are wanted, not promised.
                if kind != "article" && !translation["title"].is_string() {
                    missing.push(format!("{id}: title, {code}"));
                }
                if summarised.contains(&kind) && !translation["summary"].is_string() {
                    missing.push(format!("{id}: summary, {code}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{} are missing:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn no_answer_pretends_that_a_user_asked() {
    let answers = listed("answer");
    assert!(answers.len() <= 5, "a few to give a start, no more: {}", answers.len());
    for answer in answers {
        let id = answer["id"].as_str().unwrap();
        let whole = hrc_on_bundle(&["show", id, "--json"]);
        let whole: Value = serde_json::from_slice(&whole.stdout).unwrap();
        assert_eq!(whole["origin"], "editorial", "{id}: nobody has asked anything yet");
    }
}

#[test]
fn the_report_finds_no_claim_without_source_no_orphan_and_no_address_left_out() {
    let report = report();
    assert_eq!(report["claims_without_source"], 0, "the check refuses every one");
    assert_eq!(report["orphans"], serde_json::json!([]), "every record can be come upon");
    assert_eq!(
        report["cities_without_practitioner"],
        serde_json::json!([]),
        "practitioners find more on every city"
    );
    let inventory = &report["inventory"];
    assert_eq!(inventory["addresses"], 115, "the list's distinct addresses");
    assert_eq!(inventory["missing"], serde_json::json!([]), "all of them are in the links");
    let records: u64 =
        report["kinds"].as_array().unwrap().iter().map(|k| k["records"].as_u64().unwrap()).sum();
    assert_eq!(report["records"], records, "the kinds add up");
    let links = hrc_on_bundle(&["list", "--kind", "link", "--json"]);
    let links = String::from_utf8(links.stdout).unwrap();
    let list = std::fs::read_to_string(root().join("tests/fixtures/link-list.txt")).unwrap();
    for address in list.lines().filter(|line| !line.starts_with('#')) {
        let quoted = serde_json::to_string(address).unwrap();
        assert!(links.contains(&quoted), "{address} is not in the bundle");
    }
}

#[test]
fn every_right_and_every_goal_says_its_own_words_from_the_bundle() {
    let library = hrc_library::Library::open(bundle()).unwrap();
    let wording = |group, value: u8, code: &str| {
        let language = hrc_domain::Language::new(code).unwrap();
        let found = library.wording(group, &value.to_string(), &language).unwrap();
        found.unwrap_or_else(|| panic!("{group:?} {value} has no words"))
    };
    for code in LANGUAGES {
        for article in 1..=30 {
            let spoken = wording(FacetGroup::Udhr, article, code);
            assert_eq!(spoken.language.as_str(), code, "article {article} in the reader's words");
        }
        let expected = if ["nl", "sv"].contains(&code) { "en" } else { code };
        for goal in 1..=17 {
            let spoken = wording(FacetGroup::Sdg, goal, code);
            assert_eq!(spoken.language.as_str(), expected, "goal {goal}: {code}, else English");
        }
    }
    let first = wording(FacetGroup::Udhr, 1, "de");
    assert!(first.paragraphs[0].starts_with("Alle Menschen sind frei und gleich"), "{first:?}");
}

#[test]
fn every_record_that_helps_with_the_checklist_is_there_by_its_title() {
    let library = hrc_library::Library::open(bundle()).unwrap();
    let id = hrc_domain::RecordId::new("fra-framework-checklist").unwrap();
    let reading = library.reading(&id, &hrc_domain::Language::english()).unwrap();
    let hrc_domain::Detail::Tool(tool) = &reading.record.detail else { panic!("it is a tool") };
    let named: BTreeSet<_> = reading.named.iter().map(|record| &record.id).collect();
    let wanted: BTreeSet<_> = tool.items.iter().flat_map(|item| &item.related).collect();
    assert_eq!(named, wanted, "a link that says only that it helps is no help");
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
