//! What measuring needs: documents, the engines that are compared, deterministic misspelling.
//!
//! A room of its own, because here alone our search stands beside its peers, each opened by its own
//! door. Nothing of the product depends on it.

pub mod collection;
pub mod engines;
pub mod generated;
pub mod misspelling;
pub mod serving;
pub mod speed;

use std::error::Error;

/// Measuring is for people at a terminal: any obstacle ends it with its own words.
pub type Outcome<T> = Result<T, Box<dyn Error>>;
