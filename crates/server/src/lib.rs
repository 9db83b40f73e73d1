//! The Network's server: publishes the knowledge base as a signed feed and serves it over HTTP.
//!
//! `data` knows where everything lies, `configuration` what was set. `founding`, `publishing`,
//! `rotation`, `vouching`, `export` and `backup` are what an administrator does or has done daily;
//! `members` invites people and knows their computers again; `questions` is what the experts do, with
//! what is published of it, `collecting` brings what is published to where they search it, `authoring`
//! is the editors' desk over the content folder; `mail` tells the experts that something waits; `store`
//! keeps all of it; `accounts` knows those who work in the console, and `console` is its pages; `http` is
//! what the world sees. What a feed is, and all signing, is in `hrc-feed`; how content becomes entries
//! is in `hrc-content`. The server keeps no second copy of what is published: it reads it back from the
//! feed.

pub mod accounts;
pub mod authoring;
pub mod backup;
pub mod collecting;
pub mod configuration;
pub mod console;
pub mod data;
pub mod export;
pub mod founding;
pub mod http;
pub mod mail;
pub mod members;
mod newest_root;
pub mod publishing;
pub mod questions;
pub mod rotation;
pub mod status;
pub mod store;
pub mod vouching;

pub use configuration::Configuration;
pub use data::Data;

/// The feed of the general layer, which everybody has.
pub const PUBLIC: &str = "public";

/// The feed of the practitioners' layer, which members have.
pub const PRACTITIONER: &str = "practitioner";

/// Both, in the order in which everything is done with them.
pub const FEEDS: [&str; 2] = [PUBLIC, PRACTITIONER];
