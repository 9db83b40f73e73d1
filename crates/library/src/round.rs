//! One round of syncing: the layers of the library, and then the letters to and from the server, each
//! whatever becomes of the other.

use crate::sync::{Letters, Occasion, Server, Watch};
use crate::{Library, Personal};
use hrc_domain::error::Result;
use hrc_domain::sync::SyncReport;
use hrc_domain::{Error, ErrorCode};
use std::time::Instant;

/// A round that is to be made.
#[derive(Clone, Copy)]
pub struct Round<'a> {
    /// With whom.
    pub server: &'a Server,
    /// Why.
    pub occasion: Occasion,
    /// Who watches.
    pub watch: &'a dyn Watch,
    /// When.
    pub now: jiff::Timestamp,
}

impl Round<'_> {
    /// Makes it, with a library and personal data that may not open, and personal data that may not be
    /// there. Hands back what it did, and what became of letters even where something else failed.
    ///
    /// The report errs with what went wrong first, when everything that could be done is done. A
    /// question that the server will not take as it is is no failure of a round: it stands with the
    /// question.
    pub fn make(
        &self,
        library: Result<&Library>,
        personal: Result<Option<&Personal>>,
    ) -> (Result<SyncReport>, Letters) {
        let began = Instant::now();
        let Self { server, occasion, watch, now } = *self;
        let layers = library.clone().and_then(|library| library.sync(server, watch, now));
        let mut letters = match personal {
            Ok(Some(personal)) => personal.exchange(server, occasion, watch, now),
            Ok(None) => Letters::default(),
            Err(cause) => Letters { failure: Some(cause), ..Letters::default() },
        };
        if let (Some(end), Ok(library)) = (letters.end, library) {
            match library.end_account(end, now) {
                // Whoever signed out meanwhile was quicker.
                Err(cause) if cause.code != ErrorCode::NotEnrolled => {
                    letters.failure.get_or_insert(cause);
                }
                _ => {}
            }
        }
        let report = layers.and_then(|report| match &letters.failure {
            Some(cause) => Err(Error::clone(cause)),
            None => Ok(SyncReport {
                practitioner_head: report.practitioner_head.filter(|_| letters.end.is_none()),
                questions_sent: letters.questions_sent,
                updates: letters.updates,
                requests: report.requests.saturating_add(small(letters.requests)),
                bytes: report.bytes.saturating_add(small(letters.bytes)),
                ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
                ..report
            }),
        });
        (report, letters)
    }
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
