//! The part of the WebDriver protocol (W3C) that the tests speak, over plain HTTP to
//! WebKitWebDriver, for the window, and to ChromeDriver, for the console's pages.
//!
//! Written here because the client crates switch on features of shared crates and so make the whole
//! workspace compile twice.

use super::eventually;
use super::home::in_environment;
use reqwest::blocking::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

/// The key under which the protocol hands out an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running driver with one session in one application.
pub struct Session {
    driver: Child,
    client: Client,
    address: String,
}

/// An element of the page.
pub struct Element(String);

impl Session {
    /// Starts the driver in this environment and, through it, the application.
    pub fn start(application: &Path, environment: &BTreeMap<&'static str, Option<String>>) -> Self {
        let driver = || {
            let mut driver = Command::new("WebKitWebDriver");
            in_environment(&mut driver, environment)
                .arg("--host=127.0.0.1")
                .env("TAURI_WEBVIEW_AUTOMATION", "true");
            driver
        };
        Self::through(
            driver,
            &json!({"webkitgtk:browserOptions": {"binary": application, "args": []}}),
        )
    }

    /// Starts ChromeDriver and, through it, Chromium with these options.
    pub fn chromium(options: &Value) -> Self {
        Self::through(|| Command::new("chromedriver"), &json!({"goog:chromeOptions": options}))
    }

    /// Starts a driver and a session with these capabilities. The drivers look for ports of their own to
    /// speak to what they start, and now and then somebody else has such a port by then: a start is tried
    /// three times. What does not start does not start three times.
    fn through(driver: impl Fn() -> Command, capabilities: &Value) -> Self {
        let mut answer = Value::Null;
        for _ in 0..3 {
            match Self::try_through(driver(), capabilities) {
                Ok(session) => return session,
                Err(error) => answer = error,
            }
        }
        panic!("it did not start: {answer}");
    }

    fn try_through(mut driver: Command, capabilities: &Value) -> Result<Self, Value> {
        let port = free_port();
        let driver = driver
            // Away from the project, where a program would find the bundle of this build.
            .current_dir("/")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the drivers are installed by `make setup`");
        let client = Client::builder().timeout(Duration::from_secs(90)).no_proxy().build().unwrap();
        let server = format!("http://127.0.0.1:{port}");
        eventually("the driver", || client.get(format!("{server}/status")).send().ok());
        // From here on the driver ends with this value, also when the application does not start.
        let mut session = Self { driver, client, address: server };
        let wanted = json!({"capabilities": {"alwaysMatch": capabilities}});
        let answer = session.post("session", &wanted).map_err(Value::from)?;
        let id = answer["sessionId"].as_str().ok_or_else(|| answer.clone())?;
        session.address = format!("{}/session/{id}", session.address);
        Ok(session)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let sent = self.client.post(format!("{}/{path}", self.address)).json(body).send();
        Self::value(sent)
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        Self::value(self.client.get(format!("{}/{path}", self.address)).send())
    }

    fn value(sent: reqwest::Result<reqwest::blocking::Response>) -> Result<Value, String> {
        let mut answer: Value =
            sent.and_then(reqwest::blocking::Response::json).map_err(|e| e.to_string())?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"])),
            None => Ok(answer["value"].take()),
        }
    }

    /// Goes to an address.
    pub fn go_to(&self, address: &str) {
        self.post("url", &json!({ "url": address })).unwrap();
    }

    /// The first element of this selector, if it is there now.
    pub fn find(&self, selector: &str) -> Option<Element> {
        let found =
            self.post("element", &json!({"using": "css selector", "value": selector})).ok()?;
        Some(Element(found[ELEMENT].as_str()?.to_owned()))
    }

    /// Clicks as a person does: in the middle, in view.
    pub fn click(&self, element: &Element) -> Result<(), String> {
        self.post(&format!("element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Types into an element.
    pub fn type_into(&self, element: &Element, text: &str) {
        self.post(&format!("element/{}/value", element.0), &json!({"text": text})).unwrap();
    }

    /// Strikes a key that may end the window it is struck in, and with it the answer.
    pub fn strike_last(&self, key: &str) {
        let actions =
            [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        let body = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        let _ = self.post("actions", &body);
    }

    /// Presses keys together, the last one struck while the others are held, wherever the focus is.
    pub fn chord(&self, keys: &[&str]) {
        let down = keys.iter().map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys.iter().rev().map(|key| json!({"type": "keyUp", "value": key}));
        let actions: Vec<Value> = down.chain(up).collect();
        let body = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        self.post("actions", &body).unwrap();
    }

    /// Presses the mouse on one point of the page, draws it to another and lets it go.
    pub fn drag(&self, from: (i32, i32), end: (i32, i32)) {
        let middle = ((from.0 + end.0) / 2, (from.1 + end.1) / 2);
        let to =
            |(x, y): (i32, i32)| json!({"type": "pointerMove", "duration": 40, "x": x, "y": y});
        let (down, up) = (
            json!({"type": "pointerDown", "button": 0}),
            json!({"type": "pointerUp", "button": 0}),
        );
        let actions = json!([to(from), down, to(middle), to(end), up]);
        let mouse = json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions});
        self.post("actions", &json!({ "actions": [mouse] })).unwrap();
    }

    /// Runs a script in the page and hands back what it returns.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": arguments})).unwrap()
    }

    /// Runs a script that answers through its last argument.
    pub fn run_async(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("execute/async", &json!({"script": script, "args": arguments})).unwrap()
    }

    /// Kills the application as a power cut would.
    pub fn kill_application(&self) {
        let children = format!("/proc/{0}/task/{0}/children", self.driver.id());
        let children = std::fs::read_to_string(children).unwrap();
        let application = children.split_whitespace().next().expect("the driver started it");
        let killed = Command::new("kill").args(["-KILL", application]).status().unwrap();
        assert!(killed.success(), "it ran until now");
    }

    /// The names by which the driver knows the application's windows.
    pub fn windows(&self) -> Vec<String> {
        let found = self.get("window/handles").unwrap_or_default();
        serde_json::from_value(found).unwrap_or_default()
    }

    /// Speaks to this window from now on; errs where it is gone.
    pub fn turn_to(&self, window: &str) -> Result<(), String> {
        self.post("window", &json!({"handle": window})).map(drop)
    }

    /// Runs a script as [`Self::run`] does; errs where the window it would run in is gone.
    pub fn try_run(&self, script: &str) -> Result<Value, String> {
        self.post("execute/sync", &json!({"script": script, "args": []}))
    }

    /// Sets the window's size in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        let area = json!({"x": 0, "y": 0, "width": width, "height": height});
        self.post("window/rect", &area).unwrap();
    }

    /// A picture of the window as PNG in base64, as the protocol hands it out.
    pub fn picture(&self) -> String {
        self.get("screenshot").unwrap().as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.client.delete(&self.address).send();
        // The driver ends the application with the session; ended first, it would orphan it.
        std::thread::sleep(Duration::from_millis(300));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A port that nothing listens on: below those the system gives to connections and to whoever asks for
/// any, so that none is given away between this look and the driver's start.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 20_000;
    const MANY: u16 = 12_000;
    // Two runs at once begin far from each other.
    let begin = u16::try_from(std::process::id() % u32::from(MANY)).expect("less than u16::MAX");
    let free = (0..MANY).find_map(|_| {
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + (begin + next % MANY) % MANY;
        TcpListener::bind(("127.0.0.1", port)).is_ok().then_some(port)
    });
    free.expect("twelve thousand ports are not all taken")
}

/// Keys that have no character, as the protocol names them.
pub mod key {
    pub const BACKSPACE: &str = "\u{E003}";
    pub const ENTER: &str = "\u{E007}";
    pub const CONTROL: &str = "\u{E009}";
    pub const ALT: &str = "\u{E00A}";
    pub const LEFT: &str = "\u{E012}";
    pub const DOWN: &str = "\u{E015}";
    pub const UP: &str = "\u{E013}";
    pub const TAB: &str = "\u{E004}";
    pub const SHIFT: &str = "\u{E008}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const SPACE: &str = " ";
    pub const RIGHT: &str = "\u{E014}";
    pub const F1: &str = "\u{E031}";
    pub const F6: &str = "\u{E036}";
    pub const F5: &str = "\u{E035}";
    pub const HOME: &str = "\u{E011}";
    pub const END: &str = "\u{E010}";
    pub const PAGE_UP: &str = "\u{E00E}";
    pub const PAGE_DOWN: &str = "\u{E00F}";
}
