//! A referee: python-tuf, the reference client of the format, reads our feed and is not fooled.

use crate::harness::{Feed, now};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is installed, in this version and no other.
const TUF: &str = "tuf==7.0.1";
const TUF_NEEDS: [&str; 2] = ["securesystemslib==1.6.0", "urllib3==2.8.0"];

#[tokio::test]
async fn python_tuf_reads_our_feed_and_refuses_a_changed_one() {
    let python = match python() {
        Ok(python) => python,
        Err(why) if std::env::var("CI").is_ok_and(|ci| ci == "true") => {
            panic!("python-tuf must be there in CI: {why}")
        }
        Err(why) => return eprintln!("NOT TESTED: python-tuf: {why}"),
    };
    let feed = Feed::grown().await;
    let root = feed.dir.path().join("metadata/1.root.json");
    let before = read(&python, feed.dir.path(), &root);
    let expected = "head 22\ntimestamp refused UnsignedMetadataError\n\
                    snapshot refused RepositoryError\ntargets refused RepositoryError\n\
                    catalogue refused RepositoryError\n";
    assert_eq!(kinds(&before), kinds(expected), "the reference client sees what we see");

    crate::rotation::rotate(&feed).await.vouch(now()).await.unwrap();
    let after = read(&python, feed.dir.path(), &root);
    assert_eq!(kinds(&after), kinds(expected), "also after all keys were changed");
}

/// The lines without the names of Python's exceptions, which are the client's own affair.
fn kinds(lines: &str) -> Vec<String> {
    let first = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    lines.lines().map(first).collect()
}

fn read(python: &Path, feed: &Path, root: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader.py");
    let output = Command::new(python).arg(script).arg(feed).arg(root).output().unwrap();
    assert!(output.status.success(), "the client ran: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The Python of an environment that has the client; made in the target folder the first time.
fn python() -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let environment = target.join("python");
    let python = environment.join("bin/python");
    let pins = [&[TUF][..], &TUF_NEEDS].concat().join("\n");
    let done = environment.join("installed");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == pins) {
        return Ok(python);
    }
    let _ = std::fs::remove_dir_all(&environment);
    run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--no-input", "--only-binary=:all:"])
        .arg(TUF)
        .args(TUF_NEEDS))?;
    std::fs::write(done, pins).map_err(|cause| cause.to_string())?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|cause| format!("{command:?}: {cause}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{command:?}: {}", said(&output))) }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
