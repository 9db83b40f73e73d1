//! From one state to the next: nothing half, nothing back, one writer.

use crate::corpus::*;
use hrc_domain::{Entry, ErrorCode};
use hrc_library::{Applied, Batch, Change, Library};
use std::time::{Duration, Instant};

fn withdraw(sequence: u64, key: &str) -> Change {
    Change::Withdraw { sequence, key: key.to_owned() }
}

fn titled(sequence: u64, name: &str, title: &str) -> Change {
    put(sequence, city(name, title, "AT", &[]))
}

fn apply(library: &Library, head: u64, changes: Vec<Change>) -> Applied {
    library.apply(Batch { head, changes }).unwrap()
}

fn title(library: &Library, name: &str) -> Option<String> {
    library.record(&id(name)).ok().map(|(record, _)| record.title)
}

#[test]
fn a_record_comes_changes_and_goes_in_list_and_search() {
    let (_dir, library) = library();
    let applied = apply(
        &library,
        3,
        vec![titled(1, "linz", "Linz"), titled(2, "graz", "Graz an der Mur"), withdraw(3, "lyon")],
    );
    assert_eq!(applied, Applied { upserted: 2, withdrawn: 1 }, "three changes");
    assert_eq!(found(&library, "linz")[0], "linz", "the new one is found");
    assert_eq!(found(&library, "mur ")[0], "graz", "the changed one by its new name");
    assert!(
        !found(&library, "defenseurs").contains(&"lyon".to_owned()),
        "the withdrawn one is not found"
    );
    assert_eq!(
        library.record(&id("lyon")).unwrap_err().code,
        ErrorCode::NotFound,
        "nor is it there"
    );
    let status = library.status().unwrap();
    assert_eq!(
        (status.head, status.index_current),
        (3, true),
        "database and index are at the head"
    );
    assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "all is well");
}

#[test]
fn only_a_greater_sequence_replaces() {
    let (_dir, library) = library();
    apply(&library, 5, vec![titled(5, "graz", "Five")]);
    let late = apply(&library, 6, vec![titled(4, "graz", "Four"), titled(5, "graz", "Five again")]);
    assert_eq!(late, Applied::default(), "what is older or the same changes nothing");
    assert_eq!(title(&library, "graz").as_deref(), Some("Five"), "the newest stays");
    apply(&library, 7, vec![titled(7, "graz", "Seven")]);
    assert_eq!(title(&library, "graz").as_deref(), Some("Seven"), "the newer replaces");
}

#[test]
fn a_withdrawn_record_never_returns_by_a_lower_sequence() {
    let (_dir, library) = library();
    apply(&library, 9, vec![withdraw(9, "graz"), withdraw(8, "never-there")]);
    for sequence in [0, 5, 9] {
        apply(&library, 9, vec![titled(sequence, "graz", "Back")]);
        assert_eq!(
            title(&library, "graz"),
            None,
            "sequence {sequence} is not after its withdrawal"
        );
    }
    apply(&library, 9, vec![titled(7, "never-there", "Late")]);
    assert_eq!(
        title(&library, "never-there"),
        None,
        "its withdrawal arrived first and still counts"
    );
    apply(&library, 9, vec![withdraw(3, "vienna")]);
    apply(&library, 10, vec![titled(10, "graz", "Again"), withdraw(2, "graz")]);
    assert_eq!(
        title(&library, "graz").as_deref(),
        Some("Again"),
        "a later editor's decision brings it back"
    );
    assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "digest and index follow");
}

#[test]
fn a_batch_is_applied_whole_or_not_at_all() {
    let (_dir, library) = library();
    let before = library.status().unwrap().digest;
    let outcome = library.apply(Batch {
        head: 2,
        changes: vec![titled(1, "linz", "Linz"), titled(3, "wels", "Wels")],
    });
    assert_eq!(
        outcome.unwrap_err().code,
        ErrorCode::InvalidInput,
        "a change lies behind the batch's end"
    );
    assert_eq!(title(&library, "linz"), None, "the change before it is not there either");
    assert_eq!(library.status().unwrap().digest, before, "the state is the one before");
}

#[test]
fn the_head_never_goes_back() {
    let (_dir, library) = library();
    apply(&library, 4, vec![]);
    let outcome = library.apply(Batch { head: 3, changes: vec![] });
    assert_eq!(outcome.unwrap_err().code, ErrorCode::InvalidInput, "an older feed is refused");
}

#[test]
fn the_digest_does_not_depend_on_the_way() {
    let (_one, straight) = library();
    let dir = tempfile::tempdir().unwrap();
    let winding = Library::create(dir.path()).unwrap();
    apply(&winding, 0, vec![titled(0, "graz", "Another Graz"), titled(0, "gone", "Gone")]);
    let mut entries: Vec<Entry> =
        records().into_iter().map(|r| Entry::Record(Box::new(r))).collect();
    entries.extend(vocabularies().into_iter().map(Entry::Vocabulary));
    entries.reverse();
    for entry in entries {
        apply(&winding, 1, vec![upsert(1, entry)]);
    }
    apply(&winding, 2, vec![withdraw(2, "gone")]);
    let digest = |library: &Library| library.status().unwrap().digest;
    assert_eq!(digest(&straight), digest(&winding), "same entries, same state");
    assert_eq!(winding.verify().unwrap().faults, Vec::<String>::new(), "kept and recomputed agree");
}

#[test]
fn a_supplement_deepens_its_record_and_can_go_again() {
    let (_dir, library) = library();
    let more = supplement("graz", "## Budget\n\nThe Practitioner finds the ledger entries here.");
    apply(&library, 1, vec![upsert(1, Entry::Supplement(more))]);
    assert_eq!(found(&library, "ledger ")[0], "graz", "its text is found");
    let reading = library.reading(&id("graz"), &lang("en")).unwrap();
    assert!(reading.blocks.iter().any(|b| b.practitioner), "and stands in the reading");
    assert_eq!(
        library.record(&id("graz")).unwrap().1,
        hrc_domain::search::Layer::Both,
        "both depths"
    );
    apply(&library, 2, vec![withdraw(2, "graz/practitioner")]);
    assert!(
        !found(&library, "ledger ").contains(&"graz".to_owned()),
        "gone without a trace in search"
    );
    assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "and in the state");
}

#[test]
fn new_names_of_lists_reach_every_record() {
    let (_dir, library) = library();
    let renamed = vocabulary("countries", &[("AT", None, &[("en", "Ostrogothia")])]);
    apply(&library, 1, vec![upsert(1, Entry::Vocabulary(renamed))]);
    assert!(found(&library, "ostrogothia").contains(&"graz".to_owned()), "labels are searched");
}

#[test]
fn a_second_writer_waits_and_then_is_told() {
    let (dir, library) = library();
    let file =
        std::fs::OpenOptions::new().write(true).open(dir.path().join("writer.lock")).unwrap();
    file.lock().unwrap();
    let began = Instant::now();
    let outcome = library.apply(Batch { head: 1, changes: vec![] });
    assert_eq!(outcome.unwrap_err().code, ErrorCode::Busy, "somebody else is writing");
    assert!(began.elapsed() >= Duration::from_secs(5), "it waited for five seconds");
    assert_eq!(found(&library, "graz")[0], "graz", "reading goes on meanwhile");
    assert!(Library::open(dir.path()).is_ok(), "so does opening");
    file.unlock().unwrap();
    apply(&library, 1, vec![]);
}

#[test]
fn two_libraries_on_one_folder_see_each_others_changes() {
    let (dir, one) = library();
    let two = Library::open(dir.path()).unwrap();
    apply(&two, 1, vec![titled(1, "linz", "Linz")]);
    assert_eq!(found(&one, "linz")[0], "linz", "the terminal's change shows in the window");
    apply(&one, 2, vec![titled(2, "wels", "Wels")]);
    assert_eq!(found(&two, "wels")[0], "wels", "and the other way round");
    std::thread::scope(|scope| {
        for (n, library) in [&one, &two].into_iter().enumerate() {
            scope.spawn(move || {
                for _ in 0..3 {
                    apply(library, 3, vec![titled(3, &format!("town-{n}"), "Town")]);
                }
            });
        }
    });
    assert_eq!(one.verify().unwrap().faults, Vec::<String>::new(), "writers take turns");
}
