//! The real server, beside what is measured: started, asked, and ended with it.

use crate::Outcome;
use hrc_domain::settings::Proxy;
use hrc_library::Server;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The real server, in a process of its own.
pub struct Serving {
    child: Child,
    /// Its address, with a slash at the end.
    pub address: String,
}

impl Serving {
    /// Starts it on this data folder, on any free port.
    pub fn start(data: &Path) -> Outcome<Self> {
        let mut child = Command::new(program()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address =
            line.trim().strip_prefix("listening on ").ok_or("the server did not start")?;
        Ok(Self { address: format!("{address}/"), child })
    }

    /// It as the library knows it.
    pub fn server(&self, data: &Path) -> Outcome<Server> {
        let root = std::fs::read(data.join("client/1.root.json"))?;
        Ok(Server::new(&self.address, &root, Proxy::None)?)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `hrc-server` beside this program: built with it.
pub fn program() -> Outcome<PathBuf> {
    let own = std::env::current_exe()?;
    Ok(own.with_file_name(format!("hrc-server{}", std::env::consts::EXE_SUFFIX)))
}
