//! What becomes of what is sent.

use super::office::{Asked, Said, as_promised, refuses, says};
use super::{Scene, member};
use crate::network::{Network, TOKEN};
use crate::personal::state;
use hrc_domain::ErrorCode;
use hrc_domain::enrolment::AccountEnd;
use hrc_domain::question::QuestionState::{
    Draft, Failed, Queued, Received, Unconfirmed, Withdrawn,
};
use hrc_domain::settings::Proxy;
use hrc_domain::sync::SyncProgress;
use hrc_library::{Letters, Occasion, Server, Unwatched, Watch};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn nobody_who_never_asked_anything_is_heard_of() {
    let scene = Scene::of_member();
    let id =
        scene.personal.save_draft(None, &crate::personal::draft("Later"), scene.began).unwrap();
    assert_eq!(scene.exchange_now(), Letters::default(), "nothing came of it");
    assert_eq!(scene.office.asked().len(), 0, "and nothing was asked");
    assert_eq!(scene.state(&id), Draft, "a draft is nobody's business");
}

#[test]
fn a_members_question_goes_with_the_token_and_a_visitors_with_a_receipt() {
    let scene = Scene::of_member();
    let (mine, theirs) = (scene.member_asks("By a member"), scene.visitor_asks("By a visitor"));
    let letters = scene.exchange_at(1);
    assert_eq!((letters.questions_sent, letters.failure), (2, None), "both went");
    assert_eq!((scene.state(&mine), scene.state(&theirs)), (Received, Received), "and are there");
    let puts = scene.office.puts();
    let by = |word: &str| puts.iter().find(|put| put.mentions(word)).unwrap().clone();
    let (member, visitor) = (by("By a member"), by("By a visitor"));
    assert_eq!(member.path, format!("/v1/questions/{mine}"), "where it belongs");
    assert_eq!(member.proof, format!("Bearer {TOKEN}"), "as a member");
    let receipt = scene.personal.receipts(scene.server.fingerprint()).unwrap().remove(0);
    assert_eq!(visitor.proof, format!("Receipt {}", receipt.secret), "as nobody in particular");
    assert!(!visitor.mentions(TOKEN) && visitor.proof != member.proof, "not as the same person");
}

#[test]
fn what_is_said_after_a_question_follows_it() {
    let scene = Scene::of_member();
    let id = scene.member_asks("Housing");
    scene.exchange_at(1);
    scene.office.asked();
    let said = scene.personal.say(&id, "And the budget?", scene.at(2)).unwrap();
    scene.personal.withdraw(&id, scene.at(3)).unwrap();
    let letters = scene.exchange_at(4);
    assert_eq!((letters.questions_sent, letters.failure), (0, None), "no question went");
    let paths: Vec<_> = scene.office.puts().into_iter().map(|put| put.path).collect();
    assert_eq!(paths.len(), 2, "the message and the withdrawal");
    assert_eq!(paths[0], format!("/v1/questions/{id}/acts/{said}"), "in their order: {paths:?}");
    assert_eq!(scene.personal.question(&id).unwrap().line.pending, 0, "nothing waits any more");
}

#[test]
fn an_acknowledgement_that_is_lost_costs_a_second_request_with_the_same_bytes() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    scene.office.answers(|_| Said::HangUp);
    let letters = scene.exchange_at(1);
    assert_eq!(letters.questions_sent, 0, "nobody said so");
    assert!(letters.failure.is_some() && letters.moved, "which is told");
    assert_eq!(scene.state(&id), Unconfirmed, "it may be there");
    let first = scene.office.puts().remove(0);
    scene.office.answers(as_promised);
    assert_eq!(scene.exchange_at(2).questions_sent, 0, "a moment later it still waits");
    assert_eq!(scene.office.puts().len(), 0, "for the end of its pause");
    assert_eq!(scene.exchange_at(60).questions_sent, 1, "then it goes again");
    let second = scene.office.puts().remove(0);
    assert_eq!((first.path, first.body), (second.path, second.body), "as the very same");
    assert_eq!(scene.state(&id), Received, "and now it is sure");
}

#[test]
fn somebody_who_asks_for_a_sync_waits_for_no_pause() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    scene.office.answers(|_| Said::HangUp);
    scene.exchange_at(1);
    scene.office.answers(as_promised);
    assert_eq!(scene.exchange_now().questions_sent, 1, "at once");
    assert_eq!(scene.state(&id), Received, "and well");
}

#[test]
fn where_nobody_can_be_reached_nothing_has_left_and_it_can_still_be_edited() {
    let scene = Scene::of_visitor();
    let ids = [scene.visitor_asks("One"), scene.visitor_asks("Two")];
    // Nobody listens there.
    let nowhere = Server::new("http://127.0.0.1:9/", scene.network.trust(), Proxy::None).unwrap();
    let letters = scene.personal.exchange(&nowhere, Occasion::Asked, &Unwatched, scene.at(1));
    assert_eq!(letters.failure.unwrap().code, ErrorCode::Offline, "it is told");
    assert_eq!(letters.requests, 1, "a dead line is not tried for each of them");
    for id in &ids {
        assert_eq!(scene.state(id), Queued, "it waits as before");
        scene.personal.take_back(id, scene.at(2)).unwrap();
    }
}

#[test]
fn a_page_that_wants_a_login_acknowledges_nothing() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    scene.office.answers(|_| {
        let page = b"<!DOCTYPE html><title>Guest network</title>".to_vec();
        Said::Answer(200, "text/html", String::new(), page)
    });
    let letters = scene.exchange_at(1);
    assert_eq!(letters.failure.unwrap().code, ErrorCode::CaptivePortal, "it is told by its name");
    assert_eq!(scene.state(&id), Unconfirmed, "it is sent again");
    scene.office.answers(as_promised);
    assert_eq!(scene.exchange_now().questions_sent, 1, "where the server is");
}

#[test]
fn an_acknowledgement_of_something_else_is_none() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    for wrong in ["id", "digest"] {
        scene.office.answers(move |asked| {
            let mut said = json!({
                "id": asked.path.rsplit('/').next(), "received_at": "2026-11-21T10:00:00Z",
                "digest": hrc_domain::question::body_digest(&asked.body),
            });
            said[wrong] = match wrong {
                "id" => json!(crate::personal::some_id(7)),
                _ => json!(hrc_domain::question::body_digest(b"another body")),
            };
            says(200, &said)
        });
        let letters = scene.exchange_now();
        assert_eq!(letters.questions_sent, 0, "another {wrong}: not what was sent");
        assert_eq!(scene.state(&id), Unconfirmed, "another {wrong}: it is sent again");
    }
}

#[test]
fn one_question_that_is_refused_keeps_nobody_back() {
    let scene = Scene::of_visitor();
    let (bad, good) = (scene.visitor_asks("Bad"), scene.visitor_asks("Good"));
    scene.office.answers(|asked| match asked.mentions("Bad") && asked.is_put() {
        true => refuses(400, "invalid_input"),
        false => as_promised(asked),
    });
    let letters = scene.exchange_at(1);
    assert_eq!((letters.questions_sent, letters.failure), (1, None), "the sync itself is well");
    assert_eq!((scene.state(&bad), scene.state(&good)), (Failed, Received), "each as it was told");
    let failure = scene.personal.question(&bad).unwrap().line.failure.unwrap();
    assert_eq!(failure.code, ErrorCode::InvalidInput, "with the reason");
    scene.office.asked();
    scene.exchange_now();
    assert_eq!(scene.office.puts().len(), 0, "what was refused is not sent again as it is");
}

#[test]
fn a_question_whose_id_is_anothers_is_sent_under_a_new_one() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    scene.office.answers(|_| refuses(409, "conflict"));
    scene.exchange_at(1);
    assert_eq!(scene.state(&id), Failed, "the server has another of that id");
    let new = scene.personal.queue(&id, &hrc_library::Owner::Visitor, scene.at(2)).unwrap();
    assert_ne!(new, id, "it gets another");
    scene.office.answers(as_promised);
    assert_eq!(scene.exchange_at(3).questions_sent, 1, "and goes");
    assert_eq!(scene.state(&new), Received, "under it");
}

#[test]
fn what_never_gets_through_does_not_keep_back_what_would() {
    let scene = Scene::of_visitor();
    let poisoned: Vec<_> = (0..3).map(|n| scene.visitor_asks(&format!("Poison {n}"))).collect();
    let sound = scene.visitor_asks("Sound");
    // Something between does not like a word.
    scene.office.answers(|asked| match asked.mentions("Poison") {
        true => Said::HangUp,
        false => as_promised(asked),
    });
    let sent: u32 = (0..2).map(|_| scene.exchange_now().questions_sent).sum();
    assert_eq!(
        (sent, scene.state(&sound)),
        (1, Received),
        "it went at the second sync at the latest"
    );
    for id in &poisoned {
        assert_eq!(scene.state(id), Unconfirmed, "the others are not given up");
    }
}

#[test]
fn a_membership_that_is_not_known_pauses_its_questions_and_no_others() {
    let scene = Scene::of_member();
    let (mine, theirs) = (scene.member_asks("By a member"), scene.visitor_asks("By a visitor"));
    let second = scene.member_asks("Another by a member");
    scene.office.answers(|asked| match asked.proof.starts_with("Bearer") {
        true => refuses(401, "not_enrolled"),
        false => as_promised(asked),
    });
    let letters = scene.exchange_at(1);
    assert_eq!(letters.failure.unwrap().code, ErrorCode::NotEnrolled, "it is told");
    assert_eq!(letters.end, None, "an unknown token ends no account");
    assert_eq!((scene.state(&mine), scene.state(&second)), (Queued, Queued), "both wait as before");
    assert_eq!(scene.state(&theirs), Received, "a visitor's goes");
    let tries = scene.office.asked().iter().filter(|a| a.proof.starts_with("Bearer")).count();
    assert_eq!(tries, 1, "the token is not tried for each of them");
}

#[test]
fn an_account_that_was_revoked_is_said_to_end() {
    for (code, end) in
        [("account_revoked", AccountEnd::Revoked), ("account_expired", AccountEnd::Expired)]
    {
        let scene = Scene::of_member();
        let id = scene.member_asks("Housing");
        scene.office.answers(move |_| refuses(401, code));
        let letters = scene.exchange_at(1);
        assert_eq!(letters.end, Some(end), "{code}: by the server's word");
        assert_eq!(letters.failure, None, "{code}: that is no failure of the sync");
        assert_eq!(scene.state(&id), Queued, "{code}: nothing is lost");
    }
}

#[test]
fn anybody_elses_refusal_ends_and_pauses_nothing() {
    let scene = Scene::of_member();
    let id = scene.member_asks("Housing");
    scene.office.answers(|_| {
        let words = br#"{"code":"account_revoked","message":"we are a proxy"}"#.to_vec();
        Said::Answer(401, "text/html", String::new(), words)
    });
    let letters = scene.exchange_at(1);
    assert_eq!(letters.end, None, "a page is not the server's word");
    assert_eq!(scene.state(&id), Unconfirmed, "and nobody knows");
}

#[test]
fn a_server_that_wants_a_pause_gets_it_for_everything_of_that_owner() {
    let scene = Scene::of_visitor();
    let ids = [scene.visitor_asks("One"), scene.visitor_asks("Two")];
    scene.office.answers(|_| {
        let words = br#"{"code":"too_many_tries","message":"slowly"}"#.to_vec();
        Said::Answer(429, "application/json", "retry-after: 600\r\n".to_owned(), words)
    });
    let letters = scene.exchange_at(1);
    assert_eq!(letters.failure.unwrap().code, ErrorCode::TooManyTries, "it is told");
    assert_eq!(scene.office.puts().len(), 1, "no second try of anything");
    assert_eq!([scene.state(&ids[0]), scene.state(&ids[1])], [Queued, Queued], "nothing was taken");
    scene.office.answers(as_promised);
    scene.exchange_at(500);
    assert_eq!(scene.office.puts().len(), 0, "the pause is kept");
    assert_eq!(scene.exchange_at(700).questions_sent, 2, "and has an end");
}

#[test]
fn a_token_is_shown_to_no_other_networks_server() {
    let scene = Scene::of_member();
    let id = scene.member_asks("Housing");
    let other = Network::founded(scene.began);
    let server = Server::new(&scene.office.address, other.trust(), Proxy::None).unwrap();
    scene.personal.exchange(&server, Occasion::Asked, &Unwatched, scene.at(1));
    assert_eq!(scene.office.asked().len(), 0, "nothing is said there");
    assert_eq!(scene.state(&id), Queued, "it waits for its own");
}

#[test]
fn a_visitors_questions_stay_with_the_server_they_went_to() {
    let scene = Scene::of_visitor();
    scene.visitor_asks("Housing");
    scene.exchange_at(1);
    let own = scene.office.puts().remove(0).proof;
    let other = Network::founded(scene.began);
    let server = Server::new(&scene.office.address, other.trust(), Proxy::None).unwrap();
    scene.personal.exchange(&server, Occasion::Asked, &Unwatched, scene.at(2));
    assert_eq!(scene.office.asked().len(), 0, "another server has nothing to tell of it");
    scene.visitor_asks("Water");
    scene.personal.exchange(&server, Occasion::Asked, &Unwatched, scene.at(3));
    let put: Vec<Asked> = scene.office.puts();
    assert_eq!(put.len(), 1, "only what was asked since");
    assert_ne!(put[0].proof, own, "and not as the same visitor");
}

/// Somebody who stops it as soon as it has begun.
struct Impatient(AtomicBool);

impl Watch for Impatient {
    fn progress(&self, _: SyncProgress) {}

    fn cancelled(&self) -> bool {
        self.0.swap(true, Ordering::Relaxed)
    }
}

#[test]
fn what_was_on_its_way_when_somebody_stopped_the_sync_may_have_arrived() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    scene.office.answers(|_| Said::Silence);
    let watch = Impatient(AtomicBool::new(false));
    let letters = scene.personal.exchange(&scene.server, Occasion::Asked, &watch, scene.at(1));
    assert_eq!(letters.failure.unwrap().code, ErrorCode::Cancelled, "by somebody");
    assert_eq!(scene.state(&id), Unconfirmed, "nobody knows");
    scene.office.answers(as_promised);
    assert_eq!(scene.exchange_now().questions_sent, 1, "so it is sent again");
}

#[test]
fn a_question_that_was_withdrawn_before_it_left_never_leaves() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    scene.personal.withdraw(&id, scene.at(1)).unwrap();
    scene.exchange_now();
    assert_eq!(scene.office.asked().len(), 0, "there is nothing to send");
    assert_eq!(state(&scene.personal, &id), Withdrawn, "as its author wished");
    assert!(!scene.personal.corresponds(&member()).unwrap(), "nor to hear of");
}
