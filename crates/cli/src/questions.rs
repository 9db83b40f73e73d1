//! `hrc questions`: asking the experts from a terminal, and what became of it. Needs neither library nor
//! network: what is asked waits for the next sync.

use crate::outcome::{Outcome, say, say_json};
use crate::personal::open;
use crate::{At, place};
use clap::{Args, Subcommand};
use hrc_domain::personal::{Draft, LetterText, QuestionLine};
use hrc_domain::question::{AskingAs, LetterId, Publication, PublishChoice, QuestionState};
use hrc_domain::{Error, ErrorCode, Language, PartialDate, RecordId};
use hrc_library::{Owner, Personal, owner_in};
use serde::Serialize;

#[derive(Subcommand)]
pub(crate) enum Questions {
    /// Ask the experts; goes with the next sync
    Ask(Ask),
    /// List your questions
    List(Plain),
    /// Show one with everything that was said
    Show(One),
    /// Take a question back
    Withdraw(One),
    /// Say something more
    Reply(Reply),
    /// Agree to the publication of an answer, or object
    Consent(Consent),
}

#[derive(Args)]
pub(crate) struct Ask {
    /// One line
    #[arg(long)]
    subject: String,
    /// The question
    #[arg(long)]
    text: String,
    /// Whether the answer may be published without your name: yes, ask (you first) or no
    #[arg(long, value_parser = read_choice)]
    publish: PublishChoice,
    /// As whom: named, confidential (the secretariat alone sees it) or pseudonym; without a name a
    /// pseudonym
    #[arg(long = "as", value_parser = read_asking_as)]
    asking_as: Option<AskingAs>,
    /// The name that goes with it
    #[arg(long)]
    name: Option<String>,
    /// Your city
    #[arg(long, default_value = "")]
    city: String,
    /// A theme, by id; may be given several times
    #[arg(long = "theme")]
    themes: Vec<String>,
    /// The record it is about
    #[arg(long, value_name = "ID", value_parser = read_record)]
    record: Option<RecordId>,
    /// By when you need an answer, as a day
    #[arg(long, value_name = "DATE", value_parser = read_day)]
    needed_by: Option<PartialDate>,
    /// The language it is written in
    #[arg(long, default_value = "en", value_parser = read_language)]
    language: Language,
    /// Ask as a visitor, even where this computer has an account
    #[arg(long)]
    visitor: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Plain {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct One {
    /// The question's id
    #[arg(value_parser = read_id)]
    id: LetterId,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Reply {
    /// The question's id
    #[arg(value_parser = read_id)]
    id: LetterId,
    /// What to say
    #[arg(long)]
    text: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Consent {
    /// The question's id
    #[arg(value_parser = read_id)]
    id: LetterId,
    #[command(flatten)]
    verdict: Verdict,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// One of the two, never both and never none.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Verdict {
    /// Publish the text that `show` prints
    #[arg(long)]
    yes: bool,
    /// Do not publish it
    #[arg(long)]
    no: bool,
}

/// Where a question stands after a call; see `docs/cli.md`.
#[derive(Serialize)]
struct Stands<'a> {
    id: &'a LetterId,
    state: QuestionState,
}

/// The name of those who give none.
const NAMELESS: &str = "Anonymous";

pub(crate) fn run(at: &At, verb: &Questions) -> Result<Outcome, Error> {
    let now = hrc_library::now();
    let personal = open(at)?;
    match verb {
        Questions::Ask(ask) => {
            let owner = if ask.visitor { Owner::Visitor } else { owner_in(place::own(at)?) };
            let id = personal.ask(&draft(ask), &owner, now)?;
            stands(&personal, &id, ask.json)
        }
        Questions::List(Plain { json }) => list(&personal, *json),
        Questions::Show(One { id, json }) => show(&personal, id, *json),
        Questions::Withdraw(One { id, json }) => {
            personal.withdraw(id, now)?;
            stands(&personal, id, *json)
        }
        Questions::Reply(Reply { id, text, json }) => {
            personal.say(id, text, now)?;
            stands(&personal, id, *json)
        }
        Questions::Consent(Consent { id, verdict: Verdict { yes, .. }, json }) => {
            let text = match personal.question(id)?.publication {
                Publication::Proposed { text } | Publication::Scheduled { text, .. } => text,
                Publication::Private | Publication::Published { .. } => {
                    let sentence = "there is nothing to agree to";
                    return Err(Error::new(ErrorCode::Conflict, sentence));
                }
            };
            personal.consent(id, &text.digest, *yes, now)?;
            stands(&personal, id, *json)
        }
    }
}

fn draft(ask: &Ask) -> Draft {
    let asking_as = match (ask.asking_as, &ask.name) {
        (Some(chosen), _) => chosen,
        (None, Some(_)) => AskingAs::Named,
        (None, None) => AskingAs::Pseudonym,
    };
    let name = match (&ask.name, asking_as) {
        (Some(name), _) => name.clone(),
        (None, AskingAs::Pseudonym) => NAMELESS.to_owned(),
        // Refused by its field when it is checked.
        (None, _) => String::new(),
    };
    Draft {
        subject: ask.subject.clone(),
        text: ask.text.clone(),
        language: ask.language.clone(),
        city: ask.city.clone(),
        themes: ask.themes.clone(),
        record: ask.record.clone(),
        needed_by: ask.needed_by.clone(),
        asking_as: Some(asking_as),
        name,
        publish: Some(ask.publish),
    }
}

fn stands(personal: &Personal, id: &LetterId, json: bool) -> Result<Outcome, Error> {
    let state = personal.question(id)?.line.state;
    if json {
        say_json(&Stands { id, state })?;
    } else {
        say(&format!("{id}  {}\n", state.as_str()))?;
    }
    Ok(Outcome::Fine)
}

fn list(personal: &Personal, json: bool) -> Result<Outcome, Error> {
    let questions = personal.questions()?;
    if json {
        say_json(&questions)?;
    } else {
        say(&questions.iter().map(line).collect::<String>())?;
    }
    Ok(Outcome::Fine)
}

fn line(question: &QuestionLine) -> String {
    let QuestionLine { id, subject, state, unread, .. } = question;
    let new = if *unread { "  (new)" } else { "" };
    format!("{id}  {:12} {subject}{new}\n", state.as_str())
}

fn show(personal: &Personal, id: &LetterId, json: bool) -> Result<Outcome, Error> {
    let thread = personal.question(id)?;
    if json {
        say_json(&thread)?;
    } else {
        let mut text = format!("{}\n{}\n", line(&thread.line), thread.draft.text);
        for letter in &thread.letters {
            let said = match &letter.what {
                LetterText::Message { text } => format!("you: {text}"),
                LetterText::Withdrawal => "you withdrew the question".to_owned(),
                LetterText::Consent { granted: true, .. } => "you agreed to publish".to_owned(),
                LetterText::Consent { .. } => "you objected to publishing".to_owned(),
                LetterText::Query { text } => format!("the experts ask: {text}"),
                LetterText::Answer { text, .. } => format!("the experts answer: {text}"),
            };
            text.push_str(&format!("\n{}  {said}\n", letter.at));
        }
        if let Publication::Proposed { text: public }
        | Publication::Scheduled { text: public, .. } = &thread.publication
        {
            text.push_str(&format!("\nto be published:\n{}\n{}\n", public.title, public.body));
        }
        say(&text)?;
    }
    Ok(Outcome::Fine)
}

fn read_choice(name: &str) -> Result<PublishChoice, String> {
    match name {
        "yes" => Ok(PublishChoice::Yes),
        "ask" => Ok(PublishChoice::Ask),
        "no" => Ok(PublishChoice::No),
        _ => Err("yes, ask or no".to_owned()),
    }
}

fn read_asking_as(name: &str) -> Result<AskingAs, String> {
    match name {
        "named" => Ok(AskingAs::Named),
        "confidential" => Ok(AskingAs::Confidential),
        "pseudonym" => Ok(AskingAs::Pseudonym),
        _ => Err("named, confidential or pseudonym".to_owned()),
    }
}

fn read_id(text: &str) -> Result<LetterId, String> {
    LetterId::new(text).map_err(|error| error.message)
}

fn read_record(text: &str) -> Result<RecordId, String> {
    RecordId::new(text).map_err(|error| error.to_string())
}

fn read_day(text: &str) -> Result<PartialDate, String> {
    PartialDate::new(text).map_err(|error| error.to_string())
}

fn read_language(text: &str) -> Result<Language, String> {
    Language::new(text).map_err(|error| error.to_string())
}
