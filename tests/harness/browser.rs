//! A real browser, Chromium, for the console's pages: as people who work in it have one.

use super::eventually;
use super::programs::root;
use super::webdriver::Session;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How a browser is set up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setup {
    /// Whether its owner wants dark pages.
    pub dark: bool,
    /// Whether it runs no scripts.
    pub scriptless: bool,
}

/// A browser with nothing in it: no cookies, no history.
pub struct Browser {
    session: Session,
    address: String,
    _profile: TempDir,
}

impl Browser {
    /// One that will ask the server at this address.
    pub fn at(address: &str, setup: Setup) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=en",
            "--window-size=1280,900",
        ]
        .map(str::to_owned)
        .into();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        if setup.dark {
            arguments.push("--blink-settings=preferredColorScheme=0".to_owned());
        }
        let mut preferences = json!({ "intl.accept_languages": "en" });
        if setup.scriptless {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let session = Session::chromium(&json!({ "args": arguments, "prefs": preferences }));
        Self { session, address: address.to_owned(), _profile: profile }
    }

    /// Goes to a page of the server.
    pub fn go(&self, path: &str) {
        self.session.go_to(&format!("{}{path}", self.address));
    }

    /// Waits until the page at this path is there, whatever stands behind its question mark.
    pub fn arrives(&self, path: &str) {
        eventually(&format!("the page {path}, not {}", self.path()), || {
            let is_there = self.path() == path && self.read("document.readyState") == "complete";
            is_there.then_some(())
        });
    }

    /// The path of the page that is shown.
    pub fn path(&self) -> String {
        self.read("location.pathname").as_str().unwrap_or_default().to_owned()
    }

    /// What an expression says in the page.
    pub fn read(&self, expression: &str) -> Value {
        self.session.run(&format!("return {expression}"), &[])
    }

    /// The text of the page's main part.
    pub fn text(&self) -> String {
        self.read("document.querySelector('main').innerText")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until the page says this.
    pub fn says(&self, words: &str) {
        eventually(words, || self.text().contains(words).then_some(()));
    }

    /// Types into the field of this selector.
    pub fn fill(&self, selector: &str, text: &str) {
        let field = eventually(selector, || self.session.find(selector));
        self.session.type_into(&field, text);
    }

    /// Clicks what this selector finds.
    pub fn click(&self, selector: &str) {
        let found = eventually(selector, || self.session.find(selector));
        self.session.click(&found).unwrap();
    }

    /// Presses one key, wherever the focus is.
    pub fn press(&self, key: &str) {
        self.session.chord(&[key]);
    }

    /// Presses keys together, the last one struck while the others are held.
    pub fn chord(&self, keys: &[&str]) {
        self.session.chord(keys);
    }

    /// Types, wherever the focus is.
    pub fn type_here(&self, text: &str) {
        for letter in text.chars() {
            self.session.chord(&[&letter.to_string()]);
        }
    }

    /// Signs in.
    pub fn sign_in(&self, login: &str, password: &str) {
        self.go("/console/sign-in");
        self.fill("#login", login);
        self.fill("#password", password);
        self.click("main button.primary");
        eventually("being let in", || (self.path() != "/console/sign-in").then_some(()));
    }

    /// Sets the window's size in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.session.resize(width, height);
    }

    /// What axe-core finds wrong with the page.
    pub fn access_faults(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"))
            .expect("axe-core is installed by `make ui`");
        self.session.run(&format!("{axe}; window.axe = axe; return true"), &[]);
        let found = self.session.run_async(
            "const done = arguments[arguments.length - 1];
             const tags = ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'];
             axe.run(document, {runOnly: tags}).then(
               r => done(r.violations.map(v => v.id + ': ' + v.help + ' at '
                   + v.nodes.map(n => n.target.join(' ')).join(', '))),
               e => done(['axe itself failed: ' + e]))",
            &[],
        );
        serde_json::from_value(found).unwrap()
    }

    /// Keeps a picture under `target/pictures`, for people to look at.
    pub fn keep_picture(&self, name: &str) {
        let folder = root().join("target/pictures");
        std::fs::create_dir_all(&folder).unwrap();
        let png = BASE64.decode(self.session.picture()).unwrap();
        std::fs::write(folder.join(format!("console-{name}.png")), png).unwrap();
    }
}
