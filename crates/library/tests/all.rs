//! The library's contract, tried on real databases and real indexes in temporary folders.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the lint lets tests do so, but not what they share"
)]

mod account;
mod applying;
mod corpus;
mod facets;
mod folders;
mod healing;
mod installing;
mod layers;
mod letters;
mod margin;
mod meaning;
mod network;
mod pages;
mod personal;
mod properties;
mod searching;
mod settings;
mod workshops;
