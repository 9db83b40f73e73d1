//! The contract of a store's desk, for every implementation there is.

use hrc_domain::question::{Act, Deed as Asked, LetterId, PublicText, Question, UpdateNews};
use hrc_domain::{ErrorCode, Language};
use hrc_server::questions::{self, Answer};
use hrc_server::store::{
    AWAY, Deed, EDITION_DAYS, EDITIONS, Edition, Layer, Owner, Pile, Placard, Present, ROWS, Saved,
    Seen, Sieve, SqliteStore, Step, Store, Wording,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tempfile::TempDir;

const INES: &str = "0190a1b2-c3d4-7e5f-8a6b-00000000a001";
const JAN: &str = "0190a1b2-c3d4-7e5f-8a6b-00000000a002";

/// A store opened twice, as by two servers.
type Twice = (TempDir, Box<dyn Store>, Box<dyn Store>);

/// One of each kind, empty.
fn stores() -> Vec<Twice> {
    let dir = tempfile::tempdir().unwrap();
    let open = || Box::new(SqliteStore::at(dir.path())) as Box<dyn Store>;
    let (one, other) = (open(), open());
    vec![(dir, one, other)]
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn id(n: u32) -> LetterId {
    LetterId::new(format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}")).unwrap()
}

fn owner() -> Owner {
    Owner::Receipt("0".repeat(64))
}

fn question(n: u32, text: &str, publish: &str) -> Question {
    serde_json::from_value(json!({
        "id": id(n), "subject": format!("Subject {n}"), "text": text, "language": "en",
        "themes": if n.is_multiple_of(2) { vec!["housing"] } else { vec!["water"] }, "asking_as": "named",
        "name": "Agnes Muster", "publish": publish, "written_at": "2026-11-21T09:00:00Z",
    }))
    .unwrap()
}

fn receive(store: &dyn Store, n: u32, text: &str, publish: &str) {
    let question = question(n, text, publish);
    store.receive(&owner(), &question, "digest", at(i64::from(n))).unwrap();
}

fn answer(store: &dyn Store, n: u32, text: &str) {
    let answer = Answer { summary: "Begin small.", text, records: &[], links: &[] };
    questions::answer(store, &id(n), &answer, None, at(1000)).unwrap();
}

fn placard() -> Placard {
    let text = PublicText::new("T".into(), "S".into(), "B".into(), Language::english());
    Placard { text, themes: Vec::new(), related: Vec::new(), layer: Layer::Public }
}

fn listed(store: &dyn Store, sieve: &Sieve) -> Vec<LetterId> {
    store.inbox(sieve).unwrap().rows.into_iter().map(|row| row.listed.id).collect()
}

fn said(words: &str) -> Sieve {
    Sieve { words: words.to_owned(), ..Sieve::default() }
}

fn wording(text: &str) -> Wording {
    Wording { text: text.to_owned(), ..Wording::default() }
}

#[test]
fn every_question_stands_in_the_one_pile_whose_turn_it_is() {
    for (_dir, store, other) in stores() {
        for n in 1..=8 {
            receive(store.as_ref(), n, "How?", if n == 5 { "no" } else { "yes" });
        }
        let step = |n, step: Step| store.step(&id(n), &step, None, at(100)).unwrap();
        step(2, Step::Assign { to: "Ines".into() });
        step(3, Step::Ask { id: id(100), text: "Which?".into() });
        (4..=7).for_each(|n| answer(store.as_ref(), n, "So."));
        store.offer(&id(6), &placard(), at(5000), None, at(1001)).unwrap();
        store.offer(&id(7), &placard(), at(5000), None, at(1001)).unwrap();
        store.take_down(&id(7), at(1002)).unwrap();
        step(8, Step::Decline { reason: "No.".into() });
        let of = |pile| listed(other.as_ref(), &Sieve { pile: Some(pile), ..Sieve::default() });
        assert_eq!(of(Pile::New), [id(1)], "nobody has it yet");
        assert_eq!(of(Pile::Ours), [id(2)], "Ines has it");
        assert_eq!(of(Pile::Askers), [id(3)], "the asker was asked back");
        assert_eq!(of(Pile::Publishing), [id(4), id(6)], "may be offered, and waits for its day");
        let mut over = of(Pile::Over);
        over.sort();
        assert_eq!(over, [id(5), id(7), id(8)], "never to be published, taken back, declined");
        let all = other.inbox(&Sieve::default()).unwrap();
        let counts: Vec<u32> = all.counts.iter().map(|(_, count)| *count).collect();
        assert_eq!((counts, all.total), (vec![1, 1, 1, 2, 3], 8), "each is counted once");
        assert_eq!((all.experts, all.themes.len()), (vec!["Ines".to_owned()], 2), "to choose from");
    }
}

#[test]
fn the_list_is_sifted_by_theme_age_and_expert_at_once() {
    for (_dir, store, _) in stores() {
        (1..=6).for_each(|n| receive(store.as_ref(), n, "How?", "yes"));
        store.step(&id(4), &Step::Assign { to: "Ines".into() }, None, at(9)).unwrap();
        let housing = Sieve { theme: Some("housing".into()), ..Sieve::default() };
        assert_eq!(
            listed(store.as_ref(), &housing),
            [id(2), id(4), id(6)],
            "as their askers filed"
        );
        let old = Sieve { until: Some(at(4)), ..housing.clone() };
        assert_eq!(listed(store.as_ref(), &old), [id(2), id(4)], "no younger than that");
        let hers = Sieve { expert: Some("Ines".into()), ..old.clone() };
        assert_eq!(listed(store.as_ref(), &hers), [id(4)], "and hers");
        let nobodys = Sieve { expert: Some(String::new()), ..old };
        assert_eq!(listed(store.as_ref(), &nobodys), [id(2)], "or nobody's");
        let odd = Sieve { theme: Some("' OR 1=1 --".into()), ..Sieve::default() };
        assert_eq!(listed(store.as_ref(), &odd), [], "what is typed is a value and nothing else");
    }
}

#[test]
fn who_waits_longest_stands_first_and_no_row_is_lost_between_pages() {
    for (_dir, store, _) in stores() {
        let many = ROWS + 3;
        // More than one visitor asks on a day.
        for n in 1..=many {
            let owner = Owner::Receipt(format!("{n:064}"));
            let question = question(n, "How?", "yes");
            store.receive(&owner, &question, "digest", at(i64::from(n))).unwrap();
        }
        let page = |page| listed(store.as_ref(), &Sieve { page, ..Sieve::default() });
        let (first, second) = (page(0), page(1));
        assert_eq!((first.len(), second.len()), (ROWS as usize, 3), "two pages");
        let all: Vec<LetterId> = (1..=many).map(id).collect();
        assert_eq!([first, second].concat(), all, "in the order in which they came");
        assert_eq!(page(u32::MAX), [], "a page that is not there is empty");
    }
}

#[test]
fn words_are_found_wherever_they_were_said_and_by_nothing_typed_is_anything_broken() {
    for (_dir, store, _) in stores() {
        receive(store.as_ref(), 1, "The Kornhäuser burnt.", "yes");
        receive(store.as_ref(), 2, "Another thing.", "yes");
        let text = "In autumn of course".to_owned();
        let act = Act {
            id: id(50),
            question: id(2),
            deed: Asked::Message { text },
            written_at: "2026-11-21T10:00:00Z".into(),
        };
        store.act(&owner(), &act, "digest", at(5)).unwrap();
        answer(store.as_ref(), 1, "Rebuild it in **brick**.");
        store.note_down(&id(2), "Ask the waterworks first", INES, at(6)).unwrap();
        for (typed, n) in [
            ("kornhauser", 1),
            ("KORN", 1),
            ("autumn course", 2),
            ("brick", 1),
            ("small begin", 1),
            ("waterw", 2),
            ("subject 2", 2),
        ] {
            assert_eq!(listed(store.as_ref(), &said(typed)), [id(n)], "{typed:?}");
        }
        assert_eq!(listed(store.as_ref(), &said("brick autumn")), [], "all words in one place");
        assert_eq!(listed(store.as_ref(), &said("Agnes")), [], "a name is no word to search by");
        for typed in ["\"", "*", "AND", "a OR", "NEAR(", "text:", "-", "^x", "\u{0}", "{a} : b"] {
            let outcome = store.inbox(&said(typed));
            assert!(outcome.is_ok(), "{typed:?} is what somebody may type: {outcome:?}");
        }
    }
}

#[test]
fn nobody_writes_over_what_another_saved() {
    for (_dir, store, other) in stores() {
        receive(store.as_ref(), 1, "How?", "yes");
        let save = |made_of, text: &str, by: &str| {
            store.save_draft(&id(1), made_of, &wording(text), by, at(10)).unwrap()
        };
        assert_eq!(save(0, "one", INES), Saved::As(1), "the first");
        assert_eq!(save(1, "two", INES), Saved::As(2), "of the first");
        assert_eq!(save(2, "two", INES), Saved::As(2), "nothing changed: no version");
        let Saved::Overtaken(newest) = save(1, "mine", JAN) else {
            panic!("Jan had read the first version alone")
        };
        assert_eq!((newest.version, newest.author.as_str()), (2, INES), "he is shown hers");
        assert_eq!(save(2, "both", JAN), Saved::As(3), "and goes on from there");
        let told: Vec<_> = other.drafts(&id(1)).unwrap();
        let told: Vec<_> = told.iter().map(|d| (d.version, d.wording.text.as_str())).collect();
        assert_eq!(told, [(3, "both"), (2, "two"), (1, "one")], "every version is there");
        assert_eq!(other.draft(&id(1), 1).unwrap().wording, wording("one"), "to be restored");
        assert_eq!(other.draft(&id(1), 9).unwrap_err().code, ErrorCode::NotFound, "none");
        let long = wording(&"ä".repeat(hrc_server::store::MAX_DRAFT));
        let refused = store.save_draft(&id(1), 3, &long, JAN, at(11)).unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "a bound to everything");
    }
}

#[test]
fn of_two_who_save_at_once_one_is_told() {
    for (_dir, store, other) in stores() {
        receive(store.as_ref(), 1, "How?", "yes");
        for version in 0..20 {
            let barrier = std::sync::Barrier::new(2);
            let save = |store: &dyn Store, who: &str| {
                barrier.wait();
                let text = wording(&format!("{version} {who}"));
                store.save_draft(&id(1), version, &text, who, at(10)).unwrap()
            };
            let (one, two) = std::thread::scope(|scope| {
                let one = scope.spawn(|| save(store.as_ref(), INES));
                let two = save(other.as_ref(), JAN);
                (one.join().unwrap(), two)
            });
            let saved = [&one, &two].iter().filter(|s| ***s == Saved::As(version + 1)).count();
            assert_eq!(saved, 1, "one of them: {one:?} {two:?}");
        }
    }
}

/// An answer, as a step.
fn sent(n: u32, text: &str) -> Step {
    let (summary, text) = ("Begin small.".to_owned(), text.to_owned());
    Step::Answer { id: id(n), summary, text, records: Vec::new(), links: Vec::new() }
}

#[test]
fn of_two_who_answer_at_once_one_is_told_that_something_happened() {
    for (_dir, store, other) in stores() {
        for n in 1..=10 {
            receive(store.as_ref(), n, "How?", "yes");
            let seen = Some(Seen::at(store.folder(&id(n)).unwrap().stand()));
            let barrier = std::sync::Barrier::new(2);
            let answer = |store: &dyn Store, as_id: u32| {
                barrier.wait();
                store.step(&id(n), &sent(as_id, "So."), seen, at(100))
            };
            let (one, two) = std::thread::scope(|scope| {
                let one = scope.spawn(|| answer(store.as_ref(), 1000 + n));
                let two = answer(other.as_ref(), 2000 + n);
                (one.join().unwrap(), two)
            });
            let refused = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
            assert_eq!(refused.len(), 1, "one of them, and not both: {refused:?}");
            assert_eq!(refused[0].code, ErrorCode::Conflict, "what happened was the other's");
            let told = store.question(&id(n)).unwrap().updates;
            let told = told.iter().filter(|one| matches!(one.news, UpdateNews::Answer { .. }));
            assert_eq!(told.count(), 1, "the asker has one answer");
        }
    }
}

#[test]
fn a_step_is_taken_only_from_where_it_was_seen() {
    for (_dir, store, _) in stores() {
        receive(store.as_ref(), 1, "How?", "yes");
        let seen = || Seen::at(store.folder(&id(1)).unwrap().stand());
        let before = seen();
        store.note_down(&id(1), "I know them", INES, at(5)).unwrap();
        let assign = |seen| store.step(&id(1), &Step::Assign { to: "Jan".into() }, seen, at(6));
        assert_eq!(assign(Some(before)).unwrap_err().code, ErrorCode::Conflict, "a note is news");
        assert!(assign(Some(seen())).is_ok(), "who looked again goes on");
        store.save_draft(&id(1), 0, &wording("one"), INES, at(7)).unwrap();
        let with = |draft| Some(Seen { draft: Some(draft), ..seen() });
        store.save_draft(&id(1), 1, &wording("two"), JAN, at(8)).unwrap();
        let send = |seen| store.step(&id(1), &sent(50, "one"), seen, at(9));
        assert_eq!(
            send(with(1)).unwrap_err().code,
            ErrorCode::Conflict,
            "a newer version is there"
        );
        assert!(send(with(2)).is_ok(), "this is the newest");
        let before = seen();
        store.note_down(&id(1), "Wait", INES, at(10)).unwrap();
        let offer = |seen| store.offer(&id(1), &placard(), at(5000), seen, at(11));
        assert_eq!(offer(Some(before)).unwrap_err().code, ErrorCode::Conflict, "nor is it offered");
        assert!(offer(Some(seen())).is_ok(), "but from where it stands");
        assert!(assign(None).is_err(), "a terminal does without, not without the rules");
    }
}

#[test]
fn who_is_at_a_question_is_seen_by_the_others_until_they_leave() {
    for (_dir, store, other) in stores() {
        receive(store.as_ref(), 1, "How?", "yes");
        receive(store.as_ref(), 2, "How?", "yes");
        let ines = |since| vec![Present { account: INES.to_owned(), since }];
        assert_eq!(store.attend(&id(1), INES, at(0)).unwrap(), [], "alone");
        assert_eq!(other.attend(&id(1), JAN, at(10)).unwrap(), ines(at(0)), "Jan sees her");
        store.attend(&id(1), INES, at(60)).unwrap();
        assert_eq!(other.attend(&id(1), JAN, at(100)).unwrap(), ines(at(0)), "still there");
        assert_eq!(other.attend(&id(2), JAN, at(100)).unwrap(), [], "but not at another");
        let later = at(60) + AWAY + SignedDuration::from_secs(1);
        assert_eq!(other.attend(&id(1), JAN, later).unwrap(), [], "not heard of any more");
        store.attend(&id(1), INES, later).unwrap();
        assert_eq!(other.attend(&id(1), JAN, later).unwrap(), ines(later), "begins anew");
        store.leave(&id(1), INES).unwrap();
        assert_eq!(other.attend(&id(1), JAN, later).unwrap(), [], "left");
        assert_eq!(
            store.attend(&id(9), INES, later).unwrap_err().code,
            ErrorCode::NotFound,
            "none"
        );
    }
}

#[test]
fn a_question_is_deleted_with_all_the_desk_keeps_of_it_to_the_last_byte() {
    const CANARY: &str = "kestrelweather";
    for (dir, store, _) in stores() {
        receive(store.as_ref(), 1, &format!("{CANARY} one"), "yes");
        receive(store.as_ref(), 2, "Stays.", "yes");
        store.note_down(&id(1), &format!("{CANARY} two"), INES, at(10)).unwrap();
        let draft = wording(&format!("{CANARY} three"));
        store.save_draft(&id(1), 0, &draft, INES, at(11)).unwrap();
        store.attend(&id(1), INES, at(11)).unwrap();
        answer(store.as_ref(), 1, &format!("{CANARY} four"));
        assert_eq!(listed(store.as_ref(), &said(CANARY)), [id(1)], "it is there to be found");
        store.delete(&id(1), at(12)).unwrap();
        assert_eq!(listed(store.as_ref(), &said(CANARY)), [], "nothing is found");
        assert_eq!(listed(store.as_ref(), &Sieve::default()), [id(2)], "nor listed");
        let left = store.folder(&id(1)).unwrap();
        assert_eq!((left.notes.len(), left.draft, left.pile), (0, None, None), "nothing is left");
        let late = store.note_down(&id(1), "x", INES, at(13)).unwrap_err();
        assert_eq!(late.code, ErrorCode::Conflict, "nor comes anything after it");
        drop(store);
        for file in std::fs::read_dir(dir.path()).unwrap().flatten() {
            let bytes = std::fs::read(file.path()).unwrap();
            let found = bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes());
            assert!(!found, "{} still holds what was deleted", file.path().display());
        }
    }
}

#[test]
fn the_trail_tells_which_account_did_what() {
    for (_dir, store, _) in stores() {
        receive(store.as_ref(), 1, "How?", "yes");
        store.by(JAN).step(&id(1), &Step::Assign { to: "Jan".into() }, None, at(20)).unwrap();
        store.note_down(&id(1), "A secret thought", INES, at(21)).unwrap();
        answer(store.by(INES).as_ref(), 1, "So.");
        let trail = store.folder(&id(1)).unwrap().trail;
        let told: Vec<_> = trail.iter().map(|t| (t.actor.as_str(), t.deed.as_str())).collect();
        assert_eq!(
            told[1..],
            [(JAN, "question_assigned"), (INES, "note_added"), (INES, "question_answered")],
            "by their ids"
        );
        assert!(!format!("{trail:?}").contains("secret"), "and nothing of what was written");
    }
}

#[test]
fn what_a_file_held_is_kept_with_who_changed_it() {
    for (_dir, store, _) in stores() {
        store.keep_edition("cities/graz.md", None, INES, at(1)).unwrap();
        store.keep_edition("cities/graz.md", Some("old"), JAN, at(2)).unwrap();
        store.keep_edition("cities/wien.md", Some("other"), JAN, at(3)).unwrap();
        let told = store.editions(Some("cities/graz.md"), 9).unwrap();
        let of: Vec<_> = told.iter().map(|e| (e.author.as_str(), e.before.as_deref())).collect();
        assert_eq!(of, [(JAN, None), (INES, None)], "the newest first, without their texts");
        assert_eq!(store.edition(told[0].id).unwrap().before.as_deref(), Some("old"), "with it");
        assert_eq!(store.editions(None, 2).unwrap().len(), 2, "of all, so many");
        assert_eq!(store.edition(99).unwrap_err().code, ErrorCode::NotFound, "none");
    }
}

#[test]
fn former_texts_are_kept_up_to_a_number_and_an_age_and_the_published_one_in_any_case() {
    let day = |n: i64| at(n * 86_400);
    for (_dir, store, _) in stores() {
        let file = "cities/graz.md";
        let keep = |n: i64| {
            store.keep_edition(file, Some(&format!("text {n}")), INES, day(n)).unwrap();
        };
        let held = || {
            let all = store.editions(Some(file), 1000).unwrap();
            let text = |one: &Edition| store.edition(one.id).unwrap().before.unwrap();
            all.iter().map(text).collect::<Vec<_>>()
        };
        (1..=3).for_each(keep);
        store
            .note(Deed::ContentPublished, "public:9", day(3) + SignedDuration::from_secs(5))
            .unwrap();
        let many = i64::from(EDITIONS);
        (4..4 + many + 5).for_each(keep);
        let kept = held();
        assert_eq!(kept.len(), EDITIONS as usize + 1, "so many, and what is published: {kept:?}");
        assert_eq!(kept.last().unwrap(), "text 4", "what it held when it was published");
        assert_eq!(kept[kept.len() - 2], "text 9", "the oldest went first");
        let late = i64::from(EDITION_DAYS) + 4 + many + 5;
        store.keep_edition("cities/wien.md", None, JAN, day(late)).unwrap();
        assert_eq!(held(), ["text 4"], "of what is too old only that is left");
        store.note(Deed::ContentPublished, "public:10", day(late)).unwrap();
        store.keep_edition("cities/wien.md", Some("new"), JAN, day(late + 1)).unwrap();
        assert!(held().is_empty(), "and it goes once something else is published");
    }
}

#[test]
fn a_file_from_before_there_was_a_desk_is_found_in_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::at(dir.path());
    receive(&store, 1, "The Kornhaus", "yes");
    drop(store);
    // As an earlier program left it.
    let file = dir.path().join(hrc_server::store::FILE);
    let connection = rusqlite::Connection::open(file).unwrap();
    let tables = "DROP TRIGGER question_is_found; DROP TRIGGER message_is_found; \
                  DROP TRIGGER reply_is_found; DROP TRIGGER question_goes_with_all; \
                  DROP TABLE notes; DROP TABLE drafts; DROP TABLE presence; DROP TABLE editions; \
                  DROP TABLE spoken; DROP INDEX trail_of_a_thing;";
    connection.execute_batch(tables).unwrap();
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    connection.pragma_update(None, "user_version", version - 1).unwrap();
    drop(connection);
    let store = SqliteStore::at(dir.path());
    assert_eq!(listed(&store, &said("kornhaus")), [id(1)], "what was there is found");
}
