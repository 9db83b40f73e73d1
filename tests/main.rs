//! Tests that cross rooms: the walls between them, journeys of authored content through the real
//! library and command line, the real window and the console in a real browser, driven from outside.
//!
//! What one room promises is tested in that room. The programs are found by path; `make test` builds
//! them first.

// A test that cannot go on has failed, and says why where it stands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod console;
mod e2e;
mod faults;
mod harness;
mod journeys;
mod walls;
