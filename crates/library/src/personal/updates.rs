//! What came back: updates taken in, each once, in the server's order.

use super::fault::fault;
use super::owner::Owner;
use super::{Personal, acts, instant};
use hrc_domain::error::Result;
use hrc_domain::personal::{Arrivals, LetterText};
use hrc_domain::question::{
    AnswerLink, LetterId, Publication, QuestionState, Update, UpdateNews, Updates,
};
use hrc_domain::{Error, ErrorCode};
use rusqlite::Transaction;

impl Personal {
    /// Takes a page of updates in for this owner, all or nothing, and notes after which sequence to ask
    /// the next time. What was taken in before is not taken in again; what is about a question that
    /// is not here, or another owner's, is passed over.
    pub fn receive(
        &self,
        updates: &Updates,
        owner: &Owner,
        now: jiff::Timestamp,
    ) -> Result<Arrivals> {
        self.write(|transaction| {
            let mut arrivals = Arrivals::default();
            let mut in_order: Vec<&Update> = updates.updates.iter().collect();
            in_order.sort_by_key(|update| update.seq);
            for update in in_order {
                take_in(transaction, update, owner, &mut arrivals, now)?;
            }
            // A cursor never goes back: what is behind it was taken in.
            transaction
                .execute(
                    "INSERT INTO cursor (owner, after) VALUES (?, ?)
                     ON CONFLICT (owner) DO UPDATE SET after = max(after, excluded.after)",
                    (owner, updates.next),
                )
                .map_err(fault("noting how far updates were taken in"))?;
            Ok(arrivals)
        })
    }
}

fn take_in(
    transaction: &Transaction<'_>,
    update: &Update,
    owner: &Owner,
    arrivals: &mut Arrivals,
    now: jiff::Timestamp,
) -> Result<()> {
    let Update { seq, question, at, news } = update;
    // The question's own sequence tells what is new: the cursor is set back by an import.
    let known = transaction
        .execute(
            "UPDATE question SET seq = ?, changed_at = ? WHERE id = ? AND owner = ? AND seq < ?1",
            (seq, instant(now), question.as_str(), owner),
        )
        .map_err(fault("taking an update in"))?;
    if known == 0 {
        return Ok(());
    }
    match news {
        UpdateNews::State { state, reason } if state.is_the_servers() => {
            set(transaction, "state", question, Some(state.as_str()))?;
            set(transaction, "reason", question, reason.as_deref())?;
            arrivals.others += 1;
            if matches!(state, QuestionState::Declined | QuestionState::ReplyNeeded) {
                mark_unread(transaction, question)?;
            }
        }
        // A state of the asker's own computer is not the server's to tell.
        UpdateNews::State { .. } => {}
        UpdateNews::Message { id, text } => {
            let what = LetterText::Query { text: text.clone() };
            arrivals.queries += keep(transaction, id, question, at, &what)?;
            mark_unread(transaction, question)?;
        }
        UpdateNews::Answer { id, summary, text, records, links } => {
            let what = LetterText::Answer {
                summary: summary.clone(),
                text: text.clone(),
                records: records.clone(),
                links: links.iter().filter(|link| leads_out(link)).cloned().collect(),
            };
            arrivals.answers += keep(transaction, id, question, at, &what)?;
            mark_unread(transaction, question)?;
        }
        UpdateNews::Publication { publication } => {
            let json = serde_json::to_string(publication).map_err(|e| {
                Error::new(ErrorCode::Internal, format!("writing a publication: {e}"))
            })?;
            set(transaction, "publication", question, Some(&json))?;
            arrivals.others += 1;
            if !matches!(publication, Publication::Private) {
                mark_unread(transaction, question)?;
            }
        }
        UpdateNews::Deleted => {
            set(transaction, "deleted_at", question, Some(at))?;
            arrivals.others += 1;
        }
    }
    Ok(())
}

/// Keeps a letter of the experts; how many there are more of.
fn keep(
    transaction: &Transaction<'_>,
    id: &LetterId,
    question: &LetterId,
    at: &str,
    what: &LetterText,
) -> Result<u32> {
    let new = transaction
        .execute(
            "INSERT INTO letter (id, question, at, what) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO NOTHING",
            (id.as_str(), question.as_str(), at, acts::json(what)),
        )
        .map_err(fault("keeping a letter"))?;
    Ok(u32::try_from(new).unwrap_or_default())
}

fn mark_unread(transaction: &Transaction<'_>, question: &LetterId) -> Result<()> {
    transaction
        .execute("UPDATE question SET unread = 1 WHERE id = ?", [question.as_str()])
        .map(drop)
        .map_err(fault("marking a question unread"))
}

/// Whether an address is of a kind that is ever opened.
fn leads_out(link: &AnswerLink) -> bool {
    ["https://", "http://"].iter().any(|scheme| link.url.starts_with(scheme))
}

fn set(
    transaction: &Transaction<'_>,
    column: &'static str,
    question: &LetterId,
    value: Option<&str>,
) -> Result<()> {
    transaction
        .execute(
            &format!("UPDATE question SET {column} = ? WHERE id = ?"),
            (value, question.as_str()),
        )
        .map(drop)
        .map_err(fault("noting what became of a question"))
}
