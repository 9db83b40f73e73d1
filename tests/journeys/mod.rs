//! Authored content on its way through the real command line and the real library, and from the
//! real server to its readers, whatever lies in between.

mod clocks;
mod content;
mod crashes;
mod doctor;
mod enrolment;
mod full_disk;
mod golden;
mod inspection;
mod networks;
mod questions;
mod syncing;
