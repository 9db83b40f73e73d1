//! The system's own dialogs that ask for a file, driven as a person does: what is asked is typed, and Enter. They
//! are windows of the toolkit, which no driver of web pages reaches.

use super::eventually;
use super::window::Window;
use std::path::Path;
use std::time::Duration;

/// What the dialogs are called, that ask where a file is put and which one is read.
pub const SAVE: &str = "Save File";
pub const OPEN: &str = "Open File";
/// The one that asks before a file is replaced has no name.
pub const QUESTION: &str = "";

/// Types this path into the dialog of this name, once it is there, and strikes Enter.
pub fn answer(window: &Window, dialog: &str, path: &Path) {
    let it = wait_for(window, dialog);
    if dialog == OPEN {
        // A slash opens a line to type into.
        strike(window, &it, "ctrl+l");
    }
    strike(window, &it, "ctrl+a");
    let path = path.to_str().unwrap();
    xdotool(window, &["windowfocus", "--sync", &it, "type", "--delay", "4", path]);
    strike(window, &it, "Return");
    if dialog == OPEN {
        // The first one may only have ended what the dialog completes by itself.
        eventually("the dialog to take the file", || {
            std::thread::sleep(Duration::from_millis(500));
            let there = !found(window, dialog).is_empty();
            if there {
                strike(window, &it, "Return");
            }
            (!there).then_some(())
        });
    }
}

/// Strikes a key in the dialog of this name.
pub fn strike_in(window: &Window, dialog: &str, key: &str) {
    let it = wait_for(window, dialog);
    strike(window, &it, key);
}

/// Waits until no dialog of this name is seen any more.
pub fn wait_for_none(window: &Window, dialog: &str) {
    eventually("the dialog to be gone", || found(window, dialog).is_empty().then_some(()));
}

fn wait_for(window: &Window, dialog: &str) -> String {
    eventually(dialog, || found(window, dialog).into_iter().next())
}

fn strike(window: &Window, dialog: &str, key: &str) {
    // Where nothing manages windows, nothing gives a dialog the focus.
    xdotool(window, &["windowfocus", "--sync", dialog, "key", "--clearmodifiers", key]);
}

fn found(window: &Window, dialog: &str) -> Vec<String> {
    let told = xdotool(window, &["search", "--onlyvisible", "--class", "knowledge-centre"]);
    let named = |it: &&str| xdotool(window, &["getwindowname", it]).trim() == dialog;
    told.lines().filter(named).map(str::to_owned).collect()
}

fn xdotool(window: &Window, arguments: &[&str]) -> String {
    let output = window.beside("xdotool").args(arguments).output();
    let output = output.expect("xdotool is installed by `make setup`");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
