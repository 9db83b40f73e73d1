//! What the tests of syncing begin with: a server with words on it, a line to it that can be spoilt, and
//! a reader's home whose bundle holds the same words.

use crate::faults::Proxy;
use crate::harness::content::Content;
use crate::harness::home::Home;
use crate::harness::programs::{hrc, run_to_end};
use crate::harness::server::Server;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use serde_json::json;

/// True once the library has everything the server has.
pub(super) const UP_TO_DATE: &str = "document.querySelector('[data-sync=\"up_to_date\"]')";

/// A server, the line to it, and a reader's home.
pub(super) struct Scene {
    pub content: Content,
    pub server: Server,
    pub line: Proxy,
    pub home: Home,
}

impl Scene {
    /// The administrator has named the server.
    pub fn with_preset() -> Self {
        Self::of(Content::of(12)).preset()
    }

    /// Nobody has named the server.
    pub fn without_preset() -> Self {
        Self::of(Content::of(12))
    }

    /// The same with this content; nobody has named the server.
    pub fn of(content: Content) -> Self {
        let server = Server::with(&content);
        let line = Proxy::before(server.address());
        // Where no keyring answers, nobody shall wait for one.
        let home = Home::new().set("HRC_KEYRING", "off");
        let bundle = home.path().join("bundle");
        let mut making = hrc();
        making.arg("bundle").arg("--content").arg(content.path()).arg("--out").arg(&bundle);
        run_to_end(making);
        Self { home: home.set("HRC_BUNDLE", bundle.to_string_lossy()), content, server, line }
    }

    /// The same, with the server at the end of the line named by the administrator.
    pub fn preset(self) -> Self {
        let address = self.line.address().to_owned();
        self.preset_to(&address)
    }

    /// The same, with the server named by the administrator, no line between.
    pub fn preset_without_line(self) -> Self {
        let address = self.server.address().to_owned();
        self.preset_to(&address)
    }

    /// The same, with a server named by the administrator that answers at this address, once it does.
    pub fn preset_to(self, address: &str) -> Self {
        let preset = self.home.path().join("preset.toml");
        // The reader's own copy, which is there when the server is not.
        let root = "1.root.json";
        std::fs::copy(self.server.trust(), preset.with_file_name(root)).unwrap();
        let text = format!("server = '{address}'\ntrust_root = '{root}'\nproxy = 'none'\n");
        std::fs::write(&preset, text).unwrap();
        Self { home: self.home.set("HRC_PRESET", preset.to_string_lossy()), ..self }
    }

    /// Opens the window and waits until it has found everything there is.
    pub fn open(self) -> (Window, Content, Server, Proxy) {
        let window = Window::open_in(self.home);
        window.wait_for("the sync of the start", UP_TO_DATE);
        (window, self.content, self.server, self.line)
    }
}

/// Puts the focus on the button by Tab alone, and strikes it.
pub(super) fn strike_button(window: &Window, selector: &str) {
    let there = format!("document.activeElement?.matches({})", json!(selector));
    // A screen that has just come puts the focus on its heading: not between the last Tab and Enter.
    window.element(selector);
    window.settle();
    // A long record has a hundred links and more.
    for _ in 0..400 {
        if window.read(&there) == true {
            window.strike(key::ENTER);
            return;
        }
        window.strike(key::TAB);
    }
    panic!("{selector} is not reached by Tab");
}

/// Fails where axe finds a fault with the screen, or something runs out of the window.
pub(super) fn assert_sound(window: &Window, screen: &str) {
    // In the middle of a change a colour is none of its own.
    window.wait_for("everything to stand still", "document.getAnimations().length === 0");
    let faults = window.access_faults();
    assert!(faults.is_empty(), "{screen}: {faults:#?}");
    let over = window.read("document.documentElement.scrollWidth - innerWidth");
    assert!(over.as_i64().is_some_and(|px| px <= 0), "{screen} runs {over} px out of the window");
}
