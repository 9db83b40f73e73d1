//! What `docs/server.md` promises, held against the built program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounting;
mod asking;
mod authoring;
mod backing_up;
mod collecting;
mod configuring;
mod consenting;
mod console;
mod describing;
mod desk;
mod desk_pages;
mod enrolling;
mod exporting;
mod following;
mod founding;
mod harness;
mod mailing;
mod members;
mod publishing;
mod rotating;
mod serving;
mod standing;
mod store;
mod storing;
mod vouching;
