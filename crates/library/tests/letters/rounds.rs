//! Layers and letters in one sync, each whatever becomes of the other.

use super::Scene;
use super::office::{Said, as_promised, refuses, with_feeds};
use crate::network::{depth, general, now};
use hrc_domain::enrolment::AccountEnd;
use hrc_domain::question::QuestionState::{Queued, Received, Unconfirmed};
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Library, Occasion, Round, Unwatched};

fn round(scene: &Scene) -> Round<'_> {
    Round { server: &scene.server, occasion: Occasion::Asked, watch: &Unwatched, now: now() }
}

#[test]
fn one_sync_brings_the_feed_and_sends_the_question() {
    let scene = Scene::of_visitor();
    scene.network.publish(general(), depth());
    let stick = scene.network.stick(&[]);
    let feeds = stick.path().to_owned();
    scene.office.answers(move |asked| with_feeds(&feeds, asked));
    let id = scene.visitor_asks("Housing");
    let library = scene.computer.library();
    let (report, letters) = round(&scene).make(Ok(&library), Ok(Some(&scene.personal)));
    let report = report.unwrap();
    assert_eq!((report.questions_sent, report.updates), (1, 0), "the question went");
    assert!(report.applied > 0, "and the content came");
    let asked = u32::try_from(scene.office.asked().len()).unwrap();
    assert_eq!(report.requests, asked, "all requests are counted");
    assert!(letters.moved, "the window is to hear of it");
    assert_eq!(scene.state(&id), Received, "it is there");
}

#[test]
fn without_personal_data_a_sync_asks_nothing_about_letters() {
    let scene = Scene::of_visitor();
    scene.network.publish(general(), depth());
    let stick = scene.network.stick(&[]);
    let feeds = stick.path().to_owned();
    scene.office.answers(move |asked| with_feeds(&feeds, asked));
    let library = scene.computer.library();
    round(&scene).make(Ok(&library), Ok(None)).0.unwrap();
    let letters = |path: &str| path.starts_with("/v1/");
    assert!(!scene.office.asked().iter().any(|asked| letters(&asked.path)), "nothing of it");
}

#[test]
fn a_feed_that_fails_keeps_no_question_back() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    let library = scene.computer.library();
    let (report, letters) = round(&scene).make(Ok(&library), Ok(Some(&scene.personal)));
    assert!(report.is_err(), "there is no feed");
    assert_eq!((letters.questions_sent, letters.failure), (1, None), "the question went");
    assert_eq!(scene.state(&id), Received, "and is there");
}

#[test]
fn a_library_that_does_not_open_keeps_no_question_back() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    let damaged = Error::new(ErrorCode::LibraryDamaged, "it does not open");
    let (report, _) = round(&scene).make(Err(damaged.clone()), Ok(Some(&scene.personal)));
    assert_eq!(report, Err(damaged), "that is told");
    assert_eq!(scene.state(&id), Received, "the question went");
}

#[test]
fn letters_that_fail_keep_no_feed_back() {
    let scene = Scene::of_visitor();
    scene.network.publish(general(), depth());
    let stick = scene.network.stick(&[]);
    let feeds = stick.path().to_owned();
    scene.office.answers(move |asked| match asked.path.starts_with("/v1/") {
        true => Said::Answer(500, "text/plain", String::new(), b"no".to_vec()),
        false => with_feeds(&feeds, asked),
    });
    let id = scene.visitor_asks("Housing");
    let library = scene.computer.library();
    let (report, _) = round(&scene).make(Ok(&library), Ok(Some(&scene.personal)));
    assert_eq!(report.unwrap_err().code, ErrorCode::ServerRefused, "it is told");
    assert_eq!(scene.state(&id), Unconfirmed, "the question is sent again");
    assert!(!library.list(None).unwrap().is_empty(), "and the content came");
    let newer = Error::new(ErrorCode::PersonalNewer, "it does not open");
    let (report, _) = round(&scene).make(Ok(&library), Err(newer.clone()));
    assert_eq!(report, Err(newer), "what does not open is told, too");
}

#[test]
fn an_account_the_server_revokes_ends_even_where_only_a_question_hears_of_it() {
    let scene = Scene::of_member();
    let id = scene.member_asks("Housing");
    scene.office.answers(|asked| match asked.proof.starts_with("Bearer") {
        true => refuses(401, "account_revoked"),
        false => as_promised(asked),
    });
    let library: Library = scene.computer.library();
    let _ = round(&scene).make(Ok(&library), Ok(Some(&scene.personal)));
    assert_eq!(library.account().unwrap(), None, "there is no account any more");
    let farewell = library.farewell().map(|farewell| farewell.end);
    assert_eq!(farewell, Some(AccountEnd::Revoked), "and it is told why");
    assert_eq!(scene.state(&id), Queued, "the question stays, to be read and copied");
    scene.office.asked();
    let _ = round(&scene).make(Ok(&library), Ok(Some(&scene.personal)));
    assert!(scene.office.asked().iter().all(|asked| asked.proof.is_empty()), "as nobody else");
}
