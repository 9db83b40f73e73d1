//! What the screens show, laid out from the store: a reading, the city cases, the link
//! directory, the front page, what a workshop shows.
//!
//! How it looks is the interface's matter; what stands in it and in which order is decided here.

mod cities;
mod exhibits;
mod links;
mod overview;
mod reading;

pub use cities::cities;
pub use exhibits::exhibits;
pub use links::links;
pub use overview::overview;
pub use reading::{minutes, reading};
