//! What is published, as the experts find it; and answers for members alone.

use crate::asking::{RECEIPT, ask, id, question, receipt};
use crate::harness::{Site, mode, path, write_term};
use hrc_domain::question::LetterId;
use hrc_feed::Standing;
use hrc_server::questions::{self, Offer};
use hrc_server::store::{Collection, Layer};
use hrc_server::{Configuration, Data, PRACTITIONER, PUBLIC, collecting, publishing};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

fn data(site: &Site) -> Data {
    Data::open(&site.data(), Configuration::default()).unwrap()
}

fn renew(site: &Site) -> bool {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(collecting::renew(&data(site))).unwrap()
}

fn found(site: &Site, typed: &str) -> Vec<(String, bool)> {
    let found = Collection::at(&site.data()).found(typed, 10).unwrap();
    found.into_iter().map(|one| (one.id, one.deep)).collect()
}

#[test]
fn what_is_published_is_found_and_what_is_withdrawn_is_not() {
    let site = Site::founded();
    assert_eq!(found(&site, "word"), [], "nothing is collected yet, which is no error");
    let content = site.content(2);
    write_term(&content, 1, "A seldom heron");
    site.publish_from(&content);
    assert!(renew(&site), "the feeds stand elsewhere");
    assert!(!renew(&site), "and now where they stood");
    assert_eq!(found(&site, "heron"), [("word-1".to_owned(), false)], "by a word of its summary");
    assert_eq!(found(&site, "seldom her"), [("word-1".to_owned(), false)], "by a beginning");
    assert_eq!(mode(&site.data().join("collection.sqlite")), 0o600, "it has members' texts in it");
    std::fs::remove_file(content.join("terms/word-1.md")).unwrap();
    site.publish_from(&content);
    assert!(renew(&site), "something was withdrawn");
    assert_eq!(found(&site, "heron"), [], "and is found no more");
    assert_eq!(Collection::at(&site.data()).record("word-1").unwrap(), [], "nor read");
    for typed in ["\"", "AND", "a* b", "", "title:x"] {
        let outcome = Collection::at(&site.data()).found(typed, 10);
        assert!(outcome.is_ok(), "{typed:?} is what somebody may type: {outcome:?}");
    }
}

#[test]
fn a_record_has_its_depths_and_its_sources_say_how_old_it_is() {
    let site = Site::published(1);
    renew(&site);
    let town = Collection::at(&site.data()).record("lindenau").unwrap();
    assert_eq!(town.iter().map(|one| one.deep).collect::<Vec<_>>(), [false, true], "both depths");
    let newest = town[0].newest.as_ref().expect("its sources are dated");
    let all = town[0].sources.iter().filter_map(|source| source.as_of.as_ref());
    assert!(all.into_iter().all(|date| date.year() <= newest.year()), "no source is newer");
}

#[test]
fn a_word_that_hardly_any_text_has_is_told_from_one_that_many_have() {
    let site = Site::published(5);
    renew(&site);
    let words = ["people", "kornhaus", "1931"].map(str::to_owned);
    let rare = Collection::at(&site.data()).rare(&BTreeSet::from(words)).unwrap();
    assert_eq!(rare.into_iter().collect::<Vec<_>>(), ["1931", "kornhaus"], "people is common");
}

#[test]
fn a_file_of_another_layout_is_filled_anew() {
    let site = Site::published(2);
    renew(&site);
    let file = site.data().join("collection.sqlite");
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute_batch("DROP TABLE texts; PRAGMA user_version = 99")
        .unwrap();
    assert_eq!(found(&site, "word"), [], "a layout that is not ours is not read");
    assert!(renew(&site), "but made anew");
    assert_eq!(found(&site, "word").len(), 2, "and found in again");
}

#[test]
fn an_answer_for_members_reaches_their_feed_alone_and_leaves_it_again() {
    let site = Site::published(1);
    let served = site.serve();
    assert_eq!(ask(&served, &receipt(RECEIPT), &question(1)).status(), 201, "taken in");
    crate::asking::answer(&site, 1, "Begin small.");
    let (data, now) = (data(&site), Timestamp::now());
    let letter = LetterId::new(id(1)).unwrap();
    let offer = Offer {
        title: "How to begin?",
        summary: "Small.",
        text: "For **those who do it**.",
        language: "en",
        themes: &[],
        layer: Layer::Practitioner,
    };
    questions::publish(&data.members(), &letter, &offer, 14, None, now).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held = |feed: &str| {
        let store = data.store(feed).unwrap();
        let entries = runtime.block_on(async {
            Standing::read(&store, feed).await.unwrap().entries(&store).await.unwrap()
        });
        entries.into_keys().filter(|key| key.starts_with("answer-")).count()
    };
    let day = |days: i64| {
        let then = now + SignedDuration::from_hours(24 * days);
        runtime.block_on(publishing::publish_answers(&data, then)).unwrap();
    };
    day(15);
    assert_eq!((held(PUBLIC), held(PRACTITIONER)), (0, 1), "in the members' feed alone");
    let told = served.get("/v1/answers").text().unwrap();
    assert_eq!(told, "[]", "nor is it told to the world");
    let atom = served.get("/answers.atom").text().unwrap();
    assert!(!atom.contains("How to begin?"), "by either way: {atom}");
    site.call(&["publish", "--content", path(&site.content(2))]).ends_with(0);
    assert_eq!(held(PRACTITIONER), 1, "publishing content leaves it there");
    site.call(&["questions", "withdraw", &id(1)]).ends_with(0);
    day(16);
    assert_eq!((held(PUBLIC), held(PRACTITIONER)), (0, 0), "withdrawn, it leaves");
}
