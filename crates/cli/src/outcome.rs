//! How a call ends: the exit codes scripts may rely on, as `docs/cli.md` lists them.

use hrc_domain::{Error, ErrorCode};
use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;

/// The end of a call that was understood.
pub(crate) enum Outcome {
    /// Done, and the answer is yes. Exit code 0.
    Fine,
    /// Done, and the answer is no: faults were found. Exit code 1.
    Faults,
    /// Not done. Exit code by the kind of obstacle.
    Failed(ErrorCode),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Faults => 1,
            Outcome::Failed(code) => match code {
                // 2 is what the argument parser itself ends with.
                ErrorCode::InvalidInput => 2,
                ErrorCode::NotFound => 3,
                ErrorCode::LibraryMissing
                | ErrorCode::LibraryDamaged
                | ErrorCode::LibraryNewer
                | ErrorCode::IndexDamaged => 4,
                ErrorCode::Busy => 5,
                ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::Io => 6,
                ErrorCode::ContentFaulty => 7,
                ErrorCode::NotConfigured
                | ErrorCode::Offline
                | ErrorCode::TimedOut
                | ErrorCode::ServerRefused => 8,
                ErrorCode::FeedUnreadable
                | ErrorCode::FeedIncomplete
                | ErrorCode::FeedForged
                | ErrorCode::FeedForeign
                | ErrorCode::FeedRolledBack
                | ErrorCode::FeedExpired
                | ErrorCode::FeedNewer
                | ErrorCode::ClockWrong => 9,
                ErrorCode::Cancelled => 10,
                ErrorCode::AddressRefused | ErrorCode::OpenFailed | ErrorCode::Internal => 70,
            },
        })
    }
}

/// Prints text; a reader that went away (`hrc list | head`) is no error.
pub(crate) fn say(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::io("writing the answer", &cause))
        }
        _ => Ok(()),
    }
}

/// Prints a value as one line of JSON.
pub(crate) fn say_json(value: &impl Serialize) -> Result<(), Error> {
    let mut line = serde_json::to_string(value)
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
    line.push('\n');
    say(&line)
}
