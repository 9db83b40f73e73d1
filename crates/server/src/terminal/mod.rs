//! The terminal's side: what can be typed, and what is said.

pub(crate) mod accounts;
pub(crate) mod arguments;
pub(crate) mod feeds;
pub(crate) mod members;
pub(crate) mod questions;

use hrc_domain::{Error, ErrorCode};
use serde::Serialize;
use std::io::Write;

/// Prints; a reader who went away is no error.
pub(crate) fn say(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::io("printing", &cause))
        }
        _ => Ok(()),
    }
}

/// Prints one line of JSON.
pub(crate) fn say_json(told: &impl Serialize) -> Result<(), Error> {
    let told = serde_json::to_string(told)
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
    say(&format!("{told}\n"))
}
