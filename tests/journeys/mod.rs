//! Authored content on its way through the real command line and the real library.

mod content;
mod golden;
