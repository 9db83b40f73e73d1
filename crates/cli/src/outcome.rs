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
            Outcome::Failed(code) => code.exit_code(),
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
