//! The list the experts work from.

use super::shown::{self, name_of};
use crate::console::Console;
use crate::console::form::Asked;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::store::{Inbox, Pile, ROWS, Sieve, Stage, Waiting};
use askama::Template;
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use url::form_urlencoded::Serializer;

/// After how many days somebody may be said to wait long: what can be chosen.
const AGES: [u16; 4] = [7, 14, 30, 90];

/// How nobody is chosen among the experts.
const NOBODY: &str = "-";

/// How all piles are chosen at once.
const ALL: &str = "all";

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default)]
struct Wanted {
    pile: Option<Pile>,
    theme: String,
    age: u16,
    expert: String,
    words: String,
    page: u32,
}

impl Wanted {
    fn of(asked: &Asked) -> Self {
        let Asked(form) = asked;
        let words = form.text("q").trim().to_owned();
        let pile = match form.text("pile") {
            // Who looks for words looks everywhere.
            "" if !words.is_empty() => None,
            "" => Some(Pile::New),
            name => Pile::from_name(name),
        };
        Self {
            pile,
            theme: form.text("theme").to_owned(),
            age: form.text("age").parse().unwrap_or(0),
            expert: form.text("expert").to_owned(),
            words,
            page: form.text("page").parse().unwrap_or(0),
        }
    }

    fn sieve(&self, now: Timestamp) -> Sieve {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let until = || now - SignedDuration::from_hours(24 * i64::from(self.age));
        Sieve {
            pile: self.pile,
            theme: said(&self.theme),
            until: (self.age > 0).then(until),
            expert: if self.expert == NOBODY { Some(String::new()) } else { said(&self.expert) },
            words: self.words.clone(),
            page: self.page,
        }
    }

    /// The address of the same with another pile or page.
    fn at(&self, pile: Option<Pile>, page: u32) -> String {
        let mut asked = Serializer::new(String::new());
        asked.append_pair("pile", pile.map_or(ALL, Pile::as_str));
        for (name, value) in [("theme", &self.theme), ("expert", &self.expert), ("q", &self.words)]
        {
            if !value.is_empty() {
                asked.append_pair(name, value);
            }
        }
        if self.age > 0 {
            asked.append_pair("age", &self.age.to_string());
        }
        if page > 0 {
            asked.append_pair("page", &page.to_string());
        }
        format!("/console/inbox?{}", asked.finish())
    }
}

/// A pile as it is offered.
struct Tab {
    at: String,
    name: &'static str,
    count: u32,
    here: bool,
}

/// Something that can be chosen.
struct Offered {
    value: String,
    name: String,
    chosen: bool,
}

impl Offered {
    fn new(value: &str, name: String, chosen: &str) -> Self {
        Self { value: value.to_owned(), name, chosen: value == chosen }
    }
}

/// A question in the list.
struct Row {
    at: String,
    subject: String,
    from: String,
    received: String,
    /// For how long it has waited.
    waits: Option<String>,
    /// How it begins.
    begins: String,
    state: &'static str,
    turn: &'static str,
    ours: bool,
    icon: &'static str,
    needed: Option<String>,
    themes: Vec<String>,
    expert: Option<String>,
    language: String,
    stage: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "desk/inbox.html")]
struct InboxPage<'a> {
    frame: &'a Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pile: &'static str,
    words: String,
    themes: Vec<Offered>,
    experts: Vec<Offered>,
    ages: Vec<Offered>,
    is_narrowed: bool,
    clear: String,
    counted: String,
    before: Option<String>,
    after: Option<String>,
}

/// `GET /console/inbox`.
pub async fn list(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    asked: Asked,
) -> Answer {
    let (wanted, now, collection) = (Wanted::of(&asked), console.now(), console.collection());
    let sieve = wanted.sieve(now);
    let read = move |store: &dyn crate::store::Store| {
        Ok((store.inbox(&sieve)?, shown::themes(&collection).unwrap_or_default()))
    };
    let (inbox, themes) = console.store(&signed, read).await?;
    let Inbox { rows, counts, total, experts, themes: filed } = inbox;
    let pages = total.div_ceil(ROWS);
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let tab = |pile: Option<Pile>, count| Tab {
        at: wanted.at(pile, 0),
        name: frame.say(pile_name(pile)),
        count,
        here: wanted.pile == pile,
    };
    let tabs = counts.iter().map(|(pile, count)| tab(Some(*pile), *count));
    let tabs = tabs.chain([tab(None, all)]).collect();
    let row = |waiting: &Waiting| row(&frame, &signed, &themes, waiting, now);
    let named = |id: &String| themes.get(id).unwrap_or(id).clone();
    let any = |key: &str, chosen: &str| Offered::new("", frame.say(key).to_owned(), chosen);
    let age = wanted.age.to_string();
    let page = InboxPage {
        tabs,
        rows: rows.iter().map(row).collect(),
        pile: wanted.pile.map_or(ALL, Pile::as_str),
        words: wanted.words.clone(),
        themes: [any("desk.inbox.any_theme", &wanted.theme)]
            .into_iter()
            .chain(filed.iter().map(|id| Offered::new(id, named(id), &wanted.theme)))
            .collect(),
        experts: [
            any("desk.inbox.anybody", &wanted.expert),
            Offered::new(NOBODY, frame.say("desk.inbox.nobody").to_owned(), &wanted.expert),
        ]
        .into_iter()
        .chain(experts.iter().map(|name| Offered::new(name, name.clone(), &wanted.expert)))
        .collect(),
        ages: [Offered::new("0", frame.say("desk.inbox.any_age").to_owned(), &age)]
            .into_iter()
            .chain(AGES.iter().map(|days| {
                let name = frame.count("desk.inbox.longer", u64::from(*days));
                Offered::new(&days.to_string(), name, &age)
            }))
            .collect(),
        is_narrowed: !wanted.words.is_empty()
            || !wanted.theme.is_empty()
            || !wanted.expert.is_empty()
            || wanted.age > 0,
        clear: Wanted { pile: wanted.pile, ..Wanted::default() }.at(wanted.pile, 0),
        counted: match wanted.pile {
            _ if total == 0 => String::new(),
            Some(Pile::Over) => frame.count("desk.inbox.counted_over", total.into()),
            _ => frame.count("desk.inbox.counted", total.into()),
        },
        before: wanted.page.checked_sub(1).map(|page| wanted.at(wanted.pile, page)),
        after: (wanted.page.saturating_add(1) < pages)
            .then(|| wanted.at(wanted.pile, wanted.page + 1)),
        frame: &frame,
    };
    reply::page(&page)
}

fn pile_name(pile: Option<Pile>) -> &'static str {
    match pile {
        Some(Pile::New) => "desk.pile.new",
        Some(Pile::Ours) => "desk.pile.ours",
        Some(Pile::Askers) => "desk.pile.askers",
        Some(Pile::Publishing) => "desk.pile.publishing",
        Some(Pile::Over) => "desk.pile.over",
        None => "desk.pile.all",
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// The key of its words.
    pub key: &'static str,
    /// The icon it is shown by.
    pub icon: &'static str,
    /// Whether it is the experts'.
    pub ours: bool,
}

impl Turn {
    /// Of a question in this pile, with the stage of its publication; of one that is in none, nobody's.
    pub fn of(pile: Option<Pile>, stage: Option<Stage>) -> Self {
        let (key, icon, ours) = match (pile, stage) {
            (Some(Pile::Publishing), Some(Stage::Scheduled)) => ("desk.turn.day", "clock", false),
            (Some(Pile::New | Pile::Ours | Pile::Publishing), _) => {
                ("desk.turn.experts", "pen-line", true)
            }
            (Some(Pile::Askers), _) => ("desk.turn.asker", "reply", false),
            (Some(Pile::Over) | None, _) => ("desk.turn.nobody", "check", false),
        };
        Self { key, icon, ours }
    }
}

/// How a text begins, in about two lines of the list; nothing is cut within a word.
fn begins(text: &str) -> String {
    const LETTERS: usize = 160;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(LETTERS) else { return text };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", &text[..end])
}

fn row(
    frame: &Frame,
    signed: &Signed,
    themes: &BTreeMap<String, String>,
    waiting: &Waiting,
    now: Timestamp,
) -> Row {
    let Waiting { listed, pile, question } = waiting;
    let city = question.city.clone().unwrap_or_else(|| frame.say("desk.no_city").to_owned());
    let turn = Turn::of(Some(*pile), listed.publication);
    let days = now.duration_since(listed.received_at).as_hours() / 24;
    let needed = question.needed_by.as_ref().filter(|_| *pile != Pile::Over);
    Row {
        at: format!("/console/questions/{}", listed.id),
        subject: question.subject.clone(),
        from: format!("{}, {city}", name_of(frame, signed, question)),
        received: frame.moment(&listed.received_at),
        begins: begins(&question.text),
        waits: (*pile != Pile::Over && days > 0)
            .then(|| frame.count("desk.inbox.waits", days.unsigned_abs())),
        state: frame.say(shown::stands(listed.state)),
        turn: frame.say(turn.key),
        ours: turn.ours,
        icon: turn.icon,
        needed: needed
            .map(|day| frame.with("desk.needed_by", "date", shown::day_of(frame.words(), day))),
        themes: question.themes.iter().map(|id| themes.get(id).unwrap_or(id).clone()).collect(),
        expert: listed.expert.clone(),
        language: question.language.as_str().to_owned(),
        stage: listed
            .publication
            .filter(|stage| *stage != Stage::Private)
            .map(|stage| frame.say(shown::stage(stage))),
    }
}
