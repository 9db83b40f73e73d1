//! The contract of a feed: what is published arrives, and nothing else is ever believed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod carrying;
mod clocks;
mod copying;
mod crashes;
mod fetching;
mod following;
mod forging;
mod harness;
mod hostile;
mod library;
mod publishing;
mod python;
mod rollback;
mod rotation;
mod sweeping;
