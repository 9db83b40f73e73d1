//! The contract of slides: everything that was authored can be shown, nothing is invented, nothing is cut.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what cannot happen in a test may be said outside its functions too"
)]

mod arranging;
mod collection;
mod comparing;
mod hostile;
mod newer;
mod shown;
