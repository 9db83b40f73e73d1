//! The application in its own home on its own display, with the gestures a reader has.

use super::display::Display;
use super::displays::Displays;
use super::home::{Home, in_environment};
use super::programs::{application, root};
use super::webdriver::{Element, Session, key};
use super::{PATIENCE, eventually};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A running application that nobody else sees; ends with this value.
pub struct Window {
    // Dropped in this order: the session before the display it draws on.
    session: Session,
    home: Home,
    screen: Screen,
}

/// What it draws on.
enum Screen {
    One(Display),
    Two(Displays),
}

impl Screen {
    fn name(&self) -> &str {
        match self {
            Self::One(display) => &display.name,
            Self::Two(displays) => &displays.name,
        }
    }
}

impl Window {
    /// Starts the application as a person who has never run it: an empty home, English, 1280x800.
    pub fn open() -> Self {
        Self::open_in(Home::new())
    }

    /// Starts the application in this home.
    pub fn open_in(home: Home) -> Self {
        Self::open_program(&application(), home)
    }

    /// Starts a copy of the application in this home.
    pub fn open_program(program: &Path, home: Home) -> Self {
        Self::open_on(program, home, Screen::One(Display::start(1280, 800)))
    }

    /// Starts the application on one display of this size.
    pub fn open_at(width: u32, height: u32) -> Self {
        Self::open_on(&application(), Home::new(), Screen::One(Display::start(width, height)))
    }

    /// Starts the application on the first of two displays; the second is of this size.
    pub fn open_on_two(second: (u32, u32)) -> Self {
        Self::open_on_two_in(Home::new(), second)
    }

    /// The same in this home.
    pub fn open_on_two_in(home: Home, second: (u32, u32)) -> Self {
        Self::open_on(&application(), home, Screen::Two(Displays::start(second)))
    }

    fn open_on(program: &Path, home: Home, screen: Screen) -> Self {
        let session = Session::start(program, &home.environment(screen.name()));
        let window = Self { session, home, screen };
        window.wait_for("the first screen", "document.documentElement.dataset.ready === 'true'");
        window
    }

    /// Ends the application and hands back its home.
    pub fn close(self) -> Home {
        let Self { session, home, screen } = self;
        drop(session);
        drop(screen);
        home
    }

    /// Kills the application as a power cut would, and hands back its home.
    pub fn kill(self) -> Home {
        self.session.kill_application();
        self.close()
    }

    /// The home it runs in.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Any program beside it, in the same home on the same display.
    pub fn beside(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        in_environment(&mut command, &self.home.environment(self.screen.name()));
        command
    }

    /// The two displays of [`Self::open_on_two`].
    pub fn displays(&self) -> &Displays {
        match &self.screen {
            Screen::Two(displays) => displays,
            Screen::One(_) => panic!("a window on one display"),
        }
    }

    /// Whether the application has a window with this page.
    pub fn has(&self, page: &str) -> bool {
        self.session.windows().iter().any(|window| self.is(window, page))
    }

    /// Speaks to the window with this page from now on, once it is there: `index`, `audience`, `presenter`.
    pub fn turn_to(&self, page: &str) {
        eventually(page, || {
            self.session.windows().into_iter().find(|window| self.is(window, page))
        });
    }

    /// Turns to a window and says whether it has this page; one that is just closing has none.
    fn is(&self, window: &str, page: &str) -> bool {
        if self.session.turn_to(window).is_err() {
            return false;
        }
        let script = "return location.pathname.replace('/', '').replace('.html', '') || 'index'";
        self.session.try_run(script).is_ok_and(|found| found == page)
    }

    /// Closes the window of this title by its frame, as the window manager does.
    pub fn close_by_frame(&self, title: &str) {
        let mut asking = self.beside("wmctrl");
        asking.args(["-F", "-c", title]);
        super::programs::run_to_end(asking);
    }

    /// Strikes a key that ends the window spoken to.
    pub fn strike_last(&self, key: &str) {
        self.session.strike_last(key);
    }

    /// The reader's settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.home.settings_file()
    }

    /// Everything the system was asked to open outside, in order.
    pub fn opened_outside(&self) -> Vec<String> {
        self.home.opened_outside()
    }

    /// What the program answers to this question of the window's, or the error it gives.
    pub fn invoke(&self, command: &str) -> Result<Value, Value> {
        let answer = self.ask(&format!(
            "window.__TAURI_INTERNALS__.invoke({}).then(
               answer => done({{ answer }}), error => done({{ error }}))",
            json!(command)
        ));
        if answer["error"].is_null() {
            Ok(answer["answer"].clone())
        } else {
            Err(answer["error"].clone())
        }
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

    /// Draws the middle of an element so many pixels along with the mouse.
    pub fn drag(&self, selector: &str, (right, down): (i32, i32)) {
        let middle = self.read(&format!(
            "(box => [box.left + box.width / 2, box.top + box.height / 2].map(Math.round))
               (document.querySelector({}).getBoundingClientRect())",
            json!(selector)
        ));
        let (x, y): (i32, i32) = serde_json::from_value(middle).unwrap();
        self.session.drag((x, y), (x + right, y + down));
    }

    /// Types into the search field of the screen, letter by letter as a person does.
    pub fn search_for(&self, words: &str) {
        let field = self.element(SEARCH_FIELD);
        self.session.type_into(&field, words);
    }

    /// Types into the field of this selector, after what stands in it.
    pub fn type_into(&self, selector: &str, text: &str) {
        let field = self.element(selector);
        self.session.type_into(&field, text);
    }

    /// Empties the field of this selector, as a person does.
    pub fn clear(&self, selector: &str) {
        self.click(selector);
        self.control("a");
        self.strike(key::BACKSPACE);
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

    /// Strikes keys together, the last one while the others are held.
    pub fn chord(&self, keys: &[&str]) {
        self.session.chord(keys);
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

    /// Goes to an address of the window, such as `#/settings`, and waits until the window is there: before
    /// that, a key would be struck on the screen that is left.
    pub fn go(&self, address: &str) {
        self.session.run("location.hash = arguments[0]", &[json!(address)]);
        // An entry of the history that the window has not noticed yet has no state.
        self.wait_for(address, "history.state !== null");
    }

    /// Waits until what the last event began has been painted, and with it the focus is where it belongs.
    pub fn settle(&self) {
        self.ask("requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))");
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
