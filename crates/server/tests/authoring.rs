//! The editors' desk over a content folder.

use crate::harness::Site;
use hrc_domain::ErrorCode;
use hrc_server::authoring::{Desk, FileName, Kept, MAX_FILE};
use std::path::Path;

fn name(text: &str) -> FileName {
    FileName::new(text).unwrap()
}

fn term(summary: &str) -> String {
    format!(
        "---\nkind: term\ntitle: Word\nsection: useful-links\nlanguage: en\n\
         updated: 2026-11-20\nsummary: {summary}.\n---\nWhat people mean by it.\n"
    )
}

fn keep(desk: &Desk, file: &str, text: &str, digest: &str) -> Kept {
    desk.keep(&name(file), text, digest, |_| Ok(())).unwrap()
}

/// The names of all files there are, whatever they hold.
fn all(dir: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                waiting.push(entry.path());
            } else {
                names.push(entry.path().strip_prefix(dir).unwrap().display().to_string());
            }
        }
    }
    names.sort();
    names
}

#[test]
fn a_file_without_fault_is_written_and_what_it_held_is_told_first() {
    let site = Site::bare();
    let content = site.content(1);
    let desk = Desk::at(&content).unwrap();
    let held = desk.read(&name("terms/word-0.md")).unwrap();
    let mut told = None;
    let kept = desk
        .keep(
            &name("terms/word-0.md"),
            &term("Anew").replace('\n', "\r\n"),
            &held.digest,
            |before| {
                told = before.map(str::to_owned);
                let now = std::fs::read_to_string(content.join("terms/word-0.md")).unwrap();
                assert_eq!(now, held.text, "it is told before anything is written");
                Ok(())
            },
        )
        .unwrap();
    assert_eq!(kept, Kept::Written(Some(held.text.clone())), "written");
    assert_eq!(told, Some(held.text), "what was there is kept by whoever is told");
    let now = std::fs::read_to_string(content.join("terms/word-0.md")).unwrap();
    assert_eq!(now, term("Anew"), "with plain line ends, whatever a browser sends");
    let digest = desk.read(&name("terms/word-0.md")).unwrap().digest;
    assert_eq!(keep(&desk, "terms/word-0.md", &term("Anew"), &digest), Kept::Same, "the same");
    let new = keep(&desk, "terms/new.md", &term("New"), "");
    assert_eq!(new, Kept::Written(None), "a new one too");
    let files: Vec<String> = desk.files().unwrap().iter().map(ToString::to_string).collect();
    assert!(files.contains(&"terms/new.md".to_owned()), "and listed: {files:?}");
    assert!(all(&content).iter().all(|file| !file.contains(".tmp")), "nothing is left beside it");
}

#[test]
fn nothing_is_written_while_anything_is_wrong_and_every_fault_is_told() {
    let site = Site::bare();
    let content = site.content(2);
    let desk = Desk::at(&content).unwrap();
    let before = all(&content);
    let held = desk.read(&name("terms/word-0.md")).unwrap();
    let faulty = term("A [[nobody-knows]] thing").replace("section: useful-links", "section: no");
    let Kept::Faulty(faults) = keep(&desk, "terms/word-0.md", &faulty, &held.digest) else {
        panic!("a section that is none")
    };
    assert_eq!(faults[0].file, "terms/word-0.md", "where it is, and not where it was tried");
    assert!(faults.iter().any(|fault| fault.sentence.contains("section")), "{faults:?}");
    let place = std::env::temp_dir().display().to_string();
    assert!(faults.iter().all(|f| !f.sentence.contains(&place)), "no path of this computer");
    assert_eq!(desk.read(&name("terms/word-0.md")).unwrap(), held, "it is as it was");
    assert_eq!(all(&content), before, "and so is everything else");
    let stray = keep(&desk, "terms/other.practitioner.md", &term("x"), "");
    assert!(matches!(stray, Kept::Faulty(_)), "the whole folder is asked, not the file: {stray:?}");
}

#[test]
fn who_is_overtaken_is_shown_what_is_there_now() {
    let site = Site::bare();
    let content = site.content(1);
    let desk = Desk::at(&content).unwrap();
    let mine = desk.read(&name("terms/word-0.md")).unwrap();
    keep(&desk, "terms/word-0.md", &term("Hers"), &mine.digest);
    let Kept::Overtaken(now) = keep(&desk, "terms/word-0.md", &term("Mine"), &mine.digest) else {
        panic!("it was changed since")
    };
    assert_eq!(now.text, term("Hers"), "hers stands");
    let taken = keep(&desk, "terms/word-0.md", &term("New"), "");
    assert!(matches!(taken, Kept::Overtaken(_)), "a name that is taken is no new file: {taken:?}");
}

#[cfg(unix)]
#[test]
fn a_link_is_neither_read_nor_written_through() {
    use std::os::unix::fs::symlink;
    let site = Site::bare();
    let content = site.content(1);
    let secret = site.place("secret.md");
    std::fs::write(&secret, term("Secret")).unwrap();
    symlink(&secret, content.join("terms/link.md")).unwrap();
    let elsewhere = site.place("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, content.join("events")).unwrap();
    let desk = Desk::at(&content).unwrap();
    for file in ["terms/link.md", "events/new.md"] {
        let read = desk.read(&name(file)).unwrap_err();
        assert_eq!(read.code, ErrorCode::InvalidInput, "{file} is not followed");
        let wrote = desk.keep(&name(file), &term("Mine"), "", |_| Ok(())).unwrap_err();
        assert_eq!(wrote.code, ErrorCode::InvalidInput, "{file} is not written through");
    }
    assert_eq!(std::fs::read_to_string(&secret).unwrap(), term("Secret"), "as it was");
    assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0, "nothing came there");
    let listed: Vec<String> =
        desk.files().map(|f| f.iter().map(ToString::to_string).collect()).unwrap_or_default();
    assert!(!listed.contains(&"terms/link.md".to_owned()), "nor is it offered: {listed:?}");
}

#[test]
fn what_is_too_large_is_refused() {
    let site = Site::bare();
    let desk = Desk::at(&site.content(1)).unwrap();
    let long = term(&"ä".repeat(MAX_FILE));
    let refused = desk.keep(&name("terms/long.md"), &long, "", |_| Ok(())).unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "a bound to everything");
    let refused = desk.check(&name("terms/long.md"), &long).unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "also to what is only looked at");
}
