//! Questions and everything personal from the terminal, without library and network.

use crate::{keys, path, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A person with a data folder.
struct Person {
    folder: tempfile::TempDir,
}

impl Person {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hrc"));
        // Somewhere without any content or bundle to be found.
        command
            .args(arguments)
            .args(["--data", path(&self.data())])
            .current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("the answer is JSON and nothing else")
    }

    fn ask(&self, subject: &str) -> String {
        let asked = self.json(&[
            "questions",
            "ask",
            "--subject",
            subject,
            "--text",
            "How?",
            "--publish",
            "ask",
        ]);
        assert_eq!(keys(&asked), ["id", "state"], "scripts read these");
        assert_eq!(asked["state"], "queued", "it goes with the next sync");
        asked["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn a_question_is_asked_listed_shown_and_withdrawn_without_a_library() {
    let person = Person::new();
    let id = person.ask("Housing");
    let list = person.json(&["questions", "list"]);
    assert_eq!(
        (&list[0]["id"], &list[0]["subject"]),
        (&id.clone().into(), &"Housing".into()),
        "listed"
    );
    let shown = person.json(&["questions", "show", &id]);
    assert_eq!(shown["draft"]["asking_as"], "pseudonym", "who gives no name is not named");
    assert_eq!(shown["draft"]["publish"], "ask", "as it was chosen");
    let plain = text(&person.run(&["questions", "show", &id]).stdout);
    assert!(plain.contains("Housing") && plain.contains("How?"), "for people too: {plain}");
    let withdrawn = person.json(&["questions", "withdraw", &id]);
    assert_eq!(withdrawn["state"], "withdrawn", "it never left");
    let files: BTreeSet<_> = std::fs::read_dir(person.data())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(files.iter().all(|name| name.starts_with("personal.")), "and no library: {files:?}");
}

#[test]
fn what_cannot_be_done_ends_with_its_code() {
    let person = Person::new();
    let id = person.ask("Housing");
    let ask = ["questions", "ask", "--subject", "S", "--text", "T"];
    let unknown = "0190a1b2-c3d4-7e5f-8a6b-0123456789ab";
    let missing = person.folder.path().join("none.json");
    for (arguments, code, why) in [
        (ask.to_vec(), 2, "whether it may be published has no default"),
        ([&ask[..], &["--publish", "perhaps"]].concat(), 2, "three ways"),
        ([&ask[..], &["--publish", "no", "--as", "named"]].concat(), 2, "named without a name"),
        ([&ask[..], &["--publish", "no", "--needed-by", "2027"]].concat(), 2, "no day"),
        (vec!["questions", "show", unknown], 3, "no such question"),
        (vec!["questions", "show", "1"], 2, "no id"),
        (vec!["questions", "reply", &id, "--text", "more"], 12, "it has not left yet"),
        (vec!["questions", "consent", &id, "--yes"], 12, "there is nothing to agree to"),
        (vec!["questions", "consent", &id], 2, "yes or no"),
        (vec!["personal", "wipe"], 2, "it must be meant"),
        (vec!["personal", "import", path(&missing)], 3, "no such file"),
    ] {
        let output = person.run(&arguments);
        assert_eq!(output.status.code(), Some(code), "{why}: {}", text(&output.stderr));
    }
    let homeless =
        Command::new(env!("CARGO_BIN_EXE_hrc")).args(["questions", "list"]).output().unwrap();
    assert_eq!(homeless.status.code(), Some(2), "whose? {}", text(&homeless.stderr));
}

#[test]
fn everything_is_taken_along_in_one_file_and_wiped() {
    let (person, other) = (Person::new(), Person::new());
    person.ask("a-canary-in-a-question");
    let file = person.folder.path().join("mine.json");
    let exported = person.json(&["personal", "export", path(&file)]);
    assert_eq!(exported["receipts"], false, "secrets only when they are asked for");
    let imported = other.json(&["personal", "import", path(&file)]);
    assert_eq!(
        keys(&imported),
        ["bookmarks", "known", "notes", "questions", "workshops"],
        "scripts read these"
    );
    assert_eq!(other.json(&["personal", "import", path(&file)])["known"], 1, "twice is once");
    assert_eq!(
        other.json(&["questions", "list"])[0]["state"],
        "draft",
        "sent by its author's wish"
    );
    std::fs::write(&file, "{}").unwrap();
    assert_eq!(other.run(&["personal", "import", path(&file)]).status.code(), Some(4), "no export");
    assert_eq!(person.json(&["personal", "wipe", "--yes"])["wiped"], true, "done");
    assert_eq!(person.json(&["questions", "list"]), serde_json::json!([]), "nothing is listed");
    assert!(!holds(&person.data(), "a-canary"), "nor left in any file");
}

/// Whether any file of the folder has these bytes.
fn holds(dir: &Path, canary: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(canary.len()).any(|window| window == canary.as_bytes())
    })
}

#[test]
fn damaged_data_are_put_aside_and_said_on_standard_error() {
    let person = Person::new();
    person.ask("Housing");
    std::fs::write(person.data().join("personal.sqlite"), "no database").unwrap();
    let output = person.run(&["questions", "list", "--json"]);
    assert_eq!(output.status.code(), Some(0), "one goes on");
    assert_eq!(text(&output.stdout).trim(), "[]", "with a new file");
    assert!(
        text(&output.stderr).contains("personal-damaged-"),
        "and is told: {}",
        text(&output.stderr)
    );
}

/// Two shells ask in a loop and are killed, with what they are running, in the middle of it.
#[cfg(unix)]
#[test]
fn every_id_that_was_printed_is_there_after_a_kill() {
    let person = Person::new();
    person.ask("the first");
    let mut printed = BTreeSet::new();
    for round in 0..3 {
        let readers: Vec<_> = (0..2)
            .map(|writer| {
                let script = "while true; do \"$0\" questions ask --subject S --text T --publish no \
                              --json --data \"$1\" || exit 1; done";
                let mut child = Command::new("setsid")
                    .args(["sh", "-c", script, env!("CARGO_BIN_EXE_hrc")])
                    .arg(person.data())
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap();
                let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
                // Killed at another moment each time: after so many answers, in the midst of the next.
                let mut seen: Vec<String> =
                    (0..3 + round + writer).map(|_| lines.next().unwrap().unwrap()).collect();
                std::thread::spawn(move || {
                    let group = format!("-{}", child.id());
                    Command::new("kill").args(["-KILL", "--", &group]).status().unwrap();
                    child.wait().unwrap();
                    // What was printed before the kill counts as well.
                    seen.extend(lines.map_while(Result::ok));
                    seen
                })
            })
            .collect();
        for reader in readers {
            for line in reader.join().unwrap() {
                // A line cut off by the kill promised nothing.
                let Ok(answer) = serde_json::from_str::<Value>(&line) else { continue };
                printed.insert(answer["id"].as_str().unwrap().to_owned());
            }
        }
    }
    let list = person.json(&["questions", "list"]);
    let kept: BTreeSet<_> =
        list.as_array().unwrap().iter().map(|q| q["id"].as_str().unwrap().to_owned()).collect();
    assert!(printed.len() >= 20, "enough was asked: {}", printed.len());
    assert!(printed.is_subset(&kept), "lost: {:?}", printed.difference(&kept).collect::<Vec<_>>());
    let healed = person.run(&["questions", "list"]);
    assert_eq!(text(&healed.stderr), "", "and nothing was damaged");
}
