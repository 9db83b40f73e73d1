//! A private X server, so that a window under test neither sees nor disturbs another.

use super::eventually;
use std::process::{Child, Command, Stdio};

/// A virtual display that ends with this value.
pub struct Display {
    server: Child,
    /// Its name, such as `:7`.
    pub name: String,
}

impl Display {
    /// Starts one of this size.
    pub fn start(width: u32, height: u32) -> Self {
        let numbers = tempfile::NamedTempFile::new().unwrap();
        let server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdout(numbers.reopen().unwrap())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by `make setup`");
        let number = eventually("the virtual display", || {
            let text = std::fs::read_to_string(numbers.path()).ok()?;
            text.ends_with('\n').then(|| text.trim().to_owned())
        });
        Self { server, name: format!(":{number}") }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
