//! Whether the server still knows the membership of this computer.

use super::line::ANSWERING;
use crate::account::Kept;
use crate::sync::Server;
use crate::sync::http::ask_membership;
use hrc_domain::diagnosis::{Cause, Check, Examination};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp as Instant;
use std::path::Path;
use tokio::time::timeout;

/// What this computer knows of its membership by itself.
pub(super) enum Known {
    /// Enough for a finding.
    Found(Examination),
    /// That there is one: whether it still holds, the server must say.
    Member(Box<Kept>),
}

/// Looks without asking anybody.
pub(super) fn known(dir: &Path, server: &Server, now: Instant) -> Known {
    let kept = match Kept::load(dir) {
        Ok(Some(kept)) => kept,
        Ok(None) => return Known::Found(Examination::spared(Check::Token, Cause::NotEnrolled)),
        Err(cause) => {
            let unread = Examination::not_reached(Check::Token, None);
            return Known::Found(unread.saying(cause.message));
        }
    };
    if kept.fingerprint != server.fingerprint() {
        let other = Examination::failed(Check::Token, Cause::AccountUnknown);
        return Known::Found(other.saying("the membership is of another Network"));
    }
    if kept.is_over(now) {
        return Known::Found(Examination::failed(Check::Token, Cause::AccountExpired));
    }
    Known::Member(Box::new(kept))
}

/// Asks the server.
pub(super) async fn asked(dir: &Path, server: &Server, kept: &Kept) -> Examination {
    let answer = match kept.secret(dir) {
        Ok(secret) => {
            let late = |_| Error::new(ErrorCode::TimedOut, "the answer took too long");
            timeout(ANSWERING, ask_membership(server, &secret.token)).await.map_err(late).flatten()
        }
        Err(cause) => Err(cause),
    };
    let Err(cause) = answer else { return Examination::well(Check::Token) };
    let finding = match cause.code {
        ErrorCode::NotEnrolled => Examination::failed(Check::Token, Cause::AccountUnknown),
        ErrorCode::AccountRevoked => Examination::failed(Check::Token, Cause::AccountRevoked),
        ErrorCode::AccountExpired => Examination::failed(Check::Token, Cause::AccountExpired),
        // The server does not say; whatever else is wrong stands with its own check.
        _ => Examination::not_reached(Check::Token, None),
    };
    finding.saying(cause.message)
}
