//! Documents as a reader of them sees them: printed by the program, read by poppler.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod orders;
mod poppler;

mod pages;
mod slides;
mod trouble;
