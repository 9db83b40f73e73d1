//! Somebody who asks the experts through `hrc`, and the experts who answer through `hrc-server`.

use super::programs::{run_to_end, server_program};
use super::reader::{Reader, json};
use super::server::Server;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};

impl Reader {
    /// Asks under this computer's account, or as a visitor without one; hands back the question's id.
    pub fn asks(&self, subject: &str, publish: &str) -> String {
        self.asks_with(subject, &["--publish", publish])
    }

    /// Asks as a visitor, whether there is an account or not; hands back the question's id.
    pub fn asks_as_a_visitor(&self, subject: &str, publish: &str) -> String {
        self.asks_with(subject, &["--publish", publish, "--visitor"])
    }

    fn asks_with(&self, subject: &str, arguments: &[&str]) -> String {
        let mut command = self.questions("ask");
        command.args(["--subject", subject, "--text", "How did others begin?"]);
        let told = json(&run_to_end(with(command, arguments)));
        assert_eq!(told["state"], "queued", "it waits for the next sync");
        told["id"].as_str().unwrap().to_owned()
    }

    /// Does something about a question.
    pub fn does(&self, verb: &str, id: &str, arguments: &[&str]) -> Value {
        let mut command = self.questions(verb);
        command.arg(id);
        json(&run_to_end(with(command, arguments)))
    }

    /// Where a question stands.
    pub fn state_of(&self, id: &str) -> String {
        self.thread(id)["line"]["state"].as_str().unwrap().to_owned()
    }

    /// A question with everything that was said.
    pub fn thread(&self, id: &str) -> Value {
        self.does("show", id, &[])
    }

    /// Runs `hrc sync`, asking no keyring.
    pub fn syncs(&self) -> Output {
        self.syncing().env("HRC_KEYRING", "off").output().unwrap()
    }

    fn questions(&self, verb: &str) -> Command {
        let mut command = super::programs::hrc();
        command.args(["questions", verb, "--json", "--data"]).arg(self.dir());
        command
    }
}

impl Server {
    /// What the experts see of all questions.
    pub fn questions(&self) -> Vec<Value> {
        self.expert(&["list"], "").as_array().unwrap().clone()
    }

    /// Does something as an expert; what `--text -` reads is this text.
    pub fn expert(&self, arguments: &[&str], text: &str) -> Value {
        let mut command = server_program();
        command.arg("questions").args(arguments).arg("--json").arg("--data").arg(self.data());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        running.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = running.wait_with_output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "questions {arguments:?}: {complaint}");
        json(&output)
    }
}

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}
