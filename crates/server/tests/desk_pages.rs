//! The desk over HTTP, as browsers use it: who may what, what two do at once, and what strangers write.

use crate::asking::{RECEIPT, act, ask, id, question, receipt, updates};
use crate::harness::{Serving, Site, path};
use hrc_server::accounts::{self, sessions};
use hrc_server::store::{Role, Store};
use hrc_server::{Configuration, Data};
use jiff::Timestamp;
use reqwest::blocking::Response;
use serde_json::{Value, json};

/// Somebody who is signed in.
struct Seat<'a> {
    served: &'a Serving,
    cookie: String,
}

/// What a page answered.
struct Page {
    status: u16,
    to: String,
    text: String,
}

fn seat<'a>(site: &Site, served: &'a Serving, login: &str, role: Role) -> Seat<'a> {
    let store = Data::open(&site.data(), Configuration::default()).unwrap().members();
    let now = Timestamp::now();
    let name = format!("{login} Example");
    let account = accounts::add(&store, login, &name, role, None, now).unwrap();
    let token = sessions::begin(&store, &account.id, now).unwrap();
    Seat { served, cookie: format!("__Host-hrc-session={token}") }
}

fn page(answer: Response) -> Page {
    let status = answer.status().as_u16();
    let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    Page { status, to: to.unwrap_or_default(), text: answer.text().unwrap() }
}

impl Seat<'_> {
    fn client() -> reqwest::blocking::Client {
        let builder = reqwest::blocking::Client::builder().no_proxy();
        builder.redirect(reqwest::redirect::Policy::none()).build().unwrap()
    }

    fn get(&self, at: &str) -> Page {
        let asked = Self::client().get(self.served.url(at)).header("cookie", &self.cookie);
        page(asked.header("accept-language", "en").send().unwrap())
    }

    fn post(&self, at: &str, fields: &[(&str, &str)]) -> Page {
        let body: String =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let asked = Self::client().post(self.served.url(at)).header("cookie", &self.cookie);
        let asked = asked.header("origin", format!("http://{}", self.served.address));
        let asked = asked.header("content-type", "application/x-www-form-urlencoded");
        page(asked.header("accept-language", "en").body(body).send().unwrap())
    }
}

impl Seat<'_> {
    /// Sends a file as a browser does that runs no script.
    fn upload(&self, name: &str, file: &[u8]) -> Page {
        let part =
            |name: &str| format!("--part\r\ncontent-disposition: form-data; name=\"{name}\"");
        let head = format!("{}\r\n\r\n{name}\r\n{}\r\n\r\n\r\n", part("name"), part("digest"));
        let head = format!("{head}{}; filename=\"a.md\"\r\n\r\n", part("file"));
        let body = [head.as_bytes(), file, b"\r\n--part--\r\n"].concat();
        let asked = Self::client().post(self.served.url("/console/content/upload"));
        let asked = asked.header("cookie", &self.cookie).header("accept-language", "en");
        let asked = asked.header("origin", format!("http://{}", self.served.address));
        let asked = asked.header("content-type", "multipart/form-data; boundary=part");
        page(asked.body(body).send().unwrap())
    }
}

impl Page {
    fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    fn says(self, words: &str) -> Self {
        assert!(self.text.contains(words), "{words:?} in {}", self.text);
        self
    }

    fn says_nothing_of(self, words: &str) -> Self {
        assert!(!self.text.contains(words), "{words:?} in {}", self.text);
        self
    }

    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> String {
        let begins = format!("name=\"{name}\" value=\"");
        let from = self.text.find(&begins).unwrap_or_else(|| panic!("{name} in {}", self.text));
        let rest = &self.text[from + begins.len()..];
        rest[..rest.find('"').unwrap()].to_owned()
    }
}

fn of(n: u32, rest: &str) -> String {
    format!("/console/questions/{}{rest}", id(n))
}

fn asked(served: &Serving, n: u32, changes: &Value) {
    let mut question = question(n);
    for (name, value) in changes.as_object().unwrap() {
        question[name] = value.clone();
    }
    assert_eq!(ask(served, &receipt(RECEIPT), &question).status(), 201, "taken in");
}

fn told(served: &Serving) -> Vec<Value> {
    updates(served, &receipt(RECEIPT), 0)["updates"].as_array().unwrap().clone()
}

/// Takes a question, as it stands now.
fn take(seat: &Seat<'_>, n: u32) {
    let stand = seat.get(&of(n, "")).hidden("stand");
    let taken = seat.post(&of(n, "/take"), &[("stand", &stand)]).is(303);
    assert_eq!(taken.to, of(n, "/answer"), "to the editor");
}

/// Writes an answer and sends it.
fn answer(seat: &Seat<'_>, n: u32) {
    let draft = [
        ("made_of", "0"),
        ("summary", "In one district."),
        ("text", "Begin with **one** district."),
        ("title", "How does a town begin?"),
        ("public_summary", "In one district."),
        ("public_text", "Begin with **one** district."),
        ("language", "en"),
        ("do", "send"),
    ];
    let saved = seat.post(&of(n, "/answer"), &draft).is(303);
    let shown = seat.get(&saved.to).is(200).says("<strong>one</strong>");
    let (version, stand) = (shown.hidden("version"), shown.hidden("stand"));
    seat.post(&of(n, "/answer/send"), &[("version", &version), ("stand", &stand)]).is(303);
}

#[test]
fn a_question_goes_through_the_desk_from_the_inbox_to_everybody() {
    let site = Site::published(2);
    let served = site.serve();
    let ines = seat(&site, &served, "ines", Role::Editor);
    asked(&served, 1, &json!({}));
    ines.get("/console/inbox").is(200).says("Subject 1").says("Lindenau");
    ines.get(&of(1, "")).is(200).says("How did others begin?").says("Agnes Muster");
    let late = ines.get(&of(1, "")).hidden("stand");
    take(&ines, 1);
    let jan = seat(&site, &served, "jan", Role::Expert);
    let refused = jan.post(&of(1, "/take"), &[("stand", &late)]).is(409);
    refused.says("so nothing was done").says("ines Example");
    ines.get("/console/inbox").says_nothing_of("Subject 1");
    ines.get("/console/inbox?pile=ours").says("Subject 1").says("ines Example");

    let shown = ines.post(&of(1, "/ask"), &[("text", "Which *part*?"), ("do", "look")]).is(200);
    let shown = shown.says("<em>part</em>").says("Your reply is needed");
    assert_eq!(told(&served).len(), 1, "looking tells nobody anything: {:?}", told(&served));
    let (seen, stand) = (shown.hidden("seen"), shown.hidden("stand"));
    let other = [("text", "Another"), ("seen", &seen), ("stand", &stand), ("do", "confirm")];
    ines.post(&of(1, "/ask"), &other).is(200).says("Another");
    let same = [("text", "Which *part*?"), ("seen", &seen), ("stand", &stand), ("do", "confirm")];
    ines.post(&of(1, "/ask"), &same).is(303);
    assert_eq!(told(&served)[1]["news"]["text"], "Which *part*?", "what was shown and no other");

    let message = json!({ "what": "message", "text": "The <b>old</b> one" });
    assert_eq!(act(&served, &receipt(RECEIPT), 2, 1, &message).status(), 201, "a reply");
    ines.get("/console/inbox?q=old").says("Subject 1");
    ines.get(&of(1, "")).says("The &#60;b&#62;old&#60;/b&#62; one");
    answer(&ines, 1);
    let answered = told(&served).into_iter().find(|one| one["news"]["kind"] == "answer");
    let answered = answered.expect("it was told");
    assert_eq!(answered["news"]["text"], "Begin with **one** district.", "word for word");

    ines.get("/console/inbox?pile=publishing").says("Subject 1");
    let shown = ines.get(&of(1, "/publish")).is(200).says("14 days");
    let offer = [("version", shown.hidden("version")), ("stand", shown.hidden("stand"))];
    let mut offer: Vec<_> = offer.iter().map(|(n, v)| (*n, v.as_str())).collect();
    offer.push(("looked", "yes"));
    ines.post(&of(1, "/publish"), &offer).is(303);
    ines.get(&of(1, "/publish")).says("Will be published on").says("Undo");
    ines.post(&of(1, "/withdraw"), &[]).is(303);
    ines.get(&of(1, "/publish")).says_nothing_of("Will be published on");
    let last = told(&served).pop().unwrap();
    assert_eq!(last["news"]["publication"]["stage"], "private", "the asker is told of the undo");
}

#[test]
fn of_two_experts_neither_loses_what_they_wrote_and_each_sees_the_other() {
    let site = Site::published(1);
    let served = site.serve();
    let (ines, jan) =
        (seat(&site, &served, "ines", Role::Expert), seat(&site, &served, "jan", Role::Expert));
    asked(&served, 1, &json!({}));
    ines.get(&of(1, "")).is(200).says_nothing_of("has opened this");
    jan.get(&of(1, "")).is(200).says("ines Example has opened this just now");
    jan.post(&of(1, "/presence"), &[]).is(200).says("ines Example");
    let hers = [("made_of", "0"), ("text", "Hers"), ("do", "save")];
    ines.post(&of(1, "/answer"), &hers).is(303);
    let his = [("made_of", "0"), ("text", "His"), ("do", "save")];
    let conflict = jan.post(&of(1, "/answer"), &his).is(409);
    let conflict = conflict.says("Hers").says("His").says("ines Example saved another version");
    let version = conflict.hidden("made_of");
    jan.post(&of(1, "/answer"), &[("made_of", &version), ("text", "Both"), ("do", "save")]).is(303);
    let versions = jan.get(&of(1, "/versions")).is(200).says("Hers").says("Both");
    let newest = versions.hidden("newest");
    let restore = [("version", "1"), ("newest", newest.as_str())];
    jan.post(&of(1, "/versions"), &restore).is(303);
    jan.get(&of(1, "/answer")).says(">Hers</textarea>").says("Version 3");
    let late = [("version", "2"), ("newest", newest.as_str())];
    ines.post(&of(1, "/versions"), &late).is(409);

    let shown = ines.post(&of(1, "/ask"), &[("text", "Which?"), ("do", "look")]).is(200);
    jan.post(&of(1, "/notes"), &[("text", "I know them")]).is(303);
    let (seen, stand) = (shown.hidden("seen"), shown.hidden("stand"));
    let sure = [("text", "Which?"), ("seen", &seen), ("stand", &stand), ("do", "confirm")];
    ines.post(&of(1, "/ask"), &sure).is(409).says("Nothing was sent").says(">Which?</textarea>");
    ines.get(&of(1, "")).says("I know them").says("jan Example");
    let after = told(&served);
    assert!(after.is_empty(), "nothing was told to the asker: {after:?}");
}

#[test]
fn what_strangers_write_is_shown_and_never_run() {
    let site = Site::published(1);
    let served = site.serve();
    let ines = seat(&site, &served, "ines", Role::Administrator);
    let script = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'";
    asked(
        &served,
        1,
        &json!({
            "subject": script, "text": script, "name": script, "city": script,
            "themes": [script],
        }),
    );
    let message = json!({ "what": "message", "text": script });
    assert_eq!(act(&served, &receipt(RECEIPT), 2, 1, &message).status(), 201, "taken in");
    ines.post(&of(1, "/notes"), &[("text", script)]).is(303);
    let markdown = format!("[x](javascript:alert(3)) {script}\n\n<div onclick=alert(4)>");
    let draft = [
        ("made_of", "0"),
        ("summary", script),
        ("text", &markdown),
        ("title", script),
        ("public_summary", script),
        ("public_text", &markdown),
        ("language", script),
        ("theme", script),
        ("record", script),
        ("links", script),
    ];
    ines.post(&of(1, "/answer"), &draft).is(303);
    let q: String = url::form_urlencoded::byte_serialize(script.as_bytes()).collect();
    for at in [
        "/console/inbox".to_owned(),
        format!("/console/inbox?q={q}&theme={q}&expert={q}&pile={q}"),
        of(1, ""),
        of(1, "/answer"),
        format!("{}?seek={q}", of(1, "/answer")),
        of(1, "/answer/send"),
        of(1, "/versions"),
        of(1, "/publish"),
        of(1, "/ask"),
        of(1, "/pass"),
        of(1, "/delete"),
        format!("/console/records?q={q}"),
        format!("/console/content/file?name={q}"),
    ] {
        let page = ines.get(&at);
        assert!(page.status < 500, "{at}: {}", page.status);
        for bad in ["<script>alert", "<img src=x", "href=\"javascript:", "<div onclick"] {
            assert!(!page.text.contains(bad), "{at} holds {bad}: {}", page.text);
        }
    }
    let shown = ines.post("/console/preview", &[("text", &markdown)]).is(200);
    shown.says_nothing_of("<script>alert").says_nothing_of("href=\"javascript:");
}

#[test]
fn a_name_given_in_confidence_is_the_secretariats_alone() {
    let site = Site::published(1);
    let served = site.serve();
    let expert = seat(&site, &served, "ines", Role::Expert);
    let secretariat = seat(&site, &served, "sekretariat", Role::Administrator);
    asked(&served, 1, &json!({ "asking_as": "confidential", "publish": "no" }));
    for at in ["/console/inbox".to_owned(), of(1, ""), of(1, "/answer"), of(1, "/ask")] {
        expert.get(&at).is(200).says_nothing_of("Agnes").says_nothing_of("Muster");
    }
    expert.get("/console/inbox?q=Agnes").says_nothing_of("Subject 1");
    secretariat.get(&of(1, "")).says("Agnes Muster");
}

#[test]
fn what_may_never_be_published_is_never_offered() {
    let site = Site::published(1);
    let served = site.serve();
    let ines = seat(&site, &served, "ines", Role::Editor);
    asked(&served, 1, &json!({ "publish": "no" }));
    answer(&ines, 1);
    ines.get(&of(1, "")).is(200).says_nothing_of("/publish\"");
    ines.get(&of(1, "/answer")).says_nothing_of("value=\"publish\"");
    let shown = ines.get(&of(1, "/publish")).is(200).says("never be published");
    assert!(!shown.text.contains("name=\"version\""), "there is no form: {}", shown.text);
    for (version, stand) in [("1", "1"), ("1", "3"), ("1", "4")] {
        ines.post(&of(1, "/publish"), &[("version", version), ("stand", stand), ("looked", "yes")]);
    }
    let publication = told(&served).into_iter().any(|one| one["news"]["kind"] == "publication");
    assert!(!publication, "nothing was offered, by whatever form");
}

#[test]
fn words_that_tell_who_asked_hinder_and_words_of_the_question_must_be_looked_at() {
    let site = Site::published(1);
    let served = site.serve();
    let ines = seat(&site, &served, "ines", Role::Editor);
    asked(&served, 1, &json!({ "text": "Our Kornhaus burnt in 1931." }));
    answer(&ines, 1);
    let save = |made_of: &str, text: &str| {
        let draft = [
            ("made_of", made_of),
            ("summary", "S"),
            ("text", "T"),
            ("title", "How?"),
            ("public_summary", "So."),
            ("public_text", text),
            ("language", "en"),
        ];
        ines.post(&of(1, "/answer"), &draft).is(303);
    };
    save("1", "As Muster of Lindenau did.");
    let page = ines.get(&of(1, "/publish")).is(200).says("“muster”").says("“lindenau”");
    page.says_nothing_of("Offer this text");
    save("2", "Rebuild the Kornhaus.");
    let shown = ines.get(&of(1, "/publish")).is(200).says("<mark>kornhaus</mark>");
    let (version, stand) = (shown.hidden("version"), shown.hidden("stand"));
    let form = [("version", version.as_str()), ("stand", stand.as_str())];
    ines.post(&of(1, "/publish"), &form).is(422).says("<mark>kornhaus</mark>");
    let looked = [form[0], form[1], ("looked", "yes")];
    ines.post(&of(1, "/publish"), &looked).is(303);
    ines.post(&of(1, "/publish"), &looked).is(409);
}

#[test]
fn a_question_is_joined_with_what_is_published_in_the_words_shown() {
    let site = Site::published(1);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let data = Data::open(&site.data(), Configuration::default()).unwrap();
    runtime.block_on(hrc_server::collecting::renew(&data)).unwrap();
    let served = site.serve();
    let ines = seat(&site, &served, "ines", Role::Expert);
    asked(&served, 1, &json!({ "language": "de", "text": "What do people mean by Lindenau?" }));
    ines.get(&of(1, "")).is(200).says("/join?record=lindenau").says("/console/records/lindenau");
    ines.get("/console/records/lindenau").is(200).says("Lindenau");
    ines.get("/console/records/nobody").is(404);
    let shown =
        ines.get(&of(1, "/join?record=lindenau")).is(200).says("Ihre Frage wird beantwortet");
    let typed = [
        ("summary", "Siehe Lindenau."),
        ("text", "Dort steht es."),
        ("record", "lindenau"),
        ("do", "look"),
    ];
    drop(shown);
    let shown = ines.post(&of(1, "/join"), &typed).is(200).says("Beantwortet");
    let (seen, stand) = (shown.hidden("seen"), shown.hidden("stand"));
    let sure =
        [typed[0], typed[1], typed[2], ("seen", &seen), ("stand", &stand), ("do", "confirm")];
    ines.post(&of(1, "/join"), &sure).is(303);
    let answer = told(&served).into_iter().find(|one| one["news"]["kind"] == "answer").unwrap();
    assert_eq!(answer["news"]["records"], json!(["lindenau"]), "with the link");
}

#[test]
fn what_an_editor_wrote_for_everyone_is_not_lost_when_an_expert_saves() {
    let site = Site::published(1);
    let served = site.serve();
    let (ines, edda) =
        (seat(&site, &served, "ines", Role::Expert), seat(&site, &served, "edda", Role::Editor));
    asked(&served, 1, &json!({}));
    let hers = [("made_of", "0"), ("text", "So."), ("title", "In general?"), ("language", "en")];
    edda.post(&of(1, "/answer"), &hers).is(303);
    let sly = [("made_of", "1"), ("text", "So, and more."), ("title", "Mine")];
    ines.post(&of(1, "/answer"), &sly).is(303);
    let page = edda.get(&of(1, "/answer")).is(200).says("So, and more.").says("In general?");
    page.says_nothing_of("Mine");
}

#[test]
fn the_picker_finds_records_and_the_answer_points_to_what_was_ticked() {
    let site = Site::published(1);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let data = Data::open(&site.data(), Configuration::default()).unwrap();
    runtime.block_on(hrc_server::collecting::renew(&data)).unwrap();
    let served = site.serve();
    let ines = seat(&site, &served, "ines", Role::Expert);
    asked(&served, 1, &json!({}));
    let saved = ines.post(
        &of(1, "/answer"),
        &[("made_of", "0"), ("text", "So."), ("seek", "linden"), ("do", "seek")],
    );
    ines.get(&saved.is(303).to).is(200).says("value=\"lindenau\"").says("newest source: ");
    let draft = [
        ("made_of", "1"),
        ("summary", "S"),
        ("text", "So."),
        ("record", "lindenau"),
        ("links", "A|https://a.example/\nB|ftp://b.example/"),
        ("do", "send"),
    ];
    let to = ines.post(&of(1, "/answer"), &draft).is(303).to;
    let refused = ines.get(&to).is(200).says("B|ftp://b.example/");
    assert!(!refused.text.contains("name=\"version\""), "it is not to be sent: {}", refused.text);
    let mut draft = draft;
    (draft[0], draft[4]) = (("made_of", "2"), ("links", "A|https://a.example/"));
    let to = ines.post(&of(1, "/answer"), &draft).is(303).to;
    let shown = ines.get(&to).is(200);
    let (version, stand) = (shown.hidden("version"), shown.hidden("stand"));
    ines.post(&of(1, "/answer/send"), &[("version", &version), ("stand", &stand)]).is(303);
    let answer = told(&served).into_iter().find(|one| one["news"]["kind"] == "answer").unwrap();
    assert_eq!(answer["news"]["records"], json!(["lindenau"]), "what was ticked");
    assert_eq!(answer["news"]["links"][0]["url"], "https://a.example/", "and what was named");
}

#[test]
fn what_is_too_large_or_no_form_is_refused() {
    let site = Site::published(1);
    let served = site.serve();
    let ines = seat(&site, &served, "ines", Role::Editor);
    asked(&served, 1, &json!({}));
    let long = "x".repeat(2 << 20);
    for at in [of(1, "/answer"), of(1, "/notes"), of(1, "/ask"), "/console/preview".to_owned()] {
        ines.post(&at, &[("text", &long)]).is(413);
    }
    let chars = "x".repeat(20_001);
    ines.post(&of(1, "/notes"), &[("text", &chars)]).is(400);
    ines.post(&of(1, "/ask"), &[("text", &chars), ("do", "confirm")]).is(422);
    ines.post(&of(1, "/ask"), &[("text", "  "), ("do", "confirm")]).is(422);
    ines.post(&of(99, "/notes"), &[("text", "x")]).is(404);
    ines.get("/console/questions/..%2f..%2fetc").is(400);
    ines.get("/console/inbox?page=99999999999&age=-1&pile=%00").is(200);
}

#[test]
fn the_editors_desk_saves_what_has_no_fault_and_publishes_it() {
    let site = Site::founded();
    let content = site.content(2);
    site.publish_from(&content);
    let served = site.serve_with(&["--listen", "127.0.0.1:0", "--content", path(&content)]);
    let ines = seat(&site, &served, "ines", Role::Editor);
    let at = "/console/content/file?name=terms/word-0.md";
    ines.get("/console/content").is(200).says("terms/word-0.md").says("cities/lindenau.md");
    let shown = ines.get(at).is(200).says("title: Word 0");
    let digest = shown.hidden("digest");
    let text = std::fs::read_to_string(content.join("terms/word-0.md")).unwrap();
    let faulty = text.replace("section: useful-links", "section: nowhere");
    let name = ("name", "terms/word-0.md");
    let form = |text: &str, what: &str| {
        let fields = [name, ("text", text), ("digest", &digest), ("do", what)];
        ines.post("/console/content/file", &fields)
    };
    form(&faulty, "save").is(422).says("terms/word-0.md:").says("nowhere");
    let now = std::fs::read_to_string(content.join("terms/word-0.md")).unwrap();
    assert_eq!(now, text, "nothing was written");
    let better = text.replace("A word", "A **seldom** heron");
    form(&better, "check").is(200).says("without a fault").says("What people mean by it");
    form(&better, "save").is(303);
    form(&faulty.replace("nowhere", "useful-links"), "save").is(409).says("seldom");
    ines.get(at).says("ines Example").says("/console/content/before?id=");
    ines.get("/console/content/before?id=1").is(200).says("A word");
    for bad in ["../secret.md", "terms/../../x.md", "taxonomy/sections.yaml", "terms/UP.md"] {
        let fields = [("name", bad), ("text", text.as_str()), ("digest", ""), ("do", "save")];
        ines.post("/console/content/file", &fields).is(400);
        let asked: String = url::form_urlencoded::byte_serialize(bad.as_bytes()).collect();
        ines.get(&format!("/console/content/file?name={asked}")).is(422);
    }
    ines.post("/console/content", &[]).is(303);
    let began = std::time::Instant::now();
    while !ines.get("/console/content").text.contains("1 added or changed") {
        assert!(began.elapsed() < crate::harness::PATIENCE, "it is published");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    ines.get("/console/content").says("by ines Example");
    let store = Data::open(&site.data(), Configuration::default()).unwrap().members();
    let trail = store.trail(0, 100).unwrap();
    let deeds: Vec<_> = trail.iter().map(|trace| trace.deed.as_str()).collect();
    assert!(deeds.contains(&"content_changed"), "who changed what: {deeds:?}");
    assert!(deeds.contains(&"content_published"), "and who published: {deeds:?}");
}

#[test]
fn a_file_that_is_sent_is_checked_shown_bounded_and_not_saved() {
    let site = Site::founded();
    let content = site.content(1);
    site.publish_from(&content);
    let served = site.serve_with(&["--listen", "127.0.0.1:0", "--content", path(&content)]);
    let ines = seat(&site, &served, "ines", Role::Editor);
    let file = content.join("terms/word-0.md");
    let text = std::fs::read(&file).unwrap();
    let shown = ines.upload("terms/word-0.md", &text).is(200).says("without a fault");
    shown.says("What people mean by it");
    let faulty = [text.as_slice(), b"\n[^nowhere]\n"].concat();
    ines.upload("terms/word-0.md", &faulty).is(200).says("terms/word-0.md:");
    assert_eq!(std::fs::read(&file).unwrap(), text, "nothing was written");
    ines.upload("terms/word-0.md", &[0xff, 0xfe, 0]).is(400);
    ines.upload("terms/word-0.md", &vec![b'x'; 2 << 20]).is(413);
    ines.upload("../word-0.md", &text).is(400);
    seat(&site, &served, "jan", Role::Expert).upload("terms/word-0.md", &text).is(403);
    let nobody = Seat { served: &served, cookie: String::new() };
    nobody.upload("terms/word-0.md", &text).is(401);
}

#[test]
fn without_the_keys_the_desk_says_so_and_offers_nothing() {
    let site = Site::founded();
    let content = site.content(1);
    site.publish_from(&content);
    let served = site.serve_with(&["--listen", "127.0.0.1:0", "--content", path(&content)]);
    let ines = seat(&site, &served, "ines", Role::Editor);
    std::fs::rename(site.data().join("keys"), site.place("keys-elsewhere")).unwrap();
    let page = ines.get("/console/content").is(200).says("are not on this server");
    page.says_nothing_of("Publish the content");
}

#[test]
fn each_page_of_the_desk_is_for_its_role_alone() {
    let site = Site::published(1);
    let served = site.serve();
    let expert = seat(&site, &served, "ines", Role::Expert);
    asked(&served, 1, &json!({}));
    answer(&expert, 1);
    for at in
        ["/console/content", "/console/content/history", &of(1, "/publish"), &of(1, "/delete")]
    {
        expert.get(at).is(403);
    }
    for at in [&of(1, "/publish"), &of(1, "/withdraw"), &of(1, "/delete"), "/console/content/file"]
    {
        expert.post(at, &[("version", "1")]).is(403);
    }
    let editor = seat(&site, &served, "jan", Role::Editor);
    editor.get(&of(1, "/delete")).is(403);
    editor.post(&of(1, "/delete"), &[]).is(403);
    let administrator = seat(&site, &served, "ada", Role::Administrator);
    administrator.post(&of(1, "/delete"), &[]).is(303);
    expert.get(&of(1, "")).is(200).says("was deleted").says_nothing_of("Subject 1");
    let nobody = Seat { served: &served, cookie: String::new() };
    for at in ["/console/inbox", &of(1, ""), "/console/records", "/console/published"] {
        nobody.get(at).is(303);
    }
}
