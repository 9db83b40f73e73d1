//! What `docs/cli.md` promises to scripts, held against the built program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod personal;
mod printing;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A bundle of the small fixture, made by the program itself.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
        let made =
            bench.bare(&["bundle", "--content", path(&content), "--out", path(&bench.bundle())]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        bench
    }

    fn bundle(&self) -> PathBuf {
        self.folder.path().join("bundle")
    }

    /// Runs the program on no particular library.
    fn bare(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_hrc"))
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Runs the program on the bundle.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_hrc"))
            .args(arguments)
            .env("HRC_BUNDLE", self.bundle())
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("the answer is JSON and nothing else")
    }
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_search_answers_with_the_promised_fields() {
    let bench = Bench::new();
    let answer = bench.json(&["search", "council", "--limit", "5", "--json"]);
    let mut fields = keys(&answer);
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["also", "corrected", "facets", "hits", "near", "query", "took_us", "total"],
        "scripts read these"
    );
    let hit = &answer["hits"][0];
    for field in ["id", "kind", "title", "layer", "score", "urls", "snippet", "section", "anchor"] {
        assert!(hit.get(field).is_some(), "a hit has {field}");
    }
    assert_eq!(hit["id"], "lindenau", "the record that speaks of a council");
    assert!(
        hit["anchor"].as_str().unwrap().starts_with("the-decision."),
        "the paragraph to jump to"
    );
    assert_eq!(answer["facets"]["kind"]["city"], 1, "facets count what was found");
    assert_eq!(answer["corrected"], Value::Null, "nothing was corrected");
}

#[test]
fn a_correction_is_said_and_can_be_refused() {
    let bench = Bench::new();
    let answer = bench.json(&["search", "advisry", "--json"]);
    assert_eq!(answer["corrected"], "advisory", "the query as it was searched");
    assert_eq!(answer["total"], 1, "and what it found");
    let refused = bench.json(&["search", "advisry", "--exact", "--json"]);
    assert_eq!(refused["total"], 0, "the words as typed occur nowhere");
    assert_eq!(refused["near"][0]["id"], answer["hits"][0]["id"], "but what is near is offered");
}

#[test]
fn what_means_the_same_is_searched_and_said() {
    let bench = Bench::new();
    let typed = "consultative committee";
    let answer = bench.json(&["search", typed, "--json"]);
    assert_eq!(
        answer["also"],
        serde_json::json!([{ "typed": typed, "used": ["advisory board", "council"] }]),
        "the editors' list says so"
    );
    assert_eq!(answer["hits"][0]["id"], "lindenau", "the record that speaks of a council");
    let refused = bench.json(&["search", typed, "--exact", "--json"]);
    assert_eq!(refused["also"], serde_json::json!([]), "exactly means exactly");
}

#[test]
fn a_link_shows_its_address_as_listed_and_cleaned() {
    let bench = Bench::new();
    let links = bench.json(&["list", "--kind", "link", "--json"]);
    assert_eq!(
        links[0]["urls"],
        serde_json::json!(["http://www.cittaslow.example/#top", "http://www.cittaslow.example/"]),
        "both forms, the list's own first"
    );
    let mut fields = keys(&links[0]);
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["id", "kind", "language", "layer", "section", "sources", "title", "urls"],
        "as documented"
    );
}

#[test]
fn show_gives_the_whole_record_with_the_fields_of_its_kind() {
    let bench = Bench::new();
    let city = bench.json(&["show", "lindenau", "--json"]);
    assert_eq!(city["kind"], "city", "the kind stands beside the other fields");
    assert_eq!(city["declaration"]["found"]["date"], "2011-05-17", "fields of the kind are there");
    assert_eq!(city["layer"], "general", "the bundle holds the general depth");
    assert!(
        !city["body"].as_str().unwrap().contains("Wheelbarrow"),
        "practitioners' text is not in it"
    );
}

#[test]
fn every_obstacle_has_its_exit_code() {
    let bench = Bench::new();
    let code = |arguments: &[&str]| bench.run(arguments).status.code();
    assert_eq!(code(&["show", "nowhere"]), Some(3), "no such record");
    assert_eq!(code(&["show", "No Such"]), Some(2), "not an id at all");
    assert_eq!(code(&["search"]), Some(2), "no words");
    assert_eq!(code(&["search", "x", "--filter", "colour:red"]), Some(2), "no such group");
    assert_eq!(code(&["list", "--kind", "castle"]), Some(2), "no such kind");
    assert_eq!(code(&["content", "check", "/nonexistent"]), Some(3), "no such folder");
    assert_eq!(code(&["verify"]), Some(0), "the bundle is whole");
    let nowhere = Command::new(env!("CARGO_BIN_EXE_hrc"))
        .arg("status")
        .env("HRC_BUNDLE", bench.folder.path().join("absent"))
        .output()
        .unwrap();
    assert_eq!(nowhere.status.code(), Some(4), "no library there");
    assert!(
        text(&nowhere.stderr).starts_with("hrc: library_missing: "),
        "{}",
        text(&nowhere.stderr)
    );
}

#[test]
fn content_with_faults_is_named_line_by_line_and_makes_no_bundle() {
    let bench = Bench::new();
    let content = bench.folder.path().join("content");
    std::fs::create_dir_all(content.join("terms")).unwrap();
    let faulty = "---\nkind: term\ntitle: Nothing\nsumary: misspelt\n---\nText.\n";
    std::fs::write(content.join("terms/nothing.md"), faulty).unwrap();
    let checked = bench.bare(&["content", "check", path(&content)]);
    assert_eq!(checked.status.code(), Some(1), "the answer is no");
    let printed = text(&checked.stdout);
    assert!(printed.contains("nothing.md:4: "), "the unknown field's own line: {printed}");
    let made = bench.bare(&["bundle", "--content", path(&content), "--out", "out"]);
    assert_eq!(made.status.code(), Some(7), "content with faults");
    assert!(!bench.folder.path().join("out").exists(), "and no bundle was left behind");
}

#[test]
fn a_library_of_ones_own_is_made_from_the_bundle() {
    let bench = Bench::new();
    let own = bench.folder.path().join("own");
    let status = bench.json(&["status", "--data", path(&own), "--json"]);
    assert_eq!(status["records"], 2, "filled from the bundle");
    assert_eq!(status["head"], 0, "never synced");
    assert!(own.join("public.sqlite").is_file(), "it lies where it was asked to");
    let verdict = bench.json(&["verify", "--data", path(&own), "--json"]);
    assert_eq!(verdict["whole"], true, "{verdict}");
}

#[test]
fn any_text_is_a_query() {
    let bench = Bench::new();
    let long = "wort ".repeat(2_000);
    for words in ["", "\"", "-", "((((", "👩‍👩‍👧 مرحبا", "a:b^c~1", "--", "\"a -b", long.as_str()]
    {
        let answer = bench.json(&["search", "--json", "--", words]);
        assert_eq!(answer["query"], words, "the query comes back as it was asked");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let bench = Bench::new();
    let program = env!("CARGO_BIN_EXE_hrc");
    let script = format!("{program} list --json | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}");
    let status = Command::new("bash")
        .args(["-c", &script])
        .env("HRC_BUNDLE", bench.bundle())
        .status()
        .unwrap();
    assert!(status.success(), "hrc list | head ends quietly: {status}");
}

#[test]
fn the_report_counts_what_is_there_and_names_what_is_missing() {
    let bench = Bench::new();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let list = bench.folder.path().join("list.txt");
    let wanted = "# a remark\nhttp://www.cittaslow.example/#top\nhttp://nowhere.example/\n";
    std::fs::write(&list, wanted).unwrap();
    let report =
        bench.json(&["content", "report", path(&content), "--inventory", path(&list), "--json"]);
    let mut fields = keys(&report);
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "cities_without_practitioner",
            "claims_without_source",
            "faults",
            "inventory",
            "kinds",
            "orphans",
            "practitioner",
            "records",
            "sources",
            "themes"
        ],
        "scripts read these"
    );
    let city = report["kinds"].as_array().unwrap().iter().find(|k| k["kind"] == "city").unwrap();
    assert_eq!((&city["records"], &city["practitioner"]), (&1.into(), &1.into()), "both depths");
    assert_eq!(city["languages"]["en"]["title"], 1, "its own language counts");
    let grades = report["sources"]["confidence"].as_object().unwrap();
    let sum: u64 = grades.values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(report["sources"]["all"], sum, "every source has one confidence");
    assert_eq!(report["inventory"]["addresses"], 2, "a remark is no address");
    assert_eq!(
        report["inventory"]["missing"],
        serde_json::json!(["http://nowhere.example/"]),
        "what no link has is named"
    );
    let plain = bench.run(&["content", "report", path(&content)]);
    let shown = text(&plain.stdout);
    assert!(plain.status.success() && shown.contains("Title/summary"), "for people: {shown}");
    assert!(!shown.contains("inventory"), "nothing is held against a list that was not given");
    let code = |arguments: &[&str]| bench.run(arguments).status.code();
    assert_eq!(code(&["content", "report", "no/such/folder"]), Some(3), "no such folder");
}

#[test]
fn accounts_belong_to_a_library_that_is_named_and_end_once() {
    let bench = Bench::new();
    let own = bench.folder.path().join("own");
    let data = path(&own);
    let code = |arguments: &[&str]| bench.run(arguments).status.code();
    assert_eq!(code(&["account", "--json"]), Some(2), "a bundle is nobody's");
    assert_eq!(code(&["account", "--json", "--data", data]), Some(4), "there is no library yet");
    assert_eq!(code(&["status", "--data", data]), Some(0), "now there is");
    let told = bench.json(&["account", "--json", "--data", data]);
    assert_eq!(told, serde_json::json!({"account": null, "farewell": null}), "nobody's yet");
    assert_eq!(code(&["sign-out", "--data", data]), Some(11), "there is nothing to leave");
    assert_eq!(code(&["enrol", "AAAA", "--data", data]), Some(8), "no server was named");
    assert_eq!(code(&["sync", "--data", data]), Some(8), "nor for syncing");
    let empty = tempfile::tempdir().unwrap();
    let from = |folder: &str| code(&["sync", "--folder", folder, "--data", data]);
    assert_eq!(from(path(empty.path())), Some(8), "whom to trust was never said");
    let both = ["sync", "--folder", data, "--server", "http://a.example", "--data", data];
    assert_eq!(code(&both), Some(2), "one of the two");
}
