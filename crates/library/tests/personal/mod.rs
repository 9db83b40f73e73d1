//! Personal data, tried on real files: what is asked, what comes back, what is kept through everything.

mod asking;
mod disks;
mod files;
mod keeping;
mod sequences;
mod talking;
mod wounds;
mod workshops;

use hrc_domain::personal::Draft;
use hrc_domain::question::{
    Acknowledgement, AskingAs, LetterId, PublishChoice, QuestionState, Update, UpdateNews, Updates,
    body_digest,
};
use hrc_library::{Outgoing, Owner, Personal};
use std::path::Path;

const SERVER: &str = "the-networks-feed";

/// A moment, so many seconds after the first.
fn at(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

fn open(dir: &Path) -> Personal {
    Personal::open(dir, at(0)).unwrap()
}

fn fresh() -> (tempfile::TempDir, Personal) {
    let dir = tempfile::tempdir().unwrap();
    let personal = open(dir.path());
    (dir, personal)
}

pub(crate) fn draft(subject: &str) -> Draft {
    Draft {
        subject: subject.to_owned(),
        text: "How did others begin?".to_owned(),
        asking_as: Some(AskingAs::Named),
        name: "A. Example".to_owned(),
        publish: Some(PublishChoice::Ask),
        ..serde_json::from_str("{}").unwrap()
    }
}

fn member() -> Owner {
    Owner::Account("11111111-2222-4333-8444-555555555555".to_owned())
}

pub(crate) fn state(personal: &Personal, id: &LetterId) -> QuestionState {
    personal.question(id).unwrap().line.state
}

/// What a server answers that has stored it.
fn acknowledgement(sent: &Outgoing) -> Acknowledgement {
    Acknowledgement {
        id: sent.id.clone(),
        digest: body_digest(&sent.body),
        received_at: "2026-11-21T10:00:00Z".to_owned(),
    }
}

/// Sends the next thing and has it acknowledged.
fn deliver(personal: &Personal, owner: &Owner, now: jiff::Timestamp) -> Option<Outgoing> {
    let sent = personal.next_to_send(owner, now).unwrap()?;
    assert!(personal.acknowledged(&sent.id, &acknowledgement(&sent), now).unwrap(), "it matches");
    Some(sent)
}

/// A question that the server has.
fn received(personal: &Personal, subject: &str) -> LetterId {
    let id = personal.ask(&draft(subject), &member(), at(0)).unwrap();
    while deliver(personal, &member(), at(0)).is_some() {}
    id
}

pub(crate) fn update(seq: u32, question: &LetterId, news: UpdateNews) -> Update {
    Update { seq, question: question.clone(), at: "2026-11-22T10:00:00Z".to_owned(), news }
}

pub(crate) fn page(updates: Vec<Update>) -> Updates {
    let next = updates.iter().map(|update| update.seq).max().unwrap_or_default();
    Updates { updates, next, more: false }
}

pub(crate) fn answer(id: &LetterId) -> UpdateNews {
    UpdateNews::Answer {
        id: id.clone(),
        summary: "In short.".to_owned(),
        text: "At length.".to_owned(),
        records: Vec::new(),
        links: Vec::new(),
    }
}

/// An id nobody else has.
pub(crate) fn some_id(n: u32) -> LetterId {
    LetterId::new(format!("0190a1b2-c3d4-7e5f-8a6b-{n:012x}")).unwrap()
}
