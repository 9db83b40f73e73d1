//! The real window: the built application on a private display, driven from outside.

mod access;
mod cities;
mod healing;
mod keyboard;
mod paint;
mod places;
mod privacy;
mod reading;
mod settings;
mod start;
mod sync;
mod tree;
