//! What `docs/server.md` promises, held against the built program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod backing_up;
mod configuring;
mod following;
mod founding;
mod harness;
mod publishing;
mod rotating;
mod serving;
mod standing;
mod storing;
mod vouching;
