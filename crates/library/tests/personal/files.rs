//! The file itself: whose it is, what becomes of it when it is damaged, and that nothing stays of it.

use super::*;
use hrc_domain::ErrorCode;
use hrc_domain::personal::PersonalHealing;
use hrc_library::Secrets;
use std::fs;
use std::path::PathBuf;

fn database(dir: &Path) -> PathBuf {
    dir.join("personal.sqlite")
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Whether these bytes are anywhere in the folder's files.
fn holds(dir: &Path, canary: &str) -> bool {
    fs::read_dir(dir).unwrap().any(|file| {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        bytes.windows(canary.len()).any(|window| window == canary.as_bytes())
    })
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_any_of_its_files() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |file: &Path| file.metadata().unwrap().permissions().mode() & 0o777;
    let (dir, personal) = fresh();
    personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    for name in ["personal.sqlite", "personal.sqlite-wal", "personal.sqlite-shm"] {
        assert_eq!(mode(&dir.path().join(name)), 0o600, "{name} is its owner's alone");
    }
    let export = dir.path().join("export.json");
    personal.export_to(&export, Secrets::LeftOut, at(1)).unwrap();
    assert_eq!(mode(&export), 0o600, "and so is what is taken along");
    drop(personal);
    fs::set_permissions(database(dir.path()), fs::Permissions::from_mode(0o644)).unwrap();
    let _again = open(dir.path());
    assert_eq!(mode(&database(dir.path())), 0o600, "also where a copy had opened it to others");
}

#[test]
fn a_damaged_file_is_put_aside_and_said() {
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 4] = [
        ("another file's content", |file| fs::write(file, b"no database at all").unwrap()),
        ("cut in half", |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("pages overwritten", |file| {
            let mut bytes = fs::read(file).unwrap();
            let length = bytes.len();
            bytes[4096..length / 2].fill(0xA5);
            fs::write(file, bytes).unwrap();
        }),
        ("another program's database", |file| {
            fs::remove_file(file).unwrap();
            let other = rusqlite::Connection::open(file).unwrap();
            other.execute_batch("CREATE TABLE question (x)").unwrap();
        }),
    ];
    for (how, harm) in harms {
        let (dir, personal) = fresh();
        (0..20)
            .for_each(|n| drop(personal.save_draft(None, &draft(&format!("{n}")), at(0)).unwrap()));
        drop(personal);
        harm(&database(dir.path()));
        let damaged = fs::read(database(dir.path())).unwrap();
        let personal = open(dir.path());
        let Some(PersonalHealing::BegunAnew { kept, taken_over }) = personal.healed() else {
            panic!("{how}: it is said")
        };
        assert!(kept.starts_with("personal-damaged-2026-09-"), "{how}: by its day: {kept}");
        assert!(fs::read(dir.path().join(kept)).unwrap() == damaged, "{how}: not a byte is lost");
        let listed = || personal.questions().unwrap().len();
        let before = listed();
        assert_eq!(taken_over.questions as usize, before, "{how}: with what could be read");
        assert!(!how.starts_with("another") || before == 0, "{how}: nothing of it is ours");
        received(&personal, "after");
        drop(personal);
        let again = open(dir.path());
        assert_eq!(again.healed(), None, "{how}: once");
        let kept = again.questions().unwrap().len();
        assert_eq!(kept, before + 1, "{how}: what came after stays");
        drop(again);
        harm(&database(dir.path()));
        assert!(open(dir.path()).healed().is_some(), "{how}: a second time, the same day");
        let aside =
            names(dir.path()).iter().filter(|name| name.starts_with("personal-damaged")).count();
        assert!(aside >= 2, "{how}: both are kept: {:?}", names(dir.path()));
    }
}

#[test]
fn a_log_without_its_database_is_not_taken_for_the_new_ones() {
    let (dir, personal) = fresh();
    personal.save_draft(None, &draft("old"), at(0)).unwrap();
    let log = fs::read(dir.path().join("personal.sqlite-wal")).unwrap();
    assert!(!log.is_empty(), "there is something in it");
    drop(personal);
    fs::remove_file(database(dir.path())).unwrap();
    fs::write(dir.path().join("personal.sqlite-wal"), &log).unwrap();
    let personal = open(dir.path());
    assert_eq!(personal.questions().unwrap(), [], "begun anew");
    drop(personal);
    let kept = names(dir.path()).into_iter().find(|name| name.ends_with(".sqlite-wal")).unwrap();
    assert!(fs::read(dir.path().join(kept)).unwrap() == log, "nothing is deleted");
}

#[test]
fn data_of_a_newer_program_are_refused_and_kept() {
    let (dir, personal) = fresh();
    personal.save_draft(None, &draft("Housing"), at(0)).unwrap();
    drop(personal);
    let file = database(dir.path());
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&file).unwrap();
    let refused = Personal::open(dir.path(), at(1)).err().unwrap();
    assert_eq!(refused.code, ErrorCode::PersonalNewer, "not ours to read");
    assert!(fs::read(&file).unwrap() == before, "nor to change");
    assert!(!names(dir.path()).iter().any(|name| name.contains("damaged")), "nor to put aside");
}

#[test]
fn it_stands_and_falls_without_the_library() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("public.sqlite"), b"damaged").unwrap();
    let personal = open(dir.path());
    received(&personal, "Housing");
    drop(personal);
    assert!(fs::read(dir.path().join("public.sqlite")).unwrap() == b"damaged", "not its matter");
}

#[test]
fn nothing_is_left_after_a_wipe() {
    const CANARY: &str = "a-canary-among-the-questions";
    let (dir, personal) = fresh();
    for _ in 0..3 {
        let id = received(&personal, CANARY);
        personal.say(&id, CANARY, at(1)).unwrap();
        personal.save_reply(&id, CANARY).unwrap();
        let news = UpdateNews::Message { id: some_id(1), text: CANARY.to_owned() };
        personal.receive(&page(vec![update(1, &id, news)]), &member(), at(2)).unwrap();
    }
    let record = hrc_domain::RecordId::new("graz").unwrap();
    personal.add_bookmark(&record, Some("a"), CANARY, at(3)).unwrap();
    let secret = personal.receipt(SERVER, at(3)).unwrap().secret;
    // A copy put aside by an earlier damage is as personal.
    fs::copy(database(dir.path()), dir.path().join("personal-damaged-2026-01-01.sqlite")).unwrap();
    assert!(holds(dir.path(), CANARY) && holds(dir.path(), &secret), "it is there to be found");
    personal.wipe().unwrap();
    for trace in [CANARY, &secret] {
        assert!(!holds(dir.path(), trace), "while it is open: {:?}", names(dir.path()));
    }
    assert_eq!(personal.questions().unwrap(), [], "nothing is listed");
    received(&personal, "after");
    drop(personal);
    assert!(!holds(dir.path(), CANARY), "and after it was closed");
    assert_eq!(open(dir.path()).questions().unwrap().len(), 1, "it goes on being used");
}

#[test]
fn what_was_deleted_or_rewritten_leaves_no_trace_either() {
    const CANARY: &str = "a-canary-in-a-draft";
    let (dir, personal) = fresh();
    let id = personal.save_draft(None, &draft(CANARY), at(0)).unwrap();
    drop(personal);
    assert!(holds(dir.path(), CANARY), "it is there to be found");
    let personal = open(dir.path());
    personal.delete(&id).unwrap();
    drop(personal);
    assert!(!holds(dir.path(), CANARY), "overwritten where it lay");
}

#[test]
fn a_wipe_beside_a_reader_says_so_and_can_be_repeated() {
    let (dir, personal) = fresh();
    received(&personal, "Housing");
    let reader = rusqlite::Connection::open(database(dir.path())).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM question;").unwrap();
    let seen: u32 = reader.query_row("SELECT count(*) FROM question", [], |r| r.get(0)).unwrap();
    assert_eq!(seen, 1, "somebody is reading");
    assert_eq!(personal.wipe().unwrap_err().code, ErrorCode::Busy, "the log still has it");
    drop(reader);
    personal.wipe().unwrap();
    assert!(!holds(dir.path(), "Housing"), "now it is gone");
}

#[test]
fn two_programs_write_at_once_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    std::thread::scope(|scope| {
        for writer in 0..3 {
            scope.spawn(move || {
                // Each with a file of its own open, also while the first is only being made.
                let personal = open(folder);
                for n in 0..20 {
                    personal.ask(&draft(&format!("{writer}-{n}")), &member(), at(n)).unwrap();
                }
            });
        }
    });
    let personal = open(folder);
    assert_eq!(personal.healed(), None, "nobody took the other's beginning for damage");
    assert_eq!(personal.questions().unwrap().len(), 60, "each of them");
}

#[test]
fn personal_data_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Personal>();
}
