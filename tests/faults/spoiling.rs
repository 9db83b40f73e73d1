//! The ways in which an answer is spoiled.

use super::wire::{Answer, Question};
use std::time::Duration;

/// One way.
#[derive(Debug, Clone)]
pub enum Fault {
    /// One bit in the middle is another.
    Flip,
    /// The line is cut after so many tenths.
    Cut {
        /// How many.
        tenths: usize,
    },
    /// A range is asked for, and the whole comes, with 200.
    WholeForRange,
    /// A range is asked for, and another one comes, and says so.
    OtherRange,
    /// A range is asked for; the answer says that it is that one, and is the beginning.
    LyingRange,
    /// A page that wants somebody to log in.
    LogIn,
    /// The way leads to such a page elsewhere.
    RedirectToLogIn,
    /// The way leads to the same file of another server.
    Moved {
        /// Its address.
        to: String,
    },
    /// This status and nothing else.
    Status(u16),
    /// So many bytes at a time, with a pause after each.
    Slow {
        /// How many.
        bytes: usize,
        /// How long.
        pause: Duration,
    },
    /// The body has no end.
    Endless,
    /// What was recorded earlier comes again.
    Replay,
}

/// Where a redirect leads.
pub(super) const ELSEWHERE: &str = "/log-in";

const PAGE: &[u8] = b"<!DOCTYPE html><title>Guest network</title><form>Your room number</form>";

impl Fault {
    /// One byte a second.
    pub const fn drip() -> Self {
        Self::Slow { bytes: 1, pause: Duration::from_secs(1) }
    }

    /// What is answered without asking the server.
    pub(super) fn instead(&self, question: &Question) -> Option<Answer> {
        let page = || Answer::new(200, "text/html", PAGE);
        match self {
            Self::LogIn => Some(page()),
            Self::RedirectToLogIn if question.path == ELSEWHERE => Some(page()),
            Self::RedirectToLogIn => {
                let mut answer = Answer::new(302, "text/html", b"");
                answer.headers.push(("location".into(), ELSEWHERE.into()));
                Some(answer)
            }
            Self::Moved { to } => {
                let mut answer = Answer::new(301, "text/plain", b"");
                answer.headers.push(("location".into(), format!("{to}{}", question.path)));
                Some(answer)
            }
            Self::Status(status) => Some(Answer::new(*status, "text/plain", b"no")),
            _ => None,
        }
    }

    /// What the server is asked.
    pub(super) fn asks(&self, question: &Question) -> Question {
        match self {
            Self::WholeForRange | Self::LyingRange | Self::OtherRange => question.without_range(),
            _ => question.clone(),
        }
    }

    /// What becomes of its answer.
    pub(super) fn spoil(&self, question: &Question, mut answer: Answer) -> Answer {
        match self {
            Self::Flip => {
                let middle = answer.body.len() / 2;
                if let Some(byte) = answer.body.get_mut(middle) {
                    *byte ^= 0x04;
                }
            }
            Self::LyingRange | Self::OtherRange => {
                if let Some(from) = question.range_from() {
                    let whole = answer.body.len();
                    let said = if matches!(self, Self::LyingRange) { from } else { from / 2 };
                    answer.status = 206;
                    answer.body.truncate(whole - said);
                    let range = format!("bytes {said}-{}/{whole}", whole - 1);
                    answer.headers.push(("content-range".into(), range));
                }
            }
            Self::Endless => answer.has_length = false,
            // A date would give away how old it is.
            Self::Replay => answer.headers.retain(|(name, _)| name != "date"),
            _ => {}
        }
        answer
    }
}
