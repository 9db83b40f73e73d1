//! A server's data folder, content to publish, and the program that works on both.

use reqwest::blocking::{Client, RequestBuilder, Response};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How many entries every content folder here has beside its terms: a town, a link, six lists.
pub const BESIDE: u64 = 8;

/// How long anything may take on a slow computer.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A place with a data folder in it, and whatever a test puts beside it.
pub struct Site {
    dir: TempDir,
    environment: Vec<(String, String)>,
}

/// How a call ended.
pub struct Call {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Site {
    pub fn bare() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    /// With a feed, and its root keys taken away to `offline`.
    pub fn founded() -> Self {
        let site = Self::bare();
        site.found();
        site
    }

    /// With so many terms published.
    pub fn published(terms: usize) -> Self {
        let site = Self::founded();
        site.publish(terms);
        site
    }

    pub fn found(&self) {
        self.call(&["init"]).ends_with(0);
        copy(&self.data().join("take-offline"), &self.offline());
        std::fs::remove_dir_all(self.data().join("take-offline")).unwrap();
    }

    pub fn publish(&self, terms: usize) {
        self.publish_from(&self.content(terms));
    }

    pub fn publish_from(&self, content: &Path) -> Call {
        self.call(&["publish", "--content", path(content)]).ends_with(0)
    }

    /// Sets something in the environment of every call.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.place("data")
    }

    pub fn offline(&self) -> PathBuf {
        self.place("offline")
    }

    pub fn keys(&self) -> PathBuf {
        self.data().join("keys/public")
    }

    /// A content folder with this many terms.
    pub fn content(&self, terms: usize) -> PathBuf {
        let folder = self.place(&format!("content-{terms}"));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small"), &folder);
        std::fs::create_dir_all(folder.join("terms")).unwrap();
        for n in 0..terms {
            write_term(&folder, n, "A word");
        }
        folder
    }

    pub fn call(&self, arguments: &[&str]) -> Call {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Call { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hrc-server"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HRC_SERVER_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .env("HRC_SERVER_DATA", self.data())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.dir.path());
        command
    }

    /// The code of a new invitation.
    pub fn invite(&self, name: &str) -> String {
        let told = self.call(&["invite", "--name", name, "--json"]).ends_with(0).json();
        told["code"].as_str().unwrap().to_owned()
    }

    pub fn status(&self) -> Value {
        self.call(&["status", "--json"]).ends_with(0).json()
    }

    /// Serves on a free port of 127.0.0.1.
    pub fn serve(&self) -> Serving {
        self.serve_with(&["--listen", "127.0.0.1:0"])
    }

    pub fn serve_with(&self, arguments: &[&str]) -> Serving {
        let mut command = self.command(&["serve"]);
        let mut child =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .strip_prefix("listening on http://")
            .unwrap_or_else(|| panic!("a script finds the address in {line:?}"))
            .trim_end()
            .to_owned();
        let client = Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Serving { child, address, client }
    }
}

impl Call {
    /// The same, having ended with this exit code.
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("the answer is JSON and nothing else")
    }

    /// Refused: this exit code and one line that begins with this error code and holds these words.
    pub fn refused(self, exit: i32, code: &str, words: &str) {
        let call = self.ends_with(exit);
        assert!(call.err.starts_with(&format!("hrc-server: {code}: ")), "{}", call.err);
        assert!(call.err.contains(words), "{words} in {}", call.err);
        assert_eq!(call.err.trim_end().lines().count(), 1, "one sentence: {}", call.err);
    }
}

/// A server that runs.
pub struct Serving {
    child: Child,
    pub address: String,
    pub client: Client,
}

impl Serving {
    pub fn url(&self, at: &str) -> String {
        format!("http://{}{at}", self.address)
    }

    pub fn ask(&self, at: &str) -> RequestBuilder {
        self.client.get(self.url(at))
    }

    pub fn head(&self, at: &str) -> Response {
        self.client.head(self.url(at)).send().unwrap()
    }

    pub fn get(&self, at: &str) -> Response {
        self.ask(at).send().unwrap()
    }

    /// A file of the feed.
    pub fn file(&self, name: &str) -> Response {
        self.get(&format!("/feeds/public/{name}"))
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// What is answered to these bytes, whatever they are, until the server closes.
    pub fn answer_to(&self, request: &str) -> String {
        let mut stream = self.connect();
        // The server may have answered and gone before it was all said.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends this body to be enrolled.
    pub fn post(&self, body: impl Into<reqwest::blocking::Body>) -> Response {
        let asked = self.client.post(self.url("/v1/enrolments")).body(body);
        asked.header("content-type", "application/json").send().unwrap()
    }

    /// Asks to be enrolled with this code.
    pub fn enrol(&self, code: &str) -> Response {
        self.post(application(code, &recipient()))
    }

    /// The token that this code brings.
    pub fn token(&self, code: &str) -> String {
        let answer = self.enrol(code);
        assert_eq!(answer.status(), 201, "{code} is good");
        let grant: Value = answer.json().unwrap();
        grant["token"].as_str().unwrap().to_owned()
    }

    /// Asks with a token.
    pub fn ask_as(&self, token: &str, at: &str) -> Response {
        self.ask(at).header("authorization", format!("Bearer {token}")).send().unwrap()
    }

    /// The value of a metric of the general layer's feed.
    pub fn metric(&self, name: &str) -> i64 {
        self.metric_of("public", name)
    }

    /// The value of a metric of a feed.
    pub fn metric_of(&self, feed: &str, name: &str) -> i64 {
        let text = self.get("/metrics").text().unwrap();
        let begins = format!("{name}{{feed=\"{feed}\"}} ");
        let row = text.lines().find_map(|row| row.strip_prefix(&begins));
        row.unwrap_or_else(|| panic!("{name} in {text}")).parse().unwrap()
    }

    /// The program's process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Asks the server to stop, as systemd does.
    pub fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// How it ended.
    pub fn ended(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "the server does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Serving {
    /// Ends the server as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a computer sends to be enrolled.
pub fn application(code: &str, recipient: &str) -> String {
    let device = "Town hall, room 4";
    serde_json::json!({ "code": code, "device": device, "recipient": recipient }).to_string()
}

/// The public key of a computer that is thrown away.
pub fn recipient() -> String {
    age::x25519::Identity::generate().to_public().to_string()
}

/// What a refusal says: its status and its code.
pub fn refusal(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    assert_eq!(header(&answer, "cache-control"), "no-store", "nobody keeps a refusal");
    let told: Value = answer.json().expect("a refusal is JSON");
    (status, told["code"].as_str().unwrap().to_owned())
}

pub fn write_term(content: &Path, n: usize, summary: &str) {
    let text = format!(
        "---\nkind: term\ntitle: Word {n}\nsection: useful-links\nlanguage: en\n\
         updated: 2026-11-20\nsummary: {summary}.\n---\nWhat people mean by it.\n"
    );
    std::fs::write(content.join(format!("terms/word-{n}.md")), text).unwrap();
}

pub fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().flatten() {
        let to = to.join(file.file_name());
        if file.path().is_dir() {
            copy(&file.path(), &to);
        } else {
            std::fs::copy(file.path(), to).unwrap();
        }
    }
}

/// The permissions of a file or folder.
pub fn mode(at: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    at.metadata().unwrap().permissions().mode() & 0o777
}
