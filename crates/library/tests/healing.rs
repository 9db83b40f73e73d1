//! A library that is damaged, newer, missing, or in a place nobody can write to.

use crate::corpus::*;
use hrc_domain::ErrorCode;
use hrc_domain::reading::Healing;
use hrc_library::Library;
use std::fs;
use std::path::{Path, PathBuf};

fn index_files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(dir.join("index")).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|file| file.extension().is_none_or(|e| e != "lock"));
    files.sort();
    files
}

fn assert_healed(dir: &Path, how: &str) {
    let library = Library::open(dir).unwrap_or_else(|e| panic!("{how}: the library opens: {e}"));
    assert_eq!(found(&library, "wien")[0], "vienna", "{how}: it is searched as before");
    assert!(library.status().unwrap().index_current, "{how}: the index is current");
    assert_eq!(
        library.verify().unwrap().faults,
        Vec::<String>::new(),
        "{how}: nothing is wrong any more"
    );
}

type Harm = fn(&Path);

#[test]
fn any_harm_to_the_index_is_healed() {
    let (dir, library) = library();
    drop(library);
    let harms: [(&str, Harm); 4] = [
        ("deleted", |file| fs::remove_file(file).unwrap()),
        ("emptied", |file| fs::write(file, b"").unwrap()),
        ("cut", |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("flipped", |file| {
            let mut bytes = fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            if let Some(byte) = bytes.get_mut(middle) {
                *byte ^= 0x20;
            }
            fs::write(file, bytes).unwrap();
        }),
    ];
    for (how, harm) in harms {
        for n in 0..index_files(dir.path()).len() {
            let file = index_files(dir.path()).get(n).cloned();
            let Some(file) = file else { break };
            harm(&file);
            assert_healed(dir.path(), &format!("{how} {}", file.display()));
        }
    }
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    assert_healed(dir.path(), "no index at all");
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    fs::write(dir.path().join("index"), b"a file in its place").unwrap();
    assert_healed(dir.path(), "a file in its place");
}

#[test]
fn verify_names_what_is_wrong() {
    let (dir, library) = library();
    let db = rusqlite::Connection::open(dir.path().join("public.sqlite")).unwrap();
    db.execute("UPDATE entry SET json = replace(json, 'Graz', 'Gras') WHERE key = 'graz'", [])
        .unwrap();
    let faults = library.verify().unwrap().faults.join("\n");
    assert!(faults.contains("graz is not what was put there"), "the entry is named: {faults}");
    assert!(faults.contains("sum up to"), "the state does not fit: {faults}");
    let file =
        index_files(dir.path()).into_iter().max_by_key(|f| f.metadata().unwrap().len()).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let faults = library.verify().unwrap().faults.join("\n");
    assert!(faults.contains("Index"), "the index is named too: {faults}");
}

#[test]
fn an_older_index_follows_the_store() {
    let (dir, library) = library();
    let kept = tempfile::tempdir().unwrap();
    for file in index_files(dir.path()) {
        fs::copy(&file, kept.path().join(file.file_name().unwrap())).unwrap();
    }
    library
        .apply(hrc_library::Batch {
            head: 1,
            changes: vec![put(1, city("linz", "Linz", "AT", &[]))],
        })
        .unwrap();
    drop(library);
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    fs::create_dir(dir.path().join("index")).unwrap();
    for file in fs::read_dir(kept.path()).unwrap().map(|f| f.unwrap().path()) {
        fs::copy(&file, dir.path().join("index").join(file.file_name().unwrap())).unwrap();
    }
    assert_healed(dir.path(), "stopped between store and index");
    assert_eq!(
        found(&Library::open(dir.path()).unwrap(), "linz")[0],
        "linz",
        "the index caught up"
    );
}

#[test]
fn a_library_of_a_newer_program_is_refused_and_kept() {
    let (dir, library) = library();
    drop(library);
    let file = dir.path().join("public.sqlite");
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&file).unwrap();
    assert_eq!(
        Library::open(dir.path()).err().unwrap().code,
        ErrorCode::LibraryNewer,
        "not ours to read"
    );
    assert_eq!(fs::read(&file).unwrap(), before, "nor to change");
}

#[test]
fn what_is_no_library_is_named_for_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        Library::open(dir.path()).err().unwrap().code,
        ErrorCode::LibraryMissing,
        "nothing there"
    );
    let absent = dir.path().join("absent");
    assert_eq!(
        Library::open(&absent).err().unwrap().code,
        ErrorCode::LibraryMissing,
        "no folder either"
    );
    for contents in [
        "",
        "no database at all, but long enough to be read as the head of one, surely; yes, 100 bytes and more",
    ] {
        fs::write(dir.path().join("public.sqlite"), contents).unwrap();
        assert_eq!(
            Library::open(dir.path()).err().unwrap().code,
            ErrorCode::LibraryDamaged,
            "{contents:?}"
        );
    }
}

#[test]
fn a_damaged_database_is_refused() {
    let (dir, library) = library();
    drop(library);
    let file = dir.path().join("public.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let length = bytes.len();
    bytes[4096..length / 2].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    assert_eq!(
        Library::open(dir.path()).err().unwrap().code,
        ErrorCode::LibraryDamaged,
        "checked at the start"
    );
}

#[test]
fn making_a_library_where_there_is_one_is_refused() {
    let (dir, _library) = library();
    assert_eq!(
        Library::create(dir.path()).err().unwrap().code,
        ErrorCode::InvalidInput,
        "nothing is overwritten"
    );
}

#[test]
fn a_library_at_rest_is_one_database_file_and_an_index() {
    let (dir, library) = library();
    drop(library);
    let mut files: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(
        files,
        ["index", "public.sqlite", "writer.lock"],
        "so it can be copied as it lies there"
    );
}

#[test]
fn a_library_that_cannot_be_read_is_put_in_place_again_from_the_bundle() {
    let (bundle, library) = library();
    drop(library);
    let harms: [(&str, Harm); 3] = [
        ("another file's content", |file| fs::write(file, b"no database at all").unwrap()),
        ("cut in half", |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("a page overwritten", |file| {
            let mut bytes = fs::read(file).unwrap();
            bytes[4096..8192].fill(0xA5);
            fs::write(file, bytes).unwrap();
        }),
    ];
    for (how, harm) in harms {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own");
        let first = Library::open_or_install(&own, bundle.path()).unwrap();
        assert_eq!(first.status().unwrap().healed, [], "{how}: at the first start all is well");
        drop(first);
        let database = own.join("public.sqlite");
        harm(&database);
        let damaged = fs::read(&database).unwrap();

        let library = Library::open_or_install(&own, bundle.path()).unwrap();
        assert_eq!(
            library.status().unwrap().healed,
            [Healing::LibraryRestored],
            "{how}: the reader is told what was done"
        );
        assert_eq!(found(&library, "wien")[0], "vienna", "{how}: everything is there again");
        assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "{how}: and whole");
        let kept = fs::read(own.join("public.sqlite.damaged")).unwrap();
        assert!(kept == damaged, "{how}: the damaged file is kept for whoever wants to look");
        drop(library);
        let again = Library::open_or_install(&own, bundle.path()).unwrap();
        assert_eq!(again.status().unwrap().healed, [], "{how}: it is healed once, not ever again");
    }
}

#[test]
fn an_index_built_anew_is_said_so_once() {
    let (dir, library) = library();
    drop(library);
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    let healed = Library::open(dir.path()).unwrap();
    assert_eq!(
        healed.status().unwrap().healed,
        [Healing::IndexRebuilt],
        "the start took longer: why"
    );
    drop(healed);
    let whole = Library::open(dir.path()).unwrap();
    assert_eq!(whole.status().unwrap().healed, [], "and the next one did not");
}
