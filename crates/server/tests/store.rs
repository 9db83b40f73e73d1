//! The contract of a store of members, for every implementation there is.

use hrc_domain::ErrorCode;
use hrc_domain::question::LetterId;
use hrc_server::store::{
    Applicant, Deed, Device, Hash, Invitation, Owner, Questions, SqliteStore, Step, Store,
};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use tempfile::TempDir;

const CODE: Hash = [1; 32];
const TOKEN: Hash = [2; 32];
const RECIPIENT: &str = "age1example";

/// A store that is opened twice, as by a server and a command beside it.
type Twice = (TempDir, Box<dyn Store>, Box<dyn Store>);

/// One of each kind, empty.
fn stores() -> Vec<Twice> {
    let open = |dir: &Path| Box::new(SqliteStore::at(dir)) as Box<dyn Store>;
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (open(dir.path()), open(dir.path()));
    vec![(dir, one, other)]
}

fn at(days: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_hours(24 * days)
}

fn invitation(id: &str) -> Invitation {
    Invitation {
        id: id.to_owned(),
        name: "A. Example".to_owned(),
        made_at: at(0),
        valid_until: at(14),
        member_until: None,
        used_by: None,
        revoked_at: None,
    }
}

fn applicant<'a>(id: &'a str, token: &'a Hash) -> Applicant<'a> {
    Applicant { id, computer: "Room 4", recipient: RECIPIENT, token }
}

fn enrolled(store: &dyn Store) -> Device {
    store.invite(&invitation("invitation"), &CODE, at(0)).unwrap();
    store.enrol(&CODE, &applicant("device", &TOKEN), at(1)).unwrap()
}

fn code<T: std::fmt::Debug>(outcome: hrc_domain::error::Result<T>) -> ErrorCode {
    outcome.unwrap_err().code
}

#[test]
fn what_one_writes_the_other_reads() {
    for (_dir, store, other) in stores() {
        let device = enrolled(store.as_ref());
        assert_eq!(device.name, "A. Example", "of the invitation");
        assert_eq!(other.devices().unwrap(), std::slice::from_ref(&device), "as it was told");
        let used = Invitation { used_by: Some(device.id.clone()), ..invitation("invitation") };
        assert_eq!(other.invitations().unwrap(), [used], "and who used it");
        assert_eq!(other.member(&TOKEN, at(1)).unwrap(), device, "known by its token");
    }
}

#[test]
fn an_invitation_is_used_once_in_its_time_and_only_if_it_stands() {
    for (_dir, store, _) in stores() {
        let new = applicant("device", &TOKEN);
        assert_eq!(code(store.enrol(&CODE, &new, at(0))), ErrorCode::InvitationUnknown, "none");
        store.invite(&invitation("a"), &CODE, at(0)).unwrap();
        let late = code(store.enrol(&CODE, &new, at(14)));
        assert_eq!(late, ErrorCode::InvitationExpired, "at its end it is over");
        store.enrol(&CODE, &new, at(13)).unwrap();
        let other = Applicant { recipient: "age1other", ..applicant("other", &[3; 32]) };
        assert_eq!(code(store.enrol(&CODE, &other, at(13))), ErrorCode::InvitationUsed, "twice");
        assert_eq!(
            code(store.revoke_invitation("a", at(13))),
            ErrorCode::InvitationUsed,
            "too late"
        );
        store.invite(&invitation("b"), &[4; 32], at(0)).unwrap();
        store.revoke_invitation("b", at(1)).unwrap();
        store.revoke_invitation("b", at(2)).expect("twice is no error");
        let revoked = code(store.enrol(&[4; 32], &other, at(2)));
        assert_eq!(revoked, ErrorCode::InvitationUnknown, "the Network knows it no more");
        assert_eq!(code(store.revoke_invitation("c", at(2))), ErrorCode::NotFound, "none");
        assert_eq!(store.devices().unwrap().len(), 1, "nobody came in but the first");
    }
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again_by_the_same_computer_alone() {
    for (_dir, store, _) in stores() {
        let device = enrolled(store.as_ref());
        let again = store.enrol(&CODE, &applicant("another-id", &[9; 32]), at(2)).unwrap();
        assert_eq!(again.id, device.id, "it is the same device");
        assert_eq!(code(store.member(&TOKEN, at(2))), ErrorCode::NotEnrolled, "the lost token");
        store.member(&[9; 32], at(2)).expect("the new one counts");
        store.note_seen(&device.id, at(2)).unwrap();
        let late = code(store.enrol(&CODE, &applicant("x", &[8; 32]), at(2)));
        assert_eq!(late, ErrorCode::InvitationUsed, "once it spoke, its token had arrived");
    }
}

#[test]
fn of_two_who_try_one_code_at_once_one_comes_in() {
    for (_dir, store, other) in stores() {
        for round in 0..20_u8 {
            let code: Hash = [100 + round; 32];
            store.invite(&invitation(&format!("i{round}")), &code, at(0)).unwrap();
            let barrier = std::sync::Barrier::new(2);
            let attempt = |store: &dyn Store, n: u8| {
                let (id, recipient) = (format!("d{round}-{n}"), format!("age1{n}"));
                let token = [round * 2 + n; 32];
                barrier.wait();
                let new = Applicant { recipient: &recipient, ..applicant(&id, &token) };
                store.enrol(&code, &new, at(1)).map_err(|cause| cause.code)
            };
            let outcomes = std::thread::scope(|scope| {
                let one = scope.spawn(|| attempt(store.as_ref(), 0));
                let two = scope.spawn(|| attempt(other.as_ref(), 1));
                [one.join().unwrap(), two.join().unwrap()]
            });
            let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            assert_eq!(won, 1, "round {round}: {outcomes:?}");
            let lost = outcomes.into_iter().find_map(Result::err);
            assert_eq!(lost, Some(ErrorCode::InvitationUsed), "the other is told why");
        }
    }
}

#[test]
fn a_membership_ends_when_it_is_revoked_or_its_time_is_over() {
    for (_dir, store, other) in stores() {
        let until = Invitation { member_until: Some(at(30)), ..invitation("a") };
        store.invite(&until, &CODE, at(0)).unwrap();
        store.enrol(&CODE, &applicant("device", &TOKEN), at(1)).unwrap();
        store.member(&TOKEN, at(29)).expect("until then it holds");
        assert_eq!(
            code(store.member(&TOKEN, at(30))),
            ErrorCode::AccountExpired,
            "then it is over"
        );
        other.revoke_device("device", at(2)).unwrap();
        assert_eq!(code(store.member(&TOKEN, at(2))), ErrorCode::AccountRevoked, "at once");
        other.revoke_device("device", at(3)).expect("twice is no error");
        assert_eq!(store.devices().unwrap()[0].revoked_at, Some(at(2)), "the first time counts");
        assert_eq!(code(store.revoke_device("none", at(2))), ErrorCode::NotFound, "none");
        assert_eq!(code(store.member(&[7; 32], at(2))), ErrorCode::NotEnrolled, "nobody's token");
        let again = code(store.enrol(&CODE, &applicant("x", &[8; 32]), at(3)));
        assert_eq!(again, ErrorCode::InvitationUsed, "its invitation brings it back no more");
    }
}

#[test]
fn of_when_a_device_was_seen_the_day_is_kept_and_no_more() {
    for (_dir, store, _) in stores() {
        enrolled(store.as_ref());
        assert_eq!(store.devices().unwrap()[0].last_seen, None, "not yet");
        let midday = "2027-03-01T12:34:56Z".parse().unwrap();
        store.note_seen("device", midday).unwrap();
        store.note_seen("device", at(1)).unwrap();
        let seen = store.devices().unwrap()[0].last_seen.unwrap();
        assert_eq!(seen.to_string(), "2027-03-01", "the last day, not the last call");
    }
}

#[test]
fn the_trail_tells_who_did_what_by_ids_alone() {
    for (_dir, store, _) in stores() {
        enrolled(store.as_ref());
        store.note(Deed::Exported, "device", at(2)).unwrap();
        store.revoke_device("device", at(3)).unwrap();
        let trail = store.trail(0, 100).unwrap();
        let told: Vec<_> = trail
            .iter()
            .map(|t| (t.at, t.actor.as_str(), t.deed.as_str(), t.subject.as_str()))
            .collect();
        let expected = [
            (at(0), "administrator", "invitation_made", "invitation"),
            (at(1), "device", "device_enrolled", "invitation"),
            (at(2), "administrator", "exported", "device"),
            (at(3), "administrator", "device_revoked", "device"),
        ];
        assert_eq!(told, expected, "in its order");
        assert_eq!(store.trail(2, 1).unwrap(), trail[2..3], "from anywhere, so many");
        assert_eq!(store.trail(u64::MAX, 1).unwrap(), [], "and nothing after its end");
        store.invite(&invitation("invitation"), &CODE, at(4)).expect_err("the same twice");
        assert_eq!(store.trail(0, 100).unwrap(), trail, "what was not done is not told");
    }
}

#[test]
fn a_reader_misses_no_update_however_many_write() {
    const WRITERS: u32 = 4;
    const EACH: u32 = 25;
    let owner = Owner::Receipt("0".repeat(64));
    for (dir, store, _) in stores() {
        let id = |n: u32| LetterId::new(format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}")).unwrap();
        for n in 0..WRITERS {
            let question = serde_json::from_value(serde_json::json!({
                "id": id(n), "subject": "S", "text": "T", "language": "en", "asking_as": "named",
                "name": "N", "publish": "no", "written_at": "2026-11-21T09:00:00Z",
            }))
            .unwrap();
            store.receive(&owner, &question, "digest", at(0)).unwrap();
        }
        let seen = std::thread::scope(|scope| {
            for n in 0..WRITERS {
                let (dir, id) = (dir.path(), id(n));
                scope.spawn(move || {
                    let own = SqliteStore::at(dir);
                    for _ in 0..EACH {
                        let text = "Which?".to_owned();
                        own.step(&id, &Step::Ask { id: id.clone(), text }, None, at(1)).unwrap();
                    }
                });
            }
            let (mut seen, mut cursor) = (Vec::new(), 0);
            // Each writer's first step tells of the new state too.
            while seen.len() < (WRITERS * (EACH + 1)) as usize {
                let page = store.updates(&owner, cursor, 7).unwrap();
                assert!(page.next >= cursor, "a cursor never goes back");
                cursor = page.next;
                seen.extend(page.updates.into_iter().map(|update| update.seq));
            }
            seen
        });
        let all = store.updates(&owner, 0, 10_000).unwrap();
        let all: Vec<u32> = all.updates.into_iter().map(|update| update.seq).collect();
        assert_eq!(seen, all, "what a cursor went past was all there was");
    }
}

#[test]
fn what_comes_while_the_experts_are_told_stays_to_be_told() {
    let owner = Owner::Receipt("0".repeat(64));
    for (_dir, store, other) in stores() {
        let come = |n: u32| {
            let question = serde_json::from_value(serde_json::json!({
                "id": format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}"), "subject": "S", "text": "T",
                "language": "en", "asking_as": "named", "name": "N", "publish": "no",
                "written_at": "2026-11-21T09:00:00Z",
            }))
            .unwrap();
            other.receive(&owner, &question, "digest", at(0)).unwrap();
        };
        assert_eq!(store.untold().unwrap(), None, "nothing came yet");
        come(1);
        let first = store.untold().unwrap().expect("one came");
        come(2);
        store.told(first).unwrap();
        let second = store.untold().unwrap().expect("the second was not among what was told");
        store.told(second).unwrap();
        store.told(first).unwrap();
        assert_eq!(other.untold().unwrap(), None, "who is late makes nothing untold again");
    }
}

#[test]
fn a_copy_holds_everything_and_is_for_its_owner_alone() {
    for (dir, store, _) in stores() {
        let device = enrolled(store.as_ref());
        let copy = dir.path().join("copy");
        std::fs::create_dir(&copy).unwrap();
        store.copy_to(&copy.join(hrc_server::store::FILE)).unwrap();
        let file = copy.join(hrc_server::store::FILE);
        assert_eq!(crate::harness::mode(&file), 0o600, "as the one it was copied from");
        let copied = SqliteStore::at(&copy);
        assert_eq!(copied.devices().unwrap(), [device], "known by the copy as well");
        assert_eq!(copied.trail(0, 9).unwrap(), store.trail(0, 9).unwrap(), "with its past");
    }
}

#[test]
fn a_file_that_is_no_database_is_told_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(hrc_server::store::FILE);
    std::fs::write(&file, "this is no database, whatever it is called".repeat(100)).unwrap();
    let before = std::fs::read(&file).unwrap();
    assert_eq!(code(SqliteStore::at(dir.path()).devices()), ErrorCode::Io, "it is told");
    assert_eq!(std::fs::read(&file).unwrap(), before, "and left as it is");
}
