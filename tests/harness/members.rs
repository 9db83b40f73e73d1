//! What an administrator does for members: invites them, sees their computers, ends memberships, and
//! writes what the server has onto a stick.

use super::programs::{run_to_end, server_program};
use super::server::Server;
use serde_json::Value;
use std::path::Path;

impl Server {
    /// Invites somebody of this name; hands back the code.
    pub fn invite(&self, name: &str) -> String {
        let invited = self.administer(&["invite", "--name", name, "--json"]);
        invited["code"].as_str().expect("the code of the invitation").to_owned()
    }

    /// The members' computers.
    pub fn devices(&self) -> Vec<Value> {
        self.administer(&["devices", "list", "--json"]).as_array().cloned().unwrap_or_default()
    }

    /// Ends the membership of every computer.
    pub fn revoke_all(&self) {
        for device in self.devices() {
            let id = device["id"].as_str().expect("the id of a computer");
            run_to_end(self.command(&["devices", "revoke", id]));
        }
    }

    /// Writes what the server has into this folder.
    pub fn export_to(&self, folder: &Path) {
        self.administer(&["export", "--json", "--to", &folder.to_string_lossy()]);
    }

    fn administer(&self, arguments: &[&str]) -> Value {
        serde_json::from_slice(&run_to_end(self.command(arguments)).stdout).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = server_program();
        command.args(arguments).arg("--data").arg(self.data());
        command
    }
}
