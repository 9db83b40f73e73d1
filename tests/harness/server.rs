//! The real server with a data folder of its own.

use super::content::Content;
use super::programs::{run_to_end, server_program};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A server: a data folder, and the program that serves it until this value is gone.
pub struct Server {
    data: TempDir,
    serving: Child,
    address: String,
}

impl Server {
    /// A new feed, in which nothing is published yet, served on a free port.
    pub fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        run_to_end(command(data.path(), "init"));
        let (serving, address) = serve(data.path());
        Self { address, data, serving }
    }

    /// The same, on whose content editors work in the console.
    pub fn with_desk(content: &Content) -> Self {
        let data = tempfile::tempdir().unwrap();
        run_to_end(command(data.path(), "init"));
        let set = format!("content = {:?}\n", content.path().display().to_string());
        std::fs::write(data.path().join("server.toml"), set).unwrap();
        let (serving, address) = serve(data.path());
        Self { address, data, serving }
    }

    /// Kills the program as a power cut would, and starts it again, on another port.
    pub fn kill_and_restart(&mut self) {
        self.kill();
        (self.serving, self.address) = serve(self.data.path());
    }

    /// Kills the program as a power cut would.
    pub fn kill(&mut self) {
        self.serving.kill().unwrap();
        self.serving.wait().unwrap();
    }

    /// The same with this content published.
    pub fn with(content: &Content) -> Self {
        let server = Self::start();
        server.publish(content);
        server
    }

    /// Publishes; hands back what was said of it.
    pub fn publish(&self, content: &Content) -> Value {
        let output = run_to_end(self.publishing(content));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The command that publishes, to be run by whoever has plans with it.
    pub fn publishing(&self, content: &Content) -> Command {
        let mut command = command(self.data.path(), "publish");
        command.arg("--json").arg("--content").arg(content.path());
        command
    }

    /// What the server says the feed stands at.
    pub fn status(&self) -> Value {
        let mut command = command(self.data.path(), "status");
        command.arg("--json");
        serde_json::from_slice(&run_to_end(command).stdout).unwrap()
    }

    /// Gives the server new keys: from then on the feed's second root counts.
    pub fn rotate_keys(&self) {
        let mut command = server_program();
        command.args(["keys", "rotate", "--data"]).arg(self.data.path());
        command.arg("--root-keys").arg(self.data.path().join("take-offline"));
        run_to_end(command);
    }

    /// Invites somebody; the code of the invitation.
    pub fn invite(&self, name: &str) -> String {
        let mut command = command(self.data.path(), "invite");
        command.args(["--name", name, "--json"]);
        let told: Value = serde_json::from_slice(&run_to_end(command).stdout).unwrap();
        told["code"].as_str().unwrap().to_owned()
    }

    /// Adds an account to the console, and its password.
    pub fn add_account(&self, login: &str, role: &str, password: &str) {
        let mut command = server_program();
        command.args(["account", "add", login, "--name", login, "--role", role, "--data"]);
        command.arg(self.data.path()).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut adding = command.spawn().unwrap();
        adding.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        assert!(adding.wait().unwrap().success(), "{login} is added");
    }

    /// The members' computers.
    pub fn devices(&self) -> Vec<Value> {
        let mut command = server_program();
        command.args(["devices", "list", "--json", "--data"]).arg(self.data.path());
        serde_json::from_slice(&run_to_end(command).stdout).unwrap()
    }

    /// Takes the membership of this device back.
    pub fn revoke(&self, device: &str) {
        let mut command = server_program();
        command.args(["devices", "revoke", device, "--data"]).arg(self.data.path());
        run_to_end(command);
    }

    /// Writes both feeds to a folder, for all members.
    pub fn export(&self, folder: &Path) {
        let mut command = command(self.data.path(), "export");
        command.arg("--to").arg(folder);
        run_to_end(command);
    }

    /// Its data folder.
    pub(super) fn data(&self) -> &Path {
        self.data.path()
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The trust root that clients are given.
    pub fn trust(&self) -> PathBuf {
        self.data.path().join("client/1.root.json")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.serving.kill();
        let _ = self.serving.wait();
    }
}

fn serve(data: &Path) -> (Child, String) {
    let mut serving = command(data, "serve")
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on ").expect("the server says where");
    (serving, address.to_owned())
}

fn command(data: &Path, verb: &str) -> Command {
    let mut command = server_program();
    command.arg(verb).arg("--data").arg(data);
    command
}
