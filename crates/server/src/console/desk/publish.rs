//! What becomes of an answer for everyone: by the asker's choice, shown word for word, with its day, and
//! with a way back.

use super::shown::{self, Rendered, letter};
use super::steps::{folder, is_overtaken, page_of, question_of, store_of};
use crate::PRACTITIONER;
use crate::console::Console;
use crate::console::form::Form;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::questions::{self, Offer, discretion};
use crate::store::{Folder, Layer, Seen, Stage, Store, Wording};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hrc_domain::Language;
use hrc_domain::error::Result;
use hrc_domain::question::{PublicText, PublishChoice, Question, UpdateNews};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// The text that was offered last, as it stands.
struct Standing {
    words: String,
    stage: Stage,
    title: String,
    summary: String,
    told: Rendered,
}

#[derive(Template)]
#[template(path = "desk/publish.html")]
struct PublishPage<'a> {
    frame: &'a Frame,
    at: String,
    subject: &'a str,
    consent: &'static str,
    rule: Option<String>,
    standing: Option<Standing>,
    wording: &'a Wording,
    /// Whether anything was written for everyone.
    is_begun: bool,
    language: String,
    layer: &'static str,
    themes: Vec<String>,
    told: Rendered,
    /// What must go before it can be offered.
    hindrances: Vec<String>,
    /// Words of the question that must be looked at.
    echoes: Vec<String>,
    version: u32,
    stand: u64,
    can_offer: bool,
    overtaken: bool,
    unlooked: bool,
}

/// What was found in the text that must not or may not stand there.
struct Found {
    hindrances: Vec<String>,
    echoes: BTreeSet<String>,
}

/// Whether anything was written for everyone.
fn is_begun(wording: &Wording) -> bool {
    let Wording { title, public_summary, public_text, .. } = wording;
    [title, public_summary, public_text].into_iter().any(|text| !text.trim().is_empty())
}

fn public_text(wording: &Wording) -> Option<PublicText> {
    let Wording { title, public_summary, public_text, language, .. } = wording;
    let filled = |text: &str| !text.trim().is_empty();
    if !filled(title) || !filled(public_summary) || !filled(public_text) {
        return None;
    }
    let language = Language::new(language.as_str()).ok()?;
    Some(PublicText::new(title.clone(), public_summary.clone(), public_text.clone(), language))
}

fn looked_through(
    console: &Console,
    frame: &Frame,
    folder: &Folder,
    question: &Question,
    wording: &Wording,
    has_practitioners: bool,
) -> Result<Found> {
    let mut hindrances = Vec::new();
    let mut echoes = BTreeSet::new();
    let is_answer =
        |update: &hrc_domain::question::Update| matches!(update.news, UpdateNews::Answer { .. });
    if !folder.dossier.updates.iter().any(is_answer) {
        hindrances.push(frame.say("desk.publish.unanswered").to_owned());
    }
    if wording.layer == Layer::Practitioner && !has_practitioners {
        hindrances.push(frame.say("desk.publish.no_layer").to_owned());
    }
    match public_text(wording) {
        None => hindrances.push(frame.say("desk.publish.incomplete").to_owned()),
        Some(text) => {
            for finding in discretion::findings(&text, question) {
                let field = frame.say(match finding.field {
                    "title" => "desk.answer.title",
                    "summary" => "desk.answer.public_summary",
                    _ => "desk.answer.public_text",
                });
                hindrances.push(
                    frame
                        .words()
                        .with("desk.publish.names", &[("field", field), ("words", &finding.words)]),
                );
            }
            let said = discretion::echoes(&text, question);
            // Where nothing is collected every word is looked at.
            echoes = console.collection().rare(&said).unwrap_or(said);
        }
    }
    Ok(Found { hindrances, echoes })
}

fn rule(console: &Console, frame: &Frame, folder: &Folder, question: &Question) -> Option<String> {
    let days = console.data.configuration().objection_days;
    let objected = folder.publishing.as_ref().is_some_and(|kept| kept.objected);
    match question.publish {
        PublishChoice::No => None,
        PublishChoice::Ask => Some(frame.say("desk.publish.rule_ask").to_owned()),
        PublishChoice::Yes if objected => Some(frame.say("desk.publish.rule_objected").to_owned()),
        PublishChoice::Yes => {
            let due = console.now() + SignedDuration::from_hours(24 * i64::from(days));
            let values = [("n", days.to_string()), ("date", frame.moment(&due))];
            let values: Vec<_> =
                values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Some(frame.words().with("desk.publish.rule_yes", &values))
        }
    }
}

async fn page(
    console: &Console,
    frame: &Frame,
    folder: &Folder,
    overtaken: bool,
    unlooked: bool,
) -> Answer {
    let question = question_of(folder)?;
    let empty = Wording::default();
    let wording = folder.draft.as_ref().map_or(&empty, |draft| &draft.wording);
    let has_practitioners = console.data.feeds().await?.contains(&PRACTITIONER);
    let found = looked_through(console, frame, folder, question, wording, has_practitioners)?;
    let themes = shown::themes(&console.collection()).unwrap_or_default();
    let standing = folder.publishing.as_ref().and_then(|kept| {
        let placard = kept.placard.as_ref()?;
        Some(Standing {
            words: shown::stage_told(frame, kept.stage, kept.due),
            stage: kept.stage,
            title: placard.text.title.clone(),
            summary: placard.text.summary.clone(),
            told: Rendered::of(&placard.text.body),
        })
    });
    let is_out = standing.as_ref().is_some_and(|standing| standing.stage == Stage::Published);
    let rule = rule(console, frame, folder, question);
    let page = PublishPage {
        at: page_of(&folder.dossier.listed.id),
        is_begun: is_begun(wording),
        subject: &question.subject,
        consent: frame.say(shown::consent(question.publish)),
        can_offer: rule.is_some() && found.hindrances.is_empty() && !is_out,
        rule,
        standing,
        language: super::question::language(frame, &wording.language),
        layer: frame.say(shown::layer(wording.layer)),
        themes: wording.themes.iter().map(|id| themes.get(id).unwrap_or(id).clone()).collect(),
        told: Rendered::of(&wording.public_text),
        hindrances: found.hindrances,
        echoes: found.echoes.into_iter().collect(),
        version: folder.draft.as_ref().map_or(0, |draft| draft.version),
        stand: folder.stand(),
        overtaken,
        unlooked,
        wording,
        frame,
    };
    let status = match () {
        () if overtaken => StatusCode::CONFLICT,
        () if unlooked => StatusCode::UNPROCESSABLE_ENTITY,
        () => StatusCode::OK,
    };
    reply::page_with(status, &page)
}

/// `GET /console/questions/{id}/publish`.
pub async fn look(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let folder = folder(&console, &signed, &letter(&id)?).await?;
    page(&console, &frame, &folder, false, false).await
}

/// `POST /console/questions/{id}/publish`: what is offered is the version that was shown.
pub async fn offer(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = letter(&id)?;
    let kept = folder(&console, &signed, &id).await?;
    let question = question_of(&kept)?;
    let number = |name: &str| form.text(name).parse::<u64>().unwrap_or(0);
    let is_shown = number("stand") == kept.stand();
    let draft = kept
        .draft
        .as_ref()
        .filter(|draft| is_shown && number("version") == u64::from(draft.version));
    let Some(draft) = draft else { return page(&console, &frame, &kept, true, false).await };
    let wording = &draft.wording;
    let has_practitioners = console.data.feeds().await?.contains(&PRACTITIONER);
    let found = looked_through(&console, &frame, &kept, question, wording, has_practitioners)?;
    let is_looked_at = found.echoes.is_empty() || form.text("looked") == "yes";
    if !found.hindrances.is_empty() || !is_looked_at {
        return page(&console, &frame, &kept, false, !is_looked_at).await;
    }
    let seen = Seen { stand: number("stand"), draft: Some(draft.version) };
    let (own, wording, now) = (id.clone(), wording.clone(), console.now());
    let days = console.data.configuration().objection_days;
    let offering = move |store: &dyn Store| {
        let offer = Offer {
            title: &wording.title,
            summary: &wording.public_summary,
            text: &wording.public_text,
            language: &wording.language,
            themes: &wording.themes,
            layer: wording.layer,
        };
        questions::publish(store_of(store), &own, &offer, days, Some(seen), now)
    };
    let outcome = console.store(&signed, offering).await;
    if is_overtaken(&outcome) {
        let kept = folder(&console, &signed, &id).await?;
        return page(&console, &frame, &kept, true, false).await;
    }
    outcome?;
    Ok(reply::go_and_say(&format!("{}/publish", page_of(&id)), "said.desk.offered"))
}

/// `POST /console/questions/{id}/withdraw`.
pub async fn withdraw(
    State(console): State<Console>,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, now) = (letter(&id)?, console.now());
    let to = format!("{}/publish", page_of(&id));
    console.store(&signed, move |store| store.take_down(&id, now)).await?;
    Ok(reply::go_and_say(&to, "said.desk.withdrawn"))
}
