//! The displays of this computer: which there are, when one comes or goes, and a window full screen on one of them.
//! What is shown there says [`crate::stage`].

use crate::stage::{self, StageDisplay};
use std::time::Duration;
use tauri::{AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewWindow};

/// A display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Display {
    /// What the system calls it; numbered where two are called the same.
    pub name: String,
    /// Where it begins.
    pub position: PhysicalPosition<i32>,
    /// How large it is.
    pub size: PhysicalSize<u32>,
    /// Whether the reader's window is on it.
    pub home: bool,
}

impl Display {
    /// As it can be chosen.
    pub(crate) fn told(&self) -> StageDisplay {
        let PhysicalSize { width, height } = self.size;
        StageDisplay { name: self.name.clone(), width, height, home: self.home }
    }
}

/// All there are. Mirrored ones show the same and count as one.
pub(crate) fn displays(app: &AppHandle) -> Vec<Display> {
    let home = home(app);
    let mut found: Vec<Display> = Vec::new();
    for monitor in app.available_monitors().unwrap_or_default() {
        let (position, size) = (*monitor.position(), *monitor.size());
        if found.iter().any(|one| one.position == position) {
            continue;
        }
        let called = monitor.name().filter(|name| !name.is_empty());
        let called = called.map_or_else(|| format!("{}", found.len() + 1), Clone::clone);
        let same =
            |one: &&Display| one.name == called || one.name.starts_with(&format!("{called} ("));
        let name = match found.iter().filter(same).count() {
            0 => called,
            n => format!("{called} ({})", n + 1),
        };
        found.push(Display { name, position, size, home: home == Some(position) });
    }
    found
}

/// Where the display begins that the reader's window is on.
fn home(app: &AppHandle) -> Option<PhysicalPosition<i32>> {
    let reader =
        app.get_webview_window("main").or_else(|| app.get_webview_window(stage::PRESENTER))?;
    reader.current_monitor().ok().flatten().map(|monitor| *monitor.position())
}

/// The display for an audience where nobody chose: one that the reader does not sit at, where there is one.
pub(crate) fn first_of(found: &[Display]) -> Option<&Display> {
    found.iter().find(|one| !one.home).or_else(|| found.first())
}

/// Puts a window on a display, full screen. Some systems hear it only a moment later, when they know the display
/// better: so it is said again until it is true.
pub(crate) fn place(app: &AppHandle, window: &WebviewWindow, display: &Display) {
    put(window, display);
    let (app, window, display) = (app.clone(), window.clone(), display.clone());
    std::thread::spawn(move || {
        for _ in 0..8 {
            std::thread::sleep(Duration::from_millis(250));
            if stage::wanted(&app).as_ref() != Some(&display) {
                return;
            }
            let there = window.outer_position().is_ok_and(|at| at == display.position)
                && window.inner_size().is_ok_and(|size| size == display.size);
            if there {
                return;
            }
            put(&window, &display);
        }
    });
}

fn put(window: &WebviewWindow, display: &Display) {
    let PhysicalPosition { x, y } = display.position;
    // Best effort: what a system refuses here leaves a window that can be moved by hand.
    let _ = window.set_fullscreen(false);
    let _ = window.set_position(display.position);
    // Where nothing manages windows, nothing makes one full screen either.
    let _ = window.set_size(display.size);
    let _ = window.show();
    let _ = window.set_fullscreen_on_monitor(PhysicalPosition::new(f64::from(x), f64::from(y)));
}

/// Listens for displays that come and go.
#[cfg(target_os = "linux")]
pub(crate) fn listen(app: &AppHandle) {
    let Some(display) = gtk::gdk::Display::default() else { return };
    let heard = app.clone();
    display.connect_monitor_removed(move |_, _| later(&heard));
    let heard = app.clone();
    display.connect_monitor_added(move |_, _| later(&heard));
}

/// Elsewhere nobody tells.
#[cfg(not(target_os = "linux"))]
pub(crate) fn listen(_: &AppHandle) {}

/// Off the window's thread, which the displays are asked through.
#[cfg(target_os = "linux")]
fn later(app: &AppHandle) {
    let app = app.clone();
    std::thread::spawn(move || stage::displays_changed(&app));
}
