//! `hrc status` and `hrc verify`: what a library stands at, and whether it is whole.

use crate::outcome::{Outcome, say, say_json};
use crate::{At, place};
use clap::Args;
use hrc_domain::Error;
use hrc_domain::reading::LibraryStatus;
use hrc_library::Verification;
use serde::Serialize;

#[derive(Args)]
pub(crate) struct Status {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Verify {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// The outcome of a check; see `docs/cli.md`.
#[derive(Serialize)]
struct Checked<'a> {
    whole: bool,
    records: u32,
    faults: &'a [String],
}

pub(crate) fn status(at: &At, verb: &Status) -> Result<Outcome, Error> {
    let status = place::open(at)?.status()?;
    if verb.json {
        say_json(&status)?;
    } else {
        let LibraryStatus { folder, records, head, digest, edition, schema, index_current, .. } =
            status;
        let edition = edition.unwrap_or_else(|| "none".to_owned());
        let index = if index_current { "current" } else { "behind" };
        say(&format!(
            "{folder}\n{records} records, edition {edition}, head {head}, index {index}\n\
             digest {digest}, layout {schema}\n"
        ))?;
    }
    Ok(Outcome::Fine)
}

pub(crate) fn verify(at: &At, verb: &Verify) -> Result<Outcome, Error> {
    let Verification { faults, records } = place::open(at)?.verify()?;
    let whole = faults.is_empty();
    if verb.json {
        say_json(&Checked { whole, records, faults: &faults })?;
    } else if whole {
        say(&format!("whole: {records} records\n"))?;
    } else {
        say(&faults.iter().map(|fault| format!("{fault}\n")).collect::<String>())?;
    }
    Ok(if whole { Outcome::Fine } else { Outcome::Faults })
}
