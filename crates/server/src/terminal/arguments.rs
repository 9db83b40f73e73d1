//! What can be typed.

use clap::{Args, Parser, Subcommand};
use hrc_server::members;
use hrc_server::store::Role;
use jiff::civil::Date;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The Human Rights Cities Knowledge Centre's server.
#[derive(Parser)]
#[command(name = "hrc-server", version, about, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Args)]
pub(crate) struct At {
    /// The data folder
    #[arg(long, value_name = "DIR", env = "HRC_SERVER_DATA")]
    pub(crate) data: PathBuf,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Make keys and the feeds, empty
    Init {
        #[command(flatten)]
        at: At,
    },
    /// Publish a content folder as it stands
    Publish {
        #[command(flatten)]
        at: At,
        /// The folder of authored content
        #[arg(long, value_name = "DIR")]
        content: PathBuf,
        /// Publish also where more than half of what is published would be withdrawn
        #[arg(long)]
        withdraw_many: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Serve feeds over HTTP
    Serve {
        #[command(flatten)]
        at: At,
        /// Where to listen; port 0 means any free one
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<SocketAddr>,
        /// The folder of authored content that editors work on in the console
        #[arg(long, value_name = "DIR")]
        content: Option<PathBuf>,
    },
    /// Say what the feeds stand at
    Status {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Lay out anew what clients are given, after the server's address has changed
    Preset {
        #[command(flatten)]
        at: At,
    },
    /// Invite somebody to the practitioners' layer
    Invite {
        #[command(flatten)]
        at: At,
        /// For whom it is, for your own list
        #[arg(long)]
        name: String,
        /// For how many days it can be used
        #[arg(long, value_name = "N", default_value_t = members::DAYS)]
        days: u16,
        /// The last day of the membership, as 2027-12-31; without it until it is revoked
        #[arg(long, value_name = "DATE")]
        member_until: Option<Date>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// The invitations
    #[command(subcommand)]
    Invitations(Invitations),
    /// The members' computers
    #[command(subcommand)]
    Devices(Devices),
    /// Questions to the experts
    #[command(subcommand)]
    Questions(Questions),
    /// The accounts of those who work in the console
    #[command(subcommand)]
    Account(Account),
    /// Who did what, and when
    Audit {
        #[command(flatten)]
        at: At,
        /// Begin after this sequence
        #[arg(long, value_name = "SEQUENCE", default_value_t = 0)]
        after: u64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write the feeds to a folder, for computers without a network
    Export {
        #[command(flatten)]
        at: At,
        /// The folder, on a USB stick say; an older export in it is replaced
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
        /// A device that can read the practitioners' layer; without it all members' can
        #[arg(long, value_name = "ID")]
        device: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// The server's own keys
    #[command(subcommand)]
    Keys(Keys),
    /// The root keys
    #[command(subcommand)]
    Root(Root),
    /// Write everything to one file
    Backup {
        #[command(flatten)]
        at: At,
        /// The file to make
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Restore a backup into an empty data folder
    Restore {
        #[command(flatten)]
        at: At,
        /// The backup
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Replace the server's keys; the old ones count for nothing from then on
    Rotate {
        #[command(flatten)]
        at: At,
        /// The folder with all root keys, brought back for this command
        #[arg(long, value_name = "DIR")]
        root_keys: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Root {
    /// Replace the root keys, and the server's with them
    Rotate {
        #[command(flatten)]
        at: At,
        /// The folder with at least two of the old root keys
        #[arg(long, value_name = "DIR")]
        root_keys: PathBuf,
        /// A folder to make for the new ones, to be taken offline
        #[arg(long, value_name = "DIR")]
        new_root_keys: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Invitations {
    /// List them
    List {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take one back that nobody has used
    Revoke {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum Devices {
    /// List them
    List {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a device's membership back, from its next request on
    Revoke {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum Account {
    /// Add one; its password is asked for, or read from standard input
    Add {
        #[command(flatten)]
        at: At,
        /// What they type to sign in
        login: String,
        /// What they are called
        #[arg(long)]
        name: String,
        /// What they may do: expert, editor or administrator
        #[arg(long, value_parser = role)]
        role: Role,
        /// Ask for no password, but print a link by which they set one themselves
        #[arg(long)]
        link: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List them
    List {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give one another role
    Role {
        #[command(flatten)]
        at: At,
        /// Its sign-in name
        login: String,
        /// expert, editor or administrator
        #[arg(value_parser = role)]
        role: Role,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Set one's password: it is asked for, or read from standard input
    Password {
        #[command(flatten)]
        at: At,
        /// Its sign-in name
        login: String,
        /// Ask for no password, but print a link by which they set one themselves
        #[arg(long)]
        link: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove one, from its next request on
    Remove {
        #[command(flatten)]
        at: At,
        /// Its sign-in name
        login: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Sign one out everywhere
    SignOut {
        #[command(flatten)]
        at: At,
        /// Its sign-in name
        login: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

fn role(name: &str) -> Result<Role, String> {
    Role::from_name(name).ok_or_else(|| {
        let known = Role::ALL.map(Role::as_str).join(", ");
        format!("there is no role {name}; there are {known}")
    })
}

#[derive(Subcommand)]
pub(crate) enum Questions {
    /// List them
    List {
        #[command(flatten)]
        at: At,
        /// Only those in this state
        #[arg(long)]
        state: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one, with all that was said
    Show {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give one to somebody
    Assign {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// To whom
        #[arg(long, value_name = "NAME")]
        to: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask the asker back
    Ask {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// What, in Markdown
        #[arg(long)]
        text: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Answer one
    Answer {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// The answer in a few sentences
        #[arg(long)]
        summary: String,
        /// A file with the answer in Markdown, or - for standard input
        #[arg(long, value_name = "FILE")]
        text: PathBuf,
        /// A record it points to
        #[arg(long, value_name = "ID")]
        record: Vec<String>,
        /// An address it points to
        #[arg(long, value_name = "TITLE|URL")]
        link: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Decline one
    Decline {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Offer an answer to be published, as the asker chose
    Publish {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// The question in general words
        #[arg(long)]
        title: String,
        /// The answer in a few sentences
        #[arg(long)]
        summary: String,
        /// A file with the answer in Markdown, or - for standard input
        #[arg(long, value_name = "FILE")]
        text: PathBuf,
        /// The language of it all
        #[arg(long, value_name = "CODE")]
        language: String,
        /// Themes it is filed under
        #[arg(long, value_name = "ID", value_delimiter = ',')]
        themes: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a publication back
    Withdraw {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Close one
    Close {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete the texts of one
    Delete {
        #[command(flatten)]
        at: At,
        /// Its id
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}
