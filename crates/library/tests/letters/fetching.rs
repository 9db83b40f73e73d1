//! What comes back, page by page.

use super::Scene;
use super::office::{Said, as_promised, says};
use crate::personal::{answer, some_id};
use hrc_domain::ErrorCode;
use hrc_domain::question::{LetterId, QuestionState, Update, UpdateNews, Updates};

/// A visitor whose question the server has.
fn asked() -> (Scene, LetterId) {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    assert_eq!(scene.exchange_at(1).questions_sent, 1, "it went");
    scene.office.asked();
    (scene, id)
}

/// The experts ask back so often, one update a time, the first with sequence 1.
fn queries(question: &LetterId, many: u32) -> Vec<Update> {
    let text = |n| format!("Query {n}?");
    let one = |n| {
        crate::personal::update(n, question, UpdateNews::Message { id: some_id(n), text: text(n) })
    };
    (1..=many).map(one).collect()
}

/// Hands out these updates, two a page.
fn by_pages(all: &[Update], after: u32) -> Said {
    let later: Vec<_> = all.iter().filter(|update| update.seq > after).cloned().collect();
    let updates: Vec<_> = later.iter().take(2).cloned().collect();
    let next = updates.last().map_or(after, |update| update.seq);
    let page = Updates { more: later.len() > updates.len(), updates, next };
    says(200, &serde_json::to_value(page).unwrap())
}

#[test]
fn pages_are_fetched_until_there_is_no_more() {
    let (scene, id) = asked();
    let all = queries(&id, 5);
    scene.office.answers(move |asked| by_pages(&all, asked.after()));
    let letters = scene.exchange_at(2);
    assert_eq!((letters.updates, letters.arrivals.queries), (5, 5), "all of them came");
    let after: Vec<_> = scene.office.asked().iter().map(|asked| asked.after()).collect();
    assert_eq!(after, [0, 2, 4], "each page after the one before");
    let again = scene.exchange_at(3);
    assert_eq!((again.updates, again.moved), (0, false), "nothing comes twice");
    let thread = scene.personal.question(&id).unwrap();
    assert_eq!(thread.letters.len(), 5, "the thread has them");
    assert!(thread.line.unread, "and says that there is something new");
}

#[test]
fn a_line_that_breaks_between_two_pages_loses_neither() {
    let (scene, id) = asked();
    let all = queries(&id, 4);
    let pages = all.clone();
    scene.office.answers(move |asked| match asked.after() {
        0 => by_pages(&pages, 0),
        _ => Said::HangUp,
    });
    let letters = scene.exchange_at(2);
    assert_eq!(letters.updates, 2, "the first page is kept");
    assert!(letters.failure.is_some(), "that there is more is told");
    scene.office.answers(move |asked| by_pages(&all, asked.after()));
    assert_eq!(scene.exchange_at(3).updates, 2, "the rest comes the next time");
    assert_eq!(scene.personal.question(&id).unwrap().letters.len(), 4, "each once");
}

#[test]
fn news_of_a_question_may_come_before_its_acknowledgement() {
    let scene = Scene::of_visitor();
    let id = scene.visitor_asks("Housing");
    let news = [crate::personal::update(1, &id, answer(&some_id(9)))];
    scene.office.answers(move |asked| match asked.is_put() {
        true => Said::HangUp,
        false => by_pages(&news, asked.after()),
    });
    let letters = scene.exchange_at(1);
    assert_eq!(letters.arrivals.answers, 1, "the server had it after all");
    scene.office.answers(as_promised);
    scene.exchange_at(100);
    assert_eq!(scene.state(&id), QuestionState::Received, "and says so when asked again");
    assert_eq!(scene.personal.question(&id).unwrap().letters.len(), 1, "the answer is there");
}

#[test]
fn a_server_that_leads_round_in_circles_is_not_followed() {
    let (scene, _) = asked();
    scene.office.answers(|asked| {
        says(200, &serde_json::json!({"updates": [], "next": asked.after(), "more": true}))
    });
    let letters = scene.exchange_at(2);
    assert_eq!(scene.office.asked().len(), 1, "once is enough");
    assert_eq!(letters.failure.unwrap().code, ErrorCode::ServerRefused, "it is told");
}

#[test]
fn updates_that_are_none_change_nothing() {
    let (scene, id) = asked();
    let before = scene.personal.question(&id).unwrap();
    for (body, what) in [
        ("<html>".to_owned(), "a page"),
        ("{}".to_owned(), "an empty object"),
        (format!("{{\"updates\":{}", "[".repeat(100_000)), "a pit"),
        (r#"{"updates":[],"next":-1,"more":false}"#.to_owned(), "a sequence below all"),
    ] {
        let bytes = body.into_bytes();
        scene
            .office
            .answers(move |_| Said::Answer(200, "application/json", String::new(), bytes.clone()));
        assert!(scene.exchange_at(2).failure.is_some(), "{what}: it is told");
        assert_eq!(scene.personal.question(&id).unwrap(), before, "{what}: nothing moved");
    }
}
