//! The real window: the built application on a private display, driven from outside.

mod access;
mod cities;
mod consultation;
mod diagnosis;
mod displays;
mod errands;
mod folder;
mod healing;
mod keyboard;
mod lights;
mod membership;
mod notifications;
mod paint;
mod places;
mod presenting;
mod printing;
mod privacy;
mod questions;
mod reading;
mod room;
mod scene;
mod settings;
mod start;
mod sync;
mod tree;
mod workshops;
