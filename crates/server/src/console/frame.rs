//! What stands around every page: the sections somebody may see, the language, who is signed in.

use super::gate::Signed;
use super::icons::{self, Icon};
use super::reply::Faulty;
use super::words::{LANGUAGES, Words};
use super::{files, form};
use crate::store::Role;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt::Display;

/// A section: its place, its name's key, and the least role that sees it.
type Section = (&'static str, &'static str, Role);

/// The sections, in the order in which they stand at the top.
const SECTIONS: [Section; 8] = [
    ("/console/inbox", "section.inbox", Role::Expert),
    ("/console/published", "section.published", Role::Expert),
    ("/console/records", "section.collection", Role::Expert),
    ("/console/content", "section.content", Role::Editor),
    ("/console/members", "section.members", Role::Administrator),
    ("/console/accounts", "section.accounts", Role::Administrator),
    ("/console/server", "section.server", Role::Administrator),
    ("/console/trail", "section.trail", Role::Administrator),
];

/// Pages that belong to a section without lying below it.
const WITHIN: [(&str, &str); 1] = [("/console/questions", "/console/inbox")];

/// What stands around a page; templates take it as `frame` and ask it for words, days and icons.
#[derive(Debug, Clone)]
pub struct Frame {
    words: Words,
    /// Who is signed in.
    pub signed: Option<Signed>,
    /// The page's own address, with its question mark and what follows.
    pub path: String,
    zone: TimeZone,
    said: Option<&'static str>,
}

impl Frame {
    /// Around the page at this address.
    pub fn of(words: Words, signed: Option<Signed>, path: &str, zone: TimeZone) -> Self {
        let asked = path.split_once('?').map_or("", |(_, asked)| asked);
        let said = form::Form::parse(asked.as_bytes());
        // Only what is in the catalogue can be said, by whatever link.
        let said =
            said.get("said").filter(|key| key.starts_with("said.")).and_then(|key| words.find(key));
        Self { words, signed, path: path.to_owned(), zone, said }
    }

    /// The words of the reader's language.
    pub fn words(&self) -> Words {
        self.words
    }

    /// A sentence of the catalogue.
    pub fn say(&self, key: &str) -> &'static str {
        self.words.say(key)
    }

    /// One with a place for one value.
    pub fn with(&self, key: &str, name: &str, value: impl Display) -> String {
        self.words.with(key, &[(name, &value.to_string())])
    }

    /// One that counts: `key.one` or `key.other`, with a place `{n}`.
    pub fn count(&self, key: &str, many: u64) -> String {
        self.words.count(key, many)
    }

    /// A day in words.
    pub fn day(&self, day: &Date) -> String {
        self.words.day(*day)
    }

    /// The zone in which hours are told.
    pub fn zone(&self) -> TimeZone {
        self.zone.clone()
    }

    /// A day and an hour in words.
    pub fn moment(&self, at: &Timestamp) -> String {
        self.words.moment(&at.to_zoned(self.zone.clone()))
    }

    /// An icon; it is decoration, words stand beside it.
    pub fn icon(&self, name: &str) -> Icon {
        icons::icon(name)
    }

    /// The language's code.
    pub fn language(&self) -> &'static str {
        self.words.code()
    }

    /// Every language's code and own name.
    pub fn languages(&self) -> [(&'static str, &'static str); 6] {
        LANGUAGES
    }

    /// Where the files of the pages lie.
    pub fn files(&self) -> &'static str {
        files::folder()
    }

    /// The sections that whoever is signed in may see: place, name, and whether it is this.
    pub fn sections(&self) -> Vec<(&'static str, &'static str, bool)> {
        let Some(signed) = &self.signed else { return Vec::new() };
        let is_here = |at: &str| {
            let is_within = WITHIN.iter().any(|(page, of)| *of == at && self.is_at(page));
            is_within || self.is_at(at)
        };
        let seen = SECTIONS.iter().filter(|(.., least)| signed.may(*least));
        seen.map(|(at, key, _)| (*at, self.say(key), is_here(at))).collect()
    }

    /// Whether the page is this one, or lies below it.
    pub fn is_at(&self, place: &str) -> bool {
        let here = self.path.split('?').next().unwrap_or_default();
        here.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Where whoever is signed in begins.
    pub fn first_section(&self) -> &'static str {
        self.sections().first().map_or("/console/sign-in", |(at, ..)| at)
    }

    /// What came of the form that led here.
    pub fn said(&self) -> Option<&'static str> {
        self.said
    }

    /// What their role is called.
    pub fn role(&self, role: &Role) -> &'static str {
        self.say(match role {
            Role::Expert => "role.expert",
            Role::Editor => "role.editor",
            Role::Administrator => "role.administrator",
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Frame {
    type Rejection = Faulty;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Faulty> {
        let missing = || Faulty::from(Error::new(ErrorCode::Internal, "a route without its gate"));
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}
