//! The real window: the built application on a private display, driven from outside.

mod access;
mod privacy;
mod reading;
mod settings;
