//! The contract of a store of accounts and sessions, for every implementation there is.

use hrc_domain::ErrorCode;
use hrc_server::store::{Account, Credentials, Hash, Role, Session, SqliteStore, Store, Which};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

const TOKEN: Hash = [1; 32];
const NEXT: Hash = [2; 32];
const SEED: Hash = [3; 32];
const KEY: Hash = [4; 32];

/// A store that is opened twice, as by a server and a command beside it.
type Twice = (TempDir, Box<dyn Store>, Box<dyn Store>);

/// One of each kind, empty.
fn stores() -> Vec<Twice> {
    let dir = tempfile::tempdir().unwrap();
    let open = || Box::new(SqliteStore::at(dir.path())) as Box<dyn Store>;
    let (one, other) = (open(), open());
    vec![(dir, one, other)]
}

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_mins(minutes)
}

/// A way in which a session comes to its end.
type Ending = fn(&dyn Store);

fn credentials(id: &str) -> Credentials {
    let account = Account {
        id: id.to_owned(),
        login: format!("login-{id}"),
        name: "Ines Example".to_owned(),
        role: Role::Expert,
        language: None,
        has_password: true,
        link_until: None,
        made_at: at(0),
        last_seen: None,
        removed_at: None,
    };
    Credentials { account, password: Some("hash".to_owned()), known_by: KEY }
}

fn session(id: &str, account: &str) -> Session {
    Session {
        id: id.to_owned(),
        account: account.to_owned(),
        made_at: at(0),
        seen_at: at(0),
        renewed_at: at(0),
    }
}

fn with_session(store: &dyn Store) {
    store.add_account(&credentials("a"), at(0)).unwrap();
    store.open_session(&session("s", "a"), &TOKEN, &SEED, at(-60), at(-60)).unwrap();
}

fn which(store: &dyn Store, token: &Hash) -> Option<Which> {
    store.session(token).unwrap().map(|found| found.which)
}

fn code<T: std::fmt::Debug>(outcome: hrc_domain::error::Result<T>) -> ErrorCode {
    outcome.unwrap_err().code
}

#[test]
fn an_account_is_read_as_it_was_written_and_its_name_is_never_given_again() {
    for (_dir, store, other) in stores() {
        store.add_account(&credentials("a"), at(0)).unwrap();
        assert_eq!(other.account("a").unwrap(), credentials("a").account, "as it was");
        let found = other.credentials("login-a").unwrap().unwrap();
        assert_eq!(found.password.as_deref(), Some("hash"), "with its password's hash");
        assert_eq!(found.known_by, KEY, "and what computers are known by");
        store.remove_account("a", at(1)).unwrap();
        store.remove_account("a", at(2)).unwrap();
        assert!(other.credentials("login-a").unwrap().is_none(), "nobody is let in");
        assert_eq!(other.account("a").unwrap().removed_at, Some(at(1)), "the row stays");
        let same = Account { id: "b".to_owned(), ..credentials("a").account };
        let again = Credentials { account: same, ..credentials("a") };
        assert_eq!(code(store.add_account(&again, at(3))), ErrorCode::Conflict, "nobody's again");
        assert_eq!(
            code(store.set_role("a", Role::Editor, at(3))),
            ErrorCode::AccountRevoked,
            "over"
        );
        assert_eq!(code(store.account("none")), ErrorCode::NotFound, "one that never was");
        assert_eq!(
            code(store.remove_account("none", at(3))),
            ErrorCode::NotFound,
            "nor is removed"
        );
    }
}

#[test]
fn a_token_finds_its_session_also_as_the_next_and_the_former() {
    for (_dir, store, other) in stores() {
        with_session(store.as_ref());
        assert_eq!(which(other.as_ref(), &TOKEN), Some(Which::Current), "the one there is");
        assert_eq!(which(other.as_ref(), &NEXT), None, "not announced");
        store.renew("s", &SEED, at(9), at(8)).unwrap();
        assert_eq!(which(other.as_ref(), &TOKEN), Some(Which::Current), "there is no next yet");
        store.announce("s", &NEXT).unwrap();
        assert_eq!(which(other.as_ref(), &NEXT), Some(Which::Next), "announced");
        store.renew("s", &[9; 32], at(9), at(8)).unwrap();
        assert_eq!(which(other.as_ref(), &NEXT), Some(Which::Current), "renewed");
        assert_eq!(which(other.as_ref(), &TOKEN), Some(Which::Former(at(9))), "and the former");
        let found = other.session(&NEXT).unwrap().unwrap();
        assert_eq!((found.seed, found.session.renewed_at), ([9; 32], at(8)), "with another seed");
    }
}

#[test]
fn a_session_ends_with_its_account_its_password_and_by_its_owners_will() {
    let endings: [(&str, Ending); 4] = [
        ("it is ended", |store| store.end_session("a", "s", at(1)).unwrap()),
        ("all are", |store| store.end_sessions("a", &[7; 32], at(1)).unwrap()),
        ("another password", |store| store.set_password("a", "new", &[7; 32], at(1)).unwrap()),
        ("the account is removed", |store| store.remove_account("a", at(1)).unwrap()),
    ];
    for (what, end) in endings {
        for (_dir, store, other) in stores() {
            with_session(store.as_ref());
            store.end_session("b", "s", at(1)).unwrap();
            assert!(other.session(&TOKEN).unwrap().is_some(), "not by another account");
            end(store.as_ref());
            assert!(other.session(&TOKEN).unwrap().is_none(), "{what}");
            assert!(other.sessions("a").unwrap().is_empty(), "{what}: nor is it listed");
        }
    }
}

#[test]
fn sessions_that_are_over_are_forgotten_when_somebody_signs_in() {
    for (_dir, store, _) in stores() {
        with_session(store.as_ref());
        let new = Session { made_at: at(60), seen_at: at(60), ..session("t", "a") };
        store.open_session(&new, &NEXT, &SEED, at(-60), at(1)).unwrap();
        let left: Vec<_> = store.sessions("a").unwrap().into_iter().map(|one| one.id).collect();
        assert_eq!(left, ["t"], "the one last used before then is gone");
        assert!(store.account("a").unwrap().last_seen.is_some(), "the day is kept");
        store.remove_account("a", at(61)).unwrap();
        let late = store.open_session(&session("u", "a"), &[8; 32], &SEED, at(-60), at(-60));
        assert_eq!(code(late), ErrorCode::AccountRevoked, "nobody comes in who was removed");
    }
}

#[test]
fn what_is_done_is_in_the_name_of_whoever_does_it() {
    for (_dir, store, other) in stores() {
        with_session(store.as_ref());
        store.set_role("a", Role::Editor, at(1)).unwrap();
        store.set_role("a", Role::Editor, at(2)).unwrap();
        store.by("boss").give_link("a", &[6; 32], at(9), at(3)).unwrap();
        store.by("a").set_password("a", "new", &[7; 32], at(4)).unwrap();
        let told: Vec<_> =
            other.trail(0, 10).unwrap().into_iter().map(|one| (one.actor, one.deed)).collect();
        let wanted = [
            ("administrator", "account_added"),
            ("a", "signed_in"),
            ("administrator", "account_role_changed"),
            ("boss", "account_link_made"),
            ("a", "account_password_set"),
        ]
        .map(|(actor, deed)| (actor.to_owned(), deed.to_owned()));
        assert_eq!(told, wanted, "once each, also where the role was set twice");
        assert_eq!(code(other.by_link(&[6; 32], at(4))), ErrorCode::InvitationUnknown, "used up");
        let newest = other.newest_traces(5, 2).unwrap();
        let places: Vec<_> = newest.iter().map(|one| one.sequence).collect();
        assert_eq!(places, [4, 3], "the newest before a place, so many");
        let last = other.last(hrc_server::store::Deed::SignedIn).unwrap().unwrap();
        assert_eq!((last.sequence, last.at), (2, at(0)), "the last of its kind");
    }
}
