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

/// What can be said without asking; none where the server must be asked.
pub(super) fn known(dir: &Path, server: &Server, now: Instant) -> Result<Examination, Kept> {
    let kept = match Kept::load(dir) {
        Ok(Some(kept)) => kept,
        Ok(None) => return Ok(Examination::spared(Check::Token, Cause::NotEnrolled)),
        Err(cause) => {
            return Ok(Examination::not_reached(Check::Token, None).saying(cause.message));
        }
    };
    if kept.fingerprint != server.fingerprint() {
        let told = "the membership is of another Network";
        return Ok(Examination::failed(Check::Token, Cause::AccountUnknown).saying(told));
    }
    if kept.is_over(now) {
        return Ok(Examination::failed(Check::Token, Cause::AccountExpired));
    }
    Err(kept)
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
