//! `hrc`: the library from a terminal, for administrators, editors, scripts and tests.
//!
//! One file a noun. Nothing is decided here: content is read by `hrc-content`, everything about a
//! library is asked of `hrc-library`. What it prints and which exit codes it ends with is a promise,
//! written down in `docs/cli.md`.

mod account;
mod bundle;
mod content;
mod doctor;
mod handout;
mod outcome;
mod personal;
mod place;
mod questions;
mod records;
mod report;
mod search;
mod slides;
mod state;
mod sync;

use clap::{Args, Parser, Subcommand};
use outcome::Outcome;
use std::path::PathBuf;
use std::process::ExitCode;

/// The Human Rights Cities Knowledge Centre from a terminal.
#[derive(Parser)]
#[command(name = "hrc", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

/// Which library to ask.
#[derive(Args)]
pub(crate) struct At {
    /// The folder of the library; made and filled from the bundle when it is not there
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Verb {
    /// Search the library
    Search(search::Search),
    /// List records
    List(records::List),
    /// Show one record
    Show(records::Show),
    /// Print records into one PDF to give out
    Handout(handout::Handout),
    /// Print records or a workshop's file as a PDF of slides
    Slides(slides::Slides),
    /// Say what the library stands at
    Status(state::Status),
    /// Check database and index against themselves and each other
    Verify(state::Verify),
    /// Bring the library to the newest state of a server's feed, or of one in a folder
    Sync(sync::Sync),
    /// Enrol this computer for the practitioners' layer by the code of an invitation
    Enrol(account::Enrol),
    /// Say whether this computer is enrolled
    Account(account::Show),
    /// Take the practitioners' layer and the account from this computer
    SignOut(account::SignOut),
    /// Look why a library cannot sync, and what to do about it
    Doctor(doctor::Doctor),
    /// Ask the experts, and see what became of it
    #[command(subcommand)]
    Questions(questions::Questions),
    /// Take everything personal along, or away
    #[command(subcommand)]
    Personal(personal::Personal),
    /// Check and preview authored content
    #[command(subcommand)]
    Content(content::Content),
    /// Make the bundle the application starts from: general layer only
    Bundle(bundle::Bundle),
}

fn main() -> ExitCode {
    let Arguments { at, verb } = Arguments::parse();
    let outcome = match verb {
        Verb::Search(verb) => search::run(&at, &verb),
        Verb::List(verb) => records::list(&at, &verb),
        Verb::Show(verb) => records::show(&at, &verb),
        Verb::Handout(verb) => handout::run(&at, &verb),
        Verb::Slides(verb) => slides::run(&at, &verb),
        Verb::Status(verb) => state::status(&at, &verb),
        Verb::Verify(verb) => state::verify(&at, &verb),
        Verb::Sync(verb) => sync::run(&at, &verb),
        Verb::Enrol(verb) => account::enrol(&at, &verb),
        Verb::Account(verb) => account::show(&at, &verb),
        Verb::SignOut(verb) => account::sign_out(&at, &verb),
        Verb::Doctor(verb) => doctor::run(&at, &verb),
        Verb::Questions(verb) => questions::run(&at, &verb),
        Verb::Personal(verb) => personal::run(&at, &verb),
        Verb::Content(verb) => content::run(&verb),
        Verb::Bundle(verb) => bundle::run(&verb),
    };
    outcome
        .unwrap_or_else(|error| {
            eprintln!("hrc: {error}");
            Outcome::Failed(error.code)
        })
        .into()
}
