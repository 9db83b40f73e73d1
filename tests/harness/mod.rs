//! What the tests stand on: the built programs, a home, a private display and session, a driven
//! window, a browser; a server, content to publish, and a reader who syncs.

pub mod asking;
pub mod browser;
pub mod bus;
pub mod content;
pub mod dialog;
pub mod disk;
pub mod display;
pub mod displays;
pub mod home;
pub mod pdf;
pub mod programs;
pub mod reader;
pub mod server;
pub mod webdriver;
pub mod window;

use std::time::{Duration, Instant};

/// Longer than anything takes on a busy two-core machine; only a real failure waits this long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks until there is an answer; panics with what was waited for.
pub fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain for {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
