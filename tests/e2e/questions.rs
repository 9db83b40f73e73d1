//! Asking, own notes and bookmarks in the real window: what is written is kept, what waits says so, what
//! came back is read and agreed to word for word. What the server would tell is put into the reader's
//! own file by the code that takes it in; the way over the network is the journeys' matter.

use super::scene::{assert_sound, strike_button};
use crate::harness::eventually;
use crate::harness::home::Home;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use hrc_domain::Language;
use hrc_domain::personal::Draft;
use hrc_domain::question::{
    Acknowledgement, AnswerLink, AskingAs, LetterId, PublicText, Publication, PublishChoice,
    QuestionState, Update, UpdateNews, Updates, body_digest,
};
use hrc_library::{Owner, Personal, now};
use serde_json::json;

/// The identity of the feed these questions are sent to.
const SERVER: &str = "the-networks-feed";
const SITUATION: &str = "Two clubs turned guests away at the door.";

/// The reader's own file, opened beside the window as `hrc` does.
fn own(window: &Window) -> Personal {
    Personal::open(&window.home().library(), now()).unwrap()
}

/// A question that is complete.
fn asked(subject: &str) -> Draft {
    Draft {
        subject: subject.to_owned(),
        text: SITUATION.to_owned(),
        asking_as: Some(AskingAs::Named),
        name: "A. Example".to_owned(),
        publish: Some(PublishChoice::Ask),
        ..serde_json::from_str("{}").unwrap()
    }
}

/// Sends everything that waits, as a server that takes it.
fn deliver(personal: &Personal) -> Owner {
    let owner = personal.receipt(SERVER, now()).unwrap().owner();
    while let Some(sent) = personal.next_to_send(&owner, now()).unwrap() {
        let taken = Acknowledgement {
            id: sent.id.clone(),
            digest: body_digest(&sent.body),
            received_at: "2026-11-21T10:00:00Z".to_owned(),
        };
        assert!(personal.acknowledged(&sent.id, &taken, now()).unwrap(), "it is what was sent");
    }
    owner
}

/// Takes in what the server tells of a question, beginning with this sequence.
fn tell(personal: &Personal, owner: &Owner, question: &LetterId, from: u32, news: Vec<UpdateNews>) {
    let updates: Vec<Update> = (from..)
        .zip(news)
        .map(|(seq, news)| Update {
            seq,
            question: question.clone(),
            at: "2026-11-22T10:00:00Z".to_owned(),
            news,
        })
        .collect();
    let next = updates.last().map_or(from, |update| update.seq);
    personal.receive(&Updates { updates, next, more: false }, owner, now()).unwrap();
}

fn some_id(n: u32) -> LetterId {
    LetterId::new(format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}")).unwrap()
}

/// Whether these words stand in the part of the window.
fn says(selector: &str, words: &str) -> String {
    format!("document.querySelector({})?.innerText.includes({})", json!(selector), json!(words))
}

/// Whether something was told to whoever listens.
fn told(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('[role=\"status\"]')].some(one => one.textContent.includes({}))",
        json!(words)
    )
}

fn field(name: &str) -> String {
    format!("[data-field='{name}'] :is(textarea, input)")
}

#[test]
fn a_question_is_written_offline_kept_when_the_window_closes_and_waits_for_its_author_to_send_it() {
    let window = Window::open_in(Home::with_library());
    window.go("#/search?q=zzzzqqqq%20bars&exact=1");
    // Followed until it leads there: near records may come in above the link while it is pressed.
    window.wait_for(
        "the form",
        "location.hash.startsWith('#/ask') || (document.querySelector('[data-ask-experts]')?.click(), false)",
    );
    let subject = format!("document.querySelector(\"{}\")", field("subject"));
    window.wait_for("its words", &format!("{subject}?.value === 'zzzzqqqq bars'"));
    window.clear(&field("subject"));
    window.type_into(&field("subject"), "May a city put a clause into the licence of a bar?");
    window.type_into(&field("text"), SITUATION);
    window.wait_for("what is similar", "document.querySelector('[data-similar-hit]')");
    window.wait_for("the draft kept", "location.hash.startsWith('#/ask/')");
    let focus = format!("document.activeElement === document.querySelector(\"{}\")", field("text"));
    assert_eq!(window.read(&focus), true, "writing goes on where it was");
    eventually("the whole text in the file", || {
        let personal = own(&window);
        let id = personal.questions().unwrap().first()?.id.clone();
        (personal.question(&id).unwrap().draft.text == SITUATION).then_some(())
    });
    window.keep_picture("ask");

    // Closed in the middle of it, it is all there again.
    let draft = window.address();
    let window = Window::open_in(window.close());
    window.go(&draft);
    window.wait_for("the draft again", &format!("{subject}?.value.startsWith('May a city')"));
    assert_eq!(
        window.read("document.querySelectorAll('[data-ask] input[type=radio]:checked').length"),
        0,
        "nothing is chosen for anybody"
    );

    // What is missing is told by its field, and the focus is at the first.
    window.click("[data-send]");
    window.wait_for("the faults", &says("[data-faults]", "3 things"));
    window.wait_for("the focus at the first", "document.activeElement.name === 'asking_as'");
    assert_sound(&window, "the form with faults");
    window.keep_picture("ask-faults");
    window.click("[data-asking_as='pseudonym']");
    window.wait_for("who learns the name", &says("[data-leaving]", "only the one you made up"));
    window.type_into(&field("name"), "Townsperson");
    window.click("[data-publish='ask']");
    window.wait_for("no fault left", "document.querySelector('.fault') === null");
    window.click("[data-send]");
    window.wait_for("the question", "location.hash.startsWith('#/questions/')");
    window.wait_for("how it stands", &says("[data-standing]", "Waiting to send at next sync"));
    window.wait_for("that, told aloud", &told("goes with the next sync"));
    window.wait_for("the focus", "document.activeElement.matches('h1')");

    // Until it leaves it can be taken back.
    window.go("#/questions");
    window.wait_for("the list", &says("[data-question]", "no server has been named"));
    assert_sound(&window, "the list of questions");
    window.keep_picture("questions-waiting");
    strike_button(&window, "[data-press='take_back']");
    window.wait_for("the draft", "location.hash.startsWith('#/ask/')");
    let line = own(&window).questions().unwrap().remove(0);
    assert_eq!(line.state, QuestionState::Draft, "it waits no more");
    window.wait_for("its choice", "document.querySelector('[data-publish=ask]')?.checked");
}

#[test]
fn what_the_experts_say_is_read_answered_and_agreed_to_word_for_word() {
    let window = Window::open_in(Home::with_library());
    let personal = own(&window);
    let id = personal.ask(&asked("Who may chair a council?"), &Owner::Visitor, now()).unwrap();
    let owner = deliver(&personal);
    tell(
        &personal,
        &owner,
        &id,
        1,
        vec![
            UpdateNews::State { state: QuestionState::Assigned, reason: None },
            UpdateNews::Message {
                id: some_id(1),
                text: "How are **members** chosen? <img src=x onerror=alert(1)>".to_owned(),
            },
            UpdateNews::State { state: QuestionState::ReplyNeeded, reason: None },
        ],
    );
    window.go("#/questions");
    window.wait_for("whose turn it is", &says("[data-question].mine", "Your reply is needed"));
    window.wait_for("the mark of what is new", "document.querySelector('[data-unread]')");
    window.keep_picture("questions-reply");
    window.click("[data-press='reply']");
    window.wait_for("what they ask", "document.querySelector('[data-letter=query] strong')");
    assert_eq!(
        window.read("document.querySelectorAll('[data-letter=query] img').length"),
        0,
        "what is hostile in it is words"
    );
    assert!(!personal.questions().unwrap()[0].unread, "whoever has read it has read it");

    // What is being written is kept like a draft; what was sent can be taken back until it leaves.
    window.type_into(&field("reply"), "By lot.");
    eventually("the reply kept", || {
        (personal.question(&id).unwrap().reply == "By lot.").then_some(())
    });
    window.click("[data-send-reply]");
    window.wait_for("the reply", "document.querySelector('[data-letter=message]')");
    window.wait_for("how far it came", &says("[data-delivery]", "Waiting to send at next sync"));
    window.click("[data-unsay]");
    let reply = format!("document.querySelector(\"{}\")?.value === 'By lot.'", field("reply"));
    window.wait_for("its words in the field again", &reply);
    window.click("[data-send-reply]");
    window.wait_for("the reply again", "document.querySelector('[data-letter=message]')");
    deliver(&personal);

    let text = PublicText::new(
        "Who may chair a human rights council?".to_owned(),
        "Members may be drawn by lot.".to_owned(),
        "Several cities draw **by lot**.".to_owned(),
        Language::english(),
    );
    tell(
        &personal,
        &owner,
        &id,
        10,
        vec![
            UpdateNews::Answer {
                id: some_id(2),
                summary: "Yes, they may.".to_owned(),
                text: "At length.".to_owned(),
                records: vec![hrc_domain::RecordId::new("york").unwrap()],
                links: vec![
                    AnswerLink {
                        title: "A guide".to_owned(),
                        url: "https://a.example/".to_owned(),
                    },
                    AnswerLink {
                        title: "A trap".to_owned(),
                        url: "javascript:alert(1)".to_owned(),
                    },
                ],
            },
            UpdateNews::State { state: QuestionState::Answered, reason: None },
            UpdateNews::Publication { publication: Publication::Proposed { text: text.clone() } },
        ],
    );
    window.go("#/questions");
    window.wait_for("that they ask", &says("[data-question].mine", "whether they may publish"));
    window.click(&format!("[data-question='{id}'] h2 a"));
    window.wait_for("the answer", &says("[data-letter=answer]", "Yes, they may."));
    let links = "[...document.querySelectorAll('[data-letter=answer] a')].map(a => a.protocol)";
    let links = window.read(&format!("{links}.join(' ')"));
    assert!(!links.to_string().contains("javascript"), "a trap is words, no link: {links}");
    for words in [&text.title, &text.summary] {
        assert!(window.text("[data-public-text]").contains(words), "the very words: {words}");
    }
    window.wait_for("its body", "document.querySelector('[data-public-text] strong')");
    assert_sound(&window, "a question with its answer");
    window.keep_picture("question-consent");
    window.click("[data-agree]");
    window.wait_for("the agreement", "document.querySelector('[data-decided=\"true\"]')");
    assert_eq!(personal.question(&id).unwrap().line.pending, 1, "it goes with the next sync");

    // A day that is to come can be objected to; what is published leads to its record.
    deliver(&personal);
    let on = "2026-12-05T10:00:00Z".to_owned();
    let publication = Publication::Scheduled { text: text.clone(), on };
    tell(&personal, &owner, &id, 20, vec![UpdateNews::Publication { publication }]);
    window.go("#/questions");
    window.wait_for("the day", &says("[data-publication]", "Will be published on 5 December 2026"));

    // Withdrawing asks first; the way out has the focus, and Esc is the way out too.
    window.go(&format!("#/questions/{id}"));
    window.click("[data-withdraw]");
    window.wait_for("the question back", "document.activeElement.dataset.confirm === 'no'");
    assert_sound(&window, "the dialog");
    window.strike(key::ESCAPE);
    window.wait_for("no dialog", "document.querySelector('dialog[open]') === null");
    window.wait_for("the focus back", "document.activeElement.matches('[data-withdraw]')");
    window.click("[data-withdraw]");
    window.click("[data-confirm='yes']");
    window.wait_for("the withdrawal on its way", "document.querySelector('[data-withdrawing]')");
}

#[test]
fn notes_and_bookmarks_are_kept_found_and_say_what_became_of_their_place() {
    let window = Window::open_in(Home::with_library());
    window.go("#/record/york");
    window.click("article.text .block.paragraph");
    window.chord(&[key::CONTROL, key::SHIFT, "n"]);
    window.wait_for("the dialog", "document.querySelector('[data-note-form]')");
    let place = window.read("document.querySelector('[data-place]').value").to_string();
    assert!(place.len() > 4, "the paragraph that was clicked is chosen: {place}");
    window.type_into(&field("note"), "For the council briefing.");
    assert_sound(&window, "a note being written");
    window.keep_picture("note-dialog");

    // A slip of Esc costs no word.
    window.strike(key::ESCAPE);
    window.wait_for("the warning", "document.querySelector('[data-note-form] [role=alert]')");
    window.click("[data-keep-note]");
    window.wait_for("the note beside it", &says("[data-note-own]", "For the council briefing."));
    window.control("d");
    window.wait_for(
        "the bookmark",
        "document.querySelector('[data-tool=bookmark][aria-pressed=true]')",
    );
    window.keep_picture("reader-note");
    assert_sound(&window, "a record with a note");

    // The paragraph changes, and a record goes: both notes stay and say so.
    let personal = own(&window);
    let note = personal.notes("", |_, _| hrc_library::Present::Gone).unwrap().remove(0).note;
    let mut changed = note.place.clone();
    changed.excerpt = "As it stood before.".to_owned();
    personal.add_note(&changed, "On what was there.", now()).unwrap();
    let gone = hrc_domain::personal::NotePlace {
        record: hrc_domain::RecordId::new("no-such-record").unwrap(),
        title: "A record that went".to_owned(),
        ..changed
    };
    personal.add_note(&gone, "On what went.", now()).unwrap();
    window.go("#/notes");
    for (standing, words) in
        [("there", "briefing"), ("changed", "As it stood before."), ("gone", "A record that went")]
    {
        window.wait_for(standing, &says(&format!("[data-note][data-standing={standing}]"), words));
    }
    assert_sound(&window, "my notes");
    window.keep_picture("notes");
    window.type_into("#note-search", "BRIEFING");
    window.wait_for("one note", "document.querySelectorAll('[data-note]').length === 1");
    let focus = window.read("document.activeElement.id");
    assert_eq!(focus, "note-search", "typing goes on");

    // Cited by keys, with the paragraph's sources.
    window.go("#/record/york");
    window.click("article.text .block.paragraph");
    window.chord(&[key::CONTROL, key::SHIFT, "c"]);
    window.wait_for("the citation", &says("[data-citation]", "paragraph"));
    window.click("[data-segment='bibtex']");
    window.wait_for("in BibTeX", &says("[data-citation]", "@misc{hrc-york,"));
    assert_sound(&window, "the citation");
    window.keep_picture("cite");
    window.strike(key::ESCAPE);
    window.wait_for("no dialog", "document.querySelector('dialog[open]') === null");

    // A new question takes the record along, and can leave it out.
    window.control("n");
    window.wait_for("the record along", "document.querySelector('[data-asked-from=york]')");
    window.click("[data-leave-out]");
    window.wait_for("left out", "document.querySelector('[data-asked-from]') === null");
}

#[test]
fn everything_of_ones_own_goes_into_a_file_and_back_and_away() {
    let window = Window::open_in(Home::with_library());
    let personal = own(&window);
    personal.ask(&asked("Budget lines for a rights office"), &Owner::Visitor, now()).unwrap();
    let file = window.home().path().join("mine.json");
    window.go("#/settings/own");
    window.type_into(&field("personal-out"), &file.display().to_string());
    window.click("[data-export]");
    window.wait_for("where it is", &says("[data-own-said]", "mine.json"));
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("Budget lines"), "everything is in it");

    window.click("[data-wipe]");
    window.click("[data-confirm='yes']");
    let still = window.read("document.querySelector('dialog[open]') !== null");
    assert_eq!(still, true, "not before it was said to be sure");
    assert_eq!(personal.questions().unwrap().len(), 1, "nothing is gone yet");
    window.click("[data-sure]");
    assert_sound(&window, "the dialog before wiping");
    window.click("[data-confirm='yes']");
    window.wait_for("that it is gone", &says("[data-own-said]", "gone from this computer"));
    assert!(personal.questions().unwrap().is_empty(), "and it is");

    window.type_into(&field("personal-into"), &file.display().to_string());
    window.click("[data-import]");
    window.wait_for("what came", &says("[data-own-said]", "1 question"));
    assert_eq!(personal.questions().unwrap().len(), 1, "it is back");
    window.keep_picture("settings-own");
}

#[test]
fn the_pages_of_ones_own_fit_every_light_and_the_largest_text_in_every_language() {
    let window = Window::open_in(Home::with_library());
    let personal = own(&window);
    personal
        .save_draft(None, &asked("Rights checks in procurement: a short form?"), now())
        .unwrap();
    let id = personal
        .ask(&asked("Discrimination clause in licences for bars and clubs"), &Owner::Visitor, now())
        .unwrap();
    let owner = deliver(&personal);
    let declined = UpdateNews::State {
        state: QuestionState::Declined,
        reason: Some("A court has to decide this.".to_owned()),
    };
    tell(&personal, &owner, &id, 1, vec![declined]);
    let screens = [
        ("ask", "#/ask".to_owned(), "document.querySelector('[data-ask]')"),
        ("questions", "#/questions".to_owned(), "document.querySelector('[data-question]')"),
        ("question", format!("#/questions/{id}"), "document.querySelector('[data-standing]')"),
        ("notes", "#/notes".to_owned(), "document.querySelector('[data-no-notes]')"),
    ];
    let look = |how: &str| {
        for (name, address, shown) in &screens {
            window.go(address);
            window.wait_for(name, &format!("location.hash === '{address}' && {shown}"));
            window.keep_picture(&format!("{name}-{how}"));
            assert_sound(&window, &format!("{name} {how}"));
        }
    };
    for theme in ["light", "dark", "contrast"] {
        window.go("#/settings");
        window.click(&format!("[data-theme-choice='{theme}']"));
        look(theme);
    }
    window.resize(800, 700);
    for _ in 0..10 {
        window.control("+");
    }
    look("large");
    for language in ["de", "fr"] {
        window.go("#/settings");
        window.click(&format!("[data-language='{language}']"));
        window.wait_for(language, &format!("document.documentElement.lang === '{language}'"));
        look(&format!("{language}-large"));
    }
}
