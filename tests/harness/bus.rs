//! A private session bus, as a desktop has one.

use super::eventually;
use super::home::{Home, in_environment};
use super::programs::root;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A message bus that ends with this value.
pub struct Bus {
    daemon: Child,
    notifications: Option<Child>,
    /// Its address, for `DBUS_SESSION_BUS_ADDRESS`.
    pub address: String,
}

impl Bus {
    /// Starts one for a session in this home; what it starts on demand lives there too.
    pub fn start(home: &Home) -> Self {
        let address = tempfile::NamedTempFile::new().unwrap();
        let mut daemon = Command::new("dbus-daemon");
        in_environment(&mut daemon, &home.environment(""))
            .env_remove("DISPLAY")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(address.reopen().unwrap())
            .stderr(Stdio::null());
        let daemon = daemon.spawn().expect("dbus is installed by `make setup`");
        let address = eventually("the session bus", || {
            let text = std::fs::read_to_string(address.path()).ok()?;
            text.ends_with('\n').then(|| text.trim().to_owned())
        });
        Self { daemon, notifications: None, address }
    }

    /// Wakes what screen readers listen to. Woken only by the application, it comes too late for
    /// the page, and the tree stays empty.
    pub fn start_accessibility(&self) {
        let woken = Command::new("dbus-send")
            .args(["--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"])
            .arg("org.a11y.Bus.GetAddress")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .output()
            .expect("dbus is installed by `make setup`");
        let complaint = String::from_utf8_lossy(&woken.stderr);
        assert!(woken.status.success(), "at-spi2-core is installed by `make setup`: {complaint}");
    }

    /// Puts a service on it that writes every notification into this file, one JSON a line. It ends
    /// with the bus.
    pub fn start_notifications(&mut self, file: &Path) {
        let service = Command::new("/usr/bin/python3")
            .arg(root().join("tests/harness/notifications.py"))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .stdout(File::create(file).unwrap())
            .spawn();
        self.notifications = Some(service.expect("python3 is installed by `make setup`"));
        eventually("the notification service", || {
            std::fs::read_to_string(file).ok().filter(|text| text.ends_with('\n'))
        });
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
        if let Some(service) = &mut self.notifications {
            let _ = service.kill();
            let _ = service.wait();
        }
    }
}
