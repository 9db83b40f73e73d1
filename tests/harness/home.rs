//! A person's home on one computer, prepared before the application starts: folders, disks,
//! session.

use super::bus::Bus;
use super::disk::Disk;
use super::programs::{bundle, hrc};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The application's name among the reader's folders.
const APPLICATION: &str = "net.humanrightscities.knowledge-centre";

/// One home; its folders are gone with this value.
pub struct Home {
    disk: Option<Disk>,
    bus: Option<Bus>,
    folder: tempfile::TempDir,
    changed: BTreeMap<&'static str, Option<String>>,
}

impl Home {
    /// The home of a person who has never run the application: English, no session bus.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        prepare_browser_stand_in(folder.path());
        Self { disk: None, bus: None, folder, changed: BTreeMap::new() }
    }

    /// The same with a library already installed, as after an earlier start.
    pub fn with_library() -> Self {
        let home = Self::new();
        home.install();
        home
    }

    /// Puts the bundle's library where the application keeps its own.
    pub fn install(&self) {
        let done = hrc()
            .args(["status", "--data"])
            .arg(self.library())
            .env("HRC_BUNDLE", bundle())
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "the library is not installed: {complaint}");
        assert!(self.library().join("public.sqlite").is_file(), "it lies where the reader's does");
    }

    /// With this variable of the environment.
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.changed.insert(name, Some(value.into()));
        self
    }

    /// Without this variable of the environment.
    pub fn without(mut self, name: &'static str) -> Self {
        self.changed.insert(name, None);
        self
    }

    /// With its data on a disk of its own; errs where this computer lets nobody mount one.
    pub fn on_a_disk_of(mut self, kilobytes: u32) -> Result<Self, String> {
        self.disk = Some(Disk::mount(&self.path().join("data"), kilobytes)?);
        Ok(self)
    }

    /// With a session bus, as a desktop has one.
    pub fn on_a_bus(mut self) -> Self {
        let bus = Bus::start(&self);
        self.changed.insert("DBUS_SESSION_BUS_ADDRESS", Some(bus.address.clone()));
        self.bus = Some(bus);
        self
    }

    /// With a session bus and, on it, what screen readers listen to.
    pub fn for_a_screen_reader(self) -> Self {
        let home = self.without("NO_AT_BRIDGE").on_a_bus();
        if let Some(bus) = &home.bus {
            bus.start_accessibility();
        }
        home
    }

    /// With a session bus and, on it, a desktop that shows notifications.
    pub fn with_notifications(self) -> Self {
        let mut home = self.on_a_bus();
        let file = home.notifications();
        if let Some(bus) = &mut home.bus {
            bus.start_notifications(&file);
        }
        home
    }

    /// The disk of [`Self::on_a_disk_of`].
    pub fn disk(&self) -> &Disk {
        self.disk.as_ref().expect("a home on a disk of its own")
    }

    /// The home itself.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the reader's data lie.
    fn data(&self) -> PathBuf {
        match self.changed.get("XDG_DATA_HOME") {
            Some(Some(data)) => PathBuf::from(data),
            _ => self.path().join("data"),
        }
    }

    /// The reader's library.
    pub fn library(&self) -> PathBuf {
        self.data().join(APPLICATION).join("library")
    }

    /// The reader's settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.path().join("config").join(APPLICATION).join("settings.json")
    }

    /// Everything in the log so far.
    pub fn log(&self) -> String {
        let folder = self.data().join(APPLICATION).join("logs");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
    }

    /// Everything the system was asked to open outside, in order.
    pub fn opened_outside(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path().join("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Title and words of everything the desktop was asked to show, in order.
    pub fn notified(&self) -> Vec<(String, String)> {
        let text = std::fs::read_to_string(self.notifications()).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let word = |line: &Value, at: usize| line[at].as_str().map(str::to_owned);
        lines.filter_map(|line| Some((word(&line, 3)?, word(&line, 4)?))).collect()
    }

    fn notifications(&self) -> PathBuf {
        self.path().join("notifications")
    }

    /// The environment of a program in this home on this display; what has no value is removed.
    pub fn environment(&self, display: &str) -> BTreeMap<&'static str, Option<String>> {
        let path = |name: &str| Some(self.path().join(name).to_string_lossy().into_owned());
        let bin = path("bin").unwrap_or_default();
        let programs = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
        let mut environment = BTreeMap::from([
            ("HOME", path("")),
            ("XDG_CONFIG_HOME", path("config")),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_CACHE_HOME", path("cache")),
            ("XDG_RUNTIME_DIR", path("run")),
            ("DISPLAY", Some(display.to_owned())),
            ("WAYLAND_DISPLAY", None),
            // Nobody listens there: else all windows under test were one application's.
            ("DBUS_SESSION_BUS_ADDRESS", path("run/no-bus").map(|at| format!("unix:path={at}"))),
            ("GDK_BACKEND", Some("x11".to_owned())),
            ("LANG", Some("en_GB.UTF-8".to_owned())),
            ("LANGUAGE", Some("en".to_owned())),
            ("NO_AT_BRIDGE", Some("1".to_owned())),
            ("PATH", Some(programs)),
            ("OPENED", path("opened")),
            ("HRC_BUNDLE", Some(bundle().to_string_lossy().into_owned())),
        ]);
        environment.extend(self.changed.clone());
        environment
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What is mounted in the folder goes before it; programs of the session mount there too.
        self.bus = None;
        self.disk = None;
        // The window's last processes may still be writing while the folder is being removed.
        for _ in 0..40 {
            match std::fs::remove_dir_all(self.path()) {
                Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                    std::thread::sleep(std::time::Duration::from_millis(50));
                }
                _ => return,
            }
        }
    }
}

/// Gives a program exactly this environment.
pub fn in_environment<'a>(
    command: &'a mut std::process::Command,
    environment: &BTreeMap<&'static str, Option<String>>,
) -> &'a mut std::process::Command {
    for (name, value) in environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// Stands where the system's browser starter would: it writes down what it was asked to open.
fn prepare_browser_stand_in(home: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(home.join("run")).unwrap();
    std::fs::set_permissions(home.join("run"), std::fs::Permissions::from_mode(0o700)).unwrap();
    std::fs::create_dir_all(home.join("bin")).unwrap();
    for name in ["xdg-open", "gio", "gnome-open", "kde-open", "wslview"] {
        let program = home.join("bin").join(name);
        std::fs::write(
            &program,
            "#!/bin/sh\nfor last; do :; done\nprintf '%s\\n' \"$last\" >> \"$OPENED\"\n",
        )
        .unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}
