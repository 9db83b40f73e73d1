//! Publishing by consent: what the asker chose and said decides, by an injected clock.

use crate::asking::{RECEIPT, act, answer, ask, id, question, receipt, type_in, updates};
use crate::harness::{Serving, Site, path, refusal};
use hrc_domain::SealedEntry;
use hrc_feed::Standing;
use hrc_server::{Configuration, Data, PUBLIC, publishing};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const TEXT: &str = "Begin with **one** district.\n\nThe rest follows.\n";

fn data(site: &Site) -> Data {
    Data::open(&site.data(), Configuration::default()).unwrap()
}

/// What the server does of itself, so many days from now. Whether there was anything to do.
fn day(site: &Site, days: i32) -> bool {
    let now = Timestamp::now() + SignedDuration::from_hours(24) * days;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(publishing::publish_answers(&data(site), now)).unwrap().is_some()
}

/// The keys of what the feed holds.
fn feed(site: &Site) -> std::collections::BTreeMap<String, SealedEntry> {
    let store = data(site).store(PUBLIC).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        Standing::read(&store, PUBLIC).await.unwrap().entries(&store).await.unwrap()
    })
}

fn answers(site: &Site) -> Vec<String> {
    feed(site).into_keys().filter(|key| key.starts_with("answer-")).collect()
}

/// A server with a question that was answered, whose asker chose this.
fn answered(choice: &str) -> (Site, Serving) {
    let site = Site::published(2);
    let served = site.serve();
    let mut question = question(1);
    question["publish"] = choice.into();
    assert_eq!(ask(&served, &receipt(RECEIPT), &question).status(), 201, "taken in");
    answer(&site, 1, TEXT);
    (site, served)
}

fn publish(site: &Site, text: &str) -> crate::harness::Call {
    let file = site.place("public.md");
    std::fs::write(&file, text).unwrap();
    site.call(&[
        "questions",
        "publish",
        &id(1),
        "--title",
        "How does a town begin?",
        "--summary",
        "In one district.",
        "--text",
        path(&file),
        "--language",
        "en",
        "--json",
    ])
}

/// The publication that the asker was told of last.
fn told(served: &Serving) -> Value {
    let told = updates(served, &receipt(RECEIPT), 0);
    let told = told["updates"].as_array().unwrap().iter().rev();
    let mut told = told.filter(|update| update["news"]["kind"] == "publication");
    told.next().expect("a publication was told")["news"]["publication"].clone()
}

fn consent(served: &Serving, n: u32, digest: &Value, granted: bool) {
    let deed = json!({ "what": "consent", "publication": digest, "granted": granted });
    assert_eq!(act(served, &receipt(RECEIPT), n, 1, &deed).status(), 201, "it is heard");
}

#[test]
fn yes_is_published_after_its_days_without_an_objection_and_found_by_everybody() {
    let (site, served) = answered("yes");
    let before = feed(&site);
    let offered = publish(&site, TEXT).ends_with(0).json()["publication"].clone();
    assert_eq!(told(&served), offered, "the asker is shown the very text");
    assert_eq!(
        (&offered["stage"], &offered["text"]["body"]),
        (&json!("scheduled"), &json!(TEXT.trim()))
    );
    let on: Timestamp = offered["on"].as_str().unwrap().parse().unwrap();
    assert_eq!(on.duration_since(Timestamp::now()).as_hours() / 24, 13, "two weeks, less a moment");
    assert!(!day(&site, 13), "the asker may still object");
    assert_eq!(answers(&site), Vec::<String>::new(), "nothing is published yet");
    assert!(day(&site, 15), "now it is due");
    let published = told(&served);
    assert_eq!(published["stage"], "published", "the asker is told");
    assert_eq!(answers(&site), [published["record"].as_str().unwrap()], "and everybody has it");
    let record: Value = serde_json::from_str(feed(&site)[&answers(&site)[0]].json()).unwrap();
    let record = record["record"].clone();
    assert_eq!((&record["kind"], &record["origin"]), (&json!("answer"), &json!("user")));
    assert_eq!(record["title"], "How does a town begin?", "in general words");
    let all = record.to_string();
    for secret in [id(1).as_str(), "Muster", "Lindenau", RECEIPT] {
        assert!(!all.contains(secret), "{secret} tells who asked: {all}");
    }
    for (key, entry) in &before {
        assert_eq!(feed(&site).get(key), Some(entry), "{key} is content, and stays as it was");
    }
    assert!(!day(&site, 15), "there is nothing more to do");
    site.publish(2);
    assert_eq!(answers(&site).len(), 1, "publishing the content folder leaves it there");
    let list: Value = served.get("/v1/answers").json().unwrap();
    assert_eq!(list[0]["id"], record["id"], "the website has it");
    let atom = served.get("/answers.atom").text().unwrap();
    assert!(atom.contains("<title>How does a town begin?</title>"), "as a feed too: {atom}");
    site.call(&["questions", "withdraw", &id(1)]).ends_with(0);
    assert_eq!(told(&served)["stage"], "private", "the asker is told");
    assert!(day(&site, 15), "there is something to take away");
    assert_eq!(feed(&site), before, "as if it had never been");
    assert_eq!(served.get("/v1/answers").json::<Value>().unwrap(), json!([]), "nor on the website");
}

#[test]
fn an_objection_keeps_it_private_and_the_next_time_they_are_asked() {
    let (site, served) = answered("yes");
    publish(&site, TEXT).ends_with(0);
    let digest = told(&served)["text"]["digest"].clone();
    consent(&served, 2, &json!("0".repeat(64)), false);
    assert_eq!(told(&served)["stage"], "scheduled", "about another text it means nothing");
    consent(&served, 3, &digest, false);
    assert_eq!(told(&served)["stage"], "private", "this they object to");
    assert!(!day(&site, 30), "it is never due");
    publish(&site, "Another text.").ends_with(0);
    assert_eq!(told(&served)["stage"], "proposed", "who objected once is asked");
    assert!(!day(&site, 30), "and silence is no consent");
    assert_eq!(answers(&site), Vec::<String>::new(), "nothing was published");
}

#[test]
fn ask_me_first_waits_for_consent_to_exactly_this_text() {
    let (site, served) = answered("ask");
    publish(&site, TEXT).ends_with(0);
    let first = told(&served);
    assert_eq!(first["stage"], "proposed", "they are asked");
    assert!(!day(&site, 365), "silence is no consent");
    publish(&site, "A changed text.").ends_with(0);
    let second = told(&served);
    assert_ne!(first["text"]["digest"], second["text"]["digest"], "a changed text asks anew");
    consent(&served, 2, &first["text"]["digest"], true);
    assert!(!day(&site, 365), "who agreed to the first did not agree to the second");
    consent(&served, 3, &second["text"]["digest"], true);
    assert!(day(&site, 0), "now it goes out at once");
    assert_eq!(told(&served)["stage"], "published", "and they are told");
    assert_eq!(answers(&site).len(), 1, "everybody has it");
    publish(&site, TEXT).refused(12, "conflict", "withdraw it first");
    consent(&served, 4, &second["text"]["digest"], false);
    assert!(day(&site, 0), "who thinks better of it is heard");
    assert_eq!(answers(&site), Vec::<String>::new(), "it is withdrawn");
}

#[test]
fn no_is_never_published_and_who_takes_the_question_back_takes_the_answer_with_it() {
    let (site, _served) = answered("no");
    publish(&site, TEXT).refused(12, "conflict", "never");
    let (site, served) = answered("yes");
    publish(&site, TEXT).ends_with(0);
    assert!(day(&site, 15), "published");
    let withdraw = json!({ "what": "withdraw" });
    assert_eq!(act(&served, &receipt(RECEIPT), 2, 1, &withdraw).status(), 201, "taken back");
    assert!(day(&site, 15), "there is something to take away");
    assert_eq!(answers(&site), Vec::<String>::new(), "the answer too");
    publish(&site, TEXT).refused(12, "conflict", "took the question back");
}

#[test]
fn a_text_that_names_its_asker_is_refused_with_the_place() {
    let (site, served) = answered("yes");
    publish(&site, "As Agnes Muster found out, begin small.").refused(2, "invalid_input", "body");
    publish(&site, "In Lindenau it went well.").refused(2, "invalid_input", "lindenau");
    let told = updates(&served, &receipt(RECEIPT), 0).to_string();
    assert!(!told.contains("publication"), "nothing was offered: {told}");
}

#[test]
fn without_an_answer_there_is_nothing_to_publish() {
    let site = Site::published(1);
    let served = site.serve();
    ask(&served, &receipt(RECEIPT), &question(1));
    publish(&site, TEXT).refused(12, "conflict", "no answer");
    site.call(&[
        "questions",
        "publish",
        &id(9),
        "--title",
        "T",
        "--summary",
        "S",
        "--text",
        "-",
        "--language",
        "en",
    ])
    .refused(3, "not_found", "no question");
    let late = served.ask("/v1/updates").send().unwrap();
    assert_eq!(refusal(late).0, 401, "and nobody asks without a name");
}

#[test]
fn what_is_deleted_before_it_was_published_never_is() {
    let (site, served) = answered("yes");
    publish(&site, TEXT).ends_with(0);
    type_in(&site, &["delete", &id(1)]);
    assert!(!day(&site, 15), "nobody could object any more");
    assert_eq!(answers(&site), Vec::<String>::new(), "so it is not published");
    let told = updates(&served, &receipt(RECEIPT), 0);
    assert_eq!(told["updates"][0]["news"]["kind"], "deleted", "they are told");
}
