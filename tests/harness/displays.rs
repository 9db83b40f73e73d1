//! A private X server with two displays side by side, one of which can be unplugged: the dummy driver of Xorg,
//! with a window manager, without which nothing becomes full screen.

use super::eventually;
use std::process::{Child, Command, Stdio};

/// Two displays that end with this value.
pub struct Displays {
    server: Child,
    manager: Child,
    folder: tempfile::TempDir,
    /// Its name, such as `:7`.
    pub name: String,
    second: (u32, u32),
}

/// What is left of Xorg's configuration when there is no hardware: a screen as large as both displays.
fn configuration(width: u32, height: u32) -> String {
    format!(
        r#"Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 1-2000
  VertRefresh 1-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual {width} {height}
  EndSubSection
EndSection
"#
    )
}

impl Displays {
    /// Starts a first display of 1280x720 with another of this size at its right.
    pub fn start(second: (u32, u32)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("xorg.conf");
        std::fs::write(&file, configuration(1280 + second.0, second.1.max(720))).unwrap();
        let numbers = tempfile::NamedTempFile::new().unwrap();
        let log = folder.path().join("xorg.log");
        let server = Command::new("Xorg")
            .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp", "-config"])
            .arg(&file)
            .arg("-logfile")
            .arg(log)
            .stdout(numbers.reopen().unwrap())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xorg is installed by `make setup`");
        let number = eventually("the two displays", || {
            let text = std::fs::read_to_string(numbers.path()).ok()?;
            text.ends_with('\n').then(|| text.trim().to_owned())
        });
        let name = format!(":{number}");
        let manager = Command::new("openbox")
            .arg("--sm-disable")
            .env("DISPLAY", &name)
            .env("HOME", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("openbox is installed by `make setup`");
        let displays = Self { server, manager, folder, name, second };
        displays.arrange(&["--output", "DUMMY0", "--mode", "1280x720"]);
        displays.arrange(&["--addmode", "DUMMY1", &displays.mode()]);
        displays.plug();
        displays
    }

    fn mode(&self) -> String {
        format!("{}x{}", self.second.0, self.second.1)
    }

    fn arrange(&self, arguments: &[&str]) {
        let done = Command::new("xrandr")
            .args(arguments)
            .env("DISPLAY", &self.name)
            .env("HOME", self.folder.path())
            .output()
            .expect("xrandr is installed by `make setup`");
        let complaint = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "xrandr {arguments:?}: {complaint}");
    }

    /// Plugs the second display in, at the right of the first.
    pub fn plug(&self) {
        self.arrange(&["--output", "DUMMY1", "--mode", &self.mode(), "--right-of", "DUMMY0"]);
        // Programs hear of it when somebody asks.
        self.arrange(&[]);
    }

    /// Pulls its plug.
    pub fn unplug(&self) {
        self.arrange(&["--output", "DUMMY1", "--off"]);
        self.arrange(&[]);
    }
}

impl Drop for Displays {
    fn drop(&mut self) {
        for process in [&mut self.manager, &mut self.server] {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
