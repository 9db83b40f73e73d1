//! `hrc personal`: everything personal into one file, out of one, or away.

use crate::At;
use crate::outcome::{Outcome, say, say_json};
use clap::{Args, Subcommand};
use hrc_domain::personal::{Imported, PersonalHealing};
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Personal as Data, Secrets};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub(crate) enum Personal {
    /// Write questions, notes and bookmarks into one file
    Export(Export),
    /// Take such a file in; twice is the same as once
    Import(Import),
    /// Remove everything personal from this computer
    Wipe(Wipe),
}

#[derive(Args)]
pub(crate) struct Export {
    /// The file; one that is there is replaced
    file: PathBuf,
    /// With the secrets by which servers know a visitor again: whoever has the file can then fetch the
    /// answers to what you asked without a membership
    #[arg(long)]
    with_receipts: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Import {
    /// The file
    file: PathBuf,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Wipe {
    /// It is meant: nothing brings it back
    #[arg(long, required = true)]
    yes: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// The end of an export; see `docs/cli.md`.
#[derive(Serialize)]
struct Exported {
    file: String,
    receipts: bool,
}

/// The end of a wipe; see `docs/cli.md`.
#[derive(Serialize)]
struct Wiped {
    wiped: bool,
}

/// Opens the personal data of the folder the call names, and says what had to be mended.
pub(crate) fn open(at: &At) -> Result<Data, Error> {
    let Some(dir) = at.data.as_deref() else {
        let sentence = "name the folder of your data with --data";
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    };
    Data::open(dir, hrc_library::now()).inspect(say_healed)
}

/// The same in this folder; none where nothing personal was ever kept there.
pub(crate) fn find(dir: &Path) -> Result<Option<Data>, Error> {
    Ok(Data::find(dir, hrc_library::now())?.inspect(say_healed))
}

fn say_healed(data: &Data) {
    if let Some(PersonalHealing::BegunAnew { kept, taken_over }) = data.healed() {
        let Imported { questions, notes, bookmarks, .. } = taken_over;
        eprintln!(
            "hrc: the personal data could not be read; it was put aside as {kept}, and a new file begun; \
             {questions} questions, {notes} notes, {bookmarks} bookmarks could be taken over from it"
        );
    }
}

pub(crate) fn run(at: &At, verb: &Personal) -> Result<Outcome, Error> {
    let now = hrc_library::now();
    let data = open(at)?;
    match verb {
        Personal::Export(Export { file, with_receipts, json }) => {
            let secrets = if *with_receipts { Secrets::Included } else { Secrets::LeftOut };
            data.export_to(file, secrets, now)?;
            let file = file.display().to_string();
            if *json {
                say_json(&Exported { file, receipts: *with_receipts })?;
            } else {
                say(&format!("written to {file}\n"))?;
            }
        }
        Personal::Import(Import { file, json }) => {
            let imported = data.import_from(file, now)?;
            if *json {
                say_json(&imported)?;
            } else {
                let Imported { questions, notes, bookmarks, workshops, known } = imported;
                say(&format!(
                    "{questions} questions, {notes} notes, {bookmarks} bookmarks, {workshops} workshops; \
                     {known} were here\n"
                ))?;
            }
        }
        Personal::Wipe(Wipe { json, .. }) => {
            data.wipe()?;
            if *json {
                say_json(&Wiped { wiped: true })?;
            } else {
                say("everything personal is gone\n")?;
            }
        }
    }
    Ok(Outcome::Fine)
}
