//! What is done to questions, each in one transaction over the tables it takes.

use super::fault::fault;
use super::questions::Where;
use super::{SqliteStore, bell, drafts, nothing, publications, questions, schema, trail, updates};
use crate::questions::moves::{self, Move};
use crate::questions::record;
use crate::store::{
    ACTS_A_DAY, Deed, Dossier, Listed, Owner, Placard, Posted, QUESTIONS_A_DAY, Questions,
    Received, Seen, Stage, Step,
};
use hrc_domain::error::Result;
use hrc_domain::question::{
    Acknowledgement, Act, Deed as Asked, LetterId, Publication, PublishChoice, Question,
    QuestionState, UpdateNews, Updates,
};
use hrc_domain::{Error, ErrorCode, RecordId};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

/// Who does what nobody typed.
const SERVER: &str = "server";

impl Questions for SqliteStore {
    fn receive(
        &self,
        owner: &Owner,
        question: &Question,
        digest: &str,
        now: Timestamp,
    ) -> Result<Received> {
        let body = json(question)?;
        self.write(|t| {
            if let Some(kept) = questions::by_id(t, &question.id)? {
                return again(&question.id, owner, &kept, digest);
            }
            let day = now - SignedDuration::from_hours(24);
            if questions::sent_since(t, owner, day)? >= QUESTIONS_A_DAY {
                return Err(enough("more questions than one asks in a day"));
            }
            questions::insert(t, &question.id, owner, digest, &body, now)?;
            trail::add(t, &actor(owner), Deed::QuestionReceived, question.id.as_str(), now)?;
            bell::ring(t)?;
            Ok(Received::New(acknowledgement(&question.id, digest, now)?))
        })
    }

    fn act(&self, owner: &Owner, act: &Act, digest: &str, now: Timestamp) -> Result<Received> {
        let body = json(act)?;
        self.write(|t| {
            let none = || Error::new(ErrorCode::NotFound, "there is no such question");
            let found = questions::standing(t, &act.question)?;
            let found =
                found.filter(|found| found.owner == owner.to_string() && found.body.is_some());
            let standing = found.ok_or_else(none)?;
            if let Some(kept) = questions::act_by_id(t, &act.id)? {
                if kept.question != act.question.as_str() {
                    return Err(taken());
                }
                return again(&act.id, owner, &kept, digest);
            }
            let day = now - SignedDuration::from_hours(24);
            if questions::acted_since(t, owner, day)? >= ACTS_A_DAY {
                return Err(enough("more than one says in a day"));
            }
            questions::insert_act(t, &act.id, &act.question, digest, &body, now)?;
            let deed = done(t, &act.question, &standing, &act.deed, now)?;
            trail::add(t, &actor(owner), deed, act.question.as_str(), now)?;
            Ok(Received::New(acknowledgement(&act.id, digest, now)?))
        })
    }

    fn updates(&self, owner: &Owner, after: u32, most: u32) -> Result<Updates> {
        self.read(|connection| updates::after(connection, &owner.to_string(), after, most))
    }

    fn knows(&self, owner: &Owner) -> Result<bool> {
        self.read(|c| Ok(questions::sent_since(c, owner, Timestamp::UNIX_EPOCH)? > 0))
    }

    fn questions(&self, state: Option<QuestionState>) -> Result<Vec<Listed>> {
        self.read(|connection| questions::all(connection, state))
    }

    fn question(&self, id: &LetterId) -> Result<Dossier> {
        self.read(|connection| {
            let listed = questions::listed_by_id(connection, id)?
                .ok_or_else(|| nothing("question", id.as_str()))?;
            let standing = questions::standing(connection, id)?;
            let body = standing.and_then(|standing| standing.body);
            let acts = questions::acts(connection, id)?;
            Ok(Dossier {
                listed,
                question: body.map(|body| parsed(&body)).transpose()?,
                acts: acts.iter().map(|act| parsed(act)).collect::<Result<_>>()?,
                updates: updates::of(connection, id)?,
            })
        })
    }

    fn step(
        &self,
        id: &LetterId,
        step: &Step,
        seen: Option<Seen>,
        now: Timestamp,
    ) -> Result<QuestionState> {
        self.write(|t| {
            let standing = standing(t, id)?;
            is_as_seen(t, id, seen)?;
            let (made, deed) = match step {
                Step::Assign { .. } => (Move::Assign, Deed::QuestionAssigned),
                Step::Ask { .. } => (Move::AskBack, Deed::QuestionAskedBack),
                Step::Answer { .. } => (Move::Answer, Deed::QuestionAnswered),
                Step::Decline { .. } => (Move::Decline, Deed::QuestionDeclined),
                Step::Close => (Move::Close, Deed::QuestionClosed),
            };
            let state = moved(&standing, made)?;
            let owner = &standing.owner;
            let mut reason = None;
            match step.clone() {
                Step::Assign { to } => questions::set_expert(t, id, &to)?,
                Step::Ask { id: message, text } => {
                    updates::tell(t, owner, id, &UpdateNews::Message { id: message, text }, now)?;
                }
                Step::Answer { id: answer, summary, text, records, links } => {
                    let news = UpdateNews::Answer { id: answer, summary, text, records, links };
                    updates::tell(t, owner, id, &news, now)?;
                }
                Step::Decline { reason: why } => reason = Some(why),
                Step::Close => {}
            }
            questions::set_state(t, id, state, now)?;
            if state != standing.state {
                updates::tell(t, owner, id, &UpdateNews::State { state, reason }, now)?;
            }
            trail::add(t, self.actor(), deed, id.as_str(), now)?;
            Ok(state)
        })
    }

    fn offer(
        &self,
        id: &LetterId,
        placard: &Placard,
        due: Timestamp,
        seen: Option<Seen>,
        now: Timestamp,
    ) -> Result<Publication> {
        let refused = |why: &str| Err(Error::new(ErrorCode::Conflict, why));
        self.write(|t| {
            let standing = standing(t, id)?;
            is_as_seen(t, id, seen)?;
            let choice = match &standing.body {
                Some(body) => parsed::<Question>(body)?.publish,
                None => return refused("the question was deleted"),
            };
            if choice == PublishChoice::No {
                return refused("the asker said that it may never be published");
            }
            if standing.state == QuestionState::Withdrawn {
                return refused("the asker took the question back");
            }
            let told = updates::of(t, id)?;
            if !told.iter().any(|update| matches!(update.news, UpdateNews::Answer { .. })) {
                return refused("there is no answer yet");
            }
            let kept = publications::of(t, id)?;
            let objected = kept.as_ref().is_some_and(|kept| kept.objected);
            if let Some(kept) = &kept
                && kept.stage != Stage::Private
            {
                if kept.placard.as_ref() == Some(placard) {
                    return stage_as_told(id, kept);
                }
                if kept.stage == Stage::Published {
                    return refused("another text is published: withdraw it first");
                }
            }
            let asks = choice == PublishChoice::Ask || objected;
            let (stage, due) =
                if asks { (Stage::Proposed, None) } else { (Stage::Scheduled, Some(due)) };
            publications::offer(t, id, &record::id_of(id)?, stage, placard, due)?;
            let text = placard.text.clone();
            let publication = match due {
                Some(due) => Publication::Scheduled { text, on: due.to_string() },
                None => Publication::Proposed { text },
            };
            let news = UpdateNews::Publication { publication: publication.clone() };
            updates::tell(t, &standing.owner, id, &news, now)?;
            questions::set_state(t, id, standing.state, now)?;
            trail::add(t, self.actor(), Deed::PublicationOffered, id.as_str(), now)?;
            Ok(publication)
        })
    }

    fn take_down(&self, id: &LetterId, now: Timestamp) -> Result<()> {
        self.write(|t| {
            let standing = standing(t, id)?;
            let none = || nothing("publication of", id.as_str());
            publications::of(t, id)?.ok_or_else(none)?;
            if withdrawn(t, id, &standing, false, now)? {
                trail::add(t, self.actor(), Deed::PublicationWithdrawn, id.as_str(), now)?;
            }
            Ok(())
        })
    }

    fn is_unsettled(&self, now: Timestamp) -> Result<bool> {
        self.read(|connection| publications::is_unsettled(connection, now))
    }

    fn post(&self, now: Timestamp) -> Result<Vec<Posted>> {
        self.write(|t| publications::post(t, now))
    }

    fn settled(&self, posted: &[Posted], now: Timestamp) -> Result<()> {
        self.write(|t| {
            for one in posted.iter().filter(|one| !one.is_published) {
                note_published(t, one, now)?;
            }
            let records: Vec<&RecordId> = posted.iter().map(|one| &one.record).collect();
            publications::keep_in_feed(t, &records)
        })
    }

    fn published(&self) -> Result<Vec<Posted>> {
        self.read(publications::published)
    }

    fn records(&self) -> Result<Vec<RecordId>> {
        self.read(publications::records)
    }

    fn delete(&self, id: &LetterId, now: Timestamp) -> Result<()> {
        self.write(|t| {
            let standing = standing(t, id)?;
            if standing.body.is_none() {
                return Ok(());
            }
            // What nobody can object to any more is not published.
            let is_public =
                publications::of(t, id)?.is_some_and(|kept| kept.stage == Stage::Published);
            if !is_public {
                publications::withdraw(t, id, false)?;
            }
            updates::delete(t, id)?;
            questions::blank(t, id, now)?;
            updates::tell(t, &standing.owner, id, &UpdateNews::Deleted, now)?;
            trail::add(t, self.actor(), Deed::QuestionDeleted, id.as_str(), now)
        })?;
        self.with(|connection| schema::empty_journal(connection))
    }

    fn outlived(&self, since: Timestamp) -> Result<Vec<LetterId>> {
        self.read(|connection| questions::outlived(connection, since))
    }

    fn untold(&self) -> Result<Option<i64>> {
        self.read(bell::untold)
    }

    fn told(&self, arrived: i64) -> Result<()> {
        self.write(|t| bell::told(t, arrived))
    }
}

/// Does what an asker does.
fn done(
    t: &Connection,
    id: &LetterId,
    standing: &Where,
    deed: &Asked,
    now: Timestamp,
) -> Result<Deed> {
    let move_on = |made| {
        let state = moved(standing, made)?;
        questions::set_state(t, id, state, now)?;
        if state != standing.state {
            let news = UpdateNews::State { state, reason: None };
            updates::tell(t, &standing.owner, id, &news, now)?;
        }
        Ok::<_, Error>(())
    };
    match deed {
        Asked::Message { .. } => {
            move_on(Move::Say)?;
            bell::ring(t)?;
            Ok(Deed::MessageReceived)
        }
        Asked::Withdraw => {
            move_on(Move::Withdraw)?;
            withdrawn(t, id, standing, true, now)?;
            Ok(Deed::QuestionWithdrawn)
        }
        Asked::Consent { publication, granted } => {
            let kept = publications::of(t, id)?.and_then(|kept| Some((kept.stage, kept.placard?)));
            let kept = kept.filter(|(_, placard)| placard.text.digest == *publication);
            match kept {
                Some((Stage::Proposed, placard)) if *granted => {
                    publications::schedule(t, id, now)?;
                    let text = placard.text;
                    let publication = Publication::Scheduled { text, on: now.to_string() };
                    let news = UpdateNews::Publication { publication };
                    updates::tell(t, &standing.owner, id, &news, now)?;
                }
                Some(_) if !granted => {
                    withdrawn(t, id, standing, true, now)?;
                }
                // To another text than the one in question, or to what is scheduled already.
                _ => {}
            }
            Ok(if *granted { Deed::ConsentGiven } else { Deed::ConsentRefused })
        }
    }
}

/// Notes that a text is in the feed, if it still is the one that was due.
fn note_published(t: &Connection, posted: &Posted, now: Timestamp) -> Result<()> {
    let id = &posted.question;
    let is_due = publications::of(t, id)?.is_some_and(|kept| {
        kept.stage == Stage::Scheduled && kept.placard.as_ref() == Some(&posted.placard)
    });
    if !is_due {
        return Ok(());
    }
    publications::publish(t, id)?;
    let (text, record) = (posted.placard.text.clone(), posted.record.clone());
    let publication = Publication::Published { text, record };
    let owner = standing(t, id)?.owner;
    updates::tell(t, &owner, id, &UpdateNews::Publication { publication }, now)?;
    trail::add(t, SERVER, Deed::AnswerPublished, id.as_str(), now)
}

/// Takes a publication back, if there is one that was not, and tells so.
fn withdrawn(
    t: &Connection,
    id: &LetterId,
    standing: &Where,
    objected: bool,
    now: Timestamp,
) -> Result<bool> {
    let stands = publications::of(t, id)?.is_some_and(|kept| kept.stage != Stage::Private);
    if stands {
        publications::withdraw(t, id, objected)?;
        let news = UpdateNews::Publication { publication: Publication::Private };
        updates::tell(t, &standing.owner, id, &news, now)?;
    }
    Ok(stands)
}

fn stage_as_told(id: &LetterId, kept: &publications::Kept) -> Result<Publication> {
    let Some(placard) = &kept.placard else { return Ok(Publication::Private) };
    let text = placard.text.clone();
    Ok(match (kept.stage, kept.due) {
        (Stage::Scheduled, Some(due)) => Publication::Scheduled { text, on: due.to_string() },
        (Stage::Published, _) => Publication::Published { text, record: record::id_of(id)? },
        (Stage::Proposed | Stage::Scheduled, _) => Publication::Proposed { text },
        (Stage::Private, _) => Publication::Private,
    })
}

fn standing(connection: &Connection, id: &LetterId) -> Result<Where> {
    questions::standing(connection, id)?.ok_or_else(|| nothing("question", id.as_str()))
}

/// Errs where something happened since somebody looked.
fn is_as_seen(t: &Connection, id: &LetterId, seen: Option<Seen>) -> Result<()> {
    let Some(Seen { stand, draft }) = seen else { return Ok(()) };
    let newest = || Ok::<_, Error>(drafts::newest(t, id)?.map_or(0, |newest| newest.version));
    let is_drafted = match draft {
        Some(version) => newest()? == version,
        None => true,
    };
    if is_drafted && trail::stand(t, id.as_str())? == stand {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Conflict, "something happened to the question meanwhile"))
}

fn moved(standing: &Where, made: Move) -> Result<QuestionState> {
    let is_legal = moves::after(standing.state, made, standing.expert.is_some());
    is_legal.filter(|_| standing.body.is_some()).ok_or_else(|| {
        let sentence = if standing.body.is_none() {
            "the question was deleted".to_owned()
        } else {
            format!("the question is {}: that cannot be done to it", standing.state.as_str())
        };
        Error::new(ErrorCode::Conflict, sentence)
    })
}

/// What is here already: the same, or another's or another text.
fn again(id: &LetterId, owner: &Owner, kept: &questions::Kept, digest: &str) -> Result<Received> {
    if kept.owner == owner.to_string() && kept.digest == digest {
        return Ok(Received::Again(acknowledgement(id, digest, kept.received_at)?));
    }
    Err(taken())
}

fn enough(sentence: &str) -> Error {
    Error::new(ErrorCode::TooManyTries, sentence)
}

fn taken() -> Error {
    Error::new(ErrorCode::Conflict, "the id is taken")
}

/// In whole seconds, as it is kept: the same at the first time and ever after.
fn acknowledgement(id: &LetterId, digest: &str, at: Timestamp) -> Result<Acknowledgement> {
    let at = schema::instant(at.as_second()).map_err(fault("telling a time"))?;
    Ok(Acknowledgement { id: id.clone(), digest: digest.to_owned(), received_at: at.to_string() })
}

fn actor(owner: &Owner) -> String {
    match owner {
        Owner::Device(id) => id.clone(),
        Owner::Receipt(_) => owner.to_string(),
    }
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))
}

/// What was kept is read again by every later version.
fn parsed<T: serde::de::DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|cause| Error::new(ErrorCode::Io, format!("what is kept of a question: {cause}")))
}
