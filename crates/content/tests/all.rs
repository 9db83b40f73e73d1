//! The contract of the checker: what authors may write, and every fault they are told of.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what cannot happen in a test may be said outside its functions too"
)]

mod broken;
mod collection;
mod faults;
mod preview;
mod records;
mod scale;
