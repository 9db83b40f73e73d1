//! The application in its own home on its own display, with the gestures a reader has.

use super::display::Display;
use super::programs::{application, bundle, root};
use super::webdriver::{Element, Session, key};
use super::{PATIENCE, eventually};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A running application that nobody else sees; ends with this value.
pub struct Window {
    // Dropped in this order: the session before the display it draws on.
    session: Session,
    home: tempfile::TempDir,
    _display: Display,
}

impl Window {
    /// Starts the application as a person who has never run it: an empty home, English, 1280x800.
    pub fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap())
    }

    /// Starts the application in a home that was used before.
    pub fn open_in(home: tempfile::TempDir) -> Self {
        let display = Display::start(1280, 800);
        prepare_browser_stand_in(home.path());
        let session = Session::start(&application(), &environment(home.path(), &display.name));
        let window = Self { session, home, _display: display };
        window.wait_for("the first screen", "document.documentElement.dataset.ready === 'true'");
        window
    }

    /// Ends the application and hands back its home.
    pub fn close(self) -> tempfile::TempDir {
        let Self { session, home, _display } = self;
        drop(session);
        home
    }

    /// The reader's settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.home.path().join("config/net.humanrightscities.knowledge-centre/settings.json")
    }

    /// Everything the system was asked to open outside, in order.
    pub fn opened_outside(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.home.path().join("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Waits until this JavaScript expression is true.
    pub fn wait_for(&self, what: &str, expression: &str) {
        let script = format!("return Boolean({expression})");
        eventually(what, || self.session.run(&script, &[]).as_bool().filter(|&yes| yes));
    }

    /// The value of a JavaScript expression.
    pub fn read(&self, expression: &str) -> Value {
        self.session.run(&format!("return {expression}"), &[])
    }

    /// The text of the first element of this selector, waiting until it is there.
    pub fn text(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? null";
        eventually(selector, || {
            self.session.run(script, &[json!(selector)]).as_str().map(str::to_owned)
        })
    }

    /// Waits for an element.
    pub fn element(&self, selector: &str) -> Element {
        eventually(selector, || self.session.find(selector))
    }

    /// Clicks an element, waiting until it can be clicked.
    pub fn click(&self, selector: &str) {
        let element_missing = || self.session.find(selector).ok_or("not there".to_owned());
        let mut last = String::new();
        let began = std::time::Instant::now();
        while began.elapsed() < PATIENCE {
            match element_missing().and_then(|element| self.session.click(&element)) {
                Ok(()) => return,
                Err(error) => last = error,
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("{selector} cannot be clicked: {last}");
    }

    /// Types into the search field of the screen, letter by letter as a person does.
    pub fn search_for(&self, words: &str) {
        let field = self.element(SEARCH_FIELD);
        self.session.type_into(&field, words);
    }

    /// Strikes one key where the focus is.
    pub fn strike(&self, key: &str) {
        self.session.chord(&[key]);
    }

    /// Strikes a key while Control is held.
    pub fn control(&self, key: &str) {
        self.session.chord(&[key::CONTROL, key]);
    }

    /// Strikes a key while Alt is held.
    pub fn alt(&self, key: &str) {
        self.session.chord(&[key::ALT, key]);
    }

    /// The ids of the records found, in their order.
    pub fn hits(&self) -> Vec<String> {
        let found =
            self.read("[...document.querySelectorAll('[data-hit]')].map(e => e.dataset.hit)");
        serde_json::from_value(found).unwrap()
    }

    /// Waits until this record is the first one found.
    pub fn wait_for_first_hit(&self, id: &str) {
        let first = "document.querySelector('[data-hit]')?.dataset.hit";
        self.wait_for(&format!("{id} to be found first"), &format!("{first} === {}", json!(id)));
    }

    /// Goes to an address of the window, such as `#/settings`.
    pub fn go(&self, address: &str) {
        self.session.run("location.hash = arguments[0]", &[json!(address)]);
    }

    /// The address of what is shown.
    pub fn address(&self) -> String {
        self.read("location.hash").as_str().unwrap_or_default().to_owned()
    }

    /// Sets the window's size in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.session.resize(width, height);
    }

    /// Runs a script that answers through `done`.
    pub fn ask(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.session.run_async(&script, &[])
    }

    /// What axe-core finds wrong with the screen, one line a fault.
    pub fn access_faults(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"))
            .expect("axe-core is installed by `make ui`");
        self.session.run(&format!("{axe}; window.axe = axe; return true"), &[]);
        let found = self.ask(
            "const tags = ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'];
             axe.run(document, {runOnly: tags}).then(
               r => done(r.violations.map(v => v.id + ': ' + v.help + ' at '
                   + v.nodes.map(n => n.target.join(' ')).join(', '))),
               e => done(['axe itself failed: ' + e]))",
        );
        serde_json::from_value(found).unwrap()
    }

    /// Keeps a picture under `target/pictures`, for people to look at.
    pub fn keep_picture(&self, name: &str) {
        // Pictures may lag behind the page: two frames and a moment settle it.
        self.ask("requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))");
        let folder = root().join("target/pictures");
        std::fs::create_dir_all(&folder).unwrap();
        let png = BASE64.decode(self.session.picture()).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }
}

/// The search field of whatever screen is shown.
pub const SEARCH_FIELD: &str = "#search-field";

fn environment(home: &Path, display: &str) -> Vec<(&'static str, String)> {
    let path = |name: &str| home.join(name).to_string_lossy().into_owned();
    let search_path = format!("{}:{}", path("bin"), std::env::var("PATH").unwrap_or_default());
    vec![
        ("HOME", home.to_string_lossy().into_owned()),
        ("XDG_CONFIG_HOME", path("config")),
        ("XDG_DATA_HOME", path("data")),
        ("XDG_CACHE_HOME", path("cache")),
        ("XDG_RUNTIME_DIR", path("run")),
        ("DISPLAY", display.to_owned()),
        ("WAYLAND_DISPLAY", String::new()),
        ("GDK_BACKEND", "x11".to_owned()),
        ("LANG", "en_GB.UTF-8".to_owned()),
        ("LANGUAGE", "en".to_owned()),
        ("NO_AT_BRIDGE", "1".to_owned()),
        ("PATH", search_path),
        ("OPENED", path("opened")),
        ("HRC_BUNDLE", bundle().to_string_lossy().into_owned()),
    ]
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
