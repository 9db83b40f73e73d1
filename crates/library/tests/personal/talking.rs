//! What is said after a question, by both sides.

use super::*;
use hrc_domain::personal::{Delivery, LetterText, PublicationLabel};
use hrc_domain::question::{Act, AnswerLink, Deed, PublicText, Publication};
use hrc_domain::{Error, ErrorCode, Language};
use hrc_library::Posted;

fn act(sent: &Outgoing) -> Act {
    serde_json::from_slice(&sent.body).unwrap()
}

#[test]
fn what_is_said_waits_for_its_question_and_keeps_its_order() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    let early = personal.say(&id, "too early", at(1)).unwrap_err();
    assert_eq!(early.code, ErrorCode::Conflict, "while it is here it belongs into the question");
    let sent = personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    let first = personal.say(&id, "first", at(2)).unwrap();
    let second = personal.say(&id, "second", at(3)).unwrap();
    assert_eq!(personal.next_to_send(&member(), at(4)).unwrap(), None, "the question comes first");
    personal.acknowledged(&id, &acknowledgement(&sent), at(5)).unwrap();
    let one = personal.next_to_send(&member(), at(6)).unwrap().unwrap();
    assert_eq!(
        (&one.id, &one.posted),
        (&first, &Posted::Act { question: id.clone() }),
        "then this"
    );
    assert_eq!(act(&one).deed, Deed::Message { text: "first".to_owned() }, "in its words");
    personal.unconfirmed(&first).unwrap();
    assert_eq!(personal.next_to_send(&member(), at(7)).unwrap(), None, "the second waits for it");
    let error = Error::new(ErrorCode::InvalidInput, "no");
    personal.refused(&first, &error, at(8)).unwrap();
    assert_eq!(deliver(&personal, &member(), at(9)).unwrap().id, second, "but not for ever");
    let letters = personal.question(&id).unwrap().letters;
    assert_eq!(letters[0].delivery, Some(Delivery::Failed { error }), "each says where it stands");
    assert!(matches!(letters[1].delivery, Some(Delivery::Received { .. })), "and this is there");
}

#[test]
fn a_message_that_is_taken_back_is_being_written_again() {
    let (_dir, personal) = fresh();
    let id = received(&personal, "Housing");
    personal.save_reply(&id, "being written").unwrap();
    let said = personal.say(&id, "said", at(1)).unwrap();
    assert_eq!(personal.question(&id).unwrap().reply, "", "it was said");
    personal.save_reply(&id, "the next").unwrap();
    personal.unsay(&said, at(2)).unwrap();
    let thread = personal.question(&id).unwrap();
    assert_eq!(thread.reply, "said\n\nthe next", "no word is lost");
    assert_eq!(thread.letters, [], "and it is not said");
    let said = personal.say(&id, "said", at(3)).unwrap();
    personal.next_to_send(&member(), at(4)).unwrap().unwrap();
    assert_eq!(personal.unsay(&said, at(5)).unwrap_err().code, ErrorCode::Conflict, "it has left");
}

#[test]
fn a_withdrawal_goes_out_once_and_is_told_by_the_server() {
    let (_dir, personal) = fresh();
    let id = received(&personal, "Housing");
    personal.withdraw(&id, at(1)).unwrap();
    personal.withdraw(&id, at(2)).unwrap();
    let sent = deliver(&personal, &member(), at(3)).unwrap();
    assert_eq!(act(&sent).deed, Deed::Withdraw, "the server has to know");
    assert_eq!(state(&personal, &id), QuestionState::Received, "it alone says what became of it");
    personal.withdraw(&id, at(4)).unwrap();
    assert_eq!(personal.next_to_send(&member(), at(5)).unwrap(), None, "once is enough");
    assert_eq!(
        personal.say(&id, "wait", at(6)).unwrap_err().code,
        ErrorCode::Conflict,
        "it is over"
    );
    let news = UpdateNews::State { state: QuestionState::Withdrawn, reason: None };
    personal.receive(&page(vec![update(1, &id, news)]), &member(), at(7)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Withdrawn, "now it is");
}

#[test]
fn a_question_withdrawn_on_its_way_is_withdrawn_when_it_is_refused() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    personal.withdraw(&id, at(2)).unwrap();
    let error = Error::new(ErrorCode::InvalidInput, "no");
    personal.refused(&id, &error, at(3)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Withdrawn, "it never arrived, and shall not");
    assert_eq!(
        personal.next_to_send(&member(), at(9999)).unwrap(),
        None,
        "nothing is left to send"
    );
}

#[test]
fn an_answer_is_kept_once_and_is_unread_until_it_was_looked_at() {
    let (_dir, personal) = fresh();
    let id = received(&personal, "Housing");
    let state_news = |state| UpdateNews::State { state, reason: None };
    let bad = AnswerLink { title: "x".into(), url: "javascript:alert(1)".into() };
    let UpdateNews::Answer { id: letter, summary, text, records, .. } = answer(&some_id(1)) else {
        unreachable!()
    };
    let links = vec![bad, AnswerLink { title: "y".into(), url: "https://a.example/".into() }];
    let updates = page(vec![
        update(9, &id, state_news(QuestionState::Answered)),
        update(8, &id, UpdateNews::Answer { id: letter, summary, text, records, links }),
        update(5, &id, state_news(QuestionState::Assigned)),
    ]);
    let arrivals = personal.receive(&updates, &member(), at(1)).unwrap();
    assert_eq!(arrivals.answers, 1, "the notification says so");
    let thread = personal.question(&id).unwrap();
    assert_eq!(thread.line.state, QuestionState::Answered, "in the server's order, not the page's");
    assert!(thread.line.unread, "nobody has seen it");
    let [letter] = thread.letters.as_slice() else { panic!("one answer: {:?}", thread.letters) };
    let LetterText::Answer { links, .. } = &letter.what else { panic!("{:?}", letter.what) };
    assert_eq!(links.len(), 1, "an address that is never opened is not shown");
    personal.mark_read(&id).unwrap();
    let again = personal.receive(&updates, &member(), at(2)).unwrap();
    assert_eq!(again, hrc_domain::personal::Arrivals::default(), "the same again is nothing new");
    let again = personal.question(&id).unwrap();
    assert!(!again.line.unread && again.letters.len() == 1, "nor is it shown so");
    assert_eq!(personal.cursor(&member()).unwrap(), 9, "the next time after this");
}

#[test]
fn what_is_about_another_question_or_owner_is_passed_over() {
    let (_dir, personal) = fresh();
    let id = received(&personal, "Housing");
    let stranger = Owner::Account("someone else".to_owned());
    let news = |question: &LetterId| page(vec![update(3, question, answer(&some_id(2)))]);
    personal.receive(&news(&some_id(7)), &member(), at(1)).unwrap();
    personal.receive(&news(&id), &stranger, at(1)).unwrap();
    assert_eq!(personal.question(&id).unwrap().letters, [], "no stranger's server speaks to it");
    assert_eq!(personal.cursor(&member()).unwrap(), 3, "the cursor moves on all the same");
    let local = UpdateNews::State { state: QuestionState::Draft, reason: None };
    personal.receive(&page(vec![update(4, &id, local)]), &member(), at(2)).unwrap();
    assert_eq!(
        state(&personal, &id),
        QuestionState::Received,
        "drafts are not the server's to make"
    );
    let empty = Updates { updates: Vec::new(), next: 1, more: false };
    personal.receive(&empty, &member(), at(3)).unwrap();
    assert_eq!(personal.cursor(&member()).unwrap(), 4, "and never back");
}

#[test]
fn news_before_the_acknowledgement_do_not_make_it_received() {
    let (_dir, personal) = fresh();
    let id = personal.ask(&draft("Housing"), &member(), at(0)).unwrap();
    let sent = personal.next_to_send(&member(), at(1)).unwrap().unwrap();
    personal.unconfirmed(&id).unwrap();
    let news = UpdateNews::State { state: QuestionState::Assigned, reason: None };
    personal.receive(&page(vec![update(1, &id, news)]), &member(), at(2)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Unconfirmed, "these bytes are not confirmed");
    personal.acknowledged(&id, &acknowledgement(&sent), at(3)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Assigned, "and now it is where it is");
}

#[test]
fn nobody_agrees_to_another_text_than_the_one_they_saw() {
    let (_dir, personal) = fresh();
    let id = received(&personal, "Housing");
    let nothing = personal.consent(&id, "x", true, at(1)).unwrap_err();
    assert_eq!(nothing.code, ErrorCode::Conflict, "there is no text yet");
    let text =
        |body: &str| PublicText::new("T".into(), "S".into(), body.into(), Language::english());
    let (seen, later) = (text("seen"), text("later"));
    let proposed =
        |text: PublicText| UpdateNews::Publication { publication: Publication::Proposed { text } };
    personal
        .receive(&page(vec![update(1, &id, proposed(seen.clone()))]), &member(), at(2))
        .unwrap();
    assert_eq!(
        personal.question(&id).unwrap().line.publication,
        PublicationLabel::Proposed,
        "the second label"
    );
    personal
        .receive(&page(vec![update(2, &id, proposed(later.clone()))]), &member(), at(3))
        .unwrap();
    let other = personal.consent(&id, &seen.digest, true, at(4)).unwrap_err();
    assert_eq!(other.code, ErrorCode::Conflict, "it was changed since");
    personal.consent(&id, &later.digest, true, at(5)).unwrap();
    let sent = deliver(&personal, &member(), at(6)).unwrap();
    let deed = Deed::Consent { publication: later.digest.clone(), granted: true };
    assert_eq!(act(&sent).deed, deed, "to this text");
    let forged = PublicText { body: "forged".into(), ..later };
    personal
        .receive(&page(vec![update(3, &id, proposed(forged.clone()))]), &member(), at(7))
        .unwrap();
    let refused = personal.consent(&id, &forged.digest, true, at(8)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict, "a digest of other words is none");
}

#[test]
fn a_question_the_server_deleted_stays_its_askers() {
    let (_dir, personal) = fresh();
    let id = received(&personal, "Housing");
    let news = vec![update(1, &id, answer(&some_id(1))), update(2, &id, UpdateNews::Deleted)];
    personal.receive(&page(news), &member(), at(1)).unwrap();
    let thread = personal.question(&id).unwrap();
    assert!(thread.deleted_at.is_some() && thread.letters.len() == 1, "and says so");
    assert_eq!(
        personal.say(&id, "more", at(2)).unwrap_err().code,
        ErrorCode::Conflict,
        "to nobody"
    );
}
