//! A question until the server has it.

use super::*;
use hrc_domain::question::Question;
use hrc_domain::{Error, ErrorCode};

#[test]
fn a_draft_may_be_empty_and_a_question_may_not() {
    let (_dir, personal) = fresh();
    let empty: Draft = serde_json::from_str("{}").unwrap();
    let id = personal.save_draft(None, &empty, at(0)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Draft, "any field may be empty");
    let refused = personal.queue(&id, &member(), at(1)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "it is not complete: {refused}");
    assert_eq!(state(&personal, &id), QuestionState::Draft, "and stays what it was");
    personal.save_draft(Some(&id), &draft("Housing"), at(2)).unwrap();
    personal.queue(&id, &member(), at(3)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Queued, "complete now");
}

#[test]
fn what_is_sent_is_what_was_written_last() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("first"), &member(), at(0)).unwrap();
    personal.save_draft(Some(&id), &draft("second"), at(1)).unwrap();
    let incomplete = Draft { text: String::new(), ..draft("third") };
    let refused = personal.save_draft(Some(&id), &incomplete, at(2)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "it could not be sent so");
    let sent = personal.next_to_send(&member(), at(3)).unwrap().unwrap();
    let question: Question = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!((question.subject.as_str(), &question.id), ("second", &id), "the last whole one");
    assert_eq!(question.check(), Ok(()), "the server will ask the same");
}

#[test]
fn what_has_left_can_no_longer_be_edited() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    let sent = personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    for _ in ["sending", "unconfirmed"] {
        for outcome in [
            personal.save_draft(Some(&id), &draft("other"), at(2)).map(drop),
            personal.take_back(&id, at(2)).map(drop),
            personal.queue(&id, &member(), at(2)).map(drop),
            personal.delete(&id),
        ] {
            assert_eq!(outcome.unwrap_err().code, ErrorCode::Conflict, "too late: it may be there");
        }
        personal.unconfirmed(&id).unwrap();
    }
    let again = personal.next_to_send(&member(), at(100)).unwrap().unwrap();
    assert_eq!(again, sent, "the same bytes, which the server knows as the same");
}

#[test]
fn only_an_acknowledgement_that_echoes_id_and_digest_makes_it_received() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    let sent = personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    let right = acknowledgement(&sent);
    for wrong in [
        Acknowledgement { id: some_id(1), ..right.clone() },
        Acknowledgement { digest: body_digest(b"another"), ..right.clone() },
    ] {
        assert!(!personal.acknowledged(&id, &wrong, at(2)).unwrap(), "it is about another");
        assert_eq!(state(&personal, &id), QuestionState::Unconfirmed, "nobody knows");
    }
    assert!(personal.acknowledged(&id, &right, at(3)).unwrap(), "a late one is one too");
    let line = personal.question(&id).unwrap().line;
    assert_eq!(line.state, QuestionState::Received, "the server has it");
    assert_eq!(line.received_at.as_ref(), Some(&right.received_at), "since its own date");
    assert_eq!(personal.next_to_send(&member(), at(9999)).unwrap(), None, "sent once");
}

#[test]
fn what_never_left_waits_as_before_and_what_did_stays_unconfirmed() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    personal.postponed(&id).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Queued, "no connection: it never left");
    personal.next_to_send(&member(), at(100)).unwrap().unwrap();
    personal.unconfirmed(&id).unwrap();
    personal.next_to_send(&member(), at(1000)).unwrap().unwrap();
    personal.postponed(&id).unwrap();
    assert_eq!(
        state(&personal, &id),
        QuestionState::Unconfirmed,
        "the second try may have arrived"
    );
}

#[test]
fn pauses_are_kept_until_somebody_asks_and_no_turn_tries_twice() {
    let (dir, personal) = fresh();
    personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    let sent = personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    personal.postponed(&sent.id).unwrap();
    assert_eq!(personal.next_to_send(&member(), at(1)).unwrap(), None, "once a turn");
    drop(personal);
    let personal = open(dir.path());
    assert_eq!(personal.next_to_send(&member(), at(20)).unwrap(), None, "a restart ends no pause");
    personal.hurry().unwrap();
    assert!(personal.next_to_send(&member(), at(21)).unwrap().is_some(), "a wish does");
    personal.postponed(&sent.id).unwrap();
    assert!(personal.next_to_send(&member(), at(-90_000)).unwrap().is_some(), "a clock was wrong");
}

#[test]
fn one_bad_question_does_not_block_another() {
    let (_dir, personal) = fresh();
    let bad = personal.ask(&draft("bad"), &member(), at(0)).unwrap();
    let good = personal.ask(&draft("good"), &member(), at(0)).unwrap();
    let first = personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    assert_eq!(first.id, bad, "in the order they were asked");
    personal.unconfirmed(&bad).unwrap();
    assert_eq!(deliver(&personal, &member(), at(1)).unwrap().id, good, "the next has its turn");
}

#[test]
fn a_refused_question_keeps_its_id_when_it_was_never_there() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("bad"), &member(), at(0)).unwrap();
    personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    let error = Error::new(ErrorCode::InvalidInput, "themes: there is no such theme");
    personal.refused(&id, &error, at(2)).unwrap();
    let line = personal.question(&id).unwrap().line;
    assert_eq!((line.state, line.failure), (QuestionState::Failed, Some(error)), "with its reason");
    assert_eq!(personal.next_to_send(&member(), at(9999)).unwrap(), None, "not as it is");
    personal.save_draft(Some(&id), &draft("better"), at(3)).unwrap();
    assert_eq!(personal.queue(&id, &member(), at(4)).unwrap(), id, "the server knows none of it");
    let sent = deliver(&personal, &member(), at(5)).unwrap();
    assert_eq!(
        (&sent.id, state(&personal, &id)),
        (&id, QuestionState::Received),
        "and takes it now"
    );
}

#[test]
fn a_question_whose_id_is_taken_gets_another_only_when_it_is_asked_again() {
    let (_dir, personal) = fresh();
    let taken = Error::new(ErrorCode::Conflict, "another question of this id");
    for way in ["queue", "take back"] {
        let id = personal.ask(&draft("mine"), &member(), at(0)).unwrap();
        personal.next_to_send(&member(), at(1)).unwrap().unwrap();
        personal.unconfirmed(&id).unwrap();
        personal.say(&id, "by the way", at(2)).unwrap();
        personal.next_to_send(&member(), at(100)).unwrap().unwrap();
        personal.refused(&id, &taken, at(101)).unwrap();
        assert_eq!(state(&personal, &id), QuestionState::Failed, "{way}: nothing goes by itself");
        let new = match way {
            "queue" => personal.queue(&id, &member(), at(102)).unwrap(),
            _ => {
                let new = personal.take_back(&id, at(102)).unwrap();
                personal.queue(&new, &member(), at(102)).unwrap()
            }
        };
        assert_ne!(new, id, "{way}: that id is another question's");
        assert_eq!(deliver(&personal, &member(), at(103)).unwrap().id, new, "{way}");
        let act = deliver(&personal, &member(), at(104)).unwrap();
        let body: serde_json::Value = serde_json::from_slice(&act.body).unwrap();
        assert_eq!(body["question"], new.as_str(), "{way}: what was added goes with it");
        assert_eq!(personal.question(&id).unwrap_err().code, ErrorCode::NotFound, "{way}: once");
    }
}

#[test]
fn a_question_that_was_being_sent_when_the_program_died_is_sent_again() {
    let (dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    let sent = personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    drop(personal);
    let personal = open(dir.path());
    assert_eq!(state(&personal, &id), QuestionState::Unconfirmed, "it may have arrived");
    assert_eq!(personal.next_to_send(&member(), at(100)).unwrap(), Some(sent), "byte by byte");
}

#[test]
fn questions_are_sent_by_those_who_asked_them() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("a member's"), &member(), at(0)).unwrap();
    let other = Owner::Account("99999999-2222-4333-8444-555555555555".to_owned());
    let receipt = personal.receipt(SERVER, at(0)).unwrap();
    for stranger in [&other, &receipt.owner()] {
        assert_eq!(personal.next_to_send(stranger, at(1)).unwrap(), None, "not theirs");
    }
    assert_eq!(
        personal.question(&id).unwrap().draft.subject,
        "a member's",
        "readable all the same"
    );
    let again = personal.copy(&id, at(2)).unwrap();
    personal.queue(&again, &other, at(3)).unwrap();
    assert_eq!(deliver(&personal, &other, at(4)).unwrap().id, again, "asked anew, it is theirs");
}

#[test]
fn a_visitors_question_belongs_to_the_receipt_it_first_left_with() {
    let (dir, personal) = fresh();
    let id = personal.ask(&draft("a visitor's"), &Owner::Visitor, at(0)).unwrap();
    assert_eq!(personal.next_to_send(&member(), at(1)).unwrap(), None, "no account takes it over");
    let here = personal.receipt(SERVER, at(1)).unwrap();
    let elsewhere = personal.receipt("another network", at(1)).unwrap();
    assert_ne!(here.secret, elsewhere.secret, "no server could pass for a visitor at another");
    assert_eq!(here.secret.len(), 64, "256 bits");
    let sent = personal.next_to_send(&here.owner(), at(2)).unwrap().unwrap();
    personal.unconfirmed(&sent.id).unwrap();
    assert_eq!(personal.next_to_send(&elsewhere.owner(), at(9999)).unwrap(), None, "it has left");
    assert_eq!(deliver(&personal, &here.owner(), at(9999)).unwrap().id, id, "sent where it was");
    drop(personal);
    assert_eq!(open(dir.path()).receipt(SERVER, at(5)).unwrap(), here, "one for good");
    assert!(!format!("{here:?}").contains(&here.secret), "no log gets the secret");
}

#[test]
fn a_question_is_taken_back_or_deleted_only_by_its_author() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    assert_eq!(personal.take_back(&id, at(1)).unwrap(), id, "its id was never used");
    assert_eq!(state(&personal, &id), QuestionState::Draft, "a draft again");
    personal.queue(&id, &member(), at(2)).unwrap();
    personal.withdraw(&id, at(3)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Withdrawn, "at once: it never left");
    assert_eq!(personal.next_to_send(&member(), at(4)).unwrap(), None, "nothing to tell anybody");
    personal.take_back(&id, at(5)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Draft, "its words are not lost");
    personal.delete(&id).unwrap();
    assert_eq!(personal.questions().unwrap(), [], "by its author's wish");
}

#[test]
fn the_badge_counts_what_there_is() {
    let (_dir, personal) = fresh();
    personal.save_draft(None, &draft("draft"), at(0)).unwrap();
    let id = received(&personal, "received");
    personal.ask(&draft("waiting"), &member(), at(0)).unwrap();
    personal.receive(&page(vec![update(1, &id, answer(&some_id(1)))]), &member(), at(1)).unwrap();
    let counts = personal.counts().unwrap();
    assert_eq!(
        (counts.drafts, counts.waiting, counts.unread, counts.failed),
        (1, 1, 1, 0),
        "each once"
    );
}
