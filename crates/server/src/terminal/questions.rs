//! What is said of questions.

use super::arguments::Questions as Verb;
use super::{say, say_json};
use hrc_domain::question::{LetterId, Publication, QuestionState, UpdateNews};
use hrc_domain::{Error, ErrorCode};
use hrc_server::questions::{self, Answer, Offer};
use hrc_server::store::{Dossier, Layer, Questions};
use hrc_server::{Configuration, Data};
use jiff::Timestamp;
use std::io::Read;
use std::path::Path;

pub(crate) fn run(verb: Verb, now: Timestamp) -> Result<(), Error> {
    let open = |at: &Path| Data::open(at, Configuration::load(at)?);
    match verb {
        Verb::List { at, state, json } => list(&open(&at.data)?, state.as_deref(), json),
        Verb::Show { at, id, json } => {
            show(&open(&at.data)?.members().question(&letter(&id)?)?, json)
        }
        Verb::Assign { at, id, to, json } => {
            let id = letter(&id)?;
            let state = questions::assign(&open(&at.data)?.members(), &id, &to, None, now)?;
            tell_state(&id, state, json)
        }
        Verb::Ask { at, id, text, json } => {
            let id = letter(&id)?;
            let state = questions::ask(&open(&at.data)?.members(), &id, &text, None, now)?;
            tell_state(&id, state, json)
        }
        Verb::Answer { at, id, summary, text, record, link, json } => {
            let (id, text) = (letter(&id)?, text_of(&text)?);
            let answer = Answer { summary: &summary, text: &text, records: &record, links: &link };
            let state = questions::answer(&open(&at.data)?.members(), &id, &answer, None, now)?;
            tell_state(&id, state, json)
        }
        Verb::Decline { at, id, reason, json } => {
            let id = letter(&id)?;
            let state = questions::decline(&open(&at.data)?.members(), &id, &reason, None, now)?;
            tell_state(&id, state, json)
        }
        Verb::Publish { at, id, title, summary, text, language, themes, json } => {
            let (id, text) = (letter(&id)?, text_of(&text)?);
            let (title, summary, language) = (&title, &summary, &language);
            let layer = Layer::Public;
            let offer = Offer { title, summary, text: &text, language, themes: &themes, layer };
            let data = open(&at.data)?;
            let days = data.configuration().objection_days;
            let offered = questions::publish(&data.members(), &id, &offer, days, None, now)?;
            tell_publication(&id, &offered, json)
        }
        Verb::Withdraw { at, id, json } => {
            let id = letter(&id)?;
            open(&at.data)?.members().take_down(&id, now)?;
            tell_publication(&id, &Publication::Private, json)
        }
        Verb::Close { at, id, json } => {
            let id = letter(&id)?;
            let state = questions::close(&open(&at.data)?.members(), &id, None, now)?;
            tell_state(&id, state, json)
        }
        Verb::Delete { at, id, json } => {
            let id = letter(&id)?;
            open(&at.data)?.members().delete(&id, now)?;
            if json {
                return say_json(&serde_json::json!({ "id": id, "deleted": true }));
            }
            say("The texts were deleted. Backups that were made before still hold them.\n")
        }
    }
}

/// As it was typed, or pasted.
fn letter(id: &str) -> Result<LetterId, Error> {
    LetterId::new(id.trim().to_ascii_lowercase())
}

/// The text in a file, or on standard input.
fn text_of(file: &Path) -> Result<String, Error> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_string(&mut text))
    };
    read.map_err(|cause| match cause.kind() {
        std::io::ErrorKind::InvalidData => {
            Error::new(ErrorCode::InvalidInput, format!("{} is no text", file.display()))
        }
        _ => Error::io(&format!("reading {}", file.display()), &cause),
    })?;
    Ok(text)
}

fn list(data: &Data, state: Option<&str>, json: bool) -> Result<(), Error> {
    let state = state.map(|name| {
        let known = QuestionState::from_name(name).filter(|state| state.is_the_servers());
        let unknown = || {
            let all = QuestionState::ALL.into_iter().filter(|state| state.is_the_servers());
            let all: Vec<_> = all.map(QuestionState::as_str).collect();
            Error::new(ErrorCode::InvalidInput, format!("state: one of {}", all.join(", ")))
        };
        known.ok_or_else(unknown)
    });
    let questions = data.members().questions(state.transpose()?)?;
    if json {
        return say_json(&questions);
    }
    let mut told = String::new();
    for one in &questions {
        let subject = one.subject.as_deref().unwrap_or("(deleted)");
        let expert = one.expert.as_deref().map(|name| format!(", {name}")).unwrap_or_default();
        told += &format!("{}  {}{expert}: {subject}\n", one.id, one.state.as_str());
    }
    say(&plain(&told))
}

fn show(dossier: &Dossier, json: bool) -> Result<(), Error> {
    if json {
        return say_json(dossier);
    }
    let listed = &dossier.listed;
    let mut told = format!("{}  {}\n", listed.id, listed.state.as_str());
    let Some(question) = &dossier.question else { return say(&format!("{told}(deleted)\n")) };
    let city = question.city.as_deref().unwrap_or("no city named");
    told += &format!(
        "from      {} ({}), {city}\nreceived  {}\nlanguage  {}\npublish   {}\n\n{}\n\n{}\n",
        question.name,
        word(&question.asking_as),
        listed.received_at,
        question.language.as_str(),
        word(&question.publish),
        question.subject,
        question.text,
    );
    for act in &dossier.acts {
        told += &format!("\n-- the asker: {}\n", word(&act.deed));
    }
    for update in &dossier.updates {
        told += &match &update.news {
            UpdateNews::Message { text, .. } => {
                format!("\n-- {} we asked back\n{text}\n", update.at)
            }
            UpdateNews::Answer { summary, text, .. } => {
                format!("\n-- {} we answered\n{summary}\n\n{text}\n", update.at)
            }
            news => format!("\n-- {} {}\n", update.at, word(news)),
        };
    }
    say(&plain(&told))
}

fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// What strangers wrote must not steer the terminal it is shown in.
fn plain(text: &str) -> String {
    let is_fine = |c: &char| *c == '\n' || *c == '\t' || !c.is_control();
    text.chars().filter(is_fine).collect()
}

fn tell_state(id: &LetterId, state: QuestionState, json: bool) -> Result<(), Error> {
    if json {
        return say_json(&serde_json::json!({ "id": id, "state": state }));
    }
    say(&format!("The question is {} now.\n", state.as_str()))
}

fn tell_publication(id: &LetterId, publication: &Publication, json: bool) -> Result<(), Error> {
    if json {
        return say_json(&serde_json::json!({ "id": id, "publication": publication }));
    }
    say(&match publication {
        Publication::Private => "Nothing of it is published, or will be.\n".to_owned(),
        Publication::Proposed { .. } => "The asker is asked whether they agree.\n".to_owned(),
        Publication::Scheduled { on, .. } => {
            format!("It is published at {on}, unless the asker objects.\n")
        }
        Publication::Published { record, .. } => format!("It is published as {record}.\n"),
    })
}
